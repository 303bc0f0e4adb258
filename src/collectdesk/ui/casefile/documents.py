"""Owns the Documents tab: evidence, what was printed, and the archive packs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from collectdesk.desk.customers.files import CustomerFile, Evidence, KeptPack, Print
from collectdesk.desk.customers.looking import LookAtEvidence, Looked, can_be_looked_at
from collectdesk.domain.refusals import Refused
from collectdesk.terms import code_term
from collectdesk.ui import wording
from collectdesk.ui.casefile.tab import Host, Tab, framed
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.pdf_view import PdfView
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

FIRST_WIDTH: Final = 1100
"""Pixels of the first page, which also says how many pages there are."""
_VERDICTS = {"green": Tone.GOOD, "unproven": Tone.WARN, "red": Tone.DANGER, "": Tone.PLAIN}


def size_text(words: Words, size: int) -> str:
    """Kilobytes, or megabytes from one on."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:,.1f} MB"
    return f"{words.number(max(1, round(size / 1000)))} kB"


def document_text(words: Words, document: str) -> str:
    """What a print is called; an unknown code is shown as it is."""
    return code_term(words, "document", document)


EVIDENCE: tuple[Column[Evidence], ...] = (
    Column(mark("Kind"), lambda w, e: code_term(w, "evidence", e.kind), Kind.BOLD),
    Column(mark("File"), lambda _w, e: e.original_name, stretch=True),
    Column(mark("Size"), lambda w, e: size_text(w, e.size), Kind.NUMBER, sort=lambda e: e.size),
    Column(mark("Filed"), lambda w, e: w.instant(e.recorded_at), Kind.MUTED),
    Column(mark("Digest"), lambda _w, e: e.sha256[:12], Kind.MUTED),
)
PRINTS: tuple[Column[Print], ...] = (
    Column(mark("Document"), lambda w, p: document_text(w, p.document), Kind.BOLD),
    Column(mark("Print no."), lambda _w, p: p.number, stretch=True),
    Column(mark("Copy"), lambda w, p: w.number(p.copy), Kind.NUMBER, sort=lambda p: p.copy),
    Column(mark("Page count"), lambda w, p: w.number(p.pages), Kind.NUMBER, sort=lambda p: p.pages),
    Column(mark("Printed at"), lambda w, p: w.instant(p.printed_at), Kind.MUTED),
)
PACKS: tuple[Column[KeptPack], ...] = (
    Column(mark("Pack no."), lambda _w, p: p.number, Kind.BOLD, stretch=True),
    Column(mark("Built"), lambda w, p: w.date(p.built_on)),
    Column(mark("Files"), lambda w, p: w.number(p.files), Kind.NUMBER, sort=lambda p: p.files),
    Column(
        mark("Verdict"),
        lambda w, p: Status(code_term(w, "verdict", p.verdict), _VERDICTS.get(p.verdict, Tone.PLAIN)),
        Kind.CHIP,
    ),
)


