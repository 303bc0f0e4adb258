"""Owns the Holds tab: what stops collection, how far and until when, with its proof; and what people asked for."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from collectdesk.desk.contact.holding import EndHold, PlaceHold, ProveHold
from collectdesk.desk.customers.files import CustomerFile, Hold, Product
from collectdesk.domain.contact.holds import CHANNELS, SUBJECTS, HoldScope, Reach, proof_is_late, read_reach
from collectdesk.domain.people.people import Permission
from collectdesk.terms import code_term, term
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.tab import Host, Tab, english_code, framed
from collectdesk.ui.casefile.wishes import Line, WishForm, end_deed, lines_of, wishes_table
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.fields import DateEdit, NoteEdit, PickOne, TextEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

CODES = (
    "dispute", "complaint", "hardship", "illness", "bereavement", "death", "incapacity", "minor", "disaster",
    "entrusted", "bankruptcy", "lawyer", "negotiation", "stop_request",
)  # fmt: skip
"""What a person can place; a running plan places its own."""


class HoldsTab(Tab):
    """All holds, standing ones first, beside the form for a new one."""

    sentence = mark("Holds")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self.holds: ValueTable[Hold] = rows_table(
            self.speech, mark("Holds"), self._columns(), lambda hold: hold.id, opens_on_click=False
        )
        self.holds.set_empty(
            mark("Nothing stops collection"), mark("Place a hold for a dispute, an illness, a death …")
        )
        self.end = button(self.speech, mark("End the chosen hold"), self._end, icon="x")
        self.ends_hint = label(self.speech, mark("A supervisor can end a hold before its day."), "faint")
        self.wishes: ValueTable[Line] = wishes_table(self.speech, office.desk.now)
        self.end_wish = button(self.speech, mark("Take the wish back"), self._end_wish, icon="x")
        self.wish = WishForm(office, self.today)
        self.prove = ActForm(
            office, mark("Proof of the chosen hold"), mark("The proof has come"), kept_as="prove"
        )
        shown = TextEdit(self.speech, mark("What it is and where it lies"))
        self.prove.form.add("proof", mark("Proof"), shown, needed=True)
        self.place = ActForm(office, mark("Place a hold"), mark("Place the hold"), kept_as="hold")
        self._fill_place_form()
        self.place.submitted.connect(self._place)
        self.prove.submitted.connect(self._prove)
        self.wish.submitted.connect(self._wish)
        self._lay_out()
        self.holds.picked.connect(lambda _hold: self._offer_end())
        self.wishes.picked.connect(lambda _line: self._offer_end())

    def _fill_place_form(self) -> None:
        self.place.defaults = {"reach": Reach().written}
        form = self.place.form
        form.add(
            "code",
            mark("Because of"),
            PickOne(self.speech, [(code, english_code("hold", code)) for code in CODES]),
            needed=True,
        )
        form.add("reach", mark("Stops"), PickOne(self.speech, must=True))
        form.add(
            "until_on",
            mark("Until"),
            DateEdit(self.speech, self.today),
            hint=mark("Blank leaves it open-ended."),
        )
        form.add(
            "reason",
            mark("Reason"),
            NoteEdit(self.speech, mark("What was said or shown"), lines=3),
            needed=True,
        )
        form.add("proof_due_on", mark("Proof by"), DateEdit(self.speech, self.today),
                 hint=mark("Today reminds of it."))  # fmt: skip

    def _columns(self) -> tuple[Column[Hold], ...]:
        return (
            Column(mark("Hold"), lambda w, h: code_term(w, "hold", h.code), Kind.BOLD),
            Column(mark("State"), self._state, Kind.CHIP),
            Column(mark("Stops"), self._stops),
            Column(mark("From"), lambda w, h: w.date(h.from_on), width=92),
            Column(mark("Until"), lambda w, h: w.date(h.ended_on or h.until_on), width=92),
            Column(mark("Proof"), self._proof, width=108),
            Column(mark("Reason"), lambda w, h: code_term(w, "why", h.reason), Kind.MUTED, stretch=True),
        )

    def _stops(self, words: Words, hold: Hold) -> str:
        if hold.reach.scope is HoldScope.PRODUCT and self.file is not None:
            product = next((v.product for v in self.file.products if v.product.id == hold.reach.of), None)
            return product_text(words, product) if product else code_term(words, "reach", "product")
        return code_term(words, "reach", hold.reach.code)

    def _proof(self, words: Words, hold: Hold) -> str:
        if hold.proof_came_on is not None:
            return f"{words.date(hold.proof_came_on)} {hold.proof}"
        if hold.proof_due_on is None:
            return ""
        late = proof_is_late(hold.proof_due_on, hold.proof_came_on, self.today())
        said = mark("missing since {day}") if late else mark("by {day}")
        return words.say(said, day=words.date(hold.proof_due_on))

    def _state(self, words: Words, hold: Hold) -> Status:
        if hold.stands_on(self.today()):
            return Status(words.say(mark("In force")), Tone.SPECIAL, calls=True)
        return Status(words.say(mark("Ended")))

    def _lay_out(self) -> None:
        card = framed(Card(self.speech, mark("Holds"), flush=True), self.holds, 4)
        foot = row(self.ends_hint, None, self.end)
        foot.setContentsMargins(12, 0, 10, 4)
        card.add(foot)
        wished = framed(Card(self.speech, mark("Wishes"), flush=True), self.wishes, 3)
        below = row(None, self.end_wish)
        below.setContentsMargins(12, 0, 10, 4)
        wished.add(below)
        left = QWidget()
        left.setLayout(column(card, wished))
        self._side = QWidget()
        self._side.setLayout(column(self.prove, self.place, self.wish, None))
        self.lay_beside(left, self._side, (3, 2), 1)

    def show_file(self, file: CustomerFile) -> None:
        day = self.today()
        self.holds.show_rows(sorted(file.holds, key=lambda hold: not hold.stands_on(day)))
        self.wishes.show_rows(lines_of(file))
        self._offer_reaches(file)
        self.place.belongs_to(file.customer.id)
        self.wish.show_file(file)
        self._side.setVisible(self.may(Permission.WORK_CASES))
        self._offer_end()

    def _offer_reaches(self, file: CustomerFile) -> None:
        """Everything, each overdue product, each way of contact, each subject."""
        words = self.office.words
        reaches: list[tuple[Any, str]] = [(Reach().written, english_code("reach", "customer"))]
        reaches += [(Reach(HoldScope.PRODUCT, str(v.product.id)).written, product_text(words, v.product))
                    for v in file.products if v.product.dpd > 0]  # fmt: skip
        for scope, names in ((HoldScope.CHANNEL, CHANNELS), (HoldScope.SUBJECT, SUBJECTS)):
            some = (Reach(scope, name) for name in names)
            reaches += [
                (reach.written, english_code("reach", reach.code)) for reach in some if reach.of != "staff"
            ]
        self.place.form.field("reach").offer(reaches)

    def _offer_end(self) -> None:
        hold = self.holds.chosen
        standing = hold is not None and hold.stands_on(self.today())
        allowed = self.may(Permission.END_HOLD)
        self.end.setVisible(standing and allowed)
        self.ends_hint.setVisible(standing and not allowed and self.may(Permission.WORK_CASES))
        self.end_wish.setVisible(self.wishes.chosen is not None and self.may(Permission.WORK_CASES))
        awaited = (
            hold is not None and standing and hold.proof_due_on is not None and hold.proof_came_on is None
        )
        if hold is not None and awaited:
            self.prove.belongs_to(hold.id)
        self.prove.setVisible(awaited and self.may(Permission.WORK_CASES))

    def _place(self, values: dict[str, Any]) -> None:
        reach = read_reach(values["reach"] or "customer")
        deed = PlaceHold(
            self.case_id, values["code"], values["until_on"], values["reason"], reach, values["proof_due_on"]
        )
        said = self.office.say(
            mark("Collection stops: {hold}."), hold=code_term(self.office.words, "hold", values["code"])
        )
        self.run(deed, lambda _id: self._done(self.place, said), self.place.refuse)

    def _prove(self, values: dict[str, Any]) -> None:
        hold = self.holds.chosen
        if hold is not None:
            said = self.office.say(mark("The proof is noted."))
            deed = ProveHold(self.case_id, hold.id, values["proof"])
            self.run(deed, lambda _none: self._done(self.prove, said), self.prove.refuse)

    def _wish(self, values: dict[str, Any]) -> None:
        if self.file is not None:
            said = self.office.say(mark("The wish is kept; the rules ask it from now on."))
            deed = self.wish.deed(self.file.customer.id, values)
            self.run(deed, lambda _id: self._done(self.wish, said), self.wish.refuse)

    def _done(self, form: ActForm, said: str) -> None:
        form.finish()
        self.host.confirm(said)
        self.holds.setFocus()

    def _end(self) -> None:
        hold = self.holds.chosen
        if hold is None:
            return
        said = self.office.say(mark("The hold has ended."))
        self.run(EndHold(self.case_id, hold.id), lambda _none: self.host.confirm(said), self.host.warn)

    def _end_wish(self) -> None:
        line = self.wishes.chosen
        if line is not None and self.file is not None:
            said = self.office.say(mark("The wish is taken back."))
            deed = end_deed(self.file.customer.id, line)
            self.run(deed, lambda _none: self.host.confirm(said), self.host.warn)

    def focus_first(self) -> None:
        if self.holds.values.rowCount() or not self._side.isVisible():
            self.holds.setFocus()
        else:
            self.place.form.focus("code")


def product_text(words: Words, product: Product) -> str:
    """A product by its kind and the last digits of its account."""
    return f"{term(words, product.kind)} {product.account_no[-4:]}"
