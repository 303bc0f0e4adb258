"""Imported rows into tables: what is new is added, what changed follows, every fact names its import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.ids import BatchId
from collectdesk.domain.intake.imports import (
    InstalmentRow as InstalmentLine,
)
from collectdesk.domain.intake.imports import (
    Ledger,
    LedgerKind,
    OverdueRow,
)
from collectdesk.domain.intake.imports import (
    PaymentRow as PaymentLine,
)
from collectdesk.store.intake import intake_known, unmatched
from collectdesk.store.intake.intake_known import KnownProduct, select_in
from collectdesk.store.intake.intake_people import take_points
from collectdesk.store.intake.marks import Marks
from collectdesk.store.rows.customers import (
    CustomerRow,
    ImportBatchRow,
    ImportChangeRow,
    InstalmentRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
    QuarantineRow,
)
from collectdesk.store.rows.people import AccountRow
from collectdesk.store.work import View, Work, new_id, new_ids


@dataclass(slots=True)
class IntakeCounts:
    """What an import did, for the message and the register."""

    customers_new: int = 0
    customers_changed: int = 0
    products_new: int = 0
    states: int = 0
    states_known: int = 0
    instalments: int = 0
    instalments_known: int = 0
    payments_new: int = 0
    payments_known: int = 0
    points_new: int = 0
    parties_new: int = 0
    messages_new: int = 0
    messages_known: int = 0
    numbers_invalid: int = 0
    cases_opened: int = 0
    cases_cured: int = 0
    cases_relapsed: int = 0
    products_gone: int = 0
    unlisted: int = 0
    promises_kept: int = 0
    promises_broken: int = 0
    amounts_confirmed: int = 0
    amounts_contradicted: int = 0
    unknown_accounts: list[int] = field(default_factory=list)
    touched_customers: Marks = field(default_factory=Marks)
    touched_few: list[str] | None = field(default_factory=list)
    """Their ids while they are few; of a long list only the marks are kept."""

    def touch(self, customer_ids: Iterable[str]) -> None:
        """Remember whose file it was told something of."""
        ids = list(customer_ids)
        self.touched_customers.update(ids)
        if self.touched_few is not None:
            kept = [*self.touched_few, *ids]
            self.touched_few = kept if len(kept) <= _FEW else None

    def figures(self) -> dict[str, int]:
        """The plain counts."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, int)}


_FEW = 20_000
_PART = 5_000
"""Rows of an overdue list that are taken in at a time."""
_WRITTEN_A_ROW = 6
"""A new row of an overdue list becomes a customer, three or four contact points, a product and its standing."""


def batch_with_digest(view: View, sha256: str) -> Any:
    """The committed import of a file with the same bytes, or None."""
    return view.row(
        sa.select(ImportBatchRow.id, ImportBatchRow.file_name, ImportBatchRow.recorded_at).where(
            ImportBatchRow.sha256 == sha256, ImportBatchRow.state == "committed"
        ),
    )


def add_batch(work: Work, ledger: Ledger, data_date: date, *, is_whole: bool = False) -> BatchId:
    """Register the import and its quarantine."""
    bad = ledger.bad
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
        layout={
            "headings": list(ledger.headings),
            "columns": dict(ledger.columns),
            "text": bool(ledger.delimiter),
        },
        is_whole=is_whole,
        undone_at=None,
        undone_by=None,
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
                "mended_at": None,
                "mended_by": None,
            }
            for b in bad
        ],
    )
    return BatchId(batch_id)


def finish_batch(work: Work, batch_id: BatchId, counts: IntakeCounts) -> None:
    """Keep what the import did, and where its own records end: what has a later id came after it."""
    layout = work.scalar(sa.select(ImportBatchRow.layout).where(ImportBatchRow.id == batch_id))
    work.change(ImportBatchRow, batch_id, counts=counts.figures(), layout={**layout, "until": new_id()})


