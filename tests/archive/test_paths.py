"""A pack unpacks to the same files everywhere, or the name that would not is refused."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.archive.paths import clashes, path_fault

REFUSED = (
    ("", "path.empty"), ("a//b", "path.empty"), ("a/", "path.empty"),
    ("/etc/passwd", "path.absolute"), ("C:/x", "path.absolute"), ("c:x", "path.absolute"),
    ("\\\\server\\share", "path.absolute"),
    ("..", "path.dots"), ("a/../b", "path.dots"), ("./a", "path.dots"), ("a\\..\\b", "path.dots"),
    ("a\\b", "path.character"),
    ("ab:c", "path.character"), ("a%0Ab", "path.character"), ("a\nb", "path.character"),
    ("a\x00b", "path.character"), ("a\u202eb", "path.character"), ("a\u200bb", "path.character"),
    ("a\u2028b", "path.character"), ("a\ud800b", "path.character"), ("what?", "path.character"),
    ("a.", "path.ending"), ("a /b", "path.ending"), (" a", "path.ending"), ("...", "path.ending"),
    ("NUL", "path.reserved"), ("x/con.txt", "path.reserved"), ("lpt9.a.b", "path.reserved"),
    ("COM¹", "path.reserved"), ("aux .txt", "path.reserved"), ("CONIN$", "path.reserved"),
    ("cafe\u0301", "path.not_nfc"),
    ("a" * 201, "path.too_long"), ("案" * 81, "path.too_long"),
)  # fmt: skip


@pytest.mark.parametrize(("path", "code"), REFUSED)
def test_a_name_that_unpacks_differently_somewhere_is_refused(path: str, code: str) -> None:
    assert path_fault(path) == code


@pytest.mark.parametrize(
    "path", ["a", "案卷/卷内目录.pdf", "visits/1/photo-01.jpg", "nullable.txt", ".hidden", "𬭎.txt"]
)
def test_an_ordinary_name_is_taken(path: str) -> None:
    assert path_fault(path) is None


@given(st.text(max_size=40) | st.text(alphabet=st.sampled_from("aB./\\: ~CON%é\u0301"), max_size=20))
def test_whatever_is_taken_stays_inside_and_means_one_file(path: str) -> None:
    if path_fault(path) is not None:
        return
    for pure in (PurePosixPath(path), PureWindowsPath(path)):
        assert not pure.is_absolute()
        assert not pure.drive
        assert ".." not in pure.parts
        assert "/".join(pure.parts) == path
    assert unicodedata.is_normalized("NFC", path)
    assert path.encode().decode() == path
    assert len(path.splitlines()) == 1


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("a.txt", "a.txt"), "path.duplicate"),
        (("a.txt", "A.TXT"), "path.duplicate"),
        (("straße", "STRASSE"), "path.duplicate"),
        (("É", "é"), "path.duplicate"),
        (("x/a", "X/b"), "path.two_spellings"),
        (("x/a", "x"), "path.file_and_folder"),
        (("x", "X/a"), "path.file_and_folder"),
    ],
)
def test_names_that_fall_together_where_case_does_not_count_are_found(
    names: tuple[str, ...], code: str
) -> None:
    assert [found for _, found in clashes(names)] == [code]


@given(st.sets(st.from_regex(r"[a-z]{1,3}(?:/[a-z]{1,3}){0,2}\.t", fullmatch=True), max_size=8))
def test_distinct_lower_case_names_never_clash(names: set[str]) -> None:
    assert not list(clashes(names))
    doubled = [*sorted(names), *(name.upper() for name in sorted(names))]
    assert len([code for _, code in clashes(doubled) if code == "path.duplicate"]) == len(names)
