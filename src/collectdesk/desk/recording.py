"""The visit record: typed from the sheet, evidence attached, signed off by somebody else."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from collectdesk.desk import gate, masking, own_work
from collectdesk.desk.codes import CodeKind, read_code
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rulebook import rules_of
from collectdesk.desk.solving import take_promise
from collectdesk.desk.visiting import VisitLine, visit_line
from collectdesk.domain.cases import StepKind
from collectdesk.domain.contacts import Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.ids import EvidenceId, RecordId, VisitId
from collectdesk.domain.money import Money
from collectdesk.domain.people import Permission
from collectdesk.domain.records import (
    ABOUT_THE_DEBT,
    Entry,
    FamilySituation,
    Findings,
    Met,
    Recording,
    RecordState,
    VisitOutcome,
    require_consistent,
    require_signable,
)
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.gate import Decision
from collectdesk.domain.rules.packs import Act, Rule
from collectdesk.domain.visits import RequestState, VisitState
from collectdesk.store import cases, customers, evidence, visits
from collectdesk.store.evidence import Evidence
from collectdesk.store.people import account_names, staff
from collectdesk.store.solutions import KeptPromise, promises
from collectdesk.store.trouble import trouble_of
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class PromiseGiven:
    """What was promised at the door."""

    amount: Money
    due_on: date
    promised_by: str = ""
    money_from: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    record_id: RecordId
    breaches: tuple[Decision, ...]
    promise_id: str | None


@dataclass(frozen=True, slots=True)
class AttachEvidence(Change[EvidenceId]):
    """Take a photo, scan or recording in: hashed, encrypted under the case's key, the original untouched."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "evidence.attached"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES})

    visit_id: str
    path: Path = field(repr=False)
    folder: Path = field(repr=False)
    kind: str = "photo"

    def carry_out(self, work: Work) -> EvidenceId:
        kept = visits.visit(work, self.visit_id)
        found = take_file(work, self.path, kept.case_id, kind=self.kind, visit_id=kept.id, folder=self.folder)
        work.note(case=kept.case_id, visit=kept.id, evidence=found.id, sha256=found.sha256)
        return found.id


def take_file(
    work: Work,
    path: Path,
    case_id: str,
    *,
    kind: str,
    visit_id: str | None = None,
    contact_id: str | None = None,
    folder: Path | None = None,
) -> Evidence:
    """Take a file in as a case's evidence; raises Refused (evidence.…) naming the file."""
    try:
        size = path.stat().st_size
        if size == 0:
            raise Refused("evidence.empty", file=path.name)
        if size > 512 * 1024 * 1024:
            raise Refused("evidence.too_large", file=path.name, megabytes=size >> 20)
        with path.open("rb") as source:
            found = evidence.keep(
                work,
                folder or work.evidence_folder,
                case_id,
                source,
                kind=kind,
                original_name=path.name,
                media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
                visit_id=visit_id,
                contact_id=contact_id,
            )
    except OSError as error:
        if trouble_of(error) is not None:
            raise  # the branch's disk is full or gone: not the file's fault
        raise Refused("evidence.unreadable", file=path.name) from error
    twins = [e for e in evidence.of_case(work, case_id) if e.sha256 == found.sha256 and e.id != found.id]
    if twins:
        raise Refused("evidence.already_there", file=found.original_name, earlier=twins[0].original_name)
    return found


