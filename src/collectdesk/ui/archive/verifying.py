"""Owns verifying: a pack of the register, or any file or folder, with the fingerprint that stands on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.archive.filing import KeptPack, NoteVerdict, Verdict, VerifyPack
from collectdesk.desk.archive.pack_papers import PrintPackSlip
from collectdesk.terms_archive import standing_words
from collectdesk.ui import ask, wording
from collectdesk.ui.archive.keeping import KeepingCard
from collectdesk.ui.archive.keys_card import KeysCard
from collectdesk.ui.archive.leaving import LeavingCard
from collectdesk.ui.archive.verdict_card import VerdictCard, grouped, verdict_status
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Chip
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.desk.archive.filing import Archive
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office
    from collectdesk.words import Words


class VerifyPanel(QWidget):
    """Shows a pack of the register and verifies it, or a file of the person's choice."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.pack: KeptPack | None = None
        self._places: Mapping[str, tuple[str, ...]] = {}
        self._noting: KeptPack | None = None
        self._file = ""
        speech = office.speech
        self.number, self.chip, self.facts = label(None, "", "heading"), Chip(), Facts()
        self.verify = button(
            speech, mark("Verify this pack"), self.verify_pack, icon="shield-check", look="primary", key="F2"
        )
        self.kept = Card()
        self.kept.add(row(self.number, None, self.chip))
        self.kept.add(self.facts)
        self.slip = button(speech, mark("Slip (PDF)…"), self.print_slip, icon="printer")
        self.kept.add(row(None, self.slip, self.verify))
        self.slip.setVisible(office.may(PrintPackSlip.needs))
        self.progress = ProgressLine(speech)
        self.form = Form(speech)
        self.form.add(
            "fingerprint", mark("Fingerprint"), TextEdit(speech, "0000 0000 …", longest=64),
            hint=mark("As it stands on paper. Without it, only packs of this branch can turn green."),
        )  # fmt: skip
        foreign = Card(speech, mark("A pack from elsewhere"))
        foreign.add(self.form)
        self.choose = button(speech, mark("Choose a file and verify it"), self.verify_file, icon="file-input")
        foreign.add(row(None, self.choose))
        self.verdict, self.foreign_verdict = VerdictCard(speech), VerdictCard(speech)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        self.leaving, self.keeping, self.keys = LeavingCard(office), KeepingCard(office), KeysCard(office)
        for part in (
            self.kept, self.verdict, self.progress, self.leaving, self.keeping, foreign, self.foreign_verdict,
            self.keys,
        ):  # fmt: skip
            inside.addWidget(part)
        for card in (self.leaving, self.keeping, self.keys):
            card.said.connect(self.said)
        inside.addStretch(1)

    def show_register(self, archive: Archive) -> None:
        """The officers' keys, and where originals lie."""
        self._places = archive.places
        self.keys.show_keys(archive.keys)
        self.leaving.show_sealing(by_officer=archive.is_sealed_by_officers)

    def show_pack(self, pack: KeptPack | None) -> None:
        """Show a pack of the register."""
        if pack is None or self.pack is None or pack.id != self.pack.id:
            self.verdict.clear()
        self.pack = pack
        self.leaving.show_pack(pack)
        self.keeping.show_pack(pack)
        self.retranslate()

    def retranslate(self) -> None:
        pack, words = self.pack, self.office.words
        self.verdict.retranslate()
        self.foreign_verdict.retranslate()
        self.kept.setVisible(pack is not None)
        if pack is None:
            return
        self.number.setText(pack.number)
        self.chip.show_status(verdict_status(words, pack.verdict))
        checked = words.instant(pack.verified_at) if pack.verified_at else words.say(mark("never"))
        self.verify.setEnabled(pack.disposed_at is None)
        self.facts.show_facts((
            *register_facts(words, pack, self._places.get(pack.case_id, ())),
            Fact(words.say(mark("Last checked")), checked),
            Fact(words.say(mark("File")), pack.file_name),
            Fact(words.say(mark("Files")), words.number(pack.files)),
            Fact(words.say(mark("Size")), f"{words.number(-(-pack.size // 1000))} kB"),
            Fact(words.say(mark("Root digest")), grouped(pack.root_digest)),
            Fact(words.say(mark("Key fingerprint")), pack.fingerprint),
        ))  # fmt: skip

    # ---- deeds

    def print_slip(self) -> None:
        """Ask where the slip of the pack goes, and print it."""
        say = self.office.say
        if self.pack is None:
            return
        name = f"{self.pack.number}.pdf"
        target = ask.file_to_save(self, say(mark("Where the slip goes")), name, say(mark("PDF (*.pdf)")))
        if target is not None:
            deed = PrintPackSlip(target, self.pack.number, self.office.words.language)
            self.office.run(deed, owner=self, done=self._printed, failed=self._failed)

    def _printed(self, paper: Printed) -> None:
        self.said.emit(Note(self.office.say(mark("The slip is in {path}."), path=paper.path), Tone.GOOD))

    def verify_pack(self) -> None:
        """Verify the pack of the register that is shown; where it was moved, ask for it."""
        if self.pack is None or not self.verify.isEnabled():
            return
        path: Path | None = self.office.desk.store.packs_folder() / self.pack.file_name
        if path is not None and not path.is_file():
            path = self._ask_file(mark("Where is pack {number}?"), number=self.pack.number)
        if path is not None:
            self._begin(path, None, self.pack)

    def verify_file(self) -> None:
        """Verify a file of the person's choice."""
        path = self._ask_file(mark("Choose a pack to verify"))
        if path is not None:
            self._begin(path, self.form.values()["fingerprint"], None)

    def verify_at(self, path: Path) -> None:
        """Verify a file that was opened from outside, with the fingerprint that stands in the field."""
        self._begin(path, self.form.values()["fingerprint"], None)

    def _ask_file(self, title: str, **facts: object) -> Path | None:
        say = self.office.say
        return ask.file_to_open(self, say(title, **facts), say(mark("Archive packs (*.zip *.cdpack)")))

    def _begin(self, path: Path, fingerprint: str | None, pack: KeptPack | None) -> None:
        self._noting, self._file = pack, str(path)
        self._card.clear()
        self._set_busy(True)
        deed = VerifyPack(path, fingerprint, pack.number if pack else "")
        ticket = self.office.run(
            deed, owner=self, done=self._verified, failed=self._failed, cancelled=self._stopped,
            progress=self.progress.step,
        )  # fmt: skip
        self.progress.begin(mark("Verifying the pack"), ticket)

    @property
    def _card(self) -> VerdictCard:
        """Where the result goes: beside the pack of the register, or below the file from elsewhere."""
        return self.foreign_verdict if self._noting is None else self.verdict

    def _set_busy(self, busy: bool) -> None:
        self.verify.setEnabled(not busy and (self.pack is None or self.pack.disposed_at is None))
        self.choose.setEnabled(not busy)

    def _stopped(self) -> None:
        self.progress.end()
        self._set_busy(False)

    def _failed(self, error: BaseException) -> None:
        self._stopped()
        self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def _verified(self, verdict: Verdict) -> None:
        self._stopped()
        self._card.show_verdict(verdict, self._file)
        if self._noting is None or not self.office.may(NoteVerdict.needs):
            return
        if verdict.number not in (None, self._noting.number):
            # another pack's file: its verdict says nothing about the one in the register
            said = mark("This file is pack {number}; nothing was noted.")
            self.said.emit(Note(self.office.say(said, number=verdict.number), Tone.WARN))
            return
        self.office.run(
            NoteVerdict(self._noting.id, verdict.outcome), owner=self, done=self._noted, failed=self._failed
        )

    def _noted(self, _none: None) -> None:
        self.said.emit(Note(self.office.say(mark("The result was noted in the register."))))


def register_facts(words: Words, pack: KeptPack, places: tuple[str, ...]) -> tuple[Fact, ...]:
    """What the register says of a pack besides its digests."""
    say = words.say
    told = [
        Fact(say(mark("Case")), pack.case_no),
        Fact(
            say(mark("Item no.")),
            say(mark("{number} of {year}"), number=str(pack.item_no), year=str(pack.year)),
        ),
        Fact(say(mark("State")), standing_words(words, pack), Tone.WARN if pack.held_on else Tone.PLAIN),
        Fact(say(mark("Built")), words.date(pack.built_on)),
        Fact(say(mark("Kept until")), words.date(pack.retain_until)),
    ]
    if pack.held_on is not None:
        told.append(Fact(say(mark("Legal hold")), f"{words.date(pack.held_on)} · {pack.held_why}"))
    if pack.supersedes:
        told.append(Fact(say(mark("Supersedes")), pack.supersedes))
    if pack.disposed_at is not None:
        told.append(
            Fact(say(mark("Disposed of on")), f"{words.instant(pack.disposed_at)} · {pack.disposed_why}")
        )
    if places:
        told.append(Fact(say(mark("Originals on paper")), ("；" if words.is_chinese else "; ").join(places)))
    return tuple(told)
