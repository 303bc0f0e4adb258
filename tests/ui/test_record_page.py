"""The Record screen on a real branch: nothing typed is lost, facts are kept as they are, four eyes sign."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.paper.codes import CodeKind, make_code
from collectdesk.desk.paper.recording import OpenSheet
from collectdesk.desk.paper.scan_intake import take_file
from collectdesk.desk.paper.visit_papers import PrintOpinionSlips
from collectdesk.desk.progress import silent
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.money import Money
from collectdesk.domain.paper.further import (
    AddressFound,
    Answer,
    Mood,
    NextStep,
    OfferMade,
    Raised,
    VisitStatus,
    Vulnerable,
)
from collectdesk.domain.paper.records import (
    Attitude,
    Entry,
    FamilySituation,
    Identity,
    Met,
    OverdueReason,
    Recording,
    RecordState,
    VisitOutcome,
)
from collectdesk.domain.paper.sheet_marks import SLIP_BOXES
from collectdesk.domain.visits.visit_costs import VisitCost
from collectdesk.store.cases import cases, solutions
from collectdesk.store.contact import complaints
from collectdesk.ui import ask
from collectdesk.ui.actions import Act
from collectdesk.ui.page import Note
from collectdesk.ui.record.next_card import RECORD
from collectdesk.ui.record.page import RecordPage
from collectdesk.ui.record.typing_panel import FORM
from helpers.branches import LI, WANG, Branch, small_branch
from helpers.scans import as_pdf, page_images, ticked
from ui.desks import office_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks

PATIENCE = 15000


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@pytest.fixture
def visits(branch: Branch) -> list[str]:
    """Two visits of this morning that weren't recorded yet; it is noon."""
    first = branch.planned_visit(LI, branch.today_at(9, 30))
    branch.advance(minutes=1)
    second = branch.planned_visit(WANG, branch.today_at(10, 45))
    branch.advance(hours=3)
    return [first, second]


@pytest.fixture
def page(qtbot: QtBot, branch: Branch, visits: list[str], tasks: Tasks, speech: Speech) -> RecordPage:
    made = shown(qtbot, RecordPage, office_of(branch, "clerk", tasks, speech))
    qtbot.waitUntil(lambda: opened(made) == visits[0], timeout=PATIENCE)
    return made


def opened(page: RecordPage) -> str:
    """The visit whose sheet can be typed into now."""
    return page.typing.keeper.subject if page.typing.isVisible() else ""


def answers(**changes: Any) -> dict[str, Any]:
    """A sheet of a talk with the borrower, as typed."""
    from datetime import time

    return {
        "arrived": time(9, 31),
        "left": time(10, 5),
        "met": Met.BORROWER,
        "identity": Identity.DOCUMENT_SEEN,
        "identification_shown": True,
        "purpose_stated": True,
        "entry": Entry.CONSENTED,
        "recording": Recording.ON,
        "overdue_reasons": [OverdueReason.INCOME_DOWN],
        "family": [FamilySituation.SUPPORTS_ELDERS],
        "attitude": Attitude.COOPERATIVE,
        "outcome": VisitOutcome.WANTS_PLAN,
        "narrative": "店铺二月起停业装修，愿意分期。",
        **changes,
    }


def fill(page: RecordPage, **changes: Any) -> None:
    page.typing.form.put(answers(**changes))
    page.typing.form.fit()


def saved(qtbot: QtBot, page: RecordPage) -> None:
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: not page.typing._sending, timeout=PATIENCE)


def test_a_contradiction_stands_beside_its_field_and_nothing_typed_goes(
    qtbot: QtBot, page: RecordPage, branch: Branch, visits: list[str]
) -> None:
    fill(page, overdue_reasons=[])
    saved(qtbot, page)
    form = page.typing.form
    qtbot.waitUntil(lambda: bool(form.wrong("overdue_reasons")), timeout=PATIENCE)
    assert form.values()["narrative"] == "店铺二月起停业装修，愿意分期。"
    fill(page, left=answers()["arrived"].replace(hour=8))
    saved(qtbot, page)
    qtbot.waitUntil(lambda: bool(form.wrong("left")), timeout=PATIENCE)
    assert branch.clerk(OpenSheet(visits[0])).record is None


