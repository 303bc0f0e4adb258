"""Owns the tables of the import: the first rows of each kind of list, what is set aside, and the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.customers.identity import mask_id
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.terms import term
from collectdesk.terms_ledgers import sentence
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.intake.imports import BatchLine
    from collectdesk.domain.intake.imports import BadRow
    from collectdesk.words import Words

KIND_TONES: Final = {
    LedgerKind.OVERDUE: Tone.NOTICE,
    LedgerKind.INSTALMENTS: Tone.SPECIAL,
    LedgerKind.PAYMENTS: Tone.GOOD,
    LedgerKind.PRODUCTS: Tone.SPECIAL,
    LedgerKind.CUSTOMERS: Tone.NOTICE,
    LedgerKind.GUARANTORS: Tone.NOTICE,
    LedgerKind.MESSAGES: Tone.GOOD,
}
_LINE: Final[Column[Any]] = Column(
    mark("Line"), lambda w, r: w.number(r.line), Kind.NUMBER, sort=lambda r: r.line
)

OVERDUE: Final[tuple[Column[Any], ...]] = (
    _LINE,
    Column(mark("Customer no."), lambda _w, r: r.customer_no, Kind.MUTED),
    Column(mark("Name"), lambda _w, r: r.name, Kind.BOLD),
    Column(mark("ID number"), lambda _w, r: mask_id(r.id_no), Kind.MUTED),
    Column(mark("Product"), lambda w, r: term(w, r.product_kind)),
    Column(mark("Account"), lambda _w, r: r.account_no, Kind.MUTED),
    Column(
        mark("Balance"), lambda w, r: w.money(r.balance, sign=False), Kind.MONEY, sort=lambda r: r.balance.fen
    ),
    Column(
        mark("Overdue"), lambda w, r: w.money(r.overdue, sign=False), Kind.MONEY, sort=lambda r: r.overdue.fen
    ),
    Column(mark("Days"), lambda w, r: w.number(r.dpd), Kind.NUMBER, sort=lambda r: r.dpd),
    Column(mark("Officer"), lambda _w, r: r.account_officer, Kind.MUTED, stretch=True),
)
INSTALMENTS: Final[tuple[Column[Any], ...]] = (
    _LINE,
    Column(mark("Account"), lambda _w, r: r.account_no, Kind.BOLD),
    Column(mark("No."), lambda w, r: w.number(r.seq), Kind.NUMBER, sort=lambda r: r.seq),
    Column(mark("Due on"), lambda w, r: w.date(r.due_on)),
    Column(mark("Principal"), lambda w, r: w.money(r.principal, sign=False), Kind.MONEY),
    Column(mark("Interest"), lambda w, r: w.money(r.interest, sign=False), Kind.MONEY),
    Column(mark("Fee"), lambda w, r: w.money(r.fee, sign=False), Kind.MONEY),
    Column(mark("Paid"), lambda w, r: w.money(r.paid, sign=False), Kind.MONEY),
)
PAYMENTS: Final[tuple[Column[Any], ...]] = (
    _LINE,
    Column(mark("Reference"), lambda _w, r: r.reference, Kind.MUTED),
    Column(mark("Account"), lambda _w, r: r.account_no, Kind.BOLD),
    Column(mark("Paid on"), lambda w, r: w.date(r.paid_on)),
    Column(
        mark("Amount"), lambda w, r: w.money(r.amount, sign=False), Kind.MONEY, sort=lambda r: r.amount.fen
    ),
    Column(mark("Paid through"), lambda _w, r: r.channel, Kind.MUTED, stretch=True),
)
PRODUCTS: Final[tuple[Column[Any], ...]] = (
    _LINE,
    Column(mark("Customer no."), lambda _w, r: r.customer_no, Kind.MUTED),
    Column(mark("Name"), lambda _w, r: r.name, Kind.BOLD),
    Column(mark("Product"), lambda w, r: term(w, r.product_kind)),
    Column(mark("Account"), lambda _w, r: r.account_no, Kind.MUTED),
    Column(mark("No."), lambda w, r: w.number(r.seq) if r.seq else "", Kind.NUMBER, sort=lambda r: r.seq),
    Column(mark("Due on"), lambda w, r: w.date(r.due_on)),
    Column(mark("Principal"), lambda w, r: w.money(r.principal, sign=False), Kind.MONEY),
    Column(mark("Interest"), lambda w, r: w.money(r.interest, sign=False), Kind.MONEY),
    Column(mark("Paid"), lambda w, r: w.money(r.paid, sign=False), Kind.MONEY),
)
CUSTOMERS: Final[tuple[Column[Any], ...]] = (
    _LINE,
    Column(mark("Customer no."), lambda _w, r: r.customer_no, Kind.MUTED),
    Column(mark("Name"), lambda _w, r: r.name, Kind.BOLD),
    Column(mark("ID number"), lambda _w, r: mask_id(r.id_no), Kind.MUTED),
    Column(mark("Phone"), lambda _w, r: r.phone),
    Column(mark("Other phone"), lambda _w, r: r.second_phone),
    Column(mark("Registered address"), lambda _w, r: r.registered_address, Kind.MUTED),
    Column(mark("Home address"), lambda _w, r: r.home_address, Kind.MUTED, stretch=True),
)
GUARANTORS: Final[tuple[Column[Any], ...]] = (
    _LINE,
    Column(mark("Customer no."), lambda _w, r: r.customer_no, Kind.MUTED),
    Column(mark("Guarantor"), lambda _w, r: r.guarantor_name, Kind.BOLD),
    Column(mark("Phone"), lambda _w, r: r.guarantor_phone),
    Column(mark("Address"), lambda _w, r: r.guarantor_address, Kind.MUTED, stretch=True),
)
MESSAGES: Final[tuple[Column[Any], ...]] = (
    _LINE,
    Column(mark("Message"), lambda _w, r: r.reference, Kind.MUTED),
    Column(mark("Phone"), lambda _w, r: r.phone, Kind.BOLD),
    Column(mark("Sent on"), lambda w, r: w.date(r.sent_on)),
    Column(mark("Result"), lambda w, r: term(w, r.result)),
    Column(mark("Reason"), lambda _w, r: r.reason, Kind.MUTED, stretch=True),
)
OF_KIND: Final = {
    LedgerKind.OVERDUE: OVERDUE,
    LedgerKind.INSTALMENTS: INSTALMENTS,
    LedgerKind.PAYMENTS: PAYMENTS,
    LedgerKind.PRODUCTS: PRODUCTS,
    LedgerKind.CUSTOMERS: CUSTOMERS,
    LedgerKind.GUARANTORS: GUARANTORS,
    LedgerKind.MESSAGES: MESSAGES,
}


def reason_text(words: Words, finding: BadRow) -> str:
    """Why a row can't be taken."""
    return sentence(finding.code, finding.facts, words)


