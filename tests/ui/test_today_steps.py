"""Today: a review is finished and a step put off where the worklist stands, with nothing typed lost; a file
that is still opening says no more than that.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collectdesk.domain.contact.contacts import ContactOutcome
from collectdesk.domain.customers.cases import StepKind
from collectdesk.store.cases import cases
from collectdesk.store.trouble import StaleRecord
from helpers.branches import LI, Branch, small_branch
from ui.test_today import chosen, names, opened_detail, press, said, today_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def choose_review(qtbot: QtBot, page: Any) -> None:
    item = next(i for i in page.worklist._list.items if i.kind is StepKind.REVIEW)
    page.worklist.table.choose(item.step_id)
    qtbot.waitUntil(page.worklist.review.isVisible)


def test_a_review_is_finished_by_keys_with_what_came_of_it_and_the_next_item_is_open(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.call(LI, ContactOutcome.DISPUTED)
    case_id = branch.case_id(LI)
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        choose_review(qtbot, page)
        model, at = page.worklist.table.values, page.worklist.table.currentIndex().row()
        following = model.key_at(at + 1) if at + 1 < model.rowCount() else None
        step_id = page.worklist.table.chosen.step_id
        press(Qt.Key.Key_F2)
        assert page.worklist.review.result.hasFocus()
        QTest.keyClicks(page.worklist.review.result, "the contract was sent to him")
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: step_id not in [i.step_id for i in page.worklist._list.items])
        assert following is None or page.worklist.table.chosen.step_id == following
        assert f"The review of {LI} is done." in said(page)
        assert page.worklist.review.result.value() is None
        assert QApplication.focusWidget() is page.worklist.table
        assert "step.finished" in branch.actions()
        assert branch.ask(lambda view: cases.steps(view, case_id=case_id)), "no case is left without a step"


def test_a_review_without_a_word_of_what_came_of_it_is_refused_beside_the_field(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.call(LI, ContactOutcome.DISPUTED)
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        choose_review(qtbot, page)
        review = page.worklist.review
        QTest.mouseClick(review.save_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: review.form.wrong("result") == "Say what came of the review.")
        assert review.result.hasFocus()
        assert "step.finished" not in branch.actions()
        assert page.worklist._next is None


def test_what_came_of_a_review_waits_there_while_another_is_looked_at(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.call(LI, ContactOutcome.DISPUTED)
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        choose_review(qtbot, page)
        mine = page.worklist.table.chosen.step_id
        QTest.keyClicks(page.worklist.review.result, "asked for the contract")
        other = next(i for i in page.worklist._list.items if i.kind is not StepKind.REVIEW)
        page.worklist.table.choose(other.step_id)
        assert not page.worklist.review.isVisible()
        page.worklist.table.choose(mine)
        assert page.worklist.review.result.value() == "asked for the contract"


def test_a_step_is_put_off_to_another_day_only_with_a_reason_and_a_later_day(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        before, later = names(page), page.worklist.later
        case_id = branch.case_id(before[0])
        assert not later.isVisible()
        QTest.mouseClick(page.worklist.person.later_button, Qt.MouseButton.LeftButton)
        day = later.form.field("due_on")
        assert day.hasFocus()
        QTest.keyClicks(day, "3-18")
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: "later" in later.form.wrong("due_on"))
        day.clear()
        QTest.keyClicks(day, "3-20")
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: later.form.wrong("why") == "Say why the step is put off.")
        QTest.keyClicks(later.why, "away until Friday")
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: len(names(page)) == len(before) - 1)
        assert chosen(page) == before[1]
        assert not later.isVisible()
        assert f"{before[0]} is on the list again on 2026-03-20." in said(page)
        steps = branch.ask(lambda view: cases.steps(view, case_id=case_id))
        assert [step.due_on for step in steps] == [date(2026, 3, 20)]


def test_while_a_file_is_opening_nothing_is_said_about_it_yet(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        opened_detail(qtbot, page)
        model = page.worklist.table.values
        page.worklist.table.choose(model.key_at(1))
        assert page.worklist.person.timeline.empty == "Opening the file…"
        assert page.worklist.log.number.currentText() == "Opening the file…"
        opened_detail(qtbot, page)
        assert (
            page.worklist.person.timeline.events or page.worklist.person.timeline.empty != "Opening the file…"
        )


def test_a_file_that_doesnt_open_says_so_instead_of_nothing_happened(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with today_of(qtbot, branch, "clerk", tmp_path) as page:
        opened_detail(qtbot, page)
        page.worklist.table.choose(page.worklist.table.values.key_at(1))
        page.worklist._not_opened(StaleRecord("customer", "0"))
        assert page.worklist.person.timeline.empty == "The file didn't open. Choose the customer again."
