"""What the shipped fonts can write, and what happens to characters they can't."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.reports.drawing.fonts import Lettering, typefaces


def test_the_shipped_fonts_are_the_ones_in_the_lock() -> None:
    lock = resources.path("fonts", "fonts.lock").read_text(encoding="ascii")
    rows = [line.split() for line in lock.splitlines() if not line.startswith("#")]
    locked = {name: digest for digest, name in rows}
    assert sorted(locked) == ["NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf"]
    for name, digest in locked.items():
        assert hashlib.sha256(resources.path("fonts", name).read_bytes()).hexdigest() == digest


def test_private_use_characters_are_never_guessed() -> None:
    lettering = Lettering()
    assert lettering.settle("李\ue863明") == "李〔U+E863〕明"
    assert lettering.missing == ["\ue863"]


def test_a_character_in_no_font_is_named_and_reported_once() -> None:
    lettering = Lettering()
    assert lettering.settle("𪚥和𪚥") == "〔U+2A6A5〕和〔U+2A6A5〕"
    assert lettering.missing == ["𪚥"]


def test_a_lone_surrogate_is_named_instead_of_breaking_the_file() -> None:
    assert Lettering().settle("a\ud800b") == "a〔U+D800〕b"


def test_control_characters_and_direction_marks_leave_no_trace() -> None:
    lettering = Lettering()
    assert lettering.settle("张\x00三\u202e\u200d\ufe0f\x1b[0m") == "张三[0m"
    assert lettering.missing == []


def test_every_kind_of_line_end_becomes_one() -> None:
    assert Lettering().settle("a\r\nb\rc\u2028d\x0be") == "a\nb\nc\nd\ne"


def test_a_compatibility_ideograph_in_a_name_stays_that_character() -> None:
    assert Lettering().settle("\uf92c") == "\uf92c"


@pytest.mark.parametrize("name", ["𬭎", "䶮", "㛃", "堃", "赟", "𫍯", "翀", "䥽", "𠅤"])
def test_rare_names_are_in_the_regular_font(name: str) -> None:
    assert ord(name) in typefaces().regular.glyphs


@pytest.mark.parametrize("letter", ["𬭎", "䶮", "堃", "镕", "逾", "¥", "é", "：", "①"])
def test_bold_has_the_standard_characters(letter: str) -> None:
    assert ord(letter) in typefaces().bold.glyphs


def test_faces_are_opened_once_whatever_thread_asks_first() -> None:
    with ThreadPoolExecutor(4) as pool:
        faces = list(pool.map(lambda _turn: typefaces(), range(8)))
    assert len({id(face) for face in faces}) == 1


@given(st.text())
def test_settling_leaves_only_what_can_be_drawn_and_is_done_once(text: str) -> None:
    settled = Lettering().settle(text)
    assert Lettering().settle(settled) == settled
    assert all(letter == "\n" or ord(letter) in typefaces().regular.glyphs for letter in settled)
