"""Owns the evidence of a visit: what is filed already, and files added by picking or dropping."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from collectdesk.desk.paper.attaching import RECORDING, AttachEvidence, DescribeRecording, kind_of
from collectdesk.desk.paper.visit_papers import PrintCustodySlip
from collectdesk.terms import code_term
from collectdesk.ui import ask, wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.paired_form import PairedForm
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.ui.office import Office
    from collectdesk.words import Words

SHORT: Final = 12


def size_of(words: Words, size: int) -> str:
    """Kilobytes below a megabyte, else megabytes with one decimal."""
    if size < 1_000_000:
        return f"{words.number(max(1, round(size / 1000)))} KB"
    return f"{size / 1_000_000:,.1f} MB"


class EvidenceCard(Card):
    """Evidence of one visit. ``attached`` follows each file that was taken in."""

    attached = Signal()
    slip_asked = Signal(str)

    def __init__(self, office: Office, *, may_add: bool = True) -> None:
        super().__init__(office.speech, mark("Evidence"))
        self.office = office
        self._visit_id = ""
        self._filed: Sequence[Any] = ()
        self.facts = Facts()
        self.nothing = label(
            office.speech, mark("Nothing is attached yet. Drop photos and scans here."), "mute"
        )
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        add = button(office.speech, mark("Add files"), self.pick, icon="camera")
        self.head.addWidget(add)
        add.setVisible(may_add)
        slip = button(office.speech, mark("Custody slip"), self.print_slip, icon="printer", look="quiet")
        self.head.insertWidget(self.head.count() - 1, slip)
        slip.setVisible(office.may(PrintCustodySlip.needs))
        for part in (self.nothing, self.wrong):
            self.add(part)
        self.add(self.facts)
        self._lay_about(may_add)
        self.setAcceptDrops(may_add)
        office.speech.changed.connect(self._write)

    def _lay_about(self, may_add: bool) -> None:
        """What is told of the files that are added next, or of a recording that still lacks its number."""
        speech = self.office.speech
        self.about = PairedForm(speech)
        self.about.add_pair("label", mark("Recorder or recording no."), TextEdit(speech, longest=40))
        self.about.add_beside("minutes", mark("Length in minutes"), TextEdit(speech, longest=5))
        basis = TextEdit(speech, mark("Clause or consent; without one the place is blanked out"), longest=120)
        self.about.add("basis", mark("Photos keep their place by"), basis)
        self.draft = FormDraft(self.office, "evidence_about", self.about)
        self.describe_button = button(speech, mark("Note number and length"), self.describe)
        for part in (self.draft, self.about):
            self.add(part)
        self.add(row(None, self.describe_button))
        self._may_add = may_add
        self.about.setVisible(may_add)
        self.describe_button.hide()

    def show_evidence(self, visit_id: str, filed: Sequence[Any]) -> None:
        """Show what is filed with a visit."""
        if visit_id != self._visit_id:
            self._say("")
        self._visit_id, self._filed = visit_id, filed
        if self._may_add:
            self.draft.about(visit_id)
        self._write()

    def _write(self) -> None:
        words = self.office.words
        self.nothing.setVisible(not self._filed)
        self.facts.setVisible(bool(self._filed))
        self.facts.show_facts(
            [
                Fact(
                    code_term(words, "evidence", each.kind),
                    self._line(words, each),
                )
                for each in self._filed
            ]
        )
        self.say_beside(words.number(len(self._filed)) if self._filed else "")
        self.describe_button.setVisible(self._may_add and self._unnamed() is not None)

    @staticmethod
    def _line(words: Words, each: Any) -> str:
        said = [each.original_name, size_of(words, each.size)]
        if each.taken_at:
            said.append(words.say(mark("taken {at}"), at=each.taken_at.replace("T", " ")[:16]))
        if each.came_sha256:
            said.append(words.say(mark("its place was blanked out")))
        if each.location:
            said.append(f"{each.location} ({each.location_basis})")
        if each.seconds is not None:
            said.append(f"{each.seconds // 60}:{each.seconds % 60:02d}")
        said += [part for part in (each.device, each.label) if part]
        return " · ".join([*said, f"SHA-256 {each.sha256[:SHORT]}…"])

    def _unnamed(self) -> Any:
        """The first recording of which nobody said the number."""
        return next((each for each in self._filed if each.kind == RECORDING and not each.label), None)

    def _told(self) -> tuple[str, int | None] | None:
        """Number and length as typed; None where the length can't be read, which is then said."""
        typed = self.about.values()
        text = typed["minutes"] or ""
        try:
            seconds = round(60 * float(text.replace(",", "."))) if text else None
        except (ValueError, OverflowError):
            self.about.refuse(
                "minutes", self.office.say(mark("This isn't a length in minutes, such as 12.5."))
            )
            return None
        return typed["label"] or "", seconds

    def describe(self) -> None:
        """Note number and length of the first recording that lacks them."""
        found, told = self._unnamed(), self._told()
        if found is not None and told is not None:
            self.office.run(
                DescribeRecording(str(found.id), *told), owner=self, done=lambda _none: self._described(),
                failed=self._not_described,
            )  # fmt: skip

    def _described(self) -> None:
        self.draft.done()
        self.attached.emit()

    def _not_described(self, error: BaseException) -> None:
        name = {"seconds": "minutes"}.get(wording.field_of(error), "label")
        self.about.refuse(name, wording.sentence(self.office.words, error))

    def print_slip(self) -> None:
        """Ask for the custody slip of this visit's evidence."""
        if self._visit_id:
            self.slip_asked.emit(self._visit_id)

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    def pick(self) -> None:
        """Choose files to add."""
        kinds = self.office.say(mark("Photos, scans, recordings (*.*)"))
        self.take(ask.files_to_open(self, self.office.say(mark("Add files to the visit")), kinds))

    def take(self, paths: Sequence[Path]) -> None:
        """File these with the visit in sight; each one that can't be is named."""
        self._say("")
        told = self._told()
        if told is None:
            return
        for path in paths:
            kind = kind_of(path)
            label, seconds = told if kind == RECORDING else ("", None)
            deed = AttachEvidence(
                self._visit_id, path, self.office.desk.store.evidence_folder(), kind, label, seconds,
                self.about.values()["basis"] or "",
            )  # fmt: skip
            self.office.run(deed, owner=self, done=lambda _id: self.attached.emit(), failed=self._refused)

    def _refused(self, error: BaseException) -> None:
        said = wording.sentence(self.office.words, error)
        self._say(f"{self.wrong.text()}\n{said}".strip())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._visit_id and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        dropped = (Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        self.take([path for path in dropped if path.is_file()])
        event.acceptProposedAction()
