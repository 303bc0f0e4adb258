"""Owns the Disclosures tab: who is to be told of the debt or was, and reports to the bureau, judged first."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from collectdesk.desk.contact.disclosing import (
    CarryOutDisclosure,
    JudgeDisclosure,
    ListDisclosures,
    NoteDisclosure,
    PlanDisclosure,
    Told,
    WithdrawDisclosure,
)
from collectdesk.domain.contact.contacts import IdentityProof
from collectdesk.domain.contact.disclosures import KINDS, ROLES, Disclosure, DisclosureState, Recipient
from collectdesk.domain.people.people import Permission
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.terms import term
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.person_forms import Side, SideForm
from collectdesk.ui.casefile.tab import Host, Tab, english, framed
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.fields import DateEdit, NoteEdit, PickOne, TextEdit
from collectdesk.ui.parts.rule_lines import RuleLines
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.domain.rules.gate import Decision, Judgement
    from collectdesk.ui.office import Office

_TONES: Final = {DisclosureState.PLANNED: Tone.NOTICE, DisclosureState.DONE: Tone.GOOD}


def _state(words: Words, shown: Disclosure) -> Status:
    return Status(term(words, shown.state), _TONES.get(shown.state, Tone.PLAIN))


COLUMNS: tuple[Column[Disclosure], ...] = (
    Column(mark("Day"), lambda w, d: w.date(d.planned_on), Kind.MUTED, width=96),
    Column(mark("Told to"), lambda w, d: term(w, d.to), Kind.BOLD),
    Column(mark("Recipient"), lambda _w, d: d.recipient),
    Column(mark("State"), _state, Kind.CHIP),
    Column(mark("What for"), lambda _w, d: d.purpose, Kind.MUTED, stretch=True),
)


class TellForm(SideForm):
    """Who is to be told what; the rules' word stands below while it is typed."""

    def __init__(self, office: Office, today: Callable[[], date]) -> None:
        super().__init__(office, mark("Tell somebody, or report"), mark("Plan it"), "disclosure")
        speech, form = office.speech, self.form
        proofs = [(proof, english(proof)) for proof in IdentityProof]
        where = mark("What it is and where it lies")
        form.add("to", mark("Told to"), PickOne(speech, [(to, english(to)) for to in Recipient]), needed=True)
        form.add("recipient", mark("Name"), TextEdit(longest=120), needed=True)
        form.add("purpose", mark("What for"), TextEdit(longest=200), needed=True)
        form.add("what", mark("What is told"), NoteEdit(speech, lines=3), needed=True)
        form.add("tells_debt", mark("Shows the debt"),
                 Choices(speech, ((True, mark("Yes")), (False, mark("No"))), must=True))  # fmt: skip
        form.add("identity", mark("Identified by"), PickOne(speech, proofs))
        form.add("consent", mark("Letter of consent"), TextEdit(speech, where, longest=200))
        form.add("agreement", mark("Entrusting agreement"), TextEdit(speech, where, longest=200))
        form.add("assessment", mark("Impact assessment"), TextEdit(speech, where, longest=200))
        form.add("planned_on", mark("Day"), DateEdit(speech, today), needed=True)
        form.add("reason", mark("Reason"), TextEdit(longest=200))
        self.defaults = {"tells_debt": True}
        self.rules = RuleLines(speech)
        self.add(self.rules)
        self.rules.hide()
        form.field("to").edited.connect(self.suit)
        self.suit()

    def suit(self) -> None:
        """Ask only what belongs to whom it goes to."""
        to = self.form.values()["to"]
        works_on = to in KINDS
        outsider = to is not None and to not in ROLES and to is not Recipient.BUREAU
        for name, shown in (
            ("tells_debt", to is not Recipient.BUREAU),
            ("identity", to is not Recipient.BUREAU),
            ("consent", outsider),
            ("agreement", works_on),
            ("assessment", works_on),
        ):
            self.form.show_line(name, shown)

    def told(self, values: dict[str, Any]) -> Told:
        """What was typed, as it is judged."""
        return Told(
            values["to"], values["recipient"] or "", values["purpose"] or "", values["what"] or "",
            values["tells_debt"] is not False, values["identity"] or IdentityProof.NOT_VERIFIED,
            values["consent"] or "", values["agreement"] or "", values["assessment"] or "",
        )  # fmt: skip


