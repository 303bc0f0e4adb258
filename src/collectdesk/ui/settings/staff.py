"""Owns the staff section: who goes out, whose training runs out, and adding people and trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.people.rota import KeepLeave
from collectdesk.desk.people.staffing import (
    AddTraining,
    EnrolStaff,
    NameExperienced,
    ShowStaff,
    StaffLine,
    Training,
)
from collectdesk.desk.pipeline import Subject
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.certificates import CertificatesCard
from collectdesk.ui.settings.person_panel import PersonPanel
from collectdesk.ui.settings.section import Section
from collectdesk.ui.settings.working_time import WorkingTime
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

_TONES = {
    Training.VALID: Tone.GOOD, Training.EXPIRING: Tone.WARN,
    Training.EXPIRED: Tone.DANGER, Training.MISSING: Tone.DANGER,
}  # fmt: skip
_DUTIES = (
    ("collects", mark("Collection officer")),
    ("secures", mark("Safety officer")),
    ("drives", mark("Driver")),
)


def training_status(words: Words, line: StaffLine) -> Status:
    """How the training stands, with the days that are left when they are few."""
    said = {
        Training.VALID: mark("Valid"),
        Training.EXPIRED: mark("Expired"),
        Training.MISSING: mark("No training"),
    }
    if line.away_until is not None:
        return Status(words.say(mark("Away until {day}"), day=words.date(line.away_until)), Tone.WARN)
    text = (
        words.plural("{count} day left", "{count} days left", line.days_left)
        if line.training is Training.EXPIRING
        else words.say(said[line.training])
    )
    return Status(text, _TONES[line.training], calls=line.training is not Training.VALID)


def duties(words: Words, line: StaffLine) -> str:
    held = [words.say(sentence) for name, sentence in _DUTIES if getattr(line, name)]
    if line.experienced:
        held.append(words.say(mark("experienced")))
    if line.languages:
        held.append(line.languages)
    return ("、" if words.is_chinese else ", ").join(held)


class StaffSection(Section):
    """The list; beside it, for the administrator, two short forms."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._lines: tuple[StaffLine, ...] = ()
        self._seen = False
        self._papers_of = ""
        columns: tuple[Column[StaffLine], ...] = (
            Column(mark("Staff no."), lambda _w, r: r.staff_no, Kind.MUTED),
            Column(mark("Name"), lambda _w, r: r.name, Kind.BOLD),
            Column(mark("On visits"), duties),
            Column(mark("Certificate"), lambda _w, r: r.certificate, Kind.MUTED),
            Column(
                mark("Valid until"),
                lambda w, r: w.date(r.valid_until),
                sort=lambda r: r.valid_until,
                width=96,
            ),
            Column(mark("Training"), training_status, Kind.CHIP, sort=lambda r: r.days_left, stretch=True),
        )
        self.table = rows_table(
            self.speech, mark("Staff"), columns, lambda r: r.id, opens_on_click=False,
            row_tone=lambda r: _TONES[r.training] if r.training is not Training.VALID else Tone.PLAIN,
        )  # fmt: skip
        self.table.set_empty(
            mark("Nobody goes out yet"), mark("An administrator adds people with their training here.")
        )
        self.listed = Card(self.speech, mark("Staff and training"), flush=True)
        self.listed.add(self.table, 1)
        self.may_keep = office.may(EnrolStaff.needs)
        if not self.may_keep and office.may(KeepLeave.needs):
            self.lead = PersonPanel(office, self.tell)
            self.papers = CertificatesCard(office, self.tell)
            self.table.picked.connect(lambda line: self.lead.show_person(line.id if line else ""))
            self.table.picked.connect(lambda line: self.papers.show_person(line.id if line else ""))
            held = QWidget()
            held.setLayout(column(self.lead, self.papers, None))
            self.body.addWidget(ListBesideForm(self.listed, held), 1)
            return
        if not self.may_keep:
            self.body.addWidget(self.listed, 1)
            return
        self.table.picked.connect(self._name_person)
        self.body.addWidget(ListBesideForm(self.listed, self._forms()), 1)

    def _forms(self) -> QWidget:
        def day() -> DateEdit:
            return DateEdit(self.speech, lambda: self.office.desk.now().date())

        self.training = Form(self.speech)
        self.training.add("certificate", mark("&Certificate"), TextEdit(), needed=True)
        self.training.add("trained_from", mark("Valid &from"), day(), needed=True)
        self.training.add("trained_until", mark("Valid &until"), day(), needed=True)
        self.whom = label(None, "", "mute")
        added = Card(self.speech, mark("Record a training"))
        added.add(self.whom)
        self.training_draft = FormDraft(self.office, "training", self.training)
        added.add(self.training_draft)
        added.add(self.training)
        self.add_training = button(self.speech, mark("Record the training"), self._add_training)
        self.name_experienced = button(self.speech, mark("Name as experienced"), self._name_experienced)
        added.add(row(None, self.add_training))
        added.add(row(self.name_experienced, None))
        hint = mark("An experienced safety officer goes along where the risk asks for more care.")
        added.add(label(self.speech, hint, "faint", wrap=True))
        self.works = WorkingTime(self.office, self.tell)
        self.person = Form(self.speech)
        self.person.add("staff_no", mark("Staff no."), TextEdit(longest=32), needed=True)
        self.person.add("name", mark("Name"), TextEdit(longest=60), needed=True)
        self.person.add("duties", mark("On visits"), Choices(self.speech, _DUTIES, several=True), needed=True)
        self.person.add("languages", mark("Languages"), TextEdit(longest=60))
        self.person.add(
            "certificate", mark("Certificate"), TextEdit(), hint=mark("Without a training nobody is planned.")
        )
        self.person.add("trained_from", mark("Valid from"), day())
        self.person.add("trained_until", mark("Valid until"), day())
        enrol = Card(self.speech, mark("Add a person"))
        self.person_draft = FormDraft(self.office, "person", self.person)
        enrol.add(self.person_draft)
        enrol.add(self.person)
        for draft in (self.training_draft, self.person_draft):
            draft.about("new")
        enrol.add(row(None, button(self.speech, mark("Add the person"), self.save, look="primary", key="F2")))
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        self.papers = CertificatesCard(self.office, self.tell)
        for part in (enrol, added, self.papers, self.works):
            inside.addWidget(part)
        inside.addStretch(1)
        return held

    def refresh(self, touched: frozenset[Subject]) -> None:
        if not self._seen or Subject.PEOPLE in touched:
            self._seen = True
            self.office.run(ShowStaff(), owner=self, done=self._show)

    def _show(self, lines: tuple[StaffLine, ...]) -> None:
        self._lines = lines
        self.table.show_rows(lines)
        self.retranslate()

    def retranslate(self) -> None:
        words = self.office.words
        calling = sum(line.training is not Training.VALID for line in self._lines)
        said = words.plural("{count} training needs attention", "{count} trainings need attention", calling)
        self.listed.say_beside(said if calling else words.say(mark("every training is valid")))
        if self.may_keep:
            self._name_person(self.table.chosen)

    def _name_person(self, line: StaffLine | None) -> None:
        words = self.office.words
        chosen = f"{line.name} · {line.staff_no}" if line else words.say(mark("Choose a person in the list."))
        self.whom.setText(chosen)
        self.add_training.setEnabled(line is not None)
        self.works.show_person(line)
        if (line.id if line else "") != self._papers_of:
            self._papers_of = line.id if line else ""
            self.papers.show_person(self._papers_of)
        named = line is not None and line.secures and not line.experienced
        self.name_experienced.setEnabled(named)

    # ---- deeds

    def save(self) -> None:
        """Add the person as typed."""
        if not self.may_keep:
            return
        said = self.person.read()
        if said is None:
            return
        held: Any = said.pop("duties")
        deed = EnrolStaff(
            said["staff_no"], said["name"], "collects" in held, "secures" in held, said["certificate"] or "",
            said["trained_from"], said["trained_until"], "drives" in held, said["languages"] or "",
        )  # fmt: skip
        self.office.run(
            deed, owner=self, done=lambda _id: self._done(self.person, mark("The person was added.")),
            failed=lambda error: self._refused(self.person, error),
        )  # fmt: skip

    def _add_training(self) -> None:
        said, line = self.training.read(), self.table.chosen
        if said is None or line is None:
            return
        deed = AddTraining(line.id, said["certificate"], said["trained_from"], said["trained_until"])
        self.office.run(
            deed, owner=self, done=lambda _none: self._done(self.training, mark("The training was recorded.")),
            failed=lambda error: self._refused(self.training, error),
        )  # fmt: skip

    def _name_experienced(self) -> None:
        line = self.table.chosen
        if line is None:
            return
        said = self.office.say(mark("{name} goes along where more care is needed."), name=line.name)
        self.office.run(
            NameExperienced(line.id), owner=self, done=lambda _none: self.tell(Note(said)),
            failed=lambda error: self._refused(self.training, error),
        )  # fmt: skip

    def _done(self, form: Form, sentence: str) -> None:
        (self.person_draft if form is self.person else self.training_draft).done()
        self.tell(Note(self.office.say(sentence)))
        form.focus("staff_no" if form is self.person else "certificate")

    def _refused(self, form: Form, error: BaseException) -> None:
        if not form.take_refusal(error):
            self.tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def may_leave(self) -> bool:
        return True

    def focus_first(self) -> None:
        self.table.setFocus()
