"""The list of customers as it stood on a past day: figures known of that day, cases that were open then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.customers.products import Bucket, ProductKind
from collectdesk.domain.ids import CaseId, CustomerId
from collectdesk.domain.money import ZERO, Money
from collectdesk.store.customers import own_buckets
from collectdesk.store.customers.customers import newest_state
from collectdesk.store.customers.lists import CustomerLine, Order, Wanted, in_own_buckets, own_names
from collectdesk.store.customers.upkeep import BITS
from collectdesk.store.people.holding import HOLDER
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.rows.customers import CustomerLineRow, CustomerRow, ProductRow, ProductStateRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from collectdesk.domain.customers.own_buckets import OwnBuckets
    from collectdesk.store.work import View


def lines_on(
    view: View, wanted: Wanted, day: date, among: Sequence[int] | None = None, limit: int = 5000
) -> list[CustomerLine]:
    """Customers as of a past day; what had to be done next then isn't known any more."""
    sums = _sums(day)
    query = (
        sa.select(
            CustomerRow.id, CustomerRow.customer_no, CustomerRow.name, CustomerRow.account_officer,
            CustomerLineRow.number, CaseRow.id.label("case_id"), CaseRow.case_no, HOLDER.label("assigned_to"),
            sums.c.dpd, sums.c.overdue, sums.c.balance, sums.c.kinds, *(sums.c[f"{kind}_dpd"] for kind in BITS),
        )
        .join(sums, sums.c.customer_id == CustomerRow.id)
        .join(CustomerLineRow, CustomerLineRow.customer_id == CustomerRow.id)
        .outerjoin(CaseRow, sa.and_(CaseRow.customer_id == CustomerRow.id, _open_on(day)))
        .order_by(_order(sums, wanted), CustomerRow.customer_no)
        .limit(limit)
        .params(held_on=view.today)  # who may see it is decided by today, whatever day is looked at
    )  # fmt: skip
    if among is not None:
        query = query.where(CustomerLineRow.number.in_(list(among)))
    stands = own_buckets.standing(view, day)
    query = query.where(*_kept(sums, wanted))
    if wanted.own:
        query = query.where(in_own_buckets(stands, wanted, lambda kind: sums.c[f"{kind}_dpd"]))
    return [_line(row, stands) for row in view.rows(query)]


def _kept(sums: sa.Subquery, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """The filters of a list by that day's figures; a next step of that day isn't known, so none filters by it."""
    kept: list[sa.ColumnElement[bool]] = []
    if wanted.listed:
        kept.append(sa.or_(sums.c.dpd > 0, CaseRow.id.is_not(None)))
    if wanted.buckets:
        kept.append(sa.or_(*(_within(sums, bucket) for bucket in wanted.buckets)))
    if wanted.least > ZERO:
        kept.append(sums.c.overdue >= wanted.least.fen)
    if wanted.kinds:
        kept.append(sa.or_(*(sums.c.kinds.contains(kind, autoescape=True) for kind in wanted.kinds)))
    if wanted.officer:
        kept.append(CustomerRow.account_officer == wanted.officer)
    if wanted.only_cases:
        kept.append(CaseRow.id.is_not(None))
    return kept


def _within(sums: sa.Subquery, bucket: Bucket) -> sa.ColumnElement[bool]:
    least, most = bucket.first_day, bucket.last_day
    return sums.c.dpd >= least if most is None else sums.c.dpd.between(least, most)


def _open_on(day: date) -> sa.ColumnElement[bool]:
    """Whether a case was open at the end of a day."""
    return sa.and_(CaseRow.opened_on <= day, sa.or_(CaseRow.closed_on.is_(None), CaseRow.closed_on > day))


def _sums(day: date) -> sa.Subquery:
    """What each customer owed by core banking's newest word, by a day."""
    state = ProductStateRow
    query = (
        sa.select(
            ProductRow.customer_id.label("customer_id"),
            sa.func.max(state.dpd).label("dpd"),
            sa.func.sum(state.overdue_fen).label("overdue"),
            sa.func.sum(state.balance_fen).label("balance"),
            sa.func.group_concat(ProductRow.kind.distinct()).label("kinds"),
            *(
                sa.func.max(sa.case((ProductRow.kind == kind, state.dpd), else_=0)).label(f"{kind}_dpd")
                for kind in BITS
            ),
        )
        .join(state, state.id == newest_state(day))
        .group_by(ProductRow.customer_id)
    )
    return query.subquery()


def _order(sums: sa.Subquery, wanted: Wanted) -> Any:
    key: Any = {
        Order.OVERDUE: sums.c.overdue,
        Order.BALANCE: sums.c.balance,
        Order.NAME: CustomerLineRow.reading,
        Order.CUSTOMER_NO: CustomerRow.customer_no,
        Order.CASE_NO: CaseRow.case_no,
    }.get(wanted.order, sums.c.dpd)
    return key.desc() if wanted.descending else key


def _line(row: Any, stands: Mapping[ProductKind, OwnBuckets]) -> CustomerLine:
    return CustomerLine(
        CustomerId(row.id), CaseId(row.case_id) if row.case_id else None, row.case_no or "", row.customer_no, row.name,
        tuple(sorted((row.kinds or "").split(","))), Money(int(row.overdue or 0)), Money(int(row.balance or 0)),
        int(row.dpd or 0), "", None, row.assigned_to or "", row.number, row.account_officer,
        own=own_names(stands, [getattr(row, f"{kind}_dpd") or 0 for kind in BITS]),
    )  # fmt: skip
