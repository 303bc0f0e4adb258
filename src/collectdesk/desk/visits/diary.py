"""The branch's calendar: visits, promises, deadlines, leave, deputies and holidays, day by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.rules.rulebook import calendar
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.visits.diary import LONGEST, DiaryDay, Entry, EntryKind
from collectdesk.domain.visits.visits import RequestState, VisitState
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.cases import cases, solutions
from collectdesk.store.customers import customers
from collectdesk.store.people import people, rights
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class ShowDiary(Lookup[tuple[DiaryDay, ...]]):
    """The days from ``first`` to ``last``, both included. Raises Refused(diary.days)."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "diary.shown"

    first: date
    last: date

    def look(self, view: View) -> tuple[DiaryDay, ...]:
        if not 0 <= (self.last - self.first).days < LONGEST:
            raise Refused("diary.days", most=LONGEST)
        return _Gathering(view, self.first, self.last).days()


@dataclass(slots=True)
class _Gathering:
    view: View
    first: date
    last: date
    found: dict[date, list[Entry]] = field(default_factory=dict)

    def days(self) -> tuple[DiaryDay, ...]:
        self._visits()
        self._promises()
        self._steps()
        self._expiries()
        self._absences()
        return tuple(
            self._day(self.first + timedelta(days=at)) for at in range((self.last - self.first).days + 1)
        )

    def _day(self, day: date) -> DiaryDay:
        order = list(EntryKind)
        begun = datetime.combine(day, time(), CHINA_TIME)
        entries = sorted(
            self.found.get(day, ()), key=lambda one: (order.index(one.kind), one.at or begun, one.name)
        )
        book = calendar()
        return DiaryDay(
            day, book.holiday(day), book.is_workday(day), book.is_provisional(day), tuple(entries)
        )

    def _put(self, day: date, entry: Entry) -> None:
        if self.first <= day <= self.last:
            self.found.setdefault(day, []).append(entry)

    def _who(self, case_id: str) -> tuple[str, str]:
        case = cases.case(self.view, case_id)
        who = customers.customer(self.view, case.customer_id)
        return masking.name(masking.of_case(self.view, case), who.name), str(who.id)

    def _visits(self) -> None:
        start = datetime.combine(self.first, time(), CHINA_TIME)
        end = datetime.combine(self.last + timedelta(days=1), time(), CHINA_TIME)
        names = {person.id: person.name for person in people.staff(self.view, former=True)}
        for kept in visits.visits_between(self.view, start, end):
            if kept.state is VisitState.CANCELLED:
                continue
            name, customer_id = self._who(kept.case_id)
            crew = tuple(names.get(one, "") for one in (kept.officer_id, kept.safety_id))
            entry = Entry(
                kept.id, EntryKind.VISIT, name, kept.planned_at, kept.minutes, kept.visit_no, crew,
                customer_id=customer_id,
            )  # fmt: skip
            self._put(kept.planned_on, entry)

    def _promises(self) -> None:
        before = self.last + timedelta(days=1)
        for kept in solutions.promises(self.view, state=PromiseState.ACTIVE, due_before=before):
            if kept.promise.due_on < self.first:
                continue
            name, customer_id = self._who(kept.case_id)
            self._put(kept.promise.due_on, Entry(kept.id, EntryKind.PROMISE, name, amount=kept.promise.amount,
                                                 customer_id=customer_id))  # fmt: skip

    def _steps(self) -> None:
        for step in cases.deadlines(self.view, self.first, self.last):
            name, customer_id = self._who(step.case_id)
            self._put(
                step.due_on, Entry(step.id, EntryKind.DEADLINE, name, code=step.why, customer_id=customer_id)
            )

    def _expiries(self) -> None:
        for asked in visits.requests(self.view, state=RequestState.APPROVED):
            if asked.expires_on is not None and self.first <= asked.expires_on <= self.last:
                name, customer_id = self._who(asked.case_id)
                self._put(asked.expires_on, Entry(asked.id, EntryKind.EXPIRY, name, customer_id=customer_id))

    def _absences(self) -> None:
        for person in people.staff(self.view):
            for leave in person.leaves:
                self._each_day(leave.from_on, leave.until_on, Entry(f"{leave.id}", EntryKind.LEAVE, person.name,
                                                                    leave=leave.kind))  # fmt: skip
        named = people.known_accounts(self.view)
        for kept in rights.deputyships(self.view, since=self.first):
            if kept.ended_on is not None:
                continue
            held = kept.held
            principal, deputy = (
                named[one].name if one in named else "" for one in (held.principal, kept.deputy)
            )
            self._each_day(
                held.from_on, held.until_on, Entry(held.id, EntryKind.DEPUTY, deputy, who=(principal,))
            )

    def _each_day(self, first: date, last: date, entry: Entry) -> None:
        day = max(first, self.first)
        while day <= min(last, self.last):
            self._put(day, entry)
            day += timedelta(days=1)
