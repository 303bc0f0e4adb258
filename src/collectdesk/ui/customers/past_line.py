"""Owns the strip above the list that says that a past day is shown, with the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import row
from collectdesk.words import mark


class PastLine(QFrame):
    """Hidden while the list is today's."""

    def __init__(self, office: Office, back: Callable[[], object]) -> None:
        super().__init__()
        self._office = office
        self._day: date | None = None
        self.setProperty("look", "banner")
        self.setProperty("tone", "warn")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = label(None, "", wrap=True)
        self.back = button(office.speech, mark("Back to today"), back, icon="history")
        layout = row(self.text, self.back)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 4, 6, 4)
        self.setLayout(layout)
        office.speech.changed.connect(self._speak)
        self.hide()

    def show_day(self, day: date | None) -> None:
        """Say which past day is shown; None hides the strip."""
        self._day = day
        self.setVisible(day is not None)
        self._speak()

    def _speak(self) -> None:
        if self._day is not None:
            words = self._office.words
            said = mark("The list as it stood on {day}. What had to be done next isn't known any more.")
            self.text.setText(words.say(said, day=words.date(self._day)))
