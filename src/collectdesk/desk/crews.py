"""Who goes together, and whether they are free at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from collectdesk.desk import gate
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits import VisitState
from collectdesk.store import visits
from collectdesk.store.people import staff_by_id
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


def require_free(view: View, start: datetime, end: datetime, crew: gate.Crew, but: str = "") -> None:
    """Refuse a time at which somebody of the crew is elsewhere; raises Refused(plan.crew_busy)."""
    clash = clash_of(view, start, end, crew, but)
    if clash:
        raise Refused("plan.crew_busy", field="planned_at", visit=clash)
