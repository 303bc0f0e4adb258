"""Who may go out when: leave, working time, ties to customers, and what somebody has practised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from collectdesk.domain.refusals import Refused

LONGEST_LEAVE: Final = 366
PASSED: Final = 80
"""Points of a hundred from which a quiz on the rules counts: branch practice."""


class LeaveKind(Enum):
    ANNUAL = "annual"
    SICK = "sick"
    COURSE = "course"
    OTHER = "other"


class TieKind(Enum):
    """What keeps somebody from going to a customer."""

    RELATIVE = "relative"
    INTEREST = "interest"


class PractisedKind(Enum):
    """What is practised beside the yearly course."""

    RULES_QUIZ = "rules_quiz"
    COMMUNICATION = "communication"
    ACCOMPANIED = "accompanied"


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which somebody isn't at work, both included."""

    id: str
    kind: LeaveKind
    from_on: date
    until_on: date

    def covers(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody of the staff and a customer whom they don't visit."""

    id: str
    staff_id: str
    customer_id: str
    kind: TieKind
    note: str


@dataclass(frozen=True, slots=True)
class Practised:
    """A quiz, a course or an accompanied visit; ``points`` of a hundred where there are any."""

    id: str
    kind: PractisedKind
    on_day: date
    points: int | None
    led_by: str
    note: str

    @property
    def is_passed(self) -> bool:
        return self.points is None or self.points >= PASSED


def require_leave(from_on: date | None, until_on: date | None, today: date) -> tuple[date, date]:
    """The days of a leave that can be; raises Refused naming the field."""
    if from_on is None:
        raise Refused("leave.start_missing", field="from_on")
    last = until_on or from_on
    if last < from_on:
        raise Refused("leave.ends_before_start", field="until_on", start=from_on)
    if last < today:
        raise Refused("leave.past", field="until_on")
    if (last - from_on).days >= LONGEST_LEAVE:
        raise Refused("leave.too_long", field="until_on")
    return from_on, last


def require_practised(
    kind: PractisedKind, on_day: date | None, points: int | None, led_by: str, today: date
) -> date:
    """The day of something practised; raises Refused naming the field."""
    if on_day is None or on_day > today:
        raise Refused("practised.day", field="on_day")
    if kind is PractisedKind.RULES_QUIZ and points is None:
        raise Refused("practised.points_missing", field="points")
    if points is not None and not 0 <= points <= 100:
        raise Refused("practised.points", field="points", points=points)
    if kind is PractisedKind.ACCOMPANIED and not led_by.strip():
        raise Refused("practised.leader_missing", field="led_by")
    return on_day
