"""The working day at the real window: keys and mouse, a real encrypted file, from the import to the sealed pack."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from collectdesk.desk.vault.practising import cast
from collectdesk.domain.contact.contacts import Channel, ContactOutcome
from collectdesk.domain.paper.records import (
    Attitude,
    Entry,
    Identity,
    IncomeSource,
    Met,
    OverdueReason,
    Recording,
)
from collectdesk.domain.paper.records import VisitOutcome as Outcome
from collectdesk.domain.visits.visits import RequestReason
from collectdesk.practice.branch import PRACTICE_DATE
from collectdesk.practice.photos import door_photo
from collectdesk.practice.story import Role
from collectdesk.terms import code_term, term
from collectdesk.ui import ask
from collectdesk.words import CHINESE, ENGLISH, for_language

if TYPE_CHECKING:
    from enum import Enum
    from pathlib import Path

    from whole.conftest import Workplace

CAST = cast()
KEEPS, BREAKS, PARTLY = (CAST[role].name for role in (Role.KEEPS, Role.BREAKS, Role.PARTLY))
TOMORROW = PRACTICE_DATE + timedelta(days=1)
NEXT_WEEK = PRACTICE_DATE + timedelta(days=7)


def word(code: Enum) -> str:
    """A code's English, which is the key of its Chinese."""
    return term(for_language(ENGLISH), code)


def test_a_day_from_the_import_to_the_sealed_pack(workplace: Callable[..., Workplace]) -> None:
    """One clerk and one supervisor, and in the end the auditor and the administrator."""
    at = workplace(CHINESE)
    for chapter in CHAPTERS:
        chapter(at)


# ---- Wednesday morning, the clerk


def the_wrong_password_says_so_in_a_sentence(at: Workplace) -> None:
    at.sign_in("Clerk", "wrong")
    assert at.shell.window is None
    assert at.sees("用户名与密码不符。请检查大写锁定键后再试。")
    at.sign_in("Clerk")
    assert at.window.page_id == "today"
    assert at.deeds()[-2:] == ["session.opened", "day.started"]


def the_morning_comes_in(at: Workplace) -> None:
    overdue, payments = at.files.morning
    spoil(overdue)
    at.keys("Ctrl+I")
    with ask.answered(overdue):
        at.keys("Ctrl+I")
    at.press_segment("Set aside: findings")
    (aside,) = at.rows("Rows set aside")
    assert "2026-02-30" in aside, "the value that is wrong isn't shown"
    assert all(aside), "a row is set aside without its line, its column or its reason"
    at.keys("F2")
    assert at.sees("逾期清单（2026-03-18）已导入")
    at.press_file(payments.name)
    at.keys("F2")
    assert at.sees("还款流水（2026-03-18）已导入")
    assert at.deeds()[-2:] == ["ledger.imported"] * 2


def an_unanswered_call_takes_three_keys(at: Workplace) -> None:
    at.keys("Alt+1")
    at.choose_row("Worklist", BREAKS)
    following = at.table("Worklist").values.row_at(at.table("Worklist").currentIndex().row() + 1)
    at.keys("F2", "1", "Ctrl+Return")
    assert at.deeds()[-1] == "contact.logged"
    assert at.say("Logged: {outcome}.", outcome=at.say("No answer")) in at.banner
    chosen = at.table("Worklist").chosen
    assert following is not None
    assert chosen is not None
    assert chosen.step_id == following.step_id, "the next customer isn't open after the log"


def the_customer_is_reached(at: Workplace) -> None:
    at.choose_row("Worklist", KEEPS)
    at.keys("F2", "2")
    at.choose("Result", "Refuses")
    at.fill("Note", "店铺停业装修，说下周才有钱")
    at.keys("Ctrl+Return")
    assert at.deeds()[-1] == "contact.logged"
    assert term(at.shell.speech.words, ContactOutcome.REFUSED) in at.banner


def the_risk_is_checked_and_a_visit_asked_for(at: Workplace) -> None:
    at.choose_row("Worklist", KEEPS)
    at.keys("Return")
    assert at.window.page_id == "casefile"
    assert at.sees(KEEPS)
    at.turn_to("Risk")
    at.press("Check the risk")
    assert at.deeds()[-1] == "risk.assessed", at.deeds()[-3:]
    assert at.sees(at.say("A visit is warranted.")), "the risk check gives no word on the visit"
    at.turn_to("Visits")
    at.pick_first("Address")
    at.pick("Reason", word(RequestReason.VERIFICATION))
    at.fill("Note", "电话中情绪平稳，同意面谈")
    at.press("Ask for the visit")
    assert at.deeds()[-1] == "visit.requested"
    at.sign_out()


# ---- the supervisor approves, the clerk plans


def the_supervisor_approves_from_the_inbox(at: Workplace) -> None:
    at.sign_in("Supervisor")
    at.choose_row("Inbox", KEEPS)
    assert at.sees("电话中情绪平稳，同意面谈"), "the supervisor doesn't see why the visit is asked for"
    at.keys("Ctrl+Return")
    at.sign()
    assert at.deeds()[-1] == "visit.decided"
    assert not at.row("Inbox", KEEPS), "what is decided still waits"
    at.sign_out()


