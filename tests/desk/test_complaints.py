"""Complaints: held subject, day of the answer, letter, improvement, closing by another; the chronology."""

from __future__ import annotations

import json
import zipfile
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.archive.chronology import PrintChronology
from collectdesk.desk.contact.complaints import (
    Answer,
    AnswerComplaint,
    Brought,
    CloseComplaint,
    ExtendComplaint,
    FindComplaint,
    ListColleagues,
    ListComplaints,
    MarkObjection,
    NoteResult,
    RegisterComplaint,
    ReopenComplaint,
    SetImprovement,
)
from collectdesk.desk.contact.contacting import JudgeCall, PostponeStep
from collectdesk.desk.contact.notice_papers import PrintNotices, ReadNotice
from collectdesk.desk.contact.noticing import DecideNotice, MakeNotice, Wanted
from collectdesk.desk.contact.serving import PostNotice, SealNotices
from collectdesk.desk.customers.today import ShowInbox, ShowToday
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.rules.clocks import NoteLegalFact
from collectdesk.domain.contact.complaints import (
    AnswerWay,
    ComplaintChannel,
    ComplaintKind,
    Finding,
    RootCause,
)
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.legal_clocks import FactKind
from collectdesk.domain.contact.notices import NoticeState
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.store.cases import cases
from desk.papers import built_and_out, pages
from helpers.branches import LI, PRACTICE_DATE, WANG
from helpers.json_schema import faults

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def register(branch: Branch, subject: str = "calls", **said: Any) -> str:
    words: dict[str, Any] = {
        "kind": ComplaintKind.COMPLAINT, "complainant": LI, "channel": ComplaintChannel.PHONE,
        "received_on": PRACTICE_DATE, "subject": subject, "said": "一天来电多次，态度生硬", **said,
    }  # fmt: skip
    return branch.clerk(RegisterComplaint(branch.case_id(), Brought(**words)))


def answer(branch: Branch, complaint_id: str, login: str = "clerk", **said: Any) -> str:
    words: dict[str, Any] = {
        "finding": Finding.PARTLY, "root_cause": RootCause.CONDUCT, "text": "经核听录音，坐席语气欠妥，已批评教育。",
        "way": AnswerWay.PHONE, "answered_on": PRACTICE_DATE, **said,
    }  # fmt: skip
    return branch.run(login, AnswerComplaint(complaint_id, Answer(**words)))


