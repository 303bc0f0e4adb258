"""Owns the search field: waits until typing pauses, and never searches for letters an input method
still composes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from collectdesk.ui.theme import glyph, theme, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QInputMethodEvent, QKeyEvent

    from collectdesk.ui.speech import Speech

PAUSE: Final = 180
"""Milliseconds without a key before the search runs."""


class SearchEdit(QLineEdit):
    """A field whose ``searched`` carries the text once it rests; Enter searches at once, Esc clears."""

    searched = Signal(str)

    def __init__(self, speech: Speech, placeholder: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        self._last = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.search_now)
        self.setProperty("look", "search")
        self.setClearButtonEnabled(True)
        speech.bind(self, self.setPlaceholderText, placeholder)
        speech.bind(self, self.setAccessibleName, name)
        self._lens = self.addAction(
            glyph("search", tokens().faint, 16), QLineEdit.ActionPosition.LeadingPosition
        )
        theme().changed.connect(self._tint)
        self.textChanged.connect(self._typed)

    def _tint(self) -> None:
        self._lens.setIcon(glyph("search", tokens().faint, 16))

    def _typed(self, _text: str) -> None:
        if not self._composing:
            self._pause.start()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if self._composing:
            self._pause.stop()
        elif event.commitString():
            self._pause.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._composing:
            self.search_now(again=True)
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.search_now()
        else:
            super().keyPressEvent(event)

    def forget_pause(self) -> None:
        """What stands there was put there by somebody who searches for it already."""
        self._pause.stop()
        self._last = self.text().strip()

    def search_now(self, *, again: bool = False) -> None:
        """Search for what stands there, unless it was the last search already."""
        self._pause.stop()
        text = self.text().strip()
        if again or text != self._last:
            self._last = text
            self.searched.emit(text)
