"""Owns the inputs of a form: each reads to a value of the domain, and says in a sentence why it can't."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
    QWidgetAction,
)

from collectdesk.domain.money import Money
from collectdesk.ui.parts.typed import plain
from collectdesk.ui.theme import glyph, theme, tokens
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collectdesk.ui.speech import Speech

_WIDE: Final = str.maketrans("０１２３４５６７８９：．－／。年月", "0123456789:.-/.--")
_FOREIGN: Final = re.compile(r"[$€£]|[A-Za-z]{3}|美元|港元|港币|欧元|日元|英镑")
"""What people write beside an amount of another currency."""
_CURSOR: Final = 6
"""Pixels that a line of text needs beside its letters."""


class Field(Protocol):
    """What a form asks of an input. ``value`` is None when it is blank or can't be read."""

    @property
    def edited(self) -> SignalInstance: ...

    def value(self) -> Any: ...

    def put(self, value: Any) -> None: ...

    def problem(self) -> str: ...

    def widget(self) -> QWidget: ...


class TextEdit(QLineEdit):
    """A line of text; the value is trimmed, None when blank."""

    edited = Signal()
    LEAST = ""
    """What the field always has room for, however narrow its form gets."""

    def __init__(self, speech: Speech | None = None, placeholder: str = "", longest: int = 200) -> None:
        super().__init__()
        self.setMaxLength(longest)
        if speech is not None and placeholder:
            speech.bind(self, self.setPlaceholderText, placeholder)
        self.textChanged.connect(lambda _text: self.edited.emit())

    def value(self) -> Any:
        return self.text().strip() or None

    def put(self, value: Any) -> None:
        self.setText("" if value is None else str(value))

    def problem(self) -> str:
        """The marked sentence of what is wrong; empty when nothing is."""
        return ""

    def widget(self) -> QWidget:
        return self

    def minimumSizeHint(self) -> QSize:
        least, letters = super().minimumSizeHint(), self.fontMetrics()
        if self.LEAST:  # Qt's own is the frame, the icon and one letter of the widest kind
            around = least.width() - letters.maxWidth()
            least.setWidth(around + letters.horizontalAdvance(self.LEAST) + _CURSOR)
        return least


class MoneyEdit(TextEdit):
    """Yuan as people write them; the value is Money, and the text is set out again when the field is left."""

    LEAST = "100,000.00"

    def __init__(self, *, negative: bool = False) -> None:
        super().__init__(longest=24)
        self._negative = negative
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)

    def value(self) -> Money | None:
        amount = self._read()
        return None if amount is None or (amount.fen < 0 and not self._negative) else amount

    def _read(self) -> Money | None:
        try:
            return Money.yuan(self.text()) if self.text().strip() else None
        except ValueError:
            return None

    def put(self, value: Any) -> None:
        assert value is None or isinstance(value, Money)
        self.setText("" if value is None else _set_out(value))

    def problem(self) -> str:
        if not self.text().strip() or self.value() is not None:
            return ""
        if self._read() is not None:
            return mark("The amount may not be negative.")
        if _FOREIGN.search(self.text()):
            return mark("Only yuan are entered here, such as 1,234.50: no other currency is kept.")
        return mark("This isn't an amount in yuan, such as 1,234.50.")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        amount = self.value()
        if amount is not None and self.text() != _set_out(amount):
            self.put(amount)


def _set_out(amount: Money) -> str:
    whole, rest = divmod(abs(amount.fen), 100)
    return f"{'-' if amount.fen < 0 else ''}{whole:,}.{rest:02d}"


def read_day(text: str, today: date) -> date | None:
    """A day as clerks type it: 2026-03-18, 20260318, 3-18, 0318, 今天, +3. None when it is no day."""
    cleaned = text.translate(_WIDE).replace("日", "").strip().rstrip("-")
    words = {"今天": 0, "明天": 1, "后天": 2, "昨天": -1, "today": 0, "tomorrow": 1, "yesterday": -1}
    if cleaned.lower() in words:
        return today + timedelta(words[cleaned.lower()])
    if re.fullmatch(r"[+-]\d{1,4}", cleaned):
        return today + timedelta(int(cleaned))
    whole = re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d{2})(\d{2}))", cleaned)
    short = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})|(\d{2})(\d{2})", cleaned)
    try:
        if whole:
            return date(int(whole[1]), int(whole[2] or whole[4]), int(whole[3] or whole[5]))
        return date(today.year, int(short[1] or short[3]), int(short[2] or short[4])) if short else None
    except ValueError:
        return None