def refusal(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_a_complaint_about_calls_stops_letters_neither_nor_visits_and_its_day_stands_in_today(
    branch: Branch,
) -> None:
    complaint_id = register(branch)
    held = branch.ask(lambda view: cases.holds(view, branch.case_id()))[0]
    assert (held.code, held.reach.written, held.until_on) == ("complaint", "subject:calls", None)
    letter = Wanted("overdue_letter", branch.point_id("home"), Channel.LETTER)
    assert branch.clerk(MakeNotice(branch.case_id(), letter)).waits
    judged, _hours = branch.clerk(JudgeCall(branch.case_id(), branch.point_id("mobile")))
    assert "CN-HOLD-02" in {each.rule_id for each in judged.decisions}
    assert all(item.why != "complaint.answer_due" for item in branch.clerk(ShowToday()).items)
    branch.advance(days=10)
    item = next(item for item in branch.clerk(ShowToday()).items if item.why == "complaint.answer_due")
    assert (item.due_on, item.days_late) == (PRACTICE_DATE + timedelta(days=15), -5)
    assert (
        refusal(lambda: branch.clerk(PostponeStep(item.step_id, date(2026, 5, 1), "忙"))) == "step.legal_term"
    )
    branch.advance(days=6)
    waiting = branch.supervisor(ShowInbox()).complaints
    assert [(line.complaint.id, line.days_left, line.is_late) for line in waiting] == [
        (complaint_id, -1, True)
    ]


def test_what_is_registered_has_to_say_what_and_about_whom(branch: Branch) -> None:
    assert refusal(lambda: register(branch, said=" ")) == "complaint.said_missing"
    assert refusal(lambda: register(branch, "staff")) == "complaint.about_missing"
    assert refusal(lambda: register(branch, "staff", about_id="0" * 32)) == "complaint.about_missing"
    assert refusal(lambda: register(branch, "bureau")) == "complaint.subject"
    assert refusal(lambda: register(branch, kind=ComplaintKind.OBJECTION)) == "complaint.subject"
    tomorrow = PRACTICE_DATE + timedelta(days=1)
    assert refusal(lambda: register(branch, received_on=tomorrow)) == "complaint.in_future"
    with pytest.raises(NotPermitted):
        branch.auditor(RegisterComplaint(branch.case_id(), Brought(
            ComplaintKind.COMPLAINT, LI, ComplaintChannel.PHONE, PRACTICE_DATE, "calls", "…")))  # fmt: skip


def test_nobody_answers_or_closes_what_is_said_about_them_nor_closes_what_they_answered(
    branch: Branch,
) -> None:
    branch.enrol("boss", "supervisor", "罗红")
    who = {name: each for each, name in branch.clerk(ListColleagues())}
    complaint_id = register(branch, "staff", about_id=who["周敏"])
    assert refusal(lambda: answer(branch, complaint_id, "supervisor")) == "four_eyes.own_complaint"
    assert refusal(lambda: branch.run("boss", CloseComplaint(complaint_id))) == "complaint.unanswered"
    answer(branch, complaint_id, "boss")
    assert refusal(lambda: branch.supervisor(CloseComplaint(complaint_id))) == "four_eyes.own_complaint"
    assert refusal(lambda: branch.run("boss", CloseComplaint(complaint_id))) == "four_eyes.own_complaint"
    with pytest.raises(NotPermitted):
        branch.clerk(CloseComplaint(complaint_id))
    answer(branch, complaint_id)
    branch.run("boss", CloseComplaint(complaint_id))
    assert not branch.ask(lambda view: cases.standing_holds(view, branch.case_id()))


def test_who_is_complained_about_as_a_visitor_is_held_from_visits_and_others_go(branch: Branch) -> None:
    branch.call()
    branch.assess()
    request_id = branch.request()
    branch.approve(request_id)
    register(branch, "staff", about_id=branch.staff_id("C01"))
    with pytest.raises(RuleBroken) as refused:
        branch.plan(request_id)
    assert "CN-HOLD-02" in refused.value.facts["rules"]


def test_an_answer_by_letter_goes_the_way_of_every_letter_and_only_then_can_be_closed(
    branch: Branch, tmp_path: Path
) -> None:
    complaint_id = register(branch, "letters")
    assert refusal(lambda: answer(branch, complaint_id, way=AnswerWay.LETTER)) == "complaint.point_missing"
    number = answer(branch, complaint_id, way=AnswerWay.LETTER, point_id=branch.point_id("home"))
    shown = branch.supervisor(ListComplaints())[0]
    notice_id = shown.complaint.notice_id
    assert refusal(lambda: branch.supervisor(CloseComplaint(complaint_id))) == "complaint.answer_waits"
    branch.enrol("second", "supervisor")
    assert branch.run("second", DecideNotice(notice_id, approve=True)).endswith("号")
    told = branch.clerk(ReadNotice(notice_id))
    assert "2026年3月18日" in told.text
    assert shown.complaint.number in told.text
    assert "坐席语气欠妥" in told.text
    assert "逾期" not in told.text
    printed = branch.clerk(PrintNotices(tmp_path / "letter.pdf", (notice_id,)))
    text = "".join(pages(printed.path))
    assert number in text
    assert "逾期金额" not in text  # an answer speaks of no debt
    branch.clerk(SealNotices((notice_id,), PRACTICE_DATE))
    branch.clerk(PostNotice(notice_id, PRACTICE_DATE))
    assert branch.supervisor(ListComplaints())[0].complaint.letter is NoticeState.POSTED
    branch.supervisor(CloseComplaint(complaint_id))
    assert branch.supervisor(ShowInbox()).complaints == ()


def test_an_improvement_needs_owner_day_and_result_before_closing_and_a_closed_one_is_taken_up_again(
    branch: Branch,
) -> None:
    complaint_id = register(branch)
    owner = branch.actors["supervisor"].id
    answer(branch, complaint_id)
    soon = PRACTICE_DATE + timedelta(days=10)
    assert (
        refusal(lambda: branch.clerk(SetImprovement(complaint_id, "", owner, soon)))
        == "complaint.improvement_missing"
    )
    assert (
        refusal(lambda: branch.clerk(SetImprovement(complaint_id, "复训", "0", soon)))
        == "complaint.owner_missing"
    )
    past = PRACTICE_DATE - timedelta(days=1)
    assert (
        refusal(lambda: branch.clerk(SetImprovement(complaint_id, "复训", owner, past)))
        == "complaint.due_past"
    )
    branch.clerk(SetImprovement(complaint_id, "外呼话术复训", owner, soon))
    assert refusal(lambda: branch.supervisor(CloseComplaint(complaint_id))) == "complaint.improvement_open"
    branch.clerk(NoteResult(complaint_id, "三月二十日已复训，考试合格"))
    branch.supervisor(CloseComplaint(complaint_id))
    assert refusal(lambda: answer(branch, complaint_id)) == "complaint.closed"
    branch.advance(days=3)
    assert refusal(lambda: branch.clerk(ReopenComplaint(complaint_id, ""))) == "complaint.why_missing"
    branch.clerk(ReopenComplaint(complaint_id, "客户不接受答复"))
    again = branch.clerk(ListComplaints(branch.case_id()))[0]
    assert (again.days_left, again.complaint.answered_on) == (15, None)
    assert branch.ask(lambda view: cases.standing_holds(view, branch.case_id())) == {"complaint"}


def test_a_complicated_complaint_gets_the_longer_term_once_and_an_objection_never(branch: Branch) -> None:
    complaint_id = register(branch)
    assert refusal(lambda: branch.supervisor(ExtendComplaint(complaint_id, " "))) == "complaint.why_missing"
    assert branch.supervisor(ExtendComplaint(complaint_id, "需调取录音")) == PRACTICE_DATE + timedelta(
        days=30
    )
    assert (
        refusal(lambda: branch.supervisor(ExtendComplaint(complaint_id, "再延")))
        == "complaint.no_longer_term"
    )
    assert (
        refusal(lambda: branch.clerk(MarkObjection(complaint_id, PRACTICE_DATE))) == "complaint.no_objection"
    )
    objection = register(
        branch, "bureau", kind=ComplaintKind.OBJECTION, channel=ComplaintChannel.BUREAU, reference="YY1"
    )
    shown = next(each for each in branch.clerk(ListComplaints()) if each.complaint.id == objection)
    assert (shown.days_left, shown.complaint.hold_id) == (20, "")
    branch.clerk(MarkObjection(objection, PRACTICE_DATE))
    assert (
        refusal(lambda: branch.supervisor(ExtendComplaint(objection, "需核查"))) == "complaint.no_longer_term"
    )
    assert branch.clerk(FindComplaint(shown.complaint.number)) == objection
    assert refusal(lambda: branch.clerk(FindComplaint("TS-0"))) == "complaint.unknown"


def test_one_command_prints_everything_with_every_decision_of_the_rules(
    branch: Branch, tmp_path: Path
) -> None:
    branch.planned_visit()
    complaint_id = register(branch, "visits")
    answer(branch, complaint_id)
    printed = branch.supervisor(PrintChronology(tmp_path / "chronology.pdf", branch.case_id()))
    text = "".join(pages(printed.path))
    for said in ("案件时序", "规则判断", "上门", "一天来电多次", "坐席语气欠妥", "*明", "TS-2026-0001"):
        assert said in text, said
    assert text.index("一天来电多次") < text.index("坐席语气欠妥"), "it was answered before it came in"
    assert LI not in text  # it goes to whoever looks into the complaint
    assert printed.missing_glyphs == ()
    with pytest.raises(NotPermitted):
        branch.clerk(PrintChronology(tmp_path / "not.pdf", branch.case_id()))


def test_another_clerks_complaint_is_seen_without_the_name(branch: Branch) -> None:
    said = Brought(
        ComplaintKind.COMPLAINT,
        WANG,
        ComplaintChannel.COUNTER,
        PRACTICE_DATE,
        "amount",
        "电话13800001234来电",
    )
    branch.clerk(RegisterComplaint(branch.case_id(WANG), said))
    seen = branch.auditor(ListComplaints())[0]
    assert WANG not in (seen.name, seen.complaint.complainant)
    assert "13800001234" not in seen.complaint.said


def test_the_archive_pack_tells_of_every_complaint_on_paper_and_as_records(
    branch: Branch, tmp_path: Path
) -> None:
    complaint = register(branch)
    register(branch, "bureau", kind=ComplaintKind.OBJECTION, said="结清后仍显示逾期", reference="ZX-88")
    answer(branch, complaint)
    branch.clerk(SetImprovement(complaint, "电话礼仪复训", branch.actors["clerk"].id, PRACTICE_DATE))
    branch.clerk(NoteResult(complaint, "全员已复训"))
    branch.clerk(NoteLegalFact(branch.case_id(), FactKind.SUIT, PRACTICE_DATE, "立案通知书"))
    target = tmp_path / "case.zip"
    built_and_out(branch, target, LI)
    with zipfile.ZipFile(target) as pack:
        root = pack.namelist()[0].partition("/")[0]
        case, schema, paper = (pack.read(f"{root}/data/{name}") for name in
                               ("case.json", "case.schema.json", "case-file.pdf"))  # fmt: skip
    kept = json.loads(case)
    assert faults(kept, json.loads(schema)) == []
    assert {one["number"][:2]: one["said"] for one in kept["complaints"]} == {
        "TS": "一天来电多次，态度生硬", "YS": "结清后仍显示逾期",
    }  # fmt: skip
    assert kept["complaints"][0]["answered_by"] in {who["id"] for who in kept["accounts"]}
    assert kept["legal_facts"][0]["proof"] == "立案通知书"
    (tmp_path / "case.pdf").write_bytes(paper)
    text = "".join(pages(tmp_path / "case.pdf"))
    for expected in ("投诉与征信异议", "一天来电多次，态度生硬", "坐席语气欠妥", "电话礼仪复训", "全员已复训", "ZX-88",
                     "YS-2026-0001", "部分属实"):  # fmt: skip
        assert expected in text, expected
