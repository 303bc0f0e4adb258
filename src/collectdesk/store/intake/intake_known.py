"""What is known of the customers, accounts and references that a file names, asked in a few large questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.customers.products import days_past_due
from collectdesk.domain.money import Money
from collectdesk.store.customers.customers import newest_state
from collectdesk.store.rows.customers import (
    ContactPointRow,
    CustomerRow,
    InstalmentRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
    RelatedPartyRow,
)
from collectdesk.store.work import View


def select_in(view: View, columns: Iterable[Any], column: Any, values: Iterable[str]) -> list[Any]:
    """Rows whose column is among many values, asked a thousand at a time."""
    asked, wanted = list(dict.fromkeys(values)), list(columns)
    found: list[Any] = []
    for start in range(0, len(asked), 1000):
        found += view.rows(sa.select(*wanted).where(column.in_(asked[start : start + 1000])))
    return found


@dataclass(frozen=True, slots=True)
class KnownProduct:
    """A product with core banking's newest word by a day; ``as_of`` is None where it never said anything."""

    id: str
    customer_id: str
    customer_no: str
    name: str
    kind: str
    account_no: str
    as_of: date | None
    balance: Money
    overdue: Money
    dpd: int
    oldest_unpaid_on: date | None
    five_class: str
    origin: str
    granted: Money

    @property
    def is_overdue(self) -> bool:
        return self.overdue.fen > 0 or self.dpd > 0


def customers(view: View, numbers: Iterable[str]) -> dict[str, Any]:
    """Customers by their number: id, own_id, customer_no, name, id_no, account_officer.

    Of a file that went into another's, ``id`` is the other's, whose the products are; what core banking says of the
    number itself stays with ``own_id``.
    """
    row = CustomerRow
    columns = (
        sa.func.coalesce(row.merged_into, row.id).label("id"), row.id.label("own_id"), row.customer_no, row.name,
        row.id_no, row.account_officer,
    )  # fmt: skip
    return {r.customer_no: r for r in select_in(view, columns, row.customer_no, numbers)}


def named(view: View, customer_ids: Iterable[str]) -> list[Any]:
    """Customers by their ids: id, customer_no, name."""
    row = CustomerRow
    return select_in(view, (row.id, row.customer_no, row.name), row.id, customer_ids)


def products(view: View, account_nos: Iterable[str], as_of: date | None) -> dict[str, KnownProduct]:
    """Products by their account, with their standing by a day (default: the newest)."""
    asked = list(dict.fromkeys(account_nos))
    found: dict[str, KnownProduct] = {}
    for start in range(0, len(asked), 1000):
        chunk = asked[start : start + 1000]
        for row in view.rows(_standing(as_of).where(ProductRow.account_no.in_(chunk))):
            found[row.account_no] = _known(row)
    return found


def stated_products(view: View) -> list[KnownProduct]:
    """Every product that core banking has said anything of, with its newest word."""
    stated = _standing(None).where(ProductStateRow.as_of.is_not(None), ProductStateRow.origin == "stated")
    return [_known(row) for row in view.rows(stated)]


def _standing(as_of: date | None) -> Any:
    state = ProductStateRow
    return (
        sa.select(
            ProductRow.id, ProductRow.customer_id, CustomerRow.customer_no, CustomerRow.name, ProductRow.kind,
            ProductRow.account_no, state.as_of, state.balance_fen, state.overdue_fen, state.dpd,
            state.oldest_unpaid_on, state.five_class, state.origin, ProductRow.granted_fen,
        )
        .join(CustomerRow, CustomerRow.id == ProductRow.customer_id)
        .outerjoin(state, state.id == newest_state(as_of))
    )  # fmt: skip


def _known(row: Any) -> KnownProduct:
    return KnownProduct(
        row.id, row.customer_id, row.customer_no, row.name, row.kind, row.account_no, row.as_of,
        Money(row.balance_fen or 0), Money(row.overdue_fen or 0), row.dpd or 0, row.oldest_unpaid_on,
        row.five_class or "", row.origin or "", Money(row.granted_fen or 0),
    )  # fmt: skip