@dataclass(frozen=True, slots=True)
class RecordVisit(Change[Recorded]):
    """Record what two people found, as they found it; what broke a rule is marked, never refused."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "visit.recorded"
    touches: ClassVar = frozenset(
        {Subject.VISITS, Subject.CASES, Subject.STEPS, Subject.SOLUTIONS, Subject.CUSTOMERS}
    )

    visit_id: str
    findings: Findings
    promise: PromiseGiven | None = None

    def carry_out(self, work: Work) -> Recorded:
        kept = visits.visit(work, self.visit_id)
        if kept.state not in (VisitState.SCHEDULED, VisitState.KIT_PRINTED, VisitState.SENT_BACK):
            raise Refused("visit.not_open", state=kept.state.value)
        require_consistent(self.findings, now=work.now)
        if self.promise is not None and self.findings.outcome is not VisitOutcome.PROMISED:
            raise Refused("record.promise_mismatch", field="outcome")
        if (
            self.promise is None
            and self.findings.outcome is VisitOutcome.PROMISED
            and not self._promised(work)
        ):
            raise Refused("record.promise_missing", field="promise")
        record_id = self._keep(work, kept)
        breaches = self._mark(work, kept, record_id)
        self._follow(work, kept)
        promise_id = None
        if self.promise is not None:
            given = self.promise
            promise_id = take_promise(
                work,
                kept.case_id,
                given.amount,
                given.due_on,
                given.promised_by,
                given.money_from,
                visit_id=kept.id,
            )
        work.note(case=kept.case_id, visit=kept.id, record=record_id, breaches=len(breaches))
        return Recorded(record_id, breaches, promise_id)

    def _promised(self, work: Work) -> bool:
        case_id = visits.visit(work, self.visit_id).case_id
        return any(p.visit_id == self.visit_id for p in promises(work, case_id=case_id))

    def _keep(self, work: Work, kept: visits.Visit) -> RecordId:
        earlier = visits.record_of(work, kept.id)
        if earlier is None:
            record_id = visits.add_record(work, kept.id, self.findings)
            self._log_contact(work, kept)
        else:
            visits.change_record(work, earlier, self.findings)
            record_id = earlier.id
            cases.correct_visit_contact(work, kept.id, **self._contact())
        visits.set_visit_state(work, kept, VisitState.RECORDED)
        return record_id

    def _log_contact(self, work: Work, kept: visits.Visit) -> None:
        cases.add_contact(
            work,
            kept.case_id,
            channel=Channel.VISIT,
            direction=Direction.OUTGOING,
            point_id=kept.point_id,
            visit_id=kept.id,
            note="",
            **self._contact(),
        )

    def _contact(self) -> dict[str, Any]:
        """The visit as the contact log tells it: the same as the record, also when that is typed again."""
        return {
            "happened_at": self.findings.arrived_at,
            "reached": _REACHED.get(self.findings.met, Reached.NOBODY),
            "outcome": _OUTCOMES.get(self.findings.outcome, ContactOutcome.NOTED),
            "identity_stated": self.findings.purpose_stated,
        }

    def _mark(self, work: Work, kept: visits.Visit, record_id: RecordId) -> tuple[Decision, ...]:
        found = self.findings
        crew = _crew_of(work, kept)
        facts = gate.visit_facts(
            work, kept.case_id, kept.point_id, found.arrived_at, found.left_at, crew, caution=kept.caution
        )
        del facts["crew_related_to_customer"]  # the sheet doesn't ask: nobody knows, so it proves nothing
        spoken_with = _REACHED.get(found.met, Reached.NOBODY) if found.outcome in ABOUT_THE_DEBT else None
        facts |= {
            # who opens the door is nobody's breach; dunning somebody who owes nothing is
            "contact_role": gate.role_of(spoken_with or Reached.NOBODY),
            "reached": found.met not in (Met.NOBODY, Met.BAD_ADDRESS),
            "identification_shown": found.identification_shown,
            "identity_stated": found.purpose_stated,
            "entry": "door_only" if found.entry is Entry.NOT_ENTERED else _place(work, kept.point_id),
            "entry_consent_noted": found.entry is Entry.CONSENTED,
            "recording_made": found.recording is Recording.ON,
            "recording_refusal_noted": found.recording is Recording.REFUSED,
        }
        if kept.point_id and found.met is Met.BAD_ADDRESS:
            customers.set_point_standing(work, kept.point_id, "invalid")
        cases_breaches = {
            b.rule_id for b in cases.breaches(work, case_id=kept.case_id) if b.subject_id == record_id
        }
        return gate.mark_breaches(
            work,
            Act.VISIT,
            facts,
            found.arrived_at,
            case_id=kept.case_id,
            subject_kind="visit_record",
            subject_id=record_id,
            marked=frozenset(cases_breaches),  # typed again, a record keeps its breaches and may add some
        )

    def _follow(self, work: Work, kept: visits.Visit) -> None:
        asked = visits.request(work, kept.request_id)
        if asked.state is RequestState.PLANNED:
            visits.set_request_state(work, asked, RequestState.FULFILLED)
        cases.finish_steps(
            work,
            kept.case_id,
            (StepKind.RECORD_VISIT, StepKind.NOTIFY, StepKind.PRINT_KIT),
            "recorded",
            kept.id,
        )
        cases.finish_steps(work, kept.case_id, (StepKind.CALL, StepKind.REQUEST_VISIT), "visited")
        step = _STEPS.get(self.findings.outcome)
        if step is not None:
            kind, days = step
            cases.add_step(
                work,
                kept.case_id,
                kind,
                work.today + timedelta(days=days),
                f"visit.{self.findings.outcome.value}",
                None if kind is StepKind.CALL else kept.id,
            )
        for situation, code in _PROTECTING.items():
            if situation in self.findings.family and code not in cases.standing_holds(work, kept.case_id):
                cases.add_hold(
                    work,
                    kept.case_id,
                    code,
                    work.today + timedelta(days=30),
                    f"visit.{situation.value}",
                    kept.id,
                )
        disputed = self.findings.outcome is VisitOutcome.DISPUTED
        if disputed and "dispute" not in cases.standing_holds(work, kept.case_id):
            cases.add_hold(work, kept.case_id, "dispute", None, "visit.disputed", kept.id)


_REACHED = {
    Met.BORROWER: Reached.DEBTOR,
    Met.FAMILY: Reached.FAMILY,
    Met.COLLEAGUE: Reached.THIRD_PARTY,
    Met.NEIGHBOUR: Reached.THIRD_PARTY,
    Met.REFUSED: Reached.DEBTOR,
}
_OUTCOMES = {
    VisitOutcome.PROMISED: ContactOutcome.PROMISED,
    VisitOutcome.REFUSED_TO_PAY: ContactOutcome.REFUSED,
    VisitOutcome.HARDSHIP: ContactOutcome.HARDSHIP,
    VisitOutcome.DISPUTED: ContactOutcome.DISPUTED,
    VisitOutcome.NOT_MET: ContactOutcome.NO_ANSWER,
    VisitOutcome.PAID: ContactOutcome.CLAIMS_PAID,
}
_STEPS = {
    VisitOutcome.WANTS_PLAN: (StepKind.SOLUTION, 0),
    VisitOutcome.HARDSHIP: (StepKind.SOLUTION, 0),
    VisitOutcome.PAID: (StepKind.REVIEW, 3),
    VisitOutcome.REFUSED_TO_PAY: (StepKind.ASSESS, 0),
    VisitOutcome.DISPUTED: (StepKind.REVIEW, 0),
    VisitOutcome.NOT_MET: (StepKind.CALL, 1),
    VisitOutcome.MOVED: (StepKind.CALL, 0),
    VisitOutcome.NOTICE_SERVED: (StepKind.REVIEW, 7),
    VisitOutcome.STOPPED: (StepKind.REVIEW, 0),
}
_PROTECTING = {FamilySituation.BEREAVED: "bereavement", FamilySituation.ILL_MEMBER: "illness"}
"""Situations in which the customer is left in peace for a while: protection, not more visits."""


@dataclass(frozen=True, slots=True)
class SignOff(Change[None]):
    """The supervisor signs a record off; afterwards it is final."""

    needs: ClassVar = Permission.SIGN_OFF
    action: ClassVar = "record.signed_off"
    timed: ClassVar = True
    four_eyes: ClassVar = "four_eyes.own_record"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    visit_id: str

    def signed_subject(self) -> str:
        return self.visit_id

    def makers(self, view: View) -> frozenset[str]:
        return own_work.of_record(view, self.visit_id)

    def carry_out(self, work: Work) -> None:
        kept, record = _signable(work, self.visit_id)
        visits.set_record_state(work, record, RecordState.SIGNED_OFF)
        visits.set_visit_state(work, kept, VisitState.SIGNED_OFF)
        work.note(case=kept.case_id, visit=kept.id, record=record.id)


@dataclass(frozen=True, slots=True)
class SendBack(Change[None]):
    """The supervisor sends a record back, saying what is missing."""

    needs: ClassVar = Permission.SIGN_OFF
    action: ClassVar = "record.sent_back"
    four_eyes: ClassVar = "four_eyes.own_record"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    visit_id: str
    reason: str

    def makers(self, view: View) -> frozenset[str]:
        return own_work.of_record(view, self.visit_id)

    def carry_out(self, work: Work) -> None:
        kept, record = _signable(work, self.visit_id)
        if not self.reason.strip():
            raise Refused("record.reason_missing", field="reason")
        visits.set_record_state(work, record, RecordState.SENT_BACK, self.reason.strip())
        visits.set_visit_state(work, kept, VisitState.SENT_BACK)
        cases.add_step(work, kept.case_id, StepKind.RECORD_VISIT, work.today, "record.sent_back", kept.id)
        work.note(case=kept.case_id, visit=kept.id, record=record.id)


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """A visit with its record, evidence and breaches, for the form and the sign-off."""

    visit: VisitLine
    customer_name: str
    record: visits.VisitRecord | None
    recorded_by: str
    signed_by: str
    evidence: tuple[Evidence, ...]
    breaches: tuple[cases.Breach, ...]
    overdue: Money
    promise: KeptPromise | None = None
    rules: Mapping[str, Rule] = field(default_factory=dict)
    """The rules behind the breaches, by id, as far as a pack in use still holds them."""


@dataclass(frozen=True, slots=True)
class OpenSheet(Lookup[RecordSheet]):
    """Open a visit for recording or signing."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "record.opened"

    visit_id: str

    def look(self, view: View) -> RecordSheet:
        kept = visits.visit(view, self.visit_id)
        record = visits.record_of(view, kept.id)
        case = cases.case(view, kept.case_id)
        names = account_names(view)
        owned = customers.products(view, case.customer_id)
        seen = masking.of_case(view, case)
        line = visit_line(view, kept, {person.id: person for person in staff(view)})
        marked = tuple(
            b for b in cases.breaches(view, case_id=kept.case_id) if record and b.subject_id == record.id
        )
        given = promises(view, case_id=kept.case_id)
        return RecordSheet(
            line,
            masking.name(seen, customers.customer(view, case.customer_id).name),
            masking.record(seen, record) if record else None,
            names.get(record.recorded_by, "") if record else "",
            names.get(record.signed_by, "") if record else "",
            tuple(masking.evidence(seen, e) for e in evidence.of_visit(view, kept.id)),
            marked,
            Money(sum(p.overdue.fen for p in owned)),
            next((masking.promise(seen, p) for p in given if p.visit_id == kept.id), None),
            _rules(view, {b.rule_id for b in marked}),
        )


