"""A card's minimum payment: what has to come in by the statement's due date, and how long paying only that takes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.interest import DayCount, interest_for_days

MINIMUM_SHARE: Final = Decimal("0.10")
"""Of the spending in the statement; what is charged and what is already late is due in full. The usual share of Chinese
card contracts; the floor of a tenth in 银行卡业务管理办法 (银发〔1999〕17号), art. 20, was quoted from memory.
"""
DAYS_OF_A_STATEMENT: Final = 30
LONGEST_ROAD: Final = 600
"""Statements. Fifty years of minimum payments are no way to repay."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A card's statement by parts: spending, interest and fees charged, the part of earlier minimums still unpaid, and
    what exceeds the limit.
    """

    spending: Money
    charges: Money
    unpaid_minimum: Money
    above_limit: Money

    @property
    def balance(self) -> Money:
        """Everything the statement asks for in full."""
        return self.spending + self.charges

    def __post_init__(self) -> None:
        for name in ("spending", "charges", "unpaid_minimum", "above_limit"):
            amount: Money = getattr(self, name)
            if amount.fen < 0:
                raise Refused("card.part_negative", part=name, amount=amount)


@dataclass(frozen=True, slots=True)
class Road:
    """Paying only the minimum: how many statements, and what it costs in interest."""

    statements: int
    interest: Money


def minimum_payment(statement: Statement, share: Decimal = MINIMUM_SHARE) -> Money:
    """The least that keeps the card from being overdue; never more than the balance."""
    if not 0 < share <= 1:
        raise Refused("card.share_absurd", share=share)
    due = (
        statement.spending.times(share) + statement.charges + statement.unpaid_minimum + statement.above_limit
    )
    return min(due, statement.balance)


def pay_only_minimum(
    owed: Money,
    daily_rate: Decimal,
    share: Decimal = MINIMUM_SHARE,
    least: Money | None = None,
) -> Road:
    """How long a balance takes when only the minimum is paid each month and nothing is spent.

    ``daily_rate`` is a fraction of one (0.0005 for 万分之五); ``least`` the smallest minimum of the contract. Raises
    Refused ``plan.never_repays`` when no end is in sight.
    """
    least = least or Money(1_000, owed.currency)
    left, paid, statements = owed, Money(0, owed.currency), 0
    while left.fen > 0:
        interest = interest_for_days(left, daily_rate * 365, DAYS_OF_A_STATEMENT, DayCount.ACT_365)
        minimum = max(left.times(share), least) + interest
        if statements == LONGEST_ROAD or minimum <= interest:
            raise Refused("plan.never_repays", instalment=minimum, interest=interest)
        left = left + interest - min(minimum, left + interest)
        paid, statements = paid + interest, statements + 1
    return Road(statements, paid)
