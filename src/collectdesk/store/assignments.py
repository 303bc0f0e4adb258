"""Whose case it is, as the branch shares them out."""

from __future__ import annotations

import sqlalchemy as sa

from collectdesk.store.cases import Case
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.work import View, Work


def open_assignments(view: View) -> dict[str, str | None]:
    """Customer id to the account that an open case is assigned to, None where it is nobody's yet."""
    query = sa.select(CaseRow.customer_id, CaseRow.assigned_to).where(CaseRow.closed_on.is_(None))
    return {row.customer_id: row.assigned_to for row in view.rows(query)}


def assign(work: Work, kept: Case, account_id: str | None) -> None:
    work.change(CaseRow, kept.id, kept.version, assigned_to=account_id)
