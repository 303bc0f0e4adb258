"""Today: the list worked by keyboard, nothing typed lost, breaches told, and decisions by a second pair of eyes."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collectdesk.desk.customers import today
from collectdesk.desk.customers.today import ListToday, ShowToday
from collectdesk.desk.pipeline import EVERYTHING
from collectdesk.domain.contact.contacts import ContactOutcome, Reached
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.store.cases import cases, solutions
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.parts.contact_fields import ELSEWHERE, OUTCOME_WORDS, outcomes_of
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.today.columns import GROUPS
from collectdesk.ui.today.page import TodayPage
from collectdesk.ui.window import Window
from collectdesk.words import CHINESE, ENGLISH, Words
from helpers.branches import ACCOUNTS, LI, OUYANG, WANG, Branch, payment_row, small_branch
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@contextmanager
def today_of(
    qtbot: QtBot, branch: Branch, login: str, folder: Path, language: str = ENGLISH
) -> Iterator[Any]:
    """The real window of a person, open on Today with everything asked for already there."""
    tasks = Tasks()
    office = Office(branch.desk, branch.actors[login], tasks, Speech(Words(language)))
    office.signing.signer = branch.signer(login)
    window = Window(office, Machine(folder))
    try:
        window.go("today")
        page: Any = window.page
        assert isinstance(page, TodayPage)
        show_in_front(qtbot, window)
        qtbot.waitUntil(lambda: page.worklist._list is not None)
        inbox: Any = page.inbox
        if inbox is not None:
            qtbot.waitUntil(lambda: inbox._matters is not None)
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


def names(page: TodayPage) -> list[str]:
    model = page.worklist.table.values
    return [row.name for at in range(model.rowCount()) if (row := model.row_at(at)) is not None]


def chosen(page: TodayPage) -> str:
    row = page.worklist.table.chosen
    return row.name if row is not None else ""


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whoever has the keyboard."""
    there = QApplication.focusWidget()
    assert there is not None
    QTest.keyClick(there, key, modifier)


def opened_detail(qtbot: QtBot, page: TodayPage) -> None:
    qtbot.waitUntil(lambda: page.worklist.log._ready)
    qtbot.waitUntil(lambda: page.worklist.log.number.value() is not None)


def said(page: TodayPage) -> str:
    window: Any = page.window()
    text: str = window.banner.text
    return text


# ---- the worklist


def test_an_unanswered_call_is_three_keys_and_the_next_customer_is_open(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        before = names(page)
        assert chosen(page) == before[0]
        opened_detail(qtbot, page)
        case_id, point_id = branch.case_id(before[0]), page.worklist.log.number.value()
        press(Qt.Key.Key_F2)
        press(Qt.Key.Key_1)
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(names(page)) == len(before) - 1)
        assert chosen(page) == before[1]
        assert "Next step: Call the customer, 2026-03-19." in said(page)
        kept = branch.ask(lambda view: cases.contacts(view, case_id))[0]
        assert (kept.reached, kept.outcome) == (Reached.NOBODY, ContactOutcome.NO_ANSWER)
        assert kept.point_id == point_id
        assert kept.happened_at == branch.now
        assert QApplication.focusWidget() is page.worklist.table


def test_keys_typed_before_the_file_has_opened_still_log_the_number_that_was_called(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        page.worklist._rest.setInterval(400)
        page.worklist.table.choose_next()
        name = chosen(page)
        press(Qt.Key.Key_F2)
        press(Qt.Key.Key_1)
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: name not in names(page))
        case_id = branch.case_id(name)
        assert branch.ask(lambda view: cases.contacts(view, case_id))[0].point_id