def points(view: View, customer_ids: Iterable[str]) -> dict[str, set[tuple[str, str, str]]]:
    """Contact points by customer: kind, label, value."""
    row = ContactPointRow
    found: dict[str, set[tuple[str, str, str]]] = {}
    for r in select_in(
        view, (row.customer_id, row.kind, row.label, row.value), row.customer_id, customer_ids
    ):
        found.setdefault(r.customer_id, set()).add((r.kind, r.label, r.value))
    return found


def parties(view: View, customer_ids: Iterable[str]) -> dict[str, set[tuple[str, str]]]:
    """People around a customer: role, name."""
    row = RelatedPartyRow
    found: dict[str, set[tuple[str, str]]] = {}
    for r in select_in(view, (row.customer_id, row.role, row.name), row.customer_id, customer_ids):
        found.setdefault(r.customer_id, set()).add((r.role, r.name))
    return found


def instalments(
    view: View, product_ids: Iterable[str], as_of: date | None = None
) -> dict[tuple[str, int], Any]:
    """The newest stated instalment by product and number, by a day."""
    row = InstalmentRow
    columns = (
        row.product_id, row.seq, row.due_on, row.principal_fen, row.interest_fen, row.fee_fen, row.paid_fen,
        row.as_of, row.recorded_at,
    )  # fmt: skip
    found: dict[tuple[str, int], Any] = {}
    for r in select_in(view, columns, row.product_id, product_ids):
        if as_of is not None and r.as_of > as_of:
            continue
        held = found.get((r.product_id, r.seq))
        if held is None or (held.as_of, held.recorded_at) <= (r.as_of, r.recorded_at):
            found[r.product_id, r.seq] = r
    return found


def payments(view: View, references: Iterable[str]) -> dict[str, Any]:
    """Payments by their reference: product_id, paid_on, amount_fen, state."""
    row = PaymentRow
    columns = (row.reference, row.product_id, row.paid_on, row.amount_fen, row.state)
    return {r.reference: r for r in select_in(view, columns, row.reference, references)}


def own_figures(view: View, product_ids: Iterable[str], as_of: date) -> dict[str, tuple[int, Money]]:
    """What the program reckons itself by a day: days past due, and principal of the listed instalments still owed.

    Only products with instalments are in it. Payments booked after the day the instalments speak of are laid on the
    oldest unpaid ones; an instalment counts as overdue from the day after its due date.
    """
    schedules: dict[str, list[Any]] = {}
    for (product_id, _), part in instalments(view, product_ids, as_of).items():
        schedules.setdefault(product_id, []).append(part)
    paid = _paid_since(view, {i: max(p.as_of for p in parts) for i, parts in schedules.items()}, as_of)
    return {i: _reckoned(parts, paid.get(i, 0), as_of) for i, parts in schedules.items()}


def _paid_since(view: View, stated: dict[str, date], as_of: date) -> dict[str, int]:
    row = PaymentRow
    columns = (row.product_id, row.paid_on, row.amount_fen, row.state)
    paid: dict[str, int] = {}
    for r in select_in(view, columns, row.product_id, stated):
        if stated[r.product_id] < r.paid_on <= as_of and r.state == "confirmed":
            paid[r.product_id] = paid.get(r.product_id, 0) + r.amount_fen
    return paid


def _reckoned(parts: list[Any], paid: int, as_of: date) -> tuple[int, Money]:
    oldest, owed = None, 0
    for part in sorted(parts, key=lambda each: each.due_on):
        missing = part.principal_fen + part.interest_fen + part.fee_fen - part.paid_fen
        share = min(max(missing, 0), paid)
        missing, paid = missing - share, paid - share
        owed += max(0, min(part.principal_fen, missing))
        if missing > 0 and part.due_on < as_of and oldest is None:
            oldest = part.due_on
    return days_past_due(as_of, oldest), Money(owed)
