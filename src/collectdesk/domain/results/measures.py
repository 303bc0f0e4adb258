"""What the measures of effect mean: recovery, cure, what followed a visit beside cases not visited, cost, time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from statistics import median_low
from typing import Final

from collectdesk.domain.money import Money
from collectdesk.domain.results.effect import SMALL_SAMPLE, Share

WATCHED_DAYS: Final = 10
"""Days after a visit in which a payment is counted beside it."""
APART_DAYS: Final = 30
"""A case that was visited less than this before isn't an unvisited one."""
MOST_BESIDE: Final = 20
"""Similar cases looked at beside one visit: more would only let large groups speak louder."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of an amount of money: what was paid, of what was overdue."""

    part: Money
    of: Money

    @property
    def permille(self) -> int | None:
        """Tenths of a percent, rounded half up; None of nothing. May exceed 1,000: more is paid than was overdue."""
        whole = self.of.fen
        return (2000 * self.part.fen + whole) // (2 * whole) if whole > 0 else None


@dataclass(frozen=True, slots=True)
class Visited:
    """One visit that can be judged: who, when, and which group of similar cases they belonged to that day."""

    visit_id: str
    customer_id: str
    day: date
    group: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Payments within ten days beside visits and, standardised to the same groups and days, beside similar cases.

    ``others`` counts looks at similar cases, one case may be looked at for several visits; ``expected`` is the mean
    over the visits of the share of their own group that paid, in tenths of a percent, None where no visit has one.
    ``too_early`` visits lie less than ten days back.
    """

    visited: Share
    others: Share
    expected: int | None
    too_early: int

    @property
    def difference(self) -> int | None:
        """Tenths of percentage points that visited cases are ahead; None where either side is missing."""
        ours = self.visited.permille
        return None if ours is None or self.expected is None else ours - self.expected

    @property
    def is_small(self) -> bool:
        return self.visited.is_small or self.others.of < SMALL_SAMPLE


def paid_within(paid: Sequence[date], day: date) -> bool:
    """Whether a payment came after a day and by the tenth day after it; one on the day itself came without it."""
    return any(day < each <= day + timedelta(days=WATCHED_DAYS) for each in paid)


def is_unvisited(visits: Collection[date], day: date) -> bool:
    """Whether nobody called at the door from thirty days before until the last watched day."""
    first, last = day - timedelta(days=APART_DAYS), day + timedelta(days=WATCHED_DAYS)
    return not any(first <= each <= last for each in visits)


def beside_visits(
    visits: Sequence[Visited],
    similar: Mapping[tuple[date, str], Sequence[str]],
    paid: Mapping[str, Sequence[date]],
    visited_on: Mapping[str, Collection[date]],
    until: date,
) -> tuple[Beside, tuple[str, ...], tuple[str, ...]]:
    """Judge the visits whose ten days are over by ``until``; the ids of visits and customers that paid come with it.

    ``similar``: day and group → customers of the same kind of product and bucket on the list of that time.
    """
    early = [each for each in visits if each.day + timedelta(days=WATCHED_DAYS) > until]
    judged = [each for each in visits if each.day + timedelta(days=WATCHED_DAYS) <= until]
    payers = tuple(e.visit_id for e in judged if paid_within(paid.get(e.customer_id, ()), e.day))
    shares: list[Fraction] = []
    looked, paying, paying_ids = 0, 0, dict[str, None]()
    for each in judged:
        others = [
            who
            for who in similar.get((each.day, each.group), ())
            if who != each.customer_id and is_unvisited(visited_on.get(who, ()), each.day)
        ][:MOST_BESIDE]
        paid_too = [who for who in others if paid_within(paid.get(who, ()), each.day)]
        looked, paying = looked + len(others), paying + len(paid_too)
        paying_ids.update(dict.fromkeys(paid_too))
        if others:
            shares.append(Fraction(len(paid_too), len(others)))
    mean = sum(shares, Fraction()) / len(shares) if shares else None
    expected = None if mean is None else int(mean * 1000 + Fraction(1, 2))
    found = Beside(Share(len(payers), len(judged)), Share(paying, looked), expected, len(early))
    return found, payers, tuple(paying_ids)


@dataclass(frozen=True, slots=True)
class Cost:
    """What visits cost: minutes of a crew of two and kilometres at the branch's rates, and noted expenses."""

    visits: int
    minutes: int
    metres: int
    expenses: Money
    staff: Money
    driven: Money

    @property
    def total(self) -> Money:
        return Money(self.expenses.fen + self.staff.fen + self.driven.fen)

    @property
    def a_visit(self) -> Money | None:
        """Rounded half up to the fen; None without visits."""
        return Money((2 * self.total.fen + self.visits) // (2 * self.visits)) if self.visits else None

    def a_yuan(self, recovered: Money) -> Money | None:
        """Cost per yuan paid within ten days of the visits, in fen rounded half up; None where nothing was paid."""
        got = recovered.fen
        return Money((200 * self.total.fen + got) // (2 * got)) if got > 0 else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Days from a case's opening to its first contact: the median of those contacted, and how many weren't yet."""

    median_days: int | None
    contacted: int
    waiting: int


def waiting_of(days: Sequence[int], waiting: int) -> Waiting:
    """The lower median, which is a day that happened."""
    return Waiting(median_low(days) if days else None, len(days), waiting)
