"""Drafted steps: rows to values, and the cases from which they are drafted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.ids import CaseId
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.zones import local_day
from collectdesk.store.rows.cases import ArrangementRow, HoldRow, PromiseRow
from collectdesk.store.rows.judging import StepDraftRow
from collectdesk.store.work import View, Work

WAITING: Final = "waiting"
RELEASED: Final = "released"
DROPPED: Final = "dropped"


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A drafted step."""

    id: str
    case_id: CaseId
    plan_id: str
    plan_version: str
    step_code: str
    kind: StepKind
    due_on: date
    state: str
    version: int
    decided_on: date | None


def drafts(view: View, *, state: str | None = None, ids: Sequence[str] | None = None) -> list[StepDraft]:
    """Drafts, those missed longest first."""
    row = StepDraftRow
    query = sa.select(
        row.id, row.case_id, row.plan_id, row.plan_version, row.step_code, row.kind, row.due_on, row.state,
        row.version, row.decided_at,
    ).order_by(row.due_on, row.id)  # fmt: skip
    if state is not None:
        query = query.where(row.state == state)
    if ids is not None:
        query = query.where(row.id.in_(list(ids)))
    return [
        StepDraft(r.id, CaseId(r.case_id), r.plan_id, r.plan_version, r.step_code, StepKind(r.kind), r.due_on, r.state,
                  r.version, local_day(r.decided_at) if r.decided_at else None)
        for r in view.rows(query)
    ]  # fmt: skip


def add_drafts(work: Work, found: Iterable[dict[str, Any]]) -> None:
    """Keep drafts; every one names the same columns."""
    work.add_many(
        StepDraftRow, [{**each, "state": WAITING, "decided_at": None, "decided_by": None} for each in found]
    )


def decide(work: Work, draft: StepDraft, state: str) -> None:
    """Release or drop a draft; raises StaleRecord where somebody else did meanwhile."""
    work.change(
        StepDraftRow, draft.id, draft.version, state=state, decided_at=work.now, decided_by=work.actor.id
    )


def resting(view: View) -> set[str]:
    """Cases in which nothing is drafted today: a hold stands, a plan runs, or a promise is still to be kept."""
    day = view.today
    held = sa.select(HoldRow.case_id).where(
        HoldRow.from_on <= day,
        sa.or_(HoldRow.until_on.is_(None), HoldRow.until_on >= day),
        sa.or_(HoldRow.ended_on.is_(None), HoldRow.ended_on > day),
    )
    runs = sa.select(ArrangementRow.case_id).where(ArrangementRow.state == ArrangementState.ACTIVE.value)
    promised = sa.select(PromiseRow.case_id).where(PromiseRow.state == PromiseState.ACTIVE.value)
    return {row[0] for query in (held, runs, promised) for row in view.rows(query)}
