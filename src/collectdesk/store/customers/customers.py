"""Customers, contact points, products and payments: rows to plain values, as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.ids import CustomerId, PointId, ProductId
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.store.rows.customers import (
    ContactPointRow,
    CustomerRow,
    ImportBatchRow,
    InstalmentRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
    RelatedPartyRow,
)
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Customer:
    id: CustomerId
    customer_no: str
    name: str
    id_no: str
    account_officer: str
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """A number or address as a record. ``place`` is latitude and longitude in millionths of a degree."""

    id: PointId
    kind: str
    label: str
    value: str
    source: str
    standing: str
    valid_from: date
    valid_until: date | None
    checked_on: date | None
    party: str
    party_role: str
    party_id: str = ""
    access_note: str = ""
    checked_how: str = ""
    place: tuple[int, int] | None = None
    located_by: str = ""

    def is_usable_on(self, day: date) -> bool:
        return (
            self.standing == "valid"
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )


@dataclass(frozen=True, slots=True)
class Product:
    """A product with core banking's word as of a day; ``was_overdue`` if it ever stood overdue before."""

    id: ProductId
    kind: ProductKind
    account_no: str
    contract_no: str
    opened_on: date | None
    granted: Money
    as_of: date | None
    balance: Money
    overdue: Money
    oldest_unpaid_on: date | None
    dpd: int
    five_class: str
    was_overdue: bool


@dataclass(frozen=True, slots=True)
class Instalment:
    product_id: ProductId
    seq: int
    due_on: date
    principal: Money
    interest: Money
    fee: Money
    paid: Money

    @property
    def due(self) -> Money:
        return self.principal + self.interest + self.fee


@dataclass(frozen=True, slots=True)
class Payment:
    product_id: ProductId
    reference: str
    paid_on: date
    amount: Money
    channel: str
    recorded_at: datetime


def customer(view: View, customer_id: str) -> Customer:
    """One customer; raises LookupError when there is none."""
    row = view.row(
        sa.select(
            CustomerRow.id,
            CustomerRow.customer_no,
            CustomerRow.name,
            CustomerRow.id_no,
            CustomerRow.account_officer,
            CustomerRow.time_zone,
        ).where(CustomerRow.id == customer_id)
    )
    if row is None:
        raise LookupError(f"no customer {customer_id}")
    return Customer(
        CustomerId(row.id), row.customer_no, row.name, row.id_no, row.account_officer, row.time_zone
    )


def set_time_zone(work: Work, customer_id: str, time_zone: str) -> None:
    """Where the customer lives, by the clock; empty for the branch's own zone."""
    work.change(CustomerRow, customer_id, time_zone=time_zone)


def points(view: View, customer_id: str) -> list[ContactPoint]:
    """Every contact point of a customer, phones first."""
    return points_of(view, (customer_id,)).get(customer_id, [])


def points_of(view: View, customer_ids: Sequence[str], *kinds: str) -> dict[str, list[ContactPoint]]:
    """The contact points of some customers in one question, all or of some kinds; phones first."""
    query = _points_query().where(ContactPointRow.customer_id.in_(customer_ids))
    found: dict[str, list[ContactPoint]] = {}
    for row in view.rows(query.where(ContactPointRow.kind.in_(kinds)) if kinds else query):
        found.setdefault(row.owner, []).append(_point(row))
    return found


@lru_cache(maxsize=1)
def _points_query() -> Any:
    return (
        sa.select(ContactPointRow, RelatedPartyRow.name, RelatedPartyRow.role)
        .outerjoin(RelatedPartyRow, RelatedPartyRow.id == ContactPointRow.related_party_id)
        .where(ContactPointRow.value != "")  # "" was erased
        .with_only_columns(
            ContactPointRow.customer_id.label("owner"),
            ContactPointRow.id,
            ContactPointRow.kind,
            ContactPointRow.label,
            ContactPointRow.value,
            ContactPointRow.source,
            ContactPointRow.standing,
            ContactPointRow.valid_from,
            ContactPointRow.valid_until,
            ContactPointRow.checked_on,
            ContactPointRow.related_party_id,
            ContactPointRow.access_note,
            ContactPointRow.checked_how,
            ContactPointRow.lat_e6,
            ContactPointRow.lon_e6,
            ContactPointRow.located_by,
            RelatedPartyRow.name.label("party"),
            RelatedPartyRow.role.label("party_role"),
        )
        .order_by(ContactPointRow.kind.desc(), ContactPointRow.label, ContactPointRow.recorded_at)
    )