def a_visit_at_night_is_refused_with_its_clause(at: Workplace) -> None:
    at.sign_in("Clerk")
    at.keys("Alt+4")
    at.choose_row("Requests to plan", KEEPS)
    at.fill("Day", "2026-03-19")
    at.fill("Starts at", "2230")
    at.pick("Team unrelated", "Yes: nobody is related to the customer")
    at.keys("F2")
    assert "visit.planned" not in at.deeds(), "a visit at 22:30 was planned"
    assert at.sees("未经债务人同意，22:00至次日8:00严禁上门催收"), (
        "the rule that refuses isn't named in the page"
    )
    assert at.sees("中国银行业协会《金融机构个人消费类贷款催收工作指引（试行）》"), "the rule has no source"
    assert at.sees("合规办法："), "nothing says what would make it lawful"
    at.fill("Starts at", "1430")
    at.keys("F2")
    assert at.deeds()[-1] == "visit.planned"
    assert not at.row("Requests to plan", KEEPS)


def the_customer_is_told_of_the_visit(at: Workplace) -> None:
    at.press_segment("Planned")
    at.choose_row("Planned visits", KEEPS)
    at.choose("How", word(Channel.PHONE))
    at.choose("Customer's answer", word(ContactOutcome.VISIT_AGREED))
    at.keys("F2")
    assert at.deeds()[-1] == "visit.notified"
    assert term(at.shell.speech.words, ContactOutcome.VISIT_AGREED) in at.banner
    at.sign_out()


def the_supervisor_prints_the_kit(at: Workplace) -> None:
    at.sign_in("Supervisor")
    at.keys("Alt+4")
    at.press_segment("Planned")
    at.choose_row("Planned visits", KEEPS)
    at.keys("Ctrl+P")
    assert at.deeds()[-1] == "kit.printed"
    assert at.sees(at.say("Print preview")), "the kit isn't shown before it goes to the printer"
    kept = at.folder.parent / "kit.pdf"
    with ask.answered(kept):
        at.press("Save a copy")
    at.wait(kept.exists)
    assert kept.read_bytes().startswith(b"%PDF")
    at.keys("Esc")
    assert at.row("Planned visits", KEEPS)
    at.sign_out()


# ---- Thursday: the visit is recorded


def the_sheet_is_typed_with_its_photo_and_a_promise(at: Workplace) -> None:
    at.move_to(TOMORROW, 15, 30)
    at.sign_in("Clerk")
    at.keys("Alt+5")
    at.choose_row("Visits to record", KEEPS)
    photo = at.folder.parent / "door.jpg"
    photo.write_bytes(door_photo(1))
    with ask.answered((photo,)):
        at.press("Add files")
    assert at.deeds()[-1] == "evidence.attached"
    assert at.sees("door.jpg")
    at.fill("Arrived at", "1432")
    at.fill("Left at", "1505")
    for question, code in ANSWERS:
        at.choose(question, code)
    at.fill("Promised amount (yuan)", str(CAST[Role.KEEPS].pays.fen / 100))
    at.fill("Promised for", "2026-03-24")
    at.fill("Course of the visit", "店铺二月停业装修，现已复业，下周可还清。")
    at.keys("F2")
    assert at.deeds()[-1] == "visit.recorded", at.text()
    assert not at.row("Visits to record", KEEPS)
    at.sign_out()


def the_supervisor_signs_it_off_and_prints_it(at: Workplace) -> None:
    at.sign_in("Supervisor")
    at.choose_row("Inbox", KEEPS)
    assert at.sees("店铺二月停业装修"), "the supervisor signs without seeing what was found"
    at.keys("Ctrl+Return")  # the second visitor's signature on the sheet is compared
    assert at.deeds()[-1] == "record.seconded"
    at.keys("Ctrl+Return")
    at.sign()
    assert at.deeds()[-1] == "record.signed_off"
    at.choose_customer(KEEPS)
    at.turn_to("Visits")
    at.table("Visits").setFocus()
    at.keys("Return")
    assert at.window.page_id == "record"
    at.keys("Ctrl+P")
    assert at.deeds()[-1] == "record.printed", at.text()
    assert at.sees(at.say("Print preview"))
    at.keys("Esc")
    assert not at.sees(at.say("Print preview")), "Esc doesn't close the preview"
    at.sign_out()


# ---- promises and plans


def a_promise_is_taken_by_telephone(at: Workplace) -> None:
    at.sign_in("Clerk")
    at.choose_row("Worklist", BREAKS)
    at.keys("F2", "2", "1")
    at.fill("Amount (yuan)", str(CAST[Role.BREAKS].overdue.fen / 100))
    at.fill("Promised for", "2026-03-23")
    at.keys("Ctrl+Return")
    assert at.deeds()[-1] == "contact.logged"
    assert "2026-03-23" in at.banner