def test_a_promise_without_its_amount_is_asked_for_there(qtbot: QtBot, page: RecordPage) -> None:
    fill(page, outcome=VisitOutcome.PROMISED)
    assert not page.typing.form.field("amount").isHidden()
    saved(qtbot, page)
    qtbot.waitUntil(lambda: bool(page.typing.form.wrong("amount")), timeout=PATIENCE)


def test_what_was_typed_is_there_again_after_a_crash(
    qtbot: QtBot, page: RecordPage, branch: Branch, visits: list[str], tasks: Tasks, speech: Speech
) -> None:
    page.typing.form.field("arrived").setText("9:3")
    QTest.keyClicks(page.typing.form.field("narrative"), "Shop closed since")
    qtbot.waitUntil(
        lambda: branch.desk.read_draft(branch.actors["clerk"], FORM, visits[0]) is not None, timeout=PATIENCE
    )
    again = shown(qtbot, RecordPage, office_of(branch, "clerk", tasks, speech))
    qtbot.waitUntil(lambda: opened(again) == visits[0], timeout=PATIENCE)
    assert again.typing.form.values()["narrative"] == "Shop closed since"
    assert again.typing.form.field("arrived").text() == "9:3"
    assert "draft" in again.typing.continued.text()
    QTest.mouseClick(again.typing.afresh, Qt.MouseButton.LeftButton)
    assert again.typing.form.values()["narrative"] is None
    qtbot.waitUntil(
        lambda: branch.desk.read_draft(branch.actors["clerk"], FORM, visits[0]) is None, timeout=PATIENCE
    )


def test_going_to_another_visit_and_back_loses_nothing(
    qtbot: QtBot, page: RecordPage, visits: list[str]
) -> None:
    QTest.keyClicks(page.typing.form.field("narrative"), "Talked at the door")
    QTest.keyClick(page.visits, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: opened(page) == visits[1], timeout=PATIENCE)
    assert page.typing.form.values()["narrative"] is None
    QTest.keyClick(page.visits, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: opened(page) == visits[0], timeout=PATIENCE)
    assert page.typing.form.values()["narrative"] == "Talked at the door"


def test_a_saved_record_opens_the_next_visit_and_lists_its_breaches_calmly(
    qtbot: QtBot, page: RecordPage, branch: Branch, visits: list[str]
) -> None:
    notes: list[Note] = []
    page.said.connect(notes.append)
    fill(page, identification_shown=False, entry=Entry.ENTERED_WITHOUT_CONSENT, recording=Recording.NONE)
    saved(qtbot, page)
    qtbot.waitUntil(lambda: opened(page) == visits[1], timeout=PATIENCE)
    assert page.marked.isVisible()
    assert any("Civil Code Article 1033" in text for text in page.rules.texts)
    assert len(notes) == 1
    sheet = branch.clerk(OpenSheet(visits[0]))
    assert sheet.record is not None
    assert sheet.record.findings.entry is Entry.ENTERED_WITHOUT_CONSENT
    assert {b.rule_id for b in sheet.breaches} <= sheet.rules.keys()
    assert branch.desk.read_draft(branch.actors["clerk"], FORM, visits[0]) is None


def test_nobody_there_asks_only_what_could_be_seen(
    qtbot: QtBot, page: RecordPage, branch: Branch, visits: list[str]
) -> None:
    fill(page)
    fill(page, met=Met.NOBODY, outcome=VisitOutcome.NOT_MET, narrative="Nobody opened.")
    assert page.typing.form.field("identity").isHidden()
    assert page.typing.form.field("overdue_reasons").isHidden()
    saved(qtbot, page)
    qtbot.waitUntil(lambda: opened(page) == visits[1], timeout=PATIENCE)
    record = branch.clerk(OpenSheet(visits[0])).record
    assert record is not None
    assert record.findings.identity is Identity.NOT_APPLICABLE
    assert record.findings.overdue_reasons == ()
    assert record.findings.attitude is Attitude.NOT_SEEN


