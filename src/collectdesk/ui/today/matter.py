"""Owns the card that tells a supervisor what a matter is about, before it is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from collectdesk.desk.people.deputy_papers import ShowDeputyPaper
from collectdesk.ui.parts.buttons import button, hairline
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Chip
from collectdesk.ui.parts.choices import Flow
from collectdesk.ui.parts.elided import Elided
from collectdesk.ui.parts.facts import Fact, Facts, Figures
from collectdesk.ui.parts.pdf_view import PdfView
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.today.columns import LONG_OVERDUE
from collectdesk.ui.today.matter_facts import (
    breach_facts,
    clock_facts,
    complaint_facts,
    deputy_facts,
    file_facts,
    machine_facts,
    notice_facts,
    paper_facts,
    petition_facts,
    phones_facts,
    plan_facts,
    request_facts,
    sheet_facts,
)
from collectdesk.ui.today.matters import Matter, Sort, sort_chip
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.desk.paper.recording import RecordSheet
    from collectdesk.ui.office import Office
    from collectdesk.ui.parts.pdf_view import Deliver


class MatterCard(Card):
    """Who, the figures, the matter itself, then what the file knows. ``opened`` asks for the whole file."""

    opened = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._matter: Matter | None = None
        self._file: CustomerFile | None = None
        self._sheet: RecordSheet | None = None
        self.name = Elided("heading")
        self.about = Elided("mute")
        self.chip = Chip()
        self.figures = Figures()
        self.facts = Facts()
        self.behind = Facts()
        self.line = hairline()
        self.open_button = button(
            office.speech,
            mark("Open the file"),
            self.opened.emit,
            icon="file-text",
            key="Enter",
        )
        self.add(row(self.name, self.about, None, self.chip))
        self.chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        wrapped = Flow(spacing=12)
        wrapped.addWidget(self.figures)
        wrapped.addWidget(self.open_button)
        self.add(wrapped)
        inner = QWidget()
        held = QVBoxLayout(inner)
        held.setContentsMargins(0, 2, 8, 2)
        held.setSpacing(10)
        for part in (self.facts, self.line, self.behind):
            held.addWidget(part)
        held.addStretch(1)
        self.room = scrolled(inner, by_keys=True)
        office.speech.bind(self.room, self.room.setAccessibleName, mark("What is known"))
        self.add(self.room, 1)
        self.scan = PdfView(office.speech, mark("The scan"))
        self.add(self.scan, 1)
        self.show_matter(None)

    def show_matter(self, matter: Matter | None) -> None:
        """What the list knows, at once."""
        if matter is None or self._matter is None or matter.key != self._matter.key:
            self._file, self._sheet = None, None
            self.room.verticalScrollBar().setValue(0)
        changed = matter is not None and (self._matter is None or matter.key != self._matter.key)
        self._matter = matter
        is_scan = matter is not None and matter.sort is Sort.DEPUTY
        self.scan.setVisible(is_scan)
        if is_scan and changed:
            self.scan.show_document(1, self._ask_scan)
        self._write()

    def _ask_scan(self, _page: int, _width: int, deliver: Deliver) -> None:
        if self._matter is not None:
            deed = ShowDeputyPaper(self._matter.source.paper_id)
            self._office.run(deed, owner=self, done=deliver, failed=lambda _error: None)

    def show_file(self, found: CustomerFile) -> None:
        self._file = found
        self._write()

    def show_sheet(self, sheet: RecordSheet) -> None:
        self._sheet = sheet
        self._write()

    def retranslate(self) -> None:
        self._write()

    def _write(self) -> None:
        words, matter, found = self._office.words, self._matter, self._file
        for part in (self.figures, self.about, self.open_button, self.room):
            part.setVisible(matter is not None)
        self.line.setVisible(found is not None)
        if matter is None:
            self.name.setText(words.say(mark("Nothing is chosen")))
            self.chip.show_status(None)
            return
        self.open_button.setVisible(matter.sort not in (Sort.MACHINE, Sort.PHONES, Sort.DEPUTY))
        self.name.setText(matter.name or matter.case_no or words.say(mark("This computer")))
        self.about.setText(matter.case_no if matter.name else "")
        self.chip.show_status(sort_chip(words, matter))
        self.figures.show_facts(self._figures())
        self.facts.show_facts(self._own_facts())
        self.behind.show_facts(file_facts(words, found) if found is not None else ())

    def _figures(self) -> list[Fact]:
        words, found = self._office.words, self._file
        if found is None:
            return []
        late = Tone.DANGER if found.dpd > LONG_OVERDUE else Tone.PLAIN
        return [
            Fact(words.say(mark("Overdue")), words.money(found.overdue)),
            Fact(words.say(mark("Days overdue")), words.number(found.dpd), late),
        ]

    def _own_facts(self) -> list[Fact]:
        words, matter = self._office.words, self._matter
        if matter is None:
            return []
        if matter.sort is Sort.REQUEST:
            return request_facts(words, matter.source)
        if matter.sort is Sort.PAPER:
            return paper_facts(words, matter.source)
        if matter.sort is Sort.DEPUTY:
            return deputy_facts(words, matter.source)
        if matter.sort is Sort.PLAN:
            return plan_facts(words, matter.source, self._file)
        if matter.sort is Sort.NOTICE:
            return notice_facts(words, matter.source)
        if matter.sort is Sort.CLOCK:
            return clock_facts(words, matter.source)
        if matter.sort is Sort.COMPLAINT:
            return complaint_facts(words, matter.source)
        if matter.sort is Sort.PETITION:
            return petition_facts(words, matter.source)
        if matter.sort is Sort.PHONES:
            return phones_facts(words, matter.source)
        if matter.sort is Sort.BREACH:
            return breach_facts(words, matter.source)
        if matter.sort is Sort.MACHINE:
            return machine_facts(words, matter.source)
        return sheet_facts(words, self._sheet) if self._sheet is not None else []
