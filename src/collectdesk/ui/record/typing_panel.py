"""Owns the sheet being typed: the visit it is about, the form, its evidence, its draft, and the saving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collectdesk.desk.paper.questioning import AskAboutRecord
from collectdesk.desk.paper.recording import OpenSheet, Recorded, RecordSheet, RecordVisit
from collectdesk.domain.paper.records import RecordState
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.coach_note import CoachNote
from collectdesk.ui.parts.draft_keeper import DraftKeeper
from collectdesk.ui.parts.draft_line import ASIDE
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.record.evidence import EvidenceCard
from collectdesk.ui.record.questions import QuestionsCard
from collectdesk.ui.record.read_boxes import BoxesCard
from collectdesk.ui.record.sheet_form import REFUSED_FIELDS, SheetForm
from collectdesk.ui.record.void_note import VoidNote
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from typing import Any

    from collectdesk.domain.paper.oddities import Oddity
    from collectdesk.domain.refusals import Refused
    from collectdesk.domain.solutions.promises import Promise
    from collectdesk.ui.office import Office
    from collectdesk.ui.record.sheet_form import TypedRecord

DISCREET: Final = mark(
    "A third person was met: nothing of the debt is said to them, and no amount stands here. What may be said is the "
    "visitors' own names, that it is a personal matter, and the request for a call back."
)
FORM: Final = "visit_record"
"""What its drafts are kept as."""


class TypingPanel(QWidget):
    """One visit's sheet. ``saved`` carries the visit's number and what came of it."""

    saved = Signal(str, object)
    opened = Signal(str)
    """A visit's sheet can be typed into now; empty: none can."""
    file_asked = Signal(str)
    void_wanted = Signal(str, str)
    """A visit and its void record, to be printed."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self._wanted = ""
        self._sheet: RecordSheet | None = None
        self._sending = False
        self._lay_out()
        self.keeper = DraftKeeper(office, FORM, self.form.as_draft, self)
        self.keeper.kept.connect(self._draft_kept)
        self.form.changed.connect(self.keeper.edited)
        self.form.changed.connect(self._mind_third_person)
        office.speech.changed.connect(self._write)
        self.setVisible(False)

    def _lay_out(self) -> None:
        speech = self.office.speech
        self.name, self.about = label(None, "", "heading"), label(None, "", "mute")
        self.facts = Facts(columns=2)
        self.sent_back = label(None, "", wrap=True)
        set_tone(self.sent_back, "tone", Tone.WARN.value)
        head = Card()
        opener = button(speech, mark("Open the file"), self._open_file, icon="file-text", look="quiet")
        head.add(row(self.name, self.about, None, opener))
        head.add(self.facts)
        head.add(self.sent_back)
        self.form = SheetForm(speech, lambda: local_day(self.office.desk.now()))
        self.discreet = label(speech, DISCREET, wrap=True)
        set_tone(self.discreet, "tone", Tone.WARN.value)
        self.continued = label(None, "", "mute")
        self.afresh = button(speech, mark("Start afresh"), self.start_afresh, look="quiet")
        self._aside = ""
        self.undo_button = button(speech, mark("Undo"), self.undo, look="quiet", icon="history")
        self.kept = label(None, "", "faint")
        self.save_button = button(
            speech, mark("Save the record"), self.save, icon="clipboard-pen", look="primary", key="F2"
        )
        sheet = Card()
        sheet.add(row(self.continued, self.afresh, self.undo_button, None))
        sheet.add(self.discreet)
        sheet.add(self.form)
        sheet.add(CoachNote(self.office, "record"))
        sheet.add(row(self.kept, None, self.save_button))
        self.evidence = EvidenceCard(self.office)
        self.evidence.attached.connect(self.read_again)
        self.boxes = BoxesCard(self.office, self.form)
        self.questions = QuestionsCard(
            self.office, mark("Mend what is wrong. What is right is saved as it is: press Save once more.")
        )
        self.void = VoidNote(self.office, may_take_over=True)
        self.void.taken_over.connect(self.take_over)
        self.void.wanted.connect(self.void_wanted)
        self.setLayout(column(head, self.void, self.boxes, sheet, self.questions, self.evidence, None))
        self._show_continued("")

    # ---- opening

    def open_visit(self, visit_id: str | None) -> None:
        """Type this visit's sheet up; what was typed into the one before is kept as a draft."""
        if visit_id == self._wanted:
            self.read_again()
            return
        self.keeper.flush()
        self.keeper.rest()
        self._wanted, self._sheet = visit_id or "", None
        self.boxes.forget()
        self.questions.ask(())
        if not visit_id:
            self.opened.emit("")
        self._still(bool(visit_id))
        self.setVisible(self.isVisible() and bool(visit_id))
        self.read_again()

    def _still(self, loading: bool) -> None:
        """Keep the old picture while the next sheet is read, so that stepping through the list doesn't flicker."""
        self.setEnabled(not loading)
        self.setUpdatesEnabled(not loading)

    def read_again(self) -> None:
        """Ask the desk for the sheet in sight."""
        if self._wanted:
            self.office.run(OpenSheet(self._wanted), owner=self, done=self._take, failed=self._unread)

    def _unread(self, error: BaseException) -> None:
        self._still(False)
        self.setVisible(False)
        self.office.troubled.emit(error)

    def _take(self, sheet: RecordSheet) -> None:
        if sheet.visit.visit_id != self._wanted:
            return
        first, self._sheet = self._sheet is None, sheet
        self._write()
        self.evidence.show_evidence(sheet.visit.visit_id, sheet.evidence)
        if first:
            self._begin(sheet)
            self.keeper.read(sheet.visit.visit_id, lambda draft: self._take_draft(sheet, draft))
        elif self.isEnabled():
            self.opened.emit(self._wanted)  # pages may have come in meanwhile

    def _begin(self, sheet: RecordSheet) -> None:
        self.form.clear()
        self.form.put({"day": local_day(sheet.visit.planned_at)})
        if sheet.record is not None:
            self.form.show_findings(sheet.record.findings)
        if sheet.cost is not None:
            self.form.show_cost(sheet.cost)
        self._show_promise(sheet.promise.promise if sheet.promise else None)
        self.form.fit()
        self._write()
        self._show_continued("")
        self.kept.setText("")

    def _show_promise(self, given: Promise | None) -> None:
        if given is not None:
            names = ("amount", "due_on", "promised_by", "money_from", "evidence")
            self.form.put({name: getattr(given, name) for name in names})

    def take_over(self) -> None:
        """Begin with what the void record says; one press brings back what stood here."""
        if self._sheet is None or self._sheet.voided is None:
            return
        before, void = self.form.as_draft(), self._sheet.voided
        self.form.show_findings(void.record.findings)
        self._show_promise(void.promise.promise if void.promise else None)
        self.form.fit()
        self._mind_third_person()
        self.boxes.know(void)
        self._write()
        self._show_continued("")
        self.continued.setText(
            self.office.say(mark("Taken over from the void record: mend what was wrong in it."))
        )
        self.continued.show()
        self._aside = before
        self.undo_button.show()
        self.keeper.edited()
        self.form.focus("arrived")

    def _take_draft(self, sheet: RecordSheet, draft: Any) -> None:
        if self._sheet is None or sheet.visit.visit_id != self._wanted:
            return
        record = sheet.record
        if draft is not None and (record is None or record.recorded_at <= draft.saved_at):
            self.form.take_draft(draft.content)
            self._mind_third_person()
            self._show_continued(self.office.words.instant(draft.saved_at))
        self.keeper.begin(self._wanted)
        self._still(False)
        self.setVisible(True)
        self.opened.emit(self._wanted)

    def read_boxes(self) -> None:
        """Scanned pages of the visit in sight are there: read their boxes, unless a record is being mended."""
        if self._sheet is not None and self._sheet.record is None:
            self.boxes.read(self._wanted, self._sheet.voided)

    def _show_continued(self, at: str) -> None:
        self._aside = ""
        self.undo_button.hide()
        self.continued.setVisible(bool(at))
        self.afresh.setVisible(bool(at))
        if at:
            self.continued.setText(self.office.say(mark("Continued from your draft of {at}."), at=at))

    def start_afresh(self) -> None:
        """Put the draft aside and begin with the sheet as it stands in the branch; one press brings it back."""
        if self._sheet is not None:
            aside = self.form.as_draft()
            self.keeper.rest()
            self.keeper.drop(self._wanted)
            self._begin(self._sheet)
            self.keeper.begin(self._wanted)
            self.continued.setText(self.office.say(ASIDE))
            self.continued.show()
            self._aside = aside
            self.undo_button.show()
            self.form.focus("arrived")

    def undo(self) -> None:
        """Bring back the draft that was put aside."""
        aside = self._aside
        self._show_continued("")
        self.form.take_draft(aside)
        self.keeper.edited()

    def _draft_kept(self) -> None:
        now = self.office.words.clock(self.office.desk.now())
        self.kept.setText(self.office.say(mark("Draft kept {at}"), at=now))

    # ---- what it is about

    def _write(self) -> None:
        if self._sheet is None:
            return
        sheet, words = self._sheet, self.office.words
        visit = sheet.visit
        self.name.setText(sheet.customer_name)
        self.about.setText(f"{visit.visit_no} · {visit.case_no}")
        crew = ("、" if words.is_chinese else ", ").join(
            name for name in (visit.officer, visit.safety) if name
        )
        facts = [
            Fact(words.say(mark("Planned for")), words.instant(visit.planned_at)),
            Fact(words.say(mark("Team")), crew),
            Fact(words.say(mark("Address")), visit.address),
        ]
        if not self.form.is_third_person:
            facts.append(Fact(words.say(mark("Overdue")), words.money(sheet.overdue)))
        self.facts.show_facts(facts)
        self.discreet.setVisible(self.form.is_third_person)
        record = sheet.record
        back = record is not None and record.state is RecordState.SENT_BACK
        self.sent_back.setVisible(back)
        self.void.show_sheet(sheet)
        if record is not None and back:
            self.sent_back.setText(words.say(mark("Sent back: {reason}"), reason=record.sent_back_because))

    def _mind_third_person(self) -> None:
        """Who was met decides whether an amount stands here."""
        if self._sheet is not None and self.form.is_third_person is self.discreet.isHidden():
            self._write()

    def _open_file(self) -> None:
        if self._sheet is not None:
            self.file_asked.emit(self._sheet.visit.customer_id)

    # ---- saving

    def save(self) -> None:
        """Save the record; a contradiction comes back beside its field."""
        if self._sheet is None or self._sending:
            return
        said = self.form.read_findings()
        if said is None:
            return
        if self.boxes.pending:
            self.boxes.refuse()
            return
        self._sending = True
        self.keeper.flush()
        visit_id = self._sheet.visit.visit_id
        self.office.run(
            AskAboutRecord(visit_id, said.findings),
            owner=self,
            done=lambda asked: self._asked(visit_id, said, asked),
            failed=self._refused,
        )

    def _asked(self, visit_id: str, said: TypedRecord, asked: tuple[Oddity, ...]) -> None:
        """Nothing is odd, or it was asked about already: save. Else ask, once."""
        if self._sheet is None or visit_id != self._wanted:
            self._sending = False
            return
        if asked and asked != self.questions.asked:
            self._sending = False
            self.questions.ask(asked)
            return
        visit = self._sheet.visit
        self.office.run(
            RecordVisit(visit_id, said.findings, said.promise, said.cost, said.plan),
            owner=self,
            done=lambda recorded: self._done(visit_id, visit.visit_no, recorded),
            failed=self._refused,
        )

    def _done(self, visit_id: str, number: str, recorded: Recorded) -> None:
        self._sending = False
        if self._wanted == visit_id:
            self.keeper.rest()
            self._wanted, self._sheet = "", None
            self.setVisible(False)
        self.keeper.drop(visit_id)
        self.saved.emit(number, recorded)

    def _refused(self, error: BaseException) -> None:
        self._sending = False
        name = wording.field_of(error)
        name = REFUSED_FIELDS.get(name, name)
        if _is_about_promise(error):
            name = "amount" if "amount" in str(getattr(error, "code", "")) else "due_on"
        if name in self.form.values():
            self.form.refuse(name, self._sentence(error))
        else:
            self.office.troubled.emit(error)

    def _sentence(self, error: BaseException) -> str:
        words = self.office.words
        met = self.form.values()["met"]
        if getattr(error, "code", "") == "record.outcome_without_talk" and met is not None:
            from collectdesk.domain.refusals import Refused

            error = Refused("record.outcome_without_talk", met=term(words, met))
        return wording.sentence(words, error)


def _is_about_promise(error: BaseException | Refused) -> bool:
    return str(getattr(error, "code", "")).startswith("promise.")