class DocumentsTab(Tab):
    """Three short lists; a photo or paper that is looked at stands beside the evidence, in place of the others."""

    sentence = mark("Documents")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self.evidence: ValueTable[Evidence] = rows_table(
            self.speech, mark("Evidence"), EVIDENCE, lambda e: e.id, opens_on_click=False
        )
        self.prints: ValueTable[Print] = rows_table(
            self.speech,
            mark("Printed"),
            PRINTS,
            lambda p: (p.number, p.copy, p.document),
            opens_on_click=False,
        )
        self.packs: ValueTable[KeptPack] = rows_table(
            self.speech, mark("Archive packs"), PACKS, lambda p: p.id
        )
        self.evidence.set_empty(
            mark("No evidence yet"), mark("Photos and scans are filed with the visit record.")
        )
        self.prints.set_empty(mark("Nothing was printed"), mark("Kits, records and agreements appear here."))
        self.packs.set_empty(mark("Not archived yet"), mark("A finished case is packed on the Archive page."))
        self.packs.opened.connect(lambda pack: self.host.go("archive", pack.id))
        self.look_button = button(
            self.speech, mark("Look at it"), self.look, icon="eye", look="quiet", key="Enter"
        )
        self.evidence.picked.connect(self._picked)
        self.evidence.opened.connect(lambda _kept: self.look())
        self._lay_out()
        self._close()

    def _lay_out(self) -> None:
        top = Card(self.speech, mark("Evidence"), flush=True)
        top.head.addWidget(self.look_button)
        framed(top, self.evidence, 4)
        prints = framed(Card(self.speech, mark("Printed"), flush=True), self.prints, 3)
        packs = framed(Card(self.speech, mark("Archive packs"), flush=True), self.packs, 3)
        self.lists = QWidget()
        halves = row(prints, packs, spacing=12)
        halves.setStretch(0, 3)
        halves.setStretch(1, 2)
        self.lists.setLayout(halves)
        self.view = PdfView(self.speech, mark("Evidence"))
        self.about = label(None, "", "mute")
        self.trouble = label(None, "", "wrong", wrap=True)
        self.shown = Card(self.speech, mark("The document"))
        self.shown.head.addWidget(button(self.speech, mark("Close"), self.close_look, icon="x", key="Esc"))
        for part in (self.about, self.trouble):
            self.shown.add(part)
        self.shown.add(self.view, 1)
        left = QWidget()
        left.setLayout(column(top, self.lists, spacing=12))
        beside = row(left, self.shown, spacing=12)
        beside.setStretch(0, 1)
        beside.setStretch(1, 1)
        self.body.addLayout(beside, 1)

    def show_file(self, file: CustomerFile) -> None:
        if self._looked_id and all(each.id != self._looked_id for each in file.evidence):
            self._close()  # another customer's file: nothing of the one before stays in sight
        self.evidence.show_rows(file.evidence)
        self.prints.show_rows(file.prints)
        self.packs.show_rows(file.packs)

    # ---- a look at the evidence

    def _picked(self, kept: Evidence | None) -> None:
        """While a look is open, the next document follows the cursor."""
        self.look_button.setEnabled(kept is not None and can_be_looked_at(kept))
        if self._looked_id and kept is not None and kept.id != self._looked_id:
            self.look()

    def look(self) -> None:
        """Show the chosen photo or paper beside the lists."""
        kept = self.evidence.chosen
        if kept is None:
            return
        self._looked_id = str(kept.id)
        words = self.office.words
        self.about.setText(
            f"{kept.original_name} · {size_text(words, kept.size)} · {words.instant(kept.recorded_at)}"
        )
        self.trouble.hide()
        self.lists.hide()
        self.shown.show()
        self.view.show_document(0, self._ask)
        if can_be_looked_at(kept):
            self._first(kept)
        else:
            self._refused(Refused("evidence.no_preview"))

    def _first(self, kept: Evidence) -> None:
        """The first page says how many there are."""

        def came(found: Looked) -> None:
            if self._looked_id == kept.id:
                self._begun = found.picture
                self.view.show_document(found.pages, self._ask)

        deed = LookAtEvidence(str(kept.case_id), str(kept.id), 1, FIRST_WIDTH)
        self.run(deed, came, lambda error: self._failed(str(kept.id), error))

    def _ask(self, page: int, width: int, deliver: Callable[[bytes], None]) -> None:
        kept = next((e for e in self.file.evidence if e.id == self._looked_id), None) if self.file else None
        if kept is None:
            return
        if page == 0 and self._begun and width <= FIRST_WIDTH:
            deliver(self._begun)
            return
        deed = LookAtEvidence(str(kept.case_id), str(kept.id), page + 1, width)
        self.run(deed, lambda found: deliver(found.picture), lambda error: self._failed(str(kept.id), error))

    def _failed(self, evidence_id: str, error: BaseException) -> None:
        if evidence_id == self._looked_id:
            self._refused(error)

    def _refused(self, error: BaseException) -> None:
        self.trouble.setText(wording.sentence(self.office.words, error))
        self.trouble.show()

    def close_look(self) -> None:
        """The lists again; nothing of the document stays."""
        self._close()
        self.evidence.setFocus()

    def _close(self) -> None:
        self._looked_id, self._begun = "", b""
        self.view.show_document(0, self._ask)
        self.shown.hide()
        self.lists.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._looked_id:
            self.close_look()
        else:
            super().keyPressEvent(event)

    def focus_first(self) -> None:
        self.evidence.setFocus()
