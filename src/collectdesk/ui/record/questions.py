"""Owns the questions about a record: what hardly goes together, asked once before it is saved, shown at sign-off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.terms_scans import oddity_sentence
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.domain.paper.oddities import Oddity
    from collectdesk.ui.office import Office


class QuestionsCard(Card):
    """Calm lines, each a question; in sight only while there are some. ``remark`` says what to do with them."""

    def __init__(self, office: Office, remark: str) -> None:
        super().__init__(office.speech, mark("Please look again"))
        self._office = office
        self.asked: tuple[Oddity, ...] = ()
        self.lines = label(None, "", wrap=True)
        set_tone(self.lines, "tone", Tone.WARN.value)
        self.add(label(office.speech, remark, "mute", wrap=True))
        self.add(self.lines)
        office.speech.changed.connect(self._write)
        self.hide()

    def ask(self, asked: Sequence[Oddity]) -> None:
        """Show these questions, or none."""
        self.asked = tuple(asked)
        self._write()
        self.setVisible(bool(asked))

    def _write(self) -> None:
        words = self._office.words
        self.lines.setText("\n".join(oddity_sentence(words, one) for one in self.asked))
