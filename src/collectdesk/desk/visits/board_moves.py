"""Moving a visit on the board: judged and priced before, and moved, given to another team or pinned by a deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar, Final

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules import gate
from collectdesk.desk.rules.starts import nearest_starts, visit_begun
from collectdesk.desk.visits.board import Board, Card, gather_board
from collectdesk.desk.visits.crews import crew_by_ids, require_free
from collectdesk.desk.visits.order_gathering import MINUTES, minute_of, was_told
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.gate import Judgement
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.rules.windows import Window
from collectdesk.domain.visits.board import Change as RoadChange
from collectdesk.domain.visits.board import Standing, weigh_change
from collectdesk.domain.visits.routes import Roads, Team
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import local_day
from collectdesk.store.cases import cases
from collectdesk.store.visits import visits
from collectdesk.store.work import View, Work

MOVABLE: Final = (VisitState.SCHEDULED, VisitState.KIT_PRINTED)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a move would mean: the rules' word, who is busy, the road, and how far off the promised time it lies.

    ``refused`` is what stands against it beside the rules. ``later`` counts minutes after the time the customer was
    told (before it, negative); None: they weren't told.
    """

    judgement: Judgement
    windows: tuple[Window, ...]
    starts: tuple[datetime, ...]
    refused: Refused | None
    road: RoadChange | None
    later: int | None

    @property
    def is_possible(self) -> bool:
        """Whether the deed would pass, given a reason where one is needed."""
        return self.refused is None and self.judgement.is_lawful

    @property
    def is_plain(self) -> bool:
        """Whether nothing about it is odd, so that it needs no second look."""
        calm = self.road is None or not self.road.strains
        return self.is_possible and calm and not self.judgement.needing_reason and not self.later


@dataclass(frozen=True, slots=True)
class WeighMove(Lookup[Weighed]):
    """Judge and price a stop of the board at another time or with another team; nothing is written."""

    needs: ClassVar = Permission.PLAN_VISIT
    action: ClassVar = "board.weighed"

    stop: str
    planned_at: datetime
    officer_id: str
    safety_id: str
    crew_unrelated: bool = True

    def look(self, view: View) -> Weighed:
        day = local_day(self.planned_at)
        board = gather_board(view, day)
        card = board.card(self.stop)
        if card is None:
            raise Refused("board.stop_gone")
        crew = crew_by_ids(view, self.officer_id, self.safety_id)
        asked = visits.request(view, card.request_id)
        facts_at = visit_begun(view, asked, card.stop.minutes, crew, unrelated=self.crew_unrelated)
        facts = facts_at(self.planned_at)
        zone = gate.zone_of(view, asked.case_id, asked.point_id)
        judged = gate.judge_act(view, Act.VISIT, facts, day, zone)
        return Weighed(
            judged,
            gate.windows(view, Act.VISIT, facts, day, zone),
            nearest_starts(view, Act.VISIT, facts_at, self.planned_at, judged, zone),
            self._refused(view, card, crew),
            _road(board, card, f"{self.officer_id}+{self.safety_id}", minute_of(self.planned_at)),
            _later(view, card, self.planned_at),
        )

    def _refused(self, view: View, card: Card, crew: gate.Crew) -> Refused | None:
        until = self.planned_at + timedelta(minutes=card.stop.minutes)
        kept = visits.visit(view, card.visit_id) if card.visit_id else None
        try:
            if kept is not None:
                _require_movable(view, kept)
            _require_time(view, self.planned_at)
            require_free(view, self.planned_at, until, crew, kept.id if kept else "")
        except Refused as refused:
            return refused
        return None


def _road(board: Board, card: Card, crew: str, begins: int) -> RoadChange | None:
    """What the move changes on the road; None while nobody has entered where the branch stands."""
    if board.door is None:
        return None
    teams = [team for team in board.teams if team.id in (card.team, crew)]
    if all(team.id != crew for team in teams):
        first = board.teams[0]
        officer, _, safety = crew.partition("+")
        teams.append(replace(first, id=crew, crew=crew, officer=officer, safety=safety))
    before = [(team, _standing(board, team)) for team in teams]
    after = [(team, _after(board, team, card, crew, begins)) for team in teams]
    return weigh_change(before, after, Roads(board.roads))


