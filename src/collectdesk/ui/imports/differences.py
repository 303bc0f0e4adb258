"""Owns the list of products whose figures differ from the program's own count; core banking's stay the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collectdesk.desk.intake.checking_figures import CheckFigures
from collectdesk.ui import wording
from collectdesk.ui.imports.changes import Changes
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office


class Differences(Card):
    """``left`` goes back to the register."""

    left = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Core banking's figures beside our own"), flush=True)
        self._office = office
        told = mark(
            "Before: what instalments, payments and days say. In the file: core banking's word, which counts."
        )
        self.about = label(office.speech, told, "mute", wrap=True)
        self.trouble = label(None, "", "wrong", wrap=True)
        self.trouble.hide()
        self.changes = Changes(
            office, title=mark("What differs"), before=mark("Own count"), after=mark("Core banking")
        )
        self.head.addWidget(button(office.speech, mark("Back to the list"), self.left.emit))
        for line in (row(self.about), row(self.trouble)):
            line.setContentsMargins(12, 0, 12, 0)
            self.add(line)
        self.add(self.changes, 1)

    def check(self) -> None:
        """Compare every product's figures now."""
        self.trouble.hide()
        self.changes.show_diff(None, asks_whole=False)
        self._office.run(CheckFigures(), owner=self, done=self.changes.show_findings, failed=self._say)

    def _say(self, error: BaseException) -> None:
        self.trouble.setText(wording.sentence(self._office.words, error))
        self.trouble.show()
