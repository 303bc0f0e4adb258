"""The visit record: typed from the sheet, confirmed by the second visitor, signed off by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.paper.codes import CodeKind, read_code
from collectdesk.desk.paper.questioning import questions_of
from collectdesk.desk.paper.record_effects import OUTCOMES, REACHED, follow
from collectdesk.desk.paper.second_visitor import NOT_SECONDED, Seconded, seconded
from collectdesk.desk.paper.voided import Voided, masked, newest_void, stands
from collectdesk.desk.people import own_work
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules import gate
from collectdesk.desk.rules.rulebook import rules_of
from collectdesk.desk.solutions.solving import OfferPlan, PromiseGiven, Terms, take_promise
from collectdesk.desk.visits.visiting import VisitLine, visit_line
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.ids import RecordId, VisitId
from collectdesk.domain.money import Money
from collectdesk.domain.paper.oddities import Oddity
from collectdesk.domain.paper.records import (
    ABOUT_THE_DEBT,
    Entry,
    Findings,
    Met,
    Recording,
    RecordState,
    VisitOutcome,
    require_consistent,
    require_signable,
)
from collectdesk.domain.paper.seconding import locks_at, may_mend, require_reopenable
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.gate import Decision
from collectdesk.domain.rules.packs import Act, Rule
from collectdesk.domain.visits.visit_costs import VisitCost, require_cost
from collectdesk.domain.visits.visits import VisitState
from collectdesk.store.cases import cases
from collectdesk.store.cases.solutions import KeptPromise, promises
from collectdesk.store.customers import customers
from collectdesk.store.people.people import account_names, staff
from collectdesk.store.vault import evidence
from collectdesk.store.vault.evidence import Evidence
from collectdesk.store.visits import record_entries, visits
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """A plan put to the customer at the door; without an amount it is over what is overdue of the product."""

    count: int
    first_due_on: date
    product_id: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    record_id: RecordId
    breaches: tuple[Decision, ...]
    promise_id: str | None
    plan_id: str | None = None


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
    cost: VisitCost | None = None
    plan: PlanAsked | None = None

    def carry_out(self, work: Work) -> Recorded:
        kept = visits.visit(work, self.visit_id)
        self._require_open(work, kept)
        require_consistent(self.findings, now=work.now)
        if self.cost is not None:
            require_cost(self.cost)
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
        follow(work, kept, self.findings)
        promise_id = self._promise(work, kept)
        plan_id = self._offer(work, kept)
        if self.cost is not None and self.cost.is_noted:
            record_entries.keep_cost(work, kept.id, self.cost)
        work.note(case=kept.case_id, visit=kept.id, record=record_id, breaches=len(breaches))
        return Recorded(record_id, breaches, promise_id, plan_id)

    def _require_open(self, work: Work, kept: visits.Visit) -> None:
        """A visit that waits for its record, or one typed a short while ago by the same person."""
        if kept.state in (VisitState.SCHEDULED, VisitState.KIT_PRINTED, VisitState.SENT_BACK):
            return
        record = visits.record_of(work, kept.id)
        if record is None or not _may_mend(work, record):
            raise Refused("visit.not_open", state=kept.state.value)

    def _offer(self, work: Work, kept: visits.Visit) -> str | None:
        """A plan asked for at the door is offered in the same deed, and waits for its signature."""
        if self.plan is None:
            return None
        if self.findings.outcome is not VisitOutcome.WANTS_PLAN:
            raise Refused("record.plan_mismatch", field="outcome")
        asked, case = self.plan, cases.case(work, kept.case_id)
        owed = [
            one for one in customers.products(work, case.customer_id) if asked.product_id in ("", str(one.id))
        ]
        if not owed:
            raise Refused("record.plan_mismatch", field="outcome")
        most = max(owed, key=lambda one: one.overdue.fen)
        terms = Terms(str(most.id), asked.amount or most.overdue, asked.count, asked.first_due_on)
        return OfferPlan(kept.case_id, terms, self.findings.narrative, signed=False).carry_out(work)

    def _promise(self, work: Work, kept: visits.Visit) -> str | None:
        if self.promise is None:
            return None
        return take_promise(work, kept.case_id, self.promise, visit_id=kept.id)

    def _promised(self, work: Work) -> bool:
        case_id = visits.visit(work, self.visit_id).case_id
        return any(p.visit_id == self.visit_id and stands(p) for p in promises(work, case_id=case_id))

    def _keep(self, work: Work, kept: visits.Visit) -> RecordId:
        earlier = visits.record_of(work, kept.id)
        if earlier is None:
            record_id = visits.add_record(work, kept.id, self.findings)
            self._log_contact(work, kept)
        else:
            record_entries.keep_before(work, earlier)
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
            "reached": REACHED.get(self.findings.met, Reached.NOBODY),
            "outcome": OUTCOMES.get(self.findings.outcome, ContactOutcome.NOTED),
            "identity_stated": self.findings.purpose_stated,
        }

    def _mark(self, work: Work, kept: visits.Visit, record_id: RecordId) -> tuple[Decision, ...]:
        found = self.findings
        crew = _crew_of(work, kept)
        facts = gate.visit_facts(
            work, kept.case_id, kept.point_id, found.arrived_at, found.left_at, crew, caution=kept.caution
        )
        del facts["crew_related_to_customer"]  # the sheet doesn't ask: nobody knows, so it proves nothing
        spoken_with = REACHED.get(found.met, Reached.NOBODY) if found.outcome in ABOUT_THE_DEBT else None
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


@dataclass(frozen=True, slots=True)
class SignOff(Change[None]):
    """The supervisor signs a record off once the second visitor's word is in; soon afterwards it is locked."""

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
        if record_entries.word_on(work, record) is None:
            raise Refused("record.second_awaited")
        visits.set_record_state(work, record, RecordState.SIGNED_OFF)
        visits.set_visit_state(work, kept, VisitState.SIGNED_OFF)
        work.note(case=kept.case_id, visit=kept.id, record=record.id)


