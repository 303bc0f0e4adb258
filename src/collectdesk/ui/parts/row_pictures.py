"""Owns the pictures of the rows that were painted last: scrolling moves them instead of writing every cell anew."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap

from collectdesk.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QPaintEvent

    from collectdesk.ui.parts.cell_painter import CellPainter
    from collectdesk.ui.parts.value_table import ValueTable

KEPT: Final = 96
"""Some three screens of rows; a row of a wide window takes 0.2 MB."""


class RowPictures:
    """Paints a table's viewport row by row; a row that hasn't changed is painted once.

    What a cell shows beside its row has to be told by ``dataChanged``, which forgets all pictures.
    """

    def __init__(self, table: ValueTable[Any], painter: CellPainter) -> None:
        self._table = table
        self._cells = painter
        self._looks: tuple[Any, ...] = ()
        self._kept: OrderedDict[tuple[int, bool, bool], tuple[object, QPixmap]] = OrderedDict()
        table.values.dataChanged.connect(self._forget_some)
        table.values.modelReset.connect(self.forget)

    def forget(self) -> None:
        """Paint every row anew when it is next in sight."""
        self._kept.clear()

    def _forget_some(self, first: QModelIndex, last: QModelIndex) -> None:
        for key in [each for each in self._kept if first.row() <= each[0] <= last.row()]:
            del self._kept[key]

    def paint(self, event: QPaintEvent) -> tuple[int, int]:
        """Paint the rows that the event asks for; returns the first and the last of them."""
        table = self._table
        self._follow_looks()
        painter = QPainter(table.viewport())
        left = -table.horizontalHeader().offset()
        asked = event.rect()
        place, count = table.rowAt(max(asked.top(), 0)), table.values.rowCount()
        first = place
        while 0 <= place < count:
            top = table.rowViewportPosition(place)
            if top > asked.bottom():
                break
            self._put(painter, left, top, place)
            place += 1
        painter.end()
        return first, place - 1

    def _follow_looks(self) -> None:
        table = self._table
        top = table.horizontalHeader()
        looks = (
            [top.sectionSize(at) for at in range(top.count())], table.verticalHeader().defaultSectionSize(),
            table.viewport().devicePixelRatioF(), table.font().key(), tokens(), table.values.speech.words,
        )  # fmt: skip
        if looks != self._looks:
            self._looks = looks
            self._kept.clear()

    def _put(self, painter: QPainter, left: int, top: int, place: int) -> None:
        table = self._table
        row = table.values.row_at(place)
        selected = table.selectionModel().isSelected(table.values.index(place, 0))
        key = (place, selected, table.hovered == place)
        held = self._kept.get(key)
        if held is None or held[0] is not row:
            held = self._kept[key] = (row, self._picture(place, selected))
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        painter.drawPixmap(left, top, held[1])

    def _picture(self, place: int, selected: bool) -> QPixmap:
        table, top = self._table, self._table.horizontalHeader()
        height, ratio = table.rowHeight(place), table.viewport().devicePixelRatioF()
        made = QPixmap(round(top.length() * ratio), round(height * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(tokens().card)
        painter = QPainter(made)
        for at in range(len(table.values.columns)):
            if not top.isSectionHidden(at):
                room = QRect(top.sectionPosition(at), 0, top.sectionSize(at), height)
                self._cells.draw(painter, room, place, at, selected=selected)
        painter.end()
        return made
