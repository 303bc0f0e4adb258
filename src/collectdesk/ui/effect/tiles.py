"""Owns the figures at the head of the page: a label, large digits, what they rest on; pressed by mouse or key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from collectdesk.ui.parts.buttons import label
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent


class Tile(QFrame):
    """One figure; ``pressed`` asks for the rows behind it."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name, self._value = label(None, "", "faint"), label(None, "", "figure")
        self._rests = label(None, "", "mute", wrap=True)  # on a narrow window it takes a second line
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 9, 14, 9)
        layout.setSpacing(1)
        for part in (self._name, self._value, self._rests):
            layout.addWidget(part)

    def show_figure(self, name: str, value: str, rests: str, meaning: str, tone: Tone = Tone.PLAIN) -> None:
        """Show one figure: what it is, how much, what it rests on; ``meaning`` appears on hover."""
        self._name.setText(name)
        self._value.setText(value)
        self._rests.setText(rests)
        set_tone(self._value, "tone", tone.value)
        self.setToolTip(meaning)
        self.setAccessibleName(f"{name}: {value}, {rests}")
        self.setAccessibleDescription(meaning)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)
