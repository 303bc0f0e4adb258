"""Owns how a verification is shown: green, unproven or red, what it means, and each reason with its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from collectdesk.desk.archive.filing import Verdict
from collectdesk.terms import code_term
from collectdesk.terms_archive import finding_words, outcome_words
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.ui.speech import Speech

TONES = {"green": Tone.GOOD, "unproven": Tone.WARN, "red": Tone.DANGER}
_SHOWN = 12
"""Reasons shown at once; a pack that lost its folder would list every file."""


def grouped(digest: str | None) -> str:
    """A digest in groups of eight, four a line, as the paper slip prints it."""
    parts = [(digest or "")[at : at + 8] for at in range(0, len(digest or ""), 8)]
    return "\n".join(" ".join(parts[at : at + 4]) for at in range(0, len(parts), 4))


def verdict_status(words: Words, verdict: str) -> Status:
    """The chip of a verdict; "" is not checked yet."""
    tone = TONES.get(verdict, Tone.PLAIN)
    return Status(code_term(words, "verdict", verdict), tone, calls=verdict in ("red", "unproven"))


class VerdictCard(Card):
    """The result of one verification; hidden until there is one."""

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, mark("Verification"))
        self._speech = speech
        self._verdict: Verdict | None = None
        self._file = ""
        self.chip = Chip()
        self.head.addWidget(self.chip)
        self.means = label(None, "", "", wrap=True)
        self.reasons = label(None, "", "wrong", wrap=True)
        self.reasons.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts = Facts()
        for part in (self.means, self.reasons, self.facts):
            self.add(part)
        self.hide()

    @property
    def verdict(self) -> Verdict | None:
        return self._verdict

    def clear(self) -> None:
        """Nothing was verified yet."""
        self._verdict = None
        self.hide()

    def show_verdict(self, verdict: Verdict, file: str) -> None:
        """Show what a verification of a file found."""
        self._verdict, self._file = verdict, file
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        verdict, words = self._verdict, self._speech.words
        if verdict is None:
            return
        self.chip.show_status(verdict_status(words, verdict.outcome.value))
        self.means.setText(outcome_words(words, verdict.outcome.value))
        said = [finding_words(words, each.code, each.file, each.facts) for each in verdict.findings]
        more = len(said) - _SHOWN
        if more > 0:
            said = [*said[:_SHOWN], words.plural("and {count} more", "and {count} more", more)]
        self.reasons.setText("\n".join(f"• {each}" for each in said))
        self.reasons.setVisible(bool(said))
        self.facts.show_facts(self._facts(words, verdict))

    def _facts(self, words: Words, verdict: Verdict) -> list[Fact]:
        claimed = verdict.outcome.value == "red"  # of a red pack these are claims only
        tone = Tone.WARN if claimed else Tone.PLAIN
        facts = [Fact(words.say(mark("File")), self._file)]
        if verdict.number:
            facts.append(Fact(words.say(mark("Pack no.")), verdict.number, tone))
        if verdict.root_digest:
            facts.append(Fact(words.say(mark("Root digest")), grouped(verdict.root_digest), tone))
        if verdict.seal:
            facts.append(Fact(words.say(mark("Key fingerprint")), verdict.seal.fingerprint, tone))
            facts.append(Fact(words.say(mark("Sealed")), words.instant(verdict.seal.sealed_at), tone))
        facts.append(Fact(words.say(mark("Files")), words.number(verdict.files)))
        return facts
