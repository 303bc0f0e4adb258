"""Printed lists of telephone numbers and what became of them: rows to plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.customers.phone_lists import ListFate
from collectdesk.store.rows.privacy import PhoneListRow

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class PhoneList:
    """One list: who took it out, for what, how many customers and pages, and where it is."""

    id: str
    number: str
    holder_id: str
    purpose: str
    customers: int
    pages: int
    is_whole: bool
    return_by: date
    fate: ListFate
    fate_why: str
    settled_at: datetime | None
    settled_by: str
    printed_at: datetime
    version: int


def phone_lists(view: View, *, holder_id: str = "", out: bool = False) -> list[PhoneList]:
    """Lists, those still out first and then the newest: of everybody or one person, all or only those out."""
    is_out = PhoneListRow.fate == ListFate.OUT.value
    query = _LIST.order_by(is_out.desc(), PhoneListRow.recorded_at.desc(), PhoneListRow.id.desc())
    if holder_id:
        query = query.where(PhoneListRow.holder_id == holder_id)
    if out:
        query = query.where(is_out)
    return [_phone_list(row) for row in view.rows(query)]


def phone_list(view: View, list_id: str) -> PhoneList:
    """One list; raises LookupError."""
    row = view.row(_LIST.where(PhoneListRow.id == list_id))
    if row is None:
        raise LookupError(f"no phone list {list_id}")
    return _phone_list(row)


def keep(work: Work, list_id: str, **values: Any) -> None:
    """Register a list that was printed; it is out until it is accounted for."""
    work.add(
        PhoneListRow, id=list_id, holder_id=work.actor.id, fate=ListFate.OUT.value, fate_why="", settled_at=None,
        settled_by=None, **values,
    )  # fmt: skip


def settle(work: Work, kept: PhoneList, fate: ListFate, why: str) -> None:
    """Write down what became of it; raises StaleRecord if somebody else did meanwhile."""
    work.change(
        PhoneListRow, kept.id, kept.version, fate=fate.value, fate_why=why, settled_at=work.now,
        settled_by=work.actor.id,
    )  # fmt: skip


_LIST = sa.select(
    PhoneListRow.id, PhoneListRow.number, PhoneListRow.holder_id, PhoneListRow.purpose, PhoneListRow.customers,
    PhoneListRow.pages, PhoneListRow.is_whole, PhoneListRow.return_by, PhoneListRow.fate, PhoneListRow.fate_why,
    PhoneListRow.settled_at, PhoneListRow.settled_by, PhoneListRow.recorded_at, PhoneListRow.version,
)  # fmt: skip


def _phone_list(row: Any) -> PhoneList:
    return PhoneList(
        row.id, row.number, row.holder_id, row.purpose, row.customers, row.pages, row.is_whole, row.return_by,
        ListFate(row.fate), row.fate_why, row.settled_at, row.settled_by or "", row.recorded_at, row.version,
    )  # fmt: skip
