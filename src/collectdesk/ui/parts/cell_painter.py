"""Owns how a table's cell is painted: one call a cell instead of seven roles asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from collectdesk.ui.parts.chip import Status, draw_chip
from collectdesk.ui.parts.value_model import Column, Index, Kind, ValueModel, spoken
from collectdesk.ui.theme import theme, tokens
from collectdesk.ui.tokens import Tone

if TYPE_CHECKING:
    from collectdesk.ui.parts.value_table import ValueTable

SIDE: Final = 10
"""Pixels left and right of a cell's text; the header's style sheet says the same."""


class CellPainter(QStyledItemDelegate):
    """Paints rows: hairlines, the chosen row with its mark, figures at the right, chips."""

    def __init__(self, table: ValueTable[Any]) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, theme().row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model: ValueModel[Any] = self._table.values
        room = QRect(option.rect)
        state = option.state
        self._ground(painter, room, index, bool(state & QStyle.StateFlag.State_Selected))
        row = model.row_at(index.row())
        if row is None:
            return
        column = model.columns[index.column()]
        shown = column.text(model.speech.words, row)
        inner = room.adjusted(SIDE, 0, -SIDE, -1)
        if isinstance(shown, Status):
            if shown.text:
                draw_chip(painter, QRectF(inner), shown, self._table.font())
            return
        self._write(painter, inner, column, row, spoken(shown))

    def _ground(self, painter: QPainter, room: QRect, index: Index, selected: bool) -> None:
        now, table = tokens(), self._table
        hovered = table.hovered == index.row()
        painter.fillRect(room, QColor(now.chosen if selected else now.hover if hovered else now.card))
        painter.fillRect(room.left(), room.bottom(), room.width(), 1, QColor(now.line))
        if index.column():
            return
        tone = table.tone_at(index.row())
        if selected:
            painter.fillRect(room.left(), room.top(), 3, room.height(), QColor(now.accent))
        elif tone is not Tone.PLAIN:
            painter.fillRect(room.left(), room.top(), 3, room.height() - 1, QColor(now.of(tone)))

    def _write(self, painter: QPainter, room: QRect, column: Column[Any], row: object, text: str) -> None:
        now = tokens()
        tone = column.tone(row) if column.tone else Tone.PLAIN
        letters = QFont(self._table.font())
        letters.setBold(column.kind is Kind.BOLD or tone is Tone.DANGER)
        ink = now.mute if column.kind is Kind.MUTED else now.ink
        painter.setFont(letters)
        painter.setPen(QColor(ink if tone is Tone.PLAIN else now.of(tone)))
        side = Qt.AlignmentFlag.AlignRight if column.kind.at_right else Qt.AlignmentFlag.AlignLeft
        fitted = QFontMetrics(letters).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), fitted)
