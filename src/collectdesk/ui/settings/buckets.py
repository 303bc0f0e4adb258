"""Owns the section of the branch's own buckets: what stands, its source, and the form by which two people set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from collectdesk.desk.customers.own_buckets import (
    BucketDesk,
    OwnBuckets,
    SetBuckets,
    ShowBuckets,
    WithdrawBuckets,
    write_edges,
)
from collectdesk.desk.people.staffing import ShowAccounts
from collectdesk.desk.pipeline import EVERYTHING, Subject
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.ui import wording
from collectdesk.ui.casefile.tab import english
from collectdesk.ui.page import Note
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.settings.second_person import add_second, offer_seconds, run_for_two
from collectdesk.ui.settings.section import Section
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.people.seconding import SecondPerson
    from collectdesk.ui.office import Office


class BucketsSection(Section):
    """What stands at the left; at the right the form for two people, who set buckets or withdraw the chosen ones."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._desk: BucketDesk | None = None
        self._asked = False
        speech = self.speech
        self.table: ValueTable[OwnBuckets] = rows_table(
            speech, mark("Own buckets"), self._columns(), lambda each: each.id, opens_on_click=False
        )
        self.table.set_empty(
            mark("M0 to M7+ alone"), mark("A branch that names its arrears otherwise writes that here.")
        )
        self.form = Form(speech)
        kinds = [(kind, english(kind)) for kind in ProductKind]
        self.form.add("kind", mark("Kind of product"), PickOne(speech, kinds), needed=True)
        self.form.add("edges", mark("Buckets"), TextEdit(speech, "A 1, B 31, C 91", longest=200), needed=True,
                      hint=mark("Each with the day past due on which it begins."))  # fmt: skip
        self.form.add("source", mark("By which text"), TextEdit(longest=200), needed=True)
        self.form.add("from_on", mark("From"), DateEdit(speech, lambda: local_day(office.desk.now())),
                      hint=mark("Blank is today."))  # fmt: skip
        self.second = add_second(self.form, office)
        self.draft = FormDraft(office, "own_buckets", self.form, names=("kind", "edges", "source", "from_on"))
        self.set_button = button(speech, mark("Set these buckets"), self.save, look="primary", key="F2")
        self.withdraw_button = button(speech, mark("Withdraw the chosen ones"), self._withdraw)
        self._lay_out()
        self.table.picked.connect(lambda _each: self._offer())

    def _columns(self) -> tuple[Column[OwnBuckets], ...]:
        return (
            Column(mark("Kind of product"), lambda w, b: term(w, b.kind), Kind.BOLD, firm=True),
            Column(mark("Buckets"), lambda _w, b: write_edges(b.edges), stretch=True),
            Column(mark("From"), lambda w, b: w.date(b.from_on), firm=True),
            Column(mark("By which text"), lambda _w, b: b.source, Kind.MUTED),
            Column(mark("Set by"), self._who, Kind.MUTED),
            Column(mark("State"), self._state, Kind.CHIP),
        )

    def _who(self, words: Words, each: OwnBuckets) -> str:
        people = self._desk.people if self._desk else {}
        named = (people.get(each.set_by, ""), people.get(each.second_id, ""))
        return ("、" if words.is_chinese else ", ").join(name for name in named if name)

    def _state(self, words: Words, each: OwnBuckets) -> Status:
        if self._desk and each.id in self._desk.stands:
            return Status(words.say(mark("Counts")), Tone.GOOD)
        gone = each.withdrawn_on is not None
        return Status(
            words.say(mark("Withdrawn")) if gone else words.say(mark("Not in its days")), Tone.PLAIN
        )

    def _lay_out(self) -> None:
        listed = Card(self.speech, mark("Own buckets"), flush=True)
        listed.add(self.table, 1)
        card = Card(self.speech, mark("Set buckets"))
        told = mark("They stand beside M0 to M7+ in the files. Rules and figures go on counting days.")
        for part in (label(self.speech, told, "mute", wrap=True), self.draft, self.form):
            card.add(part)
        card.add(row(None, self.withdraw_button, self.set_button))
        held = QWidget()
        held.setLayout(column(card, None))
        self.body.addWidget(ListBesideForm(listed, held), 1)
        card.setVisible(self.office.may(SetBuckets.needs))
        self._offer()

    def refresh(self, touched: frozenset[Subject]) -> None:
        if touched & {Subject.RULES}:
            self.office.run(ShowBuckets(), owner=self, done=self._show)
        if not self._asked and self.office.may(SetBuckets.needs) and self.office.may(ShowAccounts.needs):
            self._asked = True
            self.office.run(
                ShowAccounts(),
                owner=self,
                done=lambda people: offer_seconds(self.second, self.office, people),
            )

    def retranslate(self) -> None:
        self.refresh(EVERYTHING)

    def focus_first(self) -> None:
        self.table.setFocus()

    def _show(self, desk: BucketDesk) -> None:
        self._desk = desk
        self.table.show_rows(desk.every)
        self.draft.about("branch")
        self._offer()

    def _offer(self) -> None:
        chosen = self.table.chosen
        standing = chosen is not None and chosen.withdrawn_on is None
        self.withdraw_button.setVisible(standing and self.office.may(WithdrawBuckets.needs))

    # ---- acts

    def save(self) -> None:
        """F2: set what is typed, by two people."""
        values = self.form.read()
        if values is None or not self.office.may(SetBuckets.needs):
            return

        def deed(second: SecondPerson | None) -> SetBuckets:
            return SetBuckets(values["kind"], values["edges"], values["source"], values["from_on"], second)

        run_for_two(
            self.office, values, deed, owner=self, done=lambda _id: self._done(), failed=self._refused
        )

    def _withdraw(self) -> None:
        chosen, values = self.table.chosen, self.form.values()
        if chosen is None:
            return
        run_for_two(
            self.office, values, lambda second: WithdrawBuckets(chosen.id, second), owner=self,
            done=lambda _none: self._done(), failed=self._refused,
        )  # fmt: skip

    def _done(self) -> None:
        self.draft.done()
        self.form.clear()
        self.tell(Note(self.office.say(mark("The buckets are written; it is in the trail."))))
        self.table.setFocus()

    def _refused(self, error: BaseException) -> None:
        self.form.put({"second_password": None})
        if not self.form.take_refusal(error):
            self.tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))
