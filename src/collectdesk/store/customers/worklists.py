"""Today's work in one question to the file, however many cases: whose, in the order of its tiers, and the counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.worklists import SLOTS, TIERS, TRAINED_KINDS, Tier
from collectdesk.domain.paper.scans import PAGES_A_SHEET
from collectdesk.domain.people.people import Role
from collectdesk.domain.visits.sheets import SheetPart
from collectdesk.store.people.holding import HOLDER
from collectdesk.store.rows.cases import CaseRow, NextStepRow
from collectdesk.store.rows.customers import CustomerLineRow
from collectdesk.store.rows.people import AccountRow, CredentialRow
from collectdesk.store.rows.visits import SheetRow, TeamRoundRow, VisitRow
from collectdesk.store.work import View

_Step, _Case, _Line, _Visit = NextStepRow, CaseRow, CustomerLineRow, VisitRow


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works cases: their account, the visitor they are, and whether their training stands today."""

    account_id: str
    name: str
    staff_id: str
    is_trained: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """What is somebody's: cases they hold, visits they go on, and their slots of nobody's cases."""

    worker: Worker
    slots: Collection[int]
    visit_slots: Collection[int]


def workers(view: View) -> list[Worker]:
    """The clerks; where there are none, nobody's cases are everybody's."""
    trained = {
        row.staff_id
        for row in view.rows(
            sa.select(CredentialRow.staff_id).where(
                CredentialRow.valid_from <= view.today, CredentialRow.valid_until >= view.today
            )
        )
    }
    query = (
        sa.select(AccountRow.id, AccountRow.name, AccountRow.staff_id)
        .where(AccountRow.active, AccountRow.role == Role.CLERK.value)
        .order_by(AccountRow.id)
    )
    return [Worker(r.id, r.name, r.staff_id or "", r.staff_id in trained) for r in view.rows(query)]


def held(view: View) -> dict[str, int]:
    """Open cases by the account that works them today; under the empty string those that are nobody's."""
    query = (
        sa.select(HOLDER.label("holder"), sa.func.count().label("cases"))
        .where(_Case.closed_on.is_(None))
        .group_by(sa.literal_column("holder"))
        .params(held_on=view.today)
    )
    return {row.holder or "": int(row.cases) for row in view.rows(query)}


def _joined(*columns: Any) -> sa.Select[Any]:
    return (
        sa.select(*columns)
        .select_from(_Step)
        .join(_Case, _Case.id == _Step.case_id)
        .join(_Line, _Line.customer_id == _Case.customer_id)
        .where(_Step.done_at.is_(None), _Case.closed_on.is_(None), _Line.listed == 1)
    )


def _whose(query: sa.Select[Any], mine: Mine | None, view: View) -> sa.Select[Any]:
    query = query.params(held_on=view.today)
    if mine is None:
        return query
    slot, of_visits = _Line.number % SLOTS, _Step.kind.in_([kind.value for kind in TRAINED_KINDS])
    nobodys = sa.and_(
        HOLDER.is_(None),
        sa.or_(
            sa.and_(of_visits, slot.in_(sorted(mine.visit_slots))),
            sa.and_(~of_visits, slot.in_(sorted(mine.slots))),
        ),
    )
    goes = sa.select(_Visit.id).where(
        _Visit.id == _Step.subject_id,
        sa.or_(_Visit.officer_id == mine.worker.staff_id, _Visit.safety_id == mine.worker.staff_id),
    )
    ways: list[Any] = [mine.worker.account_id == HOLDER, nobodys]
    return query.where(sa.or_(*ways, goes.exists()) if mine.worker.staff_id else sa.or_(*ways))


def _is_shown(view: View, leads: Mapping[str, int]) -> sa.ColumnElement[bool]:
    """Due by today; a legal term from its first alarm on, ``leads`` days before."""
    early: list[Any] = [
        sa.and_(
            _Step.kind == StepKind.DEADLINE.value,
            _Step.why == why,
            _Step.due_on <= view.today + timedelta(days=lead),
        )
        for why, lead in leads.items()
        if lead > 0
    ]
    return sa.or_(_Step.due_on <= view.today, *early)


def due_steps(view: View, mine: Mine | None, most: int, leads: Mapping[str, int]) -> list[Any]:
    """The first steps due, in their order: tier, longest late, longest in arrears, case number."""
    query = _items().where(_is_shown(view, leads)).order_by(*_in_order(view)).limit(most)
    return view.rows(_whose(query, mine, view))


