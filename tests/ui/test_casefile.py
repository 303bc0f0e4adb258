"""The customer's file: acts refused beside their field, nothing typed lost, masks kept, the past read only."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from collectdesk.desk.customers.files import OpenFile
from collectdesk.domain.contact.contacts import ContactOutcome, Reached
from collectdesk.domain.money import Money
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.visits.asking import Suits
from collectdesk.domain.visits.visits import RequestReason, RequestState
from collectdesk.ui.casefile.page import CasefilePage
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.window import Window
from collectdesk.words import CHINESE, ENGLISH, Words
from helpers.branches import LI, OUYANG, WANG, Branch, small_branch
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.desk.customers.files import CustomerFile


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@contextmanager
def file_of(
    qtbot: QtBot,
    branch: Branch,
    login: str,
    folder: Path,
    name: str = LI,
    tab: str = "timeline",
    language: str = ENGLISH,
) -> Iterator[Any]:
    """The real window of a person, open on a customer's file, everything asked for already there."""
    tasks = Tasks()
    office = Office(branch.desk, branch.actors[login], tasks, Speech(Words(language)))
    office.signing.signer = branch.signer(login)
    window = Window(office, Machine(folder))
    try:
        window.go("casefile", (branch.customer_id(name), tab))
        page: Any = window.page
        assert isinstance(page, CasefilePage)
        show_in_front(qtbot, window)
        qtbot.waitUntil(lambda: page.file is not None)
        page.show_tab(tab)
        settled(qtbot, tasks)
        yield page
    finally:
        tasks.close()
        QApplication.processEvents()
        window.hide()
        window.deleteLater()
        QApplication.processEvents()


