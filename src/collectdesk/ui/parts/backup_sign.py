"""Owns the sign of the backups at the window's foot: a tick or a warning triangle, a word, and only then a colour."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from collectdesk.ui.parts.buttons import label
from collectdesk.ui.theme import glyph, set_tone, theme, tokens

_SIZE: Final = 14


class BackupSign(QWidget):
    """Hidden until somebody knows how the backups stand."""

    def __init__(self) -> None:
        super().__init__()
        self._late = False
        self._shape = QLabel()
        self._word = label(None, "", "faint")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 10, 0)
        layout.setSpacing(5)
        layout.addWidget(self._shape)
        layout.addWidget(self._word)
        theme().changed.connect(self._tint)
        self.hide()

    def tell(self, text: str, *, late: bool) -> None:
        """Say how the backups stand; empty hides the sign."""
        self._late = late
        self._word.setText(text)
        self.setAccessibleName(text)
        self._tint()
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        return self._word.text()

    @property
    def is_late(self) -> bool:
        """Whether the sign is red."""
        return self._late

    def _tint(self) -> None:
        name, ink = ("triangle-alert", tokens().danger) if self._late else ("check", tokens().faint)
        self._shape.setPixmap(glyph(name, ink, _SIZE))
        set_tone(self._word, "look", "wrong" if self._late else "faint")
