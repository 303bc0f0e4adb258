"""Owns the Documents tab: evidence, what was printed, and the archive packs."""

from __future__ import annotations

from collectdesk.desk.files import CustomerFile, Evidence, KeptPack, Print
from collectdesk.terms import code_term
from collectdesk.ui.casefile.tab import Host, Tab, framed
from collectdesk.ui.office import Office
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

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
    """Three short lists."""

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
        top = framed(Card(self.speech, mark("Evidence"), flush=True), self.evidence, 4)
        left = framed(Card(self.speech, mark("Printed"), flush=True), self.prints, 3)
        right = framed(Card(self.speech, mark("Archive packs"), flush=True), self.packs, 3)
        self.body.addWidget(top, 1)
        self.lay_beside(left, right, (3, 2), 1)

    def show_file(self, file: CustomerFile) -> None:
        self.evidence.show_rows(file.evidence)
        self.prints.show_rows(file.prints)
        self.packs.show_rows(file.packs)

    def focus_first(self) -> None:
        self.evidence.setFocus()