class BackForm(SideForm):
    """Why what was planned is taken back."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("Take the plan back"), mark("Take it back"), "disclosure_back")
        self.form.add("reason", mark("Reason"), TextEdit(longest=200), needed=True)


class ToldTab(Tab):
    """What was planned and done at the left, the chosen one or a form at the right."""

    sentence = mark("Disclosures")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        speech = self.speech
        self.list: ValueTable[Disclosure] = rows_table(
            speech, mark("Disclosures and reports"), COLUMNS, lambda d: d.id, opens_on_click=False
        )
        self.list.set_empty(
            mark("Nobody was told"),
            mark("Before a guarantor, a lawyer or the bureau hears of it, the rules are asked here."),
        )
        self.words_of = label(None, "", "mute", wrap=True)
        self.tell, self.back = TellForm(office, self.today), BackForm(office)
        self.tell.add_act(mark("It has happened"), self._note, look="quiet")
        self.done = button(speech, mark("It is done now"), self._carry_out, icon="check", look="primary")
        self.take_back = button(speech, mark("Take it back …"), self._open_back, look="quiet")
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(250)
        self._soon.timeout.connect(self._judge)
        self.list.picked.connect(lambda _one: self._show_chosen())
        self.tell.form.changed.connect(self._soon.start)
        self.tell.submitted.connect(self._plan)
        self.back.submitted.connect(self._withdraw)

    def _lay_out(self) -> None:
        listed = Card(self.speech, mark("Disclosures and reports"), flush=True)
        self.new_button = button(self.speech, mark("Tell or report"), self._begin, icon="plus", look="quiet")
        listed.head.addWidget(self.new_button)
        left = QWidget()
        left.setLayout(column(framed(listed, self.list, 5)))
        self._chosen = Card(self.speech, mark("The chosen disclosure"))
        for part in (self.words_of, self.done, self.take_back):
            self._chosen.add(part)
        self.side = Side(self._chosen, self.tell, self.back)
        self.lay_beside(left, self.side, (3, 2), 1)

    # ---- showing

    def show_file(self, file: CustomerFile) -> None:
        self.tell.belongs_to(file.customer.id)
        self.back.belongs_to(file.customer.id)
        self.new_button.setVisible(self.may(Permission.WORK_CASES))
        self._show_chosen()
        if self.case_id:
            self.run(ListDisclosures(self.case_id), self._show, self.host.warn)
        else:
            self._show(())

    def _show(self, found: tuple[Disclosure, ...]) -> None:
        self.list.show_rows(found)
        self._show_chosen()

    def _show_chosen(self) -> None:
        shown, words = self.list.chosen, self.office.words
        open_now = shown is not None and shown.state is DisclosureState.PLANNED
        may = open_now and self.may(Permission.WORK_CASES)
        self.done.setVisible(may)
        self.take_back.setVisible(may)
        if shown is None:
            self.words_of.setText(words.say(mark("Choose a line in the list.")))
            return
        named = (
            (mark("consent: {proof}"), shown.consent),
            (mark("agreement: {proof}"), shown.agreement),
            (mark("assessment: {proof}"), shown.assessment),
        )
        proofs = [words.say(said, proof=proof) for said, proof in named if proof]
        identified = words.say(mark("identified by: {how}"), how=term(words, shown.identity))
        if shown.to is Recipient.BUREAU:
            identified = ""
        done = words.instant(shown.done_at) if shown.done_at else ""
        parts = (shown.what, identified, *proofs, shown.reason, done, shown.note)
        self.words_of.setText("\n".join(part for part in parts if part))

    def focus_first(self) -> None:
        self.list.setFocus()

    # ---- acts

    def _begin(self) -> None:
        self.tell.suit()
        self.side.show_form(self.tell)
        self.tell.form.focus("to")

    def _judge(self) -> None:
        values = self.tell.form.values()
        if values["to"] is None or not self.case_id:
            self.tell.rules.hide()
            return
        asked = JudgeDisclosure(self.case_id, self.tell.told(values))
        self.run(asked, self._judged, lambda _error: self.tell.rules.hide())

    def _judged(self, judgement: Judgement) -> None:
        said = (*judgement.refusals, *judgement.needing_reason)
        self.tell.rules.show_rulings(said, Tone.DANGER if judgement.refusals else Tone.WARN)

    def _plan(self, values: dict[str, Any]) -> None:
        deed = PlanDisclosure(
            self.case_id, self.tell.told(values), values["planned_on"], values["reason"] or ""
        )
        said = mark("It is planned; Today reminds of it.")
        self.run(deed, lambda _id: self._finish(self.tell, said), self.tell.refuse)

    def _note(self) -> None:
        """Somebody was told already: noted as it happened, a breach where it was one."""
        values = self.tell.form.read()
        if values is None:
            return
        now = self.office.desk.now()
        noon = datetime.combine(values["planned_on"], time(12), CHINA_TIME)
        at = now if values["planned_on"] >= self.today() else noon
        deed = NoteDisclosure(self.case_id, self.tell.told(values), at)
        self.run(deed, self._noted, self.tell.refuse)

    def _noted(self, breaches: tuple[Decision, ...]) -> None:
        self._finish(self.tell, mark("It is noted."))
        if breaches:
            words = self.office.words
            told = [breach.sentence.text(chinese=words.is_chinese) for breach in breaches]
            lead = words.say(mark("This was a breach; the supervisor is told:"))
            self.host.warn("\n".join((lead, *told)))

    def _carry_out(self) -> None:
        shown = self.list.chosen
        if shown is not None:
            said = self.office.say(mark("It is noted as done."))
            self.run(CarryOutDisclosure(shown.id), lambda _none: self.host.confirm(said), self.host.warn)

    def _open_back(self) -> None:
        self.side.show_form(self.back)
        self.back.form.focus("reason")

    def _withdraw(self, values: dict[str, Any]) -> None:
        shown = self.list.chosen
        if shown is not None:
            said = mark("The plan is taken back.")
            deed = WithdrawDisclosure(shown.id, values["reason"])
            self.run(deed, lambda _none: self._finish(self.back, said), self.back.refuse)

    def _finish(self, form: ActForm, said: str) -> None:
        form.finish()
        self.tell.rules.hide()
        self.side.rest()
        self.host.confirm(self.office.say(said))
        self.list.setFocus()
