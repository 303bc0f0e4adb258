"""What the rules, the clock and the customer's own wish say of a plan while it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.rules import gate
from collectdesk.desk.rules.starts import nearest_starts, visit_begun
from collectdesk.desk.visits.crews import away_because, clash_of, crew_by_ids
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.gate import Decision, Judgement
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.rules.windows import Window
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store.people.people import staff
from collectdesk.store.visits import visits
from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class PlanAdvice:
    """What the rules say of a plan before anyone tries: the judgement, and the lawful hours of that day."""

    judgement: Judgement
    windows: tuple[Window, ...]
    clash: str
    away: Refused | None = None  # the leave or working time that keeps somebody of the team
    drives: bool = True  # whether somebody of the team drives, or nobody's driving is kept
    suits: bool = True  # whether the time lies within what the customer asked for
    starts: tuple[datetime, ...] = ()  # the nearest lawful ones, where the planned one is refused by its time

    @property
    def refusals(self) -> tuple[Decision, ...]:
        return self.judgement.refusals


@dataclass(frozen=True, slots=True)
class AdvisePlan(Lookup[PlanAdvice]):
    """Judge a plan while it is typed."""

    needs: ClassVar = Permission.PLAN_VISIT
    action: ClassVar = "visit.advised"

    request_id: str
    planned_at: datetime
    officer_id: str
    safety_id: str
    minutes: int = 45
    crew_unrelated: bool = True  # as in PlanVisit
    caution: str = ""

    def look(self, view: View) -> PlanAdvice:
        kept = visits.request(view, self.request_id)
        crew = crew_by_ids(view, self.officer_id, self.safety_id)
        until = self.planned_at + timedelta(minutes=self.minutes)
        facts_at = visit_begun(
            view, kept, self.minutes, crew, unrelated=self.crew_unrelated, caution=self.caution
        )
        facts, day = facts_at(self.planned_at), local_day(self.planned_at)
        zone = gate.zone_of(view, kept.case_id, kept.point_id)
        judged = gate.judge_act(view, Act.VISIT, facts, day, zone)
        return PlanAdvice(
            judged,
            gate.windows(view, Act.VISIT, gate.but_for_words(facts), day, zone),
            clash_of(view, self.planned_at, until, crew),
            away_because(self.planned_at, until, crew),
            crew.officer.drives or crew.safety.drives or not any(person.drives for person in staff(view)),
            _suits(kept, self.planned_at, self.minutes),
            nearest_starts(view, Act.VISIT, facts_at, self.planned_at, judged, zone),
        )


def _suits(kept: visits.VisitRequest, at: datetime, minutes: int) -> bool:
    local = at.astimezone(CHINA_TIME)
    begins = local.hour * 60 + local.minute
    return kept.wanted.suits.allows(local.date(), begins, begins + minutes)
