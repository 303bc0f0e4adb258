"""Approvals on paper: only a recent one of a supervisor counts; it goes on at once, and another confirms it in time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.customers.today import ShowInbox
from collectdesk.desk.people.paper_approvals import ConfirmPaper, PaperWaiting, RefusePaper, TakePaperApproval
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.domain.people.paper_approvals import PaperKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.visits.visits import RequestState, VisitState
from collectdesk.store.cases import cases, solutions
from collectdesk.store.vault import evidence
from collectdesk.store.visits import visits
from collectdesk.terms_trouble import REFUSALS
from helpers.branches import PRACTICE_DATE

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "approval.pdf"
    path.write_bytes(b"%PDF-1.7 signed")
    return path


def taking(request_id: str, scan: Path, **changes: Any) -> TakePaperApproval:
    said = {"kind": PaperKind.REQUEST, "subject_id": request_id, "path": scan, "approver": "supervisor",
            "approved_on": PRACTICE_DATE, **changes}  # fmt: skip
    return TakePaperApproval(**said)


def waiting(branch: Branch) -> PaperWaiting:
    (found,) = branch.supervisor(ShowInbox()).papers
    return found


def state_of(branch: Branch, request_id: str) -> RequestState:
    return branch.ask(lambda view: visits.request(view, request_id)).state


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"approver": "clerk"}, "paper.not_a_supervisor"),
        ({"approver": "administrator"}, "paper.not_a_supervisor"),
        ({"approver": "nobody"}, "paper.not_a_supervisor"),
        ({"approved_on": PRACTICE_DATE + timedelta(days=1)}, "paper.in_future"),
        ({"approved_on": PRACTICE_DATE - timedelta(days=8)}, "paper.too_old"),
    ],
)
def test_a_paper_that_proves_nothing_is_refused(
    branch: Branch, scan: Path, changes: dict[str, Any], code: str
) -> None:
    request_id = branch.request()
    with pytest.raises(Refused) as refused:
        branch.clerk(taking(request_id, scan, **changes))
    assert refused.value.code == code
    assert code in REFUSALS
    assert state_of(branch, request_id) is RequestState.SUBMITTED


def test_without_its_scan_nothing_goes_on_and_nothing_is_left(branch: Branch, scan: Path) -> None:
    request_id = branch.request()
    scan.write_bytes(b"")
    with pytest.raises(Refused) as refused:
        branch.clerk(taking(request_id, scan))
    assert refused.value.code == "evidence.empty"
    assert state_of(branch, request_id) is RequestState.SUBMITTED
    assert branch.supervisor(ShowInbox()).papers == ()
    assert branch.ask(lambda view: evidence.orphans(view, branch.evidence_folder)) == []


def test_a_supervisor_approves_no_own_request_on_paper_either(branch: Branch, scan: Path) -> None:
    from collectdesk.desk.visits.visiting import RequestVisit
    from collectdesk.domain.visits.visits import RequestReason

    own = branch.supervisor(
        RequestVisit(branch.case_id(), branch.point_id("home"), RequestReason.VERIFICATION)
    )
    with pytest.raises(Refused) as refused:
        branch.clerk(taking(own, scan))
    assert refused.value.code == "paper.own_work"


def test_the_visit_can_be_planned_and_the_inbox_names_the_third_working_day(
    branch: Branch, scan: Path
) -> None:
    request_id = branch.request()
    branch.clerk(taking(request_id, scan))
    asked = branch.ask(lambda view: visits.request(view, request_id))
    assert (asked.state, asked.decided_by) == (RequestState.APPROVED, branch.actors["supervisor"].id)
    line = waiting(branch)
    assert PRACTICE_DATE.weekday() == 2  # Wednesday: Thursday, Friday, Monday
    assert (line.due_on, line.is_over, line.approver) == (date(2026, 3, 23), False, "周敏")
    branch.advance(days=5)
    assert not waiting(branch).is_over
    branch.advance(days=1)
    assert waiting(branch).is_over
    branch.supervisor(ConfirmPaper(line.paper_id))  # late is better than never, and the trail says so
    assert branch.supervisor(ShowInbox()).papers == ()
    with pytest.raises(Refused) as refused:
        branch.supervisor(ConfirmPaper(line.paper_id))
    assert refused.value.code == "paper.decided"


def test_nobody_confirms_what_they_acted_on_and_no_deputy_does(branch: Branch, scan: Path) -> None:
    request_id = branch.request()
    branch.enrol("second", "supervisor", "李主管")
    branch.clerk(taking(request_id, scan))
    paper = waiting(branch).paper_id
    with pytest.raises(NotPermitted):
        branch.clerk(ConfirmPaper(paper))
    branch.reassign("clerk", "supervisor")
    for deed in (ConfirmPaper(paper), RefusePaper(paper, "不是我签的")):
        with pytest.raises(Refused) as refused:
            branch.clerk(deed)
        assert refused.value.code == "four_eyes.own_paper"
    branch.run("second", ConfirmPaper(paper))


@pytest.mark.parametrize("planned", [False, True])
def test_a_paper_refused_stops_what_rested_on_it(branch: Branch, scan: Path, planned: bool) -> None:
    branch.call()
    branch.assess()
    request_id = branch.request()
    branch.clerk(taking(request_id, scan))
    visit_id = branch.plan(request_id) if planned else ""
    paper = waiting(branch).paper_id
    with pytest.raises(Refused) as refused:
        branch.supervisor(RefusePaper(paper, " "))
    assert refused.value.code == "paper.reason_missing"
    branch.supervisor(RefusePaper(paper, "不是我的签字"))
    assert state_of(branch, request_id) is (RequestState.WITHDRAWN if planned else RequestState.RETURNED)
    if planned:
        assert branch.ask(lambda view: visits.visit(view, visit_id)).state is VisitState.CANCELLED


def test_a_plan_approved_on_paper_runs_and_ends_with_its_hold_when_the_paper_is_refused(
    branch: Branch, scan: Path
) -> None:
    plan = branch.offer()
    branch.clerk(taking(plan, scan, kind=PaperKind.PLAN))
    assert (
        branch.ask(lambda view: solutions.arrangement(view, plan)).arrangement.state
        is ArrangementState.ACTIVE
    )
    branch.supervisor(RefusePaper(waiting(branch).paper_id, "未经我同意"))
    assert (
        branch.ask(lambda view: solutions.arrangement(view, plan)).arrangement.state
        is ArrangementState.CANCELLED
    )
    assert branch.ask(lambda view: cases.standing_holds(view, branch.case_id())) == frozenset()
