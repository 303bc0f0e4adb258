"""Opens cases, many at once as an import does: number, evidence key, first step."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.ids import CaseId
from collectdesk.store.keys.sealing import seal_bytes
from collectdesk.store.rows.cases import CaseRow, NextStepRow
from collectdesk.store.work import Work, new_ids


def open_cases(work: Work, customer_ids: Iterable[str]) -> dict[str, CaseId]:
    """Open a case, with its own evidence key, for each customer without an open one; returns the new ones."""
    wanted = list(dict.fromkeys(customer_ids))
    known: set[str] = set()
    for start in range(0, len(wanted), 1000):
        known |= {
            r[0]
            for r in work.rows(
                sa.select(CaseRow.customer_id).where(
                    CaseRow.customer_id.in_(wanted[start : start + 1000]), CaseRow.closed_on.is_(None)
                )
            )
        }
    fresh = [customer_id for customer_id in wanted if customer_id not in known]
    if not fresh:
        return {}
    wrapping, today = work.keys.labelled("evidence"), work.today
    numbers = work.next_numbers("case", len(fresh))
    opened = {
        customer_id: CaseId(case_id) for customer_id, case_id in zip(fresh, new_ids(len(fresh)), strict=True)
    }
    work.add_many(
        CaseRow,
        [
            {
                "id": case_id,
                "case_no": f"AJ-{today.year}-{number:05d}",
                "customer_id": customer_id,
                "opened_on": today,
                "closed_on": None,
                "assigned_to": None,
                "sealed_key": _sealed_case_key(wrapping, case_id),
            }
            for number, (customer_id, case_id) in zip(numbers, opened.items(), strict=True)
        ],
    )
    return opened


def add_first_steps(work: Work, case_ids: Iterable[str], kind: StepKind, due_on: date, why: str) -> None:
    """Set the first step of cases that were opened just now."""
    work.add_many(
        NextStepRow,
        [
            {
                "case_id": case_id,
                "kind": kind.value,
                "due_on": due_on,
                "why": why,
                "subject_id": None,
                "done_at": None,
                "done_by": None,
            }
            for case_id in case_ids
        ],
    )


def _sealed_case_key(wrapping: bytes, case_id: CaseId) -> str:
    sealed = seal_bytes(wrapping, secrets.token_bytes(32), case_id.encode())
    return base64.b64encode(sealed).decode("ascii")
