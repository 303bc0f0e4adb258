"""Telling others of a debt and reporting it: refused by the rules, done through them, marked where it happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.contact.disclosing import (
    CarryOutDisclosure,
    JudgeDisclosure,
    ListDisclosures,
    NoteDisclosure,
    PlanDisclosure,
    Told,
    WithdrawDisclosure,
)
from collectdesk.desk.contact.notice_content import Wanted
from collectdesk.desk.contact.noticing import DecideNotice, MakeNotice
from collectdesk.desk.contact.serving import PostNotice, Proof, ProveServed, SealNotices
from collectdesk.desk.customers.today import ShowInbox
from collectdesk.domain.contact.contacts import Channel, IdentityProof
from collectdesk.domain.contact.disclosures import DisclosureState, Recipient
from collectdesk.domain.contact.notices import NoticeState
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.store.cases import cases

if TYPE_CHECKING:
    from helpers.branches import Branch

GUARANTOR = Told(
    Recipient.GUARANTOR, "赵强", "履行担保责任", "逾期金额与账目", identity=IdentityProof.ID_DIGITS
)
RELATIVE = Told(Recipient.RELATIVE, "李父", "请转告", "欠款情况", identity=IdentityProof.KNOWN)
AGENCY = Told(
    Recipient.BANKS_LAWYER, "某某律师事务所", "诉讼代理", "合同与账目", identity=IdentityProof.CONTRACT
)
BUREAU = Told(Recipient.BUREAU, "金融信用信息基础数据库", "报送不良信息", "逾期信息")


def plan(branch: Branch, told: Told, **words: Any) -> str:
    return branch.clerk(PlanDisclosure(branch.case_id(), told, branch.now.date(), **words))


def refused_by(branch: Branch, told: Told) -> set[str]:
    judged = branch.clerk(JudgeDisclosure(branch.case_id(), told))
    with pytest.raises(RuleBroken) as error:
        plan(branch, told)
    assert {d.rule_id for d in error.value.decisions} == {d.rule_id for d in judged.refusals}
    return {d.rule_id for d in judged.refusals}


def whys(branch: Branch) -> set[str]:
    return {step.why for step in branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))}


def test_who_may_not_hear_of_the_debt_is_refused_and_told_what_would_make_it_lawful(branch: Branch) -> None:
    assert refused_by(branch, RELATIVE) == {"CN-DIS-01", "CN-DIS-02"}
    assert refused_by(branch, replace(RELATIVE, consent="签字同意书，档案盒3")) == {"CN-DIS-02"}
    assert plan(branch, replace(RELATIVE, tells_debt=False))
    assert refused_by(branch, replace(GUARANTOR, identity=IdentityProof.NOT_VERIFIED)) == {"CN-DIS-03"}
    assert refused_by(branch, AGENCY) == {"CN-AGY-03", "CN-PI-11"}
    assert plan(branch, replace(AGENCY, agreement="委托协议2026-1", assessment="影响评估2026-1"))
    with pytest.raises(Refused) as error:
        plan(branch, replace(GUARANTOR, what="不还就让你身败名裂"))
    assert error.value.code == "text.forbidden"
    with pytest.raises(Refused) as error:
        plan(branch, replace(GUARANTOR, purpose=" "))
    assert (error.value.code, error.value.facts["field"]) == ("disclosure.field_missing", "purpose")


def test_what_is_planned_waits_in_today_and_is_judged_again_when_it_is_done(branch: Branch) -> None:
    made = plan(branch, GUARANTOR)
    assert "disclosure.planned" in whys(branch)
    branch.clerk(CarryOutDisclosure(made, "电话告知"))
    assert "disclosure.planned" not in whys(branch)
    done = branch.clerk(ListDisclosures(branch.case_id()))[0]
    assert (done.state, done.done_at, done.note) == (DisclosureState.DONE, branch.now, "电话告知")
    for deed in (CarryOutDisclosure(made), WithdrawDisclosure(made, "x")):
        with pytest.raises(Refused) as error:
            branch.run("clerk", deed)
        assert error.value.code == "disclosure.not_planned"
    other = plan(branch, GUARANTOR)
    branch.clerk(WithdrawDisclosure(other, "担保人已还款"))
    assert "disclosure.planned" not in whys(branch)


def test_an_adverse_report_waits_until_the_person_was_told_and_the_day_named_has_passed(
    branch: Branch,
) -> None:
    assert refused_by(branch, BUREAU) == {"CN-CR-01"}
    wanted = Wanted("bureau_notice", branch.point_id("home"), Channel.LETTER)
    notice_id = branch.clerk(MakeNotice(branch.case_id(), wanted)).notice_id
    branch.supervisor(DecideNotice(notice_id, approve=True))
    branch.supervisor(SealNotices((notice_id,), branch.now.date()))
    branch.clerk(PostNotice(notice_id, branch.now.date(), "RX1234567890CN"))
    assert refused_by(branch, BUREAU) == {"CN-CR-01"}
    branch.clerk(ProveServed(notice_id, Proof(NoticeState.DELIVERED, branch.now.date())))
    assert refused_by(branch, BUREAU) == {"CN-CR-01"}, "the days the notice gave aren't over"
    branch.advance(days=60)
    assert plan(branch, BUREAU)
    assert "report.planned" in whys(branch)


def test_what_was_told_already_is_kept_as_it_happened_and_shown_to_the_supervisor(branch: Branch) -> None:
    at = branch.now - timedelta(hours=1)
    found = branch.clerk(NoteDisclosure(branch.case_id(), RELATIVE, at))
    assert {d.rule_id for d in found} == {"CN-DIS-01", "CN-DIS-02"}
    kept = branch.clerk(ListDisclosures(branch.case_id()))[0]
    assert (kept.state, kept.done_at) == (DisclosureState.DONE, at)
    assert {b.rule_id for b in branch.supervisor(ShowInbox()).breaches} == {"CN-DIS-01", "CN-DIS-02"}
    assert branch.clerk(NoteDisclosure(branch.case_id(), GUARANTOR, at)) == ()
    with pytest.raises(Refused) as error:
        branch.clerk(NoteDisclosure(branch.case_id(), RELATIVE, branch.now + timedelta(minutes=1)))
    assert error.value.code == "contact.in_future"
