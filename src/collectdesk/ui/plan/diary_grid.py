"""Owns the calendar as it is painted: weeks down, days across, and in each day how much of what stands there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from collectdesk.domain.visits.diary import DiaryDay, EntryKind
from collectdesk.terms_diary import day_line, rest_line
from collectdesk.ui.theme import theme, tokens
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.ui.speech import Speech
    from collectdesk.words import Words

HEAD: Final = 24
DAYS: Final = 7
_STEPS: Final = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -DAYS, Qt.Key.Key_Down: DAYS,
}  # fmt: skip
_CHIPS: Final = (
    (EntryKind.DEADLINE, Tone.DANGER), (EntryKind.EXPIRY, Tone.WARN), (EntryKind.PROMISE, Tone.GOOD),
    (EntryKind.VISIT, Tone.NOTICE), (EntryKind.LEAVE, Tone.SPECIAL), (EntryKind.DEPUTY, Tone.SPECIAL),
)  # fmt: skip


class DiaryGrid(QWidget):
    """``picked`` carries a day; ``wanted`` a day that lies outside what is shown; ``opened`` is Enter."""

    picked = Signal(object)
    wanted = Signal(object)
    opened = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._days: tuple[DiaryDay, ...] = ()
        self.today = date.min
        self.chosen = date.min
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(420, 260)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        speech.bind(self, self.setAccessibleName, mark("Calendar: weeks and days"))
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def show_days(self, days: Sequence[DiaryDay], today: date, chosen: date) -> None:
        """Show whole weeks from a Monday."""
        self._days, self.today, self.chosen = tuple(days), today, chosen
        self._speak()
        self.update()

    @property
    def day(self) -> DiaryDay | None:
        """The chosen day."""
        return next((day for day in self._days if day.day == self.chosen), None)

    def choose(self, day: date) -> None:
        """Choose a day, where it is shown; else ask for it."""
        if not any(each.day == day for each in self._days):
            self.wanted.emit(day)
            return
        self.chosen = day
        self._speak()
        self.update()
        self.picked.emit(day)

    def _speak(self) -> None:
        shown = self.day
        self.setAccessibleDescription(day_line(self._speech.words, shown) if shown is not None else "")

    # ---- where things lie

    def rect_of(self, at: int) -> QRectF:
        """The cell of the day with this place."""
        weeks = max(1, -(-len(self._days) // DAYS))
        wide, high = self.width() / DAYS, (self.height() - HEAD) / weeks
        return QRectF((at % DAYS) * wide, HEAD + (at // DAYS) * high, wide, high)

    # ---- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter, words = tokens(), QPainter(self), self._speech.words
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._letters(12))
        painter.setPen(QColor(now.mute))
        for at, day in enumerate(self._days[:DAYS]):
            head = QRectF(self.rect_of(at).left() + 8, 0, self.rect_of(at).width() - 8, HEAD)
            painter.drawText(head, int(Qt.AlignmentFlag.AlignVCenter), words.weekday(day.day))
        for at, day in enumerate(self._days):
            self._paint_day(painter, words, day, self.rect_of(at).adjusted(2, 2, -2, -2))
        painter.end()

    def _paint_day(self, painter: QPainter, words: Words, day: DiaryDay, room: QRectF) -> None:
        now, chosen = tokens(), day.day == self.chosen
        painter.setPen(QColor(now.accent if chosen else now.line))
        painter.setBrush(QColor(now.chosen if chosen else now.alt if not day.works else now.card))
        painter.drawRoundedRect(room, 5, 5)
        inner = room.adjusted(7, 4, -6, -3)
        painter.setFont(self._letters(13, bold=day.day == self.today))
        painter.setPen(QColor(now.accent if day.day == self.today else now.ink if day.works else now.mute))
        number = f"{day.day.month}/{day.day.day}" if day.day.day == 1 else str(day.day.day)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop), number)
        rest = rest_line(words, day)
        if rest:
            painter.setFont(self._letters(11))
            painter.setPen(QColor(now.mute))
            side = inner.adjusted(26, 1, 0, 0)
            corner = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            painter.drawText(side, corner, self._cut(painter, rest, side.width()))
        self._paint_entries(painter, words, day, inner.adjusted(0, 19, 0, 0))

    def _paint_entries(self, painter: QPainter, words: Words, day: DiaryDay, room: QRectF) -> None:
        """A line for each kind that stands there: one thing by name, several by their number."""
        now, y = tokens(), room.top()
        painter.setFont(self._letters(12))
        for kind, tone in _CHIPS:
            mine = [entry for entry in day.entries if entry.kind is kind]
            if not mine or y + 16 > room.bottom() + 2:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(now, tone.value)))
            painter.drawRoundedRect(QRectF(room.left(), y + 5, 6, 6), 2, 2)
            painter.setPen(QColor(now.ink))
            line = QRectF(room.left() + 11, y, room.width() - 11, 16)
            text = self._cut(painter, _kind_line(words, kind, [entry.name for entry in mine]), line.width())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), text)
            y += 17

    def _cut(self, painter: QPainter, text: str, width: float) -> str:
        return QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width)

    def _letters(self, size: int, *, bold: bool = False) -> QFont:
        letters = QFont(self.font())
        letters.setPixelSize(size)
        letters.setBold(bold)
        return letters

    # ---- hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _STEPS:
            self.choose(self.chosen + timedelta(days=_STEPS[Qt.Key(key)]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            weeks = 4 if key == Qt.Key.Key_PageDown else -4
            self.choose(self.chosen + timedelta(weeks=weeks))
        elif key == Qt.Key.Key_Home:
            self.choose(self.today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for at, day in enumerate(self._days):
            if self.rect_of(at).contains(event.position()):
                self.choose(day.day)
                return


def _kind_line(words: Words, kind: EntryKind, names: list[str]) -> str:
    if len(names) == 1 or kind in (EntryKind.LEAVE, EntryKind.DEPUTY):
        said = ("、" if words.is_chinese else ", ").join(names)
        if kind is EntryKind.LEAVE:
            return words.say(mark("away: {names}"), names=said)
        return words.say(mark("deputy: {names}"), names=said) if kind is EntryKind.DEPUTY else said
    if kind is EntryKind.VISIT:
        return words.plural("{count} visit", "{count} visits", len(names))
    if kind is EntryKind.PROMISE:
        return words.plural("{count} promise", "{count} promises", len(names))
    if kind is EntryKind.DEADLINE:
        return words.plural("{count} deadline", "{count} deadlines", len(names))
    return words.plural("{count} request runs out", "{count} requests run out", len(names))
