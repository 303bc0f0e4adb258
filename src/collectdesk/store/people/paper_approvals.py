"""Approvals on paper: rows to values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.ids import CaseId
from collectdesk.domain.people.paper_approvals import PaperKind, PaperState
from collectdesk.store.rows.rights import PaperApprovalRow
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class PaperApproval:
    """One paper; ids of accounts, evidence and of the request or plan."""

    id: str
    case_id: CaseId
    kind: PaperKind
    subject_id: str
    evidence_id: str
    approver_id: str
    approved_on: date
    due_on: date
    state: PaperState
    taken_by: str
    taken_at: datetime
    version: int


def add(work: Work, *, kind: PaperKind, **values: Any) -> str:
    """Keep a paper that was acted on; it waits for a supervisor."""
    return work.add(
        PaperApprovalRow, kind=kind.value, state=PaperState.WAITING.value, decided_by=None, decided_at=None, reason="",
        **values,
    )  # fmt: skip


def decide(work: Work, kept: PaperApproval, state: PaperState, reason: str) -> None:
    work.change(
        PaperApprovalRow, kept.id, kept.version, state=state.value, reason=reason, decided_by=work.actor.id,
        decided_at=work.now,
    )  # fmt: skip


def paper_approval(view: View, paper_id: str) -> PaperApproval:
    """One paper; raises LookupError."""
    found = _papers(view, PaperApprovalRow.id == paper_id)
    if not found:
        raise LookupError(f"no paper approval {paper_id}")
    return found[0]


def waiting(view: View, *, subject_id: str | None = None) -> list[PaperApproval]:
    """Those nobody has confirmed yet, the most urgent first."""
    where = [PaperApprovalRow.state == PaperState.WAITING.value]
    if subject_id is not None:
        where.append(PaperApprovalRow.subject_id == subject_id)
    return _papers(view, *where)


def is_approved_on_paper(view: View, subject_id: str) -> bool:
    """Whether a paper stands for this, confirmed or still to be confirmed."""
    return any(
        kept.state is not PaperState.REFUSED
        for kept in _papers(view, PaperApprovalRow.subject_id == subject_id)
    )


def _papers(view: View, *where: sa.ColumnElement[bool]) -> list[PaperApproval]:
    row = PaperApprovalRow
    query = sa.select(row).where(*where).order_by(row.due_on, row.id)
    return [
        PaperApproval(
            r.id, CaseId(r.case_id), PaperKind(r.kind), r.subject_id, r.evidence_id, r.approver_id, r.approved_on,
            r.due_on, PaperState(r.state), r.recorded_by, r.recorded_at, r.version,
        )
        for r in view.rows(query)
    ]  # fmt: skip
