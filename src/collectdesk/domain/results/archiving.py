"""When a case is ready for the archive, how long its pack is kept, and why a pack may leave the branch."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.people.people import Role
from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping


class Missing(Enum):
    """Something that a finished case has and this one lacks, in the order it is looked at."""

    STILL_OVERDUE = "still_overdue"
    NOT_ASSESSED = "not_assessed"
    REQUEST_OPEN = "request_open"
    VISIT_OPEN = "visit_open"
    RECORD_WAITING = "record_waiting"
    NO_SIGNED_RECORD = "no_signed_record"
    PROMISE_RUNNING = "promise_running"
    PLAN_RUNNING = "plan_running"
    BREACH_OPEN = "breach_open"
    COMPLAINT_OPEN = "complaint_open"


OWED_BY: Final[Mapping[Missing, Role]] = {
    Missing.STILL_OVERDUE: Role.CLERK,
    Missing.NOT_ASSESSED: Role.CLERK,
    Missing.REQUEST_OPEN: Role.SUPERVISOR,
    Missing.VISIT_OPEN: Role.CLERK,
    Missing.RECORD_WAITING: Role.SUPERVISOR,
    Missing.NO_SIGNED_RECORD: Role.CLERK,
    Missing.PROMISE_RUNNING: Role.CLERK,
    Missing.PLAN_RUNNING: Role.CLERK,
    Missing.BREACH_OPEN: Role.SUPERVISOR,
    Missing.COMPLAINT_OPEN: Role.SUPERVISOR,
}
"""Whose turn it is: what a clerk owes is owed by whoever the case is given to."""

STOPS_CLOSING: Final = frozenset(Missing) - {Missing.NO_SIGNED_RECORD, Missing.NOT_ASSESSED}
"""A case cured by one telephone call needs neither a visit nor an assessment to be closed."""

STOPS_PACKING: Final = frozenset({Missing.RECORD_WAITING})
"""A record that can still be sent back is no evidence yet; all else is packed as it stands, and says so."""


KEEP_YEARS: Final = 10
"""How long a pack is kept after its case was closed, at least: ten years for identity and transactions by
反洗钱法（2024年修订）第三十四条, read in a secondary copy. A branch may keep longer, never shorter."""


class Purpose(Enum):
    """Why a pack leaves the branch in the clear, or a copy of it is made."""

    COURT = "court"
    REGULATOR = "regulator"
    AUDIT = "audit"
    LAWYER = "lawyer"
    ARCHIVE = "archive"
    """Handed over to the archive of the office above."""
    CUSTOMER = "customer"
    OWN_COPY = "own_copy"
    """A second copy that the branch keeps elsewhere."""


class Redaction(Enum):
    """For whom a copy is made unreadable in part."""

    TRAINING = "training"
    """Nobody can be told from it: names, addresses, numbers, days of birth and pictures are gone."""
    LAWYER = "lawyer"
    """The customer stands in it by name; third persons, addresses, telephone numbers and pictures are gone."""


def retained_until(closed_on: date | None, built_on: date) -> date:
    """The first day on which a pack may be disposed of; a case that isn't closed counts from the day of building."""
    start = closed_on or built_on
    year = start.year + KEEP_YEARS
    return date(year, start.month, 28) if (start.month, start.day) == (2, 29) else start.replace(year=year)


def require_disposable(
    *, retain_until: date | None, held_on: date | None, disposed: bool, today: date
) -> None:
    """Raise Refused where a pack must stay: disposed of before, under a legal hold, or within its term."""
    if disposed:
        raise Refused("pack.disposed")
    if held_on is not None:
        raise Refused("pack.held", since=held_on)
    if retain_until is None or today < retain_until:
        raise Refused("pack.retained", until=retain_until)
