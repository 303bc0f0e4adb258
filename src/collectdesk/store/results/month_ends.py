"""The frozen months: rows to plain values; a row is written once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectdesk.store.rows.archive import MonthEndRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class FrozenMonth:
    """The figures of a month as they stood then, and where the trail stood."""

    id: str
    month: str
    last_on: date
    figures: Mapping[str, str]
    digest: str
    trail_seq: int
    trail_link: str
    frozen_at: datetime
    frozen_by: str


def add(
    work: Work, month: str, last_on: date, figures: Mapping[str, str], digest: str, head: tuple[int, str]
) -> str:
    return work.add(
        MonthEndRow, month=month, last_on=last_on, figures=dict(figures), digest=digest, trail_seq=head[0],
        trail_link=head[1],
    )  # fmt: skip


def everyone(view: View) -> list[FrozenMonth]:
    """All frozen months, the newest first."""
    return [
        FrozenMonth(r.id, r.month, r.last_on, r.figures, r.digest, r.trail_seq, r.trail_link, r.recorded_at,
                    r.recorded_by)
        for r in view.rows(sa.select(MonthEndRow).order_by(MonthEndRow.month.desc()))
    ]  # fmt: skip


def of_month(view: View, month: str) -> FrozenMonth | None:
    """The frozen figures of "2026-03"."""
    return next((one for one in everyone(view) if one.month == month), None)
