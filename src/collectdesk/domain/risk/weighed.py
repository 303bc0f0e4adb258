"""A visit weighed: its worth, the trip it takes, the risk it runs, and the next best step as a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collectdesk.domain.money import Money
from collectdesk.domain.risk.risk import Care, RiskLevel, Strategy
from collectdesk.domain.risk.worth import CREW, Figure, Means, Trip, Worth


@dataclass(frozen=True, slots=True)
class JointTrip:
    """A visit that is planned already and near which this one would lie on the way."""

    visit_no: str
    on: date
    metres: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The next best step with its reasons: nobody has to follow it, nor to say why not."""

    strategy: Strategy
    reasons: tuple[str, ...]
    best_means: Means


@dataclass(frozen=True, slots=True)
class CheckedBefore:
    """The newest frozen check: when it was, and which step it suggested then."""

    on: date
    strategy: Strategy


@dataclass(frozen=True, slots=True)
class Weighed:
    """A visit weighed: what it rests on is in ``worth.figures``, marked PRIOR until it was measured here."""

    worth: Worth
    overdue: Money
    trip: Trip
    is_located: bool
    joint: JointTrip | None
    level: RiskLevel
    care: tuple[Care, ...]
    suggestion: Suggestion
    people: int = CREW
    checked: CheckedBefore | None = None

    @property
    def person_minutes(self) -> int:
        return (self.trip.travel_minutes + self.trip.service_minutes) * self.people

    @property
    def differs(self) -> CheckedBefore | None:
        """The frozen check whose step isn't the one suggested now: the file has changed since, and it is to be said."""
        before = self.checked
        return before if before is not None and before.strategy is not self.suggestion.strategy else None

    @property
    def measured(self) -> tuple[Figure, ...]:
        """The figures that the branch has measured itself."""
        return tuple(figure for figure in self.worth.figures if figure.is_measured)
