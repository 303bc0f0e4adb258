"""The figures of the effect page, counted by the database; the rows behind each one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from collectdesk.domain.contact.contacts import Direction
from collectdesk.domain.customers.products import Bucket
from collectdesk.domain.results.effect import CALLS, JUDGED, RIGHT_PARTY, Cut, Period, Scope
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.contact.contacts import COUNTS
from collectdesk.store.customers.customers import latest_states
from collectdesk.store.results.late import bucket_of_column, late_on, late_states, list_days
from collectdesk.store.results.late import rolled as rolled_between
from collectdesk.store.rows.cases import BreachRow, CaseRow, ContactRow, PromiseRow
from collectdesk.store.rows.customers import ContactPointRow, CustomerRow, ProductRow, ProductStateRow
from collectdesk.store.rows.trail import REFUSALS_ONLY, AuditRow
from collectdesk.store.rows.visits import NOT_VOID, VisitRecordRow, VisitRequestRow, VisitRow
from collectdesk.store.work import View

MOST_ROWS: Final = 2000
_JUDGED: Final = [state.value for state in JUDGED]


@dataclass(frozen=True, slots=True)
class Behind:
    """One row behind a figure; what ``code`` and ``extra`` are depends on the figure."""

    id: str
    customer_id: str
    case_no: str
    name: str
    code: str
    extra: str = ""
    fen: int | None = None
    on: date | None = None


def _instants(period: Period) -> tuple[datetime, datetime]:
    """From the first moment of the first day to the first moment after the last, in UTC."""
    first = datetime.combine(period.first or date(1970, 1, 1), time(0), CHINA_TIME).astimezone(UTC)
    last = datetime.combine(period.last + timedelta(days=1), time(0), CHINA_TIME).astimezone(UTC)
    return first, last


def within(column: Any, period: Period) -> Any:
    first, last = _instants(period)
    return sa.and_(column >= first, column < last)


def _on(column: Any, period: Period) -> Any:
    return sa.and_(column >= (period.first or date.min), column <= period.last)


def of_customers(cut: Cut, customer_id: Any) -> Any:
    """Whether a customer belongs to a cut; asked of each, since what counts looks at few of them."""
    asked: list[Any] = []
    if cut.product:
        held = aliased(ProductRow)
        asked.append(
            sa.select(sa.literal(1)).where(held.customer_id == customer_id, held.kind == cut.product).exists()
        )
    if cut.area:
        home = aliased(ContactPointRow)
        lives = sa.select(sa.literal(1)).where(
            home.customer_id == customer_id, home.kind == "address", home.related_party_id.is_(None),
            home.value.contains(cut.area, autoescape=True),
        )  # fmt: skip
        asked.append(lives.exists())
    visited = sa.select(CaseRow.customer_id).join(VisitRow, VisitRow.case_id == CaseRow.id)
    if cut.team:
        asked.append(customer_id.in_(visited.where(VisitRow.officer_id == cut.team)))
    if cut.reason:
        named = visited.join(VisitRecordRow, VisitRecordRow.visit_id == VisitRow.id)
        listed = sa.cast(VisitRecordRow.overdue_reasons, sa.String).contains(f'"{cut.reason}"')
        asked.append(customer_id.in_(named.where(listed, NOT_VOID)))
    return sa.and_(sa.true(), *asked)


def of_cases(cut: Cut, case_id: Any) -> Any:
    """Whether a case's customer belongs to a cut."""
    if cut.is_all:
        return sa.true()
    return case_id.in_(sa.select(CaseRow.id).where(of_customers(cut, CaseRow.customer_id)))


def _of_visits(cut: Cut, visit_id: Any) -> Any:
    if cut.is_all:
        return sa.true()
    return visit_id.in_(sa.select(VisitRow.id).where(of_cases(cut, VisitRow.case_id)))


def _of_products(cut: Cut, product_id: Any) -> Any:
    if cut.is_all:
        return sa.true()
    return product_id.in_(sa.select(ProductRow.id).where(of_customers(cut, ProductRow.customer_id)))


def data_dates(view: View, until: date) -> list[date]:
    """The two newest days that core banking's lists stand on, newest first."""
    return list_days(view, until, 2)


