"""Whose file was opened on which day by whom: opening it is the purpose, and stands in the trail once a day."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from collectdesk.domain.people.people import Role
from collectdesk.store.rows.rights import OpeningRow
from collectdesk.store.work import View, Work


def first_today(work: Work, customer_id: str) -> bool:
    """Whether the actor opens this file for the first time today; an auditor's every look is told."""
    if work.actor.role is Role.AUDITOR:
        return True
    key = {"account_id": work.actor.id, "customer_id": customer_id, "on_day": work.today}
    where = (getattr(OpeningRow, name) == value for name, value in key.items())
    if work.row(sa.select(OpeningRow.account_id).where(*where)) is not None:
        return False
    work.connection.execute(sa.insert(OpeningRow).values(branch_id=work.branch_id, **key))
    return True


def was_opened(view: View, customer_id: str, since: date) -> bool:
    """Whether the actor has opened this file on that day or later."""
    row = OpeningRow
    query = sa.select(row.account_id).where(
        row.account_id == view.actor.id, row.customer_id == customer_id, row.on_day >= since
    )
    return view.row(query.limit(1)) is not None
