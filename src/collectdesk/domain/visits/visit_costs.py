"""What one visit cost: hours with the way, kilometres, fares, and whether the debtor owes them by contract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.sheets import MOST_METRES

LONGEST: Final = 24 * 60
NO_FARES: Final = Money(0)


@dataclass(frozen=True, slots=True)
class VisitCost:
    """Minutes of the team with the way there and back, metres, fares; ``None``: nobody noted it."""

    minutes: int | None = None
    metres: int | None = None
    fares: Money = NO_FARES
    recoverable: bool = False
    note: str = ""

    @property
    def is_noted(self) -> bool:
        return self.minutes is not None or self.metres is not None or bool(self.fares.fen)


def require_cost(cost: VisitCost) -> None:
    """Figures that can be true, and a reason where the customer is to bear them. Raises Refused."""
    if cost.minutes is not None and not 0 <= cost.minutes <= LONGEST:
        raise Refused("cost.minutes", field="minutes")
    if cost.metres is not None and not 0 <= cost.metres <= MOST_METRES:
        raise Refused("cost.metres", field="km")
    if cost.fares.fen < 0:
        raise Refused("cost.fares", field="fares")
    if cost.recoverable and not cost.note.strip():
        raise Refused("cost.basis_missing", field="cost_note")


@dataclass(frozen=True, slots=True)
class CostSum:
    """Several visits' costs; ``noted`` of them said anything."""

    visits: int
    noted: int
    minutes: int
    metres: int
    fares: Money
    recoverable: Money


def summed(costs: Iterable[VisitCost | None]) -> CostSum:
    """The sums of a register."""
    every = list(costs)
    given = [cost for cost in every if cost is not None and cost.is_noted]
    return CostSum(
        len(every),
        len(given),
        sum(cost.minutes or 0 for cost in given),
        sum(cost.metres or 0 for cost in given),
        Money(sum(cost.fares.fen for cost in given)),
        Money(sum(cost.fares.fen for cost in given if cost.recoverable)),
    )
