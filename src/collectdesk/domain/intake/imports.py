"""What comes out of an import file: typed rows, refused rows with their reasons, and the file's own facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.domain.customers.products import ProductKind
    from collectdesk.domain.money import Money


class LedgerKind(Enum):
    """The lists a branch takes from its core system, and the telephone company's word on its messages."""

    OVERDUE = "overdue"
    INSTALMENTS = "instalments"
    PAYMENTS = "payments"
    PRODUCTS = "products"
    CUSTOMERS = "customers"
    GUARANTORS = "guarantors"
    MESSAGES = "messages"


class Delivery(Enum):
    """What became of a text message."""

    DELIVERED = "delivered"
    FAILED = "failed"
    NO_NUMBER = "no_number"


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """One overdue product of one customer; absent texts are "", absent dates None, an absent limit zero."""

    line: int
    customer_no: str
    name: str
    id_no: str
    phone: str
    home_address: str
    work_address: str
    guarantor_name: str
    guarantor_phone: str
    product_kind: ProductKind
    account_no: str
    contract_no: str
    opened_on: date | None
    granted: Money
    balance: Money
    overdue: Money
    oldest_unpaid_on: date | None
    dpd: int
    five_class: str
    account_officer: str


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """One instalment of one account: what is due when, and what was paid towards it."""

    line: int
    account_no: str
    seq: int
    due_on: date
    principal: Money
    interest: Money
    fee: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment as the core system booked it."""

    line: int
    reference: str
    account_no: str
    paid_on: date
    amount: Money
    channel: str


@dataclass(frozen=True, slots=True)
class CustomerEntry:
    """One customer with ways to reach them, overdue or not."""

    line: int
    customer_no: str
    name: str
    id_no: str
    phone: str
    second_phone: str
    registered_address: str
    home_address: str
    work_address: str
    account_officer: str


@dataclass(frozen=True, slots=True)
class GuarantorEntry:
    """One guarantor of one customer."""

    line: int
    customer_no: str
    guarantor_name: str
    guarantor_phone: str
    guarantor_address: str


@dataclass(frozen=True, slots=True)
class ProductEntry:
    """One product, or one instalment of it beside what the product is; without instalments ``seq`` is zero."""

    line: int
    customer_no: str
    name: str
    product_kind: ProductKind
    account_no: str
    contract_no: str
    opened_on: date | None
    granted: Money
    seq: int
    due_on: date | None
    principal: Money
    interest: Money
    fee: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class DeliveryEntry:
    """What became of one text message."""

    line: int
    reference: str
    phone: str
    sent_on: date
    result: Delivery
    reason: str


LedgerRow = (
    OverdueRow | InstalmentRow | PaymentRow | CustomerEntry | GuarantorEntry | ProductEntry | DeliveryEntry
)

ROW_TYPES: Final[Mapping[LedgerKind, type[LedgerRow]]] = {
    LedgerKind.OVERDUE: OverdueRow,
    LedgerKind.INSTALMENTS: InstalmentRow,
    LedgerKind.PAYMENTS: PaymentRow,
    LedgerKind.PRODUCTS: ProductEntry,
    LedgerKind.CUSTOMERS: CustomerEntry,
    LedgerKind.GUARANTORS: GuarantorEntry,
    LedgerKind.MESSAGES: DeliveryEntry,
}


@dataclass(frozen=True, slots=True)
class BadRow:
    """One finding about one row: where, what stood there, and why it can't be taken.

    ``line`` is 1-based as an editor or Excel shows it; ``column`` is the heading as the file writes it;
    ``code`` names the reason and ``facts`` fill its sentence; ``cells`` is the whole row as it stood.
    """

    line: int
    column: str
    value: str
    code: str
    facts: Mapping[str, str]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A file that was read: its good rows, its findings, and what is needed to recognise the file again.

    ``encoding`` and ``delimiter`` are "" for workbooks, ``sheet`` is "" for text files. ``totals_skipped``
    counts lines that are no records (totals, remarks, repeated headings) below the headings.
    """

    kind: LedgerKind
    file_name: str
    sha256: str
    encoding: str
    sheet: str
    delimiter: str
    headings: tuple[str, ...]
    data_date: date | None
    rows: Sequence[LedgerRow]
    bad: tuple[BadRow, ...]
    totals_skipped: int
    blank_skipped: int
    columns: Mapping[str, int] = field(default_factory=dict)
    """Which column each field was read from: with it a row set aside can be mended and read again."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How a source's columns are read: field → column from 0, for files whose headings have this fingerprint."""

    kind: LedgerKind
    columns: Mapping[str, int]
    fingerprint: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column seems to hold: the field "" where nothing is known, and whether heading or content says so."""

    column: int
    heading: str
    field: str
    by: str


@dataclass(frozen=True, slots=True)
class FileLook:
    """The top of a file as a person maps it: its cells as texts, what was told of it, and what is in doubt.

    ``heading_row`` is an index into ``rows``, -1 where no row reads like headings. ``doubts`` are codes:
    encoding | delimiter | headings | data_date.
    """

    file_name: str
    sha256: str
    encoding: str
    encodings: tuple[str, ...]
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    lines: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    heading_row: int
    kind: LedgerKind
    guesses: tuple[Guess, ...]
    fingerprint: str
    data_date: date | None
    doubts: tuple[str, ...]


class BadFile(Exception):
    """Nothing of the file can be used; ``code`` names the reason and ``facts`` fill its sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts: dict[str, str] = {name: str(fact) for name, fact in facts.items()}
        super().__init__(code)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={fact}" for name, fact in self.facts.items())
        return f"{self.code} ({told})" if told else self.code
