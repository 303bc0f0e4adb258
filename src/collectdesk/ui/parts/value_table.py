"""Owns the table every list uses: rows of frozen values, opened by one click or Enter, the chosen one
kept by id.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)  # fmt: skip
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from collectdesk.ui.parts.cell_painter import SIDE, CellPainter
from collectdesk.ui.parts.chip import Status, chip_width
from collectdesk.ui.parts.value_model import Column, Kind, ValueModel
from collectdesk.ui.theme import theme, tokens
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from collectdesk.ui.speech import Speech

R = TypeVar("R")
_MEASURED = 60  # rows looked at for the width of a column; those in sight decide
_WIDEST = 340
_MORE = Qt.KeyboardModifier
_YIELDING = (Kind.PLAIN, Kind.MUTED, Kind.BOLD)
_YIELDS = 0.3  # how much of its width a text gives up before the table scrolls sideways


class ValueTable(QTableView, Generic[R]):
    """``opened`` carries a row (click, Enter), ``picked`` the row under the cursor or None,
    ``sort_asked`` a column.

    With ``opens_on_click`` off (a list beside its detail) a click picks and a double click or Enter opens.
    With ``several`` Ctrl and Shift choose more than one; ``marked`` says how many now.
    """

    opened = Signal(object)
    picked = Signal(object)
    sort_asked = Signal(int, bool)
    marked = Signal(int)

    def __init__(
        self,
        model: ValueModel[R],
        name: str,
        *,
        opens_on_click: bool = True,
        row_tone: Callable[[R], Tone] | None = None,
        several: bool = False,
    ) -> None:
        super().__init__()
        self.values = model
        self.hovered = -1
        self._row_tone = row_tone
        self._key: Hashable | None = None
        self._place = 0
        self._scrolled = 0
        self._by_hand = False
        self._empty = (mark("Nothing here yet"), "")
        self._note = ""
        self._several = several
        self._set_up(model, opens_on_click)
        model.speech.bind(self, self.setAccessibleName, name)
        model.speech.changed.connect(self._fit)
        theme().changed.connect(self._take_density)

    def _set_up(self, model: ValueModel[R], opens_on_click: bool) -> None:
        self.setItemDelegate(CellPainter(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # else Tab never leaves the table
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if self._several else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side, top = self.verticalHeader(), self.horizontalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(theme().row_height)
        top.setHighlightSections(False)
        top.setSectionsClickable(True)
        top.setMinimumSectionSize(40)
        top.sectionClicked.connect(self.sort_by)
        top.sectionResized.connect(self._resized_by_hand)
        self.setModel(model)
        # after Qt's own connections, which forget the cursor at a reset
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.selectionModel().selectionChanged.connect(lambda *_: self.marked.emit(self.count_marked()))
        (self.clicked if opens_on_click else self.doubleClicked).connect(self._clicked)

    def _clicked(self, at: QModelIndex) -> None:
        keys = QGuiApplication.keyboardModifiers()
        if not (
            self._several and keys & (_MORE.ControlModifier | _MORE.ShiftModifier)
        ):  # that chooses, and no more
            self._open(at.row())

    # ---- rows

    def count_marked(self) -> int:
        """How many rows are chosen."""
        return sum(last - first + 1 for first, last in self._spans())

    def marked_keys(self) -> list[Hashable]:
        """The ids of every chosen row, in their order."""
        keys = (self.values.key_at(at) for first, last in self._spans() for at in range(first, last + 1))
        return [key for key in keys if key is not None]

    def _spans(self) -> list[tuple[int, int]]:
        """The chosen rows from … to: a list may have a million of them, a selection a few spans."""
        held = self.selectionModel().selection()
        spans = (held.at(number) for number in range(held.count()))
        return sorted((span.top(), span.bottom()) for span in spans)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these rows; the chosen one stays chosen by its id, else the one that took its place."""
        self._note = ""
        self.values.show_rows(rows)

    @property
    def chosen(self) -> R | None:
        """The row under the cursor."""
        return self.values.row_at(self.currentIndex().row())

    def choose(self, key: Hashable) -> bool:
        """Put the cursor on the row of an id; False when it isn't there."""
        place = self.values.place_of(key)
        if place is None:
            return False
        self._put_cursor(place)
        return True

    def choose_next(self) -> None:
        """Put the cursor on the next row, so that the next thing to do is open already."""
        self._put_cursor(min(self.currentIndex().row() + 1, self.values.rowCount() - 1))

    def tone_at(self, place: int) -> Tone:
        """The tone of a row's left edge."""
        row = self.values.row_at(place) if self._row_tone else None
        return self._row_tone(row) if self._row_tone and row is not None else Tone.PLAIN

    def set_empty(self, title: str, hint: str = "") -> None:
        """What stands in an empty table, as sentences: what it means, and what to do next."""
        self._empty = (title, hint)
        self.viewport().update()

    def show_note(self, text: str) -> None:
        """Empty the table and say why, such as a lookup that failed; the next rows replace it."""
        self.values.show_rows(())
        self.say_note(text)

    def say_note(self, text: str) -> None:
        """What stands in the empty table instead of what it says when it is empty."""
        self._note = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    def _remember(self) -> None:
        self._scrolled = self.verticalScrollBar().value()
        self._place = max(0, self.currentIndex().row())
        self._key = self.values.key_at(self.currentIndex().row())

    def _restore(self) -> None:
        self._fit()
        count = self.values.rowCount()
        say = self.values.speech.say
        self.setAccessibleDescription("" if count else " ".join(say(each) for each in self._empty if each))
        if not count:
            self.picked.emit(None)
            return
        found = self.values.place_of(self._key) if self._key is not None else None
        self._put_cursor(min(self._place, count - 1) if found is None else found)
        self.verticalScrollBar().setValue(self._scrolled)
        self.scrollTo(self.currentIndex())

    def _put_cursor(self, place: int) -> None:
        if place < 0:
            return
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.values.index(place, 0), flags.ClearAndSelect | flags.Rows)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.picked.emit(self.values.row_at(now.row()))

    def _open(self, place: int) -> None:
        row = self.values.row_at(place)
        if row is not None:
            self.opened.emit(row)

    # ---- order

    def sort_by(self, column: int) -> None:
        """Sort by a column; the same one again turns round, and a third time gives the first order back."""
        if not self.values.columns[column].sortable:
            return
        model = self.values
        figures = model.columns[column].kind.at_right  # the largest first is what is looked for
        if model.sorted_by != column:
            model.order_by(column, descending=figures)
        elif model.descending == figures:
            model.order_by(column, descending=not figures)
        else:
            model.order_by(None)
        self.sort_asked.emit(-1 if model.sorted_by is None else column, model.descending)
        self._fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.order_menu()
        menu.exec(event.globalPos())
        menu.deleteLater()

    def order_menu(self) -> QMenu:
        """Sorting for the keyboard: the menu key opens it."""
        menu = QMenu(self)
        for at, column in enumerate(self.values.columns):
            if column.sortable:
                title = self.values.speech.say(column.title)
                line = menu.addAction(self.values.speech.say(mark("Sort by {column}"), column=title))
                line.triggered.connect(lambda _checked=False, at=at: self.sort_by(at))
        return menu

    # ---- keys, mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.values.rowCount():
            self._put_cursor(0 if event.key() == Qt.Key.Key_Home else self.values.rowCount() - 1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 40 if event.key() == Qt.Key.Key_Right else -40
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + step)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(int(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, place: int) -> None:
        if place != self.hovered:
            self.hovered = place
            self.viewport().update()

    # ---- looks

    def _take_density(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().row_height)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _resized_by_hand(self, _section: int, _before: int, _now: int) -> None:
        if self.horizontalHeader().property("fitting") is not True:
            self._by_hand = True

    def _fit(self) -> None:
        """Give each column what its title and the first rows need; the stretching ones share the rest."""
        if self._by_hand or not self.values.columns:
            return
        if self.values.rowCount() and self.values.row_at(0) is None:
            return  # they are being read: what fits them is known in a moment
        widths = [self._natural(column, at) for at, column in enumerate(self.values.columns)]
        rest = self.viewport().width() - sum(widths)
        stretching = [at for at, column in enumerate(self.values.columns) if column.stretch]
        if rest >= 0:
            for at in stretching or [len(widths) - 1]:
                widths[at] += rest // max(1, len(stretching))
        else:
            self._squeeze(widths, -rest)
        top = self.horizontalHeader()
        top.setProperty("fitting", True)
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)
        top.setProperty("fitting", False)

    def _squeeze(self, widths: list[int], lacking: int) -> None:
        """Take what lacks from the texts, which end in an ellipsis; figures and chips stay whole."""
        texts = [
            at for at, each in enumerate(self.values.columns) if each.kind in _YIELDING and not each.firm
        ]
        spare = {at: int(widths[at] * _YIELDS) for at in texts}
        if not spare or sum(spare.values()) < lacking:
            return  # then the table scrolls, and every text is whole
        share = lacking / sum(spare.values())
        for at in texts:
            widths[at] -= math.ceil(spare[at] * share)

    def _natural(self, column: Column[R], at: int) -> int:
        letters = QFont(self.font())
        letters.setBold(column.kind is Kind.BOLD)
        measure = QFontMetrics(letters)
        small = QFont(self.font())
        small.setPixelSize(12)
        title = str(self.values.headerData(at, Qt.Orientation.Horizontal))
        widest = QFontMetrics(small).horizontalAdvance(title.rstrip(" ↓↑") + " ↓")
        for place in range(min(_MEASURED, self.values.rowCount())):
            row = self.values.row_at(place)
            if row is None:
                break
            shown = column.text(self.values.speech.words, row)
            wide = (
                chip_width(shown, letters) if isinstance(shown, Status) else measure.horizontalAdvance(shown)
            )
            widest = max(widest, wide)
        return min(_WIDEST, max(column.width, widest + 2 * SIDE + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.values.rowCount():
            return
        painter = QPainter(self.viewport())
        self._paint_empty(painter)
        painter.end()

    def _paint_empty(self, painter: QPainter) -> None:
        now, say = tokens(), self.values.speech.say
        room = self.viewport().rect().adjusted(32, 0, -32, 0)
        title, hint = (self._note, "") if self._note else (say(self._empty[0]), say(self._empty[1]))
        letters = QFont(self.font())
        letters.setBold(True)
        middle = room.height() // 2
        wrapped = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
        painter.setFont(letters)
        painter.setPen(QColor(now.ink))
        head = QRect(room.left(), middle - 60, room.width(), 56)
        painter.drawText(head, wrapped | int(Qt.AlignmentFlag.AlignBottom), title)
        painter.setFont(self.font())
        painter.setPen(QColor(now.mute))
        painter.drawText(QRect(room.left(), middle + 4, room.width(), 80), wrapped, hint)


def rows_table(
    speech: Speech,
    name: str,
    columns: Sequence[Column[R]],
    key: Callable[[R], Hashable],
    **manners: Any,
) -> ValueTable[R]:
    """A table with its model: what most pages need."""
    return ValueTable(ValueModel(speech, columns, key), name, **manners)
