"""Owns the status chip: a dot and a word on a quiet pill. The word carries the meaning, the dot helps
the eye.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from collectdesk.ui.theme import tokens
from collectdesk.ui.tokens import Tone

HEIGHT: Final = 20
_BEFORE_TEXT: Final = 20
_AFTER_TEXT: Final = 9


@dataclass(frozen=True, slots=True)
class Status:
    """What a chip shows. ``calls`` tints the pill: something here needs a person."""

    text: str
    tone: Tone = Tone.PLAIN
    calls: bool = False


def chip_font(font: QFont) -> QFont:
    """The smaller letters of a chip."""
    made = QFont(font)
    made.setPixelSize(12)
    made.setBold(False)
    return made


def chip_width(status: Status, font: QFont) -> int:
    """Pixels the chip takes with its text whole."""
    return QFontMetrics(chip_font(font)).horizontalAdvance(status.text) + _BEFORE_TEXT + _AFTER_TEXT


def draw_chip(painter: QPainter, room: QRectF, status: Status, font: QFont) -> None:
    """Paint a chip at the left of ``room``, centred upright; text that doesn't fit ends in an ellipsis."""
    now = tokens()
    letters = chip_font(font)
    width = min(float(chip_width(status, font)), room.width())
    pill = QRectF(room.left(), room.center().y() - HEIGHT / 2, width, HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(now.wash(status.tone) if status.calls else now.plain_wash))
    painter.drawRoundedRect(pill, HEIGHT / 2, HEIGHT / 2)
    painter.setBrush(QColor(now.of(status.tone)))
    painter.drawEllipse(QPointF(pill.left() + 11, pill.center().y()), 3.5, 3.5)
    painter.setFont(letters)
    painter.setPen(QColor(now.ink))
    written = pill.adjusted(_BEFORE_TEXT, 0, -_AFTER_TEXT + 2, -1)
    text = QFontMetrics(letters).elidedText(
        status.text, Qt.TextElideMode.ElideRight, int(written.width()) + 1
    )
    painter.drawText(written, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
    painter.restore()


class Chip(QWidget):
    """A chip that stands by itself, in a header or beside a heading."""

    def __init__(self, status: Status | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = Status("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_status(status)

    def show_status(self, status: Status | None) -> None:
        """Show another status; None hides the chip."""
        self._status = status or Status("")
        self.setAccessibleName(self._status.text)
        self.setVisible(status is not None and bool(status.text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._status, self.font()), HEIGHT + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_chip(painter, QRectF(self.rect()), self._status, self.font())
        painter.end()
