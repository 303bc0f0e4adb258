"""Owns the look through a file before it is taken in: what would go in, what is set aside and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.ui.imports.changes import Changes
from collectdesk.ui.imports.columns import OF_KIND, SET_ASIDE, kind_chip
from collectdesk.ui.imports.mending import MendRowPanel
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Chip
from collectdesk.ui.parts.facts import Fact, Figures
from collectdesk.ui.parts.fields import DateEdit
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.domain.intake.import_diff import ImportDiff
    from collectdesk.domain.intake.imports import BadRow, Ledger
    from collectdesk.ui.office import Office
    from collectdesk.words import Words

FIRST: Final = 20
"""Rows shown of what would go in: enough to see that the columns were understood."""
CHANGES: Final = "changes"
GOES_IN: Final = "in"
ASIDE: Final = "aside"


class Preview(Card):
    """``accepted`` carries the data date to import with, ``exported`` asks for the table of what is set
    aside, ``discarded`` gives the file up, ``compared`` asks for the diff by a day and as a whole list or not,
    ``remapped`` for the columns to be chosen by hand, ``mended`` for a row to be read again; ``confirmed`` says
    that a mended row is in.
    """

    accepted = Signal(object)
    compared = Signal(object, object)
    remapped = Signal()
    mended = Signal(int, object)
    confirmed = Signal(int)
    exported = Signal()
    discarded = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Look through the file"), flush=True)
        self._office = office
        self._ledger: Ledger | None = None
        self._accepts_when_compared = False
        speech = office.speech
        self.file = label(None, "", "mute")
        self.kind = Chip()
        self.head.insertWidget(1, self.file)
        self.head.addWidget(self.kind)
        self.figures = Figures()
        self.about = label(None, "", "faint", wrap=True)
        self.asks_day = label(
            speech, mark("The file doesn't say of which day its figures are. Data date:"), "mute"
        )
        self.day = DateEdit(speech, self._today)
        self.day.setFixedWidth(140)
        speech.bind(self.day, self.day.setAccessibleName, mark("Data date"))
        self.day.edited.connect(self._day_edited)
        self.changes = Changes(office)
        self.changes.whole_chosen.connect(lambda chosen: self.compared.emit(self._chosen_day(), chosen))
        self.wrong_day = label(None, "", "wrong", wrap=True)
        self.parts = Segments(speech, mark("Show"))
        self.parts.picked.connect(self._show_part)
        self.rows: dict[LedgerKind, ValueTable[Any]] = {
            kind: rows_table(speech, mark("Rows that go in"), columns, lambda r: r.line, opens_on_click=False)
            for kind, columns in OF_KIND.items()
        }
        self.aside: ValueTable[Any] = rows_table(
            speech,
            mark("Rows set aside"),
            SET_ASIDE,
            lambda r: (r.line, r.column, r.code),
            opens_on_click=False,
        )
        self.aside.set_empty(mark("Nothing is set aside"), mark("Every row of the file can be taken in."))
        self.tables = QStackedWidget()
        self.tables.addWidget(self.changes)
        self.aside.opened.connect(self._mend)
        self.mender = MendRowPanel(office)
        self.mender.checked.connect(self.mended)
        self.mender.left.connect(self._leave_row)
        for table in (*self.rows.values(), self.aside):
            self.tables.addWidget(table)
            table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()

    def _lay_out(self) -> None:
        speech = self._office.speech
        self.export_button = button(
            speech, mark("Export what is set aside…"), self.exported.emit, icon="upload"
        )
        self.columns_button = button(speech, mark("Columns…"), self.remapped.emit, icon="list-checks")
        self.discard_button = button(speech, mark("Don't import"), self.discarded.emit)
        self.accept_button = button(speech, "", self.accept, look="primary", key="F2")
        asks = row(self.asks_day, self.day, None)
        foot = row(self.export_button, self.columns_button, None, self.discard_button, self.accept_button)
        for line in (
            row(self.figures, None),
            row(self.about),
            asks,
            row(self.wrong_day),
            row(self.parts, None),
        ):
            self._inset(line)
            self.add(line)
        self.add(self.tables, 1)
        self.add(self.mender)
        self._inset(foot)
        foot.setContentsMargins(12, 4, 12, 6)
        self.add(foot)

    @staticmethod
    def _inset(line: QHBoxLayout) -> None:
        line.setContentsMargins(12, 0, 12, 0)

    def _today(self) -> date:
        return self._office.desk.now().astimezone(CHINA_TIME).date()

    @property
    def ledger(self) -> Ledger | None:
        """The file that is looked through; None when there is none."""
        return self._ledger

    # ---- showing

    def show_ledger(self, ledger: Ledger) -> None:
        """Show what was read."""
        self._ledger = ledger
        self._accepts_when_compared = False
        self.mender.forget()
        self.day.put(None)
        self._refuse_day("")
        self.rows[ledger.kind].show_rows(ledger.rows[:FIRST])
        self.aside.show_rows(ledger.bad)
        self._write()
        self.changes.show_diff(None, asks_whole=False)
        self.parts.choose(CHANGES if ledger.rows else ASIDE)
        self._show_part(self.parts.chosen)
        if ledger.rows:
            self.compared.emit(ledger.data_date, None)
        (self.day if self.day.isVisibleTo(self) else self.accept_button).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def show_mended(self, ledger: Ledger, line: int, still: tuple[BadRow, ...]) -> None:
        """Show the file after a row was read again: among the good ones, or with what is still wrong."""
        self._ledger = ledger
        self.rows[ledger.kind].show_rows(ledger.rows[:FIRST])
        self.aside.show_rows(ledger.bad)
        self._write()
        if still:
            self.mender.show_row(still, ledger.headings)
            return
        self.confirmed.emit(line)
        self._leave_row()
        self.compared.emit(self._chosen_day(), self.changes.chosen_whole)

    def _mend(self, finding: BadRow) -> None:
        if self._ledger is not None:
            same = [each for each in self._ledger.bad if each.line == finding.line]
            self.mender.show_row(same, self._ledger.headings)

    def _leave_row(self) -> None:
        self.mender.forget()
        self.aside.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_diff(self, diff: ImportDiff) -> None:
        """Show what the file would change; an import that changes nothing can't be asked for."""
        ledger = self._ledger
        if ledger is None:
            return
        self.changes.show_diff(diff, asks_whole=ledger.kind is LedgerKind.OVERDUE and diff.may_be_whole)
        self.accept_button.setEnabled(bool(ledger.rows) and not diff.changes_nothing)
        looks = any(finding.needs_look for finding in diff.findings)
        if self._accepts_when_compared and diff.data_date == self._chosen_day():
            self._accepts_when_compared = False
            if not looks and self.accept_button.isEnabled():
                self.accept()
                return
        if diff.changes_nothing:
            self.discard_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif looks and self.accept_button.hasFocus():
            self.changes.findings.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen_day(self) -> date | None:
        return self._ledger.data_date or self.day.value() if self._ledger is not None else None

    def _day_edited(self) -> None:
        self._refuse_day("")
        self._accepts_when_compared = False
        if self._ledger is not None and self._ledger.rows and self.day.value() is not None:
            self.compared.emit(self.day.value(), self.changes.chosen_whole)

    def forget(self) -> None:
        """The file was taken in or given up."""
        self._ledger = None
        self.mender.forget()  # open, it would ask height of the page even out of sight

    def retranslate(self) -> None:
        if self._ledger is not None:
            self._write()
            self.changes.retranslate()
            self.mender.retranslate()

    def _write(self) -> None:
        words, ledger = self._office.words, self._ledger
        assert ledger is not None
        aside = lines_aside(ledger.bad)
        self.file.setText(ledger.file_name)
        self.kind.show_status(kind_chip(words, ledger.kind))
        self.figures.show_facts([
            Fact(words.say(mark("Rows that go in")), words.number(len(ledger.rows))),
            Fact(words.say(mark("Rows set aside")), words.number(aside), Tone.WARN if aside else Tone.PLAIN),
            Fact(words.say(mark("Data date")), words.date(ledger.data_date)),
        ])  # fmt: skip
        self.about.setText(_about(words, ledger))
        for part in (self.asks_day, self.day):
            part.setVisible(ledger.data_date is None and bool(ledger.rows))
        self.parts.show_segments((
            Segment(CHANGES, mark("What changes")),
            Segment(GOES_IN, mark("The first rows"), min(FIRST, len(ledger.rows))),
            Segment(ASIDE, mark("Set aside: findings"), len(ledger.bad)),
        ))  # fmt: skip
        self.export_button.setVisible(bool(ledger.bad))
        self.accept_button.setEnabled(bool(ledger.rows))
        self.accept_button.setText(
            words.plural("Import {count} row", "Import {count} rows", len(ledger.rows))
        )
        self.accept_button.setAccessibleName(self.accept_button.text())

    def _show_part(self, part: str) -> None:
        if self._ledger is None:
            return
        if part != ASIDE:
            self.mender.forget()
        shown = {CHANGES: self.changes, ASIDE: self.aside}.get(part, self.rows[self._ledger.kind])
        self.tables.setCurrentWidget(shown)

    # ---- accepting

    def accept(self) -> None:
        """Import what was looked through; without a data date the line says what is missing."""
        ledger = self._ledger
        if ledger is None or not self.accept_button.isEnabled():
            return
        day = ledger.data_date or self.day.value()
        if day is None:
            self._refuse_day(self._office.say(self.day.problem() or mark("Enter the data date first.")))
            return
        if day > self._today():
            self._refuse_day(self._office.say(mark("This day lies ahead. Enter the day the figures are of.")))
            return
        diff = self.changes.diff
        if diff is None or diff.data_date != day:
            self._accepts_when_compared = True  # nobody imports what hasn't been compared
            return
        self.accepted.emit(day)

    def _refuse_day(self, text: str) -> None:
        self.wrong_day.setText(text)
        self.wrong_day.setVisible(bool(text))
        set_tone(self.day, "wrong", bool(text))
        self.day.setAccessibleDescription(text)
        if text:
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait(self, *, waiting: bool) -> None:
        """While it is taken in nothing here can be pressed."""
        ledger = self._ledger
        diff = self.changes.diff
        worth = ledger is not None and bool(ledger.rows) and not (diff is not None and diff.changes_nothing)
        self.accept_button.setEnabled(not waiting and worth)
        for part in (self.discard_button, self.export_button, self.day):
            part.setEnabled(not waiting)


def lines_aside(bad: tuple[BadRow, ...]) -> int:
    """How many rows the findings are about; a row may have several."""
    return len({finding.line for finding in bad})


def _about(words: Words, ledger: Ledger) -> str:
    said = []
    if ledger.sheet:
        said.append(words.say(mark("Sheet “{name}”"), name=ledger.sheet))
    if ledger.encoding:
        said.append(words.say(mark("Text in {encoding}"), encoding=ledger.encoding.upper()))
    skipped = ledger.totals_skipped + ledger.blank_skipped
    if skipped:
        said.append(words.say(
            mark("{totals} lines of totals or remarks and {blank} empty lines left out"),
            totals=ledger.totals_skipped, blank=ledger.blank_skipped,
        ))  # fmt: skip
    said.append(words.say(mark("{count} columns understood"), count=len(ledger.headings)))
    return " · ".join(said)
