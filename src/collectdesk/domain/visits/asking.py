"""What a request for a visit says: what for, why at this address, when it suits, how to begin, until when it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Final

from collectdesk.domain.refusals import Refused

VALID_FOR: Final = timedelta(days=30)
"""What was known when a visit was asked for is a month old then: ask again. Branch practice."""
WEEK: Final = frozenset(range(1, 8))
_DAY: Final = 24 * 60


class VisitKind(Enum):
    """What the two go for: to help the customer find a way, or to see for themselves."""

    ASSIST = "assist"
    INSPECT = "inspect"


class AddressReason(Enum):
    """Why this address and not another."""

    LIVES_THERE = "lives_there"
    CUSTOMER_CHOSE = "customer_chose"
    WORKS_THERE = "works_there"
    COLLATERAL_THERE = "collateral_there"
    LAST_SEEN = "last_seen"
    NO_OTHER = "no_other"


@dataclass(frozen=True, slots=True)
class Suits:
    """When it suits the customer: weekdays (Monday is 1; none named means any) and minutes of the day."""

    days: frozenset[int] = frozenset()
    first: int = 0
    until: int = _DAY

    @property
    def is_open(self) -> bool:
        """Whether any time will do."""
        return not self.days and (self.first, self.until) == (0, _DAY)

    def hours_on(self, day: date) -> tuple[int, int] | None:
        """First minute and the minute it ends, on that day; None where the day doesn't suit."""
        return (self.first, self.until) if day.isoweekday() in (self.days or WEEK) else None

    def allows(self, day: date, begins: int, ends: int) -> bool:
        """Whether a visit from ``begins`` to ``ends`` lies within what suits."""
        hours = self.hours_on(day)
        return hours is not None and hours[0] <= begins and ends <= hours[1]


ANY_TIME: Final = Suits()


@dataclass(frozen=True, slots=True)
class Asked:
    """Beside the reason and the address: everything that whoever approves, plans and goes should know."""

    kind: VisitKind = VisitKind.ASSIST
    why_here: AddressReason | None = None
    suits: Suits = field(default=ANY_TIME)
    approach: str = ""
    """The code of an Approach; empty: whoever plans chooses."""
    talking: str = ""
    caution: str = ""


PLAIN: Final = Asked()


def require_sense(asked: Asked) -> None:
    """Refuse times that no visit could keep; raises Refused naming the field."""
    if not asked.suits.days <= WEEK:
        raise Refused("request.weekday_unknown", field="days")
    if not 0 <= asked.suits.first < asked.suits.until <= _DAY:
        raise Refused("request.hours_impossible", field="until_at")


def has_expired(expires_on: date | None, today: date) -> bool:
    """Whether a request's last day has passed; one without a day holds."""
    return expires_on is not None and expires_on < today
