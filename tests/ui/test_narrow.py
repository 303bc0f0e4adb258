"""1366 pixels at 150 %: halves stand below each other, hints stay whole, no table is called like another."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea

from collectdesk.desk.customers.merging import MergerLine
from collectdesk.ui.casefile.page import CasefilePage
from collectdesk.ui.customers.duplicates import DuplicatesView
from collectdesk.ui.effect.page import EffectPage
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.parts.status_line import StatusLine
from collectdesk.ui.parts.value_table import ValueTable
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.window import Window
from collectdesk.words import CHINESE, ENGLISH, Words
from helpers.branches import LI, Branch, small_branch
from ui.desks import office_of, shown
from ui.samples import person, show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

WIDTH, HEIGHT = 762, 420
"""What the rail, the bars and the scaling leave of 1366 × 768 for a page."""
WHOLE = 1218
"""What the rail leaves of 1366 without scaling."""


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    made = small_branch(tmp_path_factory.mktemp("narrow") / "branch")
    made.recorded_visit()
    made.offer()
    made.promise()
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech) -> CasefilePage:
    made = shown(qtbot, CasefilePage, office_of(branch, "clerk", tasks, speech))
    made.resize(WIDTH, HEIGHT)
    made.open_target((branch.customer_id(LI), "timeline"))
    qtbot.waitUntil(lambda: made.file is not None)
    return made


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_no_tab_of_a_file_has_to_be_moved_sideways(
    qtbot: QtBot, page: CasefilePage, speech: Speech, language: str
) -> None:
    speech.speak(Words(language))
    page.retranslate()
    for name, tab in page.tabs.items():
        page.show_tab(name)
        qtbot.waitUntil(tab.isVisible)
        qtbot.wait(1)
        assert tab.horizontalScrollBar().maximum() == 0, name


def test_a_half_that_needs_more_room_goes_below_the_other(qtbot: QtBot, page: CasefilePage) -> None:
    tab: Any = page.tabs["visits"]
    page.show_tab("visits")
    tab._side.setMinimumWidth(600)  # as larger letters or a longer language make it
    page.resize(1000, HEIGHT)
    page.resize(940, HEIGHT)
    qtbot.waitUntil(lambda: tab.width() > WIDTH)
    qtbot.wait(1)
    assert tab.horizontalScrollBar().maximum() == 0


def test_no_two_tables_of_a_tab_are_called_the_same(page: CasefilePage, speech: Speech) -> None:
    for language in (ENGLISH, CHINESE):
        speech.speak(Words(language))
        for name, tab in page.tabs.items():
            names = Counter(table.accessibleName() for table in tab.findChildren(ValueTable))
            assert not [each for each, count in names.items() if count > 1], name


def test_figures_of_the_effect_fit(qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech) -> None:
    page = shown(qtbot, EffectPage, office_of(branch, "supervisor", tasks, speech))
    page.resize(WIDTH, HEIGHT)
    scroll = page.stack.widget(0)
    assert isinstance(scroll, QScrollArea)
    qtbot.waitUntil(page.stack.isVisible)
    assert scroll.horizontalScrollBar().maximum() == 0


def test_the_imports_never_make_a_window_wider_than_1366(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    tasks, speech = Tasks(), Speech(Words(ENGLISH))
    window = Window(Office(branch.desk, branch.actors["clerk"], tasks, speech), Machine(tmp_path))
    try:
        window.resize(1366, 768)
        window.go("imports")
        show_in_front(qtbot, window)
        qtbot.waitUntil(lambda: not tasks._running)
        for language in (ENGLISH, CHINESE):
            speech.speak(Words(language))
            QApplication.processEvents()
            assert window.minimumSizeHint().width() <= 1366, language
    finally:
        tasks.close()
        QApplication.processEvents()
        window.close()


def test_what_was_settled_stands_there_whole(
    qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech
) -> None:
    view = DuplicatesView(office_of(branch, "clerk", tasks, speech))
    qtbot.addWidget(view)
    view.resize(WHOLE, 620)
    view.show()
    line = MergerLine(
        "1",
        "K000000012",
        "K000000345",
        "欧阳建国",
        "merged",
        "同一身份证号，客户来电确认",
        date(2026, 3, 17),
        "王芳",
        "2",
    )
    for language in (ENGLISH, CHINESE):
        speech.speak(Words(language))
        view.past.show_rows((line,))
        qtbot.waitUntil(lambda: view.past.horizontalScrollBar().maximum() == 0)
        for at, column in enumerate(view.past.values.columns):
            assert view.past.columnWidth(at) >= view.past._natural(column, at), (language, at)
        assert line.reason in view.past_reason.text()


def test_keys_at_the_foot_stand_there_whole_or_not_at_all(qtbot: QtBot, speech: Speech) -> None:
    foot = StatusLine(speech, person(), "第七支行")
    qtbot.addWidget(foot)
    foot.show_keys((("Enter", "Open the file"), ("F2", "Log or decide"), ("1–9", "Answer")))
    foot.resize(1366, 24)
    foot.show()
    assert "Answer" in foot._hints.text()
    foot.resize(560, 24)
    assert "Answer" not in foot._hints.text()
    assert foot._hints.text().endswith("F1 Help")
    assert (
        foot._hints.fontMetrics().horizontalAdvance(foot._hints.text())
        <= 560 - foot._where.sizeHint().width()
    )
    foot.hide()
