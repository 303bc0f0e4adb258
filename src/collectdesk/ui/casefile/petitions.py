"""Owns the Data rights tab: what the customer asked about their own data, what may go and what stays, the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QWidget

from collectdesk.desk.customers.own_copy import MakeOwnCopy
from collectdesk.desk.customers.petitioning import (
    Answered,
    AnswerPetition,
    KeptLine,
    Petition,
    PetitionDesk,
    PetitionKind,
    PetitionState,
    ShowPetitions,
    TakePetition,
)
from collectdesk.domain.customers.petitions import is_late
from collectdesk.domain.people.people import Permission
from collectdesk.domain.rules.packs import Certainty
from collectdesk.terms import code_term, term
from collectdesk.terms_rules import CERTAINTIES
from collectdesk.ui import ask
from collectdesk.ui.casefile.person_forms import Side, SideForm
from collectdesk.ui.casefile.tab import Host, Tab, english, framed
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.fields import DateEdit, NoteEdit, PickOne, TextEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office

_TONES: Final = {
    PetitionState.OPEN: Tone.WARN,
    PetitionState.GRANTED: Tone.GOOD,
    PetitionState.PARTLY: Tone.NOTICE,
    PetitionState.REFUSED: Tone.PLAIN,
}


def going(words: Words, line: KeptLine) -> Status:
    """Whether a kind would go now, or until when it stays."""
    judged = line.judged
    if judged.may_go:
        return Status(words.say(mark("Goes")), Tone.GOOD)
    if judged.until is None:
        return Status(words.say(mark("Stays while the case is open")), Tone.PLAIN)
    return Status(words.say(mark("Stays until {day}"), day=words.date(judged.until)), Tone.PLAIN)


LINES: tuple[Column[KeptLine], ...] = (
    Column(
        mark("What is held"), lambda w, k: code_term(w, "kept", k.judged.kept.value), Kind.BOLD, firm=True
    ),
    Column(mark("How many"), lambda w, k: w.number(k.count), Kind.NUMBER, sort=lambda k: k.count),
    Column(mark("If deletion is granted today"), going, Kind.CHIP),
    Column(mark("By which text"), lambda _w, k: k.term.source, Kind.MUTED, stretch=True),
)


class PetitionForm(SideForm):
    """What the customer asks, when, and how they proved who they are."""

    def __init__(self, tab: PetitionsTab) -> None:
        super().__init__(tab.office, mark("What the customer asks"), mark("Take it down"), "petition")
        speech, form = tab.speech, self.form
        kinds = [(kind, english(kind)) for kind in PetitionKind]
        form.add("kind", mark("Asked for"), PickOne(speech, kinds), needed=True)
        form.add("asked_on", mark("Came in on"), DateEdit(speech, tab.today), needed=True)
        shown = TextEdit(speech, mark("Identity card seen at the counter …"))
        form.add("identity", mark("Proved by"), shown, needed=True)
        hint = mark("For a correction: what is wrong and what it should be.")
        form.add("wish", mark("In their words"), NoteEdit(speech, lines=3), hint=hint)


class AnswerForm(SideForm):
    """The answer to the chosen petition: the main button grants, the other refuses."""

    def __init__(self, tab: PetitionsTab) -> None:
        super().__init__(tab.office, mark("Answer the chosen request"), mark("Grant it"), "petition_answer")
        hint = mark("Needed for a no and for a correction; the customer hears it.")
        self.form.add("answer", mark("The answer"), NoteEdit(tab.speech, lines=4), hint=hint)
        self.about = label(None, "", "mute", wrap=True)
        self.body.insertWidget(0, self.about)
        self.add_act(mark("Refuse it"), tab.refuse)


class PetitionsTab(Tab):
    """Requests above, what is held below; at the side the terms, or the form of an act."""

    sentence = mark("Data rights")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self.desk: PetitionDesk | None = None
        self.petitions: ValueTable[Petition] = rows_table(
            self.speech,
            mark("Requests about their own data"),
            self._columns(),
            lambda p: p.id,
            opens_on_click=False,
        )
        self.petitions.set_empty(
            mark("The customer asked for nothing yet"),
            mark("A copy, a correction or deletion: take it down here."),
        )
        self.lines: ValueTable[KeptLine] = rows_table(
            self.speech,
            mark("What the desk holds of them"),
            LINES,
            lambda k: k.judged.kept,
            opens_on_click=False,
        )
        self.lines.set_empty(mark("Nothing is held"), mark("Everything that could go has gone."))
        self.petition_form, self.answer_form = PetitionForm(self), AnswerForm(self)
        self._lay_out()
        self.petition_form.submitted.connect(self._take)
        self.answer_form.submitted.connect(lambda values: self._answer(values, granted=True))
        self.petitions.picked.connect(lambda _petition: self._offer())

    def _columns(self) -> tuple[Column[Petition], ...]:
        return (
            Column(mark("Asked for"), lambda w, p: term(w, p.kind), Kind.BOLD, firm=True),
            Column(mark("Came in on"), lambda w, p: w.date(p.asked_on), width=92),
            Column(mark("Answer by"), self._due, Kind.CHIP),
            Column(mark("Proved by"), lambda _w, p: p.identity, Kind.MUTED),
            Column(mark("In their words"), lambda _w, p: p.wish or "—", Kind.MUTED, stretch=True),
            Column(mark("State"), lambda w, p: Status(term(w, p.state), _TONES[p.state]), Kind.CHIP),
        )

    def _due(self, words: Words, kept: Petition) -> Status:
        late = is_late(kept.due_on, kept.state, self.today())
        return Status(words.date(kept.due_on), Tone.DANGER if late else Tone.PLAIN, late)

    def _lay_out(self) -> None:
        speech = self.speech
        self.take_button = button(speech, mark("Take a request down"), self.begin, icon="plus", look="quiet")
        self.copy_button = button(
            speech, mark("Make the copy …"), self.make_copy, icon="download", look="quiet"
        )
        self.answer_button = button(speech, mark("Answer …"), self._open_answer, icon="check", look="quiet")
        asked = Card(speech, mark("Requests about their own data"), flush=True)
        for made in (self.answer_button, self.copy_button, self.take_button):
            asked.head.addWidget(made)
        holds = Card(speech, mark("What the desk holds of them"), flush=True)
        left = QWidget()
        left.setLayout(column(framed(asked, self.petitions, 3), framed(holds, self.lines, 6)))
        terms = Card(speech, mark("How it goes"))
        self.days = label(None, "", wrap=True)
        self.source = label(None, "", "faint", wrap=True)
        self.answered = label(None, "", wrap=True)
        for part in (self.days, self.answered, self.source):
            terms.add(part)
        resting = QWidget()
        resting.setLayout(row(terms))
        self.side = Side(resting, self.petition_form, self.answer_form)
        self.lay_beside(left, self.side, (5, 2), 1)

    # ---- showing

    def show_file(self, file: CustomerFile) -> None:
        self.petition_form.belongs_to(file.customer.id)
        self.take_button.setVisible(self._may(Permission.WORK_CASES))
        self._offer()
        self.run(ShowPetitions(file.customer.id), self._show, self.host.warn)

    def _may(self, permission: Permission) -> bool:
        """A case needn't be open: who paid everything has the same rights."""
        return self.file is not None and not self.host.is_past and self.office.may(permission)

    def _show(self, desk: PetitionDesk) -> None:
        self.desk = desk
        past = self.file.past_day if self.file else None
        self.petitions.show_rows([p for p in desk.petitions if past is None or p.asked_on <= past])
        self.lines.show_rows(desk.lines)
        words = self.office.words
        days = words.plural("{count} day", "{count} days", desk.days)
        said = mark(
            "A clerk takes the request down; a supervisor answers within {days}, with the reason of a no. Whoever took "
            "it down doesn't answer it. A granted deletion can't be taken back."
        )
        self.days.setText(words.say(said, days=days))
        certain = words.say(CERTAINTIES[Certainty(desk.certainty)])
        kept = words.plural("{count} backup still holds it until it is removed.",
                            "{count} backups still hold it until they are removed.", desk.backups)  # fmt: skip
        parts = (kept if desk.backups else "", f"{desk.source} ({certain})")
        self.source.setText("\n\n".join(part for part in parts if part))
        self._offer()

    def _offer(self) -> None:
        chosen = self.petitions.chosen
        waits = chosen is not None and chosen.state is PetitionState.OPEN
        is_copy = chosen is not None and chosen.kind is PetitionKind.ACCESS
        self.copy_button.setVisible(is_copy and self._may(Permission.WORK_CASES))
        self.answer_button.setVisible(waits and self._may(Permission.SIGN_OFF))
        self.answered.setVisible(chosen is not None and chosen.answered_at is not None)
        if chosen is not None and chosen.answered_at is not None and self.desk is not None:
            words = self.office.words
            who = self.desk.people.get(chosen.answered_by, "")
            text = chosen.answer or term(words, chosen.state)
            self.answered.setText(f"{words.instant(chosen.answered_at)} · {who}\n{text}")

    # ---- acting

    def begin(self) -> None:
        """Take a request down."""
        self.side.show_form(self.petition_form)
        self.petition_form.form.focus("kind")

    def _take(self, values: dict[str, Any]) -> None:
        assert self.file is not None
        deed = TakePetition(
            self.file.customer.id,
            values["kind"],
            values["asked_on"],
            values["identity"],
            values["wish"] or "",
        )
        self.run(deed, lambda _id: self._taken(), self.petition_form.refuse)

    def _taken(self) -> None:
        self.petition_form.finish()
        self.side.rest()
        self.host.confirm(
            self.office.say(mark("Taken down; the supervisor's inbox shows it until it is answered."))
        )
        self.petitions.setFocus()

    def _open_answer(self) -> None:
        chosen = self.petitions.chosen
        if chosen is None:
            return
        self.answer_form.belongs_to(chosen.id)
        words = self.office.words
        self.answer_form.about.setText(
            f"{term(words, chosen.kind)} · {chosen.wish or words.date(chosen.asked_on)}"
        )
        self.side.show_form(self.answer_form)
        self.answer_form.form.focus("answer")

    def refuse(self) -> None:
        """Say no with the reason."""
        values = self.answer_form.form.read()
        if values is not None:
            self._answer(values, granted=False)

    def _answer(self, values: dict[str, Any], *, granted: bool) -> None:
        chosen = self.petitions.chosen
        if chosen is None:
            return
        say = self.office.say
        if granted and chosen.kind is PetitionKind.DELETION and not ask.agrees(
            self, say(mark("Delete what may go?")),
            say(mark("What the list below says goes is erased for good. Nobody can bring it back.")),
            say(mark("Erase it")), say(mark("Keep it")),
        ):  # fmt: skip
            self.answer_form.accept()
            self.answer_form._set_busy(busy=False)
            return
        deed = AnswerPetition(chosen.id, granted, values["answer"] or "")
        self.run(deed, self._given, self.answer_form.refuse)

    def _given(self, done: Answered) -> None:
        self.answer_form.finish()
        self.side.rest()
        words = self.office.words
        said = words.say(mark("Answered: {state}."), state=term(words, done.state))
        if done.erased:
            said += " " + words.plural(
                "{count} entry was erased.", "{count} entries were erased.", done.erased
            )
        self.host.confirm(said)
        self.petitions.setFocus()

    def make_copy(self) -> None:
        """Ask for a folder and make the copy in a folder of its own there."""
        chosen, say = self.petitions.chosen, self.office.say
        if chosen is None or self.file is None:
            return
        folder = ask.folder(self, say(mark("Where the copy goes")))
        if folder is None:
            return
        target = folder / f"{self.file.customer.customer_no}-{chosen.asked_on:%Y%m%d}"
        self.run(MakeOwnCopy(target, chosen.id, self.office.words.language), self._made, self.host.warn)

    def _made(self, made: Printed) -> None:
        said = mark("The copy is in {path}: a PDF to hand over and the data beside it.")
        self.host.confirm(self.office.say(said, path=made.path))

    def focus_first(self) -> None:
        self.petitions.setFocus()