def point(view: View, point_id: str) -> ContactPoint | None:
    """One contact point."""
    owner = view.scalar(sa.select(ContactPointRow.customer_id).where(ContactPointRow.id == point_id))
    return next((p for p in points(view, owner) if p.id == point_id), None) if owner else None


def set_point_standing(work: Work, point_id: str, standing: str, how: str = "") -> None:
    """Mark a contact point valid, invalid (moved, empty number) or blocked (wrong person), and how that was found."""
    work.change(ContactPointRow, point_id, standing=standing, checked_on=work.today, checked_how=how)


def products(view: View, customer_id: str, as_of: date | None = None) -> list[Product]:
    """A customer's products as core banking stated them by a day (default: the newest word)."""
    given: dict[str, Any] = {"customer": customer_id}
    if as_of is not None:
        given["day"] = as_of
    rows = view.rows(_products_of(dated=as_of is not None).params(given))
    return [_product(row) for row in rows]


@lru_cache(maxsize=2)
def _products_of(*, dated: bool) -> Any:
    """Built once: every judgement of the rules asks it, and building takes longer than running."""
    state, as_of = ProductStateRow, sa.bindparam("day", type_=sa.Date) if dated else None
    return (
        sa.select(
            ProductRow.id,
            ProductRow.kind,
            ProductRow.account_no,
            ProductRow.contract_no,
            ProductRow.opened_on,
            ProductRow.granted_fen,
            state.as_of,
            state.balance_fen,
            state.overdue_fen,
            state.oldest_unpaid_on,
            state.dpd,
            state.five_class,
            _worst_dpd(as_of).label("worst"),
        )
        .outerjoin(state, state.id == newest_state(as_of))
        .where(ProductRow.customer_id == sa.bindparam("customer"))
        .order_by(ProductRow.account_no)
    )


def standing_by_day(view: View, customer_id: str, as_of: date | None = None) -> list[tuple[date, Money, int]]:
    """What core banking stated of a customer on each data date: overdue over all products, worst days; in order.

    A product that a date's list leaves out stands as it last did.
    """
    state = ProductStateRow
    query = (
        sa.select(state.product_id, state.as_of, state.overdue_fen, state.dpd)
        .join(ProductRow, ProductRow.id == state.product_id)
        .where(ProductRow.customer_id == customer_id)
        .order_by(state.as_of, state.recorded_at, state.id)
    )
    if as_of is not None:
        query = query.where(state.as_of <= as_of)
    standing: dict[str, tuple[int, int]] = {}
    found: dict[date, tuple[date, Money, int]] = {}
    for row in view.rows(query):
        standing[row.product_id] = (row.overdue_fen, row.dpd)
        overdue = sum(fen for fen, _dpd in standing.values())
        found[row.as_of] = (row.as_of, Money(overdue), max(dpd for _fen, dpd in standing.values()))
    return list(found.values())


def instalments(view: View, product_ids: list[str], as_of: date | None = None) -> list[Instalment]:
    """The newest stated schedule of each product, by due date."""
    newest = (
        sa.func.row_number()
        .over(
            partition_by=(InstalmentRow.product_id, InstalmentRow.seq),
            order_by=(InstalmentRow.as_of.desc(), InstalmentRow.recorded_at.desc()),
        )
        .label("newest")
    )
    query = sa.select(
        InstalmentRow.product_id,
        InstalmentRow.seq,
        InstalmentRow.due_on,
        InstalmentRow.principal_fen,
        InstalmentRow.interest_fen,
        InstalmentRow.fee_fen,
        InstalmentRow.paid_fen,
        newest,
    ).where(InstalmentRow.product_id.in_(product_ids))
    if as_of is not None:
        query = query.where(InstalmentRow.as_of <= as_of)
    inner = query.subquery()
    rows = view.rows(sa.select(inner).where(inner.c.newest == 1).order_by(inner.c.product_id, inner.c.due_on))
    return [
        Instalment(
            ProductId(r.product_id),
            r.seq,
            r.due_on,
            Money(r.principal_fen),
            Money(r.interest_fen),
            Money(r.fee_fen),
            Money(r.paid_fen),
        )
        for r in rows
    ]


