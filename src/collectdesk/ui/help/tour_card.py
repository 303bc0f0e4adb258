"""Owns a tour in sight: a ring around what a step is about, and a card beside it. It stops nobody from working."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget

from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import column, row
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.ui.help.tours import Step
    from collectdesk.ui.page import Page
    from collectdesk.ui.speech import Speech

WIDTH: Final = 330
_AWAY, _RING = 12, 4
_PRESS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ON: Final = frozenset({Qt.Key.Key_Right, Qt.Key.Key_PageDown})
_BACK: Final = frozenset({Qt.Key.Key_Left, Qt.Key.Key_PageUp})


class TourCard(QFrame):
    """Steps one after the other. ``ended`` comes once, with Esc, at the last step's end, or when the page goes."""

    ended = Signal()

    def __init__(self, speech: Speech, window: QWidget, page: Page, steps: Sequence[Step]) -> None:
        super().__init__(window)
        self._speech, self._window, self._page, self._steps = speech, window, page, tuple(steps)
        self._before = QApplication.focusWidget()
        self._at, self._is_over = 0, False
        self.setProperty("look", "tour")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        speech.bind(self, self.setAccessibleName, mark("Tour of this page"))
        self.ring = QFrame(window)
        self.ring.setProperty("look", "tour-ring")
        self.ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text = label(None, "", wrap=True)
        self.count = label(None, "", "faint")
        self.leave = button(speech, mark("End the tour"), self.end, look="quiet", key="Esc")
        self.back = button(speech, mark("Back"), lambda: self.go(-1), key="←")
        self.on = button(speech, mark("Next"), lambda: self.go(1), look="primary", key="→")
        made = column(self.text, row(self.count, None, self.leave, self.back, self.on), spacing=10)
        made.setContentsMargins(14, 12, 12, 10)
        self.setLayout(made)
        self.setFocusProxy(self.on)
        speech.changed.connect(self._write)
        for watched in (window, self.leave, self.back, self.on):
            watched.installEventFilter(self)
        self._write()
        self.ring.show()
        self.show()
        self.on.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def step(self) -> Step:
        """The step in sight."""
        return self._steps[self._at]

    def go(self, by: int) -> None:
        """The next step, or the one before; after the last the tour ends."""
        if self._at + by >= len(self._steps):
            self.end()
        else:
            self._at = max(0, self._at + by)
            self._write()

    def end(self) -> None:
        """Put everything back as it was."""
        if self._is_over:
            return
        self._is_over = True
        self._window.removeEventFilter(self)
        held_keys = self.isAncestorOf(QApplication.focusWidget() or self._window)
        for part in (self.ring, self):
            part.hide()
            part.deleteLater()
        if held_keys and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ended.emit()

    def _write(self) -> None:
        words = self._speech.words
        self.text.setText(self.step.text(words))
        at, of = words.number(self._at + 1), words.number(len(self._steps))
        self.count.setText(words.say(mark("{at} of {count}"), at=at, count=of))
        self.back.setEnabled(self._at > 0)
        last = self._at == len(self._steps) - 1
        self.on.setText(words.say(mark("Done")) if last else words.say(mark("Next")))
        self._place()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.text.text()))

    def _place(self) -> None:
        """Ring what the step is about, and stand where there is room beside it; it may be out of sight just now."""
        self.setFixedHeight(max(self.sizeHint().height(), self.heightForWidth(WIDTH)))
        target = self.step.widget(self._window, self._page)
        room = self._window.rect().adjusted(_AWAY, _AWAY, -_AWAY, -_AWAY)
        seen = target.visibleRegion().boundingRect()  # what is scrolled away isn't ringed
        shown = QRect(target.mapTo(self._window, seen.topLeft()), seen.size()) & room
        in_sight = target.isVisible() and not shown.isEmpty()
        self.ring.setVisible(in_sight)
        if in_sight:
            self.ring.setGeometry(shown.adjusted(-_RING, -_RING, _RING, _RING))
        self.move(_beside(shown if in_sight else QRect(), self.size().width(), self.height(), room))
        self.ring.raise_()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stand where the part is when the window changes its size; a button alone would take arrows for Tab."""
        if self._is_over:
            return super().eventFilter(watched, event)
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self._place()
        if isinstance(watched, QPushButton) and isinstance(event, QKeyEvent):
            return event.type() is QEvent.Type.KeyPress and self._pressed(watched, Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _pressed(self, on: QPushButton, key: Qt.Key) -> bool:
        """What a key does on one of the buttons; False leaves it to the button."""
        if key == Qt.Key.Key_Escape:
            self.end()
        elif key in _PRESS:
            on.click()
        elif key in _ON:
            self.go(1)
        elif key in _BACK:
            self.go(-1)
        else:
            return False
        return True


def _beside(shown: QRect, width: int, height: int, room: QRect) -> QPoint:
    """Right of it, left of it, below or above it, where it fits first; else within it, at the lower right."""
    if shown.isEmpty():
        return QPoint(room.center().x() - width // 2, room.center().y() - height // 2)
    top = min(max(shown.top(), room.top()), room.bottom() - height)
    left = min(max(shown.left(), room.left()), room.right() - width)
    gap = _AWAY
    for place in (
        QPoint(shown.right() + gap, top), QPoint(shown.left() - gap - width, top),
        QPoint(left, shown.bottom() + gap), QPoint(left, shown.top() - gap - height),
    ):  # fmt: skip
        if room.contains(QRect(place.x(), place.y(), width, height)):
            return place
    return QPoint(room.right() - width, min(shown.bottom() - gap, room.bottom()) - height)
