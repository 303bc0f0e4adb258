"""Imported rows into tables: what is new is added, what changed follows, every fact names its import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.ids import BatchId
from collectdesk.domain.imports import (
    BadRow,
    Ledger,
    LedgerKind,
    OverdueRow,
)
from collectdesk.domain.imports import (
    InstalmentRow as InstalmentLine,
)
from collectdesk.domain.imports import (
    PaymentRow as PaymentLine,
)
from collectdesk.store.intake_people import select_in, take_points
from collectdesk.store.rows.customers import (
    CustomerRow,
    ImportBatchRow,
    InstalmentRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
    QuarantineRow,
)
from collectdesk.store.rows.people import AccountRow
from collectdesk.store.work import View, Work, new_id


@dataclass(slots=True)
class IntakeCounts:
    """What an import did, for the message and the register."""

    customers_new: int = 0
    customers_changed: int = 0
    products_new: int = 0
    states: int = 0
    instalments: int = 0
    payments_new: int = 0
    payments_known: int = 0
    points_new: int = 0
    cases_opened: int = 0
    cases_cured: int = 0
    cases_relapsed: int = 0
    products_gone: int = 0
    unlisted: int = 0
    promises_kept: int = 0
    promises_broken: int = 0
    unknown_accounts: list[int] = field(default_factory=list)
    touched_customers: set[str] = field(default_factory=set)

    def figures(self) -> dict[str, int]:
        """The plain counts."""
        return {k: v for k, v in asdict(self).items() if isinstance(v, int)}


def batch_with_digest(view: View, sha256: str) -> Any:
    """The committed import of a file with the same bytes, or None."""
    return view.row(
        sa.select(ImportBatchRow.id, ImportBatchRow.file_name, ImportBatchRow.recorded_at).where(
            ImportBatchRow.sha256 == sha256, ImportBatchRow.state == "committed"
        ),
    )


def add_batch(work: Work, ledger: Ledger, data_date: date, bad: Sequence[BadRow]) -> BatchId:
    """Register the import and its quarantine."""
    batch_id = work.add(
        ImportBatchRow,
        kind=ledger.kind.value,
        file_name=ledger.file_name,
        sha256=ledger.sha256,
        encoding=ledger.encoding or ledger.sheet,
        data_date=data_date,
        state="committed",
        good=len(ledger.rows),
        bad=len({finding.line for finding in bad}),
        counts={},
    )
    work.add_many(
        QuarantineRow,
        [
            {
                "batch_id": batch_id,
                "line": b.line,
                "column": b.column,
                "value": b.value,
                "code": b.code,
                "facts": dict(b.facts),
                "cells": list(b.cells),
            }
            for b in bad
        ],
    )
    return BatchId(batch_id)


def finish_batch(work: Work, batch_id: BatchId, counts: IntakeCounts) -> None:
    """Keep what the import did."""
    work.change(ImportBatchRow, batch_id, counts=counts.figures())


def take_overdue(work: Work, rows: Sequence[OverdueRow], batch_id: BatchId, as_of: date) -> IntakeCounts:
    """Customers, people, contact points, products and their standing from an overdue list."""
    counts = IntakeCounts()
    by_customer: dict[str, list[OverdueRow]] = {}
    for row in rows:
        by_customer.setdefault(row.customer_no, []).append(row)
    customers = _customers(work, by_customer, batch_id, counts)
    counts.points_new = take_points(work, by_customer, customers, batch_id, as_of)
    products = _products(work, rows, customers, batch_id, counts)
    states = [
        {
            "product_id": products[row.account_no],
            "batch_id": batch_id,
            "as_of": as_of,
            "balance_fen": row.balance.fen,
            "overdue_fen": row.overdue.fen,
            "oldest_unpaid_on": row.oldest_unpaid_on,
            "dpd": row.dpd,
            "five_class": row.five_class,
        }
        for row in rows
    ]
    work.add_many(ProductStateRow, states)
    counts.states = len(states)
    counts.touched_customers = set(customers.values())
    return counts


def take_instalments(
    work: Work, rows: Sequence[InstalmentLine], batch_id: BatchId, as_of: date
) -> IntakeCounts:
    """Schedules as core banking states them; rows of unknown accounts are counted and left out."""
    counts = IntakeCounts()
    products = _product_ids(work, {row.account_no for row in rows})
    known = [row for row in rows if row.account_no in products]
    counts.unknown_accounts = [row.line for row in rows if row.account_no not in products]
    work.add_many(
        InstalmentRow,
        [
            {
                "product_id": products[row.account_no],
                "batch_id": batch_id,
                "as_of": as_of,
                "seq": row.seq,
                "due_on": row.due_on,
                "principal_fen": row.principal.fen,
                "interest_fen": row.interest.fen,
                "fee_fen": row.fee.fen,
                "paid_fen": row.paid.fen,
            }
            for row in known
        ],
    )
    counts.instalments = len(known)
    return counts


def take_payments(work: Work, rows: Sequence[PaymentLine], batch_id: BatchId) -> IntakeCounts:
    """Payments by reference, never twice; rows of unknown accounts are counted and left out."""
    counts = IntakeCounts()
    products = _product_ids(work, {row.account_no for row in rows})
    known = _known(work, PaymentRow.reference, {row.reference for row in rows})
    fresh = [row for row in rows if row.reference not in known and row.account_no in products]
    counts.payments_known = sum(row.reference in known for row in rows)
    counts.unknown_accounts = [row.line for row in rows if row.account_no not in products]
    work.add_many(
        PaymentRow,
        [
            {
                "product_id": products[row.account_no],
                "batch_id": batch_id,
                "reference": row.reference,
                "paid_on": row.paid_on,
                "amount_fen": row.amount.fen,
                "channel": row.channel,
                "state": "confirmed",
            }
            for row in fresh
        ],
    )
    counts.payments_new = len(fresh)
    paid = [products[row.account_no] for row in fresh]
    counts.touched_customers = set(_chunked(work, ProductRow.customer_id, ProductRow.id, paid))
    return counts


def _customers(
    work: Work,
    by_customer: Mapping[str, list[OverdueRow]],
    batch_id: BatchId,
    counts: IntakeCounts,
) -> dict[str, str]:
    known = _known_customers(work, by_customer)
    found: dict[str, str] = {}
    fresh: list[dict[str, Any]] = []
    for number, rows in by_customer.items():
        old = known.get(number)
        values = _who(rows)
        if old is None:
            found[number] = new_id()
            fresh.append({"id": found[number], "customer_no": number, "batch_id": batch_id, **values})
            continue
        found[number] = old.id
        if any(value and value != getattr(old, name) for name, value in values.items()):
            changed: dict[str, Any] = {k: v for k, v in values.items() if v}
            work.change(CustomerRow, old.id, **changed)
            counts.customers_changed += 1
    work.add_many(CustomerRow, fresh)
    counts.customers_new = len(fresh)
    return found


def _known_customers(view: View, numbers: Iterable[str]) -> dict[str, Any]:
    row = CustomerRow
    columns = (row.id, row.customer_no, row.name, row.id_no, row.account_officer)
    return {r.customer_no: r for r in select_in(view, columns, row.customer_no, numbers)}


def _who(rows: list[OverdueRow]) -> dict[str, str]:
    """What a file says of a customer."""
    first = rows[0]
    return {"name": first.name, "id_no": first.id_no, "account_officer": first.account_officer}


def _products(
    work: Work,
    rows: Sequence[OverdueRow],
    customers: Mapping[str, str],
    batch_id: BatchId,
    counts: IntakeCounts,
) -> dict[str, str]:
    products = _product_ids(work, {row.account_no for row in rows})
    fresh = []
    for row in rows:
        if row.account_no not in products:
            products[row.account_no] = new_id()
            fresh.append(
                {
                    "id": products[row.account_no],
                    "customer_id": customers[row.customer_no],
                    "batch_id": batch_id,
                    "kind": row.product_kind.value,
                    "account_no": row.account_no,
                    "contract_no": row.contract_no,
                    "opened_on": row.opened_on,
                    "granted_fen": row.granted.fen,
                }
            )
    work.add_many(ProductRow, fresh)
    counts.products_new = len(fresh)
    return products


def _product_ids(view: View, account_nos: Iterable[str]) -> dict[str, str]:
    columns = (ProductRow.account_no, ProductRow.id)
    return {r.account_no: r.id for r in select_in(view, columns, ProductRow.account_no, account_nos)}


def _known(view: View, column: Any, values: Iterable[str]) -> set[str]:
    return set(_chunked(view, column, column, values))


def _chunked(view: View, wanted: Any, column: Any, values: Iterable[str]) -> list[str]:
    return [row[0] for row in select_in(view, (wanted,), column, values)]


def overdue_customers(view: View, customer_ids: Iterable[str]) -> list[str]:
    """Those of the customers with a product overdue by core banking's newest word, worst first."""
    from collectdesk.store.customers import newest_state

    wanted, state = set(customer_ids), ProductStateRow
    rows = view.rows(
        sa.select(ProductRow.customer_id, sa.func.max(state.dpd).label("dpd"))
        .join(state, state.id == newest_state(None))
        .where(state.overdue_fen > 0, state.dpd > 0)
        .group_by(ProductRow.customer_id)
        .order_by(sa.desc("dpd")),
    )
    return [row.customer_id for row in rows if row.customer_id in wanted]


