"""The bad rows of the practice morning: planted and listed, so that a quarantine can be seen to work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.identity import check_digit
from collectdesk.practice.extracts import OVERDUE

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACE: Final = {chinese: place for place, (chinese, _) in enumerate(OVERDUE)}
_FIRST: Final = 8
_CLOSE: Final = 20
_APART: Final = 100


class Flaw(Enum):
    """What is wrong with a planted row."""

    OTHER_NAME = "other_name"
    """A second row of a customer number, under another name."""
    NEGATIVE_AMOUNT = "negative_amount"
    ABSURD_AMOUNT = "absurd_amount"
    IMPOSSIBLE_DATE = "impossible_date"
    BROKEN_ID = "broken_id"
    """The check digit of the identity number doesn't fit."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One bad row: its line in the file, the heading and the value that are wrong, and whose row it is."""

    line: int
    flaw: Flaw
    column: str
    value: str
    customer_no: str
    account_no: str


_COLUMN: Final = {
    Flaw.OTHER_NAME: _PLACE["客户名称"],
    Flaw.NEGATIVE_AMOUNT: _PLACE["逾期金额"],
    Flaw.ABSURD_AMOUNT: _PLACE["贷款余额"],
    Flaw.IMPOSSIBLE_DATE: _PLACE["逾期起始日"],
    Flaw.BROKEN_ID: _PLACE["证件号码"],
}
_OTHER_NAME: Final = ("欧阳重名", "仇重名")


def _wrong_value(flaw: Flaw, right: str) -> str:
    if flaw is Flaw.OTHER_NAME:
        return _OTHER_NAME[right == _OTHER_NAME[0]]
    if flaw is Flaw.NEGATIVE_AMOUNT:
        return f"-{right}"
    if flaw is Flaw.ABSURD_AMOUNT:
        return "888,888,888,888,888.00"
    if flaw is Flaw.IMPOSSIBLE_DATE:
        return "2026-02-30"
    return right[:-1] + ("1" if check_digit(right[:17]) == "0" else "0")


def _is_turn(number: int) -> bool:
    """Rows 8, 28, 48, 68 and 88 show every flaw; from row 600 on it is each hundredth."""
    if number < len(Flaw) * _CLOSE:
        return number % _CLOSE == _FIRST
    return number >= 6 * _APART and number % _APART == _FIRST


def plant(
    rows: Iterator[list[str]], headings: tuple[str, ...], first_line: int, planted: list[Planted]
) -> Iterator[list[str]]:
    """The rows with flaws among them; each is added to ``planted`` as it passes. The cast's rows stay clean.

    ``first_line`` is the line of the file on which the first row stands, counted from 1. A row without
    arrears is passed over. Every flaw spoils a row that is there; another name comes as a row of its own.
    """
    flaws = tuple(Flaw)
    waiting, line = 0, first_line
    for number, row in enumerate(rows):
        waiting += _is_turn(number)
        if not waiting or number < _FIRST or not row[_PLACE["逾期起始日"]]:
            yield row
            line += 1
            continue
        waiting -= 1
        flaw = flaws[len(planted) % len(flaws)]
        place = _COLUMN[flaw]
        spoilt = [*row[:place], _wrong_value(flaw, row[place]), *row[place + 1 :]]
        if flaw is Flaw.OTHER_NAME:
            yield row
            line += 1
            spoilt[_PLACE["借据号"]] = row[_PLACE["借据号"]] + "9"
        planted.append(Planted(line, flaw, headings[place], spoilt[place], row[0], spoilt[_PLACE["借据号"]]))
        yield spoilt
        line += 1
