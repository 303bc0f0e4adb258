"""The suggested order becomes the plan: every new time passes the gate; what a rule refuses is named and left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from collectdesk.desk.pipeline import Change, Subject
from collectdesk.desk.rules import gate
from collectdesk.desk.rules.starts import visit_begun
from collectdesk.desk.visits.visiting import PlanVisit
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import ReasonNeeded, Refused, RuleBroken
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.visits.visits import Approach, VisitState
from collectdesk.domain.zones import local_day
from collectdesk.store.people.people import staff
from collectdesk.store.visits import visits
from collectdesk.store.work import Work


@dataclass(frozen=True, slots=True)
class NewTime:
    """A planned visit that begins at another time, with the team it has."""

    visit_id: str
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class NewVisit:
    """An approved request that becomes a visit."""

    request_id: str
    planned_at: datetime
    officer_id: str
    safety_id: str
    minutes: int


@dataclass(frozen=True, slots=True)
class LeftAsIs:
    """What wasn't changed, by its id, and the refusal that says why."""

    id: str
    number: str
    error: Refused


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of it: visits moved, visits planned, and what was left as it was."""

    moved: int
    planned: int
    left: tuple[LeftAsIs, ...]


@dataclass(frozen=True, slots=True)
class AcceptOrder(Change[Accepted]):
    """Write the new times. ``reason`` serves every visit that the rules allow only with one."""

    needs: ClassVar = Permission.PLAN_VISIT
    action: ClassVar = "order.accepted"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    times: tuple[NewTime, ...]
    new: tuple[NewVisit, ...]
    reason: str = ""
    crew_unrelated: bool = True  # the planner's word for the visits that are new, as in PlanVisit

    def carry_out(self, work: Work) -> Accepted:
        left: list[LeftAsIs] = []
        moved = self._move(work, left)
        planned = 0
        for one in self.new:
            asked = visits.request(work, one.request_id)
            deed = PlanVisit(
                one.request_id, one.planned_at, one.officer_id, one.safety_id, one.minutes,
                Approach(asked.wanted.approach or Approach.UNDERSTAND.value), asked.wanted.caution or asked.note,
                reason=self.reason, crew_unrelated=self.crew_unrelated,
            )  # fmt: skip
            try:
                deed.carry_out(work)
            except Refused as refused:
                left.append(LeftAsIs(one.request_id, "", refused))
            else:
                planned += 1
        work.note(moved=moved, planned=planned, left=[one.id for one in left])
        return Accepted(moved, planned, tuple(left))

    def _move(self, work: Work, left: list[LeftAsIs]) -> int:
        """Move what may be moved and clashes with nothing that stays; the rest is left."""
        wanted = {one.visit_id: (visits.visit(work, one.visit_id), one.planned_at) for one in self.times}
        for kept, at in list(wanted.values()):
            refused = self._refused(work, kept, at)
            if refused is not None:
                left.append(LeftAsIs(kept.id, kept.visit_no, refused))
                del wanted[kept.id]
        while (clash := _first_clash(work, wanted)) is not None:
            kept, other = clash
            left.append(LeftAsIs(kept.id, kept.visit_no, Refused("plan.crew_busy", visit=other)))
            del wanted[kept.id]
        for kept, at in wanted.values():
            visits.move_visit(work, kept, at)
        return len(wanted)

    def _refused(self, work: Work, kept: visits.Visit, at: datetime) -> Refused | None:
        """Why a visit can't be moved there; None: it passes the gate, and what the rules said is kept."""
        if kept.state is not VisitState.SCHEDULED:
            return Refused("visit.not_open", state=kept.state.value)
        if kept.pinned:
            return Refused("order.pinned", visit=kept.visit_no)
        if at < work.now:
            return Refused("plan.in_past", field="planned_at")
        known = {person.id: person for person in staff(work)}
        if kept.officer_id not in known or kept.safety_id not in known:
            return Refused("plan.safety_missing", field="safety_id")
        crew = gate.Crew(known[kept.officer_id], known[kept.safety_id])
        asked = visits.request(work, kept.request_id)
        # whoever planned the visit gave their word for this team; moving the hour doesn't ask for it again
        begun = visit_begun(work, asked, kept.minutes, crew, unrelated=True, caution=kept.caution)
        facts = begun(at)
        try:
            gate.require_lawful(
                work, Act.VISIT, facts, local_day(at), case_id=kept.case_id, subject_id=kept.request_id,
                reason=self.reason, zone=gate.zone_of(work, kept.case_id, kept.point_id),
            )  # fmt: skip
        except (RuleBroken, ReasonNeeded) as refused:
            return refused
        return None


def _first_clash(
    work: Work, wanted: dict[str, tuple[visits.Visit, datetime]]
) -> tuple[visits.Visit, str] | None:
    """A visit whose new time overlaps another one's of the same people, as both will then stand."""
    for kept, at in wanted.values():
        for other in _around(work, at, kept.minutes):
            if other.id == kept.id or not {kept.officer_id, kept.safety_id} & {
                other.officer_id,
                other.safety_id,
            }:
                continue
            there = wanted[other.id][1] if other.id in wanted else other.planned_at
            if at < there + timedelta(minutes=other.minutes) and there < at + timedelta(minutes=kept.minutes):
                return kept, other.visit_no
    return None


def _around(work: Work, at: datetime, minutes: int) -> Sequence[visits.Visit]:
    """Every visit that could be at the same time, where it stands now."""
    day = timedelta(days=1)
    found = visits.visits_between(work, at - day, at + timedelta(minutes=minutes) + day)
    return [one for one in found if one.state is not VisitState.CANCELLED]


@dataclass(frozen=True, slots=True)
class PinVisit(Change[bool]):
    """Hold a planned visit's time against any suggestion, or let it go again: the supervisor's own order stands."""

    needs: ClassVar = Permission.APPROVE_VISIT
    action: ClassVar = "visit.pinned"
    touches: ClassVar = frozenset({Subject.VISITS})

    visit_id: str
    pinned: bool = True

    def carry_out(self, work: Work) -> bool:
        kept = visits.visit(work, self.visit_id)
        if kept.state is not VisitState.SCHEDULED:
            raise Refused("visit.not_open", state=kept.state.value)
        visits.pin_visit(work, kept, pinned=self.pinned)
        work.note(case=kept.case_id, visit=kept.id, pinned=self.pinned)
        return self.pinned
