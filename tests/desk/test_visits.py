"""Asking for a visit, deciding, planning, telling and recording it: what is refused, and what is never refused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from collectdesk.desk.paper.recording import (
    ListWaitingRecords,
    OpenSheet,
    RecordVisit,
    SendBack,
    SignOff,
)
from collectdesk.desk.rules.advising import AdvisePlan
from collectdesk.desk.solutions.solving import PromiseGiven
from collectdesk.desk.visits.notifying import NotifyCustomer
from collectdesk.desk.visits.visiting import (
    CancelVisit,
    DecideRequest,
    PlanVisit,
    RequestVisit,
    WithdrawRequest,
)
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.domain.money import Money
from collectdesk.domain.paper.records import (
    Entry,
    FamilySituation,
    Identity,
    Met,
    Recording,
    RecordState,
    VisitOutcome,
)
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.domain.visits.visits import RequestReason, RequestState, Verdict, VisitState
from collectdesk.store.cases import cases
from collectdesk.store.rows.columns import Rows
from collectdesk.store.visits import visits
from helpers.branches import LI, WANG

if TYPE_CHECKING:
    from helpers.branches import Branch


def image(branch: Branch) -> dict[str, list[Any]]:
    """Every row but the trail's: a refusal by the rules leaves its line there."""
    with branch.desk.store.reading() as connection:
        return {
            table.name: list(connection.execute(sa.select(table)).all())
            for table in Rows.metadata.sorted_tables
            if not table.name.startswith("audit_")
        }


def refused(branch: Branch, login: str, deed: Any) -> Refused:
    """The refusal, after making sure that nothing at all was written."""
    before = image(branch)
    with pytest.raises(Refused) as error:
        branch.run(login, deed)
    assert image(branch) == before
    return error.value


def approved(branch: Branch) -> str:
    request_id = branch.request()
    branch.approve(request_id)
    return request_id


def plan(branch: Branch, request_id: str, **words: Any) -> PlanVisit:
    said: dict[str, Any] = {
        "planned_at": branch.today_at(15), "officer_id": branch.staff_id("C01"), "safety_id": branch.staff_id("S01"),
    }  # fmt: skip
    return PlanVisit(request_id, **{**said, **words})


# Asking and deciding


def test_a_visit_is_asked_for_an_address_of_this_customer_only(branch: Branch) -> None:
    case_id, reason = branch.case_id(), RequestReason.VERIFICATION
    for point_id in (branch.point_id("mobile"), branch.point_id("home", WANG), "0" * 32):
        assert (
            refused(branch, "clerk", RequestVisit(case_id, point_id, reason)).code == "request.needs_address"
        )
    branch.request()
    again = RequestVisit(case_id, branch.point_id("work"), reason)
    assert refused(branch, "clerk", again).code == "request.already_open"


def test_a_held_or_closed_case_gets_no_visit(branch: Branch) -> None:
    deed = RequestVisit(branch.case_id(), branch.point_id("home"), RequestReason.VERIFICATION)
    branch.hold("dispute")
    assert refused(branch, "clerk", deed).facts["holds"] == ("dispute",)
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        cases.close_case(work, cases.case(work, branch.case_id()))
    assert refused(branch, "clerk", deed).code == "case.closed"


def test_nobody_decides_their_own_request_and_a_no_needs_its_reason(branch: Branch) -> None:
    own = branch.supervisor(RequestVisit(branch.case_id(), branch.point_id("home"), RequestReason.COLLATERAL))
    assert refused(branch, "supervisor", DecideRequest(own, Verdict.APPROVE)).code == "four_eyes.own_request"
    other = branch.request(WANG)
    assert (
        refused(branch, "supervisor", DecideRequest(other, Verdict.REJECT, " ")).code
        == "request.reason_missing"
    )
    branch.supervisor(DecideRequest(other, Verdict.RETURN, "请补充"))
    assert refused(branch, "supervisor", DecideRequest(other, Verdict.APPROVE)).code == "request.not_waiting"
    assert refused(branch, "clerk", plan(branch, other)).code == "request.not_approved"


def test_what_is_taken_back_keeps_who_had_approved_it_and_a_next_step(branch: Branch) -> None:
    request_id = approved(branch)
    branch.clerk(WithdrawRequest(request_id, "客户已还款"))
    kept = branch.ask(lambda v: visits.request(v, request_id))
    assert kept.state is RequestState.WITHDRAWN
    assert kept.decided_by == branch.actors["supervisor"].id
    assert branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))