def take_overdue(work: Work, rows: Sequence[OverdueRow], batch_id: BatchId, as_of: date) -> IntakeCounts:
    """Customers, people, contact points, products and their standing from an overdue list.

    A few thousand rows at a time: whom an earlier part brought is known to the next, and a long list takes no more
    memory than a short one.
    """
    counts = IntakeCounts()
    work.to_write = _WRITTEN_A_ROW * len(rows)
    part: list[OverdueRow] = []
    for row in rows:
        part.append(row)
        if len(part) == _PART:
            _take_part(work, part, batch_id, as_of, counts)
            part = []
    if part:
        _take_part(work, part, batch_id, as_of, counts)
    return counts


def _take_part(
    work: Work, rows: Sequence[OverdueRow], batch_id: BatchId, as_of: date, counts: IntakeCounts
) -> None:
    by_customer: dict[str, list[OverdueRow]] = {}
    for row in rows:
        by_customer.setdefault(row.customer_no, []).append(row)
    customers = _customers(work, by_customer, batch_id, counts)
    counts.points_new += take_points(work, by_customer, customers, batch_id, as_of)
    products, fresh_products = _products(work, rows, customers, batch_id)
    counts.products_new += fresh_products
    known = intake_known.products(work, products, as_of) if fresh_products < len(products) else {}
    fresh = [row for row in rows if not _says_the_same(known.get(row.account_no), row, as_of)]
    work.add_many(
        ProductStateRow,
        [
            {
                "product_id": products[row.account_no],
                "batch_id": batch_id,
                "as_of": as_of,
                "balance_fen": row.balance.fen,
                "overdue_fen": row.overdue.fen,
                "oldest_unpaid_on": row.oldest_unpaid_on,
                "dpd": row.dpd,
                "five_class": row.five_class,
                "origin": "stated",
            }
            for row in fresh
        ],
    )
    counts.states += len(fresh)
    counts.states_known += len(rows) - len(fresh)
    counts.touch(customers.values())


def _says_the_same(known: KnownProduct | None, row: OverdueRow, as_of: date) -> bool:
    """Whether core banking said just this of this day already: the same list again adds nothing."""
    return (
        known is not None
        and known.as_of == as_of
        and known.origin == "stated"
        and (known.balance, known.overdue, known.dpd) == (row.balance, row.overdue, row.dpd)
        and (known.oldest_unpaid_on, known.five_class) == (row.oldest_unpaid_on, row.five_class)
    )


def take_instalments(
    work: Work, rows: Sequence[InstalmentLine], batch_id: BatchId, as_of: date
) -> IntakeCounts:
    """Schedules as core banking states them; rows of unknown accounts are counted and left out."""
    counts = IntakeCounts()
    products = _product_ids(work, {row.account_no for row in rows})
    stated = intake_known.instalments(work, products.values(), as_of)
    known = [row for row in rows if row.account_no in products]
    counts.unknown_accounts = [row.line for row in rows if row.account_no not in products]
    fresh = [row for row in known if instalment_moves(stated.get((products[row.account_no], row.seq)), row)]
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
            for row in fresh
        ],
    )
    counts.instalments, counts.instalments_known = len(fresh), len(known) - len(fresh)
    return counts


def instalment_moves(stated: Any, row: InstalmentLine) -> bool:
    """Whether a row says anything else than what was stated last."""
    return stated is None or (
        (stated.due_on, stated.principal_fen, stated.interest_fen, stated.fee_fen, stated.paid_fen)
        != (row.due_on, row.principal.fen, row.interest.fen, row.fee.fen, row.paid.fen)
    )


def take_payments(work: Work, rows: Sequence[PaymentLine], batch_id: BatchId) -> IntakeCounts:
    """Payments by reference, never twice; money of unknown accounts is counted and goes into the tray."""
    counts = IntakeCounts()
    products = _product_ids(work, {row.account_no for row in rows})
    known = _known(work, PaymentRow.reference, {row.reference for row in rows})
    fresh = [row for row in rows if row.reference not in known and row.account_no in products]
    counts.payments_known = sum(row.reference in known for row in rows)
    unknown = [row for row in rows if row.account_no not in products]
    counts.unknown_accounts = [row.line for row in unknown]
    unmatched.keep(work, unknown, batch_id)
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
    counts.touched_customers = Marks(_chunked(work, ProductRow.customer_id, ProductRow.id, paid))
    return counts


