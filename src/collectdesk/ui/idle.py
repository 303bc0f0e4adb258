"""Owns the waiting for a person who has gone: so many minutes without a key or the mouse."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

SIGNS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)
"""What only a person does."""


class Idle(QObject):
    """``gone`` comes once, after the minutes are over; ``begin`` starts to wait again.

    It listens at the system's windows, through which every key and click comes in, and not at every event of
    every widget: those are thousands a second while a page is built. One timer sleeps until the time is over and
    then for what a later sign of life has left of it, so that a person at work costs no wake-up at all.
    """

    gone = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seconds = 0.0
        self._last = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._over)
        self._heard: list[QWindow] = []
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._hear)

    def begin(self, minutes: float) -> None:
        """Wait from now on."""
        self._seconds, self._last = minutes * 60, time.monotonic()
        self._timer.start(int(self._seconds * 1000))

    def stop(self) -> None:
        """Wait no more."""
        self._timer.stop()

    @property
    def is_waiting(self) -> bool:
        return self._timer.isActive()

    def _hear(self, window: QWindow | None) -> None:
        """Listen at a window that came to the front, once, until it goes."""
        if window is None or window in self._heard:
            return
        self._heard.append(window)
        window.installEventFilter(self)
        window.destroyed.connect(self._forget_gone)

    def _forget_gone(self) -> None:
        import shiboken6

        self._heard = [each for each in self._heard if shiboken6.isValid(each)]

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in SIGNS:
            self._last = time.monotonic()
        return False

    def _over(self) -> None:
        left = self._seconds - (time.monotonic() - self._last)
        if left > 0:
            self._timer.start(max(1, int(left * 1000)))
        else:
            self.gone.emit()
