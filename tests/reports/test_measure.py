"""Lines must keep every character, fit their width, and break where a Chinese reader expects."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collectdesk.reports.drawing.measure import NEVER_FIRST, NEVER_LAST, text_width, wrap_text

_BODY = st.text(alphabet="一二三四五客户还款Abc12 ", min_size=1, max_size=12)
_MARK = st.sampled_from(["，", "。", "《", "》", "（", "）", "：", "；", "", "“", "”"])
_TEXTS = st.lists(st.tuples(_BODY, _MARK), min_size=1, max_size=20).map(
    lambda parts: "".join(body + mark for body, mark in parts)
)


def test_a_line_never_starts_with_a_comma_nor_ends_with_an_opening_bracket() -> None:
    text = "一二三四五六七八九十，一二三四五六七八《书名》三四五六。"
    for width in range(40, 140, 5):
        lines = wrap_text(text, 10, width)
        assert all(line[0] not in NEVER_FIRST for line in lines)
        assert all(line[-1] not in NEVER_LAST for line in lines)


def test_an_account_number_goes_to_the_next_line_whole() -> None:
    assert "6228480402564890018" in wrap_text("账号尾号为 6228480402564890018，请核对", 10, 130)[1]


def test_a_number_longer_than_the_line_is_cut_rather_than_lost() -> None:
    lines = wrap_text("6228480402564890018" * 3, 10, 60)
    assert "".join(lines) == "6228480402564890018" * 3
    assert all(text_width(line, 10) <= 60 for line in lines)


def test_empty_text_is_one_empty_line() -> None:
    assert wrap_text("", 10, 100) == [""]


def test_written_line_breaks_are_kept() -> None:
    assert wrap_text("一\n\n二", 10, 100) == ["一", "", "二"]


def test_bold_is_measured_as_bold() -> None:
    assert text_width("Balance", 10, bold=True) > text_width("Balance", 10)


@given(_TEXTS, st.integers(min_value=45, max_value=300))
def test_wrapping_loses_nothing_but_spaces_and_fits(text: str, width: int) -> None:
    lines = wrap_text(text, 10, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line, 10) <= width + 0.01 for line in lines)
