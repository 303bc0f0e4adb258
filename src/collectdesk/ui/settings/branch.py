"""Owns the branch section: what this branch is, how new its figures are, where its keys rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.vault.nameplate import Nameplate, ShowBranch
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.settings.section import Section
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from collectdesk.desk.pipeline import Subject
    from collectdesk.ui.office import Office

_SHELVES = {
    "system": mark("In this PC's keyring, opened by signing in to the PC"),
    "practice": mark("In a file beside the branch, which protects nothing: for practice only"),
}
OLD_AFTER = 3
"""Days after which core banking's figures are called old: a long weekend lies between."""


class BranchSection(Section):
    """Facts to read out to support; nothing of any customer."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._shown: Nameplate | None = None
        self._silent = False
        self.facts = Facts()
        card = Card(self.speech, mark("This branch"))
        card.add(self.facts)
        self.body.addWidget(card)
        self.practice = Card(self.speech, mark("Practice figures"))
        self.practice.add(
            label(
                self.speech,
                mark(
                    "Everybody and every figure in this branch is made up. Its clock stands on the practice "
                    "day, its passwords are known to everybody, and nothing leaves this PC."
                ),
                wrap=True,
            )
        )
        self.body.addWidget(self.practice)
        self.practice.setVisible(office.desk.store.is_practice)
        self.body.addStretch(1)

    def refresh(self, touched: frozenset[Subject]) -> None:  # noqa: ARG002 - imports move the data date
        deed = ShowBranch(self.office.desk.store.folder)
        self.office.run(deed, owner=self, done=self._show, failed=self._is_silent)

    def showEvent(self, event: QShowEvent) -> None:
        """A line is looked at whenever somebody looks here; what a file is doesn't change by itself."""
        super().showEvent(event)
        if self._shown is not None and self._shown.server:
            self.refresh(frozenset())

    def _show(self, shown: Nameplate) -> None:
        self._shown, self._silent = shown, False
        self.retranslate()

    def _is_silent(self, error: BaseException) -> None:
        """What was known stays; a server that doesn't answer is said to be silent."""
        self._silent = True
        self.retranslate()
        self.office.troubled.emit(error)

    def _line(self, shown: Nameplate) -> tuple[Fact, ...]:
        """The line to a shared server; nothing where the branch lies in a file."""
        words = self.office.words
        if not shown.server or shown.heard_at is None:
            return ()
        enciphered = mark("enciphered, by a proven server") if shown.enciphered else mark("within this PC")
        heard = words.instant(shown.heard_at)
        if self._silent:
            heard = words.say(mark("{at}; it doesn't answer now"), at=heard)
        return (
            Fact(words.say(mark("Server")), shown.server),
            Fact(words.say(mark("Line to it")), words.say(enciphered)),
            Fact(words.say(mark("Last heard")), heard, Tone.DANGER if self._silent else Tone.PLAIN),
        )

    def retranslate(self) -> None:
        shown, words = self._shown, self.office.words
        if shown is None:
            return
        kind = words.say(mark("Practice branch")) if shown.is_practice else words.say(mark("Real branch"))
        old = shown.data_date is None or (shown.today - shown.data_date).days > OLD_AFTER
        stands = words.date(shown.data_date) if shown.data_date else words.say(mark("nothing imported yet"))
        self.facts.show_facts(
            (
                Fact(words.say(mark("Name")), shown.name),
                Fact(words.say(mark("Kind")), kind),
                Fact(words.say(mark("Figures stand on")), stands, Tone.WARN if old else Tone.PLAIN),
                Fact(words.say(mark("Folder")), str(shown.folder)),
                *self._line(shown),
                Fact(words.say(mark("Database")), shown.database_id[-12:]),
                Fact(words.say(mark("Schema")), shown.schema),
                Fact(
                    words.say(mark("Where the keys rest")),
                    words.say(_SHELVES.get(shown.shelf, _SHELVES["system"])),
                ),
            )
        )
