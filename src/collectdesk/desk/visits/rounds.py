"""A team's day on the road: rechecked, released, out, back, and every printed page accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.visits.rechecking import Fallen, fallen_stops
from collectdesk.desk.visits.visiting import call_off
from collectdesk.domain.paper.sheet_marks import TickBox
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.code_words import code_word_for
from collectdesk.domain.visits.outings import check_return
from collectdesk.domain.visits.sheets import (
    NOTHING,
    Fate,
    RoundStage,
    Sheet,
    Slot,
    Tally,
    propose_fate,
    require_fate,
    require_tally,
    stage_of,
)
from collectdesk.domain.visits.vehicles import require_fit
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.people.people import staff
from collectdesk.store.visits import rounds, vehicles, visits
from collectdesk.store.work import View, Work

WITHDRAWN_BY_RECHECK = "recheck."
"""What begins the reason of a stop that the recheck withdrew; the code of why follows."""


@dataclass(frozen=True, slots=True)
class RoundStop:
    """A stop of a team's day, masked for the actor; ``fallen`` says why it isn't to be gone to."""

    visit_id: str
    number: str
    name: str
    address: str
    planned_at: datetime
    state: VisitState
    fallen: Fallen | None
    until: datetime | None = None
    called_in_at: datetime | None = None
    """When the two called in after it, or were back."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A printed page with its stop, and what most likely became of it."""

    sheet: Sheet
    visit_no: str
    name: str
    proposed: Fate | None


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One team's day. ``round_id`` is empty until something was printed for it."""

    round_id: str
    day: date
    officer_id: str
    safety_id: str
    crew: tuple[str, ...]
    stage: RoundStage
    stops: tuple[RoundStop, ...]
    sheets: tuple[SheetLine, ...]
    released_at: datetime | None
    out_at: datetime | None
    back_at: datetime | None
    tally: Tally
    driver_id: str = ""
    driver: str = ""
    code_word: str = ""
    """A code of CODE_WORDS, once the team is released; for those who work visits alone."""
    vehicle_id: str = ""
    plate: str = ""
    """What the team drives, where the branch keeps a register of vehicles."""

    @property
    def id(self) -> str:
        return f"{self.officer_id}+{self.safety_id}"

    @property
    def fallen(self) -> tuple[RoundStop, ...]:
        return tuple(stop for stop in self.stops if stop.fallen is not None)

    @property
    def open_sheets(self) -> tuple[SheetLine, ...]:
        """Pages of which nobody has said what became of them and nothing lets one guess."""
        return tuple(line for line in self.sheets if line.proposed is None)


@dataclass(frozen=True, slots=True)
class ShowRounds(Lookup[tuple[RoundLine, ...]]):
    """Every team's day, with what the recheck says of the stops that are still to come."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "round.shown"

    day: date

    def look(self, view: View) -> tuple[RoundLine, ...]:
        start = datetime.combine(self.day, time(), CHINA_TIME)
        found = visits.visits_between(view, start, start + timedelta(days=1))
        kept = {one.crew: one for one in rounds.rounds_on(view, self.day)}
        crews = dict.fromkeys([*kept, *((v.officer_id, v.safety_id) for v in found if _is_on(v))])
        names = {str(person.id): person.name for person in staff(view, former=True)}
        return tuple(_line(view, self.day, crew, kept.get(crew), found, names) for crew in crews)


def _is_on(kept: visits.Visit) -> bool:
    return kept.state is not VisitState.CANCELLED


def _line(
    view: View, day: date, crew: tuple[str, str], kept: rounds.TeamRound | None, found: list[visits.Visit],
    names: dict[str, str],
) -> RoundLine:  # fmt: skip
    mine = [visit for visit in found if (visit.officer_id, visit.safety_id) == crew]
    fallen = {one.visit_id: one for one in fallen_stops(view, _to_come(view, kept, mine))}
    stage = stage_of(
        (visit.state for visit in mine), *(
            (kept.released_at, kept.out_at, kept.back_at, kept.closed_at) if kept else (None,) * 4
        ),
    )  # fmt: skip
    return RoundLine(
        kept.id if kept else "", day, *crew, tuple(names.get(one, "") for one in dict.fromkeys(crew)), stage,
        tuple(_stop(view, visit, fallen.get(visit.id)) for visit in mine if _is_on(visit)),
        _sheets(view, kept), kept.released_at if kept else None, kept.out_at if kept else None,
        kept.back_at if kept else None, kept.tally if kept else NOTHING,
        kept.driver_id if kept else "", names.get(kept.driver_id, "") if kept else "",
        kept.code_word if kept and view.actor.may(Permission.RECORD_VISIT, view.today) else "",
        kept.vehicle_id if kept else "", _plate(view, kept),
    )  # fmt: skip


def _plate(view: View, kept: rounds.TeamRound | None) -> str:
    if kept is None or not kept.vehicle_id:
        return ""
    return next((one.plate for one in vehicles.vehicles(view) if one.id == kept.vehicle_id), "")


def _to_come(view: View, kept: rounds.TeamRound | None, mine: list[visits.Visit]) -> list[visits.Visit]:
    """What can still be rechecked: open visits of a team that hasn't left yet."""
    if kept is not None and kept.out_at is not None:
        return []
    open_states = (VisitState.SCHEDULED, VisitState.KIT_PRINTED)
    return [visit for visit in mine if visit.state in open_states and visit.planned_on >= view.today]


