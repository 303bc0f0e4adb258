"""Owns the look at a paper that was just made: its pages, printing it, saving a copy.

The file lies in a folder of this user alone and goes when the look at it ends, so that no paper with names on it
is left behind unencrypted; a copy is saved only where the person wants one.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from collectdesk.desk.visits.printing import PreviewPages
from collectdesk.ui import ask
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.fields import PickOne
from collectdesk.ui.parts.pdf_view import PdfView
from collectdesk.ui.printing.job import PrintJob
from collectdesk.ui.printing.printers import ASK, installed
from collectdesk.ui.printing.tray import Waiting, kind_of
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office


class PdfPreview(QWidget):
    """``closed`` follows when the person has seen enough; ``said`` carries a sentence once something is done."""

    closed = Signal()
    said = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.paper: Printed | None = None
        self._folder: Path | None = None
        speech = office.speech
        self.view = PdfView(speech)
        self.view.zoom(
            -1
        )  # three quarters of the width: lines are read at a glance, and more of the page is seen
        self.missing = label(None, "", "wrong", wrap=True)
        card = Card(speech, mark("Print preview"))
        self.printer = PickOne(speech, must=True)
        self.printer.setMaximumWidth(200)
        self.printer.edited.connect(self._choose_printer)
        speech.bind(self.printer, self.printer.setAccessibleName, mark("Printer"))
        speech.bind(self.printer, self.printer.setToolTip, mark("Printer for this kind of paper"))
        card.head.addWidget(self.printer)
        card.head.addWidget(
            button(speech, mark("Save a copy"), self.save_copy, icon="download", look="quiet")
        )
        card.head.addWidget(button(speech, mark("Print later"), self.print_later, look="quiet"))
        self.print_button = button(
            speech, mark("Print"), self.print_paper, icon="printer", look="primary", key="Ctrl+P"
        )
        card.head.addWidget(self.print_button)
        card.head.addWidget(button(speech, mark("Close"), self.close_paper, icon="x", key="Esc"))
        card.add(self.missing)
        card.add(self.view, 1)
        self._card = card
        outer = column(card)
        outer.setContentsMargins(0, 0, 0, 0)
        self.setLayout(outer)

    def new_target(self, name: str) -> Path:
        """Where the next paper is to be made; the one before goes."""
        self._forget()
        self._folder = Path(tempfile.mkdtemp(prefix="collectdesk-"))
        self._cleaner = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder / name

    def show_paper(self, paper: Printed) -> None:
        """Show a finished paper from its first page."""
        self.paper = paper
        words = self.office.words
        pages = words.say(mark("Pages: {count}"), count=words.number(paper.pages))
        copy = words.say(mark("copy {number}"), number=paper.copy) if paper.copy > 1 else ""
        self._card.say_beside(" · ".join(part for part in (paper.number, pages, copy) if part))
        missing = " ".join(paper.missing_glyphs)
        self.missing.setVisible(bool(missing))
        if missing:
            self.missing.setText(
                words.say(mark("No font has these characters; write them in by hand: {signs}"), signs=missing)
            )
        self._offer_printers(kind_of(paper.number))
        self.view.show_document(paper.pages, self._ask)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, page: int, width: int, deliver: Callable[[bytes], None]) -> None:
        paper = self.paper
        if paper is None:
            return

        def failed(error: BaseException) -> None:
            if self.paper is paper:  # a paper put away meanwhile needs no page
                self.office.troubled.emit(error)

        self.office.run(PreviewPages(paper.path, page + 1, width), owner=self, done=deliver, failed=failed)

    def save_copy(self) -> None:
        """Save the file where the person wants it."""
        if self.paper is None:
            return
        title, kinds = self.office.say(mark("Save a copy")), "PDF (*.pdf)"
        target = ask.file_to_save(self, title, f"{self.paper.number}.pdf", kinds)
        if target is None:
            return
        paper = self.paper
        self.office.outside(
            lambda _steps: shutil.copyfile(paper.path, target),
            owner=self,
            done=lambda _path: self.said.emit(self.office.say(mark("Saved to {path}."), path=target)),
        )

    def print_paper(self) -> None:
        """Send it to the printer of its kind; the first time the box asks for one."""
        if self.paper is None:
            return
        paper, waiting = self.paper, Waiting.of(self.paper)
        printer = self.office.tray.printers.open(waiting.kind, waiting.pages, self)
        if printer is None or self.paper is not paper:  # the window may have locked while the box stood open
            return
        self._offer_printers(waiting.kind)
        job = PrintJob(self.office, waiting, printer, self)
        job.sent.connect(self._sent)
        job.failed.connect(self.office.troubled)
        job.begin()

    def print_later(self) -> None:
        """Lay it to the papers that are printed together, in the order of their kinds."""
        if self.paper is None:
            return
        self.office.tray.add(Waiting.of(self.paper))
        count = self.office.words.plural("{count} paper", "{count} papers", len(self.office.tray.papers))
        waits = self.office.say(mark("{papers} wait to be printed together (Ctrl+Shift+P)."), papers=count)
        self.said.emit(waits)

    def _offer_printers(self, kind: str) -> None:
        """The printers of this PC, and being asked, which is what happens where there is none."""
        offered = ((ASK, mark("Ask for the printer")), *((name, name) for name in installed()))
        self.printer.blockSignals(True)
        self.printer.offer(offered)
        self.printer.put(self.office.tray.printers.of(kind))
        self.printer.blockSignals(False)

    def _choose_printer(self) -> None:
        if self.paper is not None:
            self.office.tray.printers.choose(kind_of(self.paper.number), self.printer.value())

    def _sent(self, number: str) -> None:
        self.said.emit(self.office.say(mark("{number} was sent to the printer."), number=number))

    def close_paper(self) -> None:
        """End the look: the file goes."""
        self._forget()
        self.closed.emit()

    def _forget(self) -> None:
        self.paper = None
        self.view.show_document(0, self._ask)
        if self._folder is not None:
            self._cleaner()
            self._folder = None
