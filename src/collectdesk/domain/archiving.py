"""When a case is ready for the archive: what is still missing, and what of it stops closing or packing."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.people import Role

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
