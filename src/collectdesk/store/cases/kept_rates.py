"""The promises that payments have judged, with who took them down, whose case it is and why they are late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.results.effect import _on, of_cases
from collectdesk.store.rows.cases import CaseRow, PromiseRow
from collectdesk.store.rows.customers import CustomerRow
from collectdesk.store.rows.visits import NOT_VOID, VisitRecordRow, VisitRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collectdesk.domain.results.effect import Scope
    from collectdesk.store.work import View

_JUDGED = (PromiseState.KEPT.value, PromiseState.PARTLY_KEPT.value, PromiseState.BROKEN.value)


@dataclass(frozen=True, slots=True)
class JudgedPromise:
    state: PromiseState
    case_id: str
    case_no: str
    customer_id: str
    name: str
    by: str


def judged_promises(view: View, scope: Scope) -> list[JudgedPromise]:
    """Those that fell due within a scope and were judged."""
    rows = view.rows(
        sa.select(
            PromiseRow.state, PromiseRow.case_id, PromiseRow.recorded_by, CaseRow.case_no, CaseRow.customer_id,
            CustomerRow.name,
        )
        .join(CaseRow, CaseRow.id == PromiseRow.case_id)
        .join(CustomerRow, CustomerRow.id == CaseRow.customer_id)
        .where(PromiseRow.state.in_(_JUDGED), _on(PromiseRow.due_on, scope), of_cases(scope.cut, PromiseRow.case_id))
    )  # fmt: skip
    return [
        JudgedPromise(PromiseState(r.state), r.case_id, r.case_no, r.customer_id, r.name, r.recorded_by)
        for r in rows
    ]


def reasons_of(view: View, case_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Why some cases are late, by the newest visit record of each that says so."""
    wanted, found = sorted(set(case_ids)), dict[str, tuple[str, ...]]()
    for start in range(0, len(wanted), 500):
        rows = view.rows(
            sa.select(VisitRow.case_id, VisitRecordRow.overdue_reasons)
            .join(VisitRow, VisitRow.id == VisitRecordRow.visit_id)
            .where(NOT_VOID, VisitRow.case_id.in_(wanted[start : start + 500]))
            .order_by(VisitRecordRow.arrived_at)
        )
        for row in rows:
            said = tuple(row.overdue_reasons)
            if said:
                found[row.case_id] = said
    return found
