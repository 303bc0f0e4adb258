"""What the figures of the effect page mean: periods, shares, buckets and how products roll between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from collectdesk.domain.contact.contacts import Channel, Reached
from collectdesk.domain.customers.products import Bucket
from collectdesk.domain.solutions.promises import PromiseState

SMALL_SAMPLE: Final = 20
"""Below this many cases a share says little: one case more moves it by five points or more."""

CALLS: Final = (Channel.PHONE, Channel.WECHAT)
"""Attempts that can reach somebody at once; messages and letters can't be answered on the spot."""

RIGHT_PARTY: Final = (Reached.DEBTOR, Reached.GUARANTOR)
"""Who is liable for the debt; anybody else isn't the right party."""

JUDGED: Final = (PromiseState.KEPT, PromiseState.PARTLY_KEPT, PromiseState.BROKEN)
"""States that payments have decided; cancelled and replaced promises count for neither side."""


class Span(Enum):
    """How far back the figures of what was done reach."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` (None: from the beginning) to ``last``, both included."""

    first: date | None
    last: date

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and day <= self.last


@dataclass(frozen=True, slots=True)
class Cut:
    """Of which customers the figures speak; what is left empty doesn't choose.

    ``product`` is a kind of product they have, ``area`` a piece of their home address (a township), ``reason`` a
    reason that a visit record names, ``team`` the collection officer (staff id) of a visit to them.
    """

    product: str = ""
    area: str = ""
    reason: str = ""
    team: str = ""

    @property
    def is_all(self) -> bool:
        return not (self.product or self.area or self.reason or self.team)


ALL: Final = Cut()
"""Every customer."""


@dataclass(frozen=True, slots=True)
class Scope(Period):
    """A period, and the customers of a cut."""

    cut: Cut = ALL


def period_of(span: Span, last: date) -> Period:
    """Each span begins on the first day of the last day's month, quarter or year."""
    months = {Span.MONTH: last.month, Span.QUARTER: last.month - (last.month - 1) % 3, Span.YEAR: 1}
    return Period(last.replace(month=months[span], day=1) if span in months else None, last)


def scope_of(span: Span, last: date, cut: Cut = ALL) -> Scope:
    """The period of a span with its customers."""
    return Scope(period_of(span, last).first, last, cut)


def month_before(day: date) -> Period:
    """The whole month before a day's."""
    last = day.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, always shown with both numbers. Raises ValueError for an impossible part."""

    part: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.of:
            raise ValueError(f"{self.part} of {self.of} is no share")

    @property
    def permille(self) -> int | None:
        """Tenths of a percent, rounded half up; None of nothing."""
        return (2000 * self.part + self.of) // (2 * self.of) if self.of else None

    @property
    def is_small(self) -> bool:
        """Too few to lean on."""
        return self.of < SMALL_SAMPLE


def kept_rate(states: Mapping[PromiseState, int]) -> Share:
    """Promises kept in full, of those that payments have judged: a part paid doesn't keep a promise."""
    return Share(states.get(PromiseState.KEPT, 0), sum(states.get(state, 0) for state in JUDGED))


def right_party_rate(reached: Mapping[Reached, int]) -> Share:
    """Outgoing calls that reached somebody liable for the debt, of all outgoing calls."""
    return Share(sum(reached.get(who, 0) for who in RIGHT_PARTY), sum(reached.values()))


@dataclass(frozen=True, slots=True)
class RollFrom:
    """What became of one bucket's products from one data date to the next."""

    bucket: Bucket
    worse: int
    same: int
    better: int
    off_list: int

    @property
    def before(self) -> int:
        return self.worse + self.same + self.better + self.off_list

    @property
    def forward(self) -> Share:
        """The roll rate: products that fell into an older bucket, of all that were in this one."""
        return Share(self.worse, self.before)


def roll_from(bucket: Bucket, cells: Mapping[tuple[Bucket | None, Bucket | None], int]) -> RollFrom:
    """Sum one row of the matrix. A product that the newer list no longer names is off the list, which is
    usually paid, but core banking didn't say so: it counts neither as better nor as worse.
    """
    order = list(Bucket)
    place = order.index(bucket)

    def among(targets: list[Bucket]) -> int:
        return sum(cells.get((bucket, target), 0) for target in targets)

    return RollFrom(
        bucket,
        worse=among(order[place + 1 :]),
        same=cells.get((bucket, bucket), 0),
        better=among(order[:place]),
        off_list=cells.get((bucket, None), 0),
    )
