"""Capital figures on an agreement must say the amount and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.money import Money
from collectdesk.reports.drawing.capitals import capital_amount

_FIGURES = "零壹贰叁肆伍陆柒捌玖"


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (10_700_053, "壹拾万柒仟元零伍角叁分"),
        (168_032, "壹仟陆佰捌拾元零叁角贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (100_000_000_00, "壹亿元整"),
        (100_010_000_00, "壹亿零壹万元整"),
        (-1_500_00, "负壹仟伍佰元整"),
    ],
)
def test_amounts_are_written_as_the_central_bank_writes_them(fen: int, written: str) -> None:
    plain = capital_amount(Money(fen)).removeprefix("人民币")
    assert plain in {written, written.replace("元零伍角", "元伍角").replace("元零叁角", "元叁角")}


def test_another_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="no capital figures"):
        capital_amount(Money(100, "USD"))


def test_an_amount_beyond_the_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="no capital figures"):
        capital_amount(Money(10**18))


def _read_back(written: str) -> int:
    text = written.removeprefix("人民币").removesuffix("整")
    yuan, _, cents = text.rpartition("元")
    return _read_whole(yuan) * 100 + _read_cents(cents)


def _read_whole(text: str) -> int:
    whole = section = figure = 0
    for letter in text:
        if letter in _FIGURES:
            figure = _FIGURES.index(letter)
        elif letter in "拾佰仟":
            section += figure * {"拾": 10, "佰": 100, "仟": 1000}[letter]
            figure = 0
        elif letter == "万":
            section, figure = (section + figure) * 10_000, 0
            whole, section = whole + section, 0
        else:
            whole, section, figure = (whole + section + figure) * 10**8, 0, 0
    return whole + section + figure


def _read_cents(text: str) -> int:
    cents = figure = 0
    for letter in text:
        if letter in _FIGURES:
            figure = _FIGURES.index(letter)
        else:
            cents += figure * (10 if letter == "角" else 1)
    return cents


@given(st.integers(min_value=1, max_value=10**13))
def test_what_is_written_reads_back_as_the_amount(fen: int) -> None:
    assert _read_back(capital_amount(Money(fen))) == fen
