"""Three plans a customer can choose among: the safe one, the middle one, the quick one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.months import add_months, clamp_day
from collectdesk.domain.solutions.schedules import LONGEST, Schedule, plan_equal_instalments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from decimal import Decimal

    from collectdesk.domain.solutions.capacity import Capacity

SHORTEST_NOTICE: Final = 3
"""Days between the offer and its first instalment; a branch's practice."""
_OFTEN_ENOUGH: Final = 2


class OfferKind(Enum):
    """How much of what is left a month the plan takes."""

    SAFE = "safe"
    MIDDLE = "middle"
    QUICK = "quick"


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan to choose; ``leaves`` is what stays of a usual month after the largest instalment."""

    kind: OfferKind
    schedule: Schedule
    leaves: Money

    @property
    def count(self) -> int:
        """How many instalments."""
        return len(self.schedule.instalments)

    @property
    def monthly(self) -> Money:
        """The largest instalment."""
        return max(line.due for line in self.schedule.instalments)


def suggest_offers(
    amount: Money,
    able: Capacity,
    first_due_on: date,
    *,
    today: date,
    annual_rate: Decimal,
    longest: int = LONGEST,
) -> tuple[Offer, ...]:
    """Up to three plans of equal instalments, none above what is left at worst, halfway, and as stated.

    Plans of the same length are told once, as the safer one; none at all when even the longest plan asks for more
    than is left. Raises Refused, codes ``plan.*``, for terms that can't be.
    """

    def plan(count: int) -> Schedule:
        return plan_equal_instalments(
            amount, count, first_due_on, today=today, annual_rate=annual_rate, longest=longest,
        )  # fmt: skip

    plan(1)  # what is wrong with the terms is said before anything is tried
    halfway = Money((able.low.fen + able.likely.fen) // 2, able.low.currency)
    made: list[Offer] = []
    for kind, most in zip(OfferKind, (able.low, halfway, able.likely), strict=True):
        fits = _shortest_within(most, plan, longest)
        if fits is not None and all(len(fits.instalments) != other.count for other in made):
            made.append(Offer(kind, fits, able.likely - max(line.due for line in fits.instalments)))
    return tuple(made)


def _shortest_within(most: Money, plan: Callable[[int], Schedule], longest: int) -> Schedule | None:
    """The shortest plan without an instalment above ``most``; a longer plan never asks for more a month."""
    fits: Schedule | None = None
    low, high = 1, longest
    while low <= high:
        middle = (low + high) // 2
        tried = _tried(plan, middle)
        if tried is None:  # so many instalments are too small to be ones
            high = middle - 1
        elif max(line.due for line in tried.instalments) <= most:
            fits, high = tried, middle - 1
        else:
            low = middle + 1
    return fits


def _tried(plan: Callable[[int], Schedule], count: int) -> Schedule | None:
    try:
        return plan(count)
    except Refused as refused:
        if refused.code != "plan.instalments_too_small":
            raise
        return None


def usual_day(days: Iterable[date]) -> int | None:
    """The day of the month on which somebody usually pays, when it came more than once; of several the later."""
    counted = Counter(day.day for day in days)
    most = max(counted.values(), default=0)
    return max(day for day, times in counted.items() if times == most) if most >= _OFTEN_ENOUGH else None


def first_pay_day(today: date, pay_day: int) -> date:
    """The next time the pay day comes with enough notice before it. Raises Refused for a day no month has."""
    if not 1 <= pay_day <= 31:
        raise Refused("plan.due_day_impossible", due_day=pay_day)
    earliest = today + timedelta(days=SHORTEST_NOTICE)
    this = clamp_day(earliest.year, earliest.month, pay_day)
    return this if this >= earliest else add_months(this, 1, pay_day)
