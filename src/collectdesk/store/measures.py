"""Counts the measures of effect, and the rows behind each: recovery, cure, visits beside others, reasons, work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.contacts import Direction
from collectdesk.domain.effect import Cut, Period, Scope
from collectdesk.domain.measures import APART_DAYS, MOST_BESIDE, WATCHED_DAYS, Visited
from collectdesk.domain.zones import local_day
from collectdesk.store import effect
from collectdesk.store.contacts import COUNTS
from collectdesk.store.customers import latest_states
from collectdesk.store.effect import Behind, behind, bucket_of_column, of_cases, of_customers, within
from collectdesk.store.rows.cases import CaseRow, ContactRow, NextStepRow
from collectdesk.store.rows.customers import (
    ContactPointRow,
    CustomerRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
)
from collectdesk.store.rows.people import AccountRow, CredentialRow, StaffRow
from collectdesk.store.rows.visits import TeamRoundRow, VisitRecordRow, VisitRow
from collectdesk.store.work import View

MOST_DATES: Final = 13
"""Data dates of the trend: a year of month ends and the newest."""
_CHUNK: Final = 900


def paid(view: View, scope: Scope) -> int:
    """Fen that core banking booked as paid in the period."""
    query = sa.select(sa.func.coalesce(sa.func.sum(PaymentRow.amount_fen), 0)).join(
        ProductRow, ProductRow.id == PaymentRow.product_id
    )
    return int(view.scalar(query.where(_booked(scope))) or 0)


def in_paid(view: View, scope: Scope) -> list[Behind]:
    """The payments of the period, the largest first."""
    query = effect.with_customer(
        sa.select(
            PaymentRow.id,
            ProductRow.kind.label("code"),
            PaymentRow.reference.label("extra"),
            PaymentRow.amount_fen.label("fen"),
            PaymentRow.paid_on.label("day"),
        ).join(ProductRow, ProductRow.id == PaymentRow.product_id),
        ProductRow.customer_id,
    )
    return behind(view, query.where(_booked(scope)).order_by(PaymentRow.amount_fen.desc()))


def _booked(scope: Scope) -> Any:
    first = scope.first or date.min
    return sa.and_(
        PaymentRow.paid_on >= first,
        PaymentRow.paid_on <= scope.last,
        of_customers(scope.cut, ProductRow.customer_id),
    )


def overdue_on(view: View, day: date, cut: Cut) -> int:
    """Fen overdue by core banking's newest word until a day."""
    current = latest_states(day)
    query = sa.select(sa.func.coalesce(sa.func.sum(current.c.overdue_fen), 0)).join(
        ProductRow, ProductRow.id == current.c.product_id
    )
    return int(view.scalar(query.where(of_customers(cut, ProductRow.customer_id))) or 0)


def cured(view: View, scope: Scope) -> tuple[int, int]:
    """Products overdue when the period began that owe nothing overdue at its end, of all that were overdue."""
    start, finish = _ends(scope)
    fine = sa.func.coalesce(sa.func.sum(sa.case((finish.c.dpd == 0, 1), else_=0)), 0)
    row = view.row(_between(sa.select(sa.func.count(), fine), start, finish, scope))
    return (int(row[1]), int(row[0])) if row is not None else (0, 0)


def in_cured(view: View, scope: Scope, key: str) -> list[Behind]:
    """The products overdue when the period began; those cured only with the key ``cured``."""
    start, finish = _ends(scope)
    query = sa.select(
        ProductRow.id,
        ProductRow.kind.label("code"),
        start.c.dpd.label("extra"),
        start.c.overdue_fen.label("fen"),
        finish.c.as_of.label("day"),
    )
    made = effect.with_customer(_between(query, start, finish, scope), ProductRow.customer_id)
    if key == "cured":
        made = made.where(finish.c.dpd == 0)
    return behind(view, made.order_by(start.c.overdue_fen.desc()))


def _ends(scope: Scope) -> tuple[sa.Subquery, sa.Subquery]:
    """Where each product stood before the period, and where at its end."""
    before = (scope.first - timedelta(days=1)) if scope.first else date.min
    return latest_states(before), latest_states(scope.last)


