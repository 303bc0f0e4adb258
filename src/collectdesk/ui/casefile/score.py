"""Owns how a score is drawn: a name, a bar from 0 to 100 and the figure."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from collectdesk.ui.theme import theme, tokens
from collectdesk.ui.tokens import Tone

_NAME, _FIGURE, _BAR = 84, 34, 8


class ScoreBar(QWidget):
    """One score; more is better."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._score, self._tone = "", 0, Tone.PLAIN
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_score(self, name: str, score: int) -> None:
        """Show a score of 0 to 100 under its name."""
        self._name, self._score = name, score
        self._tone = Tone.GOOD if score >= 60 else Tone.WARN if score >= 40 else Tone.DANGER
        self.setAccessibleName(f"{name}: {score}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect())
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(now.mute))
        painter.drawText(QRectF(0, 0, _NAME, room.height()), middle, self._name)
        track = QRectF(_NAME, (room.height() - _BAR) / 2, max(20.0, room.width() - _NAME - _FIGURE - 8), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.plain_wash))
        painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
        filled = QRectF(track)
        filled.setWidth(max(float(_BAR), track.width() * min(100, max(0, self._score)) / 100))
        painter.setBrush(QColor(now.of(self._tone)))
        painter.drawRoundedRect(filled, _BAR / 2, _BAR / 2)
        letters = QFont(self.font())
        letters.setBold(True)
        painter.setFont(letters)
        painter.setPen(QColor(now.ink))
        figure = QRectF(room.width() - _FIGURE, 0, _FIGURE, room.height())
        painter.drawText(figure, middle | int(Qt.AlignmentFlag.AlignRight), str(self._score))
        painter.end()
