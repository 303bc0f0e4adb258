"""The table of every list: what is chosen stays, empty says what to do, the keyboard reaches everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from collectdesk.domain.money import Money
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.value_model import PAGE, PAGES_KEPT, WISHES, Column, Kind, PagedModel
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.theme import Density, theme
from collectdesk.ui.tokens import Tone
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.words import Words


@dataclass(frozen=True, slots=True)
class Owes:
    id: int
    name: str
    owed: Money | None = None
    late: bool = False


COLUMNS: tuple[Column[Owes], ...] = (
    Column("Customers", lambda _w, row: row.name, Kind.BOLD),
    Column("Owed", lambda w, row: w.money(row.owed), Kind.MONEY, sort=lambda row: row.owed and row.owed.fen),
    Column("Today", lambda _w, row: Status("late" if row.late else "", Tone.WARN, calls=True), Kind.CHIP),
    Column("Figure", lambda _w, row: str(row.id), Kind.NUMBER),
)
ROWS = (Owes(1, "Wang", Money(500)), Owes(2, "Li", Money(900), late=True), Owes(3, "Zhao", None))


@pytest.fixture
def table(qtbot: QtBot, speech: Speech) -> ValueTable[Owes]:
    made = rows_table(speech, "Customers", COLUMNS, lambda row: row.id)
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show_rows(ROWS)
    return made


def names(table: ValueTable[Owes]) -> list[str]:
    return [row.name for at in range(table.values.rowCount()) if (row := table.values.row_at(at))]


def test_an_empty_list_says_what_to_do_next_also_to_a_screen_reader(
    qtbot: QtBot, table: ValueTable[Owes]
) -> None:
    table.set_empty("Nothing here yet", "Import")
    table.show()
    filled = table.grab().toImage()
    table.show_rows(())
    assert table.chosen is None
    assert table.accessibleDescription() == "Nothing here yet Import"
    assert table.grab().toImage() != filled
    table.close()


def test_a_lookup_that_failed_is_said_where_the_rows_were(qtbot: QtBot, table: ValueTable[Owes]) -> None:
    table.show_note("The disk didn't answer.")
    assert names(table) == []
    assert table.accessibleDescription() == "The disk didn't answer."
    table.show_rows(ROWS)
    assert table.accessibleDescription() == ""


def test_enter_on_an_empty_list_opens_nothing(qtbot: QtBot, table: ValueTable[Owes]) -> None:
    table.show_rows(())
    with qtbot.assertNotEmitted(table.opened):
        QTest.keyClick(table, Qt.Key.Key_Return)


def test_the_chosen_row_stays_chosen_by_its_id_when_the_rows_change(
    qtbot: QtBot, table: ValueTable[Owes]
) -> None:
    table.choose(2)
    table.show_rows((Owes(9, "New"), *ROWS))
    assert table.chosen == ROWS[1]
    assert table.currentIndex().row() == 2


def test_when_the_chosen_row_is_done_the_next_one_is_open_already(
    qtbot: QtBot, table: ValueTable[Owes]
) -> None:
    table.choose(2)
    with qtbot.waitSignal(table.picked) as picked:
        table.show_rows((ROWS[0], ROWS[2]))
    assert picked.args == [ROWS[2]]
    table.show_rows((ROWS[0],))
    assert table.chosen == ROWS[0]


def test_one_click_opens(qtbot: QtBot, table: ValueTable[Owes]) -> None:
    table.show()
    where = table.visualRect(table.values.index(1, 0)).center()
    with qtbot.waitSignal(table.opened) as opened:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert opened.args == [ROWS[1]]
    table.close()


def test_beside_its_detail_a_click_picks_and_enter_opens(qtbot: QtBot, speech: Speech) -> None:
    table = rows_table(speech, "Customers", COLUMNS, lambda row: row.id, opens_on_click=False)
    qtbot.addWidget(table)
    table.show_rows(ROWS)
    table.show()
    where = table.visualRect(table.values.index(1, 0)).center()
    with qtbot.assertNotEmitted(table.opened), qtbot.waitSignal(table.picked) as picked:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert picked.args == [ROWS[1]]
    with qtbot.waitSignal(table.opened):
        QTest.keyClick(table, Qt.Key.Key_Return)
    table.close()


def test_the_keyboard_walks_the_rows_and_leaves_the_table(qtbot: QtBot, table: ValueTable[Owes]) -> None:
    window, after = QWidget(), QLineEdit()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(table)
    layout.addWidget(after)
    show_in_front(qtbot, window)
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.chosen == ROWS[1]
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.chosen == ROWS[2]
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.chosen == ROWS[0]
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert after.hasFocus(), "Tab is trapped in the table"
    window.close()
    table.setParent(None)


def test_figures_sort_largest_first_then_smallest_then_as_given(
    qtbot: QtBot, table: ValueTable[Owes]
) -> None:
    table.sort_by(1)
    assert names(table) == ["Zhao", "Li", "Wang"]
    table.sort_by(1)
    assert names(table) == ["Wang", "Li", "Zhao"]
    table.sort_by(1)
    assert names(table) == ["Wang", "Li", "Zhao"]
    assert table.values.sorted_by is None
    table.sort_by(0)
    assert names(table) == ["Li", "Wang", "Zhao"]
    table.sort_by(3)
    assert names(table) == ["Li", "Wang", "Zhao"], "a figure without a key would sort as text: 10 before 9"


def test_sorting_is_in_the_menu_for_the_keyboard(qtbot: QtBot, table: ValueTable[Owes]) -> None:
    table.choose(3)
    menu = table.order_menu()
    assert [line.text() for line in menu.actions()] == [
        "Sort by Customers", "Sort by Owed", "Sort by Today",
    ]  # fmt: skip
    menu.actions()[0].trigger()
    assert names(table) == ["Li", "Wang", "Zhao"]
    assert table.chosen == ROWS[2], "sorting lost the chosen row"
    menu.deleteLater()


def test_headings_and_cells_follow_the_language(
    qtbot: QtBot, table: ValueTable[Owes], speech: Speech, chinese: Words
) -> None:
    model = table.values
    assert model.headerData(2, Qt.Orientation.Horizontal) == "Today"
    speech.speak(chinese)
    assert model.headerData(2, Qt.Orientation.Horizontal) == "今日"
    assert table.accessibleName() == "客户"


def test_a_screen_reader_hears_the_heading_with_each_cell(qtbot: QtBot, table: ValueTable[Owes]) -> None:
    model = table.values
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(0, 1), role) == "Owed: ¥ 5.00"
    assert model.data(model.index(1, 2), role) == "Today: late"
    reader = QAccessible.queryAccessibleInterface(table)
    assert reader.text(QAccessible.Text.Name) == "Customers"


def test_the_model_keeps_qts_rules(qtbot: QtBot, table: ValueTable[Owes]) -> None:
    QAbstractItemModelTester(table.values, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.show_rows(ROWS[:1])
    table.values.order_by(1, descending=True)
    table.show_rows(())


def test_rows_take_the_height_of_the_density(qtbot: QtBot, table: ValueTable[Owes]) -> None:
    theme().use(density=Density.DENSE)
    assert table.rowHeight(0) == 26


def test_long_texts_yield_before_the_table_scrolls_sideways(qtbot: QtBot, table: ValueTable[Owes]) -> None:
    table.show_rows([Owes(1, "a name that is rather long for its column", Money(500))])
    table.show()
    table.resize(table.horizontalHeader().length() - 60, 300)
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
    table.close()


class Desk:
    """Answers pages later, as the reader does."""

    def __init__(self) -> None:
        self.asked: list[tuple[Sequence[Any], Callable[[Sequence[Owes]], None]]] = []

    def ask(self, ids: Sequence[Any], deliver: Callable[[Sequence[Owes]], None]) -> None:
        self.asked.append((ids, deliver))

    def answer(self) -> None:
        for ids, deliver in self.asked:
            deliver([Owes(each, f"n{each}") for each in reversed(ids)])
        self.asked = []


def test_a_million_rows_are_asked_for_page_by_page_and_only_once(qtbot: QtBot, speech: Speech) -> None:
    desk = Desk()
    model = PagedModel(speech, COLUMNS, lambda row: row.id, desk.ask)
    model.show_ids(range(1_000_000))
    assert (model.rowCount(), model.row_at(900_000), model.row_at(900_001)) == (1_000_000, None, None)
    assert [len(ids) for ids, _ in desk.asked] == [PAGE]
    desk.answer()
    assert model.row_at(900_000) == Owes(900_000, "n900000")
    assert desk.asked == []
    assert model.place_of(77) == 77
    assert model.place_of(-1) is None
    for page in range(PAGES_KEPT + 5):
        model.row_at(page * PAGE)
        desk.answer()
    assert len(model._pages) == PAGES_KEPT


def test_who_drags_past_a_million_rows_waits_only_for_those_in_sight(qtbot: QtBot, speech: Speech) -> None:
    desk = Desk()
    model = PagedModel(speech, COLUMNS, lambda row: row.id, desk.ask)
    model.show_ids(range(1_000_000))
    for place in range(0, 1_000_000, 10_000):
        model.row_at(place)
    begun, wanted = desk.asked[0][0][0], 990_000
    assert begun == 0
    answered: list[int] = []
    while desk.asked:
        ids, deliver = desk.asked.pop()
        answered.append(ids[0])
        deliver([Owes(each, f"n{each}") for each in ids])
    assert answered[:2] == [0, wanted]
    assert len(answered) <= 1 + WISHES
    model.expect(990_026, 990_046)
    assert [ids[0] for ids, _ in desk.asked] == [990_050]  # before anybody scrolls there


def test_pages_of_the_search_before_are_dropped(qtbot: QtBot, speech: Speech) -> None:
    desk = Desk()
    model = PagedModel(speech, COLUMNS, lambda row: row.id, desk.ask)
    model.show_ids([1, 2])
    model.row_at(0)
    model.show_ids([5, 6])
    desk.answer()
    assert model.row_at(0) is None
    desk.answer()
    assert model.row_at(0) == Owes(5, "n5")
