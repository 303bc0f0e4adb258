"""What was done about trained cards and measured figures: acts that are kept and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from collectdesk.store.rows.judging import CalibrationRow
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class CalibrationAct:
    """One act: ``kind`` names it, ``content`` is what it put in force."""

    id: str
    kind: str
    content: Mapping[str, Any]
    reason: str
    second: str
    recorded_by: str
    recorded_at: datetime


def add_act(work: Work, kind: str, content: Mapping[str, Any], reason: str, second: str = "") -> str:
    """Keep an act."""
    return work.add(CalibrationRow, kind=kind, content=dict(content), reason=reason, second=second)


def acts(view: View, *kinds: str) -> list[CalibrationAct]:
    """Acts of these kinds, or all, the newest first."""
    row = CalibrationRow
    query = sa.select(
        row.id, row.kind, row.content, row.reason, row.second, row.recorded_by, row.recorded_at
    ).order_by(row.recorded_at.desc(), row.id.desc())
    if kinds:
        query = query.where(row.kind.in_(kinds))
    return [CalibrationAct(*each) for each in view.rows(query)]


def newest_act(view: View, *kinds: str) -> CalibrationAct | None:
    """The act of these kinds that stands, or None."""
    return next(iter(acts(view, *kinds)), None)
