"""Customers: the newest search wins, nobody is hidden by a filter unseen, and a key opens the file."""

from __future__ import annotations

from array import array
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collectdesk.desk.customers.finding import Found, ListPast, Wanted
from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.customers.products import Bucket, ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.ui import ask
from collectdesk.ui.actions import Act
from collectdesk.ui.customers.page import ALL, OVERDUE, CustomersPage
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.parts.cell_painter import SIDE
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.window import Window
from collectdesk.words import CHINESE, ENGLISH, Words
from helpers.branches import ACCOUNTS, LI, OUYANG, PRACTICE_DATE, WANG, Branch, overdue_row, small_branch
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
        from collectdesk.desk.customers.finding import FindCustomers

        def refuse(_deed: Lookup[Any], _view: object) -> None:
            raise Refused("store.busy")

        monkeypatch.setattr(FindCustomers, "look", refuse)
        page.ask()
        qtbot.waitUntil(lambda: "Another program" in page.table.accessibleDescription())
        assert names(page) == []


def test_an_answer_to_an_older_search_is_dropped(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        old = page.asking.asked
        page.field.setText("wxl")
        page.field.search_now()
        found(qtbot, page, WANG)
        page.asking._began(old, Found(array("q"), (), whole=True))
        page.asking._if_new(old, page.asking.failed, Refused("store.busy"))
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
        qtbot.waitUntil(lambda: names(page) == [LI, WANG, OUYANG])
        page.table.sort_by(at)
        qtbot.waitUntil(lambda: names(page) == [OUYANG, WANG, LI])


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


def test_a_phone_s_last_four_is_searched_by_enter_and_said_to_be_in_the_trail(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        page.asking._rest.setInterval(0)
        page.field.setText("0471")
        qtbot.waitUntil(lambda: names(page) == [LI])
        assert "trail" in page.by_number.text()
        assert page.by_number.isVisible()
        page.field.setText("wxl")
        found(qtbot, page, WANG)
        assert not page.by_number.isVisible()
        assert branch.actions().count("customer.sought") == 1


@pytest.mark.parametrize("typed", ["liming", "lm", "李", "河滨路 101"])
def test_pinyin_letters_and_addresses_are_not_said_to_be_numbers(
    qtbot: QtBot, branch: Branch, tmp_path: Path, typed: str
) -> None:
    with customers_of(qtbot, branch, "auditor", tmp_path, CHINESE) as page:  # who reads masked names only
        page.asking._rest.setInterval(0)
        page.field.setText(typed)
        qtbot.waitUntil(page.by_number.isVisible)
        assert "号码" not in page.by_number.text()
        assert "姓名" in page.by_number.text()


def test_a_bucket_keeps_whom_it_counts_and_its_second_press_gives_everybody_back(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        pill = page.filters.pills[Bucket.M3]
        assert pill.text() == "M3 1"
        QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
        found(qtbot, page, LI)
        QTest.keyClick(pill, Qt.Key.Key_Space)
        found(qtbot, page, LI, WANG, OUYANG)


def test_a_filter_is_a_chip_that_takes_it_off_again(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        line = next(each for each in page.filters.menu().actions() if each.text() == "Card")
        line.trigger()
        found(qtbot, page, WANG, OUYANG)
        chip = page.filters._flow.itemAt(0).widget()
        assert chip.text().startswith("Card")
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
        found(qtbot, page, LI, WANG, OUYANG)
        assert not page.filters.chips.isVisible()


def test_a_list_kept_by_name_comes_back_with_its_filters_order_and_columns(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        QTest.mouseClick(page.filters.pills[Bucket.M2], Qt.MouseButton.LeftButton)
        page.tools._switch("products", on=False)
        page.tools.keep_line.ask_name()
        QTest.keyClick(page.tools.keep_line.name, Qt.Key.Key_Return)
        assert "found again by its name" in page.tools.keep_line.wrong.text()
        QTest.keyClicks(page.tools.keep_line.name, "M2 cards")
        QTest.keyClick(page.tools.keep_line.name, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: any(view.name == "M2 cards" for view in page.tools.views))
        QTest.mouseClick(page.filters.pills[Bucket.M2], Qt.MouseButton.LeftButton)
        page.tools._switch("", on=False)
        found(qtbot, page, LI, WANG, OUYANG)
        page.tools.lists_menu().actions()[0].trigger()
        found(qtbot, page, WANG)
        assert "Products" not in [each.title for each in page.table.values.columns]
        assert page.tools.lists_menu().actions()[0].text().endswith("1")
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:  # and the list itself as it was left
        assert "Products" in [each.title for each in page.table.values.columns]


def test_a_copied_line_leaves_the_clipboard_again_unless_somebody_replaced_it(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    board = QApplication.clipboard()
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        page.table.choose(page.table.paged.ids[0])
        QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert "KH000003" in board.text()
        page.clip.clear()
        assert board.text() == ""
        page.copy()
        board.setText("something else")
        page.clip.clear()
        assert board.text() == "something else"


def test_a_list_taken_out_has_no_whole_name_and_says_so(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page, ask.answered(tmp_path / "out"):
        page.tools.take_out()
        qtbot.waitUntil((tmp_path / "out.xlsx").exists)
        qtbot.waitUntil(lambda: "customer.exported" in branch.actions())
    with customers_of(qtbot, branch, "auditor", tmp_path) as page:
        assert "Take out" not in dict(page.tools.acts())


def test_rows_beyond_the_first_page_are_read_when_they_come_into_sight(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    rows = [overdue_row(10 + at, f"赵{at}", f"62284800000{at:08d}", ProductKind.LOAN, 100_00, 500_00, 10)
            for at in range(450)]  # fmt: skip
    branch.take(LedgerKind.OVERDUE, rows)
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        qtbot.waitUntil(lambda: page.table.values.rowCount() == 453)
        assert page.card.subtitle.text() == "453 customers"
        QTest.keyClick(page.table, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: page.table.chosen is not None)
        assert page.summary.name.text() == page.table.chosen.name
        page.field.setText("赵")
        qtbot.waitUntil(lambda: page.card.subtitle.text() == "more than 200")  # nobody reads so many


def test_the_windows_search_offers_the_file_itself(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        window = page.window()
        window.top.search.setFocus()
        qtbot.waitUntil(window.top.search.hasFocus)
        QTest.keyClicks(window.top.search, "wxl")
        qtbot.waitUntil(lambda: any(hit.page == "casefile" for hit in window.finder.hits))
        QTest.keyClick(window.top.search, Qt.Key.Key_Down)
        QTest.keyClick(window.top.search, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.page_id == "casefile")
        assert window.page._customer_id == branch.customer_id(WANG)


def test_the_list_of_a_past_day_has_that_days_figures_opens_that_days_file_and_leads_back(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.advance(days=1)
    again = [
        overdue_row(3, OUYANG, ACCOUNTS[OUYANG], ProductKind.LOAN, 9_000_00, 8_000_00, 100),
        overdue_row(2, WANG, ACCOUNTS[WANG], ProductKind.CARD, 9_000_00, 8_000_00, 100),
        overdue_row(1, LI, ACCOUNTS[LI], ProductKind.LOAN, 9_000_00, 0, 0),
    ]
    branch.take(LedgerKind.OVERDUE, again, PRACTICE_DATE + timedelta(days=1))
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        page.filter.choose(ALL)

        def dpd() -> int | None:
            model = page.table.values
            rows = [model.row_at(at) for at in range(model.rowCount())]
            return next((row.dpd for row in rows if row is not None and row.name == LI), None)

        qtbot.waitUntil(lambda: dpd() == 0)
        page.day.setText("2026-13-45")
        page.day.editingFinished.emit()
        assert page.asking.day is None  # what is no day changes nothing
        page.day.put(PRACTICE_DATE)
        page.day.editingFinished.emit()
        qtbot.waitUntil(lambda: dpd() == 67)
        assert page.past.isVisible()
        page.table.selectRow(names(page).index(LI))
        with qtbot.waitSignal(page.opens) as opened:
            page.acts()[Act.MAIN]()
        assert opened.args == ["casefile", (branch.customer_id(LI), PRACTICE_DATE)]
        with ask.answered(tmp_path / "then.xlsx"):
            page.tools.take_out()
            qtbot.waitUntil((tmp_path / "then.xlsx").exists)
        page.show_day(PRACTICE_DATE - timedelta(days=30))  # before anything was taken in
        qtbot.waitUntil(lambda: names(page) == [])
        assert page.table._empty[0] == "Nobody stood here that day"
        QTest.mouseClick(page.past.back, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: dpd() == 0)
        assert not page.past.isVisible()


def test_a_past_list_is_filtered_by_its_own_figures(branch: Branch) -> None:
    branch.advance(days=1)
    again = [overdue_row(1, LI, ACCOUNTS[LI], ProductKind.LOAN, 9_000_00, 0, 0)]
    branch.take(LedgerKind.OVERDUE, again, PRACTICE_DATE + timedelta(days=1))

    def then(**wanted: Any) -> set[str]:
        return {line.name for line in branch.clerk(ListPast(Wanted(**wanted), PRACTICE_DATE))}

    assert LI in then(buckets=(Bucket.M3,))
    assert LI not in then(buckets=(Bucket.M1,))
    assert LI in then(least=Money(12_845_36))
    assert LI not in then(least=Money(12_845_37))
    assert LI not in then(kinds=("card",))
    assert LI in then(only_cases=True, kinds=("loan",))
    assert then(officer="nobody") == set()


def test_the_list_says_when_each_may_be_called_today_and_keeps_numbers_whole(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    branch.hold("illness", WANG)
    with customers_of(qtbot, branch, "clerk", tmp_path) as page:
        model = page.table.values
        columns = {each.id: each for each in model.columns}

        def hours(name: str) -> str:
            row = next(model.row_at(at) for at in range(model.rowCount()) if model.row_at(at).name == name)
            return str(columns["hours"].text(page.office.words, row))

        qtbot.waitUntil(lambda: bool(hours(LI)))
        assert hours(LI).startswith("08:00–")
        assert hours(WANG) == "with a reason", "a hold stands"
        page.window().resize(1366, 768)
        QApplication.processEvents()
        page.list_phones()
        QApplication.processEvents()
        letters = QFontMetrics(page.table.font())
        for identity in ("customer_no", "case_no"):
            at = [each.id for each in model.columns].index(identity)
            widest = max(letters.horizontalAdvance(columns[identity].text(page.office.words, model.row_at(each)))
                         for each in range(model.rowCount()))  # fmt: skip
            assert page.table.columnWidth(at) >= widest + 2 * SIDE, identity
