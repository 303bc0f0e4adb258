"""Owns the line above a page: what was done, with its undo, or what went wrong. It never takes the
keyboard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton

from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.theme import set_glyph, set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.page import Note
    from collectdesk.ui.speech import Speech

STAYS: Final = 8000
"""Milliseconds a plain confirmation stays; anything with an undo, and every warning, stays until it is
closed.
"""

_ICONS: Final = {
    Tone.GOOD: "check",
    Tone.NOTICE: "info",
    Tone.WARN: "triangle-alert",
    Tone.DANGER: "circle-alert",
}


class Banner(QFrame):
    """One note at a time; the next one replaces it."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setProperty("look", "banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._note: Note | None = None
        self._icon = QToolButton(self)
        self._icon.setProperty("look", "quiet")
        self._icon.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._icon.setEnabled(True)
        self._icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = label(None, "", wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._undo = button(speech, mark("Undo"), self._take_back, icon="history")
        self._close = button(speech, mark("Close"), self.clear, look="quiet")
        self.fades = QTimer(self)
        self.fades.setSingleShot(True)
        self.fades.setInterval(STAYS)
        self.fades.timeout.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 6, 4)
        layout.setSpacing(6)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._undo)
        layout.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now; empty when nothing is."""
        return self._text.text() if self._note else ""

    def tell(self, note: Note) -> None:
        """Show a note and have a screen reader say it."""
        self._note = note
        self._text.setText(note.text)
        set_tone(self, "tone", note.tone.value)
        ink = note.tone.value if note.tone is not Tone.PLAIN else "mute"
        set_glyph(self._icon, _ICONS.get(note.tone, "info"), ink, 16)
        self._undo.setVisible(note.undo is not None)
        self.show()
        self.fades.stop()
        if note.tone is Tone.GOOD and note.undo is None:
            self.fades.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, note.text))

    def _take_back(self) -> None:
        undo = self._note.undo if self._note else None
        self.clear()
        if undo is not None:
            undo()

    def clear(self) -> None:
        """Say nothing."""
        self._note = None
        self.fades.stop()
        self.hide()