def test_a_promise_given_at_the_door_is_kept_with_the_record(
    qtbot: QtBot, page: RecordPage, branch: Branch, visits: list[str]
) -> None:
    from datetime import date

    fill(
        page, outcome=VisitOutcome.PROMISED, amount=Money(50_000), due_on=date(2026, 3, 25), money_from="工资",
        promised_by="李梅", evidence="字据一张",
    )  # fmt: skip
    saved(qtbot, page)
    qtbot.waitUntil(lambda: opened(page) == visits[1], timeout=PATIENCE)
    promise = branch.clerk(OpenSheet(visits[0])).promise
    assert promise is not None
    assert promise.promise.amount == Money(50_000)
    assert (promise.promise.promised_by, promise.promise.evidence) == ("李梅", "字据一张")


def test_files_are_filed_with_their_digest_and_a_bad_one_is_named(
    qtbot: QtBot, page: RecordPage, tmp_path: Path
) -> None:
    photo, empty = tmp_path / "door.jpg", tmp_path / "empty.jpg"
    photo.write_bytes(b"\xff\xd8 a photo")
    empty.touch()
    QTest.keyClicks(page.typing.form.field("narrative"), "Typed before")
    with ask.answered((photo, empty)):
        page.typing.evidence.pick()
    qtbot.waitUntil(lambda: "empty.jpg" in page.typing.evidence.wrong.text(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(page.typing.evidence._filed), timeout=PATIENCE)
    assert "door.jpg" in page.typing.evidence.facts._pairs[0][1].text()
    assert "SHA-256" in page.typing.evidence.facts._pairs[0][1].text()
    assert page.typing.form.values()["narrative"] == "Typed before"


def test_a_scanned_code_opens_its_visit_and_a_foreign_one_is_refused_in_place(
    qtbot: QtBot, page: RecordPage, branch: Branch, visits: list[str]
) -> None:
    page.acts()[Act.NEW]()
    QTest.keyClicks(page.code, "CD1:K:NOTOURS")
    QTest.keyClick(page.code, Qt.Key.Key_Return)
    qtbot.waitUntil(page.wrong_code.isVisible, timeout=PATIENCE)
    page.code.clear()
    QTest.keyClicks(page.code, branch.ask(lambda view: make_code(view, CodeKind.SHEET, visits[1], 2, 1)))
    QTest.keyClick(page.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened(page) == visits[1], timeout=PATIENCE)
    assert not page.wrong_code.isVisible()


def test_a_supervisor_sends_back_with_a_reason_and_the_clerk_sees_it(
    qtbot: QtBot, branch: Branch, visits: list[str], tasks: Tasks, speech: Speech
) -> None:
    branch.record(visits[0])
    page = shown(qtbot, RecordPage, office_of(branch, "supervisor", tasks, speech))
    qtbot.waitUntil(page.signing.isVisible, timeout=PATIENCE)
    QTest.mouseClick(page.signing.back_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.signing.form.wrong("reason")), timeout=PATIENCE)
    page.signing.form.put({"reason": "Which document was seen?"})
    QTest.mouseClick(page.signing.back_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page._waiting, timeout=PATIENCE)
    clerks = shown(qtbot, RecordPage, office_of(branch, "clerk", tasks, speech))
    qtbot.waitUntil(lambda: opened(clerks) == visits[0], timeout=PATIENCE)
    assert "Which document was seen?" in clerks.typing.sent_back.text()
    assert clerks.typing.form.values()["income_note"] == "小吃店每月约四千元"


def slip_comes_back(branch: Branch, folder: Path, visit_id: str, said: tuple[str, ...]) -> None:
    """An opinion slip ticked by the customer and taken in by the scanner."""
    paper = folder / "slip.pdf"
    branch.supervisor(PrintOpinionSlips(paper, (visit_id,)))
    slip = ticked(page_images(paper)[0], SLIP_BOXES, said)
    take_file(branch.desk, branch.actors["clerk"], as_pdf(folder / "post.pdf", [slip]), silent())