# Planning


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ({"safety_id": "C01"}, "CN-VIS-01"),
        ({"safety_id": "C01"}, "CN-VIS-08"),
        ({"officer_id": "S01", "safety_id": "C01"}, "CN-VIS-08"),
        ({"officer_id": "C02"}, "CN-STF-01"),
        ({"crew_unrelated": False}, "CN-VIS-09"),
        ({"planned_at": (22, 30)}, "CN-TIME-01"),
        ({"planned_at": (21, 45)}, "CN-VIS-06"),
        ({"planned_at": (7, 59)}, "CN-TIME-01"),
    ],
)
def test_a_plan_the_rules_forbid_names_clause_and_remedy_and_writes_nothing(
    branch: Branch, words: dict[str, Any], rule: str
) -> None:
    request_id = approved(branch)
    said = {k: branch.staff_id(v) if k.endswith("_id") else v for k, v in words.items()}
    if "planned_at" in said:
        said["planned_at"] = branch.today_at(*said["planned_at"], days=1)
    error = refused(branch, "clerk", plan(branch, request_id, **said))
    assert isinstance(error, RuleBroken)
    decision = next(d for d in error.decisions if d.rule_id == rule)
    assert decision.citation
    assert decision.remedy.code


def test_a_hold_placed_after_the_approval_stops_the_plan(branch: Branch) -> None:
    request_id = approved(branch)
    branch.hold("dispute")
    error = refused(branch, "clerk", plan(branch, request_id))
    assert "CN-HOLD-02" in error.facts["rules"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"planned_at": (8, 0)}, "plan.in_past"),
        ({"minutes": 4}, "plan.length"),
        ({"minutes": 481}, "plan.length"),
        ({"officer_id": "nobody"}, "plan.officer_missing"),
        ({"safety_id": "nobody"}, "plan.safety_missing"),
    ],
)
def test_a_plan_that_cant_be_is_refused_at_its_field(
    branch: Branch, words: dict[str, Any], code: str
) -> None:
    said = {k: branch.today_at(*v) if k == "planned_at" else v for k, v in words.items()}
    error = refused(branch, "clerk", plan(branch, approved(branch), **said))
    assert (error.code, error.facts["field"]) == (code, next(iter(words)))


def test_nobody_is_at_two_doors_at_once(branch: Branch) -> None:
    first = branch.clerk(plan(branch, approved(branch), minutes=60))
    second = branch.request(WANG)
    branch.approve(second)
    error = refused(branch, "clerk", plan(branch, second, planned_at=branch.today_at(15, 59)))
    assert error.facts["visit"] == branch.ask(lambda v: visits.visit(v, first)).visit_no
    branch.clerk(plan(branch, second, planned_at=branch.today_at(16)))


def test_a_lawful_plan_keeps_what_the_rules_said(branch: Branch) -> None:
    request_id = approved(branch)
    branch.clerk(plan(branch, request_id))
    kept = branch.ask(lambda v: cases.decisions(v, branch.case_id()))
    assert kept
    assert {d.act for d in kept} == {"visit"}
    assert all(d.outcome != "refused" for d in kept)


def test_a_high_risk_visit_isnt_advised_as_lawful_before_anybody_approved_it(branch: Branch) -> None:
    request_id = branch.request()
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        from collectdesk.store.cases.solutions import add_assessment

        add_assessment(work, branch.case_id(), assessed_on=work.today, scorecard_id="x", scorecard_version="1",
                       willingness=1, ability=1, total=1, level="high", strategy="visit", visit_warranted=True,
                       detail={}, expires_on=work.today)  # fmt: skip
    advise = AdvisePlan(request_id, branch.today_at(15), branch.staff_id("C01"), branch.staff_id("S01"),
                        caution="结伴进出")  # fmt: skip
    assert "CN-VIS-11" in {d.rule_id for d in branch.clerk(advise).refusals}
    branch.approve(request_id)
    assert branch.clerk(advise).refusals == ()


