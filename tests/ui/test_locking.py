"""Locking: nothing of a customer stays in sight, no key stays in reach, and work goes on where it stood."""

from __future__ import annotations

import gc
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox

from collectdesk.desk.people.deputy_papers import Authorisation, TakeDeputyPaper
from collectdesk.desk.pipeline import Desk
from collectdesk.desk.vault import access
from collectdesk.domain.people.people import Permission
from collectdesk.store.branch import Store
from collectdesk.store.keys.root import RootKey
from collectdesk.store.trouble import StoreTrouble
from collectdesk.ui.app import Shell
from collectdesk.ui.idle import Idle
from collectdesk.ui.machine import Machine
from collectdesk.ui.sign_in.cover import LockCover
from collectdesk.ui.tasks import Lane
from collectdesk.ui.theme import Look
from collectdesk.words import ENGLISH
from helpers.branches import LI, MORNING, PASSWORD, PRACTICE_DATE, small_branch
from helpers.hands import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "branch"
    made = small_branch(place)
    made.call()
    made.close()
    return place


@pytest.fixture
def shell(qtbot: QtBot, folder: Path, tmp_path: Path) -> Iterator[Shell]:
    machine = Machine(tmp_path / "machine", language=ENGLISH, look=Look.LIGHT, last_branch=str(folder))
    machine.save()
    made = Shell(machine, tmp_path / "window.log")
    made.enter(access.sign_in(folder, "clerk", PASSWORD))
    assert made.window is not None
    with qtbot.waitActive(made.window):
        made.window.activateWindow()
    yield made
    if made.window is not None:
        made.window.hide()
    if made.office is not None:
        made.office.pause()
    if made.door is not None:
        made.door.close()
    made.end()


def at_file(qtbot: QtBot, shell: Shell, name: str = LI) -> Any:
    """The window, at a customer's file."""
    window = shell.window
    assert window is not None
    with window.office.desk.store.reading() as connection:
        found = connection.exec_driver_sql("select id from customer limit 1").scalar()
    window.go("casefile", found)
    qtbot.waitUntil(lambda: getattr(window.page, "file", None) is not None)
    return window


