"""A customer's money as it was written down, and credit-report enquiries: kept, struck, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.customers.finances import FinanceKind
from collectdesk.domain.money import Money
from collectdesk.store.rows.customers import EnquiryRow, FinanceRow

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Finance:
    """One figure with its source; a struck one stays in sight."""

    id: str
    kind: FinanceKind
    amount: Money
    source: str
    as_of: date
    note: str
    recorded_by: str
    struck_on: date | None
    struck_why: str


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One credit-report enquiry."""

    id: str
    purpose: str
    asked_on: date
    authorised_on: date
    authorisation: str
    report_no: str
    result: str
    recorded_by: str
    others_overdue: int | None = None
    """How many other lenders the report shows overdue; None where nobody wrote it down."""


def add_finance(work: Work, customer_id: str, **values: Any) -> str:
    """Write a figure down."""
    return work.add(FinanceRow, customer_id=customer_id, struck_on=None, **values)


def strike(work: Work, finance_id: str, why: str) -> None:
    """A figure was wrong: it stays, struck."""
    work.change(FinanceRow, finance_id, struck_on=work.today, struck_why=why)


def finances(view: View, customer_id: str) -> list[Finance]:
    """Every figure of a customer, the newest first."""
    row = FinanceRow
    query = sa.select(
        row.id, row.kind, row.amount_fen, row.source, row.as_of, row.note, row.recorded_by,
        row.struck_on, row.struck_why,
    ).where(row.customer_id == customer_id).order_by(row.as_of.desc(), row.recorded_at.desc())  # fmt: skip
    return [
        Finance(r.id, FinanceKind(r.kind), Money(r.amount_fen), r.source, r.as_of, r.note, r.recorded_by, r.struck_on,
                r.struck_why)
        for r in view.rows(query)
    ]  # fmt: skip


def add_enquiry(work: Work, customer_id: str, **values: Any) -> str:
    """Keep an enquiry."""
    return work.add(EnquiryRow, customer_id=customer_id, **values)


def enquiries(view: View, customer_id: str) -> list[Enquiry]:
    """Every enquiry about a customer, the newest first."""
    row = EnquiryRow
    query = sa.select(
        row.id, row.purpose, row.asked_on, row.authorised_on, row.authorisation, row.report_no, row.result,
        row.recorded_by, row.others_overdue,
    ).where(row.customer_id == customer_id).order_by(row.asked_on.desc(), row.recorded_at.desc())  # fmt: skip
    return [Enquiry(*r) for r in view.rows(query)]
