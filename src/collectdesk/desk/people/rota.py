"""Who is away, to whom somebody doesn't go, and what they have practised: kept by whoever leads the team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.going_out import (
    Leave,
    LeaveKind,
    Practised,
    PractisedKind,
    Tie,
    TieKind,
    require_leave,
    require_practised,
)
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.asking import Asked, Suits, require_sense
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.people import going_out, people
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

_TOUCHES = frozenset({Subject.PEOPLE, Subject.VISITS})
_AHEAD, _BEHIND = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie with the customer's name, masked for the actor."""

    tie: Tie
    customer_no: str
    name: str


@dataclass(frozen=True, slots=True)
class PersonOut:
    """One person who goes out: when not, to whom not, what they practised, and how much they have to do."""

    staff: people.Staff
    leaves: tuple[Leave, ...]
    ties: tuple[TieLine, ...]
    practised: tuple[Practised, ...]
    ahead: int
    made: int


@dataclass(frozen=True, slots=True)
class ShowPerson(Lookup[PersonOut]):
    """One person of the staff; ``ahead`` counts the visits of the next seven days, ``made`` those of thirty before."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "staff.person_shown"

    staff_id: str

    def look(self, view: View) -> PersonOut:
        person = _person(view, self.staff_id)
        today = datetime.combine(view.today, time(), CHINA_TIME)
        ahead = _visits_of(view, self.staff_id, today, today + _AHEAD)
        made = [v for v in _visits_of(view, self.staff_id, today - _BEHIND, view.now) if v.state in _MADE]
        return PersonOut(
            person,
            tuple(leave for leave in person.leaves if leave.until_on >= view.today),
            tuple(_tie_line(view, tie) for tie in going_out.ties(view, staff_id=self.staff_id)),
            tuple(going_out.practised(view, self.staff_id)),
            len(ahead),
            len(made),
        )


_MADE = frozenset({VisitState.RECORDED, VisitState.SENT_BACK, VisitState.SIGNED_OFF})


def _visits_of(view: View, staff_id: str, start: datetime, end: datetime) -> list[visits.Visit]:
    return [
        kept
        for kept in visits.visits_between(view, start, end)
        if staff_id in (kept.officer_id, kept.safety_id) and kept.state is not VisitState.CANCELLED
    ]


def _tie_line(view: View, tie: Tie) -> TieLine:
    who, case = customers.customer(view, tie.customer_id), cases.open_case_of(view, tie.customer_id)
    sight = masking.of_case(view, case) if case else masking.sight(view.actor, None)
    return TieLine(tie, who.customer_no, masking.name(sight, who.name))


def _person(view: View, staff_id: str) -> people.Staff:
    found = people.staff_by_id(view, staff_id)
    if found is None:
        raise Refused("staff.unknown")
    return found


@dataclass(frozen=True, slots=True)
class KeepLeave(Change[tuple[str, ...]]):
    """Somebody is away on these days; gives the numbers of the visits that have to go to others."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "leave.kept"
    touches: ClassVar = _TOUCHES

    staff_id: str
    kind: LeaveKind
    from_on: date | None
    until_on: date | None = None

    def carry_out(self, work: Work) -> tuple[str, ...]:
        person = _person(work, self.staff_id)
        first, last = require_leave(self.from_on, self.until_on, work.today)
        if any(leave.from_on <= last and first <= leave.until_on for leave in person.leaves):
            raise Refused("leave.known", field="from_on")
        leave_id = going_out.add_leave(work, self.staff_id, self.kind, (first, last))
        start = max(work.now, datetime.combine(first, time(), CHINA_TIME))
        end = datetime.combine(last + timedelta(days=1), time(), CHINA_TIME)
        left = [v for v in _visits_of(work, self.staff_id, start, end) if v.state not in _MADE]
        work.note(staff=self.staff_id, leave=leave_id, visits=[v.id for v in left])
        return tuple(v.visit_no for v in left)


@dataclass(frozen=True, slots=True)
class TakeBackLeave(Change[None]):
    """Somebody comes after all."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "leave.taken_back"
    touches: ClassVar = _TOUCHES

    leave_id: str

    def carry_out(self, work: Work) -> None:
        going_out.take_back_leave(work, self.leave_id)
        work.note(leave=self.leave_id)


@dataclass(frozen=True, slots=True)
class KeepTie(Change[str]):
    """Somebody is related to a customer or has an interest: they aren't planned there any more."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "tie.kept"
    touches: ClassVar = _TOUCHES

    staff_id: str
    customer_no: str
    kind: TieKind
    note: str = ""

    def carry_out(self, work: Work) -> str:
        _person(work, self.staff_id)
        number = self.customer_no.strip()
        customer_id = customers.id_by_number(work, number)
        if customer_id is None:
            raise Refused("tie.customer_unknown", field="customer_no", number=number)
        if any(tie.customer_id == customer_id for tie in going_out.ties(work, staff_id=self.staff_id)):
            raise Refused("tie.known", field="customer_no")
        tie_id = going_out.add_tie(work, self.staff_id, customer_id, self.kind, self.note.strip())
        work.note(staff=self.staff_id, customer=customer_id, tie=tie_id)
        return tie_id


@dataclass(frozen=True, slots=True)
class EndTie(Change[None]):
    """What kept somebody from a customer holds no longer."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "tie.ended"
    touches: ClassVar = _TOUCHES

    tie_id: str

    def carry_out(self, work: Work) -> None:
        going_out.end_tie(work, self.tie_id)
        work.note(tie=self.tie_id)


@dataclass(frozen=True, slots=True)
class NotePractised(Change[str]):
    """Note a quiz on the rules, a course on talking and staying calm, or a visit somebody was led on."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "staff.practised"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    staff_id: str
    kind: PractisedKind
    on_day: date | None
    points: int | None = None
    led_by: str = ""
    note: str = ""

    def carry_out(self, work: Work) -> str:
        _person(work, self.staff_id)
        day = require_practised(self.kind, self.on_day, self.points, self.led_by, work.today)
        made = going_out.add_practised(
            work, self.staff_id, self.kind, day, self.points, self.led_by.strip(), self.note.strip()
        )
        work.note(staff=self.staff_id, kind=self.kind.value)
        return made


@dataclass(frozen=True, slots=True)
class KeepWorkingTime(Change[None]):
    """Keep on which weekdays and between which hours somebody works, whether they drive, which languages they speak."""

    needs: ClassVar = Permission.KEEP_PEOPLE
    action: ClassVar = "staff.working_time"
    touches: ClassVar = _TOUCHES

    staff_id: str
    hours: Suits
    drives: bool = False
    languages: str = ""

    def carry_out(self, work: Work) -> None:
        _person(work, self.staff_id)
        require_sense(Asked(suits=self.hours))
        people.keep_working_time(
            work, self.staff_id, self.hours, drives=self.drives, languages=self.languages.strip()
        )
        work.note(staff=self.staff_id)