def by_bucket(view: View, scope: Scope) -> dict[str, tuple[int, int, int]]:
    """Bucket to products, customers and overdue fen, by core banking's newest word until a day, M1 and older."""
    current = late_states(scope.last)
    bucket = bucket_of_column(current.c.dpd).label("bucket")
    query = (
        sa.select(
            bucket,
            sa.func.count().label("products"),
            sa.func.count(current.c.customer_id.distinct()).label("customers"),
            sa.func.sum(current.c.overdue_fen).label("fen"),
        )
        .where(current.c.dpd > 0, of_customers(scope.cut, current.c.customer_id))
        .group_by(sa.literal_column("bucket"))
    )
    return {r.bucket: (r.products, r.customers, int(r.fen or 0)) for r in view.rows(query)}


def not_overdue(view: View, scope: Scope) -> tuple[int, int, int]:
    """The same of M0: everybody's standing has to be read, which takes its time where a million are in order."""
    current = latest_states(scope.last)
    query = (
        sa.select(
            sa.func.count().label("products"),
            sa.func.count(ProductRow.customer_id.distinct()).label("customers"),
            sa.func.coalesce(sa.func.sum(current.c.overdue_fen), 0).label("fen"),
        )
        .join_from(current, ProductRow, ProductRow.id == current.c.product_id)
        .where(current.c.dpd <= 0, of_customers(scope.cut, ProductRow.customer_id))
    )
    found = view.row(query)
    return (found.products, found.customers, int(found.fen)) if found is not None else (0, 0, 0)


def in_bucket(view: View, scope: Scope, bucket: str) -> list[Behind]:
    current = latest_states(scope.last) if bucket == Bucket.M0.value else late_states(scope.last)
    query = (
        with_customer(
            sa.select(
                ProductRow.id,
                ProductRow.kind.label("code"),
                current.c.dpd.label("extra"),
                current.c.overdue_fen.label("fen"),
                current.c.as_of.label("day"),
            ).join(current, current.c.product_id == ProductRow.id),
            ProductRow.customer_id,
        )
        .where(of_customers(scope.cut, ProductRow.customer_id))
        .where(bucket_of_column(current.c.dpd) == bucket if bucket else current.c.dpd > 0)
        .order_by(current.c.dpd.desc(), current.c.overdue_fen.desc())
    )
    return behind(view, query)


def stated_on(day: date) -> Any:
    """Each product's bucket in the lists of one data date; of several the last one taken in."""
    newest = sa.func.row_number().over(
        partition_by=ProductStateRow.product_id,
        order_by=(ProductStateRow.recorded_at.desc(), ProductStateRow.id.desc()),
    )
    inner = (
        sa.select(
            ProductStateRow.product_id,
            ProductStateRow.dpd,
            ProductStateRow.overdue_fen,
            newest.label("newest"),
        )
        .where(ProductStateRow.as_of == day)
        .subquery()
    )
    return (
        sa.select(inner.c.product_id, inner.c.overdue_fen, bucket_of_column(inner.c.dpd).label("bucket"))
        .where(inner.c.newest == 1)
        .subquery()
    )


def in_stated(view: View, day: date, bucket: str, cut: Cut) -> list[Behind]:
    """The products of one bucket on one data date's lists; "" stands for every bucket but M0."""
    stated = stated_on(day) if bucket == Bucket.M0.value else late_on(view, day)
    query = with_customer(
        sa.select(
            ProductRow.id,
            ProductRow.kind.label("code"),
            stated.c.bucket.label("extra"),
            stated.c.overdue_fen.label("fen"),
            sa.literal(day).label("day"),
        ).join(stated, stated.c.product_id == ProductRow.id),
        ProductRow.customer_id,
    )
    wanted = stated.c.bucket == bucket if bucket else stated.c.bucket != Bucket.M0.value
    return behind(
        view,
        query.where(wanted, of_customers(cut, ProductRow.customer_id)).order_by(stated.c.overdue_fen.desc()),
    )


def rolled(view: View, before: date, after: date, cut: Cut) -> list[tuple[str | None, str | None, int]]:
    """How many products went from which bucket to which; None is not on that day's list."""
    return rolled_between(view, before, after, lambda product_id: _of_products(cut, product_id))


def in_roll(
    view: View, before: date, after: date, start: str | None, end: str | None, cut: Cut
) -> list[Behind]:
    old, new = stated_on(before), stated_on(after)
    joined = sa.outerjoin(old, new, old.c.product_id == new.c.product_id, full=True)
    product = sa.func.coalesce(old.c.product_id, new.c.product_id)
    query = (
        with_customer(
            sa.select(
                ProductRow.id,
                ProductRow.kind.label("code"),
                sa.literal("").label("extra"),
                sa.func.coalesce(new.c.overdue_fen, old.c.overdue_fen).label("fen"),
                sa.null().label("day"),
            )
            .select_from(joined)
            .join(ProductRow, ProductRow.id == product),
            ProductRow.customer_id,
        )
        .where(of_customers(cut, ProductRow.customer_id))
        .where(old.c.bucket.is_(None) if start is None else old.c.bucket == start)
        .where(new.c.bucket.is_(None) if end is None else new.c.bucket == end)
        .order_by(sa.text("fen DESC"))
    )
    return behind(view, query)


