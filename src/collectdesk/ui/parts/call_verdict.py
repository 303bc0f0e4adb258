"""Owns how it is said whether a call is lawful now: a line in its tone, the clauses and the hours below it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.domain.rules.gate import Judgement
from collectdesk.domain.rules.windows import Window
from collectdesk.terms_rules import citation_line, remedy_sentence, windows_line
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark


def call_line(words: Words, judgement: Judgement, windows: tuple[Window, ...]) -> tuple[str, str, Tone]:
    """Whether a call is lawful now; and below that why not, by which clause, and when it is."""
    hours = words.say(mark("Lawful today: {hours}"), hours=windows_line(words, windows)) if windows else ""
    if judgement.is_lawful and not judgement.needing_reason:
        return words.say(mark("May be called now.")), hours, Tone.GOOD
    said = []
    for decision in judgement.refusals or judgement.needing_reason:
        clause = citation_line(words, decision.citation)
        sentence = decision.sentence.text(chinese=words.is_chinese)
        remedy = remedy_sentence(words, decision.remedy)
        said.append(
            f"{sentence}（{clause}）{remedy}" if words.is_chinese else f"{sentence} ({clause}) {remedy}"
        )
    below = "\n".join([*said, hours] if hours else said)
    if judgement.refusals:
        return words.say(mark("Not to be called now.")), below, Tone.DANGER
    return words.say(mark("Only with a reason.")), below, Tone.WARN


class CallVerdict(QWidget):
    """A line in its tone, and below it the reasons in quiet letters."""

    def __init__(self) -> None:
        super().__init__()
        self.head = label(None, "", "caption", wrap=True)
        self.below = label(None, "", "mute", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.head)
        layout.addWidget(self.below)

    def show_verdict(self, head: str, below: str = "", tone: Tone = Tone.PLAIN) -> None:
        """Show a verdict; an empty head hides it."""
        self.head.setText(head)
        self.below.setText(below)
        self.below.setVisible(bool(below))
        self.setVisible(bool(head))
        set_tone(self.head, "tone", tone.value)