def _stop(view: View, kept: visits.Visit, fallen: Fallen | None) -> RoundStop:
    name, address = _who(view, kept)
    return RoundStop(
        kept.id, kept.visit_no, name, address, kept.planned_at, kept.state, fallen, kept.until, kept.back_at
    )


def _who(view: View, kept: visits.Visit) -> tuple[str, str]:
    case = cases.case(view, kept.case_id)
    who, seen = customers.customer(view, case.customer_id), masking.of_case(view, case)
    point = customers.point(view, kept.point_id)
    return masking.name(seen, who.name), masking.address(seen, point.value if point else "")


def _sheets(view: View, kept: rounds.TeamRound | None) -> tuple[SheetLine, ...]:
    if kept is None:
        return ()
    found = rounds.sheets_of(view, kept.id)
    of = {visit_id: visits.visit(view, visit_id) for visit_id in {s.visit_id for s in found} if visit_id}
    records = {visit_id: visits.record_of(view, visit_id) for visit_id in of}
    met = {visit_id: record.findings.met for visit_id, record in records.items() if record is not None}
    newest: dict[str, int] = {}
    for sheet in found:
        newest[sheet.visit_id] = max(sheet.copy, newest.get(sheet.visit_id, 0))
    lines = []
    for sheet in found:
        visit = of.get(sheet.visit_id)
        goes = visit is None or (
            (visit.officer_id, visit.safety_id) == kept.crew and visit.planned_on == kept.day
            and visit.state is not VisitState.SCHEDULED  # moved since: the page names the old time
        )  # fmt: skip
        proposed = propose_fate(
            sheet, visit.state if visit else None, newest=sheet.copy == newest[sheet.visit_id], goes=goes,
            met=met.get(sheet.visit_id),
        )  # fmt: skip
        name = _who(view, visit)[0] if visit else ""
        lines.append(SheetLine(sheet, visit.visit_no if visit else "", name, proposed))
    order = {
        visit_id: at for at, visit_id in enumerate(sorted(of, key=lambda one: (of[one].planned_at, one)), 1)
    }
    return tuple(
        sorted(lines, key=lambda one: (order.get(one.sheet.visit_id, 0), one.sheet.copy, one.sheet.page))
    )


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What the recheck withdrew, each by name, and how many stops are left. ``pull_out`` are the visits whose printed
    pages are to be taken out of the kit.
    """

    withdrawn: tuple[RoundStop, ...]
    pull_out: tuple[str, ...]
    left: int


@dataclass(frozen=True, slots=True)
class RecheckRound(Change[Rechecked]):
    """Look again before printing: who has paid, is held, whose address or team fell away is withdrawn by name."""

    needs: ClassVar = Permission.PLAN_VISIT
    action: ClassVar = "round.rechecked"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    day: date
    officer_id: str
    safety_id: str

    def carry_out(self, work: Work) -> Rechecked:
        return _recheck(work, self.day, (self.officer_id, self.safety_id))


@dataclass(frozen=True, slots=True)
class ReleaseRound(Change[Rechecked]):
    """Let a team go: rechecked once more, every stop that is left with its sheets printed."""

    needs: ClassVar = Permission.PRINT_KIT
    action: ClassVar = "round.released"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    day: date
    officer_id: str
    safety_id: str

    def carry_out(self, work: Work) -> Rechecked:
        if self.day != work.today:
            raise Refused("round.other_day", day=self.day)
        found = _recheck(work, self.day, (self.officer_id, self.safety_id))
        kept = rounds.round_of(work, self.day, self.officer_id, self.safety_id)
        unprinted = [v.visit_no for v in _open_visits(work, self.day, (self.officer_id, self.safety_id))
                     if v.state is VisitState.SCHEDULED]  # fmt: skip
        if unprinted or kept is None:
            raise Refused("round.not_printed", visits=", ".join(unprinted))
        if not found.left:
            raise Refused("round.empty")
        if kept.out_at is not None or kept.closed_at is not None:
            raise Refused("round.gone")
        _require_vehicle(work, kept)
        word = kept.code_word or code_word_for(kept.id, work.keys.labelled("code"))
        rounds.change_round(work, kept, released_at=work.now, released_by=work.actor.id, code_word=word)
        return found


def _require_vehicle(work: Work, kept: rounds.TeamRound) -> None:
    """The vehicle may have been taken out of service since it was given."""
    found = next((one for one in vehicles.vehicles(work) if one.id == kept.vehicle_id), None)
    if found is not None:
        require_fit(found, kept.day, 3 if kept.driver_id else 2)


def _recheck(work: Work, day: date, crew: tuple[str, str]) -> Rechecked:
    kept = rounds.round_of(work, day, *crew)
    if day < work.today:
        raise Refused("order.in_past", day=day)
    if kept is not None and kept.out_at is not None:
        raise Refused("round.gone")
    mine = _open_visits(work, day, crew)
    gone = {one.visit_id: one for one in fallen_stops(work, mine)}
    withdrawn = [_stop(work, visit, gone[visit.id]) for visit in mine if visit.id in gone]
    pull_out = [
        visit.visit_no for visit in mine if visit.id in gone and visit.state is VisitState.KIT_PRINTED
    ]
    for visit in mine:
        if visit.id in gone:
            call_off(work, visit, f"{WITHDRAWN_BY_RECHECK}{gone[visit.id].why.value}")
    work.note(
        day=day.isoformat(), withdrawn=[one.visit_id for one in withdrawn], left=len(mine) - len(withdrawn)
    )
    return Rechecked(tuple(withdrawn), tuple(pull_out), len(mine) - len(withdrawn))


def _open_visits(view: View, day: date, crew: tuple[str, str]) -> list[visits.Visit]:
    start = datetime.combine(day, time(), CHINA_TIME)
    return [
        visit
        for visit in visits.visits_between(view, start, start + timedelta(days=1))
        if (visit.officer_id, visit.safety_id) == crew
        and visit.state in (VisitState.SCHEDULED, VisitState.KIT_PRINTED)
    ]


@dataclass(frozen=True, slots=True)
class MarkOut(Change[None]):
    """The team has left with its kit."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "round.left"
    touches: ClassVar = frozenset({Subject.VISITS})

    round_id: str

    def carry_out(self, work: Work) -> None:
        kept = rounds.team_round(work, self.round_id)
        if kept.released_at is None:
            raise Refused("round.not_released")
        if kept.out_at is not None:
            raise Refused("round.gone")
        rounds.change_round(work, kept, out_at=work.now)
        work.note(round=kept.id)