def test_a_log_without_an_answer_says_what_is_missing_and_writes_nothing(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        opened_detail(qtbot, page)
        log = page.worklist.log
        press(Qt.Key.Key_F2)
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert log.form.wrong("reached") == "This is needed."
        press(Qt.Key.Key_2)
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert log.form.wrong("outcome") == "This is needed."
        case_id = branch.case_id(chosen(page))
        assert not branch.ask(lambda view: cases.contacts(view, case_id))


def test_a_promise_without_amount_or_day_is_asked_for_and_one_in_the_past_is_refused_whole(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        opened_detail(qtbot, page)
        log, case_id = page.worklist.log, branch.case_id(chosen(page))
        press(Qt.Key.Key_F2)
        press(Qt.Key.Key_2)
        press(Qt.Key.Key_1)
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert "amount and its day" in log.form.wrong("promise")
        assert log.amount.hasFocus()
        QTest.keyClicks(log.amount, "500")
        QTest.keyClicks(log.due_on, "2026-03-01")
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: "2026-03-01" in log.form.wrong("promise"))
        assert not branch.ask(lambda view: cases.contacts(view, case_id))
        assert log.amount.value() == Money(50_000)


def test_a_promise_is_kept_with_its_contact_and_reminded_of_before_its_day(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        opened_detail(qtbot, page)
        log, name = page.worklist.log, chosen(page)
        case_id = branch.case_id(name)
        press(Qt.Key.Key_F2)
        press(Qt.Key.Key_2)
        press(Qt.Key.Key_1)
        QTest.keyClicks(log.amount, "500")
        QTest.keyClicks(log.due_on, "3-25")
        QTest.keyClicks(log.form.field("money_from"), "wages")
        QTest.keyClicks(log.form.field("evidence"), "recording 17")
        press(Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: name not in names(page))
        promise = branch.ask(lambda view: solutions.promises(view, case_id=case_id))[0].promise
        assert (promise.amount, promise.due_on) == (Money(50_000), date(2026, 3, 25))
        assert (promise.money_from, promise.evidence, promise.promised_by) == ("wages", "recording 17", "")
        steps = branch.ask(lambda view: cases.steps(view, case_id=case_id))
        (step,) = steps
        assert step.kind is StepKind.FOLLOW_PROMISE
        assert date(2026, 3, 18) < step.due_on < promise.due_on, "nobody reminds of it, or again today"
        assert "2026-03-25" in said(page)


def test_a_time_ahead_is_refused_beside_the_time_and_everything_typed_stays(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        opened_detail(qtbot, page)
        log = page.worklist.log
        press(Qt.Key.Key_F2)
        press(Qt.Key.Key_1)
        QTest.keyClicks(log.note, "rang ten times")
        log.time.clear()
        QTest.keyClicks(log.time, "2310")
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(log.wrong_time.isVisible)
        assert "future" in log.wrong_time.text()
        assert log.note.text() == "rang ten times"
        assert log.outcome.value() is ContactOutcome.NO_ANSWER
        assert log.save_button.isEnabled()


def test_what_broke_a_rule_is_recorded_and_told_calmly(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        opened_detail(qtbot, page)
        case_id = branch.case_id(chosen(page))
        log = page.worklist.log
        press(Qt.Key.Key_F2)
        press(Qt.Key.Key_1)
        for field, typed in ((log.day, "3-17"), (log.time, "2310")):
            field.clear()
            QTest.keyClicks(field, typed)
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: "Marked as a breach" in said(page))
        assert branch.ask(lambda view: cases.breaches(view, case_id=case_id))


def test_what_is_typed_for_a_customer_waits_there_while_another_is_looked_at(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        opened_detail(qtbot, page)
        log, table = page.worklist.log, page.worklist.table
        press(Qt.Key.Key_F2)
        press(Qt.Key.Key_2)
        press(Qt.Key.Key_1)
        QTest.keyClicks(log.amount, "12x")
        QTest.keyClicks(log.note, "will think about it")
        QTest.keyClick(table, Qt.Key.Key_Down)
        assert (log.reached.value(), log.note.text()) == (None, "")
        QTest.keyClick(table, Qt.Key.Key_Up)
        assert log.reached.value() is Reached.DEBTOR
        assert log.outcome.value() is ContactOutcome.PROMISED
        assert (log.amount.text(), log.note.text()) == ("12x", "will think about it")


def test_a_held_customer_is_shown_as_not_lawful_with_the_rule_and_what_would_help(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.hold("lawyer", LI)
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        page.worklist.table.choose(
            next(i.step_id for i in page.worklist._list.items if i.name == LI and i.kind is StepKind.CALL)
        )
        log = page.worklist.log
        qtbot.waitUntil(log.why_not.isVisible)
        assert "Not lawful now" in log.lawful.accessibleName()
        assert "(" in log.why_not.text()
        assert page.worklist.person.held.isVisible()


def test_what_was_left_over_stays_in_every_filter_and_stands_first(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.advance(days=2)
    branch.call(WANG)
    branch.assess(WANG)
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        items = page.worklist._list.items
        late = [item.name for item in items if item.days_late]
        assert late
        page.worklist.pills.choose("checks")
        assert names(page)[: len(late)] == late
        column = page.worklist.table.values.columns[-1]
        assert "2 days late" in str(column.text(page.office.words, items[0]))
        assert "not done" in page.worklist.person.first.text()
        QTest.mouseClick(page.worklist.morning, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.preview.paper is not None, timeout=20000)
        assert page.stack.currentWidget() is page.preview
        page.preview.close_paper()
        assert page.stack.currentWidget() is page.worklist


def test_an_empty_list_says_what_to_do_next(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    for name in (LI, WANG, OUYANG):
        branch.promise(name)
    left = branch.clerk(ShowToday()).items
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        assert not left
        assert "Everything that was due is done" in page.worklist.table.accessibleDescription()
        assert not page.worklist.log.isEnabled()


def test_enter_and_the_button_open_the_customers_file_at_its_step(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        page.opens.disconnect()
        asked: list[Any] = []
        page.opens.connect(lambda *where: asked.append(where))
        item = page.worklist.table.chosen
        QTest.keyClick(page.worklist.table, Qt.Key.Key_Return)
        QTest.mouseClick(page.worklist.person.open_button, Qt.MouseButton.LeftButton)
        assert asked == [("casefile", (item.customer_id, item.kind))] * 2


def test_an_auditor_reads_masked_and_logs_nothing(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with today_of(qtbot, branch, "auditor", tmp_path) as page:
        assert page.inbox is None
        assert not page.worklist.log.isVisible()
        assert not page.worklist.person.later_button.isVisible()
        assert names(page)
        assert LI not in names(page)
        assert "day.started" not in branch.actions()


def test_an_administrator_has_no_today(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    tasks = Tasks()
    office = Office(branch.desk, branch.actors["administrator"], tasks, Speech(Words(ENGLISH)))
    window = Window(office, Machine(tmp_path))
    assert not window.go("today")
    tasks.close()
    window.deleteLater()


def test_the_day_is_started_once_and_a_broken_promise_is_on_the_list(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.promise(LI, due_on=date(2026, 3, 19))
    branch.advance(days=4)
    other = payment_row("LX1", ACCOUNTS[WANG], date(2026, 3, 21), 100)
    branch.take(LedgerKind.PAYMENTS, [other], date(2026, 3, 21))
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        broken = [item.name for item in page.worklist._list.items if item.kind is StepKind.PROMISE_BROKEN]
        assert broken == [LI]
        page.refresh(EVERYTHING)
        qtbot.waitUntil(lambda: not page.office.tasks._running)
        assert branch.actions().count("day.started") == 1


def test_the_list_is_read_in_chinese_after_a_switch(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        opened_detail(qtbot, page)
        qtbot.waitUntil(page.worklist.log.lawful.isVisible)
        page.office.use_language(CHINESE)
        assert "可致电" in page.worklist.log.lawful.accessibleName()
        assert "今日可致电时段" in page.worklist.hours.text()
        assert page.worklist.log.reached.focusProxy().text() == "无人"


def test_every_step_has_a_filter_and_every_outcome_of_the_log_its_word() -> None:
    assert {kind for group in GROUPS.values() for kind in group} == set(StepKind)
    offered = {outcome for reached in Reached for outcome, _ in outcomes_of(reached)}
    assert offered == set(OUTCOME_WORDS) == set(ContactOutcome) - ELSEWHERE
    assert all(len(outcomes_of(reached)) <= 9 for reached in Reached), "a digit is a key for each"


def test_a_list_longer_than_what_came_with_it_is_read_on_as_it_comes_into_sight(
    qtbot: QtBot, branch: Branch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = branch.clerk(ListToday(branch.actors["clerk"].id))
    assert len(whole) > 2
    monkeypatch.setattr(today, "MOST", 1)
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        table = page.worklist.table
        qtbot.waitUntil(lambda: table.paged.ids == whole)
        qtbot.waitUntil(lambda: len(names(page)) == len(whole))
        assert page.worklist._list.is_cut
        QTest.keyClick(table, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: table.chosen is not None and table.chosen.step_id == whole[-1])
        table.sort_by(3)  # what is owed, the most first: of all that is due, not of what came first

        def owed() -> list[int]:
            rows = (table.values.row_at(at) for at in range(len(whole)))
            return [row.overdue.fen for row in rows if row is not None]

        qtbot.waitUntil(lambda: len(owed()) == len(whole) and owed() == sorted(owed(), reverse=True))
        assert table.chosen is not None
        assert table.chosen.step_id == whole[-1]  # the chosen one stays chosen