def test_a_cancelled_visit_can_be_neither_cancelled_again_nor_recorded(branch: Branch) -> None:
    visit_id = branch.planned_visit(at=branch.today_at(15))
    assert refused(branch, "clerk", CancelVisit(visit_id, " ")).code == "visit.reason_missing"
    branch.clerk(CancelVisit(visit_id, "客户改期"))
    assert refused(branch, "clerk", CancelVisit(visit_id, "x")).code == "visit.not_open"
    assert refused(branch, "clerk", RecordVisit(visit_id, branch.findings())).code == "visit.not_open"
    kept = branch.ask(lambda v: visits.requests(v, case_id=branch.case_id()))[0]
    assert kept.decided_by == branch.actors["supervisor"].id


def test_the_notice_goes_to_this_customer_and_says_what_can_be_answered(branch: Branch) -> None:
    visit_id = branch.clerk(plan(branch, approved(branch)))
    point = branch.point_id("mobile")
    odd = NotifyCustomer(visit_id, point, Channel.PHONE, ContactOutcome.PROMISED)
    assert refused(branch, "clerk", odd).code == "notify.outcome"
    wrong = NotifyCustomer(
        visit_id, branch.point_id("mobile", WANG), Channel.SMS, ContactOutcome.MESSAGE_SENT
    )
    assert refused(branch, "clerk", wrong).code == "contact.other_customer"


# Recording


@pytest.fixture
def visit_id(branch: Branch) -> str:
    made = branch.planned_visit()
    branch.advance(hours=2)
    return made


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"left_at": -31}, "left_at"),
        ({"arrived_at": 1, "left_at": 2}, "arrived_at"),
        ({"identity": Identity.NOT_APPLICABLE}, "identity"),
        ({"met": Met.NOBODY, "outcome": VisitOutcome.PROMISED}, "outcome"),
        ({"met": Met.NOBODY, "outcome": VisitOutcome.WANTS_PLAN}, "outcome"),
        ({"overdue_reasons": ()}, "overdue_reasons"),
        ({"narrative": " \n"}, "narrative"),
        ({"outcome": VisitOutcome.PROMISED}, "promise"),
    ],
)
def test_a_contradiction_names_its_field(
    branch: Branch, visit_id: str, changes: dict[str, Any], field: str
) -> None:
    said = {k: branch.now + timedelta(minutes=v) if k.endswith("_at") else v for k, v in changes.items()}
    assert refused(branch, "clerk", RecordVisit(visit_id, branch.findings(**said))).facts["field"] == field


def test_a_promise_with_another_outcome_is_a_contradiction(branch: Branch, visit_id: str) -> None:
    deed = RecordVisit(visit_id, branch.findings(), PromiseGiven(Money(1), branch.today_at(9).date()))
    assert refused(branch, "clerk", deed).facts["field"] == "outcome"


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({}, set()),
        ({"entry": Entry.ENTERED_WITHOUT_CONSENT}, {"CN-VIS-03", "CN-PRIV-02"}),
        ({"identification_shown": False}, {"CN-VIS-02"}),
        ({"purpose_stated": False}, {"CN-ID-01"}),
        ({"recording": Recording.NONE}, {"CN-VIS-04"}),
        ({"met": Met.NEIGHBOUR, "outcome": VisitOutcome.NOT_MET}, set()),
    ],
)
def test_what_happened_is_recorded_whatever_it_was_and_marked(
    branch: Branch, visit_id: str, changes: dict[str, Any], rules: set[str]
) -> None:
    done = branch.clerk(RecordVisit(visit_id, branch.findings(**changes)))
    assert {d.rule_id for d in done.breaches} == rules
    assert branch.ask(lambda v: visits.visit(v, visit_id)).state is VisitState.RECORDED


def test_dunning_the_neighbour_is_a_breach(branch: Branch, visit_id: str) -> None:
    changes = {"met": Met.NEIGHBOUR, "outcome": VisitOutcome.HARDSHIP}
    done = branch.clerk(RecordVisit(visit_id, branch.findings(**changes)))
    assert "CN-OBJ-01" in {d.rule_id for d in done.breaches}


def test_a_visit_made_at_night_by_an_untrained_crew_is_recorded_as_it_was(
    branch: Branch, visit_id: str
) -> None:
    at = branch.today_at(23, 0, days=-1)
    changes = {"arrived_at": at, "left_at": at + timedelta(minutes=10)}
    done = branch.clerk(RecordVisit(visit_id, branch.findings(**changes)))
    assert {"CN-TIME-01", "CN-VIS-06"} <= {d.rule_id for d in done.breaches}


