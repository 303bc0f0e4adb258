"""Owns the evidence of a visit: what is filed already, and files added by picking or dropping."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from collectdesk.desk.attaching import AttachEvidence, kind_of
from collectdesk.terms import code_term
from collectdesk.ui import ask, wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.facts import Fact, Facts
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
        for part in (self.nothing, self.wrong):
            self.add(part)
        self.add(self.facts)
        self.setAcceptDrops(may_add)
        office.speech.changed.connect(self._write)

    def show_evidence(self, visit_id: str, filed: Sequence[Any]) -> None:
        """Show what is filed with a visit."""
        if visit_id != self._visit_id:
            self._say("")
        self._visit_id, self._filed = visit_id, filed
        self._write()

    def _write(self) -> None:
        words = self.office.words
        self.nothing.setVisible(not self._filed)
        self.facts.setVisible(bool(self._filed))
        self.facts.show_facts(
            [
                Fact(
                    code_term(words, "evidence", each.kind),
                    f"{each.original_name} · {size_of(words, each.size)} · SHA-256 {each.sha256[:SHORT]}…",
                )
                for each in self._filed
            ]
        )
        self.say_beside(words.number(len(self._filed)) if self._filed else "")

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
        for path in paths:
            deed = AttachEvidence(
                self._visit_id, path, self.office.desk.store.evidence_folder(), kind_of(path)
            )
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
