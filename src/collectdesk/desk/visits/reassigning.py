"""A team that can't go gives its day to another: every visit keeps its time and passes the gate anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from collectdesk.desk.pipeline import Change, Subject
from collectdesk.desk.visits.board_moves import MOVABLE, MoveVisit
from collectdesk.desk.visits.crews import crew_by_ids
from collectdesk.desk.visits.order_accepting import LeftAsIs
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.visits import visits
from collectdesk.store.work import Work


@dataclass(frozen=True, slots=True)
class Reassigned:
    """The visits that went to the other team, those whose printed sheets are to be pulled out, and what stays."""

    moved: tuple[str, ...]
    pull_out: tuple[str, ...]
    left: tuple[LeftAsIs, ...]


@dataclass(frozen=True, slots=True)
class ReassignRound(Change[Reassigned]):
    """Give every open visit of a team's day to two others, at the same times; what can't go is named and stays."""

    needs: ClassVar = Permission.PLAN_VISIT
    action: ClassVar = "round.reassigned"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    day: date
    officer_id: str
    safety_id: str
    to_officer_id: str
    to_safety_id: str
    reason: str = ""

    def carry_out(self, work: Work) -> Reassigned:
        if self.day < work.today:
            raise Refused("order.in_past", day=self.day)
        crew_by_ids(work, self.to_officer_id, self.to_safety_id)
        if (self.officer_id, self.safety_id) == (self.to_officer_id, self.to_safety_id):
            raise Refused("round.same_team", field="to_officer_id")
        moved: list[str] = []
        pull_out: list[str] = []
        left: list[LeftAsIs] = []
        for kept in self._open(work):
            deed = MoveVisit(kept.id, kept.planned_at, self.to_officer_id, self.to_safety_id, self.reason)
            try:
                done = deed.carry_out(work)
            except Refused as refused:
                left.append(LeftAsIs(kept.id, kept.visit_no, refused))
                continue
            moved.append(kept.visit_no)
            pull_out += [kept.visit_no] if done.pull_out else []
        work.note(day=self.day.isoformat(), moved=len(moved), left=[one.id for one in left])
        return Reassigned(tuple(moved), tuple(pull_out), tuple(left))

    def _open(self, work: Work) -> list[visits.Visit]:
        start = datetime.combine(self.day, time(), CHINA_TIME)
        return [
            kept
            for kept in visits.visits_between(work, start, start + timedelta(days=1))
            if (kept.officer_id, kept.safety_id) == (self.officer_id, self.safety_id)
            and kept.state in MOVABLE
            and kept.back_at is None
        ]
