"""What lists and the telephone company told of one customer: imports that brought or moved something, receipts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.customers.products import bucket_of
from collectdesk.domain.money import Money
from collectdesk.store.intake.intake_known import select_in
from collectdesk.store.rows.customers import (
    ContactPointRow,
    CustomerRow,
    DeliveryRow,
    ImportBatchRow,
    ImportChangeRow,
    ProductRow,
    ProductStateRow,
    RelatedPartyRow,
)

if TYPE_CHECKING:
    from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one text message; ``phone`` is empty where the number is known no more."""

    sent_on: date
    result: str
    reason: str
    phone: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An import that brought something of the customer. ``changes`` are the fields and things it brought or moved;
    ``overdue`` and ``dpd`` what it states, None where it states no figures.
    """

    at: datetime
    by: str
    kind: str
    file_name: str
    data_date: date
    changes: tuple[str, ...]
    overdue: Money | None
    dpd: int | None


def receipts(view: View, customer_id: str) -> list[Receipt]:
    """Every message to the customer's numbers with what became of it."""
    row, point = DeliveryRow, ContactPointRow
    query = (
        sa.select(row.sent_on, row.result, row.reason, point.value)
        .outerjoin(point, point.id == row.point_id)
        .where(row.customer_id == customer_id)
    )
    return [Receipt(r.sent_on, r.result, r.reason, r.value or "") for r in view.rows(query)]


def taken_in(view: View, customer_id: str) -> list[TakenIn]:
    """The imports that brought the customer, changed something about them, or moved them to another bucket.

    A daily list that says what was known is none of them: it would bury the rest.
    """
    changes = _brought(view, customer_id)
    figures: dict[str, tuple[int, int]] = {}
    before: tuple[bool, Any] | None = None
    for batch_id, overdue, dpd in _standings(view, customer_id):
        standing = (overdue > 0, bucket_of(dpd))
        if standing != before and batch_id is not None:
            if before is not None:
                changes.setdefault(batch_id, set()).add("bucket")
            figures[batch_id] = (overdue, dpd)
        before = standing
    row = ImportBatchRow
    columns = (row.id, row.recorded_at, row.recorded_by, row.kind, row.file_name, row.data_date)
    return [
        TakenIn(
            r.recorded_at, r.recorded_by, r.kind, r.file_name, r.data_date, tuple(sorted(changes.get(r.id, ()))),
            *((Money(figures[r.id][0]), figures[r.id][1]) if r.id in figures else (None, None)),
        )
        for r in select_in(view, columns, row.id, {*changes, *figures})
    ]  # fmt: skip


def _brought(view: View, customer_id: str) -> dict[str, set[str]]:
    """Import → what it brought or changed: fields of the customer, or a customer, product, contact point or party."""
    found: dict[str, set[str]] = {}
    for table, owner, what in (
        (CustomerRow, CustomerRow.id, "customer"), (ProductRow, ProductRow.customer_id, "product"),
        (ContactPointRow, ContactPointRow.customer_id, "point"),
        (RelatedPartyRow, RelatedPartyRow.customer_id, "party"),
    ):  # fmt: skip
        query = sa.select(table.batch_id).where(owner == customer_id, table.batch_id.is_not(None)).distinct()
        for r in view.rows(query):
            found.setdefault(r.batch_id, set()).add(what)
    change = ImportChangeRow
    changed = sa.select(change.batch_id, change.field).where(
        change.subject == "customer", change.subject_id == customer_id
    )
    for r in view.rows(changed):
        found.setdefault(r.batch_id, set()).add(r.field)
    return found


def _standings(view: View, customer_id: str) -> list[tuple[str | None, int, int]]:
    """Import, overdue over all products, worst days: one for each list that names the customer, in order."""
    state = ProductStateRow
    query = (
        sa.select(state.batch_id, state.product_id, state.overdue_fen, state.dpd, state.as_of)
        .join(ProductRow, ProductRow.id == state.product_id)
        .where(ProductRow.customer_id == customer_id)
        .order_by(state.as_of, state.recorded_at, state.id)
    )
    standing: dict[str, tuple[int, int]] = {}
    found: dict[tuple[Any, Any], tuple[str | None, int, int]] = {}
    for r in view.rows(query):
        standing[r.product_id] = (r.overdue_fen, r.dpd)
        found[r.as_of, r.batch_id] = (
            r.batch_id, sum(fen for fen, _ in standing.values()), max(dpd for _, dpd in standing.values()),
        )  # fmt: skip
    return list(found.values())
