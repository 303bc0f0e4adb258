"""Whether the instalments a list gives of an account can be core banking's own: their principal beside its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping

ABOVE_GRANTED: Final = "schedule.above_granted"
BELOW_GRANTED: Final = "schedule.below_granted"
ABOVE_BALANCE: Final = "schedule.above_balance"
CODES: Final = frozenset({ABOVE_GRANTED, BELOW_GRANTED, ABOVE_BALANCE})
"""Findings that are about an account's instalments together, not about a row of its own."""


@dataclass(slots=True)
class Listed:
    """What a list says of one account's instalments, added up: ``last`` is the highest number among them."""

    principal_fen: int = 0
    unpaid_fen: int = 0
    """Principal of the instalments on which nothing was paid."""
    count: int = 0
    last: int = 0

    def add(self, seq: int, principal: Money, paid: Money) -> None:
        """One more instalment."""
        self.principal_fen += principal.fen
        if not paid.fen:
            self.unpaid_fen += principal.fen
        self.count, self.last = self.count + 1, max(self.last, seq)

    @property
    def from_the_first(self) -> bool:
        """Whether the numbers run from 1 without a gap (a list names no number twice)."""
        return self.count == self.last


@dataclass(frozen=True, slots=True)
class Stated:
    """Core banking's figures of the account; zero or None where it says nothing, the balance of the list's day."""

    kind: ProductKind
    granted: Money
    balance: Money | None = None


def sum_finding(listed: Listed, stated: Stated, *, is_whole: bool) -> tuple[str, Mapping[str, Money]] | None:
    """The code and both figures when the instalments contradict core banking's; None when they don't.

    A list of instalments may hold some of them only, so less than was granted is no contradiction, unless it is
    ``is_whole``: products with their instalments from the first on. A card's limit isn't lent in instalments, and
    a lease's residual value stands in none.
    """
    if stated.kind is ProductKind.CARD or not listed.count:
        return None
    granted = stated.granted.fen
    if granted and listed.principal_fen > granted:
        return ABOVE_GRANTED, {"listed": Money(listed.principal_fen), "stated": stated.granted}
    if stated.balance is not None and listed.unpaid_fen > stated.balance.fen:
        return ABOVE_BALANCE, {"listed": Money(listed.unpaid_fen), "stated": stated.balance}
    whole = is_whole and listed.from_the_first and stated.kind is ProductKind.LOAN
    if whole and listed.principal_fen < granted:
        return BELOW_GRANTED, {"listed": Money(listed.principal_fen), "stated": stated.granted}
    return None