@dataclass(frozen=True, slots=True)
class MarkRoundBack(Change[None]):
    """The team is back: its visits needn't be watched any more."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "round.back"
    touches: ClassVar = frozenset({Subject.VISITS})

    round_id: str
    back_at: datetime | None = None

    def carry_out(self, work: Work) -> None:
        kept = rounds.team_round(work, self.round_id)
        if kept.out_at is None:
            raise Refused("round.not_out")
        if kept.back_at is not None:
            raise Refused("round.back_already")
        back_at = self.back_at or work.now
        check_return(kept.out_at, back_at, work.now)
        for visit in _open_visits(work, kept.day, kept.crew):
            if visit.back_at is None and visit.state is VisitState.KIT_PRINTED:
                visits.mark_back(work, visit, back_at)
        rounds.change_round(work, kept, back_at=back_at)
        work.note(round=kept.id)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one page."""

    sheet_id: str
    fate: Fate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SettleSheets(Change[int]):
    """Say what became of pages; a lost one is the supervisor's, with a reason."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "round.sheets_settled"
    touches: ClassVar = frozenset({Subject.VISITS})

    round_id: str
    settled: tuple[Settled, ...]

    def carry_out(self, work: Work) -> int:
        kept = rounds.team_round(work, self.round_id)
        if kept.closed_at is not None:
            raise Refused("round.closed")
        known = {sheet.id: sheet for sheet in rounds.sheets_of(work, kept.id)}
        supervises = work.actor.may(Permission.APPROVE_VISIT, work.today)
        for one in self.settled:
            require_fate(one.fate, one.reason, by_supervisor=supervises)
            rounds.settle_sheet(work, known[one.sheet_id], one.fate, one.reason.strip())
        work.note(
            round=kept.id, sheets=len(self.settled), lost=sum(one.fate is Fate.LOST for one in self.settled)
        )
        return len(self.settled)


@dataclass(frozen=True, slots=True)
class CloseRound(Change[int]):
    """Account for a team's day: every page has its fate; those of which nothing is odd get the likely one."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "round.closed"
    touches: ClassVar = frozenset({Subject.VISITS})

    round_id: str
    tally: Tally = NOTHING

    def carry_out(self, work: Work) -> int:
        kept = rounds.team_round(work, self.round_id)
        if kept.closed_at is not None:
            raise Refused("round.closed")
        if kept.out_at is not None and kept.back_at is None:
            raise Refused("round.still_out")
        require_tally(self.tally)
        lines = _sheets(work, kept)
        odd = [line for line in lines if line.proposed is None]
        if odd:
            named = ", ".join(dict.fromkeys(line.visit_no for line in odd))
            raise Refused("round.sheets_open", count=len(odd), visits=named)
        if kept.vehicle_id and kept.out_at is not None and self.tally.metres is None:
            raise Refused("round.metres_of_vehicle", field="km", plate=_plate(work, kept))
        for line in lines:
            if line.sheet.fate is None and line.proposed is not None:
                rounds.settle_sheet(work, line.sheet, line.proposed, "")
        rounds.change_round(
            work, kept, closed_at=work.now, closed_by=work.actor.id, metres=self.tally.metres,
            expenses=self.tally.expenses.fen, note=self.tally.note.strip(),
        )  # fmt: skip
        work.note(round=kept.id, sheets=len(lines))
        return len(lines)


