"""Owns the section of approved accounts: whose WeChat, mailbox or line may be used, and who decided so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from collectdesk.desk.contact.senders import (
    DecideSender,
    EndSender,
    EnterSender,
    ListSenders,
    Register,
    SenderLine,
)
from collectdesk.desk.pipeline import EVERYTHING, Subject
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.senders import WAYS, SenderState
from collectdesk.domain.people.people import Permission
from collectdesk.terms import term
from collectdesk.ui import wording
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.person_forms import Side, SideForm
from collectdesk.ui.casefile.tab import english
from collectdesk.ui.page import Note
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.fields import DateEdit, PickOne, TextEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.settings.section import Section
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

_TONES = {SenderState.WAITING: Tone.WARN, SenderState.APPROVED: Tone.GOOD}


def _state(words: Words, line: SenderLine) -> Status:
    if line.sender.state is SenderState.APPROVED and not line.stands:
        return Status(words.say(mark("Not in its days")), Tone.PLAIN)
    tone = _TONES.get(line.sender.state, Tone.PLAIN)
    return Status(term(words, line.sender.state), tone, line.sender.state is SenderState.WAITING)


COLUMNS: tuple[Column[SenderLine], ...] = (
    Column(mark("Account"), lambda _w, r: r.sender.number, Kind.BOLD, stretch=True),
    Column(mark("Way"), lambda w, r: term(w, r.sender.channel), width=84),
    Column(mark("Owner"), lambda _w, r: r.owner, width=84),
    Column(mark("State"), _state, Kind.CHIP),
    Column(mark("In use since"), lambda w, r: w.date(r.sender.since_on), width=92),
    Column(mark("In use until"), lambda w, r: w.date(r.sender.until_on), width=92),
)


class EnterForm(ActForm):
    """An account or line to be approved."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("Enter an account"), mark("Ask for approval"), kept_as="sender")
        speech = office.speech

        def day() -> DateEdit:
            return DateEdit(speech, lambda: office.desk.now().date())

        ways: list[tuple[Channel, str]] = [(way, english(way)) for way in WAYS]
        self.owner = PickOne(speech)
        self.form.add("channel", mark("Way"), PickOne(speech, ways), needed=True)
        self.form.add("number", mark("Account or number"), TextEdit(longest=80), needed=True)
        self.form.add("owner_id", mark("Owner"), self.owner, needed=True)
        self.form.add("since_on", mark("In use since"), day(), needed=True)
        self.form.add("until_on", mark("In use until"), day(), hint=mark("Blank leaves it open-ended."))


class TakeOutForm(SideForm):
    """Why an account is refused or ended."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("Refuse or end"), mark("Take it out of use"), "sender_why")
        self.form.add("reason", mark("Reason"), TextEdit(longest=200), needed=True)


class SendersSection(Section):
    """The register at the left; at the right what may be done with the chosen line, and the form for a new one."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        speech = self.speech
        self.table: ValueTable[SenderLine] = rows_table(
            speech, mark("Approved accounts"), COLUMNS, lambda r: r.sender.id, opens_on_click=False
        )
        self.table.set_empty(
            mark("No account is entered yet"),
            mark("WeChat and WeCom are written from approved accounts only: enter them here."),
        )
        self.told = label(None, "", "mute", wrap=True)
        self.enter, self.why = EnterForm(office), TakeOutForm(office)
        self.approve_button = button(speech, mark("Approve"), self._approve, icon="check", look="primary")
        self.why_button = button(speech, mark("Refuse or end …"), self._begin_why, look="quiet")
        self._lay_out()
        self.table.picked.connect(lambda _line: self._show_chosen())
        self.enter.submitted.connect(self._enter)
        self.why.submitted.connect(self._take_out)

    def _lay_out(self) -> None:
        listed = Card(self.speech, mark("Approved accounts"), flush=True)
        listed.add(self.table, 1)
        acts = Card(self.speech, mark("The chosen account"))
        for part in (self.told, self.approve_button, self.why_button):
            acts.add(part)
        resting = QWidget()
        resting.setLayout(column(acts, self.enter, None))
        self.side = Side(resting, self.why)
        self.body.addWidget(ListBesideForm(listed, self.side), 1)
        self.enter.setVisible(self.office.may(Permission.WORK_CASES))
        self._show_chosen()

    def refresh(self, touched: frozenset[Subject]) -> None:
        if touched & {Subject.RULES, Subject.PEOPLE}:
            self.office.run(ListSenders(), owner=self, done=self._show)

    def retranslate(self) -> None:
        self.refresh(EVERYTHING)

    def focus_first(self) -> None:
        self.table.setFocus()

    def save(self) -> None:
        """F2: ask for what is typed."""
        if self.enter.isVisible():
            self.enter.submit()

    def _show(self, found: Register) -> None:
        self.table.show_rows(found.lines)
        self.enter.owner.offer(list(found.owners))
        self.enter.belongs_to("register")
        self._show_chosen()

    def _show_chosen(self) -> None:
        line, words = self.table.chosen, self.office.words
        state = line.sender.state if line else None
        may = self.office.may(Permission.APPROVE_SENDER)
        self.approve_button.setVisible(may and state is SenderState.WAITING)
        self.why_button.setVisible(may and state in (SenderState.WAITING, SenderState.APPROVED))
        if line is None:
            self.told.setText(words.say(mark("Choose an account in the list.")))
            return
        entered = words.say(mark("Entered by {who}"), who=line.made_by)
        decided = words.say(mark("decided by {who}"), who=line.decided_by) if line.decided_by else ""
        self.told.setText(" · ".join(part for part in (entered, decided, line.sender.reason) if part))

    # ---- acts

    def _enter(self, values: dict[str, Any]) -> None:
        said = mark("The account waits for somebody else's approval.")
        self.office.run(
            EnterSender(**values), owner=self, done=lambda _id: self._done(self.enter, said),
            failed=self.enter.refuse,
        )  # fmt: skip

    def _approve(self) -> None:
        line = self.table.chosen
        if line is not None:
            said = self.office.say(mark("The account may be used."))
            self.office.run(
                DecideSender(line.sender.id, approve=True), owner=self,
                done=lambda _none: self.tell(Note(said)), failed=self._refused,
            )  # fmt: skip

    def _begin_why(self) -> None:
        line = self.table.chosen
        if line is not None:
            self.why.begin(line.sender.id, {})
            self.side.show_form(self.why)
            self.why.form.focus("reason")

    def _take_out(self, values: dict[str, Any]) -> None:
        line = self.table.chosen
        if line is None:
            return
        deed: Any = (
            DecideSender(line.sender.id, approve=False, reason=values["reason"])
            if line.sender.state is SenderState.WAITING
            else EndSender(line.sender.id, values["reason"])
        )
        said = mark("The account is out of use.")
        self.office.run(
            deed, owner=self, done=lambda _none: self._done(self.why, said), failed=self.why.refuse
        )

    def _done(self, form: ActForm, said: str) -> None:
        form.finish()
        self.side.rest()
        self.tell(Note(self.office.say(said)))
        self.table.setFocus()

    def _refused(self, error: BaseException) -> None:
        self.tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))
