"""Visitors who are out: when they are expected back, and when nobody has heard of them for too long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from collectdesk.domain.refusals import Refused

GRACE: Final = timedelta(minutes=30)
"""How long after the planned end a team may be on the road before somebody is to call."""


@dataclass(frozen=True, slots=True)
class Outing:
    """One printed visit whose time has come and whose team hasn't been heard of."""

    visit_id: str
    visit_no: str
    planned_at: datetime
    until: datetime
    crew: tuple[str, ...]

    @property
    def alarm_at(self) -> datetime:
        """From then on the team is overdue."""
        return self.until + GRACE

    def is_overdue(self, now: datetime) -> bool:
        return now >= self.alarm_at


def check_return(planned_at: datetime, back_at: datetime, now: datetime) -> None:
    """A return is a fact: it may be told late, never before it happened. Raises Refused."""
    if back_at > now:
        raise Refused("outing.in_future", field="back_at")
    if back_at < planned_at - timedelta(hours=12):
        raise Refused("outing.before_start", field="back_at")