SET_ASIDE: Final[tuple[Column[Any], ...]] = (
    Column(mark("Line"), lambda w, r: w.number(r.line), Kind.NUMBER, sort=lambda r: r.line),
    Column(mark("Column"), lambda _w, r: r.column, Kind.BOLD),
    Column(mark("Value"), lambda _w, r: r.value, Kind.MUTED),
    Column(mark("Reason"), reason_text, stretch=True),
)


def kind_chip(words: Words, kind: LedgerKind) -> Status:
    return Status(term(words, kind), KIND_TONES[kind])


def counts_text(words: Words, batch: BatchLine) -> str:
    """What came of an import, as far as something did."""
    if batch.undone_at is not None:
        return words.say(mark("Undone on {at}"), at=words.instant(batch.undone_at))
    said = [
        words.say(sentence_of, count=words.number(count))
        for name, sentence_of in COUNTS
        if (count := batch.counts.get(name, 0))
    ]
    return ("，" if words.is_chinese else ", ").join(said) or words.say(mark("nothing new"))


COUNTS: Final = (
    ("cases_opened", mark("{count} new cases")),
    ("customers_new", mark("{count} new customers")),
    ("products_new", mark("{count} new products")),
    ("cases_cured", mark("{count} back in order")),
    ("cases_relapsed", mark("{count} overdue again")),
    ("payments_new", mark("{count} new payments")),
    ("payments_known", mark("{count} known already")),
    ("promises_kept", mark("{count} promises or plans kept")),
    ("promises_broken", mark("{count} promises or plans broken")),
    ("instalments", mark("{count} instalments")),
)
REGISTER: Final[tuple[Column[Any], ...]] = (
    Column(mark("Imported"), lambda w, b: w.instant(b.imported_at), Kind.MUTED),
    Column(mark("List"), lambda w, b: kind_chip(w, b.kind), Kind.CHIP),
    Column(mark("File"), lambda _w, b: b.file_name, Kind.BOLD),
    Column(mark("Data date"), lambda w, b: w.date(b.data_date)),
    Column(mark("Taken in"), lambda w, b: w.number(b.good), Kind.NUMBER, sort=lambda b: b.good),
    Column(
        mark("Set aside"), lambda w, b: w.number(b.bad), Kind.NUMBER, sort=lambda b: b.bad,
        tone=lambda b: Tone.WARN if b.bad else Tone.PLAIN,
    ),
    Column(mark("What came of it"), counts_text, stretch=True),
    Column(mark("Imported by"), lambda _w, b: b.imported_by, Kind.MUTED),
)  # fmt: skip
