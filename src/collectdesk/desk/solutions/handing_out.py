"""Giving a case to a court, an arbitration or an agency with its file, and taking it back with what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.archive.case_gathering import handing_facts
from collectdesk.desk.archive.gathering import next_copy, printing_of
from collectdesk.desk.contact import holding
from collectdesk.desk.contact.disclosing import Told, facts_of
from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Export, Lookup, Subject
from collectdesk.desk.rules import gate
from collectdesk.desk.visits.printing import Printed, Sheaf
from collectdesk.domain.contact.contacts import IdentityProof
from collectdesk.domain.contact.disclosures import Recipient
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.money import total
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.handing import (
    Handing,
    HandingState,
    Result,
    Taker,
    require_handing,
    require_return,
)
from collectdesk.reports.solutions.handing_file import HANDING_VERSION, print_handing
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.people import handings
from collectdesk.store.people.people import account_names

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.store.work import View, Work

__all__ = ["HandOut", "Handing", "ListHandings", "PrintHandingFile", "Result", "TakeBack", "Taker"]

_TOUCHES: Final = frozenset({Subject.CASES, Subject.STEPS})
ASKED_AFTER: Final = timedelta(days=90)
"""After so long a court's case is asked about, where no day was named."""
_NEXT: Final = {
    Result.PAID: StepKind.REVIEW, Result.PART_PAID: StepKind.CALL, Result.AGREED: StepKind.SOLUTION,
    Result.TITLE: StepKind.REVIEW, Result.NOTHING: StepKind.ASSESS, Result.WITHDRAWN: StepKind.CALL,
}  # fmt: skip
"""What the branch does next with what came back."""


@dataclass(frozen=True, slots=True)
class HandOut(Change[str]):
    """Give the case out. An agency's case rests in the branch meanwhile; the rules are asked of what it is told."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "handing.made"
    timed: ClassVar = True
    touches: ClassVar = _TOUCHES

    case_id: str
    taker: Taker
    receiver: str
    reason: str
    back_by: date | None = None
    reference: str = ""
    agreement: str = ""
    assessment: str = ""

    def carry_out(self, work: Work) -> str:
        require_handing(
            self.taker, receiver=self.receiver, reason=self.reason, agreement=self.agreement,
            back_by=self.back_by, today=work.today,
        )  # fmt: skip
        kept = cases.case(work, self.case_id)
        if kept.closed_on is not None:
            raise Refused("case.closed", closed_on=kept.closed_on)
        out = next((h for h in handings.of_case(work, kept.id) if h.state is HandingState.OUT), None)
        if out is not None:
            raise Refused("handing.out_already", field="taker", number=out.number)
        overdue = total([p.overdue for p in customers.products(work, kept.customer_id)])
        hold_id = self._rest(work) if self.taker is Taker.AGENCY else None
        made, number = handings.add(
            work, kept.id, taker=self.taker.value, receiver=self.receiver.strip(), reason=self.reason.strip(),
            reference=self.reference.strip(), agreement=self.agreement.strip(), assessment=self.assessment.strip(),
            back_by=self.back_by,
            overdue_fen=overdue.fen, hold_id=hold_id,
        )  # fmt: skip
        if self.taker is Taker.AGENCY:
            self._require_lawful(work, made)
        due_on = self.back_by or work.today + ASKED_AFTER
        cases.add_step(work, kept.id, StepKind.REVIEW, due_on, "handing.back_by", made)
        work.note(case=kept.id, handing=made, number=number, taker=self.taker.value)
        return made

    def _rest(self, work: Work) -> str:
        """While an agency collects, the branch's own people don't."""
        return cases.add_hold(work, self.case_id, "entrusted", None, self.reason.strip())

    def _require_lawful(self, work: Work, made: str) -> None:
        told = Told(
            Recipient.AGENCY, self.receiver, self.reason, self.reason, identity=IdentityProof.CONTRACT,
            agreement=self.agreement, assessment=self.assessment,
        )  # fmt: skip  # who is bound by a written agreement is known by it
        gate.require_lawful(
            work, told.act, facts_of(work, self.case_id, told, work.now), work.today, case_id=self.case_id,
            subject_id=made, reason=self.reason,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TakeBack(Change[None]):
    """The case is back: what came of it, whether its papers are back too; the branch goes on from there."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "handing.returned"
    timed: ClassVar = True
    touches: ClassVar = _TOUCHES

    handing_id: str
    result: Result
    papers_back: bool
    note: str = ""

    def carry_out(self, work: Work) -> None:
        kept = handings.handing(work, self.handing_id)
        require_return(kept, self.result, papers_back=self.papers_back, note=self.note)
        handings.take_back(work, kept, self.result, papers_back=self.papers_back, note=self.note.strip())
        cases.finish_steps(work, kept.case_id, (StepKind.REVIEW,), "returned", kept.id)
        if kept.hold_id and any(
            h.id == kept.hold_id and h.ended_on is None for h in cases.holds(work, kept.case_id)
        ):
            holding.end(work, kept.case_id, kept.hold_id, "hold.ended")
        about = kept.id if _NEXT[self.result] is StepKind.REVIEW else None
        cases.add_step(work, kept.case_id, _NEXT[self.result], work.today, "handing.returned", about)
        work.note(case=kept.case_id, handing=kept.id, result=self.result.value)


@dataclass(frozen=True, slots=True)
class ListHandings(Lookup[tuple[Handing, ...]]):
    """Every time a case was given out, newest first; who recorded it by name."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "handing.listed"

    case_id: str

    def look(self, view: View) -> tuple[Handing, ...]:
        names = account_names(view)
        return tuple(
            replace(each, recorded_by=names.get(each.recorded_by, ""))
            for each in handings.of_case(view, self.case_id)
        )


@dataclass(frozen=True, slots=True)
class PrintHandingFile(Export[Printed, Sheaf]):
    """Print the file that goes with the case: what is owed, agreed and done, what binds, and the return slip."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "handing.printed"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.CASES})

    target: Path
    handing_id: str
    language: str = "zh_CN"

    def gather(self, view: View) -> Sheaf:
        kept = handings.handing(view, self.handing_id)
        case = cases.case(view, kept.case_id)
        who = customers.customer(view, case.customer_id)
        copy = next_copy(view, "handing", kept.id)
        # an agency is told what its agreement names and no more: numbers and addresses come from the register
        seen = masking.FOR_PURPOSE
        facts = handing_facts(
            view, kept, masking.name(seen, who.name), masking.id_no(who.id_no), printing_of(view, copy)
        )
        return Sheaf(facts, kept.number, copy, kept.id)

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_handing(partial, gathered.facts, self.language, progress.step)

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        printed = gathered.printed(self.target, partial)
        gathered.register(work, "handing", HANDING_VERSION, printed)
        work.note(handing=self.handing_id, copy=printed.copy)
        return printed
