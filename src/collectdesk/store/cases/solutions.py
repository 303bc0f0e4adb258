"""Assessments, arrangements and promises: rows to plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.ids import ArrangementId, AssessmentId, CaseId, ProductId, PromiseId
from collectdesk.domain.money import Money
from collectdesk.domain.solutions.arrangements import (
    Arrangement,
    ArrangementKind,
    ArrangementState,
    ArrangementStep,
)
from collectdesk.domain.solutions.promises import Promise, PromiseState
from collectdesk.domain.solutions.schedules import Method, Schedule, ScheduledInstalment
from collectdesk.store.rows.cases import (
    ArrangementPartRow,
    ArrangementRow,
    AssessmentRow,
    CaseRow,
    PromiseRow,
)
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class KeptAssessment:
    """A frozen risk assessment; ``detail`` holds points, reasons, care and inputs as codes and figures."""

    id: AssessmentId
    case_id: CaseId
    assessed_on: date
    scorecard_id: str
    scorecard_version: str
    willingness: int
    ability: int
    total: int
    level: str
    strategy: str
    visit_warranted: bool
    detail: Mapping[str, Any]
    expires_on: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class KeptArrangement:
    id: ArrangementId
    number: str
    case_id: CaseId
    product_id: ProductId
    made_on: date
    reason: str
    arrangement: Arrangement
    offered_by: str
    version: int


@dataclass(frozen=True, slots=True)
class KeptPromise:
    id: PromiseId
    case_id: CaseId
    visit_id: str
    promise: Promise
    state: PromiseState
    paid: Money
    recorded_by: str
    version: int


def add_assessment(work: Work, case_id: str, **values: Any) -> AssessmentId:
    return AssessmentId(work.add(AssessmentRow, case_id=case_id, **values))


def assessments(view: View, case_id: str) -> list[KeptAssessment]:
    """Assessments of a case, newest first."""
    rows = view.rows(
        sa.select(AssessmentRow)
        .where(AssessmentRow.case_id == case_id)
        .order_by(AssessmentRow.recorded_at.desc(), AssessmentRow.id.desc()),
    )
    return [
        KeptAssessment(
            AssessmentId(a.id),
            CaseId(a.case_id),
            a.assessed_on,
            a.scorecard_id,
            a.scorecard_version,
            a.willingness,
            a.ability,
            a.total,
            a.level,
            a.strategy,
            a.visit_warranted,
            a.detail,
            a.expires_on,
            a.recorded_by,
            a.recorded_at,
        )
        for a in rows
    ]


def expired_assessments(view: View) -> list[CaseId]:
    """Open cases whose newest assessment was good until before today."""
    newest = sa.func.max(AssessmentRow.expires_on)
    rows = view.rows(
        sa.select(AssessmentRow.case_id)
        .join(CaseRow, CaseRow.id == AssessmentRow.case_id)
        .where(CaseRow.closed_on.is_(None))
        .group_by(AssessmentRow.case_id)
        .having(newest < view.today)
    )
    return [CaseId(row.case_id) for row in rows]


def add_arrangement(
    work: Work, case_id: str, product_id: str, made: Arrangement, reason: str
) -> tuple[ArrangementId, str]:
    """Keep an offer; returns its id and number."""
    number = f"XY-{work.today.year}-{work.next_number('arrangement'):05d}"
    schedule = made.schedule
    arrangement_id = work.add(
        ArrangementRow,
        case_id=case_id,
        product_id=product_id,
        number=number,
        kind=made.kind.value,
        method=schedule.method.value,
        state=made.state.value,
        amount_fen=schedule.amount.fen,
        annual_rate=str(schedule.annual_rate),
        made_on=work.today,
        reason=reason,
        steps=_steps_out(made),
    )
    work.connection.execute(
        sa.insert(ArrangementPartRow),
        [
            {
                "arrangement_id": arrangement_id,
                "seq": part.seq,
                "due_on": part.due_on,
                "principal_fen": part.principal.fen,
                "interest_fen": part.interest.fen,
                "remaining_fen": part.remaining.fen,
            }
            for part in schedule.instalments
        ],
    )
    return ArrangementId(arrangement_id), number


def move_arrangement(work: Work, kept: KeptArrangement, moved: Arrangement) -> None:
    work.change(ArrangementRow, kept.id, kept.version, state=moved.state.value, steps=_steps_out(moved))


def arrangement(view: View, arrangement_id: str) -> KeptArrangement:
    """One arrangement; raises LookupError."""
    found = arrangements(view, arrangement_id=arrangement_id)
    if not found:
        raise LookupError(f"no arrangement {arrangement_id}")
    return found[0]


def arrangements(
    view: View,
    *,
    arrangement_id: str | None = None,
    case_id: str | None = None,
    state: ArrangementState | None = None,
) -> list[KeptArrangement]:
    """Arrangements, newest first."""
    query = sa.select(ArrangementRow).order_by(ArrangementRow.recorded_at.desc())
    for column, value in (
        (ArrangementRow.id, arrangement_id),
        (ArrangementRow.case_id, case_id),
        (ArrangementRow.state, state.value if state else None),
    ):
        if value is not None:
            query = query.where(column == value)
    return [_arrangement(view, row) for row in view.rows(query)]


def add_promise(work: Work, case_id: str, promise: Promise, visit_id: str | None) -> PromiseId:
    return PromiseId(
        work.add(
            PromiseRow,
            case_id=case_id,
            visit_id=visit_id,
            amount_fen=promise.amount.fen,
            due_on=promise.due_on,
            made_on=promise.made_on,
            made_at=promise.made_at,
            promised_by=promise.promised_by,
            money_from=promise.money_from,
            evidence=promise.evidence,
            state=PromiseState.ACTIVE.value,
            paid_fen=0,
        )
    )


def set_promise_state(work: Work, kept: KeptPromise, state: PromiseState, paid: Money) -> None:
    work.change(PromiseRow, kept.id, kept.version, state=state.value, paid_fen=paid.fen)


def promises(
    view: View,
    *,
    case_id: str | None = None,
    state: PromiseState | None = None,
    due_before: date | None = None,
    or_in: Sequence[str] = (),
) -> list[KeptPromise]:
    """Promises by due date; with ``due_before`` those due before a day, and those of the ids ``or_in``."""
    query = sa.select(PromiseRow).order_by(PromiseRow.due_on, PromiseRow.recorded_at)
    if case_id is not None:
        query = query.where(PromiseRow.case_id == case_id)
    if state is not None:
        query = query.where(PromiseRow.state == state.value)
    if due_before is None:
        return _promises(view, query)
    found = _promises(view, query.where(PromiseRow.due_on < due_before))
    for start in range(0, len(or_in), 500):
        some = PromiseRow.id.in_(or_in[start : start + 500])
        found += _promises(view, query.where(some, PromiseRow.due_on >= due_before))
    return found


def _promises(view: View, query: Any) -> list[KeptPromise]:
    return [
        KeptPromise(
            PromiseId(p.id),
            CaseId(p.case_id),
            p.visit_id or "",
            Promise(
                Money(p.amount_fen),
                p.due_on,
                p.made_on,
                p.made_at,
                p.promised_by,
                money_from=p.money_from,
                evidence=p.evidence,
            ),
            PromiseState(p.state),
            Money(p.paid_fen),
            p.recorded_by,
            p.version,
        )
        for p in view.rows(query)
    ]


def _steps_out(made: Arrangement) -> list[dict[str, str]]:
    return [
        {"to": s.to.value, "on": s.moved_on.isoformat(), "by": s.by, "reason": s.reason} for s in made.steps
    ]


def _arrangement(view: View, row: Any) -> KeptArrangement:
    parts = view.rows(
        sa.select(ArrangementPartRow)
        .where(ArrangementPartRow.arrangement_id == row.id)
        .order_by(ArrangementPartRow.seq)
    )
    schedule = Schedule(
        Method(row.method),
        Money(row.amount_fen),
        Decimal(row.annual_rate),
        tuple(
            ScheduledInstalment(
                p.seq, p.due_on, Money(p.principal_fen), Money(p.interest_fen), Money(p.remaining_fen)
            )
            for p in parts
        ),
    )
    steps = tuple(
        ArrangementStep(ArrangementState(s["to"]), _day(s["on"]), s["by"], s["reason"]) for s in row.steps
    )
    return KeptArrangement(
        ArrangementId(row.id),
        row.number,
        CaseId(row.case_id),
        ProductId(row.product_id),
        row.made_on,
        row.reason,
        Arrangement(ArrangementKind(row.kind), schedule, steps),
        steps[0].by,
        row.version,
    )


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()
