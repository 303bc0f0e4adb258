"""Owns a record after its sign-off: taken back for a short while, then locked; words are added, or it is void."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collectdesk.desk.customers.correcting import CorrectEntry
from collectdesk.desk.paper.recording import SendBack
from collectdesk.desk.paper.second_visitor import AddToRecord
from collectdesk.domain.paper.records import RecordState
from collectdesk.ui import ask
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import NoteEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.record.read_boxes import is_slip_told
from collectdesk.ui.record.slip_box import SlipBox
from collectdesk.words import mark

if TYPE_CHECKING:
    from typing import Any

    from collectdesk.desk.paper.recording import RecordSheet
    from collectdesk.desk.pipeline import Deed
    from collectdesk.ui.office import Office


class LockCard(Card):
    """In sight once a record is signed off. ``said`` carries a sentence once something is done."""

    said = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Locked record"))
        self._office = office
        self._sheet: RecordSheet | None = None
        speech = office.speech
        self.line, self.added = label(None, "", wrap=True), label(None, "", wrap=True)
        self.form = Form(speech)
        self.form.add("note", mark("Words to add, or why"), NoteEdit(speech, lines=2))
        self.draft = FormDraft(office, "record_added", self.form)
        self.void_button = button(speech, mark("Void the record"), self.void, look="danger")
        self.back_button = button(speech, mark("Take the sign-off back"), self.take_back, icon="history")
        self.add_button = button(speech, mark("Add to the record"), self.add_words, look="primary")
        self.slip = SlipBox(office)
        self.slip.wanted.connect(self._take_slip)
        for part in (self.line, self.added, self.slip, self.draft, self.form):
            self.add(part)
        self.add(row(self.void_button, None, self.back_button, self.add_button))
        office.speech.changed.connect(self._write)
        self.hide()

    def show_sheet(self, sheet: RecordSheet) -> None:
        """Show how this record is locked and what was added."""
        self._sheet = sheet
        signed = sheet.record is not None and sheet.record.state is RecordState.SIGNED_OFF
        self.draft.about(sheet.visit.visit_id if signed else "")
        told = is_slip_told([one.note for one in sheet.second.added])
        self.slip.about("" if told or not signed else sheet.visit.visit_id)
        self.setVisible(signed)
        self._write()

    def _write(self) -> None:
        sheet, words, office = self._sheet, self._office.words, self._office
        if sheet is None or sheet.record is None or sheet.locks_at is None:
            return
        is_locked = office.desk.now() > sheet.locks_at
        said = (
            mark("Locked since {at}: nothing in it is changed any more.")
            if is_locked
            else mark("The sign-off can be taken back until {at}. Then the record is locked.")
        )
        self.line.setText(words.say(said, at=words.instant(sheet.locks_at)))
        lines = [f"{words.instant(one.at)}  {one.by}\n{one.note}" for one in sheet.second.added]
        self.added.setText("\n\n".join(lines))
        self.added.setVisible(bool(lines))
        may_add, decides = office.may(AddToRecord.needs), office.may(SendBack.needs)
        self.form.setVisible(may_add)
        self.add_button.setVisible(may_add)
        self.void_button.setVisible(decides and office.may(CorrectEntry.needs))
        self.back_button.setVisible(decides and not is_locked)

    def _take_slip(self, sentence: str) -> None:
        """The answers become words that somebody reads, mends and adds, or not."""
        before = self._note().strip()
        self.form.put({"note": f"{before}\n{sentence}" if before else sentence})
        self.form.focus("note")

    def _note(self) -> str:
        return self.form.values()["note"] or ""

    def add_words(self) -> None:
        """Add what is typed; the record stays as it was signed."""
        if self._sheet is not None:
            said = mark("{number}: added to the record.")
            self._run(AddToRecord(self._sheet.visit.visit_id, self._note()), said)

    def take_back(self) -> None:
        """Send the record back shortly after it was signed off, with what is typed as the reason."""
        if self._sheet is not None:
            said = mark("{number}: the sign-off is taken back, the record is open again.")
            self._run(SendBack(self._sheet.visit.visit_id, self._note()), said)

    def void(self) -> None:
        """Void the record with what is typed as the reason: it stays to be seen, its effects go."""
        sheet, say = self._sheet, self._office.say
        if sheet is None or sheet.record is None:
            return
        if self._note() and not ask.agrees(
            self,
            say(mark("Void the record")),
            say(
                mark(
                    "The record stays to be seen, its effects are withdrawn, and the visit waits for a new one."
                )
            ),
            say(mark("Void it")),
            say(mark("Leave it standing")),
        ):
            return
        deed = CorrectEntry(sheet.visit.case_id, "visit", str(sheet.record.id), self._note())
        self._run(deed, mark("{number}: the record is void."))

    def _run(self, deed: Deed[Any], said: str) -> None:
        assert self._sheet is not None
        number = self._sheet.visit.visit_no
        self._office.run(
            deed, owner=self, done=lambda _result: self._done(said, number), failed=self._refused
        )

    def _done(self, said: str, number: str) -> None:
        self.draft.done()
        self.said.emit(self._office.say(said, number=number))

    def _refused(self, error: BaseException) -> None:
        self.form.accept_all()
        code = str(getattr(error, "code", ""))
        if code in ("record.addendum_missing", "record.reason_missing", "correct.reason_missing"):
            from collectdesk.ui import wording

            self.form.refuse("note", wording.sentence(self._office.words, error))
        elif not self.form.take_refusal(error):
            self._office.troubled.emit(error)
