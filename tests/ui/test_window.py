"""The window: only what the person may, pages built late, stale pages caught up, keys, language, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QVBoxLayout

from collectdesk.desk.pipeline import EVERYTHING, Subject
from collectdesk.domain.people.people import Role
from collectdesk.domain.refusals import Refused
from collectdesk.ui.actions import ACTIONS, Act
from collectdesk.ui.keys import known_keys
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.page import Page
from collectdesk.ui.pages import PAGES, PageSpec
from collectdesk.ui.theme import theme
from collectdesk.ui.window import Window, put_away
from ui.samples import person, show_in_front

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.desk.pipeline import Desk
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks
    from collectdesk.words import Words


class Sheet(Page):
    """A page that writes down what the window asks of it."""

    built: list[str] = []  # noqa: RUF012 - emptied by the fixture

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.built.append("page")
        self.told: list[Any] = []
        self.stays = False
        self.field = QLineEdit(self)
        self.speech.bind(self.field, self.field.setAccessibleName, "Search")
        QVBoxLayout(self).addWidget(self.field)

    def title(self) -> str:
        return self.office.say("Today")

    def refresh(self, touched: frozenset[Subject]) -> None:
        self.told.append(touched)

    def retranslate(self) -> None:
        self.told.append(self.office.words.language)

    def focus_first(self) -> None:
        self.field.setFocus()

    def open_target(self, target: Any) -> None:
        self.told.append(("open", target))

    def search(self, text: str) -> None:
        self.told.append(("search", text))

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        return {Act.MAIN: lambda: self.told.append("main"), Act.IMPORT: lambda: self.told.append("import")}

    def may_leave(self) -> bool:
        return not self.stays

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (("F2", "Record"),)


class PlainSheet(Sheet):
    def acts(self) -> Mapping[Act, Callable[[], object]]:
        return {}


def sheets() -> tuple[PageSpec, ...]:
    from dataclasses import replace

    return tuple(
        replace(spec, factory=Sheet if spec.id in {"customers", "followup"} else PlainSheet) for spec in PAGES
    )


@pytest.fixture
def role() -> Role:
    return Role.SUPERVISOR


@pytest.fixture
def office(desk: Desk, tasks: Tasks, speech: Speech, role: Role) -> Office:
    return Office(desk, person(role), tasks, speech)


@pytest.fixture
def window(qtbot: QtBot, office: Office, tmp_path: Path) -> Iterator[Window]:
    Sheet.built.clear()
    made = Window(office, Machine(tmp_path / "machine"), sheets())
    qtbot.addWidget(made)
    yield made
    for page in made._pages.values():
        page.stays = False  # type: ignore[attr-defined]
    made.close()


def sheet(window: Window) -> Sheet:
    assert isinstance(window.page, Sheet)
    return window.page


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (
            Role.CLERK,
            (
                "today",
                "customers",
                "plan",
                "record",
                "followup",
                "notices",
                "complaints",
                "archive",
                "effect",
                "settings",
            ),
        ),
        (Role.ADMINISTRATOR, ("archive", "settings")),
        (
            Role.AUDITOR,
            (
                "today",
                "customers",
                "plan",
                "followup",
                "notices",
                "complaints",
                "archive",
                "effect",
                "settings",
            ),
        ),
    ],
)
def test_the_rail_shows_what_the_role_may_see(window: Window, role: Role, seen: tuple[str, ...]) -> None:
    assert window.rail.pages == seen
    assert not window.go("record") or "record" in seen
    assert window.top.brings.isHidden() == (role is not Role.CLERK)


@pytest.mark.parametrize("role", [Role.AUDITOR])
def test_a_key_is_no_way_round_the_permission(window: Window) -> None:
    window.go("today")
    window.trigger("page.record")
    window.trigger(Act.IMPORT.value)
    assert window.page_id == "today"


def test_pages_are_built_when_they_are_first_shown(window: Window) -> None:
    assert Sheet.built == []
    window.go("today")
    window.go("plan")
    window.go("today")
    assert len(Sheet.built) == 2


def test_a_page_out_of_sight_is_caught_up_when_it_comes_into_sight(window: Window, office: Office) -> None:
    window.go("today")
    today = sheet(window)
    window.go("plan")
    office.touched.emit(frozenset({Subject.CASES}))
    office.touched.emit(frozenset({Subject.VISITS}))
    assert today.told == [EVERYTHING]
    assert sheet(window).told == [EVERYTHING, frozenset({Subject.CASES}), frozenset({Subject.VISITS})]
    window.go("today")
    assert today.told[-1] == frozenset({Subject.CASES, Subject.VISITS})
    window.go("plan")
    window.go("today")
    assert len(today.told) == 2, "nothing was touched, so nothing is asked"


def test_a_page_with_something_unsaved_is_not_left(window: Window) -> None:
    window.go("today")
    sheet(window).stays = True
    assert not window.go("plan")
    assert window.page_id == "today"
    window.trigger(Act.SIGN_OUT.value)
    window.show()
    assert not window.close()
    assert shiboken6.isValid(window)


def test_alt_and_digits_go_to_the_pages_and_escape_comes_back(qtbot: QtBot, window: Window) -> None:
    show_in_front(qtbot, window)
    window.go("today")
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert window.page_id == "plan"
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert window.page_id == "casefile"
    QTest.keyClick(sheet(window).field, Qt.Key.Key_Escape)
    QTest.keyClick(sheet(window).field, Qt.Key.Key_Escape)
    assert window.page_id == "today"
    QTest.keyClick(sheet(window).field, Qt.Key.Key_Escape)
    assert window.page_id == "today"


def test_ctrl_k_finds_from_inside_a_field(qtbot: QtBot, window: Window) -> None:
    show_in_front(qtbot, window)
    window.go("today")
    qtbot.waitUntil(sheet(window).field.hasFocus)
    QTest.keyClick(sheet(window).field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.top.search.hasFocus)


def test_what_is_typed_finds_pages_acts_and_customers(qtbot: QtBot, window: Window) -> None:
    show_in_front(qtbot, window)
    window.go("today")
    window.top.search.setFocus()
    qtbot.waitUntil(window.top.search.hasFocus)
    QTest.keyClicks(window.top.search, "foll")
    assert [hit.act for hit in window.finder.hits] == ["", "page.followup"]
    QTest.keyClick(window.top.search, Qt.Key.Key_Down)
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    assert (window.page_id, window.top.search.text()) == ("followup", "")
    window.top.search.setFocus()
    qtbot.waitUntil(window.top.search.hasFocus)
    QTest.keyClicks(window.top.search, "wang")
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    assert (window.page_id, sheet(window).told[-1]) == ("customers", ("search", "wang"))


def test_the_search_goes_to_settings_keys_of_pages_and_the_help(qtbot: QtBot, window: Window) -> None:
    show_in_front(qtbot, window)
    window.go("today")

    def take(text: str, wanted: str) -> None:
        window.top.search.setFocus()
        qtbot.waitUntil(window.top.search.hasFocus)
        QTest.keyClicks(window.top.search, text)
        lines = [hit.text for hit in window.finder.hits]
        for _ in range(next(at for at, line in enumerate(lines) if wanted in line)):
            QTest.keyClick(window.top.search, Qt.Key.Key_Down)
        QTest.keyClick(window.top.search, Qt.Key.Key_Return)

    take("backups", "Settings › Backups")
    assert window.page_id == "settings"
    assert ("open", "backups") in sheet(window).told
    take("approve or", "Follow-up › Approve or take a promise")
    assert (window.page_id, sheet(window).told[-1]) == ("followup", "main")
    take("stranger", "Help:")
    assert window._help is not None
    assert window._help.shown == "archive"
    window._help.close()


def test_the_page_in_sight_does_the_keys_it_knows(window: Window) -> None:
    window.go("customers")
    window.trigger(Act.MAIN.value)
    assert sheet(window).told[-1] == "main"
    window.go("today")
    window.trigger(Act.MAIN.value)
    window.trigger(Act.IMPORT.value)
    assert window.page_id == "imports"
    window.go("customers")
    window.trigger(Act.IMPORT.value)
    assert sheet(window).told[-1] == "import"
    window.trigger(Act.RELOAD.value)
    assert sheet(window).told[-1] == EVERYTHING
    window.trigger(Act.SETTINGS.value)
    assert window.page_id == "settings"


def test_a_page_sends_the_person_to_another_with_what_to_open(window: Window) -> None:
    window.go("today")
    sheet(window).opens.emit("casefile", "c7")
    assert window.page_id == "casefile"
    assert sheet(window).told == [("open", "c7"), EVERYTHING]


def test_a_refusal_nobody_took_is_a_line_above_the_page(window: Window, office: Office) -> None:
    window.go("today")
    office.troubled.emit(Refused("trial.unworded"))
    assert "trial.unworded" in window.banner.text
    sheet(window).warn("no")
    sheet(window).confirm("saved")
    assert window.banner.text == "saved"
    window.go("plan")
    assert window.banner.text == "", "a note of one page stayed over another"


def test_everything_in_sight_speaks_the_other_language_at_once(
    window: Window, office: Office, chinese: Words
) -> None:
    window.go("today")
    assert window.windowTitle() == "Today – CollectDesk"
    window.trigger(Act.LANGUAGE.value)
    assert window.windowTitle() == "今日 – CollectDesk"
    assert "F2 登记" in {each.text().split("      ")[0] for each in window.foot.findChildren(QLabel)}
    assert "主管" in window.foot.where
    assert window.acts[Act.PRINT.value].text() == "打印"
    assert sheet(window).told[-1] == "zh_CN"
    assert window.practice.text().startswith("练习分行 PRACTICE")
    assert Machine.load(window.machine.folder).language == "zh_CN"


def test_looks_are_switched_and_remembered(window: Window) -> None:
    window.trigger(Act.LOOK.value)
    window.trigger(Act.DENSITY.value)
    assert theme().tokens.dark
    assert Machine.load(window.machine.folder).look is theme().look
    assert Machine.load(window.machine.folder).density is theme().density


def test_a_practice_branch_cannot_be_mistaken(window: Window) -> None:
    assert not window.practice.isHidden()
    assert "第七支行" in window.foot.where


def test_a_locked_window_does_nothing_until_somebody_is_there(qtbot: QtBot, window: Window) -> None:
    window.go("today")
    with qtbot.waitSignal(window.lock_asked):
        window.trigger(Act.LOCK.value)
    asks = QLabel("—")
    window.cover(asks)
    window.trigger("page.plan")
    assert window.page_id == "today"
    window.uncover()
    window.trigger("page.plan")
    assert window.page_id == "plan"


def test_every_input_and_button_of_the_window_has_a_name(window: Window) -> None:
    window.go("today")
    inputs = [*window.findChildren(QLineEdit), *window.findChildren(QAbstractButton)]
    shown = [each for each in inputs if not each.isHidden() and each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    unnamed = [
        each for each in shown if not QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name)
    ]
    assert len(shown) > 10
    assert not unnamed


def test_f1_explains_what_is_in_sight_and_lists_every_key(qtbot: QtBot, window: Window) -> None:
    window.go("plan")
    window.trigger(Act.HELP.value)
    help_ = window._help
    assert help_ is not None
    assert help_.shown == "plan"
    help_.open_topic("keys")
    shown = {row.key for row in known_keys(ACTIONS)}
    assert {"Alt+1", "Ctrl+K", "Ctrl+L", "Menu", "Ctrl+O"} <= shown
    put_away(window)
    assert not help_.isVisible(), "a lock leaves it standing"


def test_the_first_window_stands_whole_on_a_small_screen() -> None:
    from PySide6.QtCore import QSize

    from collectdesk.ui.window import first_size

    assert first_size(QSize(1366, 768)) == QSize(1362, 728), "the foot would stand below the edge"
    assert first_size(QSize(1920, 1040)) == QSize(1366, 768)
    assert first_size(QSize(800, 600)) == QSize(1366, 768)
