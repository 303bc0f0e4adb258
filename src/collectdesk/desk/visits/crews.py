"""Who goes together, and whether they are free at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from collectdesk.desk.rules import gate
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store.people.people import staff_by_id
from collectdesk.store.visits import visits
from collectdesk.store.work import View


def crew_by_ids(view: View, officer_id: str, safety_id: str) -> gate.Crew:
    """The two who are to go; raises Refused (plan.officer_missing, plan.safety_missing)."""
    officer, safety = staff_by_id(view, officer_id), staff_by_id(view, safety_id)
    if officer is None:
        raise Refused("plan.officer_missing", field="officer_id")
    if safety is None:
        raise Refused("plan.safety_missing", field="safety_id")
    return gate.Crew(officer, safety)


def clash_of(view: View, start: datetime, end: datetime, crew: gate.Crew, but: str = "") -> str:
    """The number of a visit, other than ``but``, at which somebody of the crew is at the same time."""
    wanted = {crew.officer.id, crew.safety.id}
    for other in visits.visits_between(view, start - timedelta(hours=12), end):
        if (
            other.state is not VisitState.CANCELLED
            and other.id != but
            and other.until > start
            and wanted & {other.officer_id, other.safety_id}
        ):
            return other.visit_no
    return ""


def away_because(start: datetime, end: datetime, crew: gate.Crew) -> Refused | None:
    """The leave or the working time that keeps somebody of the crew from going then."""
    day, begins = local_day(start), _minute(start)
    length = int((end - start).total_seconds() // 60)
    for field, person in (("officer_id", crew.officer), ("safety_id", crew.safety)):
        leave = person.leave_on(day)
        if leave is not None:
            return Refused("plan.on_leave", field=field, name=person.name, until=leave.until_on)
        if not person.hours.allows(day, begins, begins + length):
            return Refused("plan.not_at_work", field=field, name=person.name)
    return None


def _minute(at: datetime) -> int:
    local = at.astimezone(CHINA_TIME)
    return local.hour * 60 + local.minute


def require_free(view: View, start: datetime, end: datetime, crew: gate.Crew, but: str = "") -> None:
    """Refuse a time at which somebody of the crew is elsewhere or not at work.

    Raises Refused (plan.on_leave, plan.not_at_work, plan.crew_busy).
    """
    away = away_because(start, end, crew)
    if away is not None:
        raise away
    clash = clash_of(view, start, end, crew, but)
    if clash:
        raise Refused("plan.crew_busy", field="planned_at", visit=clash)
