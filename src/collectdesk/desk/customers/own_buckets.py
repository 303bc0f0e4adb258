"""Buckets the branch makes itself: written with their source by two persons, withdrawn the same way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.customers.own_buckets import OwnBuckets, buckets_on, read_edges, write_edges
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.customers import own_buckets
from collectdesk.store.people.people import account_names

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

__all__ = ["BucketDesk", "OwnBuckets", "SetBuckets", "ShowBuckets", "WithdrawBuckets", "write_edges"]

_TOUCHES: Final = frozenset({Subject.RULES, Subject.CUSTOMERS})


@dataclass(frozen=True, slots=True)
class BucketDesk:
    """Every definition, the newest first; ``stands`` are the ids of those that count today."""

    every: tuple[OwnBuckets, ...]
    stands: frozenset[str]
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShowBuckets(Lookup[BucketDesk]):
    """The branch's own buckets."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "buckets.shown"

    def look(self, view: View) -> BucketDesk:
        found = tuple(own_buckets.every(view))
        stands = frozenset(each.id for each in buckets_on(found, view.today).values())
        return BucketDesk(found, stands, account_names(view))


@dataclass(frozen=True, slots=True)
class SetBuckets(Change[str]):
    """Set the buckets of one kind of product from a day on, by two persons; ``edges`` as ``A 1, B 31``. Gives its id.

    They name what M0 to M7+ name otherwise; rules and figures go on counting days.
    """

    needs: ClassVar = Permission.LOOSEN_RULES
    action: ClassVar = "buckets.set"
    touches: ClassVar = _TOUCHES
    two_persons: ClassVar = True

    kind: ProductKind
    edges: str
    source: str
    from_on: date | None = None
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> str:
        edges = read_edges(self.edges)
        if not self.source.strip():
            raise Refused("buckets.source_missing", field="source")
        from_on = self.from_on or work.today
        if from_on < work.today:
            raise Refused("buckets.in_past", field="from_on")
        second = self.second.id if self.second else ""
        made = own_buckets.add(work, self.kind, edges, self.source.strip(), from_on, second)
        work.note(buckets=made, kind=self.kind.value)
        return made


@dataclass(frozen=True, slots=True)
class WithdrawBuckets(Change[None]):
    """The branch's own buckets count no more: those before them do, or M0 to M7+ alone."""

    needs: ClassVar = Permission.LOOSEN_RULES
    action: ClassVar = "buckets.withdrawn"
    touches: ClassVar = _TOUCHES
    two_persons: ClassVar = True

    buckets_id: str
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> None:
        known = next((each for each in own_buckets.every(work) if each.id == self.buckets_id), None)
        if known is None or known.withdrawn_on is not None:
            raise Refused("buckets.gone")
        own_buckets.withdraw(work, self.buckets_id)
        work.note(buckets=self.buckets_id, kind=known.kind.value)
