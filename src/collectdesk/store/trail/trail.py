"""Questions about the trail that need no deed: when the last thing happened, what its ids are called."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from collectdesk.store.branch import Store
from collectdesk.store.rows.cases import ArrangementRow, CaseRow
from collectdesk.store.rows.customers import CustomerRow, ImportBatchRow
from collectdesk.store.rows.people import StaffRow
from collectdesk.store.rows.trail import AuditHeadRow
from collectdesk.store.rows.visits import PackRow, VisitRow
from collectdesk.store.work import View

_NUMBERED: Final = (
    (CaseRow.id, CaseRow.case_no),
    (VisitRow.id, VisitRow.visit_no),
    (CustomerRow.id, CustomerRow.customer_no),
    (ArrangementRow.id, ArrangementRow.number),
    (PackRow.id, PackRow.number),
    (StaffRow.id, StaffRow.staff_no),
    (ImportBatchRow.id, ImportBatchRow.file_name),
)
_CHUNK: Final = 900  # SQLite takes a thousand values in one statement everywhere


def last_instant(store: Store) -> datetime | None:
    """The latest instant anything was recorded at, or None in an empty trail."""
    with store.reading() as connection:
        return connection.execute(sa.select(AuditHeadRow.latest)).scalar()


def numbers_of(view: View, ids: Collection[str]) -> dict[str, str]:
    """Id to the number people know it by: case, visit, customer, plan, pack, staff; of an import its file."""
    wanted = sorted(each for each in ids if len(each) == 32)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        for key, number in _NUMBERED:
            rows = view.rows(sa.select(key.label("id"), number.label("number")).where(key.in_(chunk)))
            found |= {row.id: row.number for row in rows}
    return found
