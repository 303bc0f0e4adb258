"""The register of originals and everything that happened to each: rows to plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.paper.originals import Move, MoveKind, Original, OriginalKind, OriginalState
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.rows.customers import CustomerRow
from collectdesk.store.rows.duties import OriginalMoveRow, OriginalRow

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.store.work import View, Work


def of_case(view: View, case_id: str) -> list[Original]:
    """Every original of a case, in the order they came."""
    return _read(view, OriginalRow.case_id == case_id)


def places(view: View) -> dict[str, tuple[str, ...]]:
    """By case: where its originals lie, each place once."""
    found: dict[str, tuple[str, ...]] = {}
    for row in view.rows(
        sa.select(OriginalRow.case_id, OriginalRow.box, OriginalRow.place)
        .where(OriginalRow.state == OriginalState.KEPT.value)
        .order_by(OriginalRow.recorded_at, OriginalRow.id)
    ):
        told = " ".join(part for part in (row.place, row.box) if part)
        if told and told not in found.get(row.case_id, ()):
            found[row.case_id] = (*found.get(row.case_id, ()), told)
    return found


@dataclass(frozen=True, slots=True)
class Filed:
    """An original with the case it belongs to, for a register over all of them."""

    original: Original
    case_no: str
    customer_id: str
    customer: str
    assigned_to: str | None
    is_open: bool


def everywhere(view: View) -> list[Filed]:
    """The originals of every case, box by box."""
    case, who, row = CaseRow, CustomerRow, OriginalRow
    query = (
        sa.select(
            *row.__table__.columns, case.case_no, case.customer_id, case.assigned_to, case.closed_on, who.name
        )
        .join(case, case.id == row.case_id)
        .join(who, who.id == case.customer_id)
        .order_by(row.box, row.place, case.case_no, row.recorded_at, row.id)
    )
    return [
        Filed(_original(r), r.case_no, r.customer_id, r.name, r.assigned_to, r.closed_on is None)
        for r in view.rows(query)
    ]


def original(view: View, original_id: str) -> Original:
    """One of them; raises LookupError."""
    found = _read(view, OriginalRow.id == original_id)
    if not found:
        raise LookupError(f"no original {original_id}")
    return found[0]


def moves_of(view: View, case_id: str) -> list[Move]:
    """What happened to the originals of a case, newest first."""
    rows = view.rows(
        sa.select(OriginalMoveRow)
        .join(OriginalRow, OriginalRow.id == OriginalMoveRow.original_id)
        .where(OriginalRow.case_id == case_id)
        .order_by(OriginalMoveRow.happened_on.desc(), OriginalMoveRow.id.desc())
    )
    return [
        Move(r.original_id, MoveKind(r.kind), r.happened_on, r.who, r.box, r.place, r.due_back_on,
             r.evidence_id or "", r.note, r.recorded_by)
        for r in rows
    ]  # fmt: skip


def add(work: Work, case_id: str, kind: OriginalKind, title: str, box: str, place: str) -> str:
    """Enter one; gives its id."""
    return work.add(
        OriginalRow, case_id=case_id, kind=kind.value, title=title, box=box, place=place,
        state=OriginalState.KEPT.value, holder="", due_back_on=None,
    )  # fmt: skip


def change(work: Work, kept: Original, **values: Any) -> None:
    """Where it stands now; raises StaleRecord."""
    work.change(OriginalRow, kept.id, kept.row_version, **values)


def add_move(work: Work, original_id: str, kind: MoveKind, on: date, **values: Any) -> None:
    """Keep what happened; never changed."""
    blank: dict[str, Any] = {
        "who": "",
        "box": "",
        "place": "",
        "due_back_on": None,
        "evidence_id": None,
        "note": "",
    }
    work.add(OriginalMoveRow, original_id=original_id, kind=kind.value, happened_on=on, **{**blank, **values})


def _read(view: View, where: Any) -> list[Original]:
    rows = view.rows(sa.select(OriginalRow).where(where).order_by(OriginalRow.recorded_at, OriginalRow.id))
    return [_original(r) for r in rows]


def _original(r: Any) -> Original:
    return Original(
        r.id, r.case_id, OriginalKind(r.kind), r.title, r.box, r.place, OriginalState(r.state), r.holder, r.due_back_on,
        r.version,
    )  # fmt: skip
