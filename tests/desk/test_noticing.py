"""Notices: no road past the gate, four eyes, the yearly number, and proof of what became of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import zxingcpp
from pypdfium2 import PdfDocument

from collectdesk.desk.contact.holding import EndHold
from collectdesk.desk.contact.letterheads import KeepLetterhead, ShowLetterhead
from collectdesk.desk.contact.notice_papers import PrintNotices, PrintSealRequest, ReadNotice
from collectdesk.desk.contact.noticing import (
    DecideNotice,
    DropNotice,
    FindNotice,
    JudgeNotice,
    ListNotices,
    ListWaitingNotices,
    Made,
    MakeNotice,
    Wanted,
)
from collectdesk.desk.contact.serving import PostNotice, Proof, ProveServed, SealNotices
from collectdesk.desk.customers.keeping import KeepPerson, KeepPoint
from collectdesk.desk.paper.codes import CodeKind, read_code
from collectdesk.desk.vault.practising import LETTERHEAD
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import NoticeState, ServedBy
from collectdesk.domain.customers.parties import PartyRole
from collectdesk.domain.refusals import ReasonNeeded, Refused, RuleBroken
from collectdesk.store.cases import cases
from collectdesk.store.contact import notices
from collectdesk.store.customers import customers
from collectdesk.store.rows.notices import LetterheadRow
from helpers.branches import LI, OUYANG, PRACTICE_DATE, WANG

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def write(branch: Branch, level: str = "formal_demand", name: str = LI, **said: Any) -> Made:
    said.setdefault("channel", Channel.LETTER)
    point = said.pop("point_id", None) or branch.point_id(
        "home" if said["channel"] is Channel.LETTER else "mobile", name
    )
    return branch.clerk(MakeNotice(branch.case_id(name), Wanted(level, point, **said)))


def approved(branch: Branch, **said: Any) -> str:
    made = write(branch, **said)
    branch.supervisor(DecideNotice(made.notice_id, approve=True))
    return made.notice_id


def posted(branch: Branch, waybill: str = "RX1234567890CN", **said: Any) -> str:
    notice_id = approved(branch, **said)
    branch.clerk(SealNotices((notice_id,), PRACTICE_DATE))
    branch.clerk(PostNotice(notice_id, PRACTICE_DATE, waybill))
    return notice_id


def refusal(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_a_dispute_stops_a_notice_but_not_a_demand_that_stops_limitation(branch: Branch) -> None:
    branch.hold("dispute")
    with pytest.raises(RuleBroken) as refused:
        write(branch, "overdue_letter")
    assert "CN-HOLD-02" in refused.value.facts["rules"]
    assert branch.clerk(ListNotices(branch.case_id())) == ()
    assert write(branch, "formal_demand").waits


def test_a_blocked_address_and_an_invalid_one_are_refused(branch: Branch) -> None:
    home = branch.point_id("home")
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        customers.set_point_standing(work, home, "invalid", "letter")
    assert refusal(lambda: write(branch)) == "notice.point_unusable"
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        customers.set_point_standing(work, home, "blocked", "letter")
    assert refusal(lambda: write(branch)) == "rule.broken"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"level": "unheard_of"}, "notice.level_unknown"),
        ({"channel": Channel.SMS}, "notice.wrong_channel"),
        ({"extra": "不还就死"}, "text.forbidden"),
        ({"sentences": (9,)}, "notice.sentence_unknown"),
        ({"language": "fr"}, "notice.no_text"),
        ({"product_ids": ("0" * 32,)}, "solution.other_product"),
    ],
)
def test_what_can_be_no_notice_is_refused(branch: Branch, said: dict[str, Any], code: str) -> None:
    assert refusal(lambda: write(branch, **said)) == code


def test_another_account_in_free_words_is_refused_with_the_clause(branch: Branch) -> None:
    with pytest.raises(RuleBroken) as refused:
        write(branch, extra="也可汇入 6222000000000000123")
    assert refused.value.facts["rules"] == ("CN-CHAN-02",)
    with pytest.raises(RuleBroken) as refused:
        write(branch, "overdue_letter", WANG, extra="卡号 6225750000000932")
    assert "CN-LTR-03" in refused.value.facts["rules"]


def test_a_message_at_night_is_refused_and_says_when_it_may_go(branch: Branch) -> None:
    branch.advance(hours=13, minutes=30)
    with pytest.raises(RuleBroken):
        write(branch, "first_reminder", channel=Channel.SMS)
    assert write(branch).waits, "a letter is written at any hour"


def test_a_second_notice_too_soon_takes_a_reason(branch: Branch) -> None:
    write(branch, "first_reminder", channel=Channel.SMS)
    with pytest.raises(Refused) as refused:
        write(branch, "formal_demand")
    assert refused.value.code == "notice.too_early"
    assert refused.value.facts["from_on"] == date(2026, 4, 2)
    assert write(branch, "formal_demand", reason="诉讼时效将满").waits


def test_a_stop_request_asks_for_a_reason_and_the_letter_that_is_printed_keeps_it(branch: Branch) -> None:
    branch.hold("stop_request")
    with pytest.raises(ReasonNeeded):
        write(branch, "overdue_letter")
    assert write(branch, "overdue_letter", reason="客户要求书面答复").waits


def test_nobody_learns_of_products_that_arent_named_for_them(branch: Branch) -> None:
    customer = branch.customer_id(OUYANG)
    person = branch.clerk(KeepPerson(customer, PartyRole.GUARANTOR, "周全"))
    point = branch.clerk(
        KeepPoint(customer, "address", "home", "云岭县城南 8 号", "contract", person_id=person)
    )
    said = {"level": "guarantor_demand", "name": OUYANG, "point_id": point}
    assert refusal(lambda: write(branch, **said)) == "notice.product_unchosen"
    loan = branch.products(OUYANG)[0]
    made = write(branch, **said, product_ids=(str(loan.id),))
    kept = branch.ask(lambda view: notices.notice(view, made.notice_id))
    assert kept.content["overdue"] == loan.overdue.fen
    assert len(kept.content["products"]) == 1
    assert refusal(lambda: write(branch, "first_reminder", OUYANG, channel=Channel.LETTER, point_id=point))


def test_nobody_approves_their_own_notice_and_the_number_is_yearly_and_without_gaps(branch: Branch) -> None:
    made = branch.supervisor(
        MakeNotice(branch.case_id(), Wanted("formal_demand", branch.point_id("home"), Channel.LETTER))
    )
    assert (
        refusal(lambda: branch.supervisor(DecideNotice(made.notice_id, approve=True)))
        == "four_eyes.own_notice"
    )
    first, second = write(branch, name=WANG), write(branch, name=OUYANG)
    assert branch.supervisor(DecideNotice(first.notice_id, approve=True)) == "云岭支催〔2026〕1号"
    assert (
        refusal(lambda: branch.supervisor(DecideNotice(second.notice_id, approve=False)))
        == "notice.reason_missing"
    )
    branch.supervisor(DecideNotice(second.notice_id, approve=False, reason="金额待核"))
    third = write(branch, name=OUYANG)
    assert branch.supervisor(DecideNotice(third.notice_id, approve=True)) == "云岭支催〔2026〕2号"
    assert [n.notice.number for n in branch.supervisor(ListWaitingNotices())] == [made.number]


def test_a_hold_that_came_in_stops_the_approval_and_the_print(branch: Branch, tmp_path: Path) -> None:
    made = write(branch, "overdue_letter")
    hold = branch.hold("dispute")
    assert refusal(lambda: branch.supervisor(DecideNotice(made.notice_id, approve=True))) == "rule.broken"
    branch.supervisor(EndHold(branch.case_id(), hold))
    branch.supervisor(DecideNotice(made.notice_id, approve=True))
    branch.hold("negotiation")
    target = tmp_path / "letter.pdf"
    assert refusal(lambda: branch.clerk(PrintNotices(target, (made.notice_id,)))) == "rule.broken"
    assert not target.exists()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_letter_shows_every_field_and_the_window_page_shows_nothing(
    branch: Branch, tmp_path: Path, language: str
) -> None:
    notice_id = approved(branch, language=language, sentences=(0,))
    target = tmp_path / "letter.pdf"
    printed = branch.clerk(PrintNotices(target, (notice_id,)))
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(target)]
    assert len(pages) == 3
    shown = "".join(pages[0].split())
    for field in (LI, "12,845.36", "HT-2023-0471", "云岭支催〔2026〕1号", LETTERHEAD.phone, LETTERHEAD.account_no,
                  LETTERHEAD.address, "6228480000000000471"[-4:]):  # fmt: skip
        assert "".join(field.split()) in shown
    assert "6228480000000000471" not in shown
    words = ("盖章处", "骑缝", "现金") if language == "zh_CN" else ("placefortheseal", "pagingseal", "nocash")
    assert all(word in shown.replace("\n", "") for word in words)
    window = pages[2]
    assert LI in window
    for secret in ("逾期", "催", "verdue", "emand", "12,845", "TZ-", "AJ-", LETTERHEAD.account_no):
        assert secret not in window
    assert printed.number == "云岭支催〔2026〕1号"
    assert branch.clerk(PrintNotices(target, (notice_id,))).copy == 2


def test_the_receipts_code_leads_back_to_its_notice(branch: Branch, tmp_path: Path) -> None:
    notice_id = approved(branch)
    target = tmp_path / "letter.pdf"
    branch.clerk(PrintNotices(target, (notice_id,)))
    picture = PdfDocument(target)[1].render(scale=300 / 72).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)
    code = branch.ask(lambda view: read_code(view, found.text))
    assert code.kind is CodeKind.NOTICE
    assert code.is_about(notice_id)


def test_only_approved_letters_are_printed_and_sealed(branch: Branch, tmp_path: Path) -> None:
    made = write(branch)
    target = tmp_path / "x.pdf"
    assert refusal(lambda: branch.clerk(PrintNotices(target, (made.notice_id,)))) == "notice.not_printable"
    assert refusal(lambda: branch.clerk(PrintNotices(target, ()))) == "notice.none_chosen"
    assert refusal(lambda: branch.clerk(PrintSealRequest(target, (made.notice_id,)))) == "notice.not_sealable"
    branch.supervisor(DecideNotice(made.notice_id, approve=True))
    sheet = branch.clerk(PrintSealRequest(target, (made.notice_id,)))
    assert sheet.pages == 1
    text = PdfDocument(target)[0].get_textpage().get_text_range()
    assert "云岭支催〔2026〕1号" in text
    assert "周敏" in text
    assert refusal(lambda: branch.clerk(PostNotice(made.notice_id, PRACTICE_DATE))) == "notice.unsealed"
    message = write(branch, "first_reminder", WANG, channel=Channel.SMS)
    assert refusal(lambda: branch.clerk(PrintNotices(target, (message.notice_id,)))) == "notice.no_letter"


def test_a_posted_letter_stands_among_the_contacts_and_sets_the_next_call(branch: Branch) -> None:
    notice_id = posted(branch)
    contact = branch.ask(lambda view: cases.contacts(view, branch.case_id()))[0]
    assert contact.channel is Channel.LETTER
    steps = branch.ask(lambda view: cases.steps(view, case_id=branch.case_id()))
    assert any(s.why == "notice.unanswered" and s.due_on == date(2026, 4, 3) for s in steps)
    assert branch.clerk(FindNotice("RX1234567890CN")) == notice_id
    assert branch.clerk(FindNotice("云岭支催〔2026〕1号")) == notice_id
    assert refusal(lambda: branch.clerk(FindNotice("TZ-2026-09999"))) == "notice.unknown"


def test_a_letter_posted_to_a_blocked_address_is_recorded_and_marked(branch: Branch) -> None:
    notice_id = approved(branch, level="overdue_letter")
    branch.clerk(SealNotices((notice_id,), PRACTICE_DATE))
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        customers.set_point_standing(work, branch.point_id("home"), "blocked", "letter")
    branch.clerk(PostNotice(notice_id, PRACTICE_DATE, "RX1234567890CN"))
    marked = branch.ask(lambda view: cases.breaches(view, waiting=True))
    assert [breach.rule_id for breach in marked] == ["CN-PRIV-01"]


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        ({"state": NoticeState.SERVED}, "notice.scan_missing"),
        ({"state": NoticeState.REFUSED}, "notice.reason_missing"),
        ({"state": NoticeState.RETURNED}, "notice.reason_missing"),
        ({"state": NoticeState.APPROVED}, "notice.no_proof"),
        ({"happened_on": date(2026, 3, 19)}, "notice.in_future"),
        ({"happened_on": date(2026, 3, 17)}, "notice.before_posted"),
    ],
)
def test_a_proof_that_proves_nothing_is_refused(branch: Branch, proof: dict[str, Any], code: str) -> None:
    notice_id = posted(branch)
    said = {"state": NoticeState.DELIVERED, "happened_on": PRACTICE_DATE, **proof}
    assert refusal(lambda: branch.clerk(ProveServed(notice_id, Proof(**said)))) == code


def test_service_on_a_visit_is_proven_by_its_scan_under_the_cases_key(branch: Branch, tmp_path: Path) -> None:
    notice_id = approved(branch)
    branch.clerk(SealNotices((notice_id,), PRACTICE_DATE))
    scan = tmp_path / "receipt.jpg"
    scan.write_bytes(b"a signed receipt")
    proof = Proof(NoticeState.SERVED, PRACTICE_DATE, ServedBy.VISIT, taken_by=LI, scan=scan)
    branch.clerk(ProveServed(notice_id, proof))
    (shown,) = branch.clerk(ListNotices(branch.case_id()))
    assert shown.notice.state is NoticeState.SERVED
    assert shown.proof is not None
    assert shown.proof.taken_by == LI
    assert shown.proof.evidence_id
    assert branch.auditor(ListNotices(branch.case_id()))[0].proof.taken_by != LI  # type: ignore[union-attr]
    assert refusal(lambda: branch.clerk(DropNotice(notice_id, "晚了"))) == "notice.not_next"


def test_a_letter_without_letterhead_or_with_a_broken_account_isnt_written(branch: Branch) -> None:
    assert (
        refusal(lambda: branch.administrator(KeepLetterhead(replace(LETTERHEAD, account_no="一二三"))))
        == "letterhead.account"
    )
    assert (
        refusal(lambda: branch.administrator(KeepLetterhead(replace(LETTERHEAD, phone=" "))))
        == "letterhead.missing"
    )
    branch.administrator(KeepLetterhead(replace(LETTERHEAD, phone="0871-60000001")))
    kept = branch.clerk(ShowLetterhead())
    assert kept is not None
    assert kept.phone == "0871-60000001"
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        work.connection.exec_driver_sql(f"DELETE FROM {LetterheadRow.__tablename__}")
    assert refusal(lambda: write(branch)) == "notice.letterhead_missing"


def test_the_rules_word_is_asked_for_before_anything_is_written(branch: Branch) -> None:
    wanted = Wanted("overdue_letter", branch.point_id("home"), Channel.LETTER)
    looked = branch.clerk(JudgeNotice(branch.case_id(), wanted))
    assert looked.judgement.is_lawful
    assert (looked.early, looked.missing) == (None, ())
    branch.hold("dispute")
    assert not branch.clerk(JudgeNotice(branch.case_id(), wanted)).judgement.is_lawful


def test_what_a_notice_says_is_read_whole_and_masked_for_an_auditor(branch: Branch) -> None:
    made = write(branch, "first_reminder", channel=Channel.SMS, sentences=(0,))
    told = branch.clerk(ReadNotice(made.notice_id))
    assert LI in told.text
    assert "¥ 12,845.36" in told.text
    assert "{" not in told.text
    assert LI not in branch.auditor(ReadNotice(made.notice_id)).text
