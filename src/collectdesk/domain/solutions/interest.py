"""Interest by days: contract interest, penalty interest on what is overdue, and compound interest on unpaid interest.

The first day counts and the last doesn't (算头不算尾); a year has 360 or 365 days by contract; every figure is rounded
half up to the fen, once. Penalty: the contract's rate times 1.3 to 1.5, and the same rate on interest that wasn't paid:
中国人民银行关于人民币贷款利率有关问题的通知 (银发〔2003〕251号), no. 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

UNRAISED: Final = Decimal(1)
"""A card's: no penalty interest has been added to cards since 银发〔2016〕111号; its own rate goes on running."""
LOWEST_MULTIPLIER: Final = Decimal("1.3")
HIGHEST_MULTIPLIER: Final = Decimal("1.5")
LONGEST_GRACE: Final = 90
"""Days. Nobody's contract gives more; a larger number is a slip of the finger."""


class DayCount(Enum):
    """How many days a year has when its rate is shared out over days."""

    ACT_360 = "act_360"
    ACT_365 = "act_365"

    @property
    def days(self) -> int:
        """360 or 365."""
        return 360 if self is DayCount.ACT_360 else 365


@dataclass(frozen=True, slots=True)
class PenaltyTerms:
    """What a contract says of lateness; ``annual_rate`` is a fraction of one.

    Within ``grace_days`` after the due date nothing is added; once they are over, days count from the due date.
    ``compounds`` puts the penalty rate on unpaid interest too.
    """

    annual_rate: Decimal
    multiplier: Decimal = HIGHEST_MULTIPLIER
    basis: DayCount = DayCount.ACT_360
    grace_days: int = 0
    compounds: bool = True

    def __post_init__(self) -> None:
        if not self.annual_rate.is_finite() or not 0 <= self.annual_rate < 1:
            raise Refused("plan.rate_absurd", annual_rate=self.annual_rate)
        if not self._is_possible_multiplier():
            raise Refused(
                "interest.multiplier_out_of_range", multiplier=self.multiplier, lowest=LOWEST_MULTIPLIER,
                highest=HIGHEST_MULTIPLIER,
            )  # fmt: skip
        if not 0 <= self.grace_days <= LONGEST_GRACE:
            raise Refused("interest.grace_out_of_range", grace_days=self.grace_days, longest=LONGEST_GRACE)

    def _is_possible_multiplier(self) -> bool:
        times = self.multiplier
        return times == UNRAISED or (times.is_finite() and LOWEST_MULTIPLIER <= times <= HIGHEST_MULTIPLIER)

    @property
    def penalty_rate(self) -> Decimal:
        """A year's rate on what is overdue."""
        return self.annual_rate * self.multiplier


@dataclass(frozen=True, slots=True)
class Late:
    """What is unpaid of one instalment, and since when."""

    seq: int
    due_on: date
    principal: Money
    interest: Money


@dataclass(frozen=True, slots=True)
class LateLine:
    """One instalment's lateness, openable: so many days at the penalty rate on its principal and on its interest."""

    late: Late
    days: int
    penalty: Money
    compound: Money

    @property
    def added(self) -> Money:
        return self.penalty + self.compound


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What lateness has added by a day, line by line."""

    terms: PenaltyTerms
    as_of: date
    lines: tuple[LateLine, ...]

    @property
    def penalty(self) -> Money:
        return _sum(line.penalty for line in self.lines)

    @property
    def compound(self) -> Money:
        return _sum(line.compound for line in self.lines)

    @property
    def added(self) -> Money:
        """Penalty and compound interest together."""
        return self.penalty + self.compound


def days_between(first: date, last: date) -> int:
    """Days that bear interest: the first counts, the last doesn't. Raises Refused when they go backwards."""
    if last < first:
        raise Refused("interest.days_backwards", first=first, last=last)
    return (last - first).days


def interest_for_days(amount: Money, annual_rate: Decimal, days: int, basis: DayCount) -> Money:
    """Simple interest for a number of days, rounded half up to the fen, exactly."""
    if days < 0:
        raise ValueError(f"days count from zero: {days}")
    if not annual_rate.is_finite() or annual_rate < 0:
        raise Refused("plan.rate_absurd", annual_rate=annual_rate)
    over, under = annual_rate.as_integer_ratio()
    over, under = amount.fen * over * days, under * basis.days
    return Money((2 * over + under) // (2 * under), amount.currency)  # half up, in whole numbers


def interest_between(
    amount: Money, annual_rate: Decimal, first: date, last: date, basis: DayCount = DayCount.ACT_360
) -> Money:
    """Simple interest from a day to another; the last one doesn't count."""
    return interest_for_days(amount, annual_rate, days_between(first, last), basis)


def reckon_lateness(lates: Iterable[Late], terms: PenaltyTerms, as_of: date) -> Reckoning:
    """What lateness has added by ``as_of``; an instalment not yet late, or within grace, adds nothing."""
    lines = []
    for late in lates:
        if late.principal.fen < 0 or late.interest.fen < 0:
            raise Refused("interest.negative_part", seq=late.seq)
        is_late = as_of > late.due_on + timedelta(days=terms.grace_days)
        days = days_between(late.due_on, as_of) if is_late else 0
        penalty = interest_for_days(late.principal, terms.penalty_rate, days, terms.basis)
        bears = late.interest if terms.compounds else Money(0, late.interest.currency)
        compound = interest_for_days(bears, terms.penalty_rate, days, terms.basis)
        lines.append(LateLine(late, days, penalty, compound))
    return Reckoning(terms, as_of, tuple(lines))


def _sum(amounts: Iterable[Money]) -> Money:
    found: Money | None = None
    for amount in amounts:
        found = amount if found is None else found + amount
    return found or Money(0)
