"""The set-up of a real branch in the window: nothing half stands, each person types their own, both codes come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.vault.access import leave, sign_in
from collectdesk.desk.vault.door import look_at_door
from collectdesk.store.vault import places
from collectdesk.ui import ask
from collectdesk.ui.app import Shell
from collectdesk.ui.machine import Machine
from collectdesk.ui.sign_in.page import SignInPage
from collectdesk.ui.sign_in.set_up import BACKUP, ENVELOPES, PERSON, PLACE, TYPING, SetUpWizard
from collectdesk.ui.theme import Look
from collectdesk.words import ENGLISH
from helpers.keyrings import Ring, safe_ring
from ui.samples import show_in_front
from ui.test_branch_keys import codes_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

NAME = "青石县支行"
KEEPER = {"name": "高远", "login": "gaoyuan", "password": "seven grey herons wade"}
DECIDER = {"name": "周敏", "login": "zhoumin", "password": "an umbrella for two rivers"}


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    with safe_ring(monkeypatch) as made:
        yield made


@pytest.fixture
def door(qtbot: QtBot, tmp_path: Path) -> Iterator[SignInPage]:
    machine = Machine(
        tmp_path / "machine", language=ENGLISH, look=Look.LIGHT, last_branch=str(tmp_path / "branch")
    )
    shell = Shell(machine, tmp_path / "window.log")
    page = SignInPage(shell)
    shell.door = page
    qtbot.addWidget(page)
    show_in_front(qtbot, page)
    qtbot.waitUntil(page.beginning.isVisible)
    yield page
    page.close()
    shell.end()


def press_enter(wizard: SetUpWizard) -> None:
    at: Any = wizard.focusWidget()
    QTest.keyClick(at, Qt.Key.Key_Return)


def comes(qtbot: QtBot, wizard: SetUpWizard, page: str) -> None:
    qtbot.waitUntil(lambda: wizard._page == page and not wizard._is_busy, timeout=30_000)


def take_place(qtbot: QtBot, door: SignInPage) -> SetUpWizard:
    QTest.mouseClick(door.found, Qt.MouseButton.LeftButton)
    wizard = door.set_up
    assert wizard.isVisible()
    QTest.keyClicks(wizard.focusWidget(), "Greystone")
    wizard.place.put({"name": NAME})
    press_enter(wizard)
    comes(qtbot, wizard, PERSON)
    return wizard


def fill(wizard: SetUpWizard, person: dict[str, str], **changes: str) -> None:
    wizard.person.put({**person, "again": person["password"], **changes})
    wizard.person.focus("again")


def envelopes(qtbot: QtBot, door: SignInPage) -> SetUpWizard:
    wizard = take_place(qtbot, door)
    fill(wizard, KEEPER)
    press_enter(wizard)
    fill(wizard, DECIDER)
    press_enter(wizard)
    comes(qtbot, wizard, ENVELOPES)
    return wizard


def typing(qtbot: QtBot, door: SignInPage, sheets: Path) -> SetUpWizard:
    wizard = envelopes(qtbot, door)
    with ask.answered(sheets):
        press_enter(wizard)
    qtbot.waitUntil(wizard.go.isEnabled, timeout=20_000)
    press_enter(wizard)
    comes(qtbot, wizard, TYPING)
    return wizard


# ---- where


def test_a_network_folder_and_one_with_other_files_are_refused_beside_the_field(
    qtbot: QtBot, ring: Ring, door: SignInPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter.txt").write_text("dear", "utf-8")
    door.begin_set_up()
    wizard = door.set_up
    assert wizard.place.values()["folder"] == str(tmp_path / "branch")
    wizard.place.put({"folder": str(tmp_path), "name": NAME})
    wizard.go_on()
    qtbot.waitUntil(lambda: "isn't empty" in wizard.place.wrong("folder"))
    monkeypatch.setattr(places, "network_kind", lambda _folder: "smb")
    wizard.place.put({"folder": str(tmp_path / "share")})
    wizard.go_on()
    qtbot.waitUntil(lambda: "network drive" in wizard.place.wrong("folder"))
    assert wizard._page == PLACE
    assert not (tmp_path / "share").exists()


def test_a_pc_without_a_safe_keyring_is_told_before_anybody_typed_a_password(
    qtbot: QtBot, door: SignInPage
) -> None:
    door.begin_set_up()
    door.set_up.place.put({"name": NAME})
    door.set_up.go_on()
    qtbot.waitUntil(door.set_up.wrong.isVisible)
    assert "no safe keyring" in door.set_up.wrong.text()
    assert door.set_up._page == PLACE


# ---- who


def test_people_are_refused_beside_the_field_and_going_back_keeps_what_was_typed(
    qtbot: QtBot, ring: Ring, door: SignInPage, tmp_path: Path
) -> None:
    wizard = take_place(qtbot, door)
    for changes, name, words in (
        ({"again": "something else"}, "again", "aren't the same"),
        ({"password": "short", "again": "short"}, "password", "12"),
        ({"login": "!"}, "login", "2 to 32"),
    ):
        fill(wizard, KEEPER, **changes)
        press_enter(wizard)
        assert words in wizard.person.wrong(name)
    fill(wizard, KEEPER)
    press_enter(wizard)
    assert "supervisor decides" in wizard.about.text()
    fill(wizard, DECIDER, login="GAOYUAN")
    press_enter(wizard)
    assert wizard.person.wrong("login")
    QTest.mouseClick(wizard.before, Qt.MouseButton.LeftButton)
    assert wizard.person.values()["login"] == KEEPER["login"]
    assert not (tmp_path / "branch").exists()


def test_a_second_supervisor_is_founded_too(
    qtbot: QtBot, ring: Ring, door: SignInPage, tmp_path: Path
) -> None:
    wizard = take_place(qtbot, door)
    fill(wizard, KEEPER)
    press_enter(wizard)
    assert wizard.more.isVisible()
    fill(wizard, DECIDER)
    QTest.mouseClick(wizard.more, Qt.MouseButton.LeftButton)
    fill(wizard, {"name": "林安", "login": "linan", "password": "four kites over the weir"})
    press_enter(wizard)
    comes(qtbot, wizard, ENVELOPES)
    founding: Any = wizard._founding
    assert [person.login for person in founding.charter.supervisors] == ["zhoumin", "linan"]


# ---- the envelopes


def test_the_set_up_doesnt_go_on_before_the_sheets_were_written_nor_end_before_both_came_back(
    qtbot: QtBot, ring: Ring, door: SignInPage, tmp_path: Path
) -> None:
    wizard = envelopes(qtbot, door)
    assert not wizard.go.isEnabled()
    wizard.go_on()
    assert wizard._page == ENVELOPES
    sheets = tmp_path / "sheets.pdf"
    with ask.answered(sheets):
        press_enter(wizard)
    qtbot.waitUntil(wizard.go.isEnabled, timeout=20_000)
    first, second = codes_on(sheets)
    shown = wizard.codes.text().replace(" ", "").replace("\n", "")
    assert first.replace("-", "") in shown
    press_enter(wizard)
    assert wizard._page == TYPING
    assert not wizard.codes.isVisible()
    wizard.typing.put({"code1": first, "code2": first})
    wizard.go_on()
    qtbot.waitUntil(wizard.wrong.isVisible, timeout=20_000)
    assert wizard._page == TYPING
    wizard.typing.put({"code2": second[:-1]})
    wizard.go_on()
    qtbot.waitUntil(lambda: "mistyped" in wizard.wrong.text(), timeout=20_000)
    wizard.typing.put({"code2": second})
    wizard.go_on()
    comes(qtbot, wizard, BACKUP)
    assert not any(wizard.typing.values().values())
    assert not wizard.codes.text()


def test_leaving_before_both_codes_came_back_asks_and_leaves_nothing(
    qtbot: QtBot, ring: Ring, door: SignInPage, tmp_path: Path
) -> None:
    wizard = typing(qtbot, door, tmp_path / "sheets.pdf")
    with ask.answered(False):
        QTest.mouseClick(wizard.leave, Qt.MouseButton.LeftButton)
    assert wizard._page == TYPING
    with ask.answered(True):
        QTest.mouseClick(wizard.leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(door.beginning.isVisible, timeout=20_000)
    assert not (tmp_path / "branch").exists()
    assert not any(wizard.person.values().values())


def test_closing_the_window_halfway_leaves_nothing(
    qtbot: QtBot, ring: Ring, door: SignInPage, tmp_path: Path
) -> None:
    envelopes(qtbot, door)
    assert (tmp_path / "branch").exists()
    door.close()
    assert not (tmp_path / "branch").exists()


# ---- what stands


def test_the_branch_stands_with_its_first_backup_and_its_door_waits(
    qtbot: QtBot, ring: Ring, door: SignInPage, tmp_path: Path
) -> None:
    sheets, stick = tmp_path / "sheets.pdf", tmp_path / "stick"
    wizard = typing(qtbot, door, sheets)
    first, second = codes_on(sheets)
    wizard.typing.put({"code1": second, "code2": first})
    wizard.typing.focus("code2")
    press_enter(wizard)
    comes(qtbot, wizard, BACKUP)
    wizard.backup.put({"folder": str(stick)})
    wizard.go_on()
    qtbot.waitUntil(wizard.wrong.isVisible, timeout=20_000)  # the stick isn't in yet
    stick.mkdir()
    wizard.go_on()
    qtbot.waitUntil(door.door.isVisible, timeout=30_000)
    assert door.branch.text() == NAME
    assert str(stick) in door.done.text()
    assert not door.practice.isVisible()
    session = sign_in(tmp_path / "branch", DECIDER["login"], DECIDER["password"])
    assert session.actor.name == DECIDER["name"]
    leave(session)


def test_the_backup_can_wait_and_the_branch_stands_all_the_same(
    qtbot: QtBot, ring: Ring, door: SignInPage, tmp_path: Path
) -> None:
    wizard = typing(qtbot, door, tmp_path / "sheets.pdf")
    first, second = codes_on(tmp_path / "sheets.pdf")
    wizard.typing.put({"code1": first, "code2": second})
    wizard.go_on()
    comes(qtbot, wizard, BACKUP)
    QTest.mouseClick(wizard.leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(door.door.isVisible, timeout=30_000)
    assert NAME in door.done.text()
    assert look_at_door(tmp_path / "branch").name == NAME
