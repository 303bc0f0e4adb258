"""Signing in: every way in which it doesn't open says what to do; the right password opens the branch."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.vault.access import Session, leave
from collectdesk.ui.app import Shell
from collectdesk.ui.machine import Machine
from collectdesk.ui.sign_in.page import SignInPage
from collectdesk.ui.tasks import Lane
from collectdesk.ui.theme import Look
from collectdesk.words import ENGLISH
from helpers.branches import NAME, PASSWORD, small_branch
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "branch"
    small_branch(place).close()
    return place


@pytest.fixture
def shell(qtbot: QtBot, folder: Path, tmp_path: Path) -> Iterator[Shell]:
    machine = Machine(tmp_path / "machine", language=ENGLISH, look=Look.LIGHT, last_branch=str(folder))
    made = Shell(machine, tmp_path / "window.log")
    yield made
    if made.door is not None:
        made.door.close()
    made.end()


@pytest.fixture
def door(qtbot: QtBot, shell: Shell) -> SignInPage:
    return opened(qtbot, shell)


def opened(qtbot: QtBot, shell: Shell) -> SignInPage:
    page = SignInPage(shell)
    shell.door = page
    qtbot.addWidget(page)
    show_in_front(qtbot, page)
    qtbot.waitUntil(lambda: any(part.isVisible() for part in (page.door, page.beginning, page.trouble)))
    return page


def signed_in(qtbot: QtBot, page: SignInPage) -> Session:
    entered: list[Session] = []
    page.entered.connect(entered.append)
    QTest.keyClicks(page.door.password, PASSWORD)
    QTest.keyClick(page.door.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(entered), timeout=20_000)
    return entered[0]


def test_a_wrong_password_is_said_beside_it_and_can_be_typed_again(qtbot: QtBot, door: SignInPage) -> None:
    QTest.keyClicks(door.door.password, "nonsense")
    QTest.keyClick(door.door.password, Qt.Key.Key_Return)
    assert not door.door.enter.isEnabled()
    assert door.door.waiting.isVisible()
    qtbot.waitUntil(door.door.wrong.isVisible, timeout=20_000)
    assert "password" in door.door.wrong.text()
    assert door.door.enter.isEnabled()
    assert door.door.password.selectedText()
    QTest.keyClick(door.door.password, Qt.Key.Key_X)
    assert not door.door.wrong.isVisible()


def test_without_a_password_nothing_is_tried(door: SignInPage) -> None:
    QTest.keyClick(door.door.password, Qt.Key.Key_Return)
    assert door.door.wrong.text() == "Enter the password."
    assert door.door.enter.isEnabled()


def test_damaged_keys_are_said_in_the_page_and_looked_at_again(
    qtbot: QtBot, shell: Shell, folder: Path
) -> None:
    kept = (folder / "branch.keys.json").read_text("utf-8")
    (folder / "branch.keys.json").write_text("{}", "utf-8")
    page = opened(qtbot, shell)
    assert "damaged" in page.trouble.text()
    assert not page.door.isVisible()
    (folder / "branch.keys.json").write_text(kept, "utf-8")
    QTest.mouseClick(page.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.door.isVisible)
    assert not page.trouble.isVisible()


def test_keys_of_a_newer_program_name_the_newer_program(qtbot: QtBot, shell: Shell, folder: Path) -> None:
    (folder / "branch.keys.json").write_text('{"format": 99}', "utf-8")
    page = opened(qtbot, shell)
    assert "newer" in page.trouble.text()


def test_missing_keys_beside_a_branch_are_no_invitation_to_found_another(
    qtbot: QtBot, shell: Shell, folder: Path
) -> None:
    (folder / "branch.keys.json").unlink()
    page = opened(qtbot, shell)
    assert "keys file is missing" in page.trouble.text()
    assert not page.beginning.isVisible()


def test_a_pc_without_the_branch_key_says_so(qtbot: QtBot, shell: Shell, folder: Path) -> None:
    for shelf in folder.glob("*.workstation"):
        shelf.unlink()
    page = opened(qtbot, shell)
    QTest.keyClicks(page.door.password, PASSWORD)
    QTest.keyClick(page.door.password, Qt.Key.Key_Return)
    qtbot.waitUntil(page.trouble.isVisible, timeout=20_000)
    assert "branch key" in page.trouble.text()


def test_enter_signs_the_chosen_account_in_and_this_pc_remembers_it(qtbot: QtBot, door: SignInPage) -> None:
    assert door.branch.text() == NAME
    assert door.practice.isVisible()
    assert PASSWORD in door.door.published.text()
    account: Any = door.door.account
    account.put("supervisor")
    session = signed_in(qtbot, door)
    assert session.actor.login == "supervisor"
    assert Machine.load(door.shell.machine.folder).last_login == "supervisor"
    leave(session)


def test_the_account_used_last_stands_chosen(qtbot: QtBot, shell: Shell) -> None:
    shell.machine = shell.machine.with_(last_login="auditor")
    account: Any = opened(qtbot, shell).door.account
    assert account.value() == "auditor"


def test_the_language_is_switched_before_anyone_has_signed_in(qtbot: QtBot, door: SignInPage) -> None:
    QTest.mouseClick(door.language, Qt.MouseButton.LeftButton)
    assert door.door.enter.text() == "登录"
    assert door.language.text() == "English"
    assert door.shell.machine.language == "zh_CN"


def test_an_empty_folder_offers_the_practice_branch_and_a_cancelled_one_leaves_nothing(
    qtbot: QtBot, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    shell.machine = shell.machine.with_(last_branch=str(empty))
    page = opened(qtbot, shell)
    assert page.beginning.isVisible()
    # the work waits until it is told to stop, as a slow disk would make it
    busy = shell.tasks.start(Lane.WRITE, _until_cancelled, owner=None)
    QTest.mouseClick(page.beginning.make, Qt.MouseButton.LeftButton)
    assert not page.beginning.make.isEnabled()
    page.beginning.progress.cancel()
    busy.cancel()
    qtbot.waitUntil(page.beginning.make.isEnabled, timeout=20_000)
    assert not empty.exists()


def _until_cancelled(steps: Any) -> None:
    from threading import Event

    while True:
        steps.step(0, 0)
        Event().wait(0.01)


def test_the_practice_branch_is_made_and_its_door_opens(
    qtbot: QtBot, shell: Shell, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = tmp_path / "fresh"

    def founded(place: Path, **_words: Any) -> None:
        shutil.copytree(folder, place)

    monkeypatch.setattr("collectdesk.desk.vault.practising.found_practice_branch", founded)
    shell.machine = shell.machine.with_(last_branch=str(fresh))
    page = opened(qtbot, shell)
    QTest.keyClick(page.beginning.make, Qt.Key.Key_Space)
    qtbot.waitUntil(page.door.isVisible)
    assert page.branch.text() == NAME


def test_a_folder_that_another_window_holds_is_said_and_not_opened_twice(
    qtbot: QtBot, shell: Shell, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, shell)
    monkeypatch.setattr(shell, "take", lambda _folder: False)
    QTest.keyClicks(page.door.password, PASSWORD)
    QTest.keyClick(page.door.password, Qt.Key.Key_Return)
    assert "another window" in page.trouble.text()
    assert page.door.enter.isEnabled()
