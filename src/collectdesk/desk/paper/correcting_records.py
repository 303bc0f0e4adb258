"""A visit record typed for the wrong customer: it stays, void; its effects go, and the visit waits for its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collectdesk.desk.paper.recording import RecordVisit
from collectdesk.desk.solutions.solving import PromiseGiven
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.paper.further import WRONG_ADDRESS
from collectdesk.domain.paper.records import Met, RecordState
from collectdesk.domain.people.people import Role
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import RequestState, VisitState
from collectdesk.store.cases import cases, solutions
from collectdesk.store.customers import corrections
from collectdesk.store.customers.corrections import Entry
from collectdesk.store.vault import evidence
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from collectdesk.store.cases.solutions import KeptPromise
    from collectdesk.store.visits.visits import Visit, VisitRecord
    from collectdesk.store.work import Work

_OPEN = (VisitState.SCHEDULED, VisitState.KIT_PRINTED)


def correct_record(
    work: Work, record_id: str, case_id: str, right_case_id: str, reason: str
) -> tuple[str, list[str], str]:
    """Void a record and type it where it belongs, if a visit there waits for one; gives the correction's id, what was
    withdrawn and what stays as codes, and the new record's id or "". Raises Refused(correct.*).
    """
    record = visits.record(work, record_id)
    kept = visits.visit(work, record.visit_id)
    if kept.case_id != case_id:
        raise Refused("correct.other_case")
    if record.state is RecordState.VOID:
        raise Refused("correct.already")
    if work.actor.role is Role.CLERK and (
        record.recorded_by != work.actor.id or record.signed_at is not None
    ):
        raise Refused("correct.not_yours")
    closed_on = cases.case(work, case_id).closed_on
    if closed_on is not None:
        raise Refused("case.closed", closed_on=closed_on)
    found = Entry("visit", record.id, case_id, record.recorded_at, record.recorded_by, record)
    promised = [p for p in solutions.promises(work, case_id=case_id) if p.visit_id == kept.id]
    effects = _withdraw(work, found, record, kept, promised, elsewhere=bool(right_case_id))
    new_id = ""
    if right_case_id:
        new_id = _type_there(work, record, right_case_id, promised)
        effects.append("record_there" if new_id else "enter_again")
    made = corrections.keep(work, found, right_case_id, new_id, reason, effects)
    _strike_contact(work, found, kept, right_case_id, reason)
    return made, effects, new_id


def _withdraw(
    work: Work,
    found: Entry,
    record: VisitRecord,
    kept: Visit,
    promised: list[KeptPromise],
    *,
    elsewhere: bool,
) -> list[str]:
    effects = []
    cancelled = [str(p.id) for p in promised if corrections.cancel_promise(work, str(p.id))]
    if promised and not cancelled:
        raise Refused("correct.promise_decided")
    if cancelled:
        effects.append("promise_cancelled")
    if held := corrections.end_hold(work, source_id=kept.id):
        effects.append("hold_ended")
    found_wrong = (
        record.findings.met is Met.BAD_ADDRESS or record.findings.further.address_found in WRONG_ADDRESS
    )
    if found_wrong and corrections.reopen_address(work, kept.point_id):
        effects.append("number_again")
    visits.set_record_state(work, record, RecordState.VOID)
    printed = any(made.document == "kit" for made in visits.prints(work, kept.id))
    visits.set_visit_state(work, kept, VisitState.KIT_PRINTED if printed else VisitState.SCHEDULED)
    if not elsewhere and kept.back_at is None:  # they went and came back: only what was typed was wrong
        visits.mark_back(work, visits.visit(work, kept.id), record.findings.left_at)
    asked = visits.request(work, kept.request_id)
    if asked.state is RequestState.FULFILLED:
        visits.set_request_state(work, asked, RequestState.PLANNED)
    corrections.take_steps_back(work, found, [*cancelled, *held])
    cases.add_step(work, kept.case_id, StepKind.RECORD_VISIT, work.today, "entry.corrected", kept.id)
    effects.append("visit_waits")
    if corrections.assessed_since(work, found):
        cases.add_step(work, kept.case_id, StepKind.ASSESS, work.today, "entry.corrected")
        effects.append("assess_again")
    if any(b.subject_id == record.id for b in cases.breaches(work, case_id=kept.case_id)):
        effects.append("breach_stays")
    if evidence.of_visit(work, kept.id):
        effects.append("evidence_stays")
    return effects


def _strike_contact(work: Work, found: Entry, kept: Visit, right_case_id: str, reason: str) -> None:
    """The visit's line in the contact log goes with its record: it counts no more in this case."""
    for contact in cases.contacts(work, kept.case_id):
        if contact.visit_id == kept.id and contact.channel.value == "visit":
            there = replace(found, kind="contact", id=contact.id)
            corrections.keep(work, there, right_case_id, "", reason, [])


def _type_there(work: Work, record: VisitRecord, right_case_id: str, promised: list[KeptPromise]) -> str:
    """Type the same findings for the one visit of the right case that waits for its record; "" where none does."""
    waiting = [each for each in visits.visits_of(work, right_case_id) if each.state in _OPEN]
    if len(waiting) != 1:
        return ""
    given = None
    if promised:
        said = promised[0].promise
        given = PromiseGiven(said.amount, said.due_on, said.promised_by, said.money_from, said.evidence)
    return RecordVisit(waiting[0].id, record.findings, given).carry_out(work).record_id
