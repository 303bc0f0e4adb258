"""Owns a typed record as the supervisor reads it: every answer, the breaches, and signing off or sending back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collectdesk.desk.paper.recording import OpenSheet, RecordSheet, RecordVisit, SendBack, SignOff
from collectdesk.desk.visits.printing import PrintRecord
from collectdesk.domain.paper.records import RecordState
from collectdesk.terms import term
from collectdesk.terms_records import answers, cost_line, field_name
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.rule_lines import RuleLines
from collectdesk.ui.record.evidence import EvidenceCard
from collectdesk.ui.record.lock_card import LockCard
from collectdesk.ui.record.questions import QuestionsCard
from collectdesk.ui.record.second_card import SecondCard
from collectdesk.ui.record.void_note import VoidNote
from collectdesk.ui.sign_in.countersign import Countersign
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.paper.records import Findings
    from collectdesk.ui.office import Office
    from collectdesk.words import Words

_STATES = {
    RecordState.RECORDED: Tone.SPECIAL,
    RecordState.SENT_BACK: Tone.WARN,
    RecordState.SIGNED_OFF: Tone.GOOD,
}


class SigningPanel(QWidget):
    """Read only, except for the verdict. ``said`` carries a sentence once something is done."""

    said = Signal(str)
    file_asked = Signal(str)
    mend_asked = Signal(str)
    """The visit whose record its typist wants to type again."""

    printed = Signal(object)
    void_wanted = Signal(str, str)
    """A visit and its void record, to be printed."""

    def __init__(self, office: Office, target: Callable[[str], Path]) -> None:
        super().__init__()
        self.office = office
        self._target = target
        self._wanted = ""
        self.sheet: RecordSheet | None = None
        self.last: tuple[str, str] | None = None
        """The visit that was signed off last here, and its number."""
        self._lay_out()
        office.speech.changed.connect(self._write)
        self.setVisible(False)

    def _lay_out(self) -> None:
        speech = self.office.speech
        self.name, self.about, self.chip = label(None, "", "heading"), label(None, "", "mute"), Chip()
        opener = button(speech, mark("Open the file"), self._open_file, icon="file-text", look="quiet")
        head = Card()
        self.mend_button = button(speech, mark("Mend the record"), self._ask_to_mend, icon="pencil")
        self.print_button = button(
            speech, mark("Print the record"), self.print_record, icon="printer", key="Ctrl+P"
        )
        head.add(row(self.name, self.about, self.chip, None, opener))
        self.visit, self.found, self.texts = Facts(columns=2), Facts(columns=2), Facts()
        head.add(self.visit)
        head.add(row(None, self.mend_button, self.print_button))  # in English one line is too short for all
        self.marked = Card(speech, mark("Marked as breaches"))
        self.rules = RuleLines(speech)
        self.marked.add(self.rules)
        self.questions = QuestionsCard(
            self.office,
            mark("This may have a good reason. Ask before you sign; nobody is accused of anything."),
        )
        answers = Card(speech, mark("What was found"))
        answers.add(self.found)
        answers.add(self.texts)
        self.evidence = EvidenceCard(self.office, may_add=False)
        self.second, self.lock = SecondCard(self.office), LockCard(self.office)
        for card in (self.second, self.lock):
            card.said.connect(self._after)
        self.void = VoidNote(self.office, may_take_over=False)
        self.void.wanted.connect(self.void_wanted)
        self.found_card = answers
        self.setLayout(
            column(
                head,
                self.void,
                self.marked,
                self.questions,
                answers,
                self.evidence,
                self.second,
                self._verdict(),
                self.lock,
                self._beside(),
                None,
            )
        )

    def _verdict(self) -> Card:
        speech = self.office.speech
        self.verdict = Card(speech, mark("Sign-off"))
        self.form = Form(speech)
        self.form.add("reason", mark("If sent back, why"), TextEdit(speech, mark("What is missing")))
        self.back_button = button(speech, mark("Send back"), self.send_back, icon="history")
        self.sign_button = button(
            speech, mark("Sign off"), self.sign_off, icon="user-check", look="primary", key="F2"
        )
        self.draft = FormDraft(self.office, "record_sent_back", self.form)
        self.verdict.add(self.draft)
        self.verdict.add(self.form)
        self.verdict.add(row(None, self.back_button, self.sign_button))
        return self.verdict

    def _beside(self) -> Countersign:
        self.countersign = Countersign(self.office, mark("Sign the record off"))
        self.countersign.signed.connect(lambda: self._say(mark("{number} is signed off.")))
        return self.countersign

    def _after(self, said: str) -> None:
        """Something was said of the record: show it as it stands now."""
        self.said.emit(said)
        if self._wanted:
            self.office.run(OpenSheet(self._wanted), owner=self, done=self._take)

    def focus_next_act(self) -> None:
        """Go to what this record waits for: the second visitor's word, or the signature."""
        (self.sign_button if self.sign_button.isEnabled() else self.second.confirm).setFocus()

    def _say(self, sentence: str) -> None:
        if self.sheet is not None:
            self.said.emit(self.office.say(sentence, number=self.sheet.visit.visit_no))

    def open_visit(self, visit_id: str | None) -> None:
        """Show this visit's record."""
        if visit_id != self._wanted:
            self._wanted, self.sheet = visit_id or "", None
            self.draft.about(self._wanted)
            self.setVisible(False)
        if self._wanted:
            self.office.run(OpenSheet(self._wanted), owner=self, done=self._take)

    def _take(self, sheet: RecordSheet) -> None:
        if sheet.visit.visit_id == self._wanted:
            self.sheet = sheet
            self.setVisible(True)
            self._write()

    def _write(self) -> None:
        if self.sheet is None:
            return
        sheet, words = self.sheet, self.office.words
        self.name.setText(sheet.customer_name)
        self.about.setText(f"{sheet.visit.visit_no} · {sheet.visit.case_no}")
        self.evidence.show_evidence(sheet.visit.visit_id, sheet.evidence)
        known = [sheet.rules[b.rule_id] for b in sheet.breaches if b.rule_id in sheet.rules]
        self.rules.show_rulings(known, Tone.DANGER, remedies=False)
        self.questions.ask(sheet.questions)
        self.marked.setVisible(bool(sheet.breaches))
        self.marked.say_beside(words.number(len(sheet.breaches)))
        record = sheet.record
        on_file = record is not None and record.state is not RecordState.SENT_BACK
        self.print_button.setVisible(on_file and self.office.may(PrintRecord.needs))
        waits = record is not None and record.state is RecordState.RECORDED
        self.mend_button.setVisible(sheet.may_mend and self.office.may(RecordVisit.needs))
        self.verdict.setVisible(waits and self.office.may(SignOff.needs))
        self.sign_button.setEnabled(sheet.second.word is not None)
        may_wait = waits and sheet.second.word is not None and self.office.may(RecordVisit.needs)
        self.countersign.offer(SignOff(sheet.visit.visit_id) if may_wait else None)
        self.void.show_sheet(sheet)
        for part in (self.visit, self.found_card, self.evidence, self.second):
            part.setVisible(record is not None)
        self.setVisible(record is not None or sheet.voided is not None)
        if record is None:
            self.lock.hide()
            self.chip.show_status(Status(term(words, RecordState.VOID), Tone.DANGER))
            return
        self.second.show_sheet(sheet)
        self.lock.show_sheet(sheet)
        self.chip.show_status(Status(term(words, record.state), _STATES[record.state]))
        self.visit.show_facts(self._visit_facts(sheet))
        self.found.show_facts(_found_facts(words, record.findings))
        self.texts.show_facts(self._texts(sheet, record.findings))

    def _visit_facts(self, sheet: RecordSheet) -> list[Fact]:
        words, record, visit = self.office.words, sheet.record, sheet.visit
        assert record is not None
        found = record.findings
        crew = ("、" if words.is_chinese else ", ").join(
            name for name in (visit.officer, visit.safety) if name
        )
        there = f"{words.instant(found.arrived_at)}–{words.clock(found.left_at)}"
        facts = [
            Fact(words.say(mark("On site")), there),
            Fact(words.say(mark("Planned for")), words.instant(visit.planned_at)),
            Fact(words.say(mark("Team")), crew),
            Fact(words.say(mark("Address")), visit.address),
            Fact(words.say(mark("Typed")), f"{sheet.recorded_by} {words.instant(record.recorded_at)}"),
            Fact(words.say(mark("Overdue")), words.money(sheet.overdue)),
        ]
        if record.signed_at is not None:
            facts.append(
                Fact(words.say(mark("Signed off")), f"{sheet.signed_by} {words.instant(record.signed_at)}")
            )
        if sheet.cost is not None:
            facts.append(Fact(words.say(mark("Costs")), cost_line(words, sheet.cost)))
        if sheet.promise is not None:
            given = sheet.promise.promise
            said = f"{words.money(given.amount)} · {words.date(given.due_on)}"
            facts.append(Fact(words.say(mark("Promise")), said))
            if given.evidence:
                facts.append(Fact(words.say(mark("Shown by")), given.evidence))
        return facts

    def _texts(self, sheet: RecordSheet, found: Findings) -> list[Fact]:
        say = self.office.say
        facts = [
            Fact(say(mark("About the income")), found.income_note),
            Fact(say(mark("About the family")), found.family_note),
            Fact(say(mark("Course of the visit")), found.narrative),
            Fact(say(mark("Customer's feedback")), found.feedback),
        ]
        facts.append(Fact(say(mark("Digest of what the record says")), sheet.second.digest))
        if sheet.record is not None and sheet.record.sent_back_because:
            facts.append(Fact(say(mark("Sent back because")), sheet.record.sent_back_because, Tone.WARN))
        facts += [
            Fact(field_name(self.office.words, name), said)
            for name, said in answers(self.office.words, found.further)
        ]
        return [fact for fact in facts if fact.value]

    def _ask_to_mend(self) -> None:
        if self.sheet is not None:
            self.mend_asked.emit(self.sheet.visit.visit_id)

    def _open_file(self) -> None:
        if self.sheet is not None:
            self.file_asked.emit(self.sheet.visit.customer_id)

    def print_record(self) -> None:
        """Print the record for the file."""
        if self.sheet is not None and not self.print_button.isHidden():
            deed = PrintRecord(self._target("record.pdf"), self._wanted, self.office.words.language)
            self.office.run(deed, owner=self, done=self.printed.emit)

    # ---- the verdict

    def sign_off(self) -> None:
        """Sign the record off; it is final afterwards."""
        if self.sheet is None or self.verdict.isHidden():
            return
        number = self.sheet.visit.visit_no
        self.office.run(
            SignOff(self._wanted),
            owner=self,
            done=lambda _none: self._signed(number),
            failed=self._refused,
        )

    def send_back(self) -> None:
        """Send the record back with the reason that stands there."""
        if self.sheet is None or self.verdict.isHidden():
            return
        number, reason = self.sheet.visit.visit_no, self.form.values()["reason"] or ""
        self.office.run(
            SendBack(self._wanted, reason),
            owner=self,
            done=lambda _none: self._decided(self.office.say(mark("{number} is sent back."), number=number)),
            failed=self._refused,
        )

    def _signed(self, number: str) -> None:
        self.last = (self._wanted, number)
        self._decided(self.office.say(mark("{number} is signed off."), number=number))

    def _decided(self, said: str) -> None:
        self.draft.done()
        self.said.emit(said)

    def _refused(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self.office.troubled.emit(error)


def _found_facts(words: Words, found: Findings) -> list[Fact]:
    met = f"{term(words, found.met)} · {found.met_name}" if found.met_name else term(words, found.met)
    yes = {True: words.say(mark("Yes")), False: words.say(mark("No"))}
    return [
        Fact(words.say(mark("Met")), met),
        Fact(words.say(mark("Identity")), term(words, found.identity)),
        Fact(words.say(mark("Identification shown")), yes[found.identification_shown]),
        Fact(words.say(mark("Purpose stated")), yes[found.purpose_stated]),
        Fact(words.say(mark("Entry of the home")), term(words, found.entry)),
        Fact(words.say(mark("Recording")), term(words, found.recording)),
        Fact(words.say(mark("Reasons for the arrears")), _listed(words, found.overdue_reasons)),
        Fact(words.say(mark("Income")), _listed(words, found.income)),
        Fact(words.say(mark("Family")), _listed(words, found.family)),
        Fact(words.say(mark("Attitude")), term(words, found.attitude)),
        Fact(words.say(mark("Outcome")), term(words, found.outcome), Tone.NOTICE),
    ]


def _listed(words: Words, codes: Sequence[Enum]) -> str:
    return ("、" if words.is_chinese else ", ").join(term(words, each) for each in codes)
