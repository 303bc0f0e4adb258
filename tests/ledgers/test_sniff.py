"""What a file is, is told from its bytes; everything unusable is refused with one clear reason."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from collectdesk.domain.intake.imports import BadFile
from collectdesk.ledgers import sniff
from collectdesk.ledgers.limits import DEFAULT_LIMITS, Limits
from collectdesk.ledgers.read import read_ledger
from ledgers.files import csv_text, overdue_row, table_of

if TYPE_CHECKING:
    from pathlib import Path

_OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def refusal(path: Path, limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(BadFile) as caught:
        read_ledger(path, limits=limits)
    return caught.value.code


def zip_with(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "file.empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "file.pdf"),
        (b"\n<html><table><tr><td></td></tr></table>", "file.markup"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "file.markup"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "file.password"),
        (_OLE + "Workbook".encode("utf-16-le"), "file.damaged"),
        (_OLE, "file.binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "file.binary"),
        (bytes(range(256)) * 8, "file.binary"),
        (zip_with("word/document.xml"), "file.zip"),
        (zip_with("xl/workbook.bin"), "file.old_workbook"),
        (zip_with("mimetype", "content.xml"), "file.old_workbook"),
        (zip_with("xl/workbook.xml"), "file.damaged"),
        (b"PK\x03\x04 cut short", "file.damaged"),
    ],
)
def test_a_file_that_is_no_list_is_refused_for_what_it_is(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "逾期清单.csv"
    path.write_bytes(content)
    assert refusal(path) == code


def test_a_file_that_is_gone_or_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.csv") == "file.missing"
    assert refusal(tmp_path) == "file.unreadable"


def test_a_file_over_the_size_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(DEFAULT_LIMITS.file_bytes + 1)
    assert refusal(path) == "file.too_big"


def test_200_mb_of_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sparse.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert refusal(path) == "file.binary"


class _EndlessLine(io.RawIOBase):
    """One line that never ends; counts what was taken of it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return 0

    def read(self, size: int = -1, /) -> bytes:
        self.taken += size
        return b"1," * (size // 2)


def test_one_endless_line_is_refused_after_its_first_megabytes() -> None:
    line = _EndlessLine()
    with pytest.raises(BadFile) as caught:
        sniff.fingerprint_of_lines(line, DEFAULT_LIMITS)  # type: ignore[arg-type]
    assert caught.value.code == "line.too_long"
    assert line.taken <= 3 * DEFAULT_LIMITS.line_bytes


@pytest.mark.parametrize("break_", [b"\n", b"\r\n", b"\r"])
def test_the_line_that_is_too_long_is_named_whatever_ends_the_lines(break_: bytes) -> None:
    content = break_.join([b"a,b", b"1,2", b"x" * 101, b"3,4"])
    with pytest.raises(BadFile) as caught:
        sniff.fingerprint_of_lines(io.BytesIO(content), Limits(line_bytes=100))
    assert caught.value.facts == {"line": "3", "limit": "100"}
    sniff.fingerprint_of_lines(io.BytesIO(content), Limits(line_bytes=101))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_each_encoding_is_told_from_the_bytes(encoding: str) -> None:
    text = csv_text(table_of([overdue_row()]))
    assert sniff.encoding_of(io.BytesIO(text.encode(encoding))) == encoding


def test_three_characters_of_gb18030_are_enough() -> None:
    assert sniff.encoding_of(io.BytesIO("张三,1".encode("gb18030"))) == "gb18030"


@pytest.mark.parametrize(
    "content",
    [
        "客戶號,姓名,餘額\nC1,陳大文,100".encode("big5"),
        "Müller,Größe,Straße".encode("latin-1"),
        "客户号,姓名\n".encode() + b"\xff\n",
        "客户号,姓名".encode("utf-16")[:-1],
        b"\xef\xbb\xbf\xff\xfe",
    ],
)
def test_an_encoding_that_cant_be_told_is_asked_for(content: bytes) -> None:
    with pytest.raises(BadFile) as caught:
        sniff.encoding_of(io.BytesIO(content))
    assert caught.value.code == "encoding.unclear"


def test_a_persons_answer_decides_the_encoding_unless_the_bytes_refute_it(tmp_path: Path) -> None:
    path = tmp_path / "big5.csv"
    path.write_bytes(
        "流水號,流水号x\n".encode("big5", "ignore") + b"Reference,Account,Paid on,Amount\nR1,A1,20260301,5\n"
    )
    assert len(read_ledger(path, encoding="big5hkscs").rows) == 1
    for wrong, code in (("utf-8", "encoding.refuted"), ("klingon", "encoding.unknown")):
        with pytest.raises(BadFile) as caught:
            read_ledger(path, encoding=wrong)
        assert caught.value.code == code