def _between(query: Any, start: sa.Subquery, finish: sa.Subquery, scope: Scope) -> Any:
    return (
        query.select_from(start)
        .join(finish, finish.c.product_id == start.c.product_id)
        .join(ProductRow, ProductRow.id == start.c.product_id)
        .where(start.c.dpd > 0, of_customers(scope.cut, ProductRow.customer_id))
    )


def trend(view: View, until: date, cut: Cut) -> list[tuple[date, str, int, int]]:
    """Data date, bucket, products and overdue fen on the newest lists, the oldest first; what isn't overdue left out.

    Of each month only its last list counts, but for the newest.
    """
    dates = [
        row.as_of
        for row in view.rows(
            sa.select(ProductStateRow.as_of)
            .where(ProductStateRow.as_of <= until)
            .distinct()
            .order_by(ProductStateRow.as_of.desc())
            .limit(400)
        )
    ]
    kept = [day for at, day in enumerate(dates) if at == 0 or dates[at - 1].month != day.month][:MOST_DATES]
    found = []
    for day in reversed(kept):
        stated = effect.stated_on(day)
        query = (
            sa.select(
                stated.c.bucket,
                sa.func.count().label("products"),
                sa.func.sum(stated.c.overdue_fen).label("fen"),
            )
            .join(ProductRow, ProductRow.id == stated.c.product_id)
            .where(stated.c.bucket != "M0", of_customers(cut, ProductRow.customer_id))
            .group_by(stated.c.bucket)
        )
        found += [(day, r.bucket, r.products, int(r.fen or 0)) for r in view.rows(query)]
    return found


# visits beside cases not visited


