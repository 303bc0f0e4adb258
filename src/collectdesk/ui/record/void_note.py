"""Owns what is said of a visit's void record: its number, why, who and when; it is taken over and printed from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collectdesk.desk.paper.recording import RecordVisit
from collectdesk.desk.visits.printing import PrintRecord
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.paper.recording import RecordSheet
    from collectdesk.ui.office import Office


class VoidNote(Card):
    """``taken_over``: somebody begins with what it says; ``wanted`` carries the visit and the record to print."""

    taken_over = Signal()
    wanted = Signal(str, str)

    def __init__(self, office: Office, *, may_take_over: bool) -> None:
        super().__init__(office.speech, mark("Voided before"))
        self._office, self._may_take_over = office, may_take_over
        self._sheet: RecordSheet | None = None
        self.line = label(None, "", wrap=True)
        set_tone(self.line, "tone", Tone.WARN.value)
        speech = office.speech
        self.take_button = button(
            speech, mark("Take over what it says"), self.taken_over.emit, icon="clipboard-pen"
        )
        self.print_button = button(
            speech, mark("Print the void record"), self.print_record, icon="printer", look="quiet"
        )
        self.add(self.line)
        self.add(row(None, self.print_button, self.take_button))
        office.speech.changed.connect(self._write)
        self.hide()

    def show_sheet(self, sheet: RecordSheet) -> None:
        """Say whether a record of this visit was voided."""
        self._sheet = sheet
        self.setVisible(sheet.voided is not None)
        self._write()

    def _write(self) -> None:
        sheet, words = self._sheet, self._office.words
        if sheet is None or sheet.voided is None:
            return
        one, say = sheet.voided, words.say
        said = say(
            mark("The record {number} was voided by {by} on {at}: {reason}"), number=f"{sheet.visit.visit_no}-R",
            by=one.by, at=words.instant(one.at), reason=one.reason,
        )  # fmt: skip
        if one.is_elsewhere:
            said = f"{said}\n{say(mark('It belongs to case {case_no}.'), case_no=one.other_no)}"
        elif sheet.record is None and not self._may_take_over:
            said = f"{said}\n{say(mark('The visit waits for its new record, under “To record”.'))}"
        elif self._may_take_over and one.same_pages:
            told = mark("The same pages are here: what the void record has as its sheet counts as compared.")
            said = f"{said}\n{say(told)}"
        self.line.setText(said)
        may = self._may_take_over and self._office.may(RecordVisit.needs)
        self.take_button.setVisible(may and not one.is_elsewhere and sheet.record is None)
        self.print_button.setVisible(self._office.may(PrintRecord.needs))

    def print_record(self) -> None:
        """Print the void record, marked as one."""
        if self._sheet is not None and self._sheet.voided is not None:
            self.wanted.emit(self._sheet.visit.visit_id, str(self._sheet.voided.record.id))