@dataclass(frozen=True, slots=True)
class SendBack(Change[None]):
    """The supervisor sends a record back, saying what is missing; one signed off a short while ago too."""

    needs: ClassVar = Permission.SIGN_OFF
    action: ClassVar = "record.sent_back"
    four_eyes: ClassVar = "four_eyes.own_record"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    visit_id: str
    reason: str

    def makers(self, view: View) -> frozenset[str]:
        return own_work.of_record(view, self.visit_id)

    def carry_out(self, work: Work) -> None:
        kept, record = _kept_record(work, self.visit_id)
        require_reopenable(record.state, record.signed_at, work.now)
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
    questions: tuple[Oddity, ...] = ()
    second: Seconded = NOT_SECONDED
    cost: VisitCost | None = None
    may_mend: bool = False
    """Whether the actor typed it a short while ago and may type it again."""
    locks_at: datetime | None = None
    voided: Voided | None = None
    """The record of the same visit that was voided last."""


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
        given, voided = promises(view, case_id=kept.case_id), newest_void(view, kept)
        return RecordSheet(
            line,
            masking.name(seen, customers.customer(view, case.customer_id).name),
            masking.record(seen, record) if record else None,
            names.get(record.recorded_by, "") if record else "",
            names.get(record.signed_by, "") if record else "",
            tuple(masking.evidence(seen, e) for e in evidence.of_visit(view, kept.id) if not e.copy_of),
            marked,
            Money(sum(p.overdue.fen for p in owned)),
            next((masking.promise(seen, p) for p in given if p.visit_id == kept.id and stands(p)), None),
            _rules(view, {b.rule_id for b in marked}),
            questions_of(view, kept, record.findings, record.recorded_by, record.recorded_at)
            if record
            else (),
            seconded(view, kept, record, seen) if record else NOT_SECONDED,
            record_entries.cost_of(view, kept.id),
            record is not None and _may_mend(view, record),
            locks_at(record.signed_at) if record else None,
            masked(seen, voided) if voided else None,
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
    is_seconded: bool = False


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
                record_entries.word_on(view, record) is not None,
            )
            for record in visits.records_in(view, RecordState.RECORDED)
        )


def _kept_record(work: Work, visit_id: str) -> tuple[visits.Visit, visits.VisitRecord]:
    record = visits.record_of(work, visit_id)
    if record is None:
        raise Refused("record.missing")
    return visits.visit(work, visit_id), record


def _signable(work: Work, visit_id: str) -> tuple[visits.Visit, visits.VisitRecord]:
    kept, record = _kept_record(work, visit_id)
    require_signable(record.state)
    return kept, record


def _may_mend(view: View, record: visits.VisitRecord) -> bool:
    return may_mend(record.state, record.recorded_by, record.recorded_at, actor=view.actor.id, now=view.now)


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
