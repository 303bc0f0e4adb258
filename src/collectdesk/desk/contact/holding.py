"""Holds: collection stops for a reason, as far as the reason reaches, until a day; its proof is asked for in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.pipeline import Change, Subject
from collectdesk.domain.contact.holds import CHANNELS, SUBJECTS, HoldScope, Reach
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.facts import HOLDS
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.trouble import StaleRecord

if TYPE_CHECKING:
    from collectdesk.store.work import Work

_TOUCHES: Final = frozenset({Subject.CASES, Subject.STEPS, Subject.VISITS})
PROOF_DUE: Final = "hold.proof_due"


@dataclass(frozen=True, slots=True)
class PlaceHold(Change[str]):
    """Stop collection for a reason, as far as it reaches; it returns by itself after its last day.

    ``proof_due_on`` is until when what proves the reason is asked for: Today reminds of it.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "hold.placed"
    touches: ClassVar = _TOUCHES

    case_id: str
    code: str
    until_on: date | None
    reason: str
    reach: Reach = cases.WHOLE
    proof_due_on: date | None = None

    def carry_out(self, work: Work) -> str:
        self._require_sense(work)
        hold_id = place(
            work, self.case_id, self.code, self.until_on, self.reason.strip(), self.reach, self.proof_due_on
        )
        work.note(case=self.case_id, hold=hold_id, code=self.code, scope=self.reach.scope.value)
        return hold_id

    def _require_sense(self, work: Work) -> None:
        if self.code not in HOLDS:
            raise Refused("hold.unknown", field="code")  # the rules would choke on it at every act
        if not self.reason.strip():
            raise Refused("hold.reason_missing", field="reason")
        for name, day in (("until_on", self.until_on), ("proof_due_on", self.proof_due_on)):
            if day is not None and day < work.today:
                raise Refused("hold.ends_in_past", field=name, until=day)
        require_reach(work, self.case_id, self.reach)


def require_reach(work: Work, case_id: str, reach: Reach) -> None:
    """Refuse a hold that would stop nothing: another customer's product, an unknown channel or subject."""
    if reach.scope is HoldScope.PRODUCT:
        owner = cases.case(work, case_id).customer_id
        known = {str(product.id) for product in customers.products(work, owner)}
    elif reach.scope is HoldScope.CUSTOMER:
        known = {""}
    else:
        known = set(CHANNELS if reach.scope is HoldScope.CHANNEL else SUBJECTS)
    if reach.of.partition(":")[0] not in known:
        raise Refused("hold.reach_unknown", field="reach")


def place(
    work: Work,
    case_id: str,
    code: str,
    until_on: date | None,
    reason: str,
    reach: Reach = cases.WHOLE,
    proof_due_on: date | None = None,
) -> str:
    """Place a hold with the steps that keep it from being forgotten; gives its id."""
    hold_id = cases.add_hold(work, case_id, code, until_on, reason, reach=reach, proof_due_on=proof_due_on)
    cases.add_step(work, case_id, StepKind.REVIEW, until_on or work.today, f"hold.{code}", hold_id)
    if proof_due_on is not None:
        cases.add_step(work, case_id, StepKind.DEADLINE, proof_due_on, PROOF_DUE, hold_id)
    return hold_id


@dataclass(frozen=True, slots=True)
class ProveHold(Change[None]):
    """What proves a hold's reason has come: what it is and where it lies."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "hold.proven"
    touches: ClassVar = _TOUCHES

    case_id: str
    hold_id: str
    proof: str

    def carry_out(self, work: Work) -> None:
        _standing(work, self.case_id, self.hold_id)
        if not self.proof.strip():
            raise Refused("hold.proof_missing", field="proof")
        cases.prove_hold(work, self.hold_id, self.proof.strip())
        cases.finish_steps(work, self.case_id, (StepKind.DEADLINE,), "proven", self.hold_id)
        work.note(case=self.case_id, hold=self.hold_id)


@dataclass(frozen=True, slots=True)
class EndHold(Change[None]):
    """End a hold before its day."""

    needs: ClassVar = Permission.END_HOLD
    action: ClassVar = "hold.ended"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.CASES, Subject.STEPS})

    case_id: str
    hold_id: str

    def carry_out(self, work: Work) -> None:
        _standing(work, self.case_id, self.hold_id)
        end(work, self.case_id, self.hold_id, "hold.ended")
        work.note(case=self.case_id, hold=self.hold_id)


def end(work: Work, case_id: str, hold_id: str, why: str) -> None:
    """End a hold with its steps; the case comes back to the calls."""
    cases.end_holds(work, hold_id=hold_id)
    cases.finish_steps(work, case_id, (StepKind.REVIEW, StepKind.DEADLINE), "hold_ended", hold_id)
    cases.add_step(work, case_id, StepKind.CALL, work.today, why)


def return_from_holds(work: Work) -> int:
    """Bring back the cases whose holds ran out: their review is over, and a call is due. Gives how many."""
    returned = 0
    for step in cases.steps(work, until=work.today):
        if step.kind is not StepKind.REVIEW or not step.why.startswith("hold.") or not step.subject_id:
            continue
        held = next((h for h in cases.holds(work, step.case_id) if h.id == step.subject_id), None)
        if held is not None and held.until_on is not None and held.until_on < work.today:
            end(work, step.case_id, held.id, "hold.returned")
            returned += 1
    return returned


def _standing(work: Work, case_id: str, hold_id: str) -> cases.Hold:
    held = next((hold for hold in cases.holds(work, case_id) if hold.id == hold_id), None)
    if held is None or held.ended_on is not None:
        raise StaleRecord("hold", hold_id)
    return held