def batches(view: View) -> list[Any]:
    """Imports, newest first, with the name of who imported."""
    return view.rows(
        sa.select(
            ImportBatchRow.id,
            ImportBatchRow.kind,
            ImportBatchRow.file_name,
            ImportBatchRow.data_date,
            ImportBatchRow.good,
            ImportBatchRow.bad,
            ImportBatchRow.counts,
            ImportBatchRow.recorded_at,
            AccountRow.name,
        )
        .join(AccountRow, AccountRow.id == ImportBatchRow.recorded_by)
        .order_by(ImportBatchRow.recorded_at.desc()),
    )


def payments_known_to(view: View) -> date | None:
    """The last day whose payments core banking has delivered; None before the first payments file."""
    day: date | None = view.scalar(
        sa.select(sa.func.max(ImportBatchRow.data_date)).where(
            ImportBatchRow.kind == LedgerKind.PAYMENTS.value, ImportBatchRow.state == "committed"
        )
    )
    return day


def quarantine(view: View, batch_id: str) -> list[BadRow]:
    """The findings of one import, by line."""
    rows = view.rows(
        sa.select(
            QuarantineRow.line,
            QuarantineRow.column,
            QuarantineRow.value,
            QuarantineRow.code,
            QuarantineRow.facts,
            QuarantineRow.cells,
        )
        .where(QuarantineRow.batch_id == batch_id)
        .order_by(QuarantineRow.line, QuarantineRow.id)
    )
    return [BadRow(r.line, r.column, r.value, r.code, r.facts, tuple(r.cells)) for r in rows]
