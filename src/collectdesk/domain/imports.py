"""What comes out of an import file: typed rows, refused rows with their reasons, and the file's own facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collectdesk.domain.money import Money
    from collectdesk.domain.products import ProductKind


class LedgerKind(Enum):
    """The three lists a branch takes from its core system."""

    OVERDUE = "overdue"
    INSTALMENTS = "instalments"
    PAYMENTS = "payments"


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


LedgerRow = OverdueRow | InstalmentRow | PaymentRow


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
    rows: tuple[LedgerRow, ...]
    bad: tuple[BadRow, ...]
    totals_skipped: int
    blank_skipped: int


class BadFile(Exception):
    """Nothing of the file can be used; ``code`` names the reason and ``facts`` fill its sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts: dict[str, str] = {name: str(fact) for name, fact in facts.items()}
        super().__init__(code)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={fact}" for name, fact in self.facts.items())
        return f"{self.code} ({told})" if told else self.code