class DateEdit(TextEdit):
    """A day, typed in any usual way; Up and Down move a day, Page keys a month, the button shows a
    calendar.
    """

    LEAST = "2026-03-18"

    def __init__(self, speech: Speech, today: Callable[[], date]) -> None:
        super().__init__(speech, mark("yyyy-mm-dd"), longest=24)
        self._today = today
        self._show = QAction(self)
        speech.bind(self._show, self._show.setText, mark("Show the calendar"))
        self.addAction(self._show, QLineEdit.ActionPosition.TrailingPosition)
        self._show.triggered.connect(self._show_calendar)
        theme().changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self._show.setIcon(glyph("calendar", tokens().mute, 16))

    def value(self) -> date | None:
        return read_day(self.text(), self._today())

    def put(self, value: Any) -> None:
        self.setText(value.isoformat() if value else "")

    def problem(self) -> str:
        if not self.text().strip() or self.value() is not None:
            return ""
        return mark("This isn't a day, such as 2026-03-18, 3-18 or +3.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 30, Qt.Key.Key_PageDown: -30}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._show_calendar()
        elif abs(step) == 1:
            self.put((self.value() or self._today()) + timedelta(step if self.value() else 0))
        else:
            shown = self.value() or self._today()
            moved = QDate(shown.year, shown.month, shown.day).addMonths(1 if step > 0 else -1)
            self.put(date(moved.year(), moved.month(), moved.day()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if (day := self.value()) is not None:
            self.put(day)

    def _show_calendar(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        shown = self.value() or self._today()
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))

        def take(day: QDate) -> None:
            self.put(date(day.year(), day.month(), day.day()))
            menu.close()

        calendar.activated.connect(take)
        calendar.clicked.connect(take)
        held = QWidgetAction(menu)
        held.setDefaultWidget(calendar)
        menu.addAction(held)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        calendar.setFocus()


def read_clock(text: str) -> time | None:
    """A time as clerks type it: 9:30, 0930, 930, 9点30, 9. None when it is no time."""
    cleaned = text.translate(_WIDE).replace("点", ":").replace("分", "").replace(".", ":").strip().rstrip(":")
    found = re.fullmatch(r"(\d{1,2})(?::(\d{1,2}))?|(\d{1,2})(\d{2})", cleaned)
    if not found:
        return None
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class TimeEdit(TextEdit):
    """A time of day to the minute; Up and Down move a quarter of an hour."""

    LEAST = "23:45"
    QUARTER: Final = 15

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, mark("hh:mm"), longest=12)

    def value(self) -> time | None:
        return read_clock(self.text())

    def put(self, value: Any) -> None:
        self.setText(f"{value:%H:%M}" if value else "")

    def problem(self) -> str:
        if not self.text().strip() or self.value() is not None:
            return ""
        return mark("This isn't a time, such as 09:30 or 1430.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: self.QUARTER, Qt.Key.Key_Down: -self.QUARTER}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        now = self.value() or time(9)
        minutes = now.hour * 60 + now.minute + (step if self.value() else 0)
        moved = minutes // self.QUARTER * self.QUARTER % (24 * 60)
        self.put(time(*divmod(moved, 60)))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if (clock := self.value()) is not None:
            self.put(clock)


class NoteEdit(QPlainTextEdit):
    """Several lines of text; Tab leaves it, as in every other field."""

    edited = Signal()

    def __init__(self, speech: Speech | None = None, placeholder: str = "", lines: int = 3) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 18)
        if speech is not None and placeholder:
            speech.bind(self, self.setPlaceholderText, placeholder)
        self.textChanged.connect(self.edited)

    def value(self) -> str | None:
        return self.toPlainText().strip() or None

    def put(self, value: Any) -> None:
        self.setPlainText("" if value is None else str(value))

    def problem(self) -> str:
        return ""

    def widget(self) -> QWidget:
        return self


class PickOne(QComboBox):
    """One of many, from a list. The first line chooses nothing: it says ``nothing`` and isn't there when ``must`` is
    set. Values are any plain values.
    """

    edited = Signal()

    def __init__(
        self,
        speech: Speech,
        offered: Sequence[tuple[Any, str]] = (),
        *,
        must: bool = False,
        nothing: str = "",
    ) -> None:
        super().__init__()
        self._speech = speech
        self._must = must
        self._nothing = nothing
        self._offered: tuple[tuple[Any, str], ...] = ()
        self._wanted: Any = None
        self.offer(offered)
        self.currentIndexChanged.connect(lambda _at: self.edited.emit())
        speech.changed.connect(self._speak_again)

    def offer(self, offered: Sequence[tuple[Any, str]]) -> None:
        """Offer these values with their sentences; the chosen one stays if it is still there."""
        before = self.value()
        self.blockSignals(True)
        self.clear()
        self._offered = (() if self._must else ((None, self._nothing),)) + tuple(offered)
        for _, sentence in self._offered:
            self.addItem(self._speech.say(sentence))
        wanted = self._wanted
        self.put(before)
        self.blockSignals(False)
        if wanted is not None:
            self.put_plain(wanted)

    def _speak_again(self) -> None:
        for at, (_, sentence) in enumerate(self._offered):
            self.setItemText(at, self._speech.say(sentence))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)  # the sheet can't tint an arrow, so it has none
        painter.drawPixmap(
            self.width() - 24, (self.height() - 16) // 2, glyph("chevron-down", tokens().mute, 16)
        )
        painter.end()

    def value(self) -> Any:
        at = self.currentIndex()
        return self._offered[at][0] if 0 <= at < len(self._offered) else None

    def put(self, value: Any) -> None:
        self._wanted = None
        for at, (each, _) in enumerate(self._offered):
            if each == value:
                self.setCurrentIndex(at)
                return

    def put_plain(self, typed: Any) -> None:
        """Choose what a draft kept, now or as soon as it is offered."""
        found = next((value for value, _ in self._offered if plain(value) == typed), None)
        if found is not None or typed is None:
            self.put(found)
        else:
            self._wanted = typed

    def problem(self) -> str:
        return ""

    def widget(self) -> QWidget:
        return self
