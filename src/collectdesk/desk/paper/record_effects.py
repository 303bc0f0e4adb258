"""What a record sets going in the same deed: next steps, protection, the register of complaints, the address."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from collectdesk.desk.contact.complaints import Brought, RegisterComplaint
from collectdesk.domain.contact.complaints import ComplaintChannel, ComplaintKind
from collectdesk.domain.contact.contacts import ContactOutcome, Reached
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.paper.further import WRONG_ADDRESS, Raised
from collectdesk.domain.paper.records import FamilySituation, Findings, Met, VisitOutcome
from collectdesk.domain.risk.next_steps import BY_OUTCOME, CHOSEN, OF_THE_CUSTOMER, step_after
from collectdesk.domain.visits.visits import RequestState
from collectdesk.domain.zones import local_day
from collectdesk.store.cases import cases
from collectdesk.store.contact import complaints
from collectdesk.store.customers import customers
from collectdesk.store.visits import visits
from collectdesk.store.work import Work

REACHED: Final = {
    Met.BORROWER: Reached.DEBTOR,
    Met.FAMILY: Reached.FAMILY,
    Met.COLLEAGUE: Reached.THIRD_PARTY,
    Met.NEIGHBOUR: Reached.THIRD_PARTY,
    Met.REFUSED: Reached.DEBTOR,
}
OUTCOMES: Final = {
    VisitOutcome.PROMISED: ContactOutcome.PROMISED,
    VisitOutcome.REFUSED_TO_PAY: ContactOutcome.REFUSED,
    VisitOutcome.HARDSHIP: ContactOutcome.HARDSHIP,
    VisitOutcome.DISPUTED: ContactOutcome.DISPUTED,
    VisitOutcome.NOT_MET: ContactOutcome.NO_ANSWER,
    VisitOutcome.PAID: ContactOutcome.CLAIMS_PAID,
}
_PROTECTING: Final = {FamilySituation.BEREAVED: "bereavement", FamilySituation.ILL_MEMBER: "illness"}
"""Situations in which the customer is left in peace for a while: protection, not more visits."""
_ON_THE_VISIT: Final = "visit"


def follow(work: Work, kept: visits.Visit, found: Findings) -> None:
    """Everything but the contact log, the promise, the plan and the costs."""
    asked = visits.request(work, kept.request_id)
    if asked.state is RequestState.PLANNED:
        visits.set_request_state(work, asked, RequestState.FULFILLED)
    cases.finish_steps(
        work, kept.case_id, (StepKind.RECORD_VISIT, StepKind.NOTIFY, StepKind.PRINT_KIT), "recorded", kept.id
    )
    cases.finish_steps(work, kept.case_id, (StepKind.CALL, StepKind.REQUEST_VISIT), "visited")
    _next_steps(work, kept, found)
    _protect(work, kept, found)
    _judge_address(work, kept, found)
    _register(work, kept, found)


def _next_steps(work: Work, kept: visits.Visit, found: Findings) -> None:
    # typed again, the record sets its steps anew
    own = {kind for kind, _days in (*BY_OUTCOME.values(), *CHOSEN.values())} - OF_THE_CUSTOMER
    cases.finish_steps(work, kept.case_id, own, "recorded", kept.id)
    chosen = found.further.next_step
    step = step_after(found.outcome, chosen)
    if step is not None:
        kind, days = step
        due_on, subject = work.today + timedelta(days=days), None if kind in OF_THE_CUSTOMER else kept.id
        why = "visit.chosen" if chosen else f"visit.{found.outcome.value}"
        cases.add_step(work, kept.case_id, kind, due_on, why, subject)
    # one review a visit: what weighs most is why
    if found.further.vulnerable:
        cases.add_step(work, kept.case_id, StepKind.REVIEW, work.today, "visit.vulnerable", kept.id)
    if found.further.incident_note.strip():
        cases.add_step(work, kept.case_id, StepKind.REVIEW, work.today, "visit.incident", kept.id)


def _protect(work: Work, kept: visits.Visit, found: Findings) -> None:
    for situation, code in _PROTECTING.items():
        if situation in found.family and code not in cases.standing_holds(work, kept.case_id):
            until = work.today + timedelta(days=30)
            cases.add_hold(work, kept.case_id, code, until, f"visit.{situation.value}", kept.id)
    disputed = found.outcome is VisitOutcome.DISPUTED or found.further.raised is Raised.DISPUTE
    if disputed and "dispute" not in cases.standing_holds(work, kept.case_id):
        cases.add_hold(work, kept.case_id, "dispute", None, "visit.disputed", kept.id)


def _judge_address(work: Work, kept: visits.Visit, found: Findings) -> None:
    """An address that turned out wrong isn't gone to any more; one that is right is as good as checked."""
    said = found.further.address_found
    if not kept.point_id:
        return
    if said in WRONG_ADDRESS:
        customers.set_point_standing(work, kept.point_id, "invalid", _ON_THE_VISIT)
    elif found.met is Met.BAD_ADDRESS:
        customers.set_point_standing(work, kept.point_id, "invalid")
    elif said is not None:
        customers.set_point_standing(work, kept.point_id, "valid", _ON_THE_VISIT)


def _register(work: Work, kept: visits.Visit, found: Findings) -> None:
    """A grievance told at the door stands in the register like any other, once for each visit."""
    if found.further.raised is not Raised.COMPLAINT:
        return
    if any(one.reference == kept.visit_no for one in complaints.complaints(work, case_id=kept.case_id)):
        return
    who = customers.customer(work, cases.case(work, kept.case_id).customer_id).name
    brought = Brought(
        ComplaintKind.COMPLAINT, found.met_name or who, ComplaintChannel.VISIT, local_day(found.arrived_at),
        "other", found.further.raised_note, reference=kept.visit_no,
    )  # fmt: skip
    RegisterComplaint(kept.case_id, brought).carry_out(work)
