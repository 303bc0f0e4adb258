"""An entry made on the wrong customer: it stays, marked, and everything it caused is withdrawn as far as it can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.paper.correcting_records import correct_record
from collectdesk.desk.pipeline import Change, Subject
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, IdentityProof, Reached
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.merging import KINDS
from collectdesk.domain.people.people import Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.customers import corrections
from collectdesk.store.customers.corrections import Entry
from collectdesk.store.work import Work


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was withdrawn and what stays, as codes; ``new_id`` is the entry where it belongs."""

    correction_id: str
    effects: tuple[str, ...]
    new_id: str


@dataclass(frozen=True, slots=True)
class CorrectEntry(Change[Corrected]):
    """Mark an entry as another customer's; with ``right_case_no`` a contact is entered there as it happened.

    A clerk corrects their own, a supervisor anybody's. Nothing is deleted: both files show it.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "entry.corrected"
    touches: ClassVar = frozenset(
        {Subject.CASES, Subject.STEPS, Subject.SOLUTIONS, Subject.CUSTOMERS, Subject.VISITS}
    )

    case_id: str
    kind: str
    entry_id: str
    reason: str
    right_case_no: str = ""

    def carry_out(self, work: Work) -> Corrected:
        if self.kind == "visit":
            return self._record(work)
        found = self._entry(work)
        right = self._right_case(work, found.case_id)
        effects = _withdraw(work, found)
        new_id = ""
        if right and found.kind == "contact":
            new_id = _enter_there(work, found, right)
            effects.append("entered_there")
        elif right:
            effects.append("enter_again")
        made = corrections.keep(work, found, right, new_id, self.reason.strip(), effects)
        work.note(case=self.case_id, entry=found.id, kind=found.kind, right_case=right, effects=effects)
        return Corrected(made, tuple(effects), new_id)

    def _record(self, work: Work) -> Corrected:
        """A visit record goes with its visit's line in the contact log."""
        self._require_reason()
        right = self._right_case(work, self.case_id)
        made, effects, new_id = correct_record(work, self.entry_id, self.case_id, right, self.reason.strip())
        work.note(case=self.case_id, entry=self.entry_id, kind=self.kind, right_case=right, effects=effects)
        return Corrected(made, tuple(effects), new_id)

    def _require_reason(self) -> None:
        if not self.reason.strip():
            raise Refused("correct.reason_missing", field="reason")

    def _entry(self, work: Work) -> Entry:
        self._require_reason()
        if self.kind not in KINDS:
            raise Refused("correct.not_this", field="entry")
        found = corrections.entry(work, self.kind, self.entry_id)
        if found.case_id != self.case_id:
            raise Refused("correct.other_case")
        if corrections.correction_of(work, found.id) is not None:
            raise Refused("correct.already")
        if work.actor.role is Role.CLERK and found.recorded_by != work.actor.id:
            raise Refused("correct.not_yours")
        if found.kind == "contact" and (found.row.visit_id or found.row.channel == Channel.VISIT.value):
            raise Refused("correct.visit")
        return found

    def _right_case(self, work: Work, case_id: str) -> str:
        number = self.right_case_no.strip()
        if not number:
            return ""
        right = cases.case_by_no(work, number)
        if right is None:
            raise Refused("case.unknown", case_no=number, field="right_case_no")
        if right.id == case_id:
            raise Refused("correct.same_case", field="right_case_no")
        if right.closed_on is not None:
            raise Refused("case.closed", closed_on=right.closed_on, field="right_case_no")
        return right.id


def _withdraw(work: Work, found: Entry) -> list[str]:
    """Take back what the entry caused, in the order it was caused; gives codes of what was and what stays."""
    effects = []
    promised = [found.id] if found.kind == "promise" else []
    held: list[str] = []
    if found.kind == "contact":
        promised = corrections.promises_with(work, found)
        held = corrections.end_hold(work, source_id=found.id)
        if corrections.reopen_number(work, found):
            effects.append("number_again")
    elif found.kind == "hold":
        held = corrections.end_hold(work, hold_id=found.id)
    cancelled = [each for each in promised if corrections.cancel_promise(work, each)]
    if promised and not cancelled:
        raise Refused("correct.promise_decided")
    if cancelled:
        effects.append("promise_cancelled")
    if held:
        effects.append("hold_ended")
    if corrections.take_steps_back(work, found, [*cancelled, *held]):
        effects.append("steps_back")
    if corrections.assessed_since(work, found):
        cases.add_step(work, found.case_id, StepKind.ASSESS, work.today, "entry.corrected")
        effects.append("assess_again")
    if cases.case(work, found.case_id).closed_on is None and not corrections.has_open_step(
        work, found.case_id
    ):
        cases.add_step(work, found.case_id, StepKind.CALL, work.today, "entry.corrected")
    if found.kind == "contact":
        effects += corrections.stays(work, found)
    return effects


def _enter_there(work: Work, found: Entry, right: str) -> str:
    """The same contact in the case it belongs to, judged and followed there as if it had been typed there."""
    row = found.row
    there = LogContact(
        right, Channel(row.channel), row.happened_at, Reached(row.reached), ContactOutcome(row.outcome),
        direction=Direction(row.direction), identity_stated=row.identity_stated, note=row.note,
        identity=IdentityProof(row.identity_proof) if row.identity_proof else None, sender_id=row.sender_id,
    )  # fmt: skip
    return there.carry_out(work).contact_id