def locked(qtbot: QtBot, shell: Shell) -> LockCover:
    """Press the key; wait until the keys are gone."""
    assert shell.window is not None
    QTest.keyClick(shell.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    cover = shell.cover
    assert cover is not None
    qtbot.waitUntil(lambda: not shell.tasks.busy)
    return cover


def unlocked(qtbot: QtBot, shell: Shell, password: str = PASSWORD) -> None:
    assert shell.cover is not None
    QTest.keyClicks(shell.cover.form.password, password)
    QTest.keyClick(shell.cover.form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.cover is None, timeout=20_000)


def keys_in_reach(folder: Path) -> list[object]:
    gc.collect()
    stores = [each for each in gc.get_objects() if type(each) is Store and each.folder == folder]
    return [store.keys for store in stores if isinstance(store.keys, RootKey) and store.keys._root]


def test_a_locked_window_shows_nothing_of_a_customer(qtbot: QtBot, shell: Shell) -> None:
    window = at_file(qtbot, shell)
    name = window.page.file.customer.name
    assert name in window.windowTitle()
    menu = QMenu(window)
    menu.addAction(name)
    menu.popup(window.pos())
    box = QMessageBox(QMessageBox.Icon.NoIcon, name, name, parent=window)
    box.open()
    shell.lock()
    shown = [text for each in QApplication.topLevelWidgets() if each.isVisible() for text in texts_of(each)]
    titles = [each.windowTitle() for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert not [text for text in (*shown, *titles) if name in text]
    assert window.windowTitle() == "CollectDesk"
    assert not menu.isVisible()
    assert not box.isVisible()
    qtbot.waitUntil(lambda: not shell.tasks.busy)


def test_no_key_stays_in_reach_and_nothing_can_be_asked(qtbot: QtBot, shell: Shell, folder: Path) -> None:
    window = at_file(qtbot, shell)
    desk = window.office.desk
    assert keys_in_reach(folder)
    locked(qtbot, shell)
    assert not keys_in_reach(folder)
    with pytest.raises(StoreTrouble, match="shut"), desk.store.reading():
        pass
    window.trigger("page.customers")
    assert window.page_id == "casefile", "a page was turned behind the lock"


def test_whoever_comes_back_is_told_of_a_paper_that_nobody_confirmed_in_time(
    qtbot: QtBot, shell: Shell
) -> None:
    assert shell.window is not None
    store, today = shell.window.office.desk.store, PRACTICE_DATE
    administrator = store.actor("administrator")
    assert administrator is not None
    paper = TakeDeputyPaper(
        "supervisor", "clerk", frozenset({Permission.SIGN_OFF}), today - timedelta(days=7), today + timedelta(days=7),
        "住院", today - timedelta(days=7), Authorisation("a.png", "0" * 64, b"scan", b"page"),
    )  # fmt: skip
    Desk(store, lambda: MORNING - timedelta(days=7)).run(paper, administrator)
    assert not shell.window.banner.text
    locked(qtbot, shell)
    unlocked(qtbot, shell)
    window = shell.window
    qtbot.waitUntil(lambda: "stands in for nobody" in window.banner.text)


def test_a_job_under_way_ends_with_its_own_keys(qtbot: QtBot, shell: Shell, folder: Path) -> None:
    window = at_file(qtbot, shell)
    store, goes_on, wrote = window.office.desk.store, Event(), []

    def job(_steps: object) -> None:
        goes_on.wait()
        with store.reading() as connection:
            wrote.append(connection.exec_driver_sql("select count(*) from customer").scalar())

    shell.tasks.start(Lane.WRITE, job, owner=None)
    shell.lock()
    assert keys_in_reach(folder)
    goes_on.set()
    qtbot.waitUntil(lambda: not shell.tasks.busy)
    assert wrote
    assert not keys_in_reach(folder)


def test_a_wrong_password_is_said_and_the_right_one_finds_everything_as_it_stood(
    qtbot: QtBot, shell: Shell
) -> None:
    window = at_file(qtbot, shell)
    page = window.page
    page.open_log()
    page.log.note.setText("rang twice")
    cover = locked(qtbot, shell)
    QTest.keyClicks(cover.form.password, "nonsense")
    QTest.keyClick(cover.form.password, Qt.Key.Key_Return)
    assert cover.form.waiting.isVisible()
    qtbot.waitUntil(cover.form.wrong.isVisible, timeout=20_000)
    assert "don't fit" in cover.form.wrong.text()
    cover.form.password.clear()
    unlocked(qtbot, shell)
    assert window.page is page
    assert page.log.note.text() == "rang twice"
    assert page.file.customer.name in window.windowTitle()
    window.go("customers")
    qtbot.waitUntil(lambda: window.page.table.model().rowCount() > 0)


def test_the_trail_tells_when_a_session_ended_and_another_began(
    qtbot: QtBot, shell: Shell, folder: Path
) -> None:
    locked(qtbot, shell)
    unlocked(qtbot, shell)
    assert shell.office is not None
    with shell.office.desk.store.reading() as connection:
        lines = connection.exec_driver_sql("select action from audit_entry order by seq").scalars()
        said = [line for line in lines if line.startswith("session")]
    assert said[-3:] == ["session.opened", "session.closed", "session.opened"]


def test_another_person_may_sign_in_from_the_lock(qtbot: QtBot, shell: Shell) -> None:
    cover = locked(qtbot, shell)
    QTest.mouseClick(cover.other_button, Qt.MouseButton.LeftButton)
    assert shell.window is None
    door: Any = shell.door
    qtbot.waitUntil(door.door.isVisible)


def test_a_window_that_is_closed_while_locked_asks_nothing(qtbot: QtBot, shell: Shell) -> None:
    window = at_file(qtbot, shell)
    window.page.open_log()
    window.page.log.note.setText("rang twice")
    locked(qtbot, shell)
    assert window.close()


def test_signing_out_brings_the_sign_in_and_does_not_end_the_program(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: ended.append(True))
    assert shell.office is not None
    shell.office.sign_out()
    assert shell.door is not None
    assert not ended


# ---- nobody there


def test_after_the_minutes_without_a_sign_of_life_the_window_locks_and_says_why(
    qtbot: QtBot, shell: Shell
) -> None:
    assert shell.idle.is_waiting
    shell.idle.begin(0.001)
    qtbot.waitUntil(lambda: shell.cover is not None)
    assert shell.cover is not None
    assert "10 minutes" in shell.cover.notice.text()
    assert not shell.idle.is_waiting, "a timer runs although nobody is there"
    qtbot.waitUntil(lambda: not shell.tasks.busy)


def test_a_key_puts_the_lock_off(qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("collectdesk.ui.idle.time.monotonic", lambda: now[0])
    idle, gone = Idle(), []
    idle.gone.connect(lambda: gone.append(True))
    assert shell.window is not None
    handle = shell.window.windowHandle()
    idle._hear(handle)
    idle.begin(10)
    now[0] += 599
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    now[0] += 599
    idle._over()
    assert not gone
    assert idle.is_waiting
    now[0] += 2
    idle._over()
    assert gone
    idle.stop()


def test_the_minutes_are_chosen_in_the_settings_and_hold_at_once(qtbot: QtBot, shell: Shell) -> None:
    window = shell.window
    assert window is not None
    window.go("settings", "look")
    section: Any = window.page.section  # type: ignore[union-attr]
    assert section.lock.value() == 10
    section.lock.put(2)
    section.lock.edited.emit()
    assert Machine.load(window.machine.folder).lock_after == 2
    assert shell.idle._seconds == 120


# ---- copied values


def test_what_was_copied_leaves_the_clipboard_on_locking_and_after_a_minute(
    qtbot: QtBot, shell: Shell
) -> None:
    board = QGuiApplication.clipboard()
    board.setText("13800000000")
    assert shell.clipboard.fades.isActive()
    shell.clipboard.fades.timeout.emit()
    assert board.text() == ""
    board.setText("13800000000")
    locked(qtbot, shell)
    assert board.text() == ""


def test_what_another_program_copied_stays(qtbot: QtBot, shell: Shell) -> None:
    board = QGuiApplication.clipboard()
    board.setText("13800000000")
    shell.clipboard._ours.clear()  # as when somebody else has copied since
    board.blockSignals(True)
    board.setText("of another program")
    board.blockSignals(False)
    shell.clipboard.clear()
    assert board.text() == "of another program"
    board.clear()
