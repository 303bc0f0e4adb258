"""What is added to a visit record after it was typed, and what its visit cost: rows to values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.money import Money
from collectdesk.domain.paper.seconding import Added, Difference, EntryKind, SecondWord, Way
from collectdesk.domain.visits.visit_costs import VisitCost
from collectdesk.store.rows.visits import RecordEntryRow, VisitCostRow
from collectdesk.store.visits.visits import VisitRecord, columns_of
from collectdesk.store.work import View, Work


def add_word(work: Work, record: VisitRecord, word: SecondWord) -> None:
    """Keep the second visitor's word on the record as it was typed."""
    kind = EntryKind.DIFFERS if word.differences else EntryKind.CONFIRMED
    _add(
        work, record, kind, staff_id=word.staff_id, way=word.way.value, note=word.note,
        said=[[one.field, one.told] for one in word.differences],
    )  # fmt: skip


def word_on(view: View, record: VisitRecord) -> SecondWord | None:
    """The second visitor's word on the record as it stands; one on what stood before doesn't count."""
    kinds = (EntryKind.CONFIRMED.value, EntryKind.DIFFERS.value)
    row = view.row(
        sa.select(RecordEntryRow).where(
            RecordEntryRow.record_id == record.id, RecordEntryRow.kind.in_(kinds),
            RecordEntryRow.typed_at == record.recorded_at,
        )
    )  # fmt: skip
    if row is None:
        return None
    differences = tuple(Difference(field, told) for field, told in row.said)
    return SecondWord(
        row.staff_id or "", Way(row.way), differences, row.note, row.recorded_by, row.recorded_at
    )


def keep_before(work: Work, record: VisitRecord) -> None:
    """Keep a record as it stands, before it is typed again."""
    said = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in columns_of(record.findings).items()
    }
    _add(work, record, EntryKind.BEFORE, staff_id=None, way="", note=record.sent_back_because, said=said)


def earlier_typings(view: View, record_id: str) -> list[dict[str, Any]]:
    """The record as it stood before, the oldest first: its columns as plain values."""
    return [row.said for row in _entries(view, record_id, EntryKind.BEFORE)]


def add_words(work: Work, record: VisitRecord, note: str) -> None:
    """Add an addendum."""
    _add(work, record, EntryKind.ADDENDUM, staff_id=None, way="", note=note, said=[])


def addenda(view: View, record_id: str) -> tuple[Added, ...]:
    """What was added after the lock, the oldest first; ``by`` is an account."""
    return tuple(
        Added(row.note, row.recorded_by, row.recorded_at)
        for row in _entries(view, record_id, EntryKind.ADDENDUM)
    )


def _add(work: Work, record: VisitRecord, kind: EntryKind, **values: Any) -> None:
    work.add(RecordEntryRow, record_id=record.id, kind=kind.value, typed_at=record.recorded_at, **values)


def _entries(view: View, record_id: str, kind: EntryKind) -> Sequence[Any]:
    return view.rows(
        sa.select(RecordEntryRow)
        .where(RecordEntryRow.record_id == record_id, RecordEntryRow.kind == kind.value)
        .order_by(RecordEntryRow.recorded_at, RecordEntryRow.id)
    )


def keep_cost(work: Work, visit_id: str, cost: VisitCost) -> None:
    """Note what a visit cost, in place of what was noted before."""
    values: dict[str, Any] = {
        "minutes": cost.minutes, "metres": cost.metres, "fares": cost.fares.fen, "recoverable": cost.recoverable,
        "note": cost.note.strip(),
    }  # fmt: skip
    row = work.row(sa.select(VisitCostRow.id).where(VisitCostRow.visit_id == visit_id))
    if row is None:
        work.add(VisitCostRow, visit_id=visit_id, **values)
    else:
        work.change(VisitCostRow, row.id, **values)


def cost_of(view: View, visit_id: str) -> VisitCost | None:
    return costs_of(view, [visit_id]).get(visit_id)


def costs_of(view: View, visit_ids: Sequence[str]) -> dict[str, VisitCost]:
    """What visits cost, by visit."""
    rows = view.rows(sa.select(VisitCostRow).where(VisitCostRow.visit_id.in_(list(visit_ids))))
    return {
        row.visit_id: VisitCost(row.minutes, row.metres, Money(row.fares), row.recoverable, row.note)
        for row in rows
    }
