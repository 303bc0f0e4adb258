"""Rents of a finance lease (融资租赁): level rents, some of them in advance, with a residual value at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.schedules import DueDays, ScheduledInstalment

LONGEST_LEASE: Final = 360
"""Monthly rents: no branch leases anything for more than thirty years."""


@dataclass(frozen=True, slots=True)
class Lease:
    """``rent`` is each month's; ``advance`` of them are paid when the lease begins; ``residual`` buys the thing."""

    price: Money
    residual: Money
    annual_rate: Decimal
    rent: Money
    advance: Money
    rents: tuple[ScheduledInstalment, ...]

    @property
    def total(self) -> Money:
        """Advance, rents and residual together."""
        return self.advance + Money(sum(r.due.fen for r in self.rents), self.price.currency) + self.residual


def plan_lease(
    price: Money,
    count: int,
    begins_on: date,
    *,
    annual_rate: Decimal,
    residual: Money | None = None,
    in_advance: int = 0,
) -> Lease:
    """Level monthly rents for ``count`` months, the last one absorbing what rounding left.

    ``in_advance`` rents are paid at the beginning; the others fall due monthly from a month later. Rent = (price less
    the residual's present value) / (annuity of the rest + those in advance), as in the HP 12C user's guide, section 14.
    Raises Refused, codes ``plan.*`` and ``lease.*``.
    """
    left = residual or Money(0, price.currency)
    _check(price, left, count, annual_rate, in_advance)
    rate, later = Fraction(annual_rate) / 12, count - in_advance
    growth = (1 + rate) ** later
    annuity = Fraction(later) if not rate else (1 - 1 / growth) / rate
    rent = _half_up((price.fen - left.fen / (1 + rate) ** count) / (annuity + in_advance))
    # the residual is paid when all the months are over, the last rent in_advance months earlier
    target = _half_up(left.fen / (1 + rate) ** in_advance)
    owed, rents = price.fen - in_advance * rent, []
    due = DueDays(begins_on)
    for seq in range(1, later + 1):
        interest = _half_up(owed * rate)
        principal = rent - interest if seq < later else owed - target
        owed -= principal
        parts = (Money(fen, price.currency) for fen in (principal, interest, owed))
        rents.append(ScheduledInstalment(seq, due.nth(seq + 1), *parts))
    level = Money(rent, price.currency)
    return Lease(price, left, annual_rate, level, Money(rent * in_advance, price.currency), tuple(rents))


def _check(price: Money, residual: Money, count: int, annual_rate: Decimal, in_advance: int) -> None:
    if price.currency != residual.currency:
        raise Refused("plan.mixed_currencies", amount=price, instalment=residual)
    if price.fen <= 0:
        raise Refused("plan.amount_not_positive", amount=price)
    if not 0 <= residual.fen < price.fen:
        raise Refused("lease.residual_absurd", residual=residual, price=price)
    if not annual_rate.is_finite() or not 0 <= annual_rate < 1:
        raise Refused("plan.rate_absurd", annual_rate=annual_rate)
    if not 1 <= count <= LONGEST_LEASE:
        raise Refused("plan.count_out_of_range", count=count, longest=LONGEST_LEASE)
    if not 0 <= in_advance < count:
        raise Refused("lease.advance_absurd", in_advance=in_advance, count=count)


def _half_up(value: Fraction) -> int:
    return (value + Fraction(1, 2)).__floor__()
