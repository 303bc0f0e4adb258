"""Owns the timeline of a customer: events down a line, text wrapped, any number of them, readable by
keyboard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from collectdesk.ui.theme import glyph, theme, tokens
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from collectdesk.ui.parts.value_model import Index
    from collectdesk.ui.speech import Speech

NOTHING: Final = mark("Nothing has happened yet")
_LEFT: Final = 52
_AXIS: Final = 26
_TOP: Final = 8
_HEAD: Final = 18
_AFTER: Final = 10
_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True, slots=True)
class Event:
    """One event, in people's words. ``head`` is when, what kind and who; ``icon`` a file in
    resources/icons.
    """

    key: Hashable
    head: str
    text: str
    icon: str = "clock"
    tone: Tone = Tone.PLAIN


class _Events(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.events: tuple[Event, ...] = ()

    def show_events(self, events: Sequence[Event]) -> None:
        self.beginResetModel()
        self.events = tuple(events)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            event = self.events[index.row()]
            return f"{event.head}: {event.text}"
        return None


class _EventPainter(QStyledItemDelegate):
    def __init__(self, view: Timeline) -> None:
        super().__init__(view)
        self._view = view
        self._heights: dict[tuple[int, int], int] = {}

    def forget(self) -> None:
        self._heights.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        known = self._heights.get((index.row(), width))
        if known is None:
            room = QRect(0, 0, max(80, width - _LEFT - 8), 100_000)
            text = self._view.events[index.row()].text
            lines = QFontMetrics(self._view.font()).boundingRect(room, _WRAP, text).height() if text else 0
            known = self._heights[index.row(), width] = _TOP + _HEAD + lines + _AFTER
        return QSize(width, known)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        room = QRect(option.rect)
        event, now = self._view.events[index.row()], tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.hover))
            painter.drawRoundedRect(room.adjusted(_LEFT - 8, 2, -2, -2), 6, 6)
        self._axis(painter, room, index, event)
        self._text(painter, room, event)
        painter.restore()

    def _axis(self, painter: QPainter, room: QRect, index: Index, event: Event) -> None:
        now, first, last = tokens(), index.row() == 0, index.row() == len(self._view.events) - 1
        centre = QPointF(room.left() + _AXIS, room.top() + _TOP + 12)
        painter.setPen(QPen(QColor(now.edge), 1.5))
        if not first:
            painter.drawLine(QPointF(centre.x(), room.top()), centre)
        if not last:
            painter.drawLine(centre, QPointF(centre.x(), room.bottom() + 1))
        painter.setPen(QPen(QColor(now.edge if event.tone is Tone.PLAIN else now.of(event.tone)), 1))
        painter.setBrush(QColor(now.card if event.tone is Tone.PLAIN else now.wash(event.tone)))
        painter.drawEllipse(centre, 12.5, 12.5)
        ink = now.mute if event.tone is Tone.PLAIN else now.of(event.tone)
        painter.drawPixmap(
            QRectF(centre.x() - 7, centre.y() - 7, 14, 14), glyph(event.icon, ink, 14), QRectF()
        )

    def _text(self, painter: QPainter, room: QRect, event: Event) -> None:
        now, letters = tokens(), QFont(self._view.font())
        inner = room.adjusted(_LEFT, _TOP - 1, -8, 0)
        letters.setPixelSize(12)
        painter.setFont(letters)
        painter.setPen(QColor(now.faint))
        head = QFontMetrics(letters).elidedText(event.head, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(
            QRect(inner.left(), inner.top(), inner.width(), _HEAD), Qt.AlignmentFlag.AlignVCenter, head
        )
        painter.setFont(self._view.font())
        painter.setPen(QColor(now.ink))
        painter.drawText(inner.adjusted(0, _HEAD, 0, 0), _WRAP, event.text)


class Timeline(QListView):
    """Events from the newest down; ``opened`` carries the key of the one clicked or entered.

    ``moved`` follows the cursor.
    """

    opened = Signal(object)
    moved = Signal()

    def __init__(self, speech: Speech, name: str = mark("Timeline")) -> None:
        super().__init__()
        self._speech = speech
        self._empty = NOTHING
        self._model = _Events()
        self._painter = _EventPainter(self)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # thousands of events mustn't hold the window
        self.setBatchSize(100)
        self.clicked.connect(lambda at: self._open(at.row()))
        self.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())
        speech.bind(self, self.setAccessibleName, name)
        theme().changed.connect(self.viewport().update)

    @property
    def empty(self) -> str:
        """What stands in place of events."""
        return self._speech.say(self._empty)

    @property
    def events(self) -> tuple[Event, ...]:
        return self._model.events

    @property
    def chosen(self) -> Hashable | None:
        """The key of the event under the cursor."""
        at = self.currentIndex().row()
        return self.events[at].key if 0 <= at < len(self.events) else None

    def show_events(self, events: Sequence[Event]) -> None:
        """Show these events; the chosen one stays chosen by its key."""
        chosen = self.currentIndex().row()
        key = self.events[chosen].key if 0 <= chosen < len(self.events) else None
        self._painter.forget()
        self._model.show_events(events)
        for at, event in enumerate(self.events):
            if key is not None and event.key == key:
                self.setCurrentIndex(self._model.index(at, 0))

    def set_empty(self, sentence: str) -> None:
        """What an empty timeline says."""
        self._empty = sentence
        self.viewport().update()

    def _open(self, at: int) -> None:
        if 0 <= at < len(self.events):
            self.opened.emit(self.events[at].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._painter.forget()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.events:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(tokens().mute))
            room = self.viewport().rect().adjusted(8, 16, -8, 0)
            painter.drawText(room, _WRAP, self.empty)
            painter.end()
