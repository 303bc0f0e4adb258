"""Owns the Products tab: what is owed on, the program's own count beside it, instalments, payments, amounts by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from collectdesk.desk.customers.file_parts import Allocated
from collectdesk.desk.customers.files import CustomerFile, Instalment, Payment, ProductView
from collectdesk.desk.solutions.noting import (
    NoteAmount,
    Noted,
    NotedKind,
    NotedState,
    ProvePayment,
    StrikeAmount,
)
from collectdesk.desk.solutions.receipts import PrintReceipt
from collectdesk.domain.customers.cases import ProductStage
from collectdesk.domain.people.people import Permission
from collectdesk.terms import code_term, term
from collectdesk.ui.casefile.noted_forms import NotedForm, ProveForm, StrikeNotedForm
from collectdesk.ui.casefile.paper_view import PaperView
from collectdesk.ui.casefile.person_forms import Side, SideForm
from collectdesk.ui.casefile.sharing_form import SharingForm
from collectdesk.ui.casefile.tab import Host, Tab, framed
from collectdesk.ui.customers.columns import days_tone
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.noted import noted_status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.theme import set_tone, theme
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

_STAGES = {
    ProductStage.OVERDUE: Tone.DANGER,
    ProductStage.ARRANGED: Tone.GOOD,
    ProductStage.CURED: Tone.GOOD,
    ProductStage.CURRENT: Tone.PLAIN,
}


def own_count(words: Words, view: ProductView) -> str:
    """The program's own days past due, counted from the instalments; a dash where it has none."""
    return "—" if view.own_dpd is None else words.number(view.own_dpd)


def differs(view: ProductView) -> bool:
    """Whether core banking and the instalments disagree about the days."""
    return view.own_dpd is not None and view.own_dpd != view.product.dpd


PRODUCTS: tuple[Column[ProductView], ...] = (
    Column(mark("Product"), lambda w, v: term(w, v.product.kind), Kind.BOLD),
    Column(mark("Account"), lambda _w, v: v.product.account_no, Kind.MUTED),
    Column(mark("Contract"), lambda _w, v: v.product.contract_no, Kind.MUTED, stretch=True),
    Column(mark("Stage"), lambda w, v: Status(term(w, v.stage), _STAGES[v.stage]), Kind.CHIP),
    Column(mark("Bucket"), lambda _w, v: " · ".join(filter(None, (v.bucket.value, v.own_bucket)))),
    Column(
        mark("Days, core banking"),
        lambda w, v: w.number(v.product.dpd),
        Kind.NUMBER,
        sort=lambda v: v.product.dpd,
        tone=lambda v: days_tone(v.product.dpd),
    ),
    Column(
        mark("Without pauses"),
        lambda w, v: w.number(v.net_dpd) if v.net_dpd != v.product.dpd else "—",
        Kind.NUMBER,
        sort=lambda v: v.net_dpd,
    ),
    Column(
        mark("Own count"),
        own_count,
        Kind.NUMBER,
        sort=lambda v: v.own_dpd,
        tone=lambda v: Tone.WARN if differs(v) else Tone.PLAIN,
    ),
    Column(
        mark("Overdue amount"),
        lambda w, v: w.money(v.product.overdue, sign=False),
        Kind.MONEY,
        sort=lambda v: v.product.overdue.fen,
    ),
    Column(
        mark("Balance"),
        lambda w, v: w.money(v.product.balance, sign=False),
        Kind.MONEY,
        sort=lambda v: v.product.balance.fen,
    ),
    Column(mark("Class"), lambda _w, v: v.product.five_class),
)


def _state(words: Words, part: Instalment) -> Status:
    if part.paid >= part.due:
        return Status(words.say(mark("Paid")), Tone.GOOD)
    if part.paid.fen > 0:
        return Status(words.say(mark("Paid in part")), Tone.WARN)
    return Status(words.say(mark("Unpaid")), Tone.DANGER)


