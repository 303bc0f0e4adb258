"""Callbacks after visits: whom to ask, what was said, what got better; rows to plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from collectdesk.domain.paper.records import RecordState
from collectdesk.domain.results.callbacks import ASKED_WITHIN, ENDS, CallbackOutcome
from collectdesk.domain.zones import local_day
from collectdesk.store.results.effect import Behind, behind, of_cases, with_customer
from collectdesk.store.rows.archive import CallbackRow
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.rows.customers import CustomerRow
from collectdesk.store.rows.visits import NOT_VOID, VisitRecordRow, VisitRow

if TYPE_CHECKING:
    from collectdesk.domain.results.effect import Scope
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Callback:
    """One asking. ``improvement_owner`` is an account; empty texts mean nothing was set."""

    id: str
    case_id: str
    visit_id: str
    asked_on: date
    outcome: CallbackOutcome
    score: int | None
    said: str
    asked_by: str
    improvement: str
    improvement_owner: str
    improvement_due_on: date | None
    result: str
    result_on: date | None


@dataclass(frozen=True, slots=True)
class AskableVisit:
    """A visit with a signed record, and the customer who was visited."""

    visit_id: str
    visit_no: str
    case_id: str
    case_no: str
    customer_id: str
    name: str
    visited_on: date


def add(work: Work, case_id: str, visit_id: str, **values: Any) -> str:
    return work.add(
        CallbackRow, case_id=case_id, visit_id=visit_id, improvement="", improvement_owner=None,
        improvement_due_on=None, result="", result_on=None, **values,
    )  # fmt: skip


def change(work: Work, callback_id: str, **values: Any) -> None:
    work.change(CallbackRow, callback_id, **values)


def everyone(view: View, since: date | None = None) -> list[Callback]:
    """What was noted, the newest first."""
    return _callbacks(view, *([CallbackRow.asked_on >= since] if since is not None else []))


def improving(view: View) -> list[Callback]:
    """Those after which something is to get better and nothing came of it yet."""
    return _callbacks(view, CallbackRow.improvement != "", CallbackRow.result == "")


def _callbacks(view: View, *where: Any) -> list[Callback]:
    query = sa.select(CallbackRow).where(*where).order_by(CallbackRow.asked_on.desc(), CallbackRow.id.desc())
    return [
        Callback(
            r.id, r.case_id, r.visit_id, r.asked_on, CallbackOutcome(r.outcome), r.score, r.said, r.recorded_by,
            r.improvement, r.improvement_owner or "", r.improvement_due_on, r.result, r.result_on,
        )
        for r in view.rows(query)
    ]  # fmt: skip


def askable(view: View, today: date) -> list[AskableVisit]:
    """Visits of the last weeks whose record is signed and about which nobody answered or declined, the oldest first."""
    asked = sa.select(CallbackRow.visit_id).where(CallbackRow.outcome.in_([each.value for each in ENDS]))
    query = _visits().where(VisitRow.id.not_in(asked)).order_by(VisitRecordRow.arrived_at, VisitRow.id)
    found = [_askable(row) for row in view.rows(query)]
    return [each for each in found if each.visited_on >= today - timedelta(days=ASKED_WITHIN)]


def visited(view: View, visit_id: str) -> AskableVisit | None:
    """One visit with a signed record."""
    row = view.row(_visits().where(VisitRow.id == visit_id))
    return _askable(row) if row is not None else None


def _visits() -> Any:
    return (
        sa.select(
            VisitRow.id.label("visit_id"), VisitRow.visit_no, VisitRow.case_id, CaseRow.case_no, CaseRow.customer_id,
            CustomerRow.name, VisitRecordRow.arrived_at,
        )
        .join(VisitRecordRow, VisitRecordRow.visit_id == VisitRow.id)
        .join(CaseRow, CaseRow.id == VisitRow.case_id)
        .join(CustomerRow, CustomerRow.id == CaseRow.customer_id)
        .where(NOT_VOID, VisitRecordRow.state == RecordState.SIGNED_OFF.value)
    )  # fmt: skip


def _askable(row: Any) -> AskableVisit:
    return AskableVisit(row.visit_id, row.visit_no, row.case_id, row.case_no, row.customer_id, row.name,
                        local_day(row.arrived_at))  # fmt: skip


def scores(view: View, scope: Scope) -> list[int]:
    """What customers of a scope answered in its period."""
    return [row.score for row in view.rows(sa.select(CallbackRow.score).where(*_scored(scope)))]


def in_scores(view: View, scope: Scope) -> list[Behind]:
    """The answers behind them, the worst first."""
    owner = aliased(CaseRow)
    query = with_customer(
        sa.select(
            CallbackRow.id, sa.cast(CallbackRow.score, sa.Text).label("code"), sa.literal("").label("extra"),
            sa.literal(None, sa.BigInteger).label("fen"), CallbackRow.asked_on.label("day"),
        ).join(owner, owner.id == CallbackRow.case_id),
        owner.customer_id,
    )  # fmt: skip
    return behind(view, query.where(*_scored(scope)).order_by(CallbackRow.score, CallbackRow.asked_on.desc()))


def _scored(scope: Scope) -> list[Any]:
    first = [CallbackRow.asked_on >= scope.first] if scope.first is not None else []
    until, cut = CallbackRow.asked_on <= scope.last, of_cases(scope.cut, CallbackRow.case_id)
    return [CallbackRow.score.is_not(None), until, cut, *first]
