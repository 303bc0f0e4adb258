"""What may be said on a call, by who is on the line; and a statutory notice that is served under a hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk import resources
from collectdesk.desk.contact.customer_texts import find_forbidden, shipped_texts
from collectdesk.desk.contact.notice_content import Wanted
from collectdesk.desk.contact.noticing import DecideNotice, MakeNotice
from collectdesk.desk.contact.scripts import ShowScript
from collectdesk.desk.contact.text_keeping import DecideText, ListTexts, WriteText
from collectdesk.desk.risk.playbook import shipped_playbook
from collectdesk.desk.visits.visiting import DecideRequest
from collectdesk.domain.contact.contacts import Channel, Reached
from collectdesk.domain.contact.texts import OF_THE_DEBT
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import RequestReason, Verdict
from collectdesk.reports.visits import talking_points
from collectdesk.terms_scripts import script_lines
from collectdesk.words import CHINESE, ENGLISH, for_language
from helpers.branches import LI

if TYPE_CHECKING:
    from helpers.branches import Branch


def test_who_is_on_the_line_hears_their_own_script_and_a_third_person_nothing_of_the_debt(
    branch: Branch,
) -> None:
    case_id, mobile = branch.case_id(), branch.point_id("mobile")
    own = branch.clerk(ShowScript(case_id, mobile))
    assert own.audience == "debtor"
    said = "\n".join(script_lines(for_language(CHINESE), own))
    assert LI in said
    assert for_language(CHINESE).money(own.overdue) in said
    assert "{" not in said
    other = branch.clerk(ShowScript(case_id, mobile, Reached.FAMILY, ENGLISH))
    assert other.audience == "third_party"
    heard = "\n".join(script_lines(for_language(ENGLISH), other))
    for told in (for_language(ENGLISH).money(own.overdue), *own.contracts, str(own.dpd)):
        assert told not in heard
    guarantor = branch.clerk(ShowScript(case_id, branch.point_id("guarantor")))
    assert guarantor.audience == "guarantor"
    assert guarantor.name != LI


def test_a_branchs_own_script_takes_two_people_and_tells_no_third_person_of_the_debt(branch: Branch) -> None:
    with pytest.raises(Refused) as error:
        branch.administrator(WriteText("script_third_party", "zh_CN", "话术", "他欠{overdue}", (), "换口径"))
    assert (error.value.code, error.value.facts["place"]) == ("text.script_discloses", "overdue")
    with pytest.raises(Refused) as error:
        branch.administrator(WriteText("script_debtor", "zh_CN", "话术", "再不还就上黑名单", (), "换口径"))
    assert error.value.code == "text.forbidden"
    text_id = branch.administrator(
        WriteText("script_debtor", "zh_CN", "话术", "您好，我是{caller}。\n请问是{name}吗？", (), "换口径")
    )
    show = ShowScript(branch.case_id(), branch.point_id("mobile"))
    assert branch.clerk(show).text.version == 0
    branch.supervisor(DecideText(text_id, approve=True))
    lines = script_lines(for_language(CHINESE), branch.clerk(show))
    assert lines == (f"您好，我是{branch.actors['clerk'].name}。", f"请问是{LI}吗？")
    assert any(t.in_use and t.text_id == text_id for t in branch.clerk(ListTexts()))


def test_nothing_that_ships_says_what_may_not_be_said() -> None:
    texts = [part for text in shipped_texts() for part in (text.title, text.body, *text.sentences)]
    texts += [
        said
        for way in shipped_playbook().ways.values()
        for point in way.points
        for said in (point.zh, point.en)
    ]
    catalogue = resources.path("locale", "zh_CN", "reports.po").read_text("utf-8")
    for points in talking_points._POINTS.values():
        texts += points
        assert all(f'msgid "{point}"' in catalogue for point in points)
    assert find_forbidden(texts) == ()
    third = [text for text in shipped_texts() if text.levels == ("third_party",)]
    assert third
    assert not any(f"{{{place}}}" in text.body for text in third for place in OF_THE_DEBT)


def test_a_visit_under_a_hold_is_only_for_a_statutory_notice_that_lies_ready_for_the_address(
    branch: Branch,
) -> None:
    branch.hold("dispute")
    for reason in (RequestReason.VERIFICATION, RequestReason.NOTICE_SERVICE):
        with pytest.raises(Refused) as error:
            branch.request(reason=reason)
        assert error.value.code == "request.case_held"
    wanted = Wanted("formal_demand", branch.point_id("home"), Channel.LETTER)
    notice_id = branch.clerk(MakeNotice(branch.case_id(), wanted)).notice_id
    with pytest.raises(Refused):  # written, not approved: nothing lies ready yet
        branch.request(reason=RequestReason.NOTICE_SERVICE)
    branch.supervisor(DecideNotice(notice_id, approve=True))
    with pytest.raises(Refused):
        branch.request(reason=RequestReason.VERIFICATION)
    request_id = branch.request(reason=RequestReason.NOTICE_SERVICE)
    branch.supervisor(DecideRequest(request_id, Verdict.APPROVE, "送达催告函"))
    assert branch.plan(request_id)