INSTALMENTS: tuple[Column[Instalment], ...] = (
    Column(mark("No."), lambda w, i: w.number(i.seq), Kind.NUMBER, sort=lambda i: i.seq),
    Column(mark("Due"), lambda w, i: w.date(i.due_on)),
    Column(
        mark("Principal"),
        lambda w, i: w.money(i.principal, sign=False),
        Kind.MONEY,
        sort=lambda i: i.principal.fen,
    ),
    Column(
        mark("Interest"),
        lambda w, i: w.money(i.interest, sign=False),
        Kind.MONEY,
        sort=lambda i: i.interest.fen,
    ),
    Column(mark("Fees"), lambda w, i: w.money(i.fee, sign=False), Kind.MONEY, sort=lambda i: i.fee.fen),
    Column(mark("Paid"), lambda w, i: w.money(i.paid, sign=False), Kind.MONEY, sort=lambda i: i.paid.fen),
    Column(mark("State"), _state, Kind.CHIP, stretch=True),
)


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment and where it went, where the instalments are known."""

    payment: Payment
    went: Allocated | None


def went_to(words: Words, line: PaymentLine) -> str:
    """The instalments a payment went to, each with its amount; what found none is named too."""
    if line.went is None:
        return "—"
    parts = [
        words.say(mark("no. {seq}: {amount}"), seq=share.seq, amount=words.money(share.amount, sign=False))
        for share in line.went.shares
    ]
    if line.went.rest.fen:
        parts.append(words.say(mark("over: {amount}"), amount=words.money(line.went.rest, sign=False)))
    return ("；" if words.is_chinese else "; ").join(parts)


def breakdown(words: Words, line: PaymentLine) -> str:
    """What of a payment went to fees, interest and principal of each instalment."""
    if line.went is None:
        return ""
    said = mark("No. {seq}: fees {fee}, interest {interest}, principal {principal}")
    lines = [
        words.say(said, seq=share.seq, fee=words.money(share.fee, sign=False),
                  interest=words.money(share.interest, sign=False), principal=words.money(share.principal, sign=False))
        for share in line.went.shares
    ]  # fmt: skip
    counted = mark("Counted by Civil Code art. 560, 561: the oldest first; costs, interest, principal.")
    return "\n".join([*lines, words.say(counted)])


PAYMENTS: tuple[Column[PaymentLine], ...] = (
    Column(mark("Paid on"), lambda w, p: w.date(p.payment.paid_on)),
    Column(
        mark("Amount"),
        lambda w, p: w.money(p.payment.amount, sign=False),
        Kind.MONEY,
        sort=lambda p: p.payment.amount.fen,
    ),
    Column(mark("Went to instalment"), went_to, stretch=True),
    Column(mark("By way of"), lambda _w, p: p.payment.channel, Kind.MUTED),
    Column(mark("Reference"), lambda _w, p: p.payment.reference, Kind.MUTED),
)


_AROUND = 58
"""Pixels of the products' card beside its rows: headings and edges."""


def noted_what(words: Words, each: Noted) -> str:
    """What was noted; a part of a payment for several debts names the whole."""
    said = code_term(words, "noted", each.kind.value)
    if each.whole is None:
        return said
    return words.say(mark("{what}, of {whole}"), what=said, whole=words.money(each.whole, sign=False))


NOTED: tuple[Column[Noted], ...] = (
    Column(mark("Of"), lambda w, n: w.date(n.as_of), firm=True),
    Column(mark("What"), noted_what, Kind.BOLD),
    Column(
        mark("Amount"), lambda w, n: w.money(n.amount, sign=False), Kind.MONEY, sort=lambda n: n.amount.fen
    ),
    Column(mark("State"), noted_status, Kind.CHIP, stretch=True),
    Column(mark("Source"), lambda w, n: code_term(w, "noted_source", n.source), Kind.MUTED),
)


