"""Owns what coach mode shows beside a decision: the rules it rests on, in the packs' own words with their clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from collectdesk.desk.rules.ruling import ShowRules
from collectdesk.terms_rules import citation_line
from collectdesk.ui.help.tours import coached
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import column
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.rules.ruling import RulesToday
    from collectdesk.domain.rules.packs import Rule
    from collectdesk.ui.office import Office


class CoachNote(QFrame):
    """Out of sight unless coach mode is on. ``moment`` is a line of the table of what is read where."""

    def __init__(self, office: Office, moment: str) -> None:
        super().__init__()
        self._office, self._moment = office, moment
        self._rules: tuple[Rule, ...] = ()
        self.setProperty("look", "coach")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head = label(office.speech, mark("What this decision rests on"), "caption")
        self.lines = label(None, "", "mute", wrap=True)
        made = column(self.head, self.lines, spacing=4)
        made.setContentsMargins(10, 8, 10, 8)
        self.setLayout(made)
        office.coach_changed.connect(self._follow)
        office.speech.changed.connect(self._write)
        self.hide()
        if office.coach:
            self._follow()

    def _follow(self) -> None:
        office = self._office
        if not office.coach or not office.may(ShowRules.needs):
            self.hide()
            return
        office.run(ShowRules(), owner=self, done=self._take, failed=lambda _error: self.hide())

    def _take(self, found: RulesToday) -> None:
        """The wanted rules that are in force here; another jurisdiction may have none of them."""
        known = {rule.id: rule for pack in found.packs for rule in pack.rules}
        self._rules = tuple(known[each] for each in coached()[self._moment] if each in known)
        self._write()
        self.setVisible(bool(self._rules) and self._office.coach)

    def _write(self) -> None:
        words = self._office.words
        self.lines.setTextFormat(Qt.TextFormat.PlainText)
        self.lines.setText(
            "\n".join(
                f"· {rule.sentence.text(chinese=words.is_chinese)} ({citation_line(words, rule.citation)})"
                for rule in self._rules
            )
        )
