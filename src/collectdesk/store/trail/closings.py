"""Closed days: the place in the trail that went on each evening page."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from collectdesk.domain.vault.trail import Closing
from collectdesk.store.rows.trail import AuditRow, DayClosingRow
from collectdesk.store.work import View, Work


def add(work: Work, day: date, head: tuple[int, str], entries: int) -> str:
    """Keep what went on the page."""
    return work.add(DayClosingRow, day=day, seq=head[0], link=head[1], entries=entries)


def last(view: View) -> Closing | None:
    """The newest evening page."""
    return next(iter(newest(view, limit=1)), None)


def newest(view: View, *, limit: int = 500) -> list[Closing]:
    row = DayClosingRow
    query = (
        sa.select(row.day, row.seq, row.link, row.entries, row.recorded_at)
        .order_by(row.seq.desc())
        .limit(limit)
    )
    return [Closing(*found) for found in view.rows(query)]


def counted_since(view: View, seq: int) -> dict[str, int]:
    """Audit code to how often it stands behind an entry."""
    query = sa.select(AuditRow.action, sa.func.count().label("times")).where(AuditRow.seq > seq)
    return {row.action: row.times for row in view.rows(query.group_by(AuditRow.action))}