class ProductsTab(Tab):
    """The products above; the chosen one's instalments and payments below, and what was noted by hand."""

    sentence = mark("Products")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self.products: ValueTable[ProductView] = rows_table(
            self.speech, mark("Products"), PRODUCTS, lambda v: v.product.id, opens_on_click=False
        )
        self.instalments: ValueTable[Instalment] = rows_table(
            self.speech,
            mark("Instalments"),
            INSTALMENTS,
            lambda i: (i.product_id, i.seq),
            opens_on_click=False,
        )
        self.payments: ValueTable[PaymentLine] = rows_table(
            self.speech, mark("Payments"), PAYMENTS, lambda p: p.payment.reference, opens_on_click=False
        )
        self.noted: ValueTable[Noted] = rows_table(
            self.speech, mark("Noted by hand"), NOTED, lambda n: n.id, opens_on_click=False
        )
        self.note_form, self.strike_form = NotedForm(self), StrikeNotedForm(self)
        self.prove_form, self.share_form = ProveForm(self), SharingForm(self)
        self.went = label(None, "", "faint")  # a wrapped one would claim no height in a low window
        self.went.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.went.setContentsMargins(12, 0, 12, 4)
        self.mismatch = label(None, "", wrap=True)
        set_tone(self.mismatch, "tone", Tone.WARN.value)
        self.mismatch.hide()
        self._empty_texts()
        self._lay_out()
        self.paper = PaperView(self)
        self.products.picked.connect(self._show_parts)
        self.payments.picked.connect(self._show_went)
        self.noted.picked.connect(lambda _noted: self._offer())
        self.note_form.submitted.connect(self._note)
        self.strike_form.submitted.connect(self._strike)
        self.prove_form.submitted.connect(self._prove)

    def _empty_texts(self) -> None:
        self.products.set_empty(mark("No product yet"), mark("The overdue list brings the products."))
        self.instalments.set_empty(
            mark("No instalments known"),
            mark("The program's own count of days needs the instalment file of core banking."),
        )
        self.payments.set_empty(mark("No payment known"), mark("Payments come with the payments file."))

    def _lay_out(self) -> None:
        top = Card(flush=True)
        top.body.setContentsMargins(0, 0, 0, 0)
        framed(top, self.products, 1)
        self._top = top
        self.mismatch.setContentsMargins(12, 0, 12, 0)
        left = framed(Card(self.speech, mark("Instalments"), flush=True), self.instalments, 5)
        right = framed(Card(self.speech, mark("Payments"), flush=True), self.payments, 2)
        right.add(self.went)
        self.add_button = button(
            self.speech, mark("Note an amount"), self.open_note, icon="plus", look="quiet"
        )
        self.strike_button = button(
            self.speech, mark("Strike …"), lambda: self._open(self.strike_form), icon="x", look="quiet"
        )
        self.receipt_button = button(
            self.speech, mark("Payment receipt"), self.print_receipt, icon="printer", look="quiet"
        )
        self.share_button = button(
            self.speech,
            mark("Share a payment …"),
            lambda: self._open(self.share_form),
            icon="plus",
            look="quiet",
        )
        for each in (self.receipt_button, self.share_button, self.add_button):
            right.head.addWidget(each)
        self.by_hand = framed(Card(self.speech, mark("Noted by hand"), flush=True), self.noted, 2)
        self.prove_button = button(
            self.speech, mark("Shown by …"), lambda: self._open(self.prove_form), icon="check", look="quiet"
        )
        self.by_hand.head.addWidget(self.prove_button)
        self.by_hand.head.addWidget(self.strike_button)
        resting = QWidget()
        resting.setLayout(column(right, self.by_hand, spacing=12))
        self.side = Side(resting, self.note_form, self.prove_form, self.strike_form, self.share_form)
        resting_room = self.side.layout()
        assert isinstance(resting_room, QVBoxLayout)
        resting_room.setStretch(0, 100)  # the tables take the room that forms leave free
        self.body.addWidget(top)
        self.body.addWidget(self.mismatch)
        self.lay_beside(left, self.side, (1, 1), 1)

    def show_file(self, file: CustomerFile) -> None:
        self.products.show_rows(file.products)
        rows = min(max(len(file.products), 2), 5)
        self._top.setFixedHeight(_AROUND + rows * theme().row_height)
        for form in (self.note_form, self.prove_form, self.strike_form, self.share_form):
            form.belongs_to(file.customer.id)
        self.note_form.offer(file.products)
        self.noted.show_rows(file.noted)
        self.by_hand.setVisible(bool(file.noted))
        self.add_button.setVisible(self._may_note() and bool(file.products))
        self.share_button.setVisible(self.share_form.offer(file) and self._may_note())
        self._offer()
        odd = [view for view in file.products if differs(view)]
        self.mismatch.setVisible(bool(odd))
        words = self.office.words
        text = mark(
            "Core banking counts {core} days on {account}, its instalments give {own}. Ask core banking before "
            "a notice states the days."
        )
        self.mismatch.setText(
            "\n".join(
                words.say(text, core=v.product.dpd, account=v.product.account_no, own=v.own_dpd or 0)
                for v in odd
            )
        )
        self._show_parts(self.products.chosen)
        self.paper.cover()

    def _show_parts(self, view: ProductView | None) -> None:
        self.instalments.show_rows(view.instalments if view else ())
        lines = (
            [PaymentLine(paid, view.allocation.get(paid.reference)) for paid in view.payments] if view else []
        )
        self.payments.show_rows(lines)
        self._show_went(self.payments.chosen)

    def _show_went(self, line: PaymentLine | None) -> None:
        text = breakdown(self.office.words, line) if line else ""
        may = line is not None and line.payment.amount.fen > 0 and self._may_note()
        self.receipt_button.setVisible(may)
        self.went.setText(text)
        self.went.setVisible(bool(text))

    # ---- amounts by hand

    def _may_note(self) -> bool:
        return self.file is not None and not self.host.is_past and self.office.may(Permission.WORK_CASES)

    def _offer(self) -> None:
        chosen = self.noted.chosen
        is_open = chosen is not None and chosen.state is not NotedState.STRUCK
        self.strike_button.setVisible(is_open and self._may_note())
        told = chosen is not None and chosen.kind is NotedKind.PAID and chosen.state is NotedState.PROVISIONAL
        self.prove_button.setVisible(told and self._may_note())

    def open_note(self) -> None:
        """Open the form of an amount for the chosen product."""
        chosen = self.products.chosen
        self.note_form.about(chosen.product.id if chosen is not None else None)
        self._open(self.note_form)

    def _open(self, form: SideForm) -> None:
        self.side.show_form(form)
        form.form.focus(
            {self.note_form: "kind", self.prove_form: "proof", self.share_form: "amount"}.get(form, "why")
        )

    def _note(self, values: dict[str, Any]) -> None:
        assert self.file is not None
        deed = NoteAmount(
            self.file.customer.id, values["product"], values["kind"], values["amount"], values["as_of"],
            values["source"], values["note"] or "",
        )  # fmt: skip
        told = mark("It is noted; it stays provisional until core banking says the same.")
        if values["kind"] is NotedKind.PAID:
            told = mark("It is noted; it stays provisional until the payment is booked.")
        self.run(deed, lambda _id: self.kept(self.note_form, told), self.note_form.refuse)

    def _prove(self, values: dict[str, Any]) -> None:
        chosen = self.noted.chosen
        if chosen is not None:
            done = mark("The payment is shown by a paper; it still waits for core banking.")
            deed = ProvePayment(chosen.id, values["proof"])
            self.run(deed, lambda _none: self.kept(self.prove_form, done), self.prove_form.refuse)

    def print_receipt(self) -> None:
        """Look at the receipt of the chosen payment, and print it."""
        line = self.payments.chosen
        if line is None or self.file is None:
            return
        customer_id, language = self.file.customer.id, self.office.words.language
        reference = line.payment.reference
        self.paper.make(
            f"{reference}.pdf",
            lambda target: PrintReceipt(target, customer_id, reference, language),
            self.host.warn,
        )

    def _strike(self, values: dict[str, Any]) -> None:
        chosen = self.noted.chosen
        if chosen is not None:
            done = mark("It is struck and stays in sight.")
            deed = StrikeAmount(chosen.id, values["why"])
            self.run(deed, lambda _none: self.kept(self.strike_form, done), self.strike_form.refuse)

    def kept(self, form: SideForm, told: str) -> None:
        """What a form noted is said, and the form makes room."""
        form.finish()
        self.side.rest()
        self.host.confirm(self.office.say(told))
        self.noted.setFocus()

    def focus_first(self) -> None:
        self.products.setFocus()
