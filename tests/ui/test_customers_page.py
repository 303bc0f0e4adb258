"""Customers: the newest search wins, nobody is hidden by a filter unseen, and a key opens the file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.refusals import Refused
from collectdesk.ui.customers.page import ALL, OVERDUE, CustomersPage
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.window import Window
from collectdesk.words import CHINESE, ENGLISH, Words
from helpers.branches import LI, OUYANG, WANG, Branch, small_branch
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@contextmanager
def customers_of(
    qtbot: QtBot, branch: Branch, login: str, folder: Path, language: str = ENGLISH
) -> Iterator[Any]:
    """The real window of a person, open on Customers with the list there."""
    tasks = Tasks()
    office = Office(branch.desk, branch.actors[login], tasks, Speech(Words(language)))
    window = Window(office, Machine(folder))
    try:
        window.go("customers")
        page: Any = window.page
        assert isinstance(page, CustomersPage)
        show_in_front(qtbot, window)
        qtbot.waitUntil(lambda: not tasks._running)
        yield page
    finally:
        tasks.close()
        QApplication.processEvents()
        window.hide()
        window.deleteLater()
        QApplication.processEvents()


def names(page: CustomersPage) -> list[str]:
    model = page.table.values
    return [row.name for at in range(model.rowCount()) if (row := model.row_at(at)) is not None]


def found(qtbot: QtBot, page: CustomersPage, *wanted: str) -> None:
    qtbot.waitUntil(lambda: sorted(names(page)) == sorted(wanted))


def test_a_failed_lookup_says_why_instead_of_an_empty_list(
    qtbot: QtBot, branch: Branch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        from collectdesk.desk.finding import ListCustomers

        def refuse(_deed: Lookup[Any], _view: object) -> None:
            raise Refused("store.busy")

        monkeypatch.setattr(ListCustomers, "look", refuse)
        page.ask()
        qtbot.waitUntil(lambda: "Another program" in page.table.accessibleDescription())
        assert names(page) == []


def test_an_answer_to_an_older_search_is_dropped(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        old = page._asked
        page.field.setText("wxl")
        page.field.search_now()
        found(qtbot, page, WANG)
        page._show(old, ())
        page._fail(old, Refused("store.busy"))
        assert names(page) == [WANG]


@pytest.mark.parametrize("typed", ["王", "秀兰", "wangxiulan", "wxl", "WXL", "KH000002"])
def test_somebody_is_found_by_characters_pinyin_initials_and_number(
    qtbot: QtBot, branch: Branch, tmp_path: Path, typed: str
) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        page.field.setFocus()
        page.field.setText(typed)
        found(qtbot, page, WANG)


def test_enter_in_the_search_gives_the_list_the_keyboard_and_enter_there_opens_the_file(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        opened: list[object] = []
        page.opens.connect(lambda where, whom: opened.append((where, whom)))
        page.field.setFocus()
        QTest.keyClicks(page.field, "wxl")
        QTest.keyClick(page.field, Qt.Key.Key_Return)
        qtbot.waitUntil(page.table.hasFocus)
        assert names(page) == [WANG]
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        assert opened == [("casefile", branch.customer_id(WANG))]
        qtbot.waitUntil(lambda: page.window().page_id == "casefile")


def test_one_click_opens_the_file(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        second = page.table.values.row_at(1)
        room = page.table.visualRect(page.table.values.index(1, 0))
        QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=room.center())
        qtbot.waitUntil(lambda: page.window().page_id == "casefile")
        assert page.window().page._customer_id == second.customer_id


def test_the_shells_search_looks_among_all_customers(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        assert page.filter.chosen == OVERDUE
        page.search("李")
        found(qtbot, page, LI)
        assert page.filter.chosen == ALL


def test_an_empty_answer_says_what_to_do_and_an_auditor_is_not_told_to_import(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        page.field.setText("zzz")
        found(qtbot, page)
        assert "Nobody fits" in page.table.accessibleDescription()
        page.field.setText("")
        found(qtbot, page, LI, WANG, OUYANG)
        page._say_what_to_do()
        assert "Ctrl+I" in page.table._empty[1]
    with customers_of(qtbot, branch, "auditor", tmp_path) as page:
        page._say_what_to_do()
        assert "Ctrl+I" not in page.table._empty[1]


def test_the_largest_debt_comes_first_when_its_column_is_pressed(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        at = next(at for at, each in enumerate(page.table.values.columns) if each.title == "Overdue")
        page.table.sort_by(at)
        assert names(page) == [LI, WANG, OUYANG]
        page.table.sort_by(at)
        assert names(page) == [OUYANG, WANG, LI]


def test_the_look_beside_the_list_follows_the_cursor_and_leaves_no_trace(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path, CHINESE) as page:
        before = branch.actions().count("customer.opened")
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_Down)
        assert page.summary.name.text() == names(page)[1]
        assert branch.actions().count("customer.opened") == before


def test_an_auditor_reads_no_whole_name(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with customers_of(qtbot, branch, "auditor", tmp_path) as page:
        assert names(page)
        assert not set(names(page)) & {LI, WANG, OUYANG}
