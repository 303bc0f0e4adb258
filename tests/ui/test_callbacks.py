"""Callbacks and month-end in the window: the answer by keys, its improvement, and a month frozen and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.window import Window
from collectdesk.words import ENGLISH, Words
from helpers.branches import LI, Branch, small_branch
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

LONG = 30_000


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[Any]:
    branch: Branch = small_branch(tmp_path / "branch")
    branch.sign(branch.recorded_visit())
    branch.advance(days=20)
    tasks = Tasks()
    window = Window(
        Office(branch.desk, branch.actors["supervisor"], tasks, Speech(Words(ENGLISH))), Machine(tmp_path)
    )
    try:
        window.go("effect")
        show_in_front(qtbot, window)
        settled(qtbot, window.page)
        yield window.page
    finally:
        tasks.close()
        QApplication.processEvents()
        window.hide()
        window.deleteLater()
        QApplication.processEvents()
        branch.close()


def settled(qtbot: QtBot, page: Any) -> None:
    qtbot.waitUntil(lambda: not page.office.tasks._running, timeout=LONG)


def said(page: Any) -> str:
    text: str = page.window().banner.text
    return text


def test_a_supervisor_asks_notes_and_sets_what_gets_better_then_freezes_the_month(
    qtbot: QtBot, page: Any
) -> None:
    page.asking.click()
    settled(qtbot, page)
    view = page.callbacks
    (line,) = view.shown.waiting
    assert line.name == LI
    view.table.choose(line.visit_id)
    assert view.ask_card.isVisible()
    view.note.click()
    assert view.asking.wrong("outcome"), "nothing is noted without an outcome"
    view.asking.put({"outcome": "answered"})
    view.note.click()
    settled(qtbot, page)
    assert "one to five" in view.asking.wrong("score")
    view.asking.put({"score": "3", "said": "说话客气，时间太早"})
    view.note.click()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: not view.shown.waiting, timeout=LONG)
    (told,) = view.shown.asked
    view.table.choose(told.asked.id)
    assert "3 of 5" in view.told.text()
    assert view.better_card.isVisible()
    view.better.put({"what": "九点半以后上门", "owner_id": page.office.actor.id})
    view.set.click()
    assert view.better.wrong("due_on")
    view.better.put({"due_on": told.asked.asked_on.replace(day=28)})
    if told.asked.asked_on.day >= 28:
        view.better.put({"due_on": told.asked.asked_on})
    view.set.click()
    settled(qtbot, page)
    assert "improvement is set" in said(page)
    view.left.emit()
    card = page.months
    assert card.month.value() == "2026-03"
    card.freeze.click()
    settled(qtbot, page)
    assert "2026-03 is frozen" in said(page)
    qtbot.waitUntil(card.check.isVisible, timeout=LONG)
    assert not card.freeze.isVisible()
    card.check.click()
    settled(qtbot, page)
    assert "as it was frozen" in said(page)
