"""Owns how a chart is painted and pressed: shapes from ``charts``, colours of the theme, a sentence on hover."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from collectdesk.charts import Chart, Ink, Line, Rect, Side, Text
from collectdesk.ui.theme import theme, tokens
from collectdesk.ui.tokens import Tokens

Layout = Callable[[float, Callable[[str, float], float]], Chart]

# blue against vermilion stay apart for every common kind of colour blindness (Okabe and Ito, 2008)
_LIGHT: Final = {Ink.BAR: "#2f6fbf", Ink.GOOD: "#2f6fbf", Ink.BAD: "#c8521a", Ink.ON_BAR: "#ffffff"}
_DARK: Final = {Ink.BAR: "#6ea8ee", Ink.GOOD: "#6ea8ee", Ink.BAD: "#f0a06a", Ink.ON_BAR: "#0c131f"}


def colour_of(ink: Ink, now: Tokens) -> str:
    """The colour of an ink in one theme."""
    quiet = {Ink.TEXT: now.ink, Ink.MUTE: now.mute, Ink.GRID: now.edge, Ink.QUIET: now.plain_wash}
    return {**quiet, **(_DARK if now.dark else _LIGHT)}[ink]


def mixed(colour: str, ground: str, depth: float) -> QColor:
    """A colour let through to the ground: 0 is the ground, 1 the colour."""
    over, under = QColor(colour), QColor(ground)
    parts = ((over.red(), under.red()), (over.green(), under.green()), (over.blue(), under.blue()))
    return QColor(*(round(one * depth + other * (1 - depth)) for one, other in parts))


class ChartView(QWidget):
    """Shows what ``layout`` draws for its width. ``pressed`` carries the key of a figure."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._layout: Layout | None = None
        self._means: Callable[[str], str] = lambda _key: ""
        self._under = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_chart(self, layout: Layout, means: Callable[[str], str], spoken: str) -> None:
        """Show another chart; ``means`` gives the sentence of a key, ``spoken`` is for a screen reader."""
        self._layout, self._means = layout, means
        self.setAccessibleName(spoken)
        self.setFixedHeight(max(1, round(self.chart().height)))
        self.update()

    def chart(self) -> Chart:
        """The shapes for the width of this moment."""
        if self._layout is None:
            return Chart(self.width(), 1, ())
        return self._layout(float(self.width()), self._measure)

    def _measure(self, text: str, size: float) -> float:
        return QFontMetricsF(self._letters(size)).horizontalAdvance(text)

    def _letters(self, size: float, *, bold: bool = False) -> QFont:
        made = QFont(self.font())
        made.setPixelSize(round(size))
        made.setBold(bold)
        return made

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    def picture(self, scale: float) -> QImage:
        """The chart on the ground of its card, for a file."""
        made = QImage(self.size() * scale, QImage.Format.Format_RGB32)
        made.setDevicePixelRatio(scale)
        made.fill(QColor(tokens().card))
        painter = QPainter(made)
        self._paint(painter)
        painter.end()
        return made

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint(painter)
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chart, now = self.chart(), tokens()
        for area in chart.areas:
            if area.key and area.key == self._under:
                painter.fillRect(QRectF(area.x, area.y, area.width, area.height), QColor(now.hover))
        for shape in chart.shapes:
            if isinstance(shape, Text):
                self._write(painter, shape, now)
            else:
                self._fill(painter, shape, now)

    def _fill(self, painter: QPainter, shape: Rect | Line, now: Tokens) -> None:
        if isinstance(shape, Line):
            painter.setPen(QColor(colour_of(shape.ink, now)))
            painter.drawLine(QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(colour_of(shape.ink, now), now.card, shape.depth))
        room = QRectF(shape.x, shape.y, shape.width, shape.height)
        painter.drawRoundedRect(room, shape.radius, shape.radius)

    def _write(self, painter: QPainter, shape: Text, now: Tokens) -> None:
        letters = self._letters(shape.size, bold=shape.bold)
        painter.setFont(letters)
        painter.setPen(QColor(colour_of(shape.ink, now)))
        wide = QFontMetricsF(letters).horizontalAdvance(shape.text)
        left = shape.x - {Side.LEFT: 0.0, Side.CENTRE: wide / 2, Side.RIGHT: wide}[shape.side]
        room = QRectF(left, shape.y - shape.size, wide + 1, 2 * shape.size)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shape.text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        under = self.chart().key_at(event.position().x(), event.position().y())
        if under != self._under:
            self._under = under
            self.setCursor(Qt.CursorShape.PointingHandCursor if under else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._under = ""
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        key = self.chart().key_at(event.position().x(), event.position().y())
        if key and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(key)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            key = self.chart().key_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self._means(key) if key else "", self)
            return True
        return super().event(event)
