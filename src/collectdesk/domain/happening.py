"""What happened in a case, as values: one line each for a timeline or a chronology, worded at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any


class EventKind(Enum):
    """What happened, for the timeline's icon."""

    OPENED = "opened"
    CONTACT = "contact"
    ASSESSED = "assessed"
    REQUESTED = "requested"
    PLANNED = "planned"
    RECORDED = "recorded"
    SIGNED = "signed"
    PROMISED = "promised"
    ARRANGED = "arranged"
    PAID = "paid"
    HELD = "held"
    BREACH = "breach"
    PACKED = "packed"
    FILED = "filed"
    PRINTED = "printed"
    WRONG_PERSON = "wrong_person"
    NOTED = "noted"
    RECEIPT = "receipt"
    TAKEN_IN = "taken_in"
    NOTICE = "notice"
    COMPLAINT = "complaint"
    DECIDED = "decided"
    PETITION = "petition"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline: codes and facts, worded at the edge."""

    kind: EventKind
    at: datetime
    by: str
    facts: Mapping[str, Any]
    note: str = ""
