"""Coupon slips of an agreement: one for each instalment, torn off and given to the cashier, each with its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.codes import draw_code
from collectdesk.reports.drawing.page import ACCENT, LEFT, MM, MUTED, RIGHT, TOP
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collectdesk.domain.money import Money
    from collectdesk.reports.drawing.page import Paper

_COLUMNS: Final = 2
_ROWS: Final = 5
_GAP: Final = 3 * MM
_HEIGHT: Final = 46 * MM
_WIDTH: Final = (RIGHT - LEFT - _GAP) / _COLUMNS


@dataclass(frozen=True, slots=True)
class Coupon:
    """One slip: which instalment of which plan, when and how much, and the account it is paid to (masked)."""

    number: str
    seq: int
    count: int
    due_on: date
    amount: Money
    account: str
    code: str


def draw_coupons(paper: Paper, coupons: Sequence[Coupon]) -> None:
    """Slips on pages of their own, two beside each other, after whatever was laid out."""
    words = paper.words
    for at, coupon in enumerate(coupons):
        place = at % (_COLUMNS * _ROWS)
        if place == 0:
            paper.start_page()
            with paper.tagged(paper.headline()):
                paper.text(LEFT, TOP - 3 * MM, words.say(mark("Payment slips")), 12, bold=True, ink=ACCENT)
        x = LEFT + (place % _COLUMNS) * (_WIDTH + _GAP)
        top = TOP - 8 * MM - (place // _COLUMNS) * (_HEIGHT + _GAP)
        _draw(paper, coupon, x, top)


def _draw(paper: Paper, coupon: Coupon, x: float, top: float) -> None:
    words = paper.words
    paper.box(x, top - _HEIGHT, _WIDTH, _HEIGHT)
    draw_code(paper, coupon.code, x + _WIDTH - 1 * MM, top - 1 * MM)
    left, y = x + 4 * MM, top - 8 * MM
    which = words.say(mark("Instalment {seq} of {count}"), seq=coupon.seq, count=coupon.count)
    paper.text(left, y, which, 10, bold=True)
    for label, value in (
        (words.say(mark("Due on")), words.date(coupon.due_on)),
        (words.say(mark("Amount")), words.money(coupon.amount)),
        (words.say(mark("Account")), coupon.account),
        (words.say(mark("Agreement no.")), coupon.number),
    ):
        y -= 8 * MM
        with paper.tagged("P"):
            paper.text(left, y + 3.7 * MM, label, 6.5, ink=MUTED)
            paper.text(left, y, value, 9)
