"""Backups in the window: late is red in word and shape, what is planned makes itself, a slip loses nothing."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collectdesk.desk.vault.access import sign_in
from collectdesk.desk.vault.backing_up import PlanBackups, ShowBackups, back_up_to
from collectdesk.domain.vault.backups import Occasion, Rhythm
from collectdesk.ui import ask
from collectdesk.ui.app import Shell
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.settings.backups import read_retention
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Lane, Tasks
from collectdesk.ui.window import Window
from collectdesk.words import CHINESE, ENGLISH, Words
from helpers.branches import PASSWORD, Branch, small_branch
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@contextmanager
def window_of(qtbot: QtBot, branch: Branch, login: str, folder: Path, section: str = "") -> Iterator[Any]:
    tasks = Tasks()
    window = Window(Office(branch.desk, branch.actors[login], tasks, Speech(Words(ENGLISH))), Machine(folder))
    try:
        window.go("settings", section or None)
        show_in_front(qtbot, window)
        settled(qtbot, tasks)
        yield window
    finally:
        tasks.close()
        QApplication.processEvents()
        window.hide()
        window.deleteLater()
        QApplication.processEvents()


def settled(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: not tasks._running)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not tasks._running)


def section_of(window: Any) -> Any:
    return window.page.section


# ---- the foot


def test_a_late_backup_is_red_by_word_and_shape_for_everybody(
    qtbot: QtBot, branch: Branch, tmp_path: Path, stick: Path
) -> None:
    branch.administrator(back_up_to(branch.desk, stick))
    with window_of(qtbot, branch, "clerk", tmp_path) as window:
        qtbot.waitUntil(lambda: bool(window.foot.backup.text))
        assert window.foot.backup.text == "Last verified backup 2026-03-18"
        assert not window.foot.backup.is_late
        fine = window.foot.backup._shape.pixmap().toImage()
        branch.clock.at += timedelta(days=9)
        window.backups.look()
        qtbot.waitUntil(lambda: window.foot.backup.is_late)
        assert window.foot.backup.text == "Backup late: the last verified one is of 2026-03-18"
        assert window.foot.backup.accessibleName() == window.foot.backup.text
        assert window.foot.backup._shape.pixmap().toImage() != fine
        window.office.use_language(CHINESE)
        assert window.foot.backup.text.startswith("备份逾期")


def test_a_practice_branch_that_never_backed_up_isnt_nagged(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with window_of(qtbot, branch, "clerk", tmp_path) as window:
        assert window.backups._told is not None
        assert not window.foot.backup.isVisible()


def test_what_is_planned_is_made_by_itself_also_under_a_clerk(
    qtbot: QtBot, branch: Branch, tmp_path: Path, stick: Path
) -> None:
    branch.administrator(PlanBackups(stick, Rhythm.DAILY))
    with window_of(qtbot, branch, "clerk", tmp_path) as window:
        qtbot.waitUntil(lambda: window.foot.backup.text.startswith("Last verified"))
        (made,) = branch.administrator(ShowBackups()).backups
        assert made.occasion is Occasion.PLANNED
        assert made.made_by == "schedule"
        settled(qtbot, window.office.tasks)
        assert len(branch.administrator(ShowBackups()).backups) == 1


def test_a_planned_backup_that_fails_is_told_once_and_tried_again_later(
    qtbot: QtBot, branch: Branch, tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from collectdesk.store.trouble import StoreTrouble
    from collectdesk.store.vault import backup

    branch.administrator(PlanBackups(stick, Rhythm.DAILY))
    tried = []

    def full(*_: object) -> None:
        tried.append(1)
        raise StoreTrouble("backup_full")

    with monkeypatch.context() as patched:
        patched.setattr(backup, "make_backup", full)
        with window_of(qtbot, branch, "clerk", tmp_path) as window:
            qtbot.waitUntil(window.banner.isVisible)
            settled(qtbot, window.office.tasks)
            assert "There isn't room for the backup" in window.banner._text.text()
            assert len(tried) == 1
            window.backups.look()
            settled(qtbot, window.office.tasks)
            assert len(tried) == 1
            patched.undo()
            window.backups._look_again()
            qtbot.waitUntil(lambda: window.foot.backup.text.startswith("Last verified"))


def test_work_goes_on_while_a_backup_is_made(
    qtbot: QtBot, branch: Branch, tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from collectdesk.desk.contact.holding import PlaceHold
    from collectdesk.store.vault import backup

    real, may_go_on = backup.make_backup, threading.Event()

    def slow(*arguments: Any) -> Any:
        may_go_on.wait(30)
        return real(*arguments)

    monkeypatch.setattr(backup, "make_backup", slow)
    with window_of(qtbot, branch, "supervisor", tmp_path, "backups") as window:
        done: list[str] = []
        with ask.answered(str(stick)):
            QTest.keyClick(window, Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: any(t.lane is Lane.JOB for t in window.office.tasks._running))
        window.office.run(
            PlaceHold(branch.case_id(), "dispute", None, "争议"),
            owner=window,
            done=lambda _x: done.append("hold"),
        )
        qtbot.waitUntil(lambda: done == ["hold"])
        assert any(t.lane is Lane.JOB for t in window.office.tasks._running)
        may_go_on.set()
        qtbot.waitUntil(lambda: len(section_of(window).table.values._rows) == 1)


# ---- the section


def test_a_clerk_has_no_section_and_a_supervisor_neither_plans_nor_restores(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with window_of(qtbot, branch, "clerk", tmp_path, "backups") as window:
        assert "backups" not in window.page.sections
    with window_of(qtbot, branch, "supervisor", tmp_path, "backups") as window:
        assert not hasattr(section_of(window), "form")


def test_backing_up_by_hand_and_proving_it(qtbot: QtBot, branch: Branch, tmp_path: Path, stick: Path) -> None:
    with window_of(qtbot, branch, "supervisor", tmp_path, "backups") as window:
        with ask.answered(str(stick)):
            QTest.keyClick(window, Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: "was made and verified" in window.banner._text.text())
        settled(qtbot, window.office.tasks)
        section = section_of(window)
        assert section.chip.accessibleName().startswith("Last verified backup")
        section.table.choose(section.table.values._rows[0].id)
        QTest.mouseClick(section.prove, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "its trail holds" in window.banner._text.text())
        shutil.rmtree(next(stick.iterdir()) / section.table.values._rows[0].name)
        QTest.mouseClick(section.prove, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "no finished backup" in window.banner._text.text())
        assert section.make.isEnabled()


def test_a_plan_is_made_in_the_form_and_its_first_backup_follows(
    qtbot: QtBot, branch: Branch, tmp_path: Path, stick: Path
) -> None:
    with window_of(qtbot, branch, "administrator", tmp_path, "backups") as window:
        section = section_of(window)
        section.form.put({"folder": str(tmp_path / "nowhere")})
        section._add_plan()
        qtbot.waitUntil(lambda: "isn't there" in section.form.wrong("folder"))
        section.form.put({"folder": str(stick), "keep": "many"})
        section._add_plan()
        assert "three numbers" in section.form.wrong("keep")
        section.form.put({"keep": "7，5，12"})
        section._add_plan()
        qtbot.waitUntil(lambda: len(section.table.values._rows) == 1)
        settled(qtbot, window.office.tasks)
        assert [line.folder for line in section.places.values._rows] == [stick]
        section.places.choose(section.places.values._rows[0].id)
        QTest.mouseClick(section.drop, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not section.places.values._rows)


@pytest.mark.parametrize("text", ["", "7", "7,5", "a,b,c", "7,5,12,1"])
def test_what_is_no_retention_isnt_taken_for_one(text: str) -> None:
    assert read_retention(text) is None


# ---- the wizard at the door


@contextmanager
def at_the_door(qtbot: QtBot, branch: Branch, tmp_path: Path) -> Iterator[tuple[Shell, Any]]:
    shell = Shell(
        Machine(tmp_path / "machine", last_branch=str(branch.folder), language=ENGLISH), tmp_path / "log"
    )
    try:
        shell.show_door()
        assert shell.door is not None
        show_in_front(qtbot, shell.door)
        settled(qtbot, shell.tasks)
        yield shell, shell.door
    finally:
        door = shell.door
        shell.end()
        if door is not None:
            door.close()
            door.deleteLater()
        QApplication.processEvents()


def test_the_wizard_restores_with_two_people_and_gives_the_door_back(
    qtbot: QtBot, branch: Branch, tmp_path: Path, stick: Path
) -> None:
    branch.administrator(back_up_to(branch.desk, stick))
    branch.call()
    branch.close()
    with at_the_door(qtbot, branch, tmp_path) as (shell, door):
        with ask.answered(str(stick)):
            QTest.mouseClick(door.back, Qt.MouseButton.LeftButton)
            QTest.mouseClick(door.restoring.place, Qt.MouseButton.LeftButton)
        wizard = door.restoring
        qtbot.waitUntil(wizard.form.isVisible)
        for name, text in (("login", "administrator"), ("password", PASSWORD), ("second", "clerk")):
            wizard.form.put({name: text})
        wizard.form.put({"second_password": PASSWORD})
        QTest.mouseClick(wizard.check, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "can't be the second person" in wizard.form.wrong("second"), timeout=20_000)
        assert not list(branch.folder.glob("staging-*"))
        wizard.form.put({"second": "supervisor"})
        QTest.mouseClick(wizard.check, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(wizard.go.isVisible, timeout=20_000)
        assert "contacts: 1" in wizard.proven.text()
        QTest.mouseClick(wizard.go, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(door.door.isVisible, timeout=20_000)
        assert not wizard.isVisible()
        settled(qtbot, shell.tasks)
    session = sign_in(branch.folder, "clerk", PASSWORD)
    session.desk.store.close()
    assert list((branch.folder / "aside").iterdir())


def test_leaving_the_wizard_changes_nothing(
    qtbot: QtBot, branch: Branch, tmp_path: Path, stick: Path
) -> None:
    branch.administrator(back_up_to(branch.desk, stick))
    branch.close()
    before = (branch.folder / "branch.db").read_bytes()
    with at_the_door(qtbot, branch, tmp_path) as (_shell, door):
        door.begin_restore(stick)
        wizard = door.restoring
        qtbot.waitUntil(wizard.form.isVisible)
        wizard.form.put({"login": "administrator", "password": PASSWORD})
        wizard.form.put({"second": "supervisor", "second_password": PASSWORD})
        wizard.prove()
        qtbot.waitUntil(wizard.go.isVisible, timeout=20_000)
        QTest.mouseClick(wizard.leave, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(door.door.isVisible)
    assert (branch.folder / "branch.db").read_bytes() == before
    assert not list(branch.folder.glob("staging-*"))


def test_a_damaged_branch_offers_the_wizard_and_an_empty_stick_is_said_so(
    qtbot: QtBot, branch: Branch, tmp_path: Path, stick: Path
) -> None:
    branch.close()
    (branch.folder / "branch.keys.json").write_text("{", "utf-8")
    with at_the_door(qtbot, branch, tmp_path) as (_shell, door):
        assert "keys file is damaged" in door.trouble.text()
        assert door.back.isVisible()
        door.begin_restore(stick)
        qtbot.waitUntil(lambda: "There is no backup in" in door.restoring.wrong.text())


def test_the_administrator_goes_from_the_section_to_the_wizard(
    qtbot: QtBot, branch: Branch, tmp_path: Path, stick: Path
) -> None:
    branch.administrator(PlanBackups(stick, Rhythm.DAILY))
    branch.administrator(back_up_to(branch.desk, stick))
    branch.close()
    with at_the_door(qtbot, branch, tmp_path) as (shell, _door):
        shell.enter(sign_in(branch.folder, "administrator", PASSWORD))
        window: Any = shell.window
        window.go("settings", "backups")
        settled(qtbot, shell.tasks)
        window.page.section.restore()
        door: Any = shell.door
        settled(qtbot, shell.tasks)
        qtbot.waitUntil(door.restoring.form.isVisible)
        assert len(door.restoring._offers) == 1
        door.restoring.stop()
        settled(qtbot, shell.tasks)
