"""Owns the day as a bar: lawful starts in green, the team's other visits, and the visit being planned."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from collectdesk.domain.zones import CHINA_TIME
from collectdesk.ui.theme import theme, tokens
from collectdesk.ui.tokens import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.domain.rules.windows import Window

FIRST, LAST = 6, 22
_TRACK: Final = 16
_HEIGHT: Final = 38


class DayBar(QWidget):
    """Hours from left to right. The words beside it say the same, so it takes no keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self._windows: Sequence[Window] = ()
        self._taken: Sequence[tuple[datetime, int]] = ()
        self._planned: tuple[datetime, int] | None = None
        self._lawful = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_day(
        self,
        windows: Sequence[Window],
        taken: Sequence[tuple[datetime, int]],
        planned: tuple[datetime, int] | None,
        *,
        lawful: bool,
    ) -> None:
        """Show one day; each visit is its start and its minutes."""
        self._windows, self._taken, self._planned, self._lawful = windows, taken, planned, lawful
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, _HEIGHT)

    def _x(self, hours: float) -> float:
        share = (min(LAST, max(FIRST, hours)) - FIRST) / (LAST - FIRST)
        return 1 + share * (self.width() - 2)

    def _span(self, start: float, end: float, inset: float) -> QRectF:
        left, right = self._x(start), self._x(end)
        return QRectF(left, 1 + inset, max(2.0, right - left), _TRACK - 2 * inset)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.plain_wash))
        painter.drawRoundedRect(self._span(FIRST, LAST, 0), 4, 4)
        painter.setBrush(QColor(now.wash(Tone.GOOD)))
        for window in self._windows:
            painter.drawRect(self._span(_hours(window.start), _hours(window.end) or 24, 0))
        painter.setBrush(QColor(now.good))
        for window in self._windows:
            span = self._span(_hours(window.start), _hours(window.end) or 24, 0)
            painter.drawRect(QRectF(span.left(), span.bottom() - 2, span.width(), 2))
        painter.setBrush(QColor(now.edge))
        for start, minutes in self._taken:
            painter.drawRoundedRect(self._visit(start, minutes, 3), 2, 2)
        if self._planned is not None:
            painter.setBrush(QColor(now.accent if self._lawful else now.danger))
            painter.drawRoundedRect(self._visit(*self._planned, 1), 3, 3)
        self._hour_marks(painter)
        painter.end()

    def _visit(self, start: datetime, minutes: int, inset: float) -> QRectF:
        begun = _hours(start.astimezone(CHINA_TIME).time())
        return self._span(begun, begun + minutes / 60, inset)

    def _hour_marks(self, painter: QPainter) -> None:
        letters = QFont(self.font())
        letters.setPixelSize(11)
        painter.setFont(letters)
        painter.setPen(QColor(tokens().faint))
        for hour in range(FIRST, LAST + 1, 2):
            room = QRectF(self._x(hour) - 20, _TRACK + 4, 40, 16)
            side = Qt.AlignmentFlag.AlignHCenter
            if hour in (FIRST, LAST):
                side = Qt.AlignmentFlag.AlignLeft if hour == FIRST else Qt.AlignmentFlag.AlignRight
                room = QRectF(0, _TRACK + 4, self.width(), 16)
            painter.drawText(room, int(side | Qt.AlignmentFlag.AlignTop), f"{hour}")


def _hours(clock: time) -> float:
    return clock.hour + clock.minute / 60 + clock.second / 3600
