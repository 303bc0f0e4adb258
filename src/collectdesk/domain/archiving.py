"""When a case is ready for the archive: what is still missing, and what of it stops closing or packing."""

from __future__ import annotations

from enum import Enum
from typing import Final


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


STOPS_CLOSING: Final = frozenset(Missing) - {Missing.NO_SIGNED_RECORD, Missing.NOT_ASSESSED}
"""A case cured by one telephone call needs neither a visit nor an assessment to be closed."""

STOPS_PACKING: Final = frozenset({Missing.RECORD_WAITING})
"""A record that can still be sent back is no evidence yet; all else is packed as it stands, and says so."""
