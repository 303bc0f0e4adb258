"""What the archive asks of all cases at once: one query for each thing that may be missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.ids import CaseId, CustomerId
from collectdesk.domain.paper.records import RecordState
from collectdesk.domain.results.archiving import Missing
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.visits.visits import RequestState, VisitState
from collectdesk.store.cases.curing import PLANS_OPEN
from collectdesk.store.results.late import late_states
from collectdesk.store.rows.cases import (
    ArrangementRow,
    AssessmentRow,
    BreachRow,
    CaseRow,
    NextStepRow,
    PromiseRow,
)
from collectdesk.store.rows.complaints import ComplaintRow
from collectdesk.store.rows.customers import CustomerRow
from collectdesk.store.rows.visits import PackRow, VisitRecordRow, VisitRequestRow, VisitRow
from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class ArchiveStanding:
    """One case as the archive sees it."""

    case_id: CaseId
    case_no: str
    customer_id: CustomerId
    name: str
    opened_on: date
    closed_on: date | None
    missing: tuple[Missing, ...]
    packs: int


def standings(view: View, case_id: str | None = None) -> list[ArchiveStanding]:
    """Cases that come into question for the archive, the ready ones first; or one case, whatever it lacks.

    In question is a case that is closed, has a signed record or an ended plan, or whose next step says so.
    """
    query = sa.select(
        CaseRow.id,
        CaseRow.case_no,
        CaseRow.customer_id,
        CaseRow.opened_on,
        CaseRow.closed_on,
        CustomerRow.name,
    ).join(CustomerRow, CustomerRow.id == CaseRow.customer_id)
    wanted = [case_id] if case_id is not None else sorted(_in_question(view))
    lacking = {kind: _ids(view, asked) for kind, asked in _QUESTIONS.items()}
    packed = {row[0]: row[1] for row in view.rows(_PACKS)}
    found = []
    for start in range(0, len(wanted), 1000):
        for row in view.rows(query.where(CaseRow.id.in_(wanted[start : start + 1000]))):
            missing = tuple(kind for kind in Missing if _lacks(kind, row, lacking))
            found.append(
                ArchiveStanding(
                    CaseId(row.id),
                    row.case_no,
                    CustomerId(row.customer_id),
                    row.name,
                    row.opened_on,
                    row.closed_on,
                    missing,
                    packed.get(row.id, 0),
                )
            )
    return sorted(found, key=lambda one: (one.packs > 0, len(one.missing), one.case_no))


def _lacks(kind: Missing, row: Any, lacking: dict[Missing, set[str]]) -> bool:
    if kind is Missing.STILL_OVERDUE:
        return row.customer_id in lacking[kind]
    if kind in _LACKS_WHEN_ABSENT:
        return row.id not in lacking[kind]
    return row.id in lacking[kind]


def _ids(view: View, query: sa.Select[Any]) -> set[str]:
    return {row[0] for row in view.rows(query)}


def _in_question(view: View) -> set[str]:
    return set().union(*(_ids(view, query) for query in _IN_QUESTION))


def _records(*states: RecordState) -> sa.Select[Any]:
    return (
        sa.select(VisitRow.case_id)
        .join(VisitRecordRow, VisitRecordRow.visit_id == VisitRow.id)
        .where(VisitRecordRow.state.in_([state.value for state in states]))
    )


def _overdue() -> sa.Select[Any]:
    current = late_states(None)
    return sa.select(current.c.customer_id).where(current.c.overdue_fen > 0)


_LACKS_WHEN_ABSENT: Final = frozenset({Missing.NOT_ASSESSED, Missing.NO_SIGNED_RECORD})
_QUESTIONS: Final[dict[Missing, sa.Select[Any]]] = {
    Missing.STILL_OVERDUE: _overdue(),
    Missing.NOT_ASSESSED: sa.select(AssessmentRow.case_id),
    Missing.REQUEST_OPEN: sa.select(VisitRequestRow.case_id).where(
        VisitRequestRow.state.in_([RequestState.SUBMITTED.value, RequestState.APPROVED.value])
    ),
    Missing.VISIT_OPEN: sa.select(VisitRow.case_id).where(
        VisitRow.state.in_([VisitState.SCHEDULED.value, VisitState.KIT_PRINTED.value])
    ),
    Missing.RECORD_WAITING: _records(RecordState.RECORDED, RecordState.SENT_BACK),
    Missing.NO_SIGNED_RECORD: _records(RecordState.SIGNED_OFF),
    Missing.PROMISE_RUNNING: sa.select(PromiseRow.case_id).where(
        PromiseRow.state == PromiseState.ACTIVE.value
    ),
    Missing.PLAN_RUNNING: sa.select(ArrangementRow.case_id).where(
        ArrangementRow.state.in_([state.value for state in PLANS_OPEN])
    ),
    Missing.BREACH_OPEN: sa.select(BreachRow.case_id).where(BreachRow.acknowledged_at.is_(None)),
    Missing.COMPLAINT_OPEN: sa.select(ComplaintRow.case_id).where(ComplaintRow.closed_at.is_(None)),
}
_IN_QUESTION: Final = (
    sa.select(CaseRow.id).where(CaseRow.closed_on.is_not(None)),
    sa.select(NextStepRow.case_id).where(
        NextStepRow.kind == StepKind.ARCHIVE.value, NextStepRow.done_at.is_(None)
    ),
    sa.select(ArrangementRow.case_id).where(
        ArrangementRow.state.in_([ArrangementState.COMPLETED.value, ArrangementState.BROKEN.value])
    ),
    _records(RecordState.SIGNED_OFF),
)
_PACKS: Final = sa.select(PackRow.case_id, sa.func.count()).group_by(PackRow.case_id)
