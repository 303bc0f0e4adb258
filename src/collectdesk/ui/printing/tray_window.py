"""Owns the window of the papers that are printed together: their order, their printers, one key for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import column, row
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.printing.job import PrintBatch
from collectdesk.ui.printing.printers import ASK, like
from collectdesk.ui.theme import theme
from collectdesk.words import mark

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from collectdesk.ui.office import Office
    from collectdesk.ui.printing.tray import PrintTray, Waiting
    from collectdesk.words import Words

SIZE = QSize(720, 460)


class TrayWindow(QDialog):
    """It stands beside the work. ``said`` carries a sentence once everything has gone to the printer."""

    said = Signal(str)

    def __init__(self, office: Office, tray: PrintTray, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office, self.tray = office, tray
        self._batch: PrintBatch | None = None
        self._sent = 0
        speech = office.speech
        speech.bind(self, self.setWindowTitle, mark("Print together"))
        columns: tuple[Column[Waiting], ...] = (
            Column(mark("Paper"), lambda _w, paper: paper.number, Kind.BOLD, stretch=True),
            Column(mark("Page count"), lambda w, paper: w.number(paper.pages), Kind.NUMBER),
            Column(mark("Printer"), self._printer_of, Kind.MUTED, width=240),
        )
        self.table = rows_table(
            speech, mark("Papers to print"), columns, lambda paper: paper.number, opens_on_click=False
        )
        self.table.set_empty(
            mark("Nothing waits to be printed"), mark("“Print later” beside a preview lays a paper here.")
        )
        self.about = label(None, "", "mute", wrap=True)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.up = button(speech, mark("Earlier"), lambda: self._move(-1), look="quiet", key="Alt+Up")
        self.down = button(speech, mark("Later"), lambda: self._move(1), look="quiet", key="Alt+Down")
        self.out = button(speech, mark("Leave it out"), self._take_out, look="quiet", key="Delete")
        self.stop = button(speech, mark("Stop after this one"), self._stop, look="quiet")
        self.go = button(
            speech, mark("Print all"), self.print_all, icon="printer", look="primary", key="Ctrl+P"
        )
        self._lay_out()
        tray.changed.connect(self._write)
        speech.changed.connect(self._write)
        self._write()

    def _lay_out(self) -> None:
        layout = column(
            self.about,
            self.table,
            self.wrong,
            row(self.up, self.down, self.out, None, self.stop, self.go),
            spacing=8,
        )
        layout.setContentsMargins(14, 14, 14, 14)
        self.setLayout(layout)
        self.stop.hide()
        self.wrong.hide()
        for keys, deed in (
            ("Alt+Up", lambda: self._move(-1)),
            ("Alt+Down", lambda: self._move(1)),
            ("Delete", self._take_out),
            ("Ctrl+P", self.print_all),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(deed)
        theme().dress(self)
        self.resize(SIZE)

    def come_forward(self) -> None:
        """Show what waits, with the keyboard in its list."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.table.setFocus()

    @property
    def is_printing(self) -> bool:
        return self._batch is not None

    def _printer_of(self, words: Words, paper: Waiting) -> str:
        return self.tray.printers.of(paper.kind) or words.say(mark("asked when printing"))

    def _write(self) -> None:
        words, papers = self.office.words, self.tray.papers
        self.table.show_rows(papers)
        pages = sum(each.pages for each in papers)
        count = words.plural("{count} paper", "{count} papers", len(papers))
        self.about.setText(
            words.say(mark("{papers}, pages: {pages}"), papers=count, pages=words.number(pages))
        )
        for each in (self.up, self.down, self.out, self.go):
            each.setEnabled(bool(papers) and not self.is_printing)

    def _move(self, by: int) -> None:
        chosen = self.table.chosen
        if chosen is not None and not self.is_printing:
            self.tray.move(self.tray.papers.index(chosen), by)
            self.table.choose(chosen.number)

    def _take_out(self) -> None:
        chosen = self.table.chosen
        if chosen is not None and not self.is_printing:
            self.tray.take(chosen.number)

    def print_all(self) -> None:
        """Every paper to the printer of its kind; where none is chosen yet, the box asks once for all of them."""
        papers = self.tray.papers
        if self.is_printing or not papers:
            return
        printers = self._printers(papers)
        if printers is None:
            return
        self.wrong.hide()
        self._sent = 0
        self._batch = PrintBatch(self.office, [(each, printers[each.number]) for each in papers], self)
        self._batch.sent.connect(self._went)
        self._batch.ended.connect(self._ended)
        self.stop.show()
        self._write()
        self._batch.begin()

    def _printers(self, papers: tuple[Waiting, ...]) -> dict[str, QPrinter] | None:
        kept, found = self.tray.printers, {}
        pages = sum(each.pages for each in papers)
        asked: QPrinter | None = None
        for each in papers:
            is_known = kept.of(each.kind) != ASK
            if not is_known and asked is not None:
                found[each.number] = like(asked, each.number)
                kept.keep(each.kind, asked)
                continue
            chosen = kept.open(each.kind, pages, self)
            if chosen is None:
                return None
            found[each.number] = chosen
            asked = asked if is_known else chosen
        return found

    def _went(self, number: str) -> None:
        self._sent += 1
        self.tray.take(number)

    def _stop(self) -> None:
        if self._batch is not None:
            self._batch.cancel()

    def _ended(self, error: BaseException | None) -> None:
        self._batch = None
        self.stop.hide()
        self._write()
        words = self.office.words
        if error is not None:
            self.wrong.setText(wording.sentence(words, error))
            self.wrong.show()
        if self._sent:
            self.said.emit(
                words.plural(
                    "{count} paper was sent to the printer.",
                    "{count} papers were sent to the printer.",
                    self._sent,
                )
            )
        if error is None and not self.tray.papers:
            self.close()
