"""Counts the measures of effect, and the rows behind each: recovery, cure, trend, time, reasons, work, training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from collectdesk.domain.contact.contacts import Direction
from collectdesk.domain.results.effect import Cut, Period, Scope
from collectdesk.domain.zones import local_day
from collectdesk.store.contact.contacts import COUNTS
from collectdesk.store.customers.customers import newest_state
from collectdesk.store.results import effect
from collectdesk.store.results.effect import Behind, behind, of_cases, of_customers, within
from collectdesk.store.results.late import late_on, late_states, month_ends
from collectdesk.store.rows.cases import CaseRow, ContactRow, NextStepRow
from collectdesk.store.rows.complaints import ComplaintRow
from collectdesk.store.rows.customers import (
    ContactPointRow,
    CustomerRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
)
from collectdesk.store.rows.people import AccountRow, CredentialRow, StaffRow
from collectdesk.store.rows.visits import NOT_VOID, VisitRecordRow, VisitRow
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
    current = late_states(day)
    query = sa.select(sa.func.coalesce(sa.func.sum(current.c.overdue_fen), 0)).select_from(current)
    return int(view.scalar(query.where(of_customers(cut, current.c.customer_id))) or 0)


def cured(view: View, scope: Scope) -> tuple[int, int]:
    """Products overdue when the period began that owe nothing overdue at its end, of all that were overdue."""
    start, still = late_states(_eve(scope)), late_states(scope.last)
    fine = sa.func.coalesce(sa.func.sum(sa.case((still.c.product_id.is_(None), 1), else_=0)), 0)
    query = (
        sa.select(sa.func.count(), fine)
        .select_from(start)
        .outerjoin(still, sa.and_(still.c.product_id == start.c.product_id, still.c.dpd != 0))
        .where(start.c.dpd > 0, of_customers(scope.cut, start.c.customer_id))
    )
    row = view.row(query)
    return (int(row[1]), int(row[0])) if row is not None else (0, 0)


def in_cured(view: View, scope: Scope, key: str) -> list[Behind]:
    """The products overdue when the period began; those cured only with the key ``cured``."""
    start, finish = late_states(_eve(scope)), aliased(ProductStateRow)
    query = sa.select(
        ProductRow.id,
        ProductRow.kind.label("code"),
        start.c.dpd.label("extra"),
        start.c.overdue_fen.label("fen"),
        finish.as_of.label("day"),
    )
    query = (
        query.select_from(start)
        .join(ProductRow, ProductRow.id == start.c.product_id)
        .join(finish, finish.id == newest_state(scope.last))
        .where(start.c.dpd > 0, of_customers(scope.cut, ProductRow.customer_id))
    )
    made = effect.with_customer(query, ProductRow.customer_id)
    if key == "cured":
        made = made.where(finish.dpd == 0)
    return behind(view, made.order_by(start.c.overdue_fen.desc()))


def _eve(scope: Scope) -> date:
    """The day before the period."""
    return (scope.first - timedelta(days=1)) if scope.first else date.min


def trend(view: View, until: date, cut: Cut) -> list[tuple[date, str, int, int]]:
    """Data date, bucket, products and overdue fen on the newest lists, the oldest first; what isn't overdue left out.

    Of each month only its last list counts, but for the newest.
    """
    found = []
    for day in reversed(month_ends(view, until, MOST_DATES)):
        stated = late_on(view, day)
        query = sa.select(
            stated.c.bucket,
            sa.func.count().label("products"),
            sa.func.sum(stated.c.overdue_fen).label("fen"),
        ).select_from(stated)
        if not cut.is_all:
            query = query.join(ProductRow, ProductRow.id == stated.c.product_id)
            query = query.where(of_customers(cut, ProductRow.customer_id))
        found += [
            (day, r.bucket, r.products, int(r.fen or 0)) for r in view.rows(query.group_by(stated.c.bucket))
        ]
    return found


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
        .where(NOT_VOID, within(VisitRecordRow.arrived_at, scope), of_cases(scope.cut, VisitRow.case_id))
    )
    found: dict[str, list[str]] = defaultdict(list)
    for r in view.rows(query):
        for code in r.overdue_reasons:
            found[code].append(r.id)
    return found


def complaints(view: View, scope: Scope) -> int:
    """Complaints and objections received in the period."""
    return int(view.scalar(sa.select(sa.func.count()).where(*_received(scope))) or 0)


def in_complaints(view: View, scope: Scope) -> list[Behind]:
    """The complaints behind the count, the newest first."""
    owner = aliased(CaseRow)
    query = effect.with_customer(
        sa.select(
            ComplaintRow.id, ComplaintRow.kind.label("code"), ComplaintRow.number.label("extra"),
            sa.literal(None, sa.BigInteger).label("fen"), ComplaintRow.received_on.label("day"),
        ).join(owner, owner.id == ComplaintRow.case_id),
        owner.customer_id,
    )  # fmt: skip
    return behind(view, query.where(*_received(scope)).order_by(ComplaintRow.received_on.desc()))


def _received(scope: Scope) -> list[Any]:
    first = [ComplaintRow.received_on >= scope.first] if scope.first is not None else []
    return [ComplaintRow.received_on <= scope.last, of_cases(scope.cut, ComplaintRow.case_id), *first]


def workload(view: View, until: date, cut: Cut) -> list[tuple[str, int, int, int, str]]:
    """Person's name ("" for nobody's), open cases, steps due by the day, of them late, and the person's account."""
    whose = sa.func.coalesce(CaseRow.assigned_to, "")
    cases = (
        sa.select(whose.label("whose"), sa.func.count().label("cases"))
        .select_from(CaseRow)
        .where(*_open_cases(until, cut))
        .group_by(sa.literal_column("whose"))
    )
    steps = (
        sa.select(
            whose.label("whose"),
            sa.func.count().label("due"),
            sa.func.sum(sa.case((NextStepRow.due_on < until, 1), else_=0)).label("late"),
        )
        .select_from(NextStepRow)
        .join(CaseRow, CaseRow.id == NextStepRow.case_id)
        .where(
            NextStepRow.done_at.is_(None), NextStepRow.due_on <= until, of_customers(cut, CaseRow.customer_id)
        )
        .group_by(sa.literal_column("whose"))
    )
    names = {row.id: row.name for row in view.rows(sa.select(AccountRow.id, AccountRow.name))}
    open_cases = {r.whose: r.cases for r in view.rows(cases)}
    due = {r.whose: (r.due, int(r.late or 0)) for r in view.rows(steps)}
    return sorted(
        (names.get(one, ""), open_cases.get(one, 0), *due.get(one, (0, 0)), one)
        for one in {*open_cases, *due}
    )


