"""What happens after the opening position: who falls behind, cures, keeps a promise or breaks one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.practice.products import Payment, Product, standing
from collectdesk.practice.schedule import CHANNELS

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.practice.behaviour import Behaviour
    from collectdesk.practice.draws import Draws

WEEK: Final = timedelta(days=7)
PROMISE_PAID_AFTER: Final = timedelta(days=5)


class Role(Enum):
    """The part of one of the branch's first five borrowers, so that every branch has the whole story."""

    KEEPS = "keeps"
    """Overdue; pays everything overdue on the fifth day after the practice date."""
    PARTLY = "partly"
    """Overdue; pays four tenths of it on that day."""
    BREAKS = "breaks"
    """Overdue; pays nothing at all."""
    CURES = "cures"
    """Overdue in the opening position; paid everything overdue on the practice morning."""
    FALLS = "falls"
    """Current in the opening position; overdue since the practice morning."""


def fits(role: Role, account: Behaviour) -> bool:
    """Whether a real account's behaviour suits the part, with an amount worth a visit."""
    if account.bills[0] < 20_000 or account.limit > 300_000:
        return False
    if role is Role.FALLS:
        return account.defaulted and account.delay == 0 and account.status[0] == 0
    if role is Role.CURES:
        return account.delay == 1 and not account.defaulted
    if role is Role.BREAKS:
        return account.delay == 3 and account.defaulted
    return account.delay == 2 and not account.defaulted


def _add(product: Product, on: date, amount_fen: int, draws: Draws) -> Product:
    """One more payment, after all others; nothing for nothing."""
    if amount_fen <= 0:
        return product
    return replace(product, payments=(*product.payments, Payment(on, amount_fen, draws.pick(CHANNELS))))


def _arrears(product: Product, day: date) -> int:
    return standing(product, day).overdue_fen


def _part(amount_fen: int, percent: int) -> int:
    """A part that people pay: whole yuan where there are any."""
    part = amount_fen * percent // 100
    return part // 100 * 100 or part


def go_on(
    product: Product, account: Behaviour, practice_date: date, role: Role | None, draws: Draws
) -> Product:
    """The product with its payments from the opening day to a week after the practice date."""
    if role:
        return _play(product, practice_date, role, draws)
    if product.delay:
        return _late(product, practice_date, draws, can_pay=not account.defaulted)
    return _current(product, practice_date, draws, pays=not account.defaulted)


def _play(product: Product, practice_date: date, role: Role, draws: Draws) -> Product:
    day = practice_date if role is Role.CURES else practice_date + PROMISE_PAID_AFTER
    owed = _arrears(product, practice_date)
    pays = {Role.CURES: owed, Role.KEEPS: owed, Role.PARTLY: _part(owed, 40)}
    return _add(product, day, pays.get(role, 0), draws)


def _late(product: Product, practice_date: date, draws: Draws, *, can_pay: bool) -> Product:
    """Of those whom the source doesn't show in default next month, some pay; of the others, hardly any."""
    owed = _arrears(product, practice_date)
    moment = draws.below(100)
    if can_pay and moment < 6:
        return _add(product, practice_date, owed, draws)
    if moment < (16 if can_pay else 3):
        product = _add(product, practice_date, _part(owed, 20 + draws.below(50)), draws)
    if not can_pay:
        return product
    day = practice_date + timedelta(days=1 + draws.below(WEEK.days))
    moment = draws.below(100)
    if moment < 65:
        owed = _arrears(product, day)
        return _add(product, day, owed if moment < 40 else _part(owed, 30 + draws.below(40)), draws)
    return product


def _current(product: Product, practice_date: date, draws: Draws, *, pays: bool) -> Product:
    """Next month's instalment: paid on its day, or not by those whom the source shows in default then."""
    opening = practice_date - timedelta(days=1)
    following = next((line for line in product.instalments if line.due_on >= opening), None)
    if following is None or following.due_on > practice_date + WEEK:
        return product
    if pays:
        return _add(product, following.due_on, following.amount_fen, draws)
    if draws.chance(30):
        return _add(product, practice_date + WEEK, _arrears(product, practice_date + WEEK), draws)
    return product
