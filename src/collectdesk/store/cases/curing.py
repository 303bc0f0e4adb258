"""Which open cases still owe something overdue: core banking's newest word, and the payments that came after it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.ids import BatchId, CaseId
from collectdesk.domain.money import Money
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.customers.customers import newest_state
from collectdesk.store.intake.intake import IntakeCounts
from collectdesk.store.rows.cases import ArrangementRow, CaseRow, PromiseRow
from collectdesk.store.rows.customers import (
    CustomerLineRow,
    CustomerRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
)
from collectdesk.store.work import View, Work

_AT_ONCE = 1_000
PLANS_OPEN = (
    ArrangementState.OFFER,
    ArrangementState.SIGNED,
    ArrangementState.APPROVED,
    ArrangementState.ACTIVE,
)


@dataclass(frozen=True, slots=True)
class Owing:
    """What an open case owes: ``overdue`` and ``dpd`` by core banking, ``unpaid`` after the payments since then."""

    case_id: CaseId
    overdue: Money
    dpd: int
    unpaid: Money


def owing(view: View, batch_id: str | None = None) -> list[Owing]:
    """Every open case whose customer core banking has spoken of; of an import, only whom it brought figures or
    payments of.
    """
    state = ProductStateRow
    since = (
        sa.select(sa.func.coalesce(sa.func.sum(PaymentRow.amount_fen), 0))
        .where(PaymentRow.product_id == ProductRow.id, PaymentRow.paid_on > state.as_of)
        .correlate(ProductRow, state)
        .scalar_subquery()
    )
    unpaid = state.overdue_fen - since
    rows = view.rows(
        sa.select(
            CaseRow.id,
            sa.func.sum(state.overdue_fen).label("overdue"),
            sa.func.max(state.dpd).label("dpd"),
            sa.func.sum(sa.case((unpaid > 0, unpaid), else_=0)).label("unpaid"),
        )
        .join(ProductRow, ProductRow.customer_id == CaseRow.customer_id)
        .join(state, state.id == newest_state(None))
        .where(CaseRow.closed_on.is_(None), *_told_by(batch_id))
        .group_by(CaseRow.id)
    )
    return [Owing(CaseId(r.id), Money(int(r.overdue)), int(r.dpd), Money(int(r.unpaid))) for r in rows]


def _told_by(batch_id: str | None) -> list[sa.ColumnElement[bool]]:
    """That an import told something of the customer's products."""
    if batch_id is None:
        return []
    told = [
        sa.select(ProductRow.customer_id)
        .join(fact, fact.product_id == ProductRow.id)
        .where(fact.batch_id == batch_id)
        for fact in (ProductStateRow, PaymentRow)
    ]
    return [CaseRow.customer_id.in_(sa.union(*told))]


def watched_cases(view: View) -> set[str]:
    """Cases with a promise or a plan that is still to be watched."""
    promised = sa.select(PromiseRow.case_id).where(PromiseRow.state == PromiseState.ACTIVE.value)
    planned = sa.select(ArrangementRow.case_id).where(
        ArrangementRow.state.in_([state.value for state in PLANS_OPEN])
    )
    return {row[0] for query in (promised, planned) for row in view.rows(query)}


def find_unlisted(
    view: View,
    listed: Container[str],
    set_aside: AbstractSet[str],
    as_of: date,
    *,
    whole: bool | None = None,
) -> tuple[list[Any], int]:
    """Products that stood overdue and that a newer overdue list doesn't name: those that are overdue no more, and
    how many are left as they stood.

    ``listed`` are the accounts of the list, ``set_aside`` the texts of its quarantined rows: who stands there is
    named. Unless somebody says what the list is (``whole``), one that names no more than half of a kind's overdue
    products is a part of the branch's list and says nothing about the others of that kind.
    """
    counted: dict[str, int] = {}
    absent: dict[str, list[str]] = {}
    for product_id, kind, account_no, customer_no in _overdue_before(view, as_of):
        counted[kind] = counted.get(kind, 0) + 1
        if account_no not in listed and account_no not in set_aside and customer_no not in set_aside:
            absent.setdefault(kind, []).append(product_id)
    gone: list[str] = []
    left = 0
    for kind, products in absent.items():
        if 2 * len(products) >= counted[kind] if whole is None else not whole:
            left += len(products)
        else:
            gone += products
    return _standing_of(view, gone), left


