"""Who drives a team as the third person: judged like the two who go in, and named on the route."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.pipeline import Change, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.vehicles import require_fit
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.cases import cases
from collectdesk.store.people import going_out, people
from collectdesk.store.visits import rounds, vehicles, visits

if TYPE_CHECKING:
    from collectdesk.store.visits.visits import Visit
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class NameDriver(Change[None]):
    """Let somebody drive a team for a day, or nobody (an empty ``driver_id``); the kit names them on its route."""

    needs: ClassVar = Permission.PLAN_VISIT
    action: ClassVar = "round.driver_named"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.VISITS})

    day: date
    officer_id: str
    safety_id: str
    driver_id: str = ""

    def carry_out(self, work: Work) -> None:
        if self.day < work.today:
            raise Refused("order.in_past", day=self.day)
        of_day = visits_of_day(work, self.day)
        mine = [one for one in of_day if (one.officer_id, one.safety_id) == (self.officer_id, self.safety_id)]
        if not mine:
            raise Refused("round.empty")
        kept = rounds.begin_round(work, self.day, self.officer_id, self.safety_id)
        if kept.out_at is not None:
            raise Refused("round.gone")
        if self.driver_id:
            self._require_driver(work, kept.id, of_day, mine)
        rounds.change_round(work, kept, driver_id=self.driver_id or None)
        work.note(round=kept.id, driver=self.driver_id)

    def _require_driver(self, work: Work, round_id: str, of_day: list[Visit], mine: list[Visit]) -> None:
        person = people.staff_by_id(work, self.driver_id)
        if person is None or not person.drives:
            raise Refused("driver.unknown", field="driver_id")
        if not person.is_trained_on(self.day):
            raise Refused("driver.untrained", field="driver_id", name=person.name, day=self.day)
        leave = person.leave_on(self.day)
        if leave is not None:
            raise Refused("plan.on_leave", field="driver_id", name=person.name, until=leave.until_on)
        if person.hours.hours_on(self.day) is None:
            raise Refused("plan.not_at_work", field="driver_id", name=person.name)
        busy = next((one.visit_no for one in of_day if self.driver_id in (one.officer_id, one.safety_id)), "")
        if busy:
            raise Refused("driver.goes_in", field="driver_id", name=person.name, visit=busy)
        drives = [one for one in rounds.rounds_on(work, self.day) if one.driver_id == self.driver_id]
        if any(one.id != round_id for one in drives):
            raise Refused("driver.busy", field="driver_id", name=person.name)
        self._require_seat(work, round_id)
        for one in mine:
            owner = cases.case(work, one.case_id).customer_id
            if going_out.is_tied(work, owner, frozenset({self.driver_id})):
                raise Refused("driver.related", field="driver_id", name=person.name, visit=one.visit_no)

    def _require_seat(self, work: Work, round_id: str) -> None:
        taken = rounds.team_round(work, round_id).vehicle_id
        vehicle = next((one for one in vehicles.vehicles(work) if one.id == taken), None)
        if vehicle is not None:
            require_fit(vehicle, self.day, 3)


def visits_of_day(view: View, day: date) -> list[Visit]:
    """Every visit of a day that wasn't called off."""
    start = datetime.combine(day, time(), CHINA_TIME)
    found = visits.visits_between(view, start, start + timedelta(days=1))
    return [one for one in found if one.state is not VisitState.CANCELLED]


def driver_name(view: View, day: date, officer_id: str, safety_id: str) -> str:
    """Who drives a team that day, with their staff number, and in what; empty where the two drive as they please."""
    kept = rounds.round_of(view, day, officer_id, safety_id)
    if kept is None:
        return ""
    found = next((one for one in people.staff(view, former=True) if one.id == kept.driver_id), None)
    plate = next((one.plate for one in vehicles.vehicles(view) if one.id == kept.vehicle_id), "")
    return "  ".join(filter(None, (f"{found.name}  {found.staff_no}" if found else "", plate)))