def test_nobody_signs_what_they_typed_nor_what_was_sent_back(branch: Branch, visit_id: str) -> None:
    assert refused(branch, "supervisor", SignOff(visit_id)).code == "record.missing"
    branch.record(visit_id, by="supervisor")
    assert refused(branch, "supervisor", SignOff(visit_id)).code == "four_eyes.own_record"
    assert refused(branch, "supervisor", SendBack(visit_id, "x")).code == "four_eyes.own_record"


def test_a_record_typed_again_belongs_to_whoever_typed_it_last(branch: Branch, visit_id: str) -> None:
    branch.record(visit_id)
    assert refused(branch, "supervisor", SendBack(visit_id, " ")).code == "record.reason_missing"
    branch.supervisor(SendBack(visit_id, "请补充收入情况"))
    assert refused(branch, "supervisor", SignOff(visit_id)).code == "record.not_waiting"
    branch.record(visit_id, by="supervisor", narrative="改写")
    assert refused(branch, "supervisor", SignOff(visit_id)).code == "four_eyes.own_record"


def test_a_record_typed_again_keeps_its_breaches_adds_new_ones_and_corrects_the_contact_log(
    branch: Branch, visit_id: str
) -> None:
    branch.record(visit_id, identification_shown=False)
    branch.supervisor(SendBack(visit_id, "到达时间有误"))
    arrived = branch.now - timedelta(minutes=20)
    done = branch.clerk(
        RecordVisit(visit_id, branch.findings(arrived_at=arrived, recording=Recording.NONE, met=Met.FAMILY))
    )
    assert {"CN-VIS-04", "CN-OBJ-01"} <= {d.rule_id for d in done.breaches}
    assert "CN-VIS-02" not in {d.rule_id for d in done.breaches}
    marked = branch.ask(lambda v: cases.breaches(v, case_id=branch.case_id()))
    assert {b.rule_id for b in marked} >= {"CN-VIS-02", "CN-VIS-04"}
    logged = [
        c for c in branch.ask(lambda v: cases.contacts(v, branch.case_id())) if c.channel is Channel.VISIT
    ]
    assert [(c.happened_at, c.reached) for c in logged] == [(arrived, Reached.FAMILY)]
    branch.sign(visit_id)
    assert refused(branch, "clerk", RecordVisit(visit_id, branch.findings())).code == "visit.not_open"
    assert refused(branch, "supervisor", SignOff(visit_id)).code == "record.already_signed"


def test_bereavement_and_illness_protect_for_a_month_and_a_dispute_holds_once(
    branch: Branch, visit_id: str
) -> None:
    family = (FamilySituation.BEREAVED, FamilySituation.ILL_MEMBER)
    branch.record(visit_id, family=family, outcome=VisitOutcome.DISPUTED)
    branch.supervisor(SendBack(visit_id, "请补充"))
    branch.record(visit_id, family=family, outcome=VisitOutcome.DISPUTED)
    held = branch.ask(lambda v: cases.holds(v, branch.case_id()))
    assert sorted(h.code for h in held) == ["bereavement", "dispute", "illness"]
    branch.advance(days=31)
    assert branch.ask(lambda v: cases.standing_holds(v, branch.case_id())) == {"dispute"}


@pytest.mark.parametrize("outcome", list(VisitOutcome), ids=lambda o: o.value)
def test_no_visit_leaves_a_case_without_its_next_step(
    branch: Branch, visit_id: str, outcome: VisitOutcome
) -> None:
    given = PromiseGiven(Money(100), branch.today_at(9, days=3).date())
    branch.record(visit_id, outcome=outcome, promise=given if outcome is VisitOutcome.PROMISED else None)
    assert branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))


def test_an_auditor_reads_the_sheet_without_names(branch: Branch, visit_id: str) -> None:
    branch.record(visit_id, met=Met.FAMILY, met_name="李小红")
    seen = repr(branch.auditor(OpenSheet(visit_id))) + repr(branch.auditor(ListWaitingRecords()))
    for secret in (LI, "李小红", "河滨路 101"):
        assert secret not in seen
    assert RecordState.RECORDED.value in seen
