"""A team that doesn't come back is on the screen in red, also behind a lock, and there without a name."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collectdesk.desk.vault.door import look_at_door
from collectdesk.desk.visits.printing import PrintKit
from collectdesk.store.visits import visits
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.sign_in.cover import LockCover
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.window import Window
from collectdesk.words import CHINESE, ENGLISH, Words
from helpers.branches import LI, small_branch
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from helpers.branches import Branch


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    """A branch whose only team went out and should have been back a quarter of an hour ago."""
    made = small_branch(tmp_path / "branch")
    visit_id = made.planned_visit()
    made.notify(visit_id)
    made.supervisor(PrintKit(tmp_path / "kit.pdf", (visit_id,)))
    until = made.ask(lambda view: visits.visit(view, visit_id)).until
    made.advance(minutes=int((until - made.now) / timedelta(minutes=1)) + 45)
    yield made
    made.close()


@contextmanager
def window_of(
    qtbot: QtBot, branch: Branch, login: str, folder: Path, language: str = ENGLISH
) -> Iterator[Window]:
    """The real window of a person, at rest."""
    tasks = Tasks()
    office = Office(branch.desk, branch.actors[login], tasks, Speech(Words(language)))
    window = Window(office, Machine(folder))
    try:
        window.go("plan")
        show_in_front(qtbot, window)
        qtbot.waitUntil(lambda: not tasks._running)
        yield window
    finally:
        tasks.close()
        QApplication.processEvents()
        window.close()


def test_an_overdue_team_is_named_on_the_screen_until_somebody_notes_its_return(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with window_of(qtbot, branch, "supervisor", tmp_path) as window:
        assert window.alarm.isVisible()
        assert "WF-2026-00001" in window.alarm.text
        assert LI not in window.alarm.text, "the customer's name is nobody's business here"
        QTest.mouseClick(window.alarm.back_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(window.alarm.isHidden)
        assert window.outings.waits() is None


def test_an_auditor_sees_the_alarm_and_can_not_end_it(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with window_of(qtbot, branch, "auditor", tmp_path) as window:
        assert window.alarm.isVisible()
        assert not window.alarm.back_button.isVisible()


def test_the_alarm_speaks_the_language_chosen(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with window_of(qtbot, branch, "clerk", tmp_path, CHINESE) as window:
        assert "报警" in window.alarm.text
        window.office.use_language(ENGLISH)
        assert "police" in window.alarm.text


def test_the_watch_waits_for_the_moment_and_asks_nothing_in_between(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.advance(hours=-2)
    with window_of(qtbot, branch, "clerk", tmp_path) as window:
        assert window.alarm.isHidden()
        waits = window.outings.waits()
        assert waits is not None
        assert 0 < waits <= 2 * 3600 * 1000
        assert window.outings._next.isActive()
        branch.advance(hours=3)
        window.outings._next.timeout.emit()  # the moment has come
        qtbot.waitUntil(window.alarm.isVisible)


def test_behind_a_lock_the_alarm_is_told_without_a_name(qtbot: QtBot, branch: Branch) -> None:
    cover = LockCover(Speech(Words(ENGLISH)), look_at_door(branch.folder))
    qtbot.addWidget(cover)
    cover.show()
    cover.sound_after(None)
    assert not cover.notice.isVisible()
    cover.sound_after(0)
    qtbot.waitUntil(lambda: "A team is overdue" in cover.notice.text())
    assert cover.notice.isVisible()
    assert LI not in cover.notice.text()