def _customers(
    work: Work,
    by_customer: Mapping[str, list[OverdueRow]],
    batch_id: BatchId,
    counts: IntakeCounts,
) -> dict[str, str]:
    known = intake_known.customers(work, by_customer)
    found: dict[str, str] = {}
    ids = iter(new_ids(len(by_customer) - len(known)))
    fresh: list[dict[str, Any]] = []
    changes: list[tuple[str, str, str, str]] = []
    for number, rows in by_customer.items():
        old = known.get(number)
        values = _who(rows)
        if old is None:
            found[number] = next(ids)
            fresh.append({"id": found[number], "customer_no": number, "batch_id": batch_id, **values})
            continue
        found[number] = old.id
        changes += [
            (old.own_id, name, getattr(old, name), value)
            for name, value in values.items()
            if value and value != getattr(old, name)
        ]
    work.add_many(CustomerRow, fresh)
    counts.customers_new += len(fresh)
    counts.customers_changed += change_customers(work, batch_id, changes)
    return found


def change_customers(work: Work, batch_id: BatchId, changes: Sequence[tuple[str, str, str, str]]) -> int:
    """Change customers as (id, field, before, after) and keep what was there before; returns how many people."""
    for name in sorted({change[1] for change in changes}):
        moved = [change for change in changes if change[1] == name]
        work.change_many(CustomerRow, name, [(customer_id, after) for customer_id, _, _, after in moved])
    keep_changes(work, batch_id, "customer", changes)
    return len({change[0] for change in changes})


def keep_changes(
    work: Work, batch_id: str, subject: str, changes: Sequence[tuple[str, str, str, str]]
) -> None:
    """Keep what an import changed of records that were there before, as (id, field, before, after)."""
    work.add_many(
        ImportChangeRow,
        [
            {"batch_id": batch_id, "subject": subject, "subject_id": i, "field": f, "before": b, "after": a}
            for i, f, b, a in changes
        ],
    )


def _who(rows: list[OverdueRow]) -> dict[str, str]:
    """What a file says of a customer."""
    first = rows[0]
    return {"name": first.name, "id_no": first.id_no, "account_officer": first.account_officer}


def _products(
    work: Work,
    rows: Sequence[OverdueRow],
    customers: Mapping[str, str],
    batch_id: BatchId,
) -> tuple[dict[str, str], int]:
    """The products of some rows by their accounts, and how many of them are new."""
    products = _product_ids(work, {row.account_no for row in rows})
    ids, fresh = iter(new_ids(len(rows))), []
    for row in rows:
        if row.account_no not in products:
            products[row.account_no] = next(ids)
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
    return products, len(fresh)


def _product_ids(view: View, account_nos: Iterable[str]) -> dict[str, str]:
    columns = (ProductRow.account_no, ProductRow.id)
    return {r.account_no: r.id for r in select_in(view, columns, ProductRow.account_no, account_nos)}


def _known(view: View, column: Any, values: Iterable[str]) -> set[str]:
    return set(_chunked(view, column, column, values))


def _chunked(view: View, wanted: Any, column: Any, values: Iterable[str]) -> list[str]:
    return [row[0] for row in select_in(view, (wanted,), column, values)]


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
            ImportBatchRow.undone_at,
            ImportBatchRow.layout,
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


@dataclass(frozen=True, slots=True)
class KeptLayout:
    """How an import's file was read."""

    batch_id: BatchId
    kind: str
    file_name: str
    sha256: str
    data_date: date
    headings: tuple[str, ...]
    columns: dict[str, int]
    is_text: bool


def kept_layout(view: View, batch_id: str) -> KeptLayout | None:
    """The columns of a committed import's file; None where there is none, or it is undone."""
    row = ImportBatchRow
    found = view.row(
        sa.select(row.id, row.kind, row.file_name, row.sha256, row.data_date, row.layout)
        .where(row.id == batch_id, row.state == "committed")
    )  # fmt: skip
    if found is None:
        return None
    layout = found.layout
    return KeptLayout(
        BatchId(found.id), found.kind, found.file_name, found.sha256, found.data_date,
        tuple(layout.get("headings", ())), dict(layout.get("columns", {})), bool(layout.get("text")),
    )  # fmt: skip