def _due(period: Period) -> Any:
    """Judged promises count by the day they fell due; running ones all, since their day is still to come."""
    judged = sa.and_(PromiseRow.state.in_(_JUDGED), _on(PromiseRow.due_on, period))
    running = sa.and_(PromiseRow.state == PromiseState.ACTIVE.value, PromiseRow.made_on <= period.last)
    return sa.or_(judged, running)


def by_promise(view: View, scope: Scope) -> dict[str, tuple[int, int]]:
    """Promise state to count and promised fen."""
    query = (
        sa.select(
            PromiseRow.state,
            sa.func.count().label("count"),
            sa.func.sum(PromiseRow.amount_fen).label("fen"),
        )
        .where(_due(scope), of_cases(scope.cut, PromiseRow.case_id))
        .group_by(PromiseRow.state)
    )
    return {r.state: (r.count, int(r.fen or 0)) for r in view.rows(query)}


def in_promise(view: View, scope: Scope, state: str) -> list[Behind]:
    query = (
        with_case(
            sa.select(
                PromiseRow.id,
                PromiseRow.state.label("code"),
                sa.literal("").label("extra"),
                PromiseRow.amount_fen.label("fen"),
                PromiseRow.due_on.label("day"),
            ),
            PromiseRow.case_id,
        )
        .where(of_cases(scope.cut, PromiseRow.case_id))
        .where(_due(scope), PromiseRow.state == state if state else PromiseRow.state.in_(_JUDGED))
        .order_by(PromiseRow.due_on.desc())
    )
    return behind(view, query)


def by_outcome(view: View, scope: Scope) -> dict[str, int]:
    """Visit outcome to how many visits, by the day of arrival."""
    query = (
        sa.select(VisitRecordRow.outcome, sa.func.count().label("count"))
        .where(
            NOT_VOID, within(VisitRecordRow.arrived_at, scope), _of_visits(scope.cut, VisitRecordRow.visit_id)
        )
        .group_by(VisitRecordRow.outcome)
    )
    return {r.outcome: r.count for r in view.rows(query)}


def in_outcome(view: View, scope: Scope, outcome: str) -> list[Behind]:
    query = (
        with_case(
            sa.select(
                VisitRow.id,
                VisitRecordRow.outcome.label("code"),
                VisitRow.visit_no.label("extra"),
                sa.null().label("fen"),
                VisitRecordRow.arrived_at.label("day"),
            ).join(VisitRow, VisitRow.id == VisitRecordRow.visit_id),
            VisitRow.case_id,
        )
        .where(NOT_VOID, within(VisitRecordRow.arrived_at, scope), of_cases(scope.cut, VisitRow.case_id))
        .order_by(VisitRecordRow.arrived_at.desc())
    )
    return behind(view, query.where(VisitRecordRow.outcome == outcome) if outcome else query)


def _calls(period: Period) -> Any:
    return sa.and_(
        ContactRow.channel.in_([channel.value for channel in CALLS]),
        ContactRow.direction == Direction.OUTGOING.value,
        within(ContactRow.happened_at, period),
        COUNTS,
    )


def by_reached(view: View, scope: Scope) -> dict[str, int]:
    """Who outgoing calls reached, and how often."""
    query = sa.select(ContactRow.reached, sa.func.count().label("count")).where(
        _calls(scope), of_cases(scope.cut, ContactRow.case_id)
    )
    return {r.reached: r.count for r in view.rows(query.group_by(ContactRow.reached))}


def in_reached(view: View, scope: Scope, reached: str) -> list[Behind]:
    """Calls that reached somebody; "" stands for every call, "right_party" for those liable."""
    query = with_case(
        sa.select(
            ContactRow.id,
            ContactRow.reached.label("code"),
            ContactRow.outcome.label("extra"),
            sa.null().label("fen"),
            ContactRow.happened_at.label("day"),
        ),
        ContactRow.case_id,
    ).where(_calls(scope), of_cases(scope.cut, ContactRow.case_id))
    if reached == "right_party":
        query = query.where(ContactRow.reached.in_([who.value for who in RIGHT_PARTY]))
    elif reached:
        query = query.where(ContactRow.reached == reached)
    return behind(view, query.order_by(ContactRow.happened_at.desc()))