@dataclass(frozen=True, slots=True)
class FindByCode(Lookup[VisitId]):
    """The visit that a scanned sheet or record is about; a visit's number, typed, is taken too."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "record.found"

    text: str = field(repr=False)

    def look(self, view: View) -> VisitId:
        text = self.text.strip()
        numbered = visits.visit_by_no(view, text.upper())
        if numbered is not None:
            return numbered.id
        code = read_code(view, text.upper())
        if code.kind in (CodeKind.AGREEMENT, CodeKind.NOTICE):
            raise Refused("code.not_a_visit")
        found = visits.visit_by_tail(view, code.subject_tail)
        if found is None:
            raise Refused("visit.unknown", visit=code.subject_tail)
        return found.id


@dataclass(frozen=True, slots=True)
class WaitingRecord:
    """A record that waits for the supervisor's signature."""

    visit: VisitLine
    recorded_by: str
    recorded_at: datetime
    breaches: int


@dataclass(frozen=True, slots=True)
class ListWaitingRecords(Lookup[tuple[WaitingRecord, ...]]):
    """Records that wait for sign-off."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "record.listed"

    def look(self, view: View) -> tuple[WaitingRecord, ...]:
        names, people = account_names(view), {person.id: person for person in staff(view)}
        return tuple(
            WaitingRecord(
                visit_line(view, visits.visit(view, record.visit_id), people),
                names.get(record.recorded_by, ""),
                record.recorded_at,
                sum(
                    b.subject_id == record.id
                    for b in cases.breaches(view, case_id=visits.visit(view, record.visit_id).case_id)
                ),
            )
            for record in visits.records_in(view, RecordState.RECORDED)
        )


def _signable(work: Work, visit_id: str) -> tuple[visits.Visit, visits.VisitRecord]:
    kept = visits.visit(work, visit_id)
    record = visits.record_of(work, visit_id)
    if record is None:
        raise Refused("record.missing")
    require_signable(record.state)
    return kept, record


def _rules(view: View, ids: set[str]) -> dict[str, Rule]:
    return {rule.id: rule for pack in rules_of(view).packs for rule in pack.rules if rule.id in ids}


def _place(view: View, point_id: str) -> str:
    """What the visitors entered: a workplace isn't a home, and the law treats them apart."""
    point = customers.point(view, point_id)
    return "office" if point is not None and point.label == "work" else "home"


def _crew_of(view: View, kept: visits.Visit) -> gate.Crew | None:
    people = {person.id: person for person in staff(view, former=True)}  # who went may have left since
    officer, safety = people.get(kept.officer_id), people.get(kept.safety_id)
    return gate.Crew(officer, safety) if officer and safety else None