def test_the_second_visitor_differs_f2_signs_off_and_words_are_added_to_what_is_locked(
    qtbot: QtBot, branch: Branch, visits: list[str], tasks: Tasks, speech: Speech, tmp_path: Path
) -> None:
    branch.record(visits[0])
    page = shown(qtbot, RecordPage, office_of(branch, "supervisor", tasks, speech))
    qtbot.waitUntil(page.signing.isVisible, timeout=PATIENCE)
    page.acts()[Act.PRINT]()
    qtbot.waitUntil(lambda: bool(page.preview.view._pages), timeout=30000)
    page.acts()[Act.BACK]()
    panel, second = page.signing, page.signing.second
    assert not panel.sign_button.isEnabled()  # nobody who was there has confirmed it
    second.differs.click()
    QTest.keyClicks(second.form.field("feedback"), "three instalments")
    assert second.form.field("attitude").placeholderText()  # what the record says stands in each field
    second.keep.click()
    qtbot.waitUntil(panel.sign_button.isEnabled, timeout=PATIENCE)
    assert "石磊" in second.line.text()
    assert "three instalments" in [part.text() for part in second.differences._lines[1]]
    assert not page.beside_waiting.next.card.isVisibleTo(page.beside_waiting)
    page.acts()[Act.MAIN]()
    qtbot.waitUntil(lambda: not page._waiting, timeout=PATIENCE)
    following = page.beside_waiting.next  # nothing is left to sign: what comes next stands there
    qtbot.waitUntil(following.card.isVisible, timeout=PATIENCE)
    assert following.waiting.text() == "1 visit waits for its record."
    assert following.ways["last"].isVisible()
    following.ways["last"].click()
    qtbot.waitUntil(panel.isVisible, timeout=PATIENCE)
    branch.advance(minutes=31)
    slip_comes_back(branch, tmp_path, visits[0], ("treated_politely=yes", "was_helped=no"))
    page.open_target(visits[0])
    qtbot.waitUntil(panel.lock.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not panel.lock.back_button.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(panel.lock.slip.isVisible, timeout=PATIENCE)
    assert not panel.lock.form.values()["note"]  # what was read goes nowhere by itself
    panel.lock.slip.take_button.click()
    note = panel.lock.form.values()["note"]
    assert all(answer in note for answer in ("Yes, indeed", "Not really"))
    panel.lock.form.put({"note": f"客户次日补交收入证明\n{note}"})
    panel.lock.add_button.click()
    qtbot.waitUntil(lambda: "收入证明" in panel.lock.added.text(), timeout=PATIENCE)
    assert not panel.lock.slip.isVisible()
    record = branch.clerk(OpenSheet(visits[0])).record
    assert record is not None
    assert record.state is RecordState.SIGNED_OFF
    _a_void_record_is_said_and_taken_over(qtbot, page, visits[0])


def _a_void_record_is_said_and_taken_over(qtbot: QtBot, page: RecordPage, visit_id: str) -> None:
    """The slip was compared for the record that is void now: of the same page it isn't asked anew."""
    lock = page.signing.lock
    lock.form.put({"note": "整份录错"})
    with ask.answered(True):
        lock.void()
    qtbot.waitUntil(page.signing.void.isVisible, timeout=PATIENCE)
    assert "WF-2026-00001-R" in page.signing.void.line.text()
    page.signing.void.print_button.click()
    qtbot.waitUntil(lambda: page.preview.paper is not None, timeout=30000)
    page.acts()[Act.BACK]()
    page._pick(RECORD)
    page.visits.choose(visit_id)
    typing = page.typing
    qtbot.waitUntil(lambda: len(typing.boxes._found) == 2, timeout=PATIENCE)
    assert "整份录错" in typing.void.line.text()
    assert typing.boxes.pending == ()
    typing.void.take_button.click()
    assert typing.form.values()["income_note"] == "小吃店每月约四千元"
    assert typing.undo_button.isVisible()
    typing.undo_button.click()
    assert typing.form.values()["income_note"] is None


def test_nobody_signs_what_they_typed_themselves(
    qtbot: QtBot, branch: Branch, visits: list[str], tasks: Tasks, speech: Speech
) -> None:
    branch.record(visits[0], by="supervisor")
    office = office_of(branch, "supervisor", tasks, speech)
    page = shown(qtbot, RecordPage, office)
    qtbot.waitUntil(page.signing.isVisible, timeout=PATIENCE)
    with qtbot.waitSignal(office.troubled, timeout=PATIENCE) as told:
        page.acts()[Act.MAIN]()
    assert told.args is not None
    assert told.args[0].code == "four_eyes.own_record"


def test_the_whole_sheet_in_one_flow_with_its_effects_and_mended_within_the_half_hour(
    qtbot: QtBot, page: RecordPage, branch: Branch, visits: list[str]
) -> None:
    form = page.typing.form
    assert_no_amount_before_a_third_person(page)
    assert form.values()["status"] is VisitStatus.CARRIED_OUT  # it follows, and is a question of its own
    form.put(
        {
            "address_found": AddressFound.AS_ON_FILE, "vulnerable": [Vulnerable.ELDERLY], "consequences": True,
            "offers_made": [OfferMade.INSTALMENTS], "raised": Raised.COMPLAINT, "treated_politely": Answer.YES,
            "mood": Mood.ANGRY, "hours": "x", "km": "42.5", "fares": Money(2_000), "recoverable": False,
            "plan_count": "6", "plan_first": date(2026, 4, 20), "next_step": NextStep.VISIT,
        }
    )  # fmt: skip
    form.fit()
    assert "2026-03-21" in form.next_line.text()  # what is chosen says what it means
    saved(qtbot, page)
    assert form.wrong("hours")
    form.put({"hours": "1.5"})
    saved(qtbot, page)
    qtbot.waitUntil(lambda: bool(form.wrong("raised_note")), timeout=PATIENCE)
    assert not form.field("incident_note").isHidden()
    form.put({"raised_note": "嫌电话太多", "incident_note": "客户拍桌，安抚后平静"})
    saved(qtbot, page)
    qtbot.waitUntil(lambda: opened(page) == visits[1], timeout=PATIENCE)

    assert_effects(branch, visits[0])
    page.segments.choose("sign")
    page._pick("sign")
    qtbot.waitUntil(page.signing.mend_button.isVisible, timeout=PATIENCE)
    page.signing.mend_button.click()
    qtbot.waitUntil(lambda: opened(page) == visits[0], timeout=PATIENCE)
    assert form.values()["raised_note"] == "嫌电话太多"
    assert form.values()["hours"] == "1.5"


def assert_no_amount_before_a_third_person(page: RecordPage) -> None:
    form, amount = page.typing.form, "12,845.36"
    assert amount in shown_facts(page)
    fill(page, met=Met.NEIGHBOUR, outcome=VisitOutcome.NOT_MET)
    form.changed.emit()
    assert amount not in shown_facts(page)  # with a third person no amount stands there
    assert page.typing.discreet.isVisible()
    assert form.field("overdue_reasons").isHidden()
    assert form.field("offers_made").isHidden()
    assert not form.field("said_to_others").isHidden()
    fill(page)
    form.changed.emit()
    assert amount in shown_facts(page)


def assert_effects(branch: Branch, visit_id: str) -> None:
    """What the record set going in the same deed."""
    sheet = branch.clerk(OpenSheet(visit_id))
    assert sheet.record is not None
    said = sheet.record.findings.further
    assert (said.raised, said.mood, said.consequences) == (Raised.COMPLAINT, Mood.ANGRY, True)
    assert sheet.cost == VisitCost(90, 42_500, Money(2_000))
    case_id = branch.case_id(LI)
    (plan,) = branch.ask(lambda view: solutions.arrangements(view, case_id=case_id))
    assert plan.arrangement.schedule.instalments[0].due_on == date(2026, 4, 20)
    (told,) = branch.ask(lambda view: complaints.complaints(view, case_id=case_id))
    assert told.reference == sheet.visit.visit_no
    steps = {step.why: step for step in branch.ask(lambda view: cases.steps(view, case_id=case_id))}
    assert "visit.incident" in steps
    assert (
        "visit.wants_plan" not in steps
    )  # the step that follows from the outcome gave way to the chosen one
    chosen = steps["visit.chosen"]
    assert (chosen.kind, chosen.due_on) == (StepKind.REQUEST_VISIT, date(2026, 3, 21))
    assert next(point for point in branch.points(LI) if point.label == "home").standing == "valid"


def shown_facts(page: RecordPage) -> str:
    return " ".join(value.text() for _name, value in page.typing.facts._pairs if not value.isHidden())