def by_breach(view: View, scope: Scope) -> dict[str, int]:
    """Rule to how often what happened was against it."""
    query = (
        sa.select(BreachRow.rule_id, sa.func.count().label("count"))
        .where(within(BreachRow.happened_at, scope), of_cases(scope.cut, BreachRow.case_id))
        .group_by(BreachRow.rule_id)
    )
    return {r.rule_id: r.count for r in view.rows(query)}


def in_breach(view: View, scope: Scope, rule_id: str) -> list[Behind]:
    query = (
        with_case(
            sa.select(
                BreachRow.id,
                BreachRow.rule_id.label("code"),
                sa.case((BreachRow.acknowledged_at.is_(None), ""), else_="acknowledged").label("extra"),
                sa.null().label("fen"),
                BreachRow.happened_at.label("day"),
            ),
            BreachRow.case_id,
        )
        .where(within(BreachRow.happened_at, scope), of_cases(scope.cut, BreachRow.case_id))
        .order_by(BreachRow.happened_at.desc())
    )
    return behind(view, query.where(BreachRow.rule_id == rule_id) if rule_id else query)


def _refusals(period: Period) -> Any:
    rule = sa.func.json_each(AuditRow.about, "$.rules").table_valued("value", name="rule")
    query = sa.select(
        AuditRow.seq, AuditRow.at, AuditRow.action, AuditRow.about, rule.c.value.label("rule_id")
    )
    query = query.select_from(AuditRow).join(rule, sa.true())
    return query.where(REFUSALS_ONLY, within(AuditRow.at, period))


def by_refusal(view: View, scope: Scope) -> dict[str, int]:
    """Rule to how often it refused a planned act; the trail keeps them, since the act left nothing else."""
    found = _refusals(scope).subquery()
    query = sa.select(found.c.rule_id, sa.func.count().label("count")).group_by(found.c.rule_id)
    return {r.rule_id: r.count for r in view.rows(query)}


def in_refusal(view: View, scope: Scope, rule_id: str) -> list[Behind]:
    found = _refusals(scope).subquery()
    case_id = sa.func.coalesce(
        sa.func.json_extract(found.c.about, "$.case"),
        _case_of(VisitRequestRow, found.c.about, "$.request"),
        _case_of(VisitRow, found.c.about, "$.visit"),
    )
    query = (
        sa.select(
            found.c.seq.label("id"),
            sa.func.coalesce(CaseRow.customer_id, "").label("customer_id"),
            sa.func.coalesce(CaseRow.case_no, "").label("case_no"),
            sa.func.coalesce(CustomerRow.name, "").label("name"),
            found.c.action.label("code"),
            sa.literal("").label("extra"),
            sa.null().label("fen"),
            found.c.at.label("day"),
        )
        .select_from(found)
        .outerjoin(CaseRow, CaseRow.id == case_id)
        .outerjoin(CustomerRow, CustomerRow.id == CaseRow.customer_id)
        .where(found.c.rule_id == rule_id)
        .order_by(found.c.seq.desc())
    )
    return behind(view, query)


def _case_of(table: Any, about: Any, path: str) -> Any:
    """The case of a request or visit that an entry of the trail names."""
    return sa.select(table.case_id).where(table.id == sa.func.json_extract(about, path)).scalar_subquery()


def with_case(query: Any, case_id: Any) -> Any:
    """Join a case and its customer, and name both."""
    joined = query.join(CaseRow, CaseRow.id == case_id)
    return joined.join(CustomerRow, CustomerRow.id == CaseRow.customer_id).add_columns(*named())


def with_customer(query: Any, customer_id: Any) -> Any:
    """Join a customer and the open case, if there is one."""
    is_open = sa.and_(CaseRow.customer_id == CustomerRow.id, CaseRow.closed_on.is_(None))
    joined = query.join(CustomerRow, CustomerRow.id == customer_id)
    return joined.outerjoin(CaseRow, is_open).add_columns(*named())


def named() -> tuple[Any, ...]:
    return CustomerRow.id.label("customer_id"), CaseRow.case_no, CustomerRow.name


def behind(view: View, query: Any) -> list[Behind]:
    return [
        Behind(
            str(r.id),
            r.customer_id,
            r.case_no or "",
            r.name,
            r.code,
            str(r.extra or ""),
            r.fen,
            r.day.astimezone(CHINA_TIME).date() if isinstance(r.day, datetime) else r.day,
        )
        for r in view.rows(query.limit(MOST_ROWS))
    ]
