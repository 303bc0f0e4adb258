"""The branch's own buckets: rows to plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectdesk.domain.customers.own_buckets import Edges, OwnBuckets, buckets_on
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.zones import local_day
from collectdesk.store.rows.rules import BucketsRow

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.store.work import View, Work


def every(view: View) -> list[OwnBuckets]:
    """Every definition there ever was, the newest first."""
    row = BucketsRow
    return [
        OwnBuckets(
            r.id, ProductKind(r.product_kind), tuple((name, day) for name, day in r.edges), r.source, r.from_on,
            r.recorded_by, r.second_id, local_day(r.withdrawn_at) if r.withdrawn_at else None,
        )
        for r in view.rows(sa.select(*row.__table__.columns).order_by(row.from_on.desc(), row.id.desc()))
    ]  # fmt: skip


def standing(view: View, day: date) -> dict[ProductKind, OwnBuckets]:
    """Those of each kind that count on a day; read once for whatever asks."""
    return buckets_on(view.once("own_buckets", lambda: every(view)), day)


def add(work: Work, kind: ProductKind, edges: Edges, source: str, from_on: date, second_id: str) -> str:
    """Keep a definition; the ones before it stay for the days they stood."""
    return work.add(
        BucketsRow, product_kind=kind.value, edges=[list(each) for each in edges], source=source, from_on=from_on,
        second_id=second_id, withdrawn_at=None, withdrawn_by=None,
    )  # fmt: skip


def withdraw(work: Work, buckets_id: str) -> None:
    """From today on it counts no more."""
    work.change(BucketsRow, buckets_id, withdrawn_at=work.now, withdrawn_by=work.actor.id)
