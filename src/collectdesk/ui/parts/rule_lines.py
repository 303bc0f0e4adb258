"""Owns how a rule that speaks is shown: what it says, where it stands, and what would make it lawful."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from collectdesk.terms_rules import missing_sentence, remedy_sentence, source_line
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import row
from collectdesk.ui.theme import set_glyph, set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collectdesk.ui.speech import Speech

Offer = tuple[str, "Callable[[], object]"]
"""The words on a button, and what it does."""


class RuleLines(QWidget):
    """Rules below each other, calm and whole. ``rulings`` are Decisions, or Rules of a pack."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._held: tuple[Sequence[Any], Tone, Sequence[Offer], bool] = ((), Tone.PLAIN, (), True)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(8)
        self.texts: list[str] = []
        self.offers: list[QPushButton] = []
        speech.changed.connect(self._write)

    def show_rulings(
        self,
        rulings: Sequence[Any],
        tone: Tone,
        offers: Sequence[Offer] = (),
        *,
        remedies: bool = True,
    ) -> None:
        """Show these below a button for each of ``offers``; ``remedies`` off after the fact."""
        self._held = (tuple(rulings), tone, tuple(offers), remedies)
        self._write()

    def _write(self) -> None:
        while (item := self._body.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self.texts, self.offers = [], []
        if self._held[0] and self._held[2]:
            ways = QWidget()
            ways.setLayout(row(*(self._offer(offered) for offered in self._held[2]), None))
            self._body.addWidget(ways)
        for ruling in self._held[0]:
            self._body.addWidget(self._block(ruling))
        self.setVisible(bool(self._held[0]))

    def _block(self, ruling: Any) -> QWidget:
        words, (_, tone, _offers, remedies) = self._speech.words, self._held
        block = QWidget()
        lines = QVBoxLayout(block)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        said = label(None, ruling.sentence.text(chinese=words.is_chinese), wrap=True)
        set_tone(said, "tone", tone.value)
        source = source_line(words, ruling)
        lines.addWidget(said)
        lines.addWidget(label(None, source, "faint", wrap=True))
        self.texts += [said.text(), source]
        missing = missing_sentence(words, getattr(ruling, "missing_facts", ()))
        if missing:
            lines.addWidget(label(None, missing, "faint", wrap=True))
        if remedies:
            remedy = remedy_sentence(words, ruling.remedy)
            if remedy not in self.texts:  # two rules may ask for the same
                lines.addWidget(
                    label(None, words.say(mark("Lawful if: {remedy}"), remedy=remedy), "mute", wrap=True)
                )
                self.texts.append(remedy)
        return block

    def _offer(self, offered: Offer) -> QPushButton:
        text, do = offered
        made = QPushButton(text)
        made.setAutoDefault(False)
        made.setAccessibleName(text)
        set_glyph(made, "check", "mute", 16)
        made.clicked.connect(lambda _checked=False: do())
        self.offers.append(made)
        return made
