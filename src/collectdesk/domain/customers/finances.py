"""What is known of a customer's money: incomes and expenses a month, what is owned and owed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from collectdesk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable


class FinanceKind(Enum):
    """Incomes and expenses are a month's, the others stand."""

    WAGES = "wages"
    BUSINESS = "business"
    SUPPORT = "support"
    LIVING = "living"
    RENT = "rent"
    INSTALMENTS = "instalments"
    MEDICAL = "medical"
    PROPERTY = "property"
    VEHICLE = "vehicle"
    SAVINGS = "savings"
    OTHER_DEBT = "other_debt"
    COLLATERAL = "collateral"


INCOMES = frozenset({FinanceKind.WAGES, FinanceKind.BUSINESS, FinanceKind.SUPPORT})
EXPENSES = frozenset({FinanceKind.LIVING, FinanceKind.RENT, FinanceKind.INSTALMENTS, FinanceKind.MEDICAL})
OWNED = frozenset({FinanceKind.PROPERTY, FinanceKind.VEHICLE, FinanceKind.SAVINGS})
"""What secures the debt (``COLLATERAL``) isn't counted here: it is usually written down as owned already."""


@dataclass(frozen=True, slots=True)
class Household:
    """The sums of what stands; ``left`` may be negative."""

    income: Money
    expense: Money
    owned: Money
    owed: Money

    @property
    def left(self) -> Money:
        return self.income - self.expense


def household(entries: Iterable[tuple[FinanceKind, Money]]) -> Household:
    """Add up what was written down."""
    sums = {"income": 0, "expense": 0, "owned": 0, "owed": 0}
    for kind, amount in entries:
        if kind is FinanceKind.COLLATERAL:
            continue
        group = (
            "income"
            if kind in INCOMES
            else "expense"
            if kind in EXPENSES
            else "owned"
            if kind in OWNED
            else "owed"
        )
        sums[group] += amount.fen
    return Household(**{name: Money(fen) for name, fen in sums.items()})