def book_kit(
    work: Work,
    number: str,
    printed: list[tuple[visits.Visit, int]],
    slots: Sequence[tuple[Sequence[Slot], Sequence[Slot]]],
    boxes: Sequence[Sequence[TickBox]],
) -> None:
    """Note every page of a kit that left the printer: cover and route, then those of each stop in ``slots``, and the
    sealed letters beside them; ``boxes`` are those of each printed page in that order. Raises Refused(round.closed).
    """
    first = printed[0][0]
    kept = rounds.begin_round(work, local_day(first.planned_at), first.officer_id, first.safety_id)
    if kept.closed_at is not None:
        raise Refused("round.closed")
    covers = [sheet.copy for sheet in rounds.sheets_of(work, kept.id) if not sheet.visit_id]
    at = len(boxes) - sum(len(own) for own, _beside in slots)
    for page in range(1, at + 1):
        rounds.add_sheet(work, kept.id, "", number, max(covers, default=0) + 1, Slot(page))
    for (visit, copy), (own, beside) in zip(printed, slots, strict=True):
        for slot in own:
            rounds.add_sheet(work, kept.id, visit.id, number, copy, slot, boxes[at])
            at += 1
        for slot in beside:
            rounds.add_sheet(work, kept.id, visit.id, number, copy, slot)
