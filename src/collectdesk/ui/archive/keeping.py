"""Owns how a pack is kept: legal hold, until when, disposal by two with its certificate, and a year handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from collectdesk.desk.archive.pack_register import (
    DisposePack,
    HandOverPacks,
    HoldPack,
    KeepLonger,
    PrintPackDisposal,
    ReleasePack,
    SweepPacks,
)
from collectdesk.desk.people.staffing import ShowAccounts
from collectdesk.domain.zones import local_day
from collectdesk.ui import ask, wording
from collectdesk.ui.archive.leaving import PDF
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.choices import flowing
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, TextEdit
from collectdesk.ui.parts.form import MISSING, Form
from collectdesk.ui.settings.second_person import add_second, offer_seconds, run_for_two
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.archive.filing import KeptPack
    from collectdesk.desk.archive.pack_register import Transferred
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office


class KeepingCard(Card):
    """``said`` carries a Note."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Keeping"))
        self.office = office
        self.pack: KeptPack | None = None
        self._asked = False
        speech = office.speech
        self.form = Form(speech)
        self.form.add("until", mark("Kept until"), DateEdit(speech, lambda: local_day(office.desk.now())))
        self.form.add("reason", mark("Reason"), TextEdit(longest=200))
        self.second = add_second(self.form, office)
        self.draft = FormDraft(
            office, "pack_keeping", self.form, names=("until", "reason"),
            blank=lambda: self.form.put({"until": None, "reason": None}),
        )  # fmt: skip
        self.longer = button(speech, mark("Keep longer"), self.keep_longer)
        self.hold = button(speech, mark("Legal hold"), self.hold_it)
        self.release = button(speech, mark("Lift the hold"), self.release_it)
        self.dispose = button(speech, mark("Dispose of the pack…"), self.dispose_of_it, look="danger")
        self.certificate = button(speech, mark("Certificate (PDF)…"), self.print_certificate, icon="printer")
        self.year = button(speech, mark("Hand the year over (XLSX)…"), self.hand_over, icon="download")
        for part in (self.draft, self.form):
            self.add(part)
        self.add(flowing(self.longer, self.hold, self.release))
        self.add(flowing(self.dispose, self.certificate, self.year))

    def show_pack(self, pack: KeptPack | None) -> None:
        changed = pack is None or self.pack is None or pack.id != self.pack.id
        self.pack = pack
        may = self.office.may(HoldPack.needs)
        self.setVisible(pack is not None and (may or pack.disposed_at is not None))
        if pack is None:
            return
        if changed and may:
            self.draft.about(pack.id)
            self.form.accept_all()
            self.form.put({"second": None, "second_password": None})
        if not self._asked and may and self.office.may(ShowAccounts.needs):
            self._asked = True
            offered = lambda people: offer_seconds(self.second, self.office, people)  # noqa: E731
            self.office.run(ShowAccounts(), owner=self, done=offered)
        gone, held = pack.disposed_at is not None, pack.held_on is not None
        for part, shown in (
            (self.form, may and not gone), (self.longer, may and not gone), (self.hold, may and not gone and not held),
            (self.release, may and held), (self.dispose, may and not gone and not held),
            (self.certificate, gone and self.office.may(PrintPackDisposal.needs)), (self.year, may and not gone),
        ):  # fmt: skip
            part.setVisible(shown)

    # ---- deeds

    def keep_longer(self) -> None:
        """Say until when the pack is kept."""
        said = self._read("until")
        if said is not None and self.pack is not None:
            self._run(KeepLonger(self.pack.number, said["until"]))

    def hold_it(self) -> None:
        """Put the pack under a legal hold."""
        said = self.form.read()
        if said is not None and self.pack is not None:
            self._run(HoldPack(self.pack.number, str(said["reason"] or "")))

    def _read(self, needed: str) -> dict[str, Any] | None:
        said = self.form.read()
        if said is not None and not said[needed]:
            self.form.refuse(needed, self.office.say(MISSING))
            return None
        return said

    def _run(self, deed: Any) -> None:
        self.office.run(deed, owner=self, done=self._done, failed=self._refused)

    def release_it(self) -> None:
        """Lift the hold, with a second person."""
        said, pack = self.form.read(), self.pack
        if said is not None and pack is not None:
            run_for_two(self.office, said, lambda second: ReleasePack(pack.number, second), owner=self,
                        done=self._done, failed=self._refused)  # fmt: skip

    def dispose_of_it(self) -> None:
        """Ask once more, then delete the key."""
        said, pack, say = self._read("reason"), self.pack, self.office.say
        if said is None or pack is None:
            return
        sure = mark("Delete the key of pack {number}? Nobody reads it from this branch again.")
        if said["second"] and not ask.agrees(
            self, say(mark("Dispose of the pack?")), say(sure, number=pack.number),
            say(mark("Delete the key")), say(mark("Keep it")),
        ):  # fmt: skip
            return
        run_for_two(self.office, said, lambda second: DisposePack(pack.number, str(said["reason"]), second),
                    owner=self, done=self._disposed, failed=self._refused)  # fmt: skip

    def _disposed(self, _none: None) -> None:
        self.office.run(SweepPacks(), owner=self, done=lambda _files: self._done(None))

    def _done(self, _none: None) -> None:
        self.draft.done()
        self.form.clear()
        self.said.emit(Note(self.office.say(mark("The register says so.")), Tone.GOOD))

    def print_certificate(self) -> None:
        """Ask where the certificate goes, and print it."""
        pack, say = self.pack, self.office.say
        if pack is None:
            return
        name = f"{pack.number}-disposed.pdf"
        target = ask.file_to_save(self, say(mark("Where the certificate goes")), name, say(PDF))
        if target is not None:
            deed = PrintPackDisposal(target, pack.number, self.office.words.language)
            self.office.run(deed, owner=self, done=self._printed, failed=self._refused)

    def _printed(self, paper: Printed) -> None:
        said = mark("The certificate is in {path}.")
        self.said.emit(Note(self.office.say(said, path=paper.path), Tone.GOOD))

    def hand_over(self) -> None:
        """Ask where the list of this pack's year goes, and hand the year over."""
        pack, say = self.pack, self.office.say
        if pack is None:
            return
        target = ask.file_to_save(
            self, say(mark("Where the transfer list goes")), f"{say(mark('Transfer list'))} {pack.year}.xlsx",
            say(mark("Spreadsheets (*.xlsx)")),
        )  # fmt: skip
        if target is not None:
            deed = HandOverPacks(target, pack.year, self.office.words.language)
            self.office.run(deed, owner=self, done=self._handed_over, failed=self._refused)

    def _handed_over(self, made: Transferred) -> None:
        said = mark("Transfer list {number} with {count} packs is in {path}.")
        told = self.office.say(said, number=made.number, count=made.packs, path=made.path)
        self.said.emit(Note(told, Tone.GOOD))

    def _refused(self, error: BaseException) -> None:
        code = str(getattr(error, "code", ""))
        text = wording.sentence(self.office.words, error)
        if code in ("store.wrong_password", "store.wait"):
            self.form.refuse("second_password", text)
        elif code.startswith("second."):
            self.form.refuse("second", text)
        elif not self.form.take_refusal(error):
            self.said.emit(Note(text, Tone.DANGER))
