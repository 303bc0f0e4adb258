"""What a customer owes on: the product kinds, days past due and the ageing buckets drawn from them."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from collectdesk.domain.money import Money


class ProductKind(Enum):
    """The three kinds of product a branch collects on."""

    LOAN = "loan"
    CARD = "card"
    LEASE = "lease"


class Bucket(Enum):
    """Ageing buckets of 30 days; M0 is not overdue, M7 is open-ended ("M7+")."""

    M0 = "M0"
    M1 = "M1"
    M2 = "M2"
    M3 = "M3"
    M4 = "M4"
    M5 = "M5"
    M6 = "M6"
    M7 = "M7+"

    @property
    def first_day(self) -> int:
        """The fewest days past due that fall into the bucket."""
        rank = _BUCKETS.index(self)
        return (rank - 1) * _BUCKET_DAYS + 1 if rank else 0

    @property
    def last_day(self) -> int | None:
        """The most days past due that fall into the bucket; the last bucket has no end."""
        return None if self is Bucket.M7 else _BUCKETS.index(self) * _BUCKET_DAYS


_BUCKETS: Final = tuple(Bucket)
_BUCKET_DAYS: Final = 30


class Owed(Protocol):
    """What the overdue arithmetic needs to know of an instalment."""

    @property
    def due_on(self) -> date: ...
    @property
    def principal(self) -> Money: ...
    @property
    def interest(self) -> Money: ...
    @property
    def fee(self) -> Money: ...
    @property
    def paid(self) -> Money: ...


def bucket_of(dpd: int) -> Bucket:
    """The bucket of a number of days past due; raises ValueError below zero."""
    if dpd < 0:
        raise ValueError(f"days past due count from zero: {dpd}")
    return _BUCKETS[min(-(-dpd // _BUCKET_DAYS), len(_BUCKETS) - 1)]


def days_past_due(as_of: date, oldest_unpaid_on: date | None) -> int:
    """Whole days since the oldest unpaid due date: 0 on the due date itself, and when nothing is unpaid."""
    if oldest_unpaid_on is None:
        return 0
    return max(0, (as_of - oldest_unpaid_on).days)


def days_without_pauses(dpd: int, as_of: date, pauses: Iterable[tuple[date, date | None]]) -> int:
    """Days past due without those on which collection was paused; each pause is (first day, last day or None).

    Overlapping pauses count once, and only days on which something was overdue: the last ``dpd`` days to ``as_of``.
    """
    overdue = range(as_of.toordinal() - dpd + 1, as_of.toordinal() + 1)
    paused: set[int] = set()
    for first, last in pauses:
        end = as_of if last is None or last > as_of else last
        paused.update(range(max(first.toordinal(), overdue.start), end.toordinal() + 1))
    return dpd - len(paused)


def oldest_unpaid(instalments: Iterable[Owed]) -> date | None:
    """The earliest due date among instalments that are not paid in full; None when all are."""
    return min((each.due_on for each in instalments if is_unpaid(each)), default=None)


def is_unpaid(instalment: Owed) -> bool:
    """Whether anything of the instalment is still owed, be it one fen."""
    return instalment.paid < instalment.principal + instalment.interest + instalment.fee