def _standing(board: Board, team: Team) -> list[Standing]:
    return [standing for card in board.lane(team.id) if (standing := card.standing) is not None]


def _after(board: Board, team: Team, moved: Card, crew: str, begins: int) -> Sequence[Standing]:
    rest = [one for one in _standing(board, team) if one.stop.id != moved.id]
    return [*rest, Standing(moved.stop, begins)] if team.id == crew else rest


def _later(view: View, card: Card, planned_at: datetime) -> int | None:
    if card.visit_id is None:
        return None
    told = _told_for(view, visits.visit(view, card.visit_id))
    return None if told is None else int((planned_at - told).total_seconds() // 60)


def _told_for(view: View, kept: visits.Visit) -> datetime | None:
    """The time of which the customer was told."""
    return kept.told_for or (kept.planned_at if was_told(view, kept) else None)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a visit stood before it was moved, and whether its printed sheets are to be pulled out."""

    visit_no: str
    was_at: datetime
    was_officer: str
    was_safety: str
    pull_out: bool
    tell_again: bool


@dataclass(frozen=True, slots=True)
class MoveVisit(Change[Moved]):
    """Give a planned visit another time or another team; the rules judge it as they judge a new plan.

    Printed sheets name the old time and team: the visit is open to print again, and the old ones are to be pulled out.
    A customer who was told is to be told again. What a supervisor pinned only a supervisor moves.
    """

    needs: ClassVar = Permission.PLAN_VISIT
    action: ClassVar = "visit.moved"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    visit_id: str
    planned_at: datetime
    officer_id: str
    safety_id: str
    reason: str = ""
    crew_unrelated: bool = True  # the planner's word, as in PlanVisit

    def carry_out(self, work: Work) -> Moved:
        kept = visits.visit(work, self.visit_id)
        _require_movable(work, kept)
        _require_time(work, self.planned_at)
        crew = crew_by_ids(work, self.officer_id, self.safety_id)
        until = self.planned_at + timedelta(minutes=kept.minutes)
        require_free(work, self.planned_at, until, crew, kept.id)
        self._require_lawful(work, kept, crew)
        told, printed = _told_for(work, kept), kept.state is VisitState.KIT_PRINTED
        visits.replan_visit(work, kept, self.planned_at, crew.officer.id, crew.safety.id, told)
        again = told is not None and self.planned_at != told
        if again:
            cases.add_step(work, kept.case_id, StepKind.NOTIFY, work.today, "visit.other_hour", kept.id)
        day = local_day(self.planned_at)
        cases.add_step(work, kept.case_id, StepKind.RECORD_VISIT, day, "visit.planned", kept.id)
        work.note(case=kept.case_id, visit=kept.id, pull_out=printed)
        return Moved(kept.visit_no, kept.planned_at, kept.officer_id, kept.safety_id, printed, again)

    def _require_lawful(self, work: Work, kept: visits.Visit, crew: gate.Crew) -> None:
        asked = visits.request(work, kept.request_id)
        facts_at = visit_begun(
            work, asked, kept.minutes, crew, unrelated=self.crew_unrelated, caution=kept.caution
        )
        zone = gate.zone_of(work, kept.case_id, kept.point_id)
        gate.require_lawful(
            work, Act.VISIT, facts_at(self.planned_at), local_day(self.planned_at),
            case_id=kept.case_id, subject_id=kept.request_id, reason=self.reason,
            zone=zone, starts=lambda refused: nearest_starts(work, Act.VISIT, facts_at, self.planned_at, refused, zone),
        )  # fmt: skip


def _require_movable(view: View, kept: visits.Visit) -> None:
    if kept.state not in MOVABLE:
        raise Refused("visit.not_open", state=kept.state.value)
    if kept.back_at is not None:
        raise Refused("board.already_back", visit=kept.visit_no)
    if kept.pinned and not view.actor.may(Permission.APPROVE_VISIT, view.today):
        raise Refused("order.pinned", visit=kept.visit_no)


def _require_time(view: View, planned_at: datetime) -> None:
    if planned_at < view.now:
        raise Refused("plan.in_past", field="planned_at")


__all__ = ["MINUTES", "MoveVisit", "Moved", "WeighMove", "Weighed"]  # the window's length of a new visit
