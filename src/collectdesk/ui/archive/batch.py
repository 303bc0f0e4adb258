"""Owns the batch: the packs of all ready cases, one after the other, each with its slip; what fails is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from collectdesk.desk.archive.filing import BuildPack, BuiltPack
from collectdesk.desk.archive.pack_papers import PrintPackSlip
from collectdesk.ui import ask, wording
from collectdesk.ui.archive.seal_form import SealForm
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.archive.filing import ArchiveLine
    from collectdesk.desk.vault.archive_keys import SealKey
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office


class BatchCard(Card):
    """``said`` carries a Note. The officer's key is opened once and dropped with the last pack."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("All ready cases"))
        self.office = office
        self.ready: tuple[ArchiveLine, ...] = ()
        self.built = 0
        self.failed: list[str] = []
        self._waiting: list[ArchiveLine] = []
        self._total = 0
        self._seal: SealKey | None = None
        self._slips = Path()
        self._stopping = False
        self.about = label(None, "", "mute", wrap=True)
        self.seal = SealForm(office)
        self.progress = ProgressLine(office.speech)
        self.report = label(None, "", "", wrap=True)
        self.report.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard
                                            | Qt.TextInteractionFlag.TextSelectableByMouse)  # fmt: skip
        self.go = button(office.speech, mark("Build all packs…"), self.begin, icon="archive")
        self.stop = button(office.speech, mark("Stop after this one"), self.end_early, look="quiet")
        for part in (self.about, self.seal, self.progress, self.report):
            self.add(part)
        self.add(row(None, self.stop, self.go))
        self.stop.hide()
        self.report.hide()

    @property
    def is_running(self) -> bool:
        return self._total > 0

    @property
    def is_there(self) -> bool:
        """Whether there is a batch to begin, under way, or to read about."""
        worth = len(self.ready) > 1 or self.is_running or bool(self.failed)
        return worth and self.office.may(BuildPack.needs)

    def show_ready(self, ready: tuple[ArchiveLine, ...], *, sealed_by_officer: bool) -> None:
        """Which cases wait for their first pack."""
        self.ready = ready
        self.seal.show_needed(sealed_by_officer and not self.is_running)
        self.setVisible(self.is_there)
        self.retranslate()

    def retranslate(self) -> None:
        words = self.office.words
        told = words.plural(
            "{count} case is ready and has no pack. What is built stays built: begun again it goes on.",
            "{count} cases are ready and have no pack. What is built stays built: begun again it goes on.",
            len(self.ready),
        )
        self.about.setText(told)
        self.go.setEnabled(bool(self.ready) and not self.is_running)

    def begin(self) -> None:
        """Ask where the slips go, open the key, and build."""
        if self.is_running or not self.ready:
            return
        folder = ask.folder(self, self.office.say(mark("Where the slips go")))
        if folder is not None:
            self._slips = folder
            self.seal.open_then(self._opened)

    def _opened(self, seal: SealKey | None) -> None:
        self._seal, self._waiting, self.built, self.failed = seal, list(self.ready), 0, []
        self._total, self._stopping = len(self._waiting), False
        self.seal.hide()
        self.report.hide()
        self.stop.setVisible(True)
        self.stop.setEnabled(True)
        self.retranslate()
        self._next()

    def end_early(self) -> None:
        """The pack under way is finished; the others wait for the next time."""
        self._stopping = True
        self.stop.setEnabled(False)

    def _next(self) -> None:
        if not self._waiting or self._stopping:
            self._finish()
            return
        line, words = self._waiting.pop(0), self.office.words
        folder = self.office.desk.store.packs_folder()
        deed = BuildPack(line.case_id, resting_name(folder, line.case_no), words.language, seal=self._seal)
        ticket = self.office.run(
            deed,
            owner=self,
            done=lambda built: self._slip(line, built),
            failed=lambda e: self._failed(line, e),
        )
        done = self._total - len(self._waiting)
        self.progress.begin(mark("Building packs"), ticket)
        self.progress.step(done, self._total)

    def _slip(self, line: ArchiveLine, built: BuiltPack) -> None:
        self.built += 1
        deed = PrintPackSlip(self._slips / f"{line.case_no}.pdf", built.number, self.office.words.language)
        self.office.run(deed, owner=self, done=self._slipped, failed=lambda error: self._failed(line, error))

    def _slipped(self, _paper: Printed) -> None:
        self._next()

    def _failed(self, line: ArchiveLine, error: BaseException) -> None:
        self.failed.append(f"{line.case_no}: {wording.sentence(self.office.words, error)}")
        if str(getattr(error, "code", "")).startswith("signature."):
            self._waiting.clear()  # nobody is there to sign: what follows would only fail the same way
        self._next()

    def _finish(self) -> None:
        self._seal, self._total = None, 0
        self.progress.end()
        self.stop.hide()
        words = self.office.words
        told = words.say(
            mark("{built} packs built, {failed} failed."), built=words.number(self.built),
            failed=words.number(len(self.failed)),
        )  # fmt: skip
        self.report.setText("\n".join((told, *self.failed)))
        self.report.setVisible(True)
        self.retranslate()
        self.said.emit(Note(told, Tone.WARN if self.failed else Tone.GOOD))


def resting_name(folder: Path, case_no: str) -> Path:
    """Where a case's next pack rests."""
    number = 1
    while (path := folder / f"{case_no}-{number}.cdpack").exists():
        number += 1
    return path
