"""Between the plan and the door: one visit with whom to tell of it, and what was said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.visits.incidents import incidents_of
from collectdesk.desk.visits.visiting import VisitLine, visit_line
from collectdesk.domain.contact.contacts import Channel, ContactOutcome
from collectdesk.domain.ids import VisitId
from collectdesk.domain.money import Money, total
from collectdesk.domain.paper.records import Incident
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.asking import ANY_TIME, Suits
from collectdesk.domain.visits.visits import RequestReason
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.customers.customers import ContactPoint
from collectdesk.store.people.people import Staff, account_names, staff
from collectdesk.store.visits import visits
from collectdesk.store.work import View

__all__ = [
    "FindVisit",
    "Notice",
    "OpenVisit",
    "Staff",
    "VisitAhead",
]  # the window names people by their desk's word


@dataclass(frozen=True, slots=True)
class FindVisit(Lookup[VisitId]):
    """The visit of a number, as it stands on paper."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "visit.found"

    visit_no: str

    def look(self, view: View) -> VisitId:
        found = visits.visit_by_no(view, self.visit_no)
        if found is None:
            raise Refused("visit.unknown", visit=self.visit_no)
        return found.id


@dataclass(frozen=True, slots=True)
class Notice:
    """One attempt to tell the customer of the visit."""

    at: datetime
    channel: Channel
    outcome: ContactOutcome
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class VisitAhead:
    """A planned visit with what its preparation needs; ``phones`` are the customer's own that may be used."""

    visit: VisitLine
    caution: str
    reason: RequestReason
    request_note: str
    preferred: str
    overdue: Money
    dpd: int
    phones: tuple[ContactPoint, ...]
    notices: tuple[Notice, ...]
    suits: Suits = ANY_TIME
    incidents: tuple[Incident, ...] = ()
    """What befell earlier teams at this customer."""


@dataclass(frozen=True, slots=True)
class OpenVisit(Lookup[VisitAhead]):
    """Open a planned visit to prepare it."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "visit.opened"

    visit_id: str

    def look(self, view: View) -> VisitAhead:
        kept = visits.visit(view, self.visit_id)
        asked = visits.request(view, kept.request_id)
        case = cases.case(view, kept.case_id)
        owner = case.customer_id
        owned = customers.products(view, owner)
        return VisitAhead(
            visit_line(view, kept, {person.id: person for person in staff(view)}),
            kept.caution,
            asked.reason,
            asked.note,
            asked.preferred,
            total([p.overdue for p in owned]),
            max((p.dpd for p in owned), default=0),
            tuple(
                replace(point, value=masking.phone(masking.of_case(view, case), point.value))
                for point in customers.points(view, owner)
                if point.kind == "phone" and not point.party and point.is_usable_on(view.today)
            ),
            _notices(view, kept),
            asked.wanted.suits,
            incidents_of(view, kept.case_id),
        )


def _notices(view: View, kept: visits.Visit) -> tuple[Notice, ...]:
    names = account_names(view)
    return tuple(
        Notice(told.happened_at, told.channel, told.outcome, names.get(told.recorded_by, ""), told.note)
        for told in cases.contacts(view, kept.case_id)
        if told.visit_id == kept.id and told.channel in (Channel.PHONE, Channel.SMS)
    )