def _open_cases(until: date, cut: Cut) -> list[Any]:
    return [CaseRow.opened_on <= until, CaseRow.closed_on.is_(None), of_customers(cut, CaseRow.customer_id)]


def in_work(view: View, scope: Scope, account_id: str | None) -> list[Behind]:
    """A person's open cases ("" nobody's, None everybody's) with the next step of each, the soonest first."""
    soonest = (
        sa.select(NextStepRow.id)
        .where(NextStepRow.case_id == CaseRow.id, NextStepRow.done_at.is_(None))
        .order_by(NextStepRow.due_on, NextStepRow.id)
        .limit(1)
        .correlate(CaseRow)
        .scalar_subquery()
    )
    query = (
        sa.select(
            CaseRow.id, sa.func.coalesce(NextStepRow.kind, "").label("code"), sa.literal("").label("extra"),
            sa.null().label("fen"), NextStepRow.due_on.label("day"), *effect.named(),
        )
        .select_from(CaseRow)
        .join(CustomerRow, CustomerRow.id == CaseRow.customer_id)
        .outerjoin(NextStepRow, NextStepRow.id == soonest)
        .where(*_open_cases(scope.last, scope.cut))
        .order_by(NextStepRow.due_on, CaseRow.case_no)
    )  # fmt: skip
    if account_id is not None:
        query = query.where(sa.func.coalesce(CaseRow.assigned_to, "") == account_id)
    return behind(view, query)


def training(view: View, day: date, soon: date) -> dict[str, list[str]]:
    """Staff who go out, by the state of their training on a day: trained, expiring until ``soon``, untrained."""
    found: dict[str, list[str]] = {"trained": [], "expiring": [], "untrained": []}
    for one in in_training(view, day, soon):
        found[one.code].append(one.name)
    return found


def in_training(view: View, day: date, soon: date, state: str = "") -> list[Behind]:
    """The people behind it, each with the last day of their training; no customer stands in these rows."""
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
    found = []
    for person in people:
        until = valid.get(person.id)
        stands = "untrained" if until is None else "expiring" if until <= soon else "trained"
        found.append(Behind(person.id, "", "", person.name, stands, on=until))
    return [one for one in found if state in ("", one.code)]


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
