"""Texts to customers: no version is used that nobody else has approved, that threatens, or that lacks a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.contact.customer_texts import shipped_texts
from collectdesk.desk.contact.notice_papers import ReadNotice
from collectdesk.desk.contact.noticing import MakeNotice, Wanted
from collectdesk.desk.contact.text_keeping import DecideText, ListTexts, WithdrawText, WriteText, sample_of
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.texts import TextState
from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from helpers.branches import Branch

BODY = "【{branch}】{name}您好：逾期{dpd}天，{overdue}，请于{pay_by}前还款。电话{phone}。"


def write(branch: Branch, by: str = "administrator", **said: Any) -> str:
    facts = {
        "code": "sms_reminder",
        "language": "zh_CN",
        "title": "提醒",
        "body": BODY,
        "reason": "改口径",
        **said,
    }
    return branch.run(by, WriteText(**facts))


def told(branch: Branch, reason: str = "") -> str:
    wanted = Wanted("first_reminder", branch.point_id("mobile"), Channel.SMS, reason=reason)
    return branch.clerk(ReadNotice(branch.clerk(MakeNotice(branch.case_id(), wanted)).notice_id)).text


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"code": "unheard_of"}, "text.unknown"),
        ({"title": " "}, "text.title_missing"),
        ({"body": "{secret}"}, "text.place_unknown"),
        ({"body": "不还就上黑名单"}, "text.forbidden"),
        ({"sentences": ("否则后果自负",)}, "text.forbidden"),
        ({"sentences": ("{name}",)}, "text.sentence_filled"),
        ({"body": "请汇 6222000000000000123"}, "text.account_named"),
        ({"reason": ""}, "text.reason_missing"),
        ({"code": "letter_overdue", "body": "只有开头"}, "text.section_missing"),
    ],
)
def test_a_version_that_could_not_go_out_isnt_even_asked_for(
    branch: Branch, said: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        write(branch, **said)
    assert refused.value.code == code


def test_a_version_is_used_from_its_approval_by_somebody_else_until_it_is_withdrawn(branch: Branch) -> None:
    text_id = write(branch, by="supervisor")
    with pytest.raises(Refused) as refused:
        branch.supervisor(DecideText(text_id, approve=True))
    assert refused.value.code == "four_eyes.own_text"
    assert "您好" not in told(branch)
    branch.enrol("second", "supervisor")
    branch.run("second", DecideText(text_id, approve=True))
    assert "您好" in told(branch, "再次")
    with pytest.raises(Refused):
        branch.run("second", DecideText(text_id, approve=True))
    with pytest.raises(Refused):
        branch.supervisor(WithdrawText(text_id, " "))
    branch.supervisor(WithdrawText(text_id, "客户反映看不懂"))
    assert "您好" not in told(branch, "再次")
    line = next(each for each in branch.auditor(ListTexts()) if each.text_id == text_id)
    assert (line.text.state, line.in_use, line.text.version) == (TextState.WITHDRAWN, False, 1)


def test_a_refused_version_says_why_and_changes_nothing(branch: Branch) -> None:
    text_id = write(branch)
    assert branch.supervisor(ListTexts())[0].text_id == text_id, "what waits stands first"
    with pytest.raises(Refused):
        branch.supervisor(DecideText(text_id, approve=False))
    branch.supervisor(DecideText(text_id, approve=False, reason="口径不对"))
    line = next(each for each in branch.clerk(ListTexts()) if each.text_id == text_id)
    assert (line.text.state, line.decision_reason) == (TextState.REFUSED, "口径不对")
    assert sum(each.in_use for each in branch.clerk(ListTexts())) == len(shipped_texts())


def test_a_sample_names_its_places_and_counts_a_messages_parts() -> None:
    shown, parts = sample_of(next(text for text in shipped_texts() if text.code == "sms_reminder"))
    assert "〔name〕" in shown
    assert parts == 2
