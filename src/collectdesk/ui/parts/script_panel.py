"""Owns the sentences beside a call: the approved script for whoever is on the line, numbered as the talk goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.contact.scripts import ShowScript
from collectdesk.domain.people.people import Permission
from collectdesk.terms_scripts import AUDIENCES, script_lines
from collectdesk.ui.parts.buttons import label

if TYPE_CHECKING:
    from collectdesk.domain.contact.contacts import Reached
    from collectdesk.domain.contact.scripts import Script
    from collectdesk.ui.office import Office


class ScriptPanel(QWidget):
    """A quiet block that is there while a call is logged; it hides where no script fits."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._asked: ShowScript | None = None
        self.head = label(None, "", "caption")
        self.lines = label(None, "", "mute", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addWidget(self.lines)

    def ask(self, case_id: str, point_id: str | None, reached: Reached | None) -> None:
        """Show what may be said at this number, or to whoever was reached there; no case hides it."""
        if not case_id or not self._office.may(Permission.WORK_CASES):
            self._asked = None
            self.hide()
            return
        wanted = ShowScript(case_id, point_id, reached, self._office.words.language)
        if wanted == self._asked:
            return
        self._asked = wanted
        self._office.run(
            wanted,
            owner=self,
            done=lambda found: self._show(wanted, found),
            failed=lambda _error: self.hide(),
        )

    def _show(self, asked: ShowScript, found: Script) -> None:
        if asked != self._asked:
            return
        words = self._office.words
        self.head.setText(words.say(AUDIENCES[found.audience]))
        said = script_lines(words, found)
        self.lines.setText("\n".join(f"{at}. {line}" for at, line in enumerate(said, start=1)))
        self.show()