def due_ids(
    view: View,
    mine: Mine | None,
    leads: Mapping[str, int],
    kinds: Collection[StepKind] = (),
    order: tuple[str, bool] | None = None,
) -> list[str]:
    """The ids of every step due, all or of some kinds with what was left over; ``order`` is (column, descending)."""
    query = _joined(_Step.id).where(_is_shown(view, leads))
    if kinds:
        wanted = _Step.kind.in_([kind.value for kind in kinds])
        query = query.where(sa.or_(_Step.due_on < view.today, wanted))
    by = _in_order(view)
    if order is not None:
        column = _ORDERS[order[0]]
        by = (column.desc() if order[1] else column, *by)
    return [row.id for row in view.rows(_whose(query.order_by(*by), mine, view))]


def steps_read(view: View, step_ids: Collection[str]) -> list[Any]:
    """Some of the steps, as their lines show them; one that is done by now is left out."""
    query = _items().where(_Step.id.in_(list(step_ids)))
    return view.rows(query.params(held_on=view.today))


def _items() -> sa.Select[Any]:
    return _joined(
        _Step.id, _Step.case_id, _Step.kind, _Step.due_on, _Step.why, _Step.subject_id, _Case.case_no,
        _Line.customer_id, _Line.name, _Line.kinds, _Line.overdue_fen, _Line.dpd, HOLDER.label("holder"),
    )  # fmt: skip


def _in_order(view: View) -> tuple[Any, ...]:
    tier = sa.case(
        (_Step.due_on < view.today, int(Tier.LEFT_OVER)),
        *((_Step.kind == kind.value, int(at)) for kind, at in TIERS.items()),
        else_=int(Tier.OTHER),
    )
    return tier, _Step.due_on, _Line.dpd.desc(), _Case.case_no, _Step.id


_ORDERS: Mapping[str, Any] = {
    "name": _Line.name, "case_no": _Case.case_no, "products": _Line.kinds, "overdue": _Line.overdue_fen,
    "days": _Line.dpd, "kind": _Step.kind, "due": _Step.due_on,
}  # fmt: skip


def counts(view: View, mine: Mine | None, leads: Mapping[str, int]) -> tuple[tuple[StepKind, bool, int], ...]:
    """How many steps are due, by kind and whether they were left over."""
    late = (_Step.due_on < view.today).label("late")
    query = _joined(_Step.kind, late, sa.func.count().label("times")).where(_is_shown(view, leads))
    found = view.rows(_whose(query.group_by(_Step.kind, sa.literal_column("late")), mine, view))
    return tuple((StepKind(row.kind), bool(row.late), int(row.times)) for row in found)


def coming(view: View, mine: Mine | None, leads: Mapping[str, int]) -> int:
    """How many steps fall due later."""
    return int(view.scalar(_whose(_joined(sa.func.count()).where(~_is_shown(view, leads)), mine, view)) or 0)


def visit_times(view: View, visit_ids: Collection[str]) -> dict[str, Any]:
    """When the visits behind some steps begin."""
    query = sa.select(_Visit.id, _Visit.planned_at).where(_Visit.id.in_(list(visit_ids)))
    return {row.id: row.planned_at for row in view.rows(query)} if visit_ids else {}


def open_pages(view: View, staff_id: str | None) -> list[Any]:
    """Printed pages that are still out after their team came back, by day; of one visitor or of all."""
    team = TeamRoundRow
    query = (
        sa.select(team.day, team.officer_id, team.safety_id, sa.func.count().label("pages"))
        .join(SheetRow, SheetRow.round_id == team.id)
        .where(SheetRow.fate == "", team.closed_at.is_(None))
        .where(
            sa.or_(
                SheetRow.visit_id.is_(None),
                SheetRow.page <= PAGES_A_SHEET,
                SheetRow.part == SheetPart.RECEIPT.value,
            )
        )  # the rest is the customer's
        .where(sa.or_(team.back_at.is_not(None), team.day < view.today))
        .group_by(team.day, team.officer_id, team.safety_id)
        .order_by(team.day)
    )
    if staff_id is not None:
        query = query.where(sa.or_(team.officer_id == staff_id, team.safety_id == staff_id))
    return view.rows(query)
