"""Owns the Products tab: what is owed on, how the program's own count compares, instalments and payments."""

from __future__ import annotations

from dataclasses import dataclass

from collectdesk.desk.file_parts import Allocated
from collectdesk.desk.files import CustomerFile, Instalment, Payment, ProductView
from collectdesk.domain.cases import ProductStage
from collectdesk.terms import term
from collectdesk.ui.casefile.tab import Host, Tab, framed
from collectdesk.ui.customers.columns import days_tone
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.theme import set_tone
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
    Column(mark("Bucket"), lambda _w, v: v.bucket.value),
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


class ProductsTab(Tab):
    """The products above; the chosen one's instalments and payments below."""

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
        self.went = label(None, "", "faint", wrap=True)
        self.went.setContentsMargins(12, 0, 12, 4)
        self.mismatch = label(None, "", wrap=True)
        set_tone(self.mismatch, "tone", Tone.WARN.value)
        self.mismatch.hide()
        self._empty_texts()
        self._lay_out()
        self.products.picked.connect(self._show_parts)
        self.payments.picked.connect(self._show_went)

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
        framed(top, self.products, 3)
        self.mismatch.setContentsMargins(12, 0, 12, 0)
        left = framed(Card(self.speech, mark("Instalments"), flush=True), self.instalments, 5)
        right = framed(Card(self.speech, mark("Payments"), flush=True), self.payments, 4)
        right.add(self.went)
        self.body.addWidget(top, 2)
        self.body.addWidget(self.mismatch)
        self.lay_beside(left, right, (1, 1), 3)

    def show_file(self, file: CustomerFile) -> None:
        self.products.show_rows(file.products)
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

    def _show_parts(self, view: ProductView | None) -> None:
        self.instalments.show_rows(view.instalments if view else ())
        lines = (
            [PaymentLine(paid, view.allocation.get(paid.reference)) for paid in view.payments] if view else []
        )
        self.payments.show_rows(lines)

    def _show_went(self, line: PaymentLine | None) -> None:
        text = breakdown(self.office.words, line) if line else ""
        self.went.setText(text)
        self.went.setVisible(bool(text))

    def focus_first(self) -> None:
        self.products.setFocus()
