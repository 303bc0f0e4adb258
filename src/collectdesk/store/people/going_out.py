"""Leave, ties to customers and what was practised: rows to values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from collectdesk.domain.people.going_out import Leave, LeaveKind, Practised, PractisedKind, Tie, TieKind
from collectdesk.store.rows.people import LeaveRow, PractisedRow, TieRow
from collectdesk.store.work import View, Work


def leaves(view: View) -> Mapping[str, Sequence[Leave]]:
    """Everybody's leave that wasn't taken back, by who has it."""
    found: defaultdict[str, list[Leave]] = defaultdict(list)
    query = sa.select(LeaveRow).where(LeaveRow.taken_back_on.is_(None)).order_by(LeaveRow.from_on)
    for row in view.rows(query):
        found[row.staff_id].append(Leave(row.id, LeaveKind(row.kind), row.from_on, row.until_on))
    return found


def add_leave(work: Work, staff_id: str, kind: LeaveKind, days: tuple[date, date]) -> str:
    return work.add(
        LeaveRow, staff_id=staff_id, kind=kind.value, from_on=days[0], until_on=days[1], taken_back_on=None
    )


def take_back_leave(work: Work, leave_id: str) -> None:
    """The days count as working days again; that there was a leave stays."""
    row = work.row(sa.select(LeaveRow).where(LeaveRow.id == leave_id, LeaveRow.taken_back_on.is_(None)))
    if row is None:
        raise LookupError(f"no leave {leave_id}")
    work.change(LeaveRow, row.id, row.version, taken_back_on=work.today)


def ties(view: View, *, staff_id: str = "", customer_id: str = "") -> list[Tie]:
    """Who doesn't go to whom, as it stands."""
    query = sa.select(TieRow).where(TieRow.ended_on.is_(None)).order_by(TieRow.recorded_at)
    if staff_id:
        query = query.where(TieRow.staff_id == staff_id)
    if customer_id:
        query = query.where(TieRow.customer_id == customer_id)
    return [Tie(r.id, r.staff_id, r.customer_id, TieKind(r.kind), r.note) for r in view.rows(query)]


def is_tied(view: View, customer_id: str, staff_ids: frozenset[str]) -> bool:
    """Whether it is kept of one of them that they are related to the customer or have an interest."""
    known = view.once(("ties", customer_id), lambda: ties(view, customer_id=customer_id))
    return any(tie.staff_id in staff_ids for tie in known)


def add_tie(work: Work, staff_id: str, customer_id: str, kind: TieKind, note: str) -> str:
    return work.add(
        TieRow, staff_id=staff_id, customer_id=customer_id, kind=kind.value, note=note, ended_on=None
    )


def end_tie(work: Work, tie_id: str) -> None:
    row = work.row(sa.select(TieRow).where(TieRow.id == tie_id, TieRow.ended_on.is_(None)))
    if row is None:
        raise LookupError(f"no tie {tie_id}")
    work.change(TieRow, row.id, row.version, ended_on=work.today)


def practised(view: View, staff_id: str) -> list[Practised]:
    """What somebody has practised, the latest first."""
    query = (
        sa.select(PractisedRow)
        .where(PractisedRow.staff_id == staff_id)
        .order_by(PractisedRow.on_day.desc(), PractisedRow.recorded_at.desc())
    )
    return [
        Practised(r.id, PractisedKind(r.kind), r.on_day, r.points, r.led_by, r.note) for r in view.rows(query)
    ]


def add_practised(
    work: Work, staff_id: str, kind: PractisedKind, on_day: date, points: int | None, led_by: str, note: str
) -> str:
    return work.add(
        PractisedRow,
        staff_id=staff_id,
        kind=kind.value,
        on_day=on_day,
        points=points,
        led_by=led_by,
        note=note,
    )
