"""Tours that point at real parts of real pages, offered once, and coach mode with the packs' own sentences."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from collectdesk import resources
from collectdesk.ui.help.tours import coached, tours
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.pages import PAGES
from collectdesk.ui.parts.coach_note import CoachNote
from collectdesk.ui.window import Window
from collectdesk.words import CHINESE, ENGLISH
from helpers.branches import LI, Branch, small_branch
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    made = small_branch(tmp_path_factory.mktemp("first") / "branch")
    yield made
    made.desk.store.close()


@pytest.fixture
def window(qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech, tmp_path: Path) -> Iterator[Window]:
    office = Office(branch.desk, branch.actors["clerk"], tasks, speech)
    made = Window(office, Machine(tmp_path))
    made.go("today")
    show_in_front(qtbot, made)
    qtbot.waitUntil(lambda: not tasks._running)
    yield made
    tasks.close()
    made.hide()
    made.deleteLater()
    QApplication.processEvents()


def focused() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_each_page_has_a_short_tour_in_both_languages() -> None:
    assert set(tours()) == {spec.id for spec in PAGES}
    for page, steps in tours().items():
        assert 2 <= len(steps) <= 5, page
        for step in steps:
            assert min(len(step.texts[language]) for language in (ENGLISH, CHINESE)) > 10, step.target
            assert max(map(len, step.texts.values())) < 180, "nobody reads a card that long"


def test_every_step_points_at_a_part_that_its_page_has(window: Window, branch: Branch) -> None:
    for page, steps in tours().items():
        assert window.go(page, branch.customer_id(LI) if page == "casefile" else None), page
        assert window.page is not None
        for step in steps:
            assert step.widget(window, window.page).accessibleName() is not None


def test_a_tour_is_walked_by_keyboard_leaves_nothing_behind_and_is_offered_once(
    qtbot: QtBot, window: Window
) -> None:
    hour = window.first_hour
    assert hour.isHidden(), "something is offered before anybody asked for it"
    hour.begin()
    assert "4 steps" in hour.text.text()
    assert not hour.coach_button.isHidden()
    before = QApplication.focusWidget()
    QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: hour.tour is not None)
    tour = hour.tour
    assert tour is not None
    assert hour.isHidden()
    assert tour.on.hasFocus()
    for key, at in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Return, 2), (Qt.Key.Key_Left, 1)):
        QTest.keyClick(focused(), key)
        assert tour.step is tours()["today"][at]
    assert window.rect().contains(tour.geometry())
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert hour.tour is None
    assert QApplication.focusWidget() is before
    window.go("followup")
    assert not hour.isHidden()
    assert hour.coach_button.isHidden(), "coach mode is offered on every page"
    hour.show_tour()
    window.go("today")
    assert hour.tour is None, "a tour stands on a page it isn't about"
    assert hour.isHidden(), "a tour that was offered is offered again"


def test_coach_mode_is_each_persons_own_and_shows_the_packs_sentences_where_a_decision_is_taken(
    qtbot: QtBot, window: Window, branch: Branch
) -> None:
    note = window.page.worklist.log.findChild(CoachNote)  # type: ignore[union-attr]
    assert note.isHidden()
    QTest.keyClick(
        window, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: not note.isHidden())
    assert "At most three connected outgoing calls" in note.lines.text()
    assert "GB/T" in note.lines.text(), "the sentence stands without its clause"
    window.go("casefile", branch.customer_id(LI))
    qtbot.waitUntil(lambda: not window.page.tabs["solutions"].promise.findChild(CoachNote).isHidden())  # type: ignore[union-attr]
    window.first_hour.switch_coach()
    assert note.isHidden()
    window.first_hour.switch_coach()
    others = Office(branch.desk, branch.actors["supervisor"], window.office.tasks, window.office.speech)
    other = Window(others, window.machine)
    assert (others.coach, window.office.coach) == (False, True)
    other.deleteLater()


def test_every_rule_that_coach_mode_shows_is_one_of_a_shipped_pack() -> None:
    pack = tomllib.loads(resources.path("rules", "cn", "cn-2026.1.toml").read_text("utf-8"))
    known = {rule["id"] for rule in pack["rule"]}
    assert {"contact", "promise", "plan", "arrangement", "request", "record"} == set(coached())
    for moment, rules in coached().items():
        assert set(rules) <= known, moment
        assert 1 <= len(rules) <= 5
