"""Owns what leaves the branch of a pack: a clear zip, a container with its slip, a signed PDF, a redacted copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collectdesk.desk.archive.redacted_packs import PackRedacted
from collectdesk.desk.archive.redacting import PrintRedacted
from collectdesk.desk.archive.signed_copies import SignCaseFile
from collectdesk.desk.archive.taking_out import TakeOutPack
from collectdesk.desk.archive.transporting import ContainPack, PrintTransportSlip
from collectdesk.domain.results.archiving import Purpose, Redaction
from collectdesk.terms_archive import CERTIFICATE, PURPOSES, READERS, REDACTED_PACK, SIGNED
from collectdesk.ui import ask, wording
from collectdesk.ui.archive.seal_form import SealForm
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.choices import flowing
from collectdesk.ui.parts.fields import PickOne
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.archive.filing import KeptPack
    from collectdesk.desk.archive.signed_copies import SignedCopy
    from collectdesk.desk.archive.taking_out import TakenOut
    from collectdesk.desk.archive.transporting import Contained
    from collectdesk.desk.vault.archive_keys import SealKey
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office

PDF = mark("PDF (*.pdf)")
ZIP = mark("Archive packs (*.zip)")


class LeavingCard(Card):
    """``said`` carries a Note."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Out of the branch"))
        self.office = office
        self.pack: KeptPack | None = None
        self._slip: Path | None = None
        speech = office.speech
        self.form = Form(speech)
        purposes = [(one.value, PURPOSES[one]) for one in Purpose]
        self.form.add("purpose", mark("What for"), PickOne(speech, purposes), needed=True,
                      hint=mark("The trail keeps who took which pack out, when and what for."))  # fmt: skip
        self.take = button(speech, mark("Clear zip…"), self.take_out, icon="download")
        self.container = button(speech, mark("Container with passphrase…"), self.contain, icon="lock")
        self.sign = button(speech, mark("Signed PDF…"), self.sign_case_file, icon="check")
        readers = [(one.value, READERS[one]) for one in Redaction]
        self.readers = Form(speech)
        self.readers.add("reader", mark("Redacted copy"), PickOne(speech, readers, must=True))
        self.redact = button(speech, mark("Redacted copy (PDF)…"), self.print_redacted, icon="eye")
        self.redact_pack = button(speech, mark("Redacted pack (zip)…"), self.pack_redacted, icon="eye")
        self.seal = SealForm(office)
        self.progress = ProgressLine(speech)
        self.add(self.form)
        self.add(flowing(self.container, self.take, self.sign))
        self.add(self.readers)
        self.add(self.seal)
        self.add(flowing(self.redact, self.redact_pack))
        self.add(self.progress)
        self.seal.show_needed(False)

    def show_sealing(self, *, by_officer: bool) -> None:
        """Whether a redacted pack needs the passphrase of an officer's key."""
        self.seal.show_needed(by_officer)

    def show_pack(self, pack: KeptPack | None) -> None:
        changed = pack is None or self.pack is None or pack.id != self.pack.id
        self.pack = pack
        if changed:
            self.form.clear()
        self.setVisible(pack is not None and pack.disposed_at is None and self.office.may(TakeOutPack.needs))

    def take_out(self) -> None:
        """Ask where the zip goes, and write it for the purpose chosen."""
        said, pack = self.form.read(), self.pack
        if said is None or pack is None:
            return
        target = self._where(mark("Where the pack goes"), f"{pack.number}.zip", ZIP)
        if target is not None:
            deed = TakeOutPack(target, pack.number, Purpose(said["purpose"]))
            ticket = self.office.run(deed, owner=self, done=self._taken, failed=self._failed,
                                     cancelled=self.progress.end, progress=self.progress.step)  # fmt: skip
            self.progress.begin(mark("Reading the pack back"), ticket)

    def _taken(self, taken: TakenOut) -> None:
        self.progress.end()
        said = mark("Pack {number} lies in the clear in {path}.")
        self.said.emit(Note(self.office.say(said, number=taken.number, path=taken.path), Tone.GOOD))

    def sign_case_file(self) -> None:
        """Ask where the signed case file goes, and write it for the purpose chosen."""
        said, pack = self.form.read(), self.pack
        if said is None or pack is None:
            return
        target = self._where(mark("Where the signed PDF goes"), f"{pack.number}-signed.pdf", PDF)
        if target is not None:
            deed = SignCaseFile(target, pack.number, Purpose(said["purpose"]))
            ticket = self.office.run(deed, owner=self, done=self._signed, failed=self._failed,
                                     cancelled=self.progress.end, progress=self.progress.step)  # fmt: skip
            self.progress.begin(mark("Reading the pack back"), ticket)

    def _signed(self, made: SignedCopy) -> None:
        self.progress.end()
        say = self.office.say
        said = f"{say(SIGNED, path=made.path)} {say(CERTIFICATE, fingerprint=made.certificate)}"
        self.said.emit(Note(said, Tone.GOOD))

    def contain(self) -> None:
        """Ask where the container and its slip go, and make both."""
        said, pack = self.form.read(), self.pack
        if said is None or pack is None:
            return
        target = self._where(mark("Where the container goes"), f"{pack.number}-container.zip", ZIP)
        if target is None:
            return
        self._slip = self._where(
            mark("Where the slip with the passphrase goes"), f"{pack.number}-passphrase.pdf", PDF
        )
        if self._slip is None:
            return
        deed = ContainPack(target, pack.number, Purpose(said["purpose"]))
        ticket = self.office.run(deed, owner=self, done=self._contained, failed=self._failed,
                                 cancelled=self.progress.end, progress=self.progress.step)  # fmt: skip
        self.progress.begin(mark("Writing the container"), ticket)

    def _contained(self, made: Contained) -> None:
        self.progress.end()
        if self._slip is not None:
            deed = PrintTransportSlip(
                self._slip, made.number, made.sha256, made.passphrase, self.office.words.language
            )
            self.office.run(
                deed, owner=self, done=lambda paper: self._slipped(made.path, paper), failed=self._failed
            )

    def _slipped(self, container: Path, paper: Printed) -> None:
        said = mark("The container is in {path}, its passphrase on the slip {slip}: let them travel apart.")
        self.said.emit(Note(self.office.say(said, path=container, slip=paper.path), Tone.GOOD))

    def print_redacted(self) -> None:
        """Ask where the copy goes, and print it for the reader chosen."""
        pack = self.pack
        if pack is None:
            return
        target = self._where(mark("Where the copy goes"), f"{pack.number}-redacted.pdf", PDF)
        if target is not None:
            reader = Redaction(self.readers.values()["reader"])
            deed = PrintRedacted(target, pack.number, reader, self.office.words.language)
            self.office.run(deed, owner=self, done=self._redacted, failed=self._failed)

    def pack_redacted(self) -> None:
        """Open the officer's key, where there is one, ask where the copy goes, and seal it for the reader chosen."""
        if self.pack is not None:
            self.seal.open_then(self._pack_redacted)

    def _pack_redacted(self, seal: SealKey | None) -> None:
        pack, reader = self.pack, str(self.readers.values()["reader"])
        if pack is None:
            return
        target = self._where(mark("Where the copy goes"), f"{pack.number}-{reader}.zip", ZIP)
        if target is not None:
            deed = PackRedacted(target, pack.number, Redaction(reader), self.office.words.language, seal)
            ticket = self.office.run(deed, owner=self, done=self._redacted_pack, failed=self._failed,
                                     cancelled=self.progress.end, progress=self.progress.step)  # fmt: skip
            self.progress.begin(mark("Sealing the redacted pack"), ticket)

    def _redacted_pack(self, made: TakenOut) -> None:
        self.progress.end()
        self.said.emit(Note(self.office.say(REDACTED_PACK, path=made.path), Tone.WARN))

    def _redacted(self, paper: Printed) -> None:
        said = mark(
            "The redacted copy is in {path}. Read it before you hand it on: free text may name people."
        )
        self.said.emit(Note(self.office.say(said, path=paper.path), Tone.WARN))

    def _where(self, title: str, name: str, kinds: str) -> Path | None:
        return ask.file_to_save(self, self.office.say(title), name, self.office.say(kinds))

    def _failed(self, error: BaseException) -> None:
        self.progress.end()
        self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))
