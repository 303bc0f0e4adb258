"""One payment for several debts: by the debtor's word, else by the law's order, and never a fen more than is owed.

民法典 (Civil Code of the PRC, 2020), art. 560: the debtor names the debt when paying; unless named, a debt that is due
comes first; of several due ones the one without or with the least security; of equally secured ones the one that
burdens the debtor most; of equal burden the one that fell due first; of those that fell due together, each by its
share.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class OpenDebt:
    """One debt. ``burden`` is the yearly rate that runs on it, ``security`` the value that secures it."""

    id: str
    owed: Money
    due_on: date
    burden: Decimal = Decimal(0)
    security: Money | None = None


@dataclass(frozen=True, slots=True)
class SharedOut:
    """What each debt gets, in the order in which they are served; ``rest`` exceeds everything that is owed."""

    shares: tuple[tuple[str, Money], ...]
    rest: Money


def share_out(amount: Money, debts: Sequence[OpenDebt], on: date, named: Sequence[str] = ()) -> SharedOut:
    """Share a payment of a day among debts; ``named`` are the ids the debtor named, in the debtor's order.

    Raises Refused ``designation.*`` for an amount that is none, a debt nobody knows, or two currencies.
    """
    if amount.fen <= 0:
        raise Refused("designation.no_amount", amount=amount)
    known = {debt.id: debt for debt in debts}
    unknown = next((each for each in named if each not in known), None)
    if unknown is not None:
        raise Refused("designation.unknown_debt", debt=unknown)
    if any(debt.owed.currency != amount.currency for debt in debts):
        raise Refused("designation.mixed_currencies", amount=amount)
    left, shares = amount.fen, []
    for group in _in_order([known[each] for each in dict.fromkeys(named)], debts, on):
        given = _pro_rata(min(left, sum(d.owed.fen for d in group)), group)
        shares += [(debt.id, Money(fen, amount.currency)) for debt, fen in given if fen]
        left -= sum(fen for _, fen in given)
    return SharedOut(tuple(shares), Money(left, amount.currency))


def _in_order(named: list[OpenDebt], debts: Iterable[OpenDebt], on: date) -> Iterable[list[OpenDebt]]:
    yield from ([debt] for debt in named)
    groups: dict[tuple[bool, int, Decimal, date], list[OpenDebt]] = {}
    for debt in debts:
        if debt not in named:
            secured = debt.security.fen if debt.security else 0
            groups.setdefault((debt.due_on > on, secured, -debt.burden, debt.due_on), []).append(debt)
    yield from (groups[key] for key in sorted(groups))


def _pro_rata(fen: int, group: list[OpenDebt]) -> list[tuple[OpenDebt, int]]:
    """Each by its share, whole fen; what rounding leaves goes to the first that still owe it."""
    whole = sum(debt.owed.fen for debt in group)
    if not whole:
        return [(debt, 0) for debt in group]
    left = fen - sum(fen * debt.owed.fen // whole for debt in group)
    shares: list[tuple[OpenDebt, int]] = []
    for debt in group:
        share = fen * debt.owed.fen // whole
        more = 1 if left and share < debt.owed.fen else 0
        left -= more
        shares.append((debt, share + more))
    return shares