def visits_judged(view: View, scope: Scope) -> list[Visited]:
    """The visits of the period with the group each customer belonged to on its day: kind and bucket of their worst
    product by core banking's newest word. Whoever wasn't overdue belongs to none.
    """
    rows = view.rows(
        sa.select(VisitRow.id, CaseRow.customer_id, VisitRecordRow.arrived_at)
        .join(VisitRecordRow, VisitRecordRow.visit_id == VisitRow.id)
        .join(CaseRow, CaseRow.id == VisitRow.case_id)
        .where(within(VisitRecordRow.arrived_at, scope), of_cases(scope.cut, VisitRow.case_id))
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
    stated = effect.stated_on(day)
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
        .where(within(VisitRecordRow.arrived_at, Period(first, last)))
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
        .where(within(VisitRecordRow.arrived_at, scope), of_cases(scope.cut, VisitRow.case_id))
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


# time, reasons, work, training


def first_contacts(view: View, scope: Scope) -> tuple[list[tuple[str, int]], list[str]]:
    """Cases opened in the period: (case, days to the first counted contact), and those without one until its end."""
    attempts = (
        sa.select(ContactRow.case_id, sa.func.min(ContactRow.happened_at).label("at"))
        .where(
            ContactRow.direction == Direction.OUTGOING.value,
            COUNTS,
            within(ContactRow.happened_at, _until(scope)),
        )
        .group_by(ContactRow.case_id)
        .subquery()
    )
    query = (
        sa.select(CaseRow.id, CaseRow.opened_on, attempts.c.at)
        .outerjoin(attempts, attempts.c.case_id == CaseRow.id)
        .where(
            CaseRow.opened_on >= (scope.first or date.min),
            CaseRow.opened_on <= scope.last,
            of_customers(scope.cut, CaseRow.customer_id),
        )
    )
    reached, waiting = [], []
    for r in view.rows(query):
        if r.at is None:
            waiting.append(r.id)
        else:
            reached.append((r.id, max(0, (local_day(r.at) - r.opened_on).days)))
    return reached, waiting


def _until(scope: Scope) -> Period:
    return Period(None, scope.last)


def in_cases(view: View, ids: Sequence[str]) -> list[Behind]:
    """Cases by id."""
    query = sa.select(
        CaseRow.id,
        sa.literal("").label("code"),
        sa.literal("").label("extra"),
        sa.null().label("fen"),
        CaseRow.opened_on.label("day"),
        *effect.named(),
    ).join(CustomerRow, CustomerRow.id == CaseRow.customer_id)
    return [
        row
        for at in range(0, len(ids), _CHUNK)
        for row in behind(view, query.where(CaseRow.id.in_(ids[at : at + _CHUNK])))
    ]


def reasons(view: View, scope: Scope) -> dict[str, list[str]]:
    """Reason of being overdue → the visits whose records name it."""
    query = (
        sa.select(VisitRow.id, VisitRecordRow.overdue_reasons)
        .join(VisitRow, VisitRow.id == VisitRecordRow.visit_id)
        .where(within(VisitRecordRow.arrived_at, scope), of_cases(scope.cut, VisitRow.case_id))
    )
    found: dict[str, list[str]] = defaultdict(list)
    for r in view.rows(query):
        for code in r.overdue_reasons:
            found[code].append(r.id)
    return found


def workload(view: View, until: date, cut: Cut) -> list[tuple[str, int, int, int]]:
    """Person's name ("" for nobody's), open cases, steps due by the day, of them late."""
    whose = sa.func.coalesce(AccountRow.name, "")
    cases = (
        sa.select(whose.label("name"), sa.func.count().label("cases"))
        .select_from(CaseRow)
        .outerjoin(AccountRow, AccountRow.id == CaseRow.assigned_to)
        .where(
            CaseRow.opened_on <= until, CaseRow.closed_on.is_(None), of_customers(cut, CaseRow.customer_id)
        )
        .group_by(whose)
    )
    steps = (
        sa.select(
            whose.label("name"),
            sa.func.count().label("due"),
            sa.func.sum(sa.case((NextStepRow.due_on < until, 1), else_=0)).label("late"),
        )
        .select_from(NextStepRow)
        .join(CaseRow, CaseRow.id == NextStepRow.case_id)
        .outerjoin(AccountRow, AccountRow.id == CaseRow.assigned_to)
        .where(
            NextStepRow.done_at.is_(None), NextStepRow.due_on <= until, of_customers(cut, CaseRow.customer_id)
        )
        .group_by(whose)
    )
    open_cases = {r.name: r.cases for r in view.rows(cases)}
    due = {r.name: (r.due, int(r.late or 0)) for r in view.rows(steps)}
    return [(name, open_cases.get(name, 0), *due.get(name, (0, 0))) for name in sorted({*open_cases, *due})]


def training(view: View, day: date, soon: date) -> dict[str, list[str]]:
    """Staff who go out, by the state of their training on a day: trained, expiring until ``soon``, untrained."""
    people = view.rows(
        sa.select(StaffRow.id, StaffRow.name).where(
            sa.or_(StaffRow.is_collection_officer.is_(True), StaffRow.is_safety_officer.is_(True)),
            StaffRow.active.is_(True),
        )
    )
    valid: dict[str, date] = {}
    for r in view.rows(
        sa.select(CredentialRow.staff_id, CredentialRow.valid_until).where(
            CredentialRow.kind == "training",
            CredentialRow.valid_from <= day,
            CredentialRow.valid_until >= day,
        )
    ):
        valid[r.staff_id] = max(r.valid_until, valid.get(r.staff_id, r.valid_until))
    found: dict[str, list[str]] = {"trained": [], "expiring": [], "untrained": []}
    for person in people:
        until = valid.get(person.id)
        found["untrained" if until is None else "expiring" if until <= soon else "trained"].append(
            person.name
        )
    return found


def areas(view: View) -> list[str]:
    """Home addresses of customers with an open case, for the choice of an area; at most 5,000."""
    query = (
        sa.select(ContactPointRow.value)
        .join(CaseRow, CaseRow.customer_id == ContactPointRow.customer_id)
        .where(
            CaseRow.closed_on.is_(None), ContactPointRow.kind == "address", ContactPointRow.label == "home",
            ContactPointRow.related_party_id.is_(None),
        )
        .limit(5000)
    )  # fmt: skip
    return [r.value for r in view.rows(query)]