def a_plan_is_offered_and_approved(at: Workplace) -> None:
    at.choose_row("Worklist", PARTLY)
    at.keys("Return")
    at.turn_to("Solutions")
    at.press("Offer a plan")
    at.fill("Periods", "6")
    at.fill("First due", "2026-04-20")
    at.fill("Reason", "收入下降，可按月承担")
    assert at.sees("2026-09-20"), "the schedule isn't worked out while it is typed"
    at.press("Put before the supervisor")
    assert at.deeds()[-1] == "solution.offered"
    at.sign_out()
    at.sign_in("Supervisor")
    at.choose_row("Inbox", PARTLY)
    at.fill("Reason (needed to return or reject)", "可行")
    at.keys("Ctrl+Return")
    at.sign()
    assert at.deeds()[-1] == "solution.decided"
    at.sign_out()


# ---- a week later


def the_week_decides_the_promises(at: Workplace) -> None:
    at.move_to(NEXT_WEEK, 9)
    at.sign_in("Clerk")
    at.keys("Ctrl+I")
    for path in at.files.week_later:
        at.press_file(path.name)
        at.keys("F2")
        assert at.sees("（2026-03-25）已导入"), path.name
    at.keys("Alt+1")
    assert at.say("Promise broken") in at.row("Worklist", BREAKS)
    at.keys("Alt+6")
    assert at.say("Broken") in at.row("Promises and plans", BREAKS)
    assert PARTLY in at.text(), "the plan that runs isn't followed up"
    at.press_segment("Done")
    assert "1,661.51" in at.row("Promises and plans", KEEPS), "the promise that was kept isn't shown"
    at.sign_out()


def the_case_is_closed_packed_and_verified(at: Workplace) -> None:
    at.sign_in("Supervisor")
    at.keys("Alt+7")
    at.choose_row("Cases", KEEPS)
    at.press("Close the case")
    assert at.deeds()[-1] == "case.closed"
    at.keys("F2")
    at.sign()
    assert at.deeds()[-1] == "pack.built"
    at.press_segment("Packs")
    at.keys("F2")
    assert at.deeds()[-2:] == ["pack.verified", "pack.verdict_noted"], at.deeds()[-3:]
    assert code_term(at.shell.speech.words, "verdict", "green") in at.text(), "the verdict isn't green"
    at.sign_out()


def the_auditor_sees_masks_and_a_whole_trail(at: Workplace) -> None:
    at.sign_in("Auditor")
    assert not any(at.sees(part.name) for part in CAST.values()), "the auditor reads a customer's name"
    at.keys("Alt+2")
    assert at.row("Customers", "KH00000003"), "the auditor can't see the cases"
    assert not any(at.sees(part.name) for part in CAST.values()), "the auditor reads a customer's name"
    at.keys("Alt+9")
    at.choose_section("Audit trail")
    at.press("Verify the trail")
    assert at.sees(at.say("Whole"))
    at.sign_out()


def the_administrator_sees_no_cases(at: Workplace) -> None:
    at.sign_in("Administrator")
    assert not {
        "today",
        "customers",
        "casefile",
        "plan",
        "record",
        "followup",
        "notices",
        "complaints",
        "effect",
    } & set(at.window.specs)
    for part in CAST.values():
        assert not at.sees(part.name)
    at.sign_out()


def spoil(overdue: Path) -> None:
    """Add a row with an impossible day to a core system's export."""
    with overdue.open(encoding="gb18030", newline="") as file:
        *_, last = csv.reader(file)
    spoilt = [*last]
    spoilt[0], spoilt[9], spoilt[15] = "KH00000999", "DK0000099901", "2026-02-30"
    with overdue.open("a", encoding="gb18030", newline="") as file:
        csv.writer(file).writerow(spoilt)


ANSWERS = (
    ("Met", word(Met.BORROWER)),
    ("Identity", word(Identity.DOCUMENT_SEEN)),
    ("Identification shown", "Yes"),
    ("Purpose stated", "Yes"),
    ("Entry of the home", word(Entry.CONSENTED)),
    ("Recording", word(Recording.ON)),
    ("Reasons for the arrears", word(OverdueReason.INCOME_DOWN)),
    ("Income", word(IncomeSource.BUSINESS)),
    ("Attitude", word(Attitude.COOPERATIVE)),
    ("Outcome", word(Outcome.PROMISED)),
)
CHAPTERS = (
    the_wrong_password_says_so_in_a_sentence,
    the_morning_comes_in,
    an_unanswered_call_takes_three_keys,
    the_customer_is_reached,
    the_risk_is_checked_and_a_visit_asked_for,
    the_supervisor_approves_from_the_inbox,
    a_visit_at_night_is_refused_with_its_clause,
    the_customer_is_told_of_the_visit,
    the_supervisor_prints_the_kit,
    the_sheet_is_typed_with_its_photo_and_a_promise,
    the_supervisor_signs_it_off_and_prints_it,
    a_promise_is_taken_by_telephone,
    a_plan_is_offered_and_approved,
    the_week_decides_the_promises,
    the_case_is_closed_packed_and_verified,
    the_auditor_sees_masks_and_a_whole_trail,
    the_administrator_sees_no_cases,
)
