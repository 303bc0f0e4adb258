"""Approvals on paper while nobody could approve at the desk: what they are about, and until when one is confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import Final

from collectdesk.domain.calendar import Calendar
from collectdesk.domain.refusals import Refused

WORKDAYS: Final = 3
"""Working days within which a supervisor confirms what was acted on."""
OLDEST: Final = timedelta(days=7)
"""A paper signed longer ago was no answer to an absence."""


class PaperKind(Enum):
    """What was approved on paper."""

    REQUEST = "request"
    PLAN = "plan"


class PaperState(Enum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


def confirm_until(calendar: Calendar, taken_on: date) -> date:
    """The last day to confirm: the third working day after the one on which it was acted on."""
    return calendar.add_workdays(taken_on, WORKDAYS)


def require_recent(approved_on: date, today: date, *, field: str = "approved_on") -> None:
    """Refuse a date that lies ahead, or too far back; raises Refused naming the field."""
    if approved_on > today:
        raise Refused("paper.in_future", field=field)
    if today - approved_on > OLDEST:
        raise Refused("paper.too_old", field=field, days=OLDEST.days)


def require_waiting(state: PaperState) -> None:
    """Only what waits is confirmed or refused."""
    if state is not PaperState.WAITING:
        raise Refused("paper.decided")