def settled(qtbot: QtBot, tasks: Tasks) -> None:
    """Everything that was asked has been answered."""
    qtbot.waitUntil(lambda: not tasks._running)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whoever has the keyboard."""
    there = QApplication.focusWidget()
    assert there is not None
    QTest.keyClick(there, key, modifier)


def said(page: CasefilePage) -> str:
    window: Any = page.window()
    text: str = window.banner.text
    return text


def file_now(branch: Branch, name: str = LI) -> CustomerFile:
    return branch.clerk(OpenFile(branch.customer_id(name)))


def buttons(page: QWidget) -> set[str]:
    """The buttons a person can see and press."""
    return {
        each.accessibleName()
        for each in page.findChildren(QPushButton)
        if each.isVisibleTo(page) and each.accessibleName()
    }


# ---- what is refused


def test_a_visit_asked_for_twice_is_refused_above_the_button_and_the_typing_stays(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="visits") as page:
        tab = page.tabs["visits"]
        branch.request()  # a colleague was faster
        tab.ask.form.put(
            {"point_id": branch.point_id("home"), "reason": RequestReason.COLLATERAL, "note": "看抵押物"}
        )
        tab.ask.submit()
        qtbot.waitUntil(lambda: bool(tab.ask.trouble.text()))
        assert tab.ask.trouble.isVisibleTo(page)
        assert tab.ask.form.values()["note"] == "看抵押物"
        assert len(file_now(branch).requests) == 1


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_sent(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="holds") as page:
        place = page.tabs["holds"].place
        place.submit()
        assert place.form.wrong("code")
        assert place.form.wrong("reason")
        assert not file_now(branch).holds


def test_a_hold_that_ends_in_the_past_is_refused_beside_its_day(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="holds") as page:
        place = page.tabs["holds"].place
        place.form.put({"code": "illness", "until_on": date(2026, 3, 1), "reason": "住院"})
        place.submit()
        qtbot.waitUntil(lambda: bool(place.form.wrong("until_on")))
        assert place.form.values()["reason"] == "住院"


def test_a_plan_above_what_is_owed_is_refused_beside_the_amount(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="solutions") as page:
        tab = page.tabs["solutions"]
        tab.open_form("plan")
        tab.plan.form.put(
            {"amount": Money(99_999_999_00), "count": 12, "first_due_on": date(2026, 4, 20), "reason": "愿还"}
        )
        tab.plan.submit()
        qtbot.waitUntil(lambda: bool(tab.plan.form.wrong("amount")))
        assert not file_now(branch).arrangements
        # what never repays is said beside its field while it is typed, and taken back once it does
        tab.plan.form.put(
            {
                "amount": Money(12_000_00),
                "count": None,
                "monthly": Money(10_00),
                "annual_rate": Decimal("0.18"),
            }
        )
        tab.plan.form.changed.emit()
        qtbot.waitUntil(lambda: "180.00" in tab.plan.form.wrong("monthly"))
        tab.plan.form.put({"monthly": Money(2_000_00)})
        tab.plan.form.changed.emit()
        qtbot.waitUntil(lambda: not tab.plan.form.wrong("monthly"))


def test_nobody_approves_their_own_plan(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    from collectdesk.desk.solutions.solving import OfferPlan, Terms

    product = branch.products()[0]
    terms = Terms(product.id, product.overdue, 6, date(2026, 4, 20))
    branch.supervisor(OfferPlan(branch.case_id(), terms, "主管代录"))
    with file_of(qtbot, branch, "supervisor", tmp_path, tab="solutions") as page:
        decide = page.tabs["solutions"].decide
        assert decide.isVisibleTo(page)
        decide.submit()
        qtbot.waitUntil(lambda: bool(decide.trouble.text()))
        assert file_now(branch).arrangements[0].arrangement.state is ArrangementState.SIGNED


def test_a_plan_is_refused_only_with_a_reason(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    branch.offer()
    with file_of(qtbot, branch, "supervisor", tmp_path, tab="solutions") as page:
        decide = page.tabs["solutions"].decide
        decide._refuse_plan()
        qtbot.waitUntil(lambda: bool(decide.form.wrong("reason")))
        decide.form.put({"reason": "首期过高"})
        decide._refuse_plan()
        qtbot.waitUntil(lambda: bool(said(page)))
        assert file_now(branch).arrangements[0].arrangement.state is ArrangementState.CANCELLED


def test_a_call_that_a_rule_forbids_is_named_with_its_clause_and_its_remedy(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.hold("dispute")
    with file_of(qtbot, branch, "clerk", tmp_path, tab="people") as page:
        verdict = page.tabs["people"].verdict
        qtbot.waitUntil(lambda: "Not to be called" in verdict.head.text())
        assert "(" in verdict.below.text()
        qtbot.waitUntil(lambda: "Not to be called" in page.header.call.text())


# ---- what must not be lost


def test_what_is_typed_for_one_customer_waits_while_another_is_looked_at(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="visits") as page:
        ask = page.tabs["visits"].ask
        ask.form.put({"note": "家中有老人"})
        page.open_target((branch.customer_id(WANG), "visits"))
        qtbot.waitUntil(lambda: page.file.customer.name == WANG)
        assert ask.form.values()["note"] is None
        page.open_target((branch.customer_id(LI), "visits"))
        qtbot.waitUntil(lambda: page.file.customer.name == LI)
        assert ask.form.values()["note"] == "家中有老人"


def test_typing_survives_what_others_change(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="solutions") as page:
        promise = page.tabs["solutions"].promise
        promise.form.put({"amount": Money(30_000), "money_from": "工资"})
        from collectdesk.desk.pipeline import EVERYTHING

        page.refresh(EVERYTHING)
        settled(qtbot, page.office.tasks)
        QApplication.processEvents()
        settled(qtbot, page.office.tasks)
        assert promise.form.values()["amount"] == Money(30_000)
        assert promise.form.values()["money_from"] == "工资"


def test_escape_hides_the_log_and_keeps_its_typing(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path) as page:
        press(Qt.Key.Key_F2)
        qtbot.waitUntil(page.log.isVisible)
        page.log.note.setText("客户说下周")
        press(Qt.Key.Key_Escape)
        assert not page.log.isVisible()
        assert page.window().page_id == "casefile"
        press(Qt.Key.Key_F2)
        assert page.log.note.text() == "客户说下周"


def test_opening_is_one_line_in_the_trail_however_often_the_file_is_read_again(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path) as page:
        from collectdesk.desk.pipeline import EVERYTHING

        for _ in range(3):
            page.refresh(EVERYTHING)
            QApplication.processEvents()
            settled(qtbot, page.office.tasks)
        assert branch.actions().count("customer.opened") == 1


# ---- acts, by keys


def test_a_contact_is_logged_from_the_file_by_keys(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path) as page:
        press(Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: page.log.number.value() is not None)
        press(Qt.Key.Key_1)
        page.log.outcome.put(ContactOutcome.NO_ANSWER)
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        if not file_now(branch).contacts:
            page.log.save()
        qtbot.waitUntil(lambda: bool(page.file.contacts))
        assert page.file.contacts[0].reached is Reached.NOBODY
        assert page.tabs["timeline"].timeline.events
        assert not page.log.isVisible()


def test_the_tabs_turn_by_keys_both_ways(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path) as page:
        press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        assert page.current is page.tabs["products"]
        press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert page.current is page.tabs["rights"]
        press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        assert page.current is page.tabs["timeline"]


def test_a_risk_check_shows_points_reasons_and_what_follows(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="risk") as page:
        tab = page.tabs["risk"]
        assert not tab.points.values.rowCount()
        tab.check.setFocus()
        press(Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: tab.points.values.rowCount() > 0)
        kept = page.file.assessments[0]
        assert tab.willing.accessibleName().endswith(str(kept.willingness))
        assert tab.reasons.text()
        assert "warranted" in tab.visit.text()
        first = tab.points.values.row_at(0)
        assert (
            sum(
                each.points
                for at in range(tab.points.values.rowCount())
                if (each := tab.points.values.row_at(at)).side == first.side
            )
            == kept.willingness
        )


def test_a_visit_is_asked_for_and_withdrawn(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="visits") as page:
        tab = page.tabs["visits"]
        tab.ask.form.put({"point_id": branch.point_id("home"), "reason": RequestReason.VERIFICATION})
        assert not tab.ask.form.field("days").isVisibleTo(page), "what is seldom said is folded away"
        QTest.mouseClick(tab.ask.more, Qt.MouseButton.LeftButton)
        tab.ask.form.put({"days": frozenset({6}), "from_at": time(9), "until_at": time(12)})
        tab.ask.form.focus("preferred")
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: len(page.file.requests) == 1)
        assert page.file.requests[0].wanted.suits == Suits(frozenset({6}), 9 * 60, 12 * 60)
        assert "Sat 09:00–12:00" in " ".join(value.text() for _, value in tab.story._pairs)
        assert not tab.ask.isVisibleTo(page)
        tab.withdraw.form.put({"reason": "客户已还清"})
        tab.withdraw.submit()
        qtbot.waitUntil(lambda: page.file.requests[0].state is RequestState.WITHDRAWN)
        assert tab.ask.isVisibleTo(page)


def test_a_promise_tells_what_to_think_about_before_it_is_taken(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="solutions") as page:
        tab = page.tabs["solutions"]
        tab.promise.form.field("amount").setText("100")
        tab.promise.form.field("due_on").setText("2026-03-22")
        qtbot.waitUntil(lambda: tab.promise.hints.isVisibleTo(page))
        assert "unpaid" in tab.promise.hints.text()
        tab.promise.submit()
        qtbot.waitUntil(lambda: len(page.file.promises) == 1)
        assert page.file.promises[0].state is PromiseState.ACTIVE
        assert page.file.promises[0].promise.promised_by == LI


def test_the_schedule_of_a_plan_is_there_before_it_is_offered_and_approval_runs_it(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="solutions") as page:
        tab = page.tabs["solutions"]
        tab.open_form("plan")
        owed = page.file.products[0].product.overdue
        assert tab.plan.form.values()["amount"] == owed
        tab.plan.form.field("count").setText("6")
        tab.plan.form.field("first_due_on").setText("2026-04-20")
        qtbot.waitUntil(lambda: tab.plan.preview.values.rowCount() == 6)
        tab.plan.form.put({"reason": "收入下降"})
        tab.plan.submit()
        qtbot.waitUntil(lambda: len(page.file.arrangements) == 1)
    with file_of(qtbot, branch, "supervisor", tmp_path, tab="solutions") as page:
        page.tabs["solutions"].decide.submit()
        qtbot.waitUntil(lambda: page.file.arrangements[0].arrangement.state is ArrangementState.ACTIVE)


def test_a_supervisor_ends_a_hold_a_clerk_is_told_who_can(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.hold("illness")
    with file_of(qtbot, branch, "clerk", tmp_path, tab="holds") as page:
        assert not page.tabs["holds"].end.isVisibleTo(page)
        assert page.tabs["holds"].ends_hint.isVisibleTo(page)
    with file_of(qtbot, branch, "supervisor", tmp_path, tab="holds") as page:
        page.tabs["holds"].end.click()
        qtbot.waitUntil(lambda: not page.file.standing_holds)


# ---- privacy


def test_an_identity_number_is_shown_for_a_reason_and_hides_with_the_next_customer(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="people") as page:
        tab = page.tabs["people"]
        assert "*" in tab.identity.number.text()
        tab.identity.reveal.submit()
        assert tab.identity.reveal.form.wrong("reason")
        tab.identity.reveal.form.put({"reason": "核对身份证复印件"})
        tab.identity.reveal.submit()
        qtbot.waitUntil(lambda: "*" not in tab.identity.number.text())
        assert "customer.revealed" in branch.actions()
        page.open_target(branch.customer_id(OUYANG))
        qtbot.waitUntil(lambda: page.file.customer.name == OUYANG)
        assert "*" in tab.identity.number.text()


def test_an_auditor_reads_every_tab_masked_and_can_act_nowhere(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.recorded_visit()
    branch.promise()
    branch.offer()
    branch.hold("negotiation")
    allowed = {"Go to the customers", "Back to today", "What it rests on", "Map", "Look at it"}
    with file_of(qtbot, branch, "auditor", tmp_path) as page:
        for name in page.tabs:
            page.show_tab(name)
            acts = {each for each in buttons(page.tabs.stack) if not each[-1:].isdigit()}
            assert acts <= allowed, name
        assert not page.header.log.isVisibleTo(page)
        assert not page.header.hold.isVisibleTo(page)
        assert page.header.name.text() != LI
        phone = page.tabs["people"].points.values.row_at(0)
        assert "*" in phone.value
        press(Qt.Key.Key_F2)
        assert not page.log.isVisible()


# ---- the past


def test_a_past_day_shows_what_was_there_then_and_lets_nobody_act(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.call()
    branch.advance(days=3)
    branch.hold("illness")
    with file_of(qtbot, branch, "clerk", tmp_path, tab="holds") as page:
        assert page.file.standing_holds
        page.header.day.setText("2026-03-19")
        page.header.day.editingFinished.emit()
        qtbot.waitUntil(lambda: page.file.past_day == date(2026, 3, 19))
        assert not page.file.holds
        assert len(page.file.contacts) == 1
        assert "2026-03-19" in page.past.text.text()
        assert page.past.isVisibleTo(page)
        assert not page.tabs["holds"].place.isVisibleTo(page)
        press(Qt.Key.Key_F2)
        assert not page.log.isVisible()
        page.show_day(None)
        qtbot.waitUntil(lambda: page.file.past_day is None)
        assert not page.past.isVisibleTo(page)


def test_before_the_first_list_nothing_is_stated_and_nothing_is_nought(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path) as page:
        page.show_day(date(2026, 1, 1))
        qtbot.waitUntil(lambda: page.file.past_day is not None)
        assert page.file.case is None
        assert not page.file.products
        assert "0.00" not in page.header.line.text()


# ---- languages, and the small inputs


def test_the_whole_file_speaks_chinese_after_a_switch(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    branch.recorded_visit()
    branch.hold("dispute")
    with file_of(qtbot, branch, "clerk", tmp_path) as page:
        page.office.use_language(CHINESE)
        assert page.bar.tabText(0) == "时间线"
        heads = " ".join(event.head + event.text for event in page.tabs["timeline"].timeline.events)
        assert "Contact" not in heads
        assert "联系" in heads
        assert "Next" not in page.header.next.text()


def test_a_mismatch_of_the_days_is_said_in_words(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with file_of(qtbot, branch, "clerk", tmp_path, tab="products") as page:
        tab, view = page.tabs["products"], page.file.products[0]
        assert tab.mismatch.isVisibleTo(page) == (view.own_dpd not in (None, view.product.dpd))
        assert tab.instalments.values.rowCount() == len(view.instalments)
