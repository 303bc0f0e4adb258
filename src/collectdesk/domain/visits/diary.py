"""What stands in the branch's calendar: kinds of things, a day with its entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.money import ZERO, Money

if TYPE_CHECKING:
    from collectdesk.domain.calendar import Holiday
    from collectdesk.domain.people.going_out import LeaveKind

LONGEST: Final = 62
"""Days that are shown at once, at most."""


class EntryKind(Enum):
    """What stands in the calendar."""

    VISIT = "visit"
    PROMISE = "promise"
    DEADLINE = "deadline"
    EXPIRY = "expiry"
    """An approved request for a visit runs out."""
    LEAVE = "leave"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a day, masked for the actor. ``code`` says more: of a deadline why, of a leave its kind."""

    id: str
    kind: EntryKind
    name: str
    at: datetime | None = None
    minutes: int = 0
    number: str = ""
    who: tuple[str, ...] = ()
    amount: Money = ZERO
    code: str = ""
    leave: LeaveKind | None = None
    customer_id: str = ""


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """One day with what stands in it, visits first by their time."""

    day: date
    holiday: Holiday | None
    works: bool
    provisional: bool
    entries: tuple[Entry, ...]

    def count(self, kind: EntryKind) -> int:
        """How many of a kind."""
        return sum(entry.kind is kind for entry in self.entries)
