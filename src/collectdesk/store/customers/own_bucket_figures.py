"""What stands in the branch's own buckets by core banking's newest word, and the products behind each number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.store.results.effect import behind, of_customers, with_customer
from collectdesk.store.results.late import late_states
from collectdesk.store.rows.customers import ProductRow

if TYPE_CHECKING:
    from collectdesk.domain.customers.own_buckets import OwnBuckets
    from collectdesk.domain.results.effect import Scope
    from collectdesk.store.results.effect import Behind
    from collectdesk.store.work import View


def by_own_bucket(view: View, scope: Scope, stands: OwnBuckets) -> dict[str, tuple[int, int, int]]:
    """Bucket to products, customers and overdue fen of its kind, until the last day of a scope."""
    current = late_states(scope.last)
    named = sa.case(
        *((current.c.dpd >= first, name) for name, first in reversed(stands.edges)), else_=""
    ).label("bucket")
    query = (
        sa.select(
            named, sa.func.count().label("products"),
            sa.func.count(current.c.customer_id.distinct()).label("customers"),
            sa.func.sum(current.c.overdue_fen).label("fen"),
        )
        .where(current.c.kind == stands.kind.value, current.c.dpd > 0, of_customers(scope.cut, current.c.customer_id))
        .group_by(sa.literal_column("bucket"))
    )  # fmt: skip
    return {r.bucket: (r.products, r.customers, int(r.fen or 0)) for r in view.rows(query)}


def in_own_bucket(view: View, scope: Scope, kind: str, days: tuple[int, int | None]) -> list[Behind]:
    """The products of a kind whose days past due lie in a bucket, the worst first."""
    current = late_states(scope.last)
    first, last = days
    within: Any = current.c.dpd >= first if last is None else current.c.dpd.between(first, last)
    query = with_customer(
        sa.select(
            ProductRow.id, ProductRow.kind.label("code"), current.c.dpd.label("extra"),
            current.c.overdue_fen.label("fen"), current.c.as_of.label("day"),
        ).join(current, current.c.product_id == ProductRow.id),
        ProductRow.customer_id,
    )  # fmt: skip
    query = query.where(ProductRow.kind == kind, within, of_customers(scope.cut, ProductRow.customer_id))
    return behind(view, query.order_by(current.c.dpd.desc(), current.c.overdue_fen.desc()))