def take_unlisted(
    work: Work,
    listed: Container[str],
    set_aside: AbstractSet[str],
    batch_id: BatchId,
    as_of: date,
    *,
    whole: bool | None = None,
) -> tuple[int, int]:
    """What a newer list leaves out is overdue no more: a fact of its day that says it was concluded, with the balance
    last stated. Returns how many are overdue no more, and how many were left as they stood.
    """
    gone, left = find_unlisted(work, listed, set_aside, as_of, whole=whole)
    work.add_many(
        ProductStateRow,
        [
            {
                "product_id": row.id,
                "batch_id": batch_id,
                "as_of": as_of,
                "balance_fen": row.balance_fen,
                "overdue_fen": 0,
                "oldest_unpaid_on": None,
                "dpd": 0,
                "five_class": row.five_class,
                "origin": "absent",
            }
            for row in gone
        ],
    )
    return len(gone), left


def _overdue_before(view: View, as_of: date) -> Iterator[Any]:
    """Products that stand overdue by an older word: id, kind, account_no, customer_no.

    Only customers who owe something overdue are looked at: a daily list mustn't cost a look at everybody.
    """
    state, line = ProductStateRow, CustomerLineRow
    query = (
        sa.select(ProductRow.id, ProductRow.kind, ProductRow.account_no, line.customer_no)
        .with_hint(line, "INDEXED BY ix_customer_line_listed_overdue", "sqlite")
        .join(ProductRow, ProductRow.customer_id == line.customer_id)
        .join(state, state.id == newest_state(None))
        .where(line.listed.in_((0, 1)), line.overdue_fen > 0, state.overdue_fen > 0, state.as_of < as_of)
    )
    cursor: Any = view.connection.execute(query).cursor
    while rows := cursor.fetchmany(_AT_ONCE):
        yield from rows


def _standing_of(view: View, product_ids: Sequence[str]) -> list[Any]:
    """Products with core banking's newest word."""
    state = ProductStateRow
    query = (
        sa.select(
            ProductRow.id, ProductRow.kind, ProductRow.account_no, CustomerRow.customer_no, CustomerRow.name,
            state.balance_fen, state.overdue_fen, state.five_class,
        )
        .join(CustomerRow, CustomerRow.id == ProductRow.customer_id)
        .join(state, state.id == newest_state(None))
    )  # fmt: skip
    return [
        row
        for start in range(0, len(product_ids), _AT_ONCE)
        for row in view.rows(query.where(ProductRow.id.in_(product_ids[start : start + _AT_ONCE])))
    ]


def overdue_customers(view: View, counts: IntakeCounts) -> list[str]:
    """Those whom an import told something of and who are overdue by core banking's newest word, worst first."""
    state = ProductStateRow
    query = (
        sa.select(ProductRow.customer_id, sa.func.max(state.dpd).label("dpd"))
        .join(state, state.id == newest_state(None))
        .where(state.overdue_fen > 0, state.dpd > 0)
        .group_by(ProductRow.customer_id)
    )
    if counts.touched_few is None:
        rows = view.connection.execute(query.order_by(sa.desc("dpd")))
        wanted = counts.touched_customers
        return [row.customer_id for row in rows.yield_per(_AT_ONCE) if row.customer_id in wanted]
    few = list(dict.fromkeys(counts.touched_few))
    found = [
        row
        for start in range(0, len(few), _AT_ONCE)
        for row in view.rows(query.where(ProductRow.customer_id.in_(few[start : start + _AT_ONCE])))
    ]
    return [row.customer_id for row in sorted(found, key=lambda row: row.dpd, reverse=True)]
