"""Owns the rule that letters still being composed by an input method set nothing off: no shortcut, no Enter, no key."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_CALLS: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Composing(QObject):
    """Listens at the field that has the keyboard, and only there.

    A key that the input method leaves alone while it composes goes nowhere: F2 saves no form, Ctrl+K opens nothing.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_on = False
        self._field: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        self.is_on = False
        if before is not None and before is self._field:
            before.removeEventFilter(self)
        takes = now is not None and now.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self._field = now if takes else None
        if self._field is not None:
            self._field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - it is the field
        kind = event.type()
        if kind is QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self.is_on = bool(event.preeditString())
        elif self.is_on and kind is QEvent.Type.ShortcutOverride:
            event.accept()  # it comes as a plain key then
            return True
        elif self.is_on and kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return bool(event.modifiers() & _CALLS) or not event.text() or not event.text().isprintable()
        return False
