"""Owns the archive officer's own key: its fingerprint for the paper register, made with a passphrase, retired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collectdesk.desk.vault.archive_keys import MakeArchiveKey, RetireArchiveKey
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import MISSING, Form
from collectdesk.ui.settings.second_person import PasswordEdit
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.vault.archive_keys import KeyLine
    from collectdesk.ui.office import Office

_ABOUT = mark(
    "With a key of your own, packs are sealed by you: its passphrase is asked once for a batch and kept nowhere. From "
    "the first such key on, this branch's packs are sealed by an officer's key only."
)
_SAME = mark("The two aren't the same.")


class KeysCard(Card):
    """``said`` carries a Note."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Archive officers' keys"))
        self.office = office
        self.lines: tuple[KeyLine, ...] = ()
        speech = office.speech
        self.facts = Facts()
        self.form = Form(speech)
        self.form.add("passphrase", mark("New passphrase"), PasswordEdit())
        self.form.add("again", mark("Once more"), PasswordEdit())
        self.form.add("reason", mark("Why it is retired"), TextEdit(longest=200))
        self.draft = FormDraft(
            office, "archive_key", self.form, names=("reason",), blank=lambda: self.form.put({"reason": None})
        )
        self.make = button(speech, mark("Make my key"), self.make_it, icon="lock")
        self.retire = button(speech, mark("Retire my key"), self.retire_it)
        for part in (self.facts, label(speech, _ABOUT, "faint", wrap=True), self.draft, self.form):
            self.add(part)
        self.add(row(None, self.retire, self.make))

    @property
    def mine(self) -> KeyLine | None:
        return next((one for one in self.lines if one.mine and one.key.retired_at is None), None)

    def show_keys(self, lines: tuple[KeyLine, ...]) -> None:
        self.lines = lines
        may = self.office.may(MakeArchiveKey.needs)
        self.setVisible(may or bool(lines))
        if may:
            self.draft.about("archive_key")
        for part, shown in ((self.form, may), (self.make, may), (self.retire, may and self.mine is not None)):
            part.setVisible(shown)
        self.form.show_line("reason", self.mine is not None)
        self.retranslate()

    def retranslate(self) -> None:
        words = self.office.words
        retired = words.say(mark("retired"))
        self.facts.show_facts(
            [
                Fact(one.officer, f"{one.key.fingerprint}{f' · {retired}' if one.key.retired_at else ''}")
                for one in self.lines
            ]
        )

    def make_it(self) -> None:
        """Make a key with the passphrase typed twice."""
        said = self.form.values()
        for name in ("passphrase", "again"):
            if not said[name]:
                self.form.refuse(name, self.office.say(MISSING))
                return
        if said["passphrase"] != said["again"]:
            self.form.refuse("again", self.office.say(_SAME))
            return
        deed = MakeArchiveKey(said["passphrase"])
        self.office.run(deed, owner=self, done=self._made, failed=self._refused)

    def _made(self, fingerprint: str) -> None:
        self.draft.done()
        self.form.clear()
        said = mark("Your archive key is made. Fingerprint, for the paper register: {fingerprint}")
        self.said.emit(Note(self.office.say(said, fingerprint=fingerprint), Tone.GOOD))

    def retire_it(self) -> None:
        """Retire the actor's key, saying why."""
        mine = self.mine
        if mine is None:
            return
        deed = RetireArchiveKey(mine.key.id, str(self.form.values()["reason"] or ""))
        self.office.run(deed, owner=self, done=self._retired, failed=self._refused)

    def _retired(self, _none: None) -> None:
        self.draft.done()
        self.form.clear()
        self.said.emit(
            Note(self.office.say(mark("Your key is retired; what it sealed stays good.")), Tone.GOOD)
        )

    def _refused(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))
