"""Money under an account nobody here knows: kept as the payments list brought it, until core banking posts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectdesk.domain.money import Money
from collectdesk.store.intake.intake_known import select_in
from collectdesk.store.rows.customers import (
    CustomerRow,
    ImportBatchRow,
    PaymentRow,
    ProductRow,
    UnmatchedPaymentRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.domain.intake.imports import PaymentRow as PaymentLine
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Unmatched:
    """One payment that waits. The debt it is meant for is named by somebody's word, or not yet."""

    id: str
    reference: str
    account_no: str
    paid_on: date
    amount: Money
    channel: str
    recorded_at: datetime
    customer_id: str
    name: str
    meant_for: str
    said_by: str
    note: str


def keep(work: Work, rows: Sequence[PaymentLine], batch_id: str) -> None:
    """Keep payments of unknown accounts, each reference once; one of an import taken back belongs to this one now."""
    row = UnmatchedPaymentRow
    found = select_in(work, (row.reference, row.id), row.reference, (each.reference for each in rows))
    known = {each.reference: each.id for each in found}
    for each in rows:
        if each.reference in known:
            work.change(row, known[each.reference], batch_id=batch_id)
    fresh = {each.reference: each for each in rows if each.reference not in known}
    work.add_many(
        row,
        [
            {
                "batch_id": batch_id, "reference": each.reference, "account_no": each.account_no,
                "paid_on": each.paid_on, "amount_fen": each.amount.fen, "channel": each.channel, "product_id": None,
                "said_by": "", "note": "",
            }
            for each in fresh.values()
        ],
    )  # fmt: skip


def unmatched(view: View) -> list[Unmatched]:
    """What waits, the oldest first: what core banking has posted since, or was taken back, waits no more."""
    row = UnmatchedPaymentRow
    posted = sa.exists().where(PaymentRow.reference == row.reference)
    query = (
        sa.select(
            row.id, row.reference, row.account_no, row.paid_on, row.amount_fen, row.channel, row.recorded_at,
            CustomerRow.id.label("customer_id"), CustomerRow.name, ProductRow.account_no.label("meant_for"),
            row.said_by, row.note,
        )
        .join(ImportBatchRow, ImportBatchRow.id == row.batch_id)
        .outerjoin(ProductRow, ProductRow.id == row.product_id)
        .outerjoin(CustomerRow, CustomerRow.id == ProductRow.customer_id)
        .where(ImportBatchRow.undone_at.is_(None), ~posted)
        .order_by(row.paid_on, row.reference)
    )  # fmt: skip
    return [
        Unmatched(
            r.id, r.reference, r.account_no, r.paid_on, Money(r.amount_fen), r.channel, r.recorded_at,
            r.customer_id or "", r.name or "", r.meant_for or "", r.said_by, r.note,
        )
        for r in view.rows(query)
    ]  # fmt: skip


def product_by_account(view: View, account_no: str) -> str | None:
    """The product of a whole account number; None where there is none."""
    found = view.scalar(sa.select(ProductRow.id).where(ProductRow.account_no == account_no))
    return None if found is None else str(found)


def designate(work: Work, unmatched_id: str, product_id: str | None, said_by: str, note: str) -> None:
    """Note which debt the money is meant for, by whose word; None takes that back."""
    work.change(UnmatchedPaymentRow, unmatched_id, product_id=product_id, said_by=said_by, note=note)
