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


_MIDDLE: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_AT_LEFT: Final = _MIDDLE | int(Qt.AlignmentFlag.AlignLeft)
_AT_RIGHT: Final = _MIDDLE | int(Qt.AlignmentFlag.AlignRight)
_CHOSEN: Final = QStyle.StateFlag.State_Selected


class CellPainter(QStyledItemDelegate):
    """Paints rows: hairlines, the chosen row with its mark, figures at the right, chips."""

    def __init__(self, table: ValueTable[Any]) -> None:
        super().__init__(table)
        self._table = table
        self._written_with: tuple[QFont, dict[bool, tuple[QFont, QFontMetrics]]] | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, theme().row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        selected = bool(option.state & _CHOSEN)
        self.draw(painter, QRect(option.rect), index.row(), index.column(), selected=selected)

    def draw(self, painter: QPainter, room: QRect, place: int, at: int, *, selected: bool) -> None:
        """Paint one cell into ``room``."""
        model: ValueModel[Any] = self._table.values
        self._ground(painter, room, place, at, selected)
        row = model.row_at(place)
        if row is None:
            return
        column = model.columns[at]
        shown = column.text(model.speech.words, row)
        inner = room.adjusted(SIDE, 0, -SIDE, -1)
        if isinstance(shown, Status):
            if shown.text:
                draw_chip(painter, QRectF(inner), shown, self._table.font())
            return
        if shown:
            self._write(painter, inner, column, row, spoken(shown))

    def _ground(self, painter: QPainter, room: QRect, place: int, at: int, selected: bool) -> None:
        now, table = tokens(), self._table
        hovered = table.hovered == place
        painter.fillRect(room, QColor(now.chosen if selected else now.hover if hovered else now.card))
        painter.fillRect(room.left(), room.bottom(), room.width(), 1, QColor(now.line))
        if at:
            return
        tone = table.tone_at(place)
        if selected:
            painter.fillRect(room.left(), room.top(), 3, room.height(), QColor(now.accent))
        elif tone is not Tone.PLAIN:
            painter.fillRect(room.left(), room.top(), 3, room.height() - 1, QColor(now.of(tone)))

    def _write(self, painter: QPainter, room: QRect, column: Column[Any], row: object, text: str) -> None:
        now = tokens()
        tone = column.tone(row) if column.tone else Tone.PLAIN
        letters, measure = self._letters(column.kind is Kind.BOLD or tone is Tone.DANGER)
        ink = now.mute if column.kind is Kind.MUTED else now.ink
        painter.setFont(letters)
        painter.setPen(QColor(ink if tone is Tone.PLAIN else now.of(tone)))
        fitted = measure.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _AT_RIGHT if column.kind.at_right else _AT_LEFT, fitted)

    def _letters(self, bold: bool) -> tuple[QFont, QFontMetrics]:
        """The letters and their measure, made once for a font: made for each cell they cost as much as the text."""
        font = self._table.font()
        if self._written_with is None or self._written_with[0] != font:
            self._written_with = (QFont(font), {})
        made = self._written_with[1].get(bold)
        if made is None:
            letters = QFont(font)
            letters.setBold(bold)
            made = self._written_with[1][bold] = (letters, QFontMetrics(letters))
        return made
