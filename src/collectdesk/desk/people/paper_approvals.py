"""With the only supervisor away: acting on a scanned approval, which a supervisor confirms within three workdays."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.paper.attaching import take_file
from collectdesk.desk.people import own_work
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules.rulebook import calendar
from collectdesk.desk.solutions.solving import start_plan, stop_plan
from collectdesk.desk.visits.visiting import call_off, settle_request
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.ids import CaseId
from collectdesk.domain.people.paper_approvals import (
    PaperKind,
    PaperState,
    confirm_until,
    require_recent,
    require_waiting,
)
from collectdesk.domain.people.people import Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementState, advance
from collectdesk.domain.visits.visits import RequestState, Verdict, VisitState, decide_request
from collectdesk.store.cases import cases, solutions
from collectdesk.store.customers import customers
from collectdesk.store.people import paper_approvals, rights
from collectdesk.store.people.paper_approvals import PaperApproval
from collectdesk.store.visits import visits
from collectdesk.store.work import View, Work

_TOUCHED = frozenset({Subject.VISITS, Subject.SOLUTIONS, Subject.CASES, Subject.STEPS})


@dataclass(frozen=True, slots=True)
class PaperWaiting:
    """A paper that waits to be confirmed; ``is_over`` once its last day has passed."""

    paper_id: str
    kind: PaperKind
    case_id: CaseId
    case_no: str
    name: str
    approver: str
    approved_on: date
    taken_by: str
    due_on: date
    is_over: bool


@dataclass(frozen=True, slots=True)
class ListApprovers(Lookup[tuple[tuple[str, str], ...]]):
    """Login and name of every supervisor who can have signed a paper."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "paper.approvers_listed"

    def look(self, view: View) -> tuple[tuple[str, str], ...]:
        return tuple((who.login, who.name) for who in rights.everybody(view) if who.role is Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class TakePaperApproval(Change[str]):
    """Act on an approval that a supervisor signed on paper: its scan is filed, and the request or plan goes on."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "paper.taken"
    touches: ClassVar = _TOUCHED

    kind: PaperKind
    subject_id: str
    path: Path = field(repr=False)
    approver: str
    approved_on: date

    def carry_out(self, work: Work) -> str:
        require_recent(self.approved_on, work.today)
        who = next((each for each in rights.everybody(work) if each.login == self.approver), None)
        if who is None or who.role is not Role.SUPERVISOR:
            raise Refused("paper.not_a_supervisor", field="approver")
        if who.id == work.actor.id:
            raise Refused("paper.supervisor_is_here", field="approver")
        if who.id in _makers(work, self.kind, self.subject_id):
            raise Refused("paper.own_work", field="approver", who=who.name)
        case_id = _approve(work, self.kind, self.subject_id, who.id)
        scan = take_file(work, self.path, case_id, kind="approval")
        due_on = confirm_until(calendar(), work.today)
        made = paper_approvals.add(
            work, kind=self.kind, case_id=case_id, subject_id=self.subject_id, evidence_id=scan.id,
            approver_id=who.id, approved_on=self.approved_on, due_on=due_on,
        )  # fmt: skip
        work.note(
            case=case_id, paper=made, about=self.subject_id, approver=who.id, evidence=scan.id, due_on=due_on
        )
        return made


@dataclass(frozen=True, slots=True)
class ConfirmPaper(Change[None]):
    """Confirm that the paper is genuine and right; nobody confirms what they acted on, nor their own work."""

    needs: ClassVar = Permission.CONFIRM_PAPER
    action: ClassVar = "paper.confirmed"
    touches: ClassVar = _TOUCHED
    four_eyes: ClassVar = "four_eyes.own_paper"

    paper_id: str

    def signed_subject(self) -> str:
        return self.paper_id

    def makers(self, view: View) -> frozenset[str]:
        return _paper_makers(view, self.paper_id)

    def carry_out(self, work: Work) -> None:
        kept = paper_approvals.paper_approval(work, self.paper_id)
        require_waiting(kept.state)
        paper_approvals.decide(work, kept, PaperState.CONFIRMED, "")
        work.note(case=kept.case_id, paper=kept.id, about=kept.subject_id, late=work.today > kept.due_on)


@dataclass(frozen=True, slots=True)
class RefusePaper(Change[None]):
    """Say that the paper isn't right: what rested on it stops where it can; what was done stays as it is."""

    needs: ClassVar = Permission.CONFIRM_PAPER
    action: ClassVar = "paper.refused"
    touches: ClassVar = _TOUCHED
    four_eyes: ClassVar = "four_eyes.own_paper"

    paper_id: str
    reason: str

    def makers(self, view: View) -> frozenset[str]:
        return _paper_makers(view, self.paper_id)

    def carry_out(self, work: Work) -> None:
        kept, reason = paper_approvals.paper_approval(work, self.paper_id), self.reason.strip()
        require_waiting(kept.state)
        if not reason:
            raise Refused("paper.reason_missing", field="reason")
        paper_approvals.decide(work, kept, PaperState.REFUSED, reason)
        if kept.kind is PaperKind.REQUEST:
            _undo_request(work, kept, reason)
        else:
            stop_plan(work, kept.subject_id, reason)
        cases.add_step(work, kept.case_id, StepKind.REVIEW, work.today, "paper.refused", kept.subject_id)
        work.note(case=kept.case_id, paper=kept.id, about=kept.subject_id)


def papers_waiting(view: View, names: dict[str, str]) -> tuple[PaperWaiting, ...]:
    """For the inbox, the most urgent first."""
    return tuple(_line(view, kept, names) for kept in paper_approvals.waiting(view))


def _line(view: View, kept: PaperApproval, names: dict[str, str]) -> PaperWaiting:
    case = cases.case(view, kept.case_id)
    return PaperWaiting(
        kept.id,
        kept.kind,
        kept.case_id,
        case.case_no,
        masking.name(masking.of_case(view, case), customers.customer(view, case.customer_id).name),
        names.get(kept.approver_id, ""),
        kept.approved_on,
        names.get(kept.taken_by, ""),
        kept.due_on,
        view.today > kept.due_on,
    )


def _makers(view: View, kind: PaperKind, subject_id: str) -> frozenset[str]:
    made_by = own_work.of_request if kind is PaperKind.REQUEST else own_work.of_plan
    return made_by(view, subject_id)


def _paper_makers(view: View, paper_id: str) -> frozenset[str]:
    kept = paper_approvals.paper_approval(view, paper_id)
    return frozenset({kept.taken_by}) | _makers(view, kept.kind, kept.subject_id)


def _approve(work: Work, kind: PaperKind, subject_id: str, approver: str) -> CaseId:
    """The same as the supervisor's own approval would have done, in the approver's name."""
    if kind is PaperKind.REQUEST:
        asked = visits.request(work, subject_id)
        settle_request(work, asked, decide_request(asked.state, Verdict.APPROVE, ""), "", by=approver)
        return asked.case_id
    kept = solutions.arrangement(work, subject_id)
    approved = advance(kept.arrangement, ArrangementState.APPROVED, moved_on=work.today, by=approver)
    start_plan(work, kept, advance(approved, ArrangementState.ACTIVE, moved_on=work.today, by=approver))
    return kept.case_id


def _undo_request(work: Work, kept: PaperApproval, reason: str) -> None:
    asked = visits.request(work, kept.subject_id)
    if asked.state is RequestState.APPROVED:
        visits.set_request_state(work, asked, RequestState.RETURNED, reason)
        cases.finish_steps(work, kept.case_id, (StepKind.PLAN_VISIT,), "paper_refused", asked.id)
    for visit in visits.visits_of(work, kept.case_id):
        if visit.request_id == asked.id and visit.state in (VisitState.SCHEDULED, VisitState.KIT_PRINTED):
            call_off(work, visit, reason)