def payments(view: View, product_ids: list[str], as_of: date | None = None) -> list[Payment]:
    """Payments of products, newest first."""
    query = (
        sa.select(
            PaymentRow.product_id,
            PaymentRow.reference,
            PaymentRow.paid_on,
            PaymentRow.amount_fen,
            PaymentRow.channel,
            PaymentRow.recorded_at,
        )
        .where(PaymentRow.product_id.in_(product_ids))
        .order_by(PaymentRow.paid_on.desc(), PaymentRow.reference)
    )
    if as_of is not None:
        query = query.where(PaymentRow.paid_on <= as_of)
    return [
        Payment(
            ProductId(r.product_id),
            r.reference,
            r.paid_on,
            Money(r.amount_fen),
            r.channel,
            r.recorded_at,
        )
        for r in view.rows(query)
    ]


def payment_id(view: View, reference: str) -> str | None:
    """The record of a booked payment; None where core banking has booked none under this reference."""
    found = view.scalar(sa.select(PaymentRow.id).where(PaymentRow.reference == reference))
    return None if found is None else str(found)


def data_date(view: View) -> date | None:
    """The newest data date core banking has given."""
    # asked of the few imports, not of every standing they brought
    brought = sa.select(sa.func.max(ImportBatchRow.data_date)).where(
        ImportBatchRow.kind == LedgerKind.OVERDUE.value, ImportBatchRow.state == "committed"
    )
    day: date | None = view.scalar(brought)
    return day


def newest_state(as_of: date | sa.BindParameter[date] | None) -> sa.ScalarSelect[str]:
    """The id of core banking's newest word on the product of the enclosing query, by a day.

    A seek in the index for each product: ranking every standing ever imported took seconds after some weeks.
    """
    state = aliased(ProductStateRow)
    query = (
        sa.select(state.id)
        .where(state.product_id == ProductRow.id)
        .order_by(state.as_of.desc(), state.recorded_at.desc(), state.id.desc())
        .limit(1)
        .correlate(ProductRow)
    )
    return (query if as_of is None else query.where(state.as_of <= as_of)).scalar_subquery()


def latest_states(as_of: date | None) -> sa.Subquery:
    """Core banking's newest word on each product, by a day, for figures over all of them."""
    state = ProductStateRow
    query = sa.select(
        state.product_id,
        state.as_of,
        state.balance_fen,
        state.overdue_fen,
        state.oldest_unpaid_on,
        state.dpd,
        state.five_class,
    ).join_from(ProductRow, state, state.id == newest_state(as_of))
    return query.subquery()


def _worst_dpd(as_of: date | sa.BindParameter[date] | None) -> sa.ScalarSelect[int]:
    state = aliased(ProductStateRow)
    query = sa.select(sa.func.max(state.dpd)).where(state.product_id == ProductRow.id).correlate(ProductRow)
    return (query if as_of is None else query.where(state.as_of <= as_of)).scalar_subquery()


def _point(row: Any) -> ContactPoint:
    return ContactPoint(
        PointId(row.id),
        row.kind,
        row.label,
        row.value,
        row.source,
        row.standing,
        row.valid_from,
        row.valid_until,
        row.checked_on,
        row.party or "",
        row.party_role or "",
        row.related_party_id or "",
        row.access_note,
        row.checked_how,
        None if row.lat_e6 is None or row.lon_e6 is None else (row.lat_e6, row.lon_e6),
        row.located_by,
    )


def _product(row: Any) -> Product:
    return Product(
        ProductId(row.id),
        ProductKind(row.kind),
        row.account_no,
        row.contract_no,
        row.opened_on,
        Money(row.granted_fen),
        row.as_of,
        Money(row.balance_fen or 0),
        Money(row.overdue_fen or 0),
        row.oldest_unpaid_on,
        row.dpd or 0,
        row.five_class or "",
        (row.worst or 0) > 0,
    )


def id_by_number(view: View, customer_no: str) -> CustomerId | None:
    """The customer of a number; of one whose file was merged, the file that stands."""
    row = view.row(sa.select(CustomerRow.id).where(CustomerRow.customer_no == customer_no))
    return CustomerId(row.id) if row else None
