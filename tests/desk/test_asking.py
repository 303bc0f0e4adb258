"""A visit request in full: refused where no visit makes sense, decided once seen, gone after a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.customers.today import ShowMatter
from collectdesk.desk.rules.advising import AdvisePlan
from collectdesk.desk.solutions.following import StartDay
from collectdesk.desk.visits.rounds import ShowRounds
from collectdesk.desk.visits.visiting import DecideRequest, ListRequests, PlanVisit, RequestVisit
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.asking import AddressReason, Asked, Suits, VisitKind
from collectdesk.domain.visits.sheets import FellAway
from collectdesk.domain.visits.visits import Approach, RequestReason, RequestState, Verdict
from collectdesk.store.cases import cases
from helpers.branches import LI, PRACTICE_DATE, WANG, overdue_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from helpers.branches import Branch

ASKED = Asked(
    VisitKind.INSPECT, AddressReason.CUSTOMER_CHOSE, Suits(frozenset({2, 4}), 14 * 60, 17 * 60),
    Approach.HARDSHIP.value, "先问身体情况\n再谈分期", "楼道有狗",
)  # fmt: skip


def refused(act: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as error:
        act()
    return error.value


def ask(branch: Branch, name: str = LI, **words: Any) -> RequestVisit:
    return RequestVisit(
        branch.case_id(name), branch.point_id("home", name), RequestReason.VERIFICATION, **words
    )


def test_who_owes_nothing_overdue_or_is_with_an_agency_gets_no_visit(branch: Branch) -> None:
    branch.hold("entrusted")
    assert refused(lambda: branch.clerk(ask(branch))).code == "request.entrusted"
    paid = [replace(row, overdue=Money(0), dpd=0) if row.name == WANG else row for row in overdue_rows()]
    branch.take(LedgerKind.OVERDUE, paid, PRACTICE_DATE + timedelta(days=1))
    assert refused(lambda: branch.clerk(ask(branch, WANG))).code in ("request.settled", "case.closed")


def test_an_agency_entrusted_after_the_planning_stops_plan_and_round(branch: Branch) -> None:
    visit_id = branch.planned_visit(WANG)
    request_id = branch.request(LI)
    branch.assess(LI)
    branch.approve(request_id)
    for name in (LI, WANG):
        branch.hold("entrusted", name)
    assert refused(lambda: branch.plan(request_id)).code == "request.entrusted"
    (team,) = branch.clerk(ShowRounds(PRACTICE_DATE))
    assert [(stop.visit_id, stop.fallen.why) for stop in team.stops if stop.fallen] == [
        (visit_id, FellAway.ENTRUSTED)
    ]


def test_what_was_asked_is_kept_and_told_to_whoever_plans(branch: Branch) -> None:
    branch.clerk(ask(branch, preferred="中午休息", wanted=ASKED))
    (line,) = branch.supervisor(ListRequests(RequestState.SUBMITTED))
    assert (line.wanted, line.preferred) == (ASKED, "中午休息")
    assert line.expires_on == PRACTICE_DATE + timedelta(days=30)
    (masked,) = branch.auditor(ListRequests(RequestState.SUBMITTED))
    assert LI not in masked.wanted.talking
    branch.approve(line.request_id)
    crew = branch.staff_id("C01"), branch.staff_id("S01")
    wednesday, thursday = branch.today_at(15), branch.today_at(15, days=1)
    assert not branch.clerk(AdvisePlan(line.request_id, wednesday, *crew)).suits
    assert branch.clerk(AdvisePlan(line.request_id, thursday, *crew)).suits


def test_a_request_lapses_after_a_month_and_says_so(branch: Branch) -> None:
    waiting, approved = branch.request(LI), branch.request(WANG)
    branch.assess(WANG)
    branch.approve(approved)
    branch.advance(days=31)
    for late in (
        lambda: branch.supervisor(DecideRequest(waiting, Verdict.APPROVE, "同意")),
        lambda: branch.clerk(
            PlanVisit(approved, branch.today_at(15), branch.staff_id("C01"), branch.staff_id("S01"))
        ),
    ):
        assert refused(late).code == "request.expired"
    branch.clerk(StartDay())
    states = {line.request_id: line.state for line in branch.clerk(ListRequests())}
    assert states == {waiting: RequestState.EXPIRED, approved: RequestState.EXPIRED}
    left = branch.ask(lambda view: [step.why for step in cases.steps(view, case_id=branch.case_id(WANG))])
    assert "visit.expired" in left
    assert "visit.approved" not in left


def test_approving_several_takes_each_to_have_been_opened(branch: Branch) -> None:
    asked = branch.request(WANG)
    deed = DecideRequest(asked, Verdict.APPROVE, in_batch=True)
    error = refused(lambda: branch.supervisor(deed))
    assert (error.code, error.facts["name"]) == ("request.not_opened", WANG)
    branch.clerk(ShowMatter(branch.case_id(WANG)))
    assert refused(lambda: branch.supervisor(deed)).code == "request.not_opened", "somebody else's look"
    branch.supervisor(ShowMatter(branch.case_id(WANG)))
    assert branch.supervisor(deed) is RequestState.APPROVED
