"""Watching on: a debt arranged anew for its watch period, who owes nothing overdue any more for a relapse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementKind
from collectdesk.domain.solutions.months import add_months

if TYPE_CHECKING:
    from collectdesk.domain.money import Money
    from collectdesk.domain.solutions.schedules import Schedule


class WatchState(Enum):
    """Where a watch period stands; longer is one that a new period followed."""

    RUNNING = "running"
    PASSED = "passed"
    LONGER = "longer"


class WatchSign(Enum):
    """What somebody looking at a watched customer sees, the gravest first."""

    RELAPSED = "relapsed"
    REVIEW_DUE = "review_due"
    WATCHED = "watched"


@dataclass(frozen=True, slots=True)
class Watch:
    """One watch period of an arrangement."""

    id: str
    arrangement_id: str
    case_id: str
    from_on: date
    until_on: date
    state: WatchState
    reason: str
    version: int


LONGEST_MORE: Final = 24
"""Months by which a watch period may be set longer at once."""


def watch_until(kind: ArrangementKind, schedule: Schedule, months: int) -> date | None:
    """The last day of the watch period of an arrangement; None for what leaves nothing to watch."""
    if kind is ArrangementKind.SETTLEMENT or not months:
        return None
    return add_months(schedule.instalments[0].due_on, months)


def require_review(watch: Watch, today: date, *, passed: bool, reason: str, longer_to: date | None) -> None:
    """Refuse a review that can't be: over already, too early to pass, without a reason or a later day."""
    if watch.state is not WatchState.RUNNING:
        raise Refused("watch.reviewed", field="reason")
    if not reason.strip():
        raise Refused("watch.reason_missing", field="reason")
    if passed and today < watch.until_on:
        raise Refused("watch.too_early", field="reason", until=watch.until_on)
    if not passed:
        latest = add_months(max(today, watch.until_on), LONGEST_MORE)
        if longer_to is None or not max(today, watch.until_on) < longer_to <= latest:
            raise Refused("watch.longer_day", field="longer_to", until=watch.until_on, latest=latest)


def sign_of(overdue: Money, until_on: date, today: date, *, reviewed: bool) -> WatchSign:
    """What stands out: overdue again, else a period that is over and waits for its review, else nothing."""
    if overdue.fen > 0:
        return WatchSign.RELAPSED
    return WatchSign.REVIEW_DUE if not reviewed and until_on <= today else WatchSign.WATCHED
