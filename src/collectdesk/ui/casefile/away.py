"""Owns the strip that says with which other PC a case is out, since when, and what had better be left to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from collectdesk.ui.parts.buttons import label
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.ui.office import Office


class AwayBanner(QFrame):
    """In sight only while the case is out."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._file: CustomerFile | None = None
        self.setProperty("look", "banner")
        self.setProperty("tone", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = label(None, "", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.addWidget(self.text, 1)
        self.hide()
        office.speech.changed.connect(self._speak)

    def show_file(self, file: CustomerFile) -> None:
        """Say where this customer's case is."""
        self._file = file
        self._speak()

    def _speak(self) -> None:
        away = self._file.away if self._file is not None else None
        self.setVisible(away is not None)
        if away is None:
            return
        words = self._office.words
        where = words.say(
            mark("Out with {station} since {day}, in the hands of {holder}; back by {due}."),
            station=away.station, day=words.date(away.since), holder=away.holder or "—", due=words.date(away.due_on),
        )  # fmt: skip
        better = words.say(
            mark(
                "Contacts can be logged here. Numbers, people, next steps, promises and visit records are best left to "
                "that PC: what both change, a supervisor has to decide."
            )
        )
        self.text.setText(f"{where}{'' if words.is_chinese else ' '}{better}")
