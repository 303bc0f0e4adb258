"""Counts what followed visits, beside similar cases not visited, and what visits cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from collectdesk.domain.results.effect import Period, Scope
from collectdesk.domain.results.measures import APART_DAYS, MOST_BESIDE, WATCHED_DAYS, Visited
from collectdesk.domain.zones import local_day
from collectdesk.store.customers.customers import latest_states
from collectdesk.store.results import effect
from collectdesk.store.results.effect import Behind, behind, of_cases, within
from collectdesk.store.results.late import bucket_of_column, late_on
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.rows.customers import (
    CustomerRow,
    PaymentRow,
    ProductRow,
)
from collectdesk.store.rows.visits import NOT_VOID, TeamRoundRow, VisitRecordRow, VisitRow
from collectdesk.store.work import View

_CHUNK: Final = 900


def visits_judged(view: View, scope: Scope) -> list[Visited]:
    """The visits of the period with the group each customer belonged to on its day: kind and bucket of their worst
    product by core banking's newest word. Whoever wasn't overdue belongs to none.
    """
    rows = view.rows(
        sa.select(VisitRow.id, CaseRow.customer_id, VisitRecordRow.arrived_at)
        .join(VisitRecordRow, VisitRecordRow.visit_id == VisitRow.id)
        .join(CaseRow, CaseRow.id == VisitRow.case_id)
        .where(NOT_VOID, within(VisitRecordRow.arrived_at, scope), of_cases(scope.cut, VisitRow.case_id))
        .order_by(VisitRecordRow.arrived_at, VisitRow.id)
    )
    visits = [(r.id, r.customer_id, local_day(r.arrived_at)) for r in rows]
    groups = {
        day: _groups(view, day, {who for _, who, on in visits if on == day}) for day in {v[2] for v in visits}
    }
    return [Visited(visit, who, day, groups[day].get(who, "")) for visit, who, day in visits]


def _groups(view: View, day: date, customers: Iterable[str]) -> dict[str, str]:
    current = latest_states(day)
    query = (
        sa.select(
            ProductRow.customer_id, ProductRow.kind, current.c.dpd, bucket_of_column(current.c.dpd).label("b")
        )
        .join(ProductRow, ProductRow.id == current.c.product_id)
        .where(ProductRow.customer_id.in_(sorted(customers)), current.c.dpd > 0)
        .order_by(current.c.dpd)
    )
    return {r.customer_id: f"{r.kind}|{r.b}" for r in view.rows(query)}  # the worst comes last and stays


def similar(view: View, visits: Sequence[Visited]) -> dict[tuple[date, str], list[str]]:
    """For each day and group that was visited: customers of the same kind and bucket on the newest list by that day.

    At most four times as many as are looked at beside a visit, in the order of their ids, which says nothing of them.
    """
    asked: dict[date, set[tuple[date, str]]] = defaultdict(set)
    for visit in visits:
        listed = effect.data_dates(view, visit.day)
        if visit.group and listed:
            asked[listed[0]].add((visit.day, visit.group))
    found: dict[tuple[date, str], list[str]] = {}
    for listed_on, wanted in asked.items():
        members = _members(view, listed_on, {group for _, group in wanted})
        found |= {(day, group): members.get(group, []) for day, group in wanted}
    return found


def _members(view: View, day: date, groups: set[str]) -> dict[str, list[str]]:
    stated = late_on(view, day)  # who wasn't overdue belongs to no group
    place = sa.func.row_number().over(
        partition_by=(ProductRow.kind, stated.c.bucket), order_by=ProductRow.customer_id
    )
    inner = (
        sa.select(ProductRow.customer_id, ProductRow.kind, stated.c.bucket, place.label("place"))
        .join(stated, stated.c.product_id == ProductRow.id)
        .where(
            sa.or_(
                *(
                    sa.and_(ProductRow.kind == kind, stated.c.bucket == bucket)
                    for kind, bucket in _split(groups)
                )
            )
        )
        .subquery()
    )
    rows = view.rows(sa.select(inner).where(inner.c.place <= 4 * MOST_BESIDE).order_by(inner.c.place))
    members: dict[str, list[str]] = defaultdict(list)
    for r in rows:
        members[f"{r.kind}|{r.bucket}"].append(r.customer_id)
    return members


def _split(groups: set[str]) -> list[tuple[str, str]]:
    return [(kind, bucket) for kind, _, bucket in (group.partition("|") for group in sorted(groups))]


def paid_on(view: View, customers: Iterable[str], between: Period) -> dict[str, list[date]]:
    """Customer → the days on which something was paid."""
    found: dict[str, list[date]] = defaultdict(list)
    wanted = sorted(set(customers))
    for at in range(0, len(wanted), _CHUNK):
        query = (
            sa.select(ProductRow.customer_id, PaymentRow.paid_on)
            .join(ProductRow, ProductRow.id == PaymentRow.product_id)
            .where(
                ProductRow.customer_id.in_(wanted[at : at + _CHUNK]),
                PaymentRow.paid_on >= (between.first or date.min),
                PaymentRow.paid_on <= between.last,
            )
        )
        for r in view.rows(query):
            found[r.customer_id].append(r.paid_on)
    return found


def paid_after(view: View, visits: Sequence[Visited]) -> int:
    """Fen paid by visited customers within ten days of a visit; what follows two visits counts once."""
    if not visits:
        return 0
    days: dict[str, set[date]] = defaultdict(set)
    for each in visits:
        days[each.customer_id] |= {each.day + timedelta(days=more) for more in range(1, WATCHED_DAYS + 1)}
    first, last = min(v.day for v in visits), max(v.day for v in visits) + timedelta(days=WATCHED_DAYS)
    got, wanted = 0, sorted(days)
    for at in range(0, len(wanted), _CHUNK):
        query = (
            sa.select(ProductRow.customer_id, PaymentRow.paid_on, PaymentRow.amount_fen)
            .join(ProductRow, ProductRow.id == PaymentRow.product_id)
            .where(
                ProductRow.customer_id.in_(wanted[at : at + _CHUNK]),
                PaymentRow.paid_on > first,
                PaymentRow.paid_on <= last,
            )
        )
        got += sum(r.amount_fen for r in view.rows(query) if r.paid_on in days[r.customer_id])
    return got


def visited_on(view: View, customers: Iterable[str], visits: Sequence[Visited]) -> dict[str, set[date]]:
    """Customer → the days of their visits near those judged."""
    found: dict[str, set[date]] = defaultdict(set)
    if not visits:
        return found
    first = min(v.day for v in visits) - timedelta(days=APART_DAYS)
    last = max(v.day for v in visits) + timedelta(days=WATCHED_DAYS)
    wanted = set(customers)
    query = (
        sa.select(CaseRow.customer_id, VisitRecordRow.arrived_at)
        .join(VisitRow, VisitRow.id == VisitRecordRow.visit_id)
        .join(CaseRow, CaseRow.id == VisitRow.case_id)
        .where(NOT_VOID, within(VisitRecordRow.arrived_at, Period(first, last)))
    )
    for r in view.rows(query):
        if r.customer_id in wanted:
            found[r.customer_id].add(local_day(r.arrived_at))
    return found


def in_visits(view: View, ids: Sequence[str]) -> list[Behind]:
    """Visits by id."""
    query = effect.with_case(
        sa.select(
            VisitRow.id,
            VisitRecordRow.outcome.label("code"),
            VisitRow.visit_no.label("extra"),
            sa.null().label("fen"),
            VisitRecordRow.arrived_at.label("day"),
        ).join(VisitRow, VisitRow.id == VisitRecordRow.visit_id),
        VisitRow.case_id,
    )
    return [
        row
        for at in range(0, len(ids), _CHUNK)
        for row in behind(view, query.where(VisitRow.id.in_(ids[at : at + _CHUNK])))
    ]


def in_customers(view: View, ids: Sequence[str]) -> list[Behind]:
    """Customers by id."""
    is_open = sa.and_(CaseRow.customer_id == CustomerRow.id, CaseRow.closed_on.is_(None))
    query = (
        sa.select(
            CustomerRow.id,
            sa.literal("").label("code"),
            sa.literal("").label("extra"),
            sa.null().label("fen"),
            sa.null().label("day"),
            *effect.named(),
        )
        .select_from(CustomerRow)
        .outerjoin(CaseRow, is_open)
    )
    return [
        row
        for at in range(0, len(ids), _CHUNK)
        for row in behind(view, query.where(CustomerRow.id.in_(ids[at : at + _CHUNK])))
    ]


def road(view: View, scope: Scope) -> tuple[int, int, int, int]:
    """Visits with a record, minutes at the door and on the road, metres, expenses in fen of the period.

    Where a team's day says when it went out and came back, that is its time; else the minutes at the door count.
    """
    records = view.rows(
        sa.select(VisitRow.officer_id, VisitRow.safety_id, VisitRecordRow.arrived_at, VisitRecordRow.left_at)
        .join(VisitRow, VisitRow.id == VisitRecordRow.visit_id)
        .where(NOT_VOID, within(VisitRecordRow.arrived_at, scope), of_cases(scope.cut, VisitRow.case_id))
    )
    door: dict[tuple[date, str, str], int] = defaultdict(int)
    for r in records:
        door[local_day(r.arrived_at), r.officer_id, r.safety_id] += _minutes(r.arrived_at, r.left_at)
    days = view.rows(
        sa.select(TeamRoundRow).where(
            TeamRoundRow.day >= (scope.first or date.min), TeamRoundRow.day <= scope.last
        )
    )
    out = {(d.day, d.officer_id, d.safety_id): d for d in days if (d.day, d.officer_id, d.safety_id) in door}
    minutes = sum(
        _minutes(out[key].out_at, out[key].back_at)
        if key in out and out[key].out_at and out[key].back_at
        else spent
        for key, spent in door.items()
    )
    metres, expenses = sum(d.metres or 0 for d in out.values()), sum(d.expenses for d in out.values())
    return len(records), minutes, metres, expenses


def _minutes(start: datetime, end: datetime) -> int:
    return max(0, round((end - start).total_seconds() / 60))
