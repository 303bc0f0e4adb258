"""Parts of a customer's file that answer before anybody asks: the trend, the people around, where payments went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from collectdesk.desk.customers import masking
from collectdesk.domain.customers.parties import Answer, answer_of
from collectdesk.domain.customers.products import Bucket, ProductKind, bucket_of
from collectdesk.domain.money import Money
from collectdesk.domain.solutions.allocation import Allocated, Order, allocate
from collectdesk.store.customers import customers, parties
from collectdesk.store.customers.parties import Party, WrongPair
from collectdesk.store.people import people
from collectdesk.store.stations import parcels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.store.customers.customers import Instalment, Payment
    from collectdesk.store.work import View

__all__ = [
    "Allocated",
    "Answer",
    "CaseAway",
    "Party",
    "PersonView",
    "Trend",
    "WrongPair",
    "allocated",
    "away_of",
    "people_of",
    "trend_of",
]

LOOK_BACK: Final = timedelta(days=28)
"""A month of arrears earlier, near enough: the newest word at least this old is what is compared with."""


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody around the customer, masked for the asker, and whether they may be contacted."""

    party: Party
    answer: Answer


@dataclass(frozen=True, slots=True)
class CaseAway:
    """A case that is out with another PC of the branch: in whose hands, since when, until when its parcel is good."""

    station: str
    holder: str
    since: date
    due_on: date | None


def away_of(view: View, case_id: str) -> CaseAway | None:
    """With which PC a case is out; None where it isn't, and on that PC itself."""
    if parcels.what(view) != parcels.MASTER:
        return None
    found = parcels.case_out(view, case_id)
    if found is None:
        return None
    holder = people.account_names(view).get(found.account_id, "")
    name = parcels.station(view, found.station_id).name
    return CaseAway(name, holder, found.out_on, parcels.due_on(view, found.station_id))


@dataclass(frozen=True, slots=True)
class Trend:
    """How the arrears moved since an earlier word of core banking."""

    since: date
    overdue_then: Money
    overdue_now: Money
    bucket_then: Bucket
    bucket_now: Bucket

    @property
    def change(self) -> Money:
        return self.overdue_now - self.overdue_then

    @property
    def is_worse(self) -> bool:
        return self.change.fen > 0 or list(Bucket).index(self.bucket_now) > list(Bucket).index(
            self.bucket_then
        )

    @property
    def is_better(self) -> bool:
        return not self.is_worse and (self.change.fen < 0 or self.bucket_now is not self.bucket_then)


def trend_of(view: View, customer_id: str, as_of: date | None) -> Trend | None:
    """Today's arrears beside those of a month ago, or of the first word since; None with a single word."""
    words = customers.standing_by_day(view, customer_id, as_of)
    if len(words) < 2:
        return None
    day, overdue, dpd = words[-1]
    then, overdue_then, dpd_then = next(
        (word for word in reversed(words[:-1]) if word[0] <= day - LOOK_BACK), words[0]
    )
    return Trend(then, overdue_then, overdue, bucket_of(dpd_then), bucket_of(dpd))


def people_of(view: View, seen: masking.Sight, customer_id: str, day: date) -> tuple[PersonView, ...]:
    """The people around a customer and whether they may be contacted on a day."""
    return tuple(
        PersonView(
            replace(each, name=masking.name(seen, each.name)),
            answer_of(
                each.role, liable=each.liable, refused_on=each.refused_on, until_on=each.until_on, day=day
            ),
        )
        for each in parties.parties(view, customer_id)
    )


def allocated(
    parts: Sequence[Instalment], paid: Sequence[Payment], kind: ProductKind = ProductKind.LOAN
) -> dict[str, Allocated]:
    """Where the payments of one product went, by reference; nothing where no instalments are known."""
    return allocate(parts, paid, Order.CARD if kind is ProductKind.CARD else Order.LAW) if parts else {}
