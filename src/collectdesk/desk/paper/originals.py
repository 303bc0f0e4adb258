"""The register of originals signed in ink: taken in, moved, lent and returned, handed over against a signature."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.customers import masking
from collectdesk.desk.paper.attaching import take_file
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.paper.originals import (
    GOES_OUT,
    PLACED,
    Move,
    MoveKind,
    Original,
    OriginalKind,
    OriginalState,
    state_after,
)
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.visits import originals

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

_TOUCHED: Final = frozenset({Subject.CASES, Subject.STEPS})
DUE_BACK: Final = "original.due_back"


@dataclass(frozen=True, slots=True)
class OriginalsOfCase:
    """The originals with everything that happened to them, newest first."""

    originals: tuple[Original, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class ListOriginals(Lookup[OriginalsOfCase]):
    """What lies where, who has what, and until when."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "original.listed"

    case_id: str

    def look(self, view: View) -> OriginalsOfCase:
        seen = masking.of_case(view, cases.case(view, self.case_id))
        found, moves = originals.of_case(view, self.case_id), originals.moves_of(view, self.case_id)
        return OriginalsOfCase(
            tuple(replace(each, holder=masking.name(seen, each.holder)) for each in found),
            tuple(replace(each, who=masking.name(seen, each.who)) for each in moves),
        )


@dataclass(frozen=True, slots=True)
class OriginalLine:
    """One line of the register over all cases, masked for the asker; ``days_late`` counts from its day back."""

    original: Original
    case_no: str
    customer_id: str
    name: str
    days_late: int


@dataclass(frozen=True, slots=True)
class ShowRegister(Lookup[tuple[OriginalLine, ...]]):
    """Where every original of the branch lies, box by box; those lent out and not back stand first."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "original.register_shown"

    def look(self, view: View) -> tuple[OriginalLine, ...]:
        found = [_line(view, each) for each in originals.everywhere(view)]
        return tuple(sorted(found, key=lambda each: -max(each.days_late, 0)))


def _line(view: View, filed: originals.Filed) -> OriginalLine:
    seen = masking.sight(view.actor, filed.assigned_to, is_open=filed.is_open)
    kept = replace(filed.original, holder=masking.name(seen, filed.original.holder))
    late = (view.today - kept.due_back_on).days if kept.due_back_on else 0
    return OriginalLine(kept, filed.case_no, filed.customer_id, masking.name(seen, filed.customer), late)


@dataclass(frozen=True, slots=True)
class TakeInOriginal(Change[str]):
    """Enter an original: what it is, its box, and where the box stands."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "original.taken_in"
    touches: ClassVar = _TOUCHED

    case_id: str
    kind: OriginalKind
    title: str
    box: str
    place: str
    taken_in_on: date | None = None

    def carry_out(self, work: Work) -> str:
        on = self.taken_in_on or work.today
        _require(title=self.title, box=self.box, place=self.place)
        _require_past(work, on)
        box, place = self.box.strip(), self.place.strip()
        made = originals.add(work, self.case_id, self.kind, self.title.strip(), box, place)
        originals.add_move(work, made, MoveKind.TAKEN_IN, on, box=box, place=place)
        work.note(case=self.case_id, original=made)
        return made


@dataclass(frozen=True, slots=True)
class MoveOriginal(Change[None]):
    """Move, lend, take back or hand over an original. Who takes it along signs: that scan is filed as evidence."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "original.moved"
    touches: ClassVar = _TOUCHED

    original_id: str
    kind: MoveKind
    who: str = ""
    box: str = ""
    place: str = ""
    due_back_on: date | None = None
    scan: Path | None = field(default=None, repr=False)
    note: str = ""
    happened_on: date | None = None

    def carry_out(self, work: Work) -> None:
        kept, on = originals.original(work, self.original_id), self.happened_on or work.today
        if self.kind is MoveKind.TAKEN_IN:
            raise Refused("original.wrong_state", state=kept.state)
        after = state_after(kept.state, self.kind)
        self._require_said(work, on)
        shown = take_file(work, self.scan, kept.case_id, kind="hand_over") if self.scan else None
        lies = self.kind in PLACED
        box, place = (self.box.strip(), self.place.strip()) if lies else (kept.box, kept.place)
        due = self.due_back_on if self.kind is MoveKind.LENT else None
        holder = "" if after is OriginalState.KEPT else self.who.strip()
        originals.change(work, kept, state=after.value, box=box, place=place, holder=holder, due_back_on=due)
        originals.add_move(
            work, kept.id, self.kind, on, who=self.who.strip(), box=box if lies else "",
            place=place if lies else "", due_back_on=due, evidence_id=shown.id if shown else None,
            note=self.note.strip(),
        )  # fmt: skip
        self._remind(work, kept, due)
        work.note(case=kept.case_id, original=kept.id, move=self.kind.value)

    def _require_said(self, work: Work, on: date) -> None:
        _require_past(work, on)
        if self.kind in PLACED:
            _require(box=self.box, place=self.place)
        if self.kind in GOES_OUT:
            _require(who=self.who)
            if self.scan is None:
                raise Refused("original.signature_missing", field="scan")
        if self.kind is MoveKind.LENT and (self.due_back_on is None or self.due_back_on < work.today):
            raise Refused("original.due_back_missing", field="due_back_on")

    def _remind(self, work: Work, kept: Original, due: date | None) -> None:
        """Today asks for what isn't back."""
        if due is not None:
            cases.add_step(work, kept.case_id, StepKind.DEADLINE, due, DUE_BACK, kept.id)
        if self.kind is MoveKind.RETURNED:
            cases.finish_steps(work, kept.case_id, (StepKind.DEADLINE,), "returned", kept.id)


def _require(**texts: str) -> None:
    for name, text in texts.items():
        if not text.strip():
            raise Refused("original.field_missing", field=name)


def _require_past(work: Work, on: date) -> None:
    if on > work.today:
        raise Refused("original.in_future", field="happened_on")
