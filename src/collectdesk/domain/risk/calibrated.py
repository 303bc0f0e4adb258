"""What a branch has learnt about its own card: outcomes, the odds they teach, the lot of the hold-out."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.risk.risk import LIMIT, Assessment, RiskLevel, Strategy, care_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collectdesk.domain.money import Money
    from collectdesk.domain.risk.risk import PointLine
    from collectdesk.domain.risk.risk_scorecard import Scorecard

WINDOW: Final = timedelta(days=60)
"""How long after a check it is watched what is paid: branch practice, two due dates of a monthly debt."""
PAID_PER_MILLE: Final = 500
"""The part of what was overdue that has to come in within the window to count as paid: branch practice."""
HALVING_POINTS: Final = 15
"""The expert card's own odds (docs/risk.md): fifty points are a quarter unpaid, fifteen points halve the odds."""
LARGEST_HOLD_OUT: Final = 50
"""Per mille of the cases: a few per cent are enough to tell what visits bring."""
WATCH_FROM, REST_FROM = 100, 250
"""Drift (population stability index, thousandths) from which a card is watched, and from which it rests."""
_MILLE: Final = 1000


class CardKind(Enum):
    """What stands behind the odds: the expert's points alone, or how much was learnt."""

    EXPERT = "expert"
    RESCALED = "rescaled"
    SHRUNK = "shrunk"
    TABLES = "tables"


@dataclass(frozen=True, slots=True)
class PointGrid:
    """Two rows together: points of the first to points of the second to what they add, thousandths of logits."""

    names: tuple[str, str]
    values: Mapping[int, Mapping[int, int]]

    def of(self, points: Mapping[str, int]) -> int:
        first, second = (points.get(name, 0) for name in self.names)
        return self.values.get(first, {}).get(second, 0)

    @property
    def says_something(self) -> bool:
        return any(value for of in self.values.values() for value in of.values())


@dataclass(frozen=True, slots=True)
class CalibratedCard:
    """Odds by plain look-up: base + slope x the expert's odds + one figure per row and grid; thousandths of logits.

    ``rows`` is characteristic to points to what they add; ``card_sha256`` the card whose points these are.
    """

    kind: CardKind
    base: int
    slope: int
    rows: Mapping[str, Mapping[int, int]]
    card_sha256: str
    grids: tuple[PointGrid, ...] = ()

    def logit(self, points: Mapping[str, int], total: int) -> int:
        """Thousandths of logits that too little is paid; points of a row the card doesn't know add nothing."""
        found = self.base + round(self.slope * expert_logit(total) / _MILLE)
        found += sum(of.get(points.get(name, 0), 0) for name, of in self.rows.items())
        return found + sum(grid.of(points) for grid in self.grids)

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        rows = {name: {str(p): value for p, value in of.items()} for name, of in self.rows.items()}
        grids = [
            {"names": list(grid.names),
             "values": {str(p): {str(q): value for q, value in of.items()} for p, of in grid.values.items()}}
            for grid in self.grids
        ]  # fmt: skip
        return {"kind": self.kind.value, "base": self.base, "slope": self.slope, "rows": rows,
                "card_sha256": self.card_sha256, "grids": grids}  # fmt: skip


def kept_card(plain: Mapping[str, Any]) -> CalibratedCard:
    """A card from how it was kept."""
    rows = {name: {int(p): int(v) for p, v in of.items()} for name, of in plain["rows"].items()}
    grids = tuple(
        PointGrid(
            (one["names"][0], one["names"][1]),
            {int(p): {int(q): int(v) for q, v in of.items()} for p, of in one["values"].items()},
        )
        for one in plain.get("grids", ())  # cards of before there were grids have none
    )
    kind = CardKind(plain["kind"])
    return CalibratedCard(kind, plain["base"], plain["slope"], rows, plain["card_sha256"], grids)


def expert_card(card: Scorecard) -> CalibratedCard:
    """The expert's own odds in the same form."""
    return CalibratedCard(CardKind.EXPERT, 0, _MILLE, {}, card.sha256)


def expert_logit(total: int) -> int:
    """The expert's odds of a total, thousandths of logits."""
    return round(_MILLE * (-math.log(3) - (total - 50) * math.log(2) / HALVING_POINTS))


def per_mille(logit: int) -> int:
    """A chance per mille of thousandths of logits."""
    return round(_MILLE / (1 + math.exp(-max(min(logit, 20_000), -20_000) / _MILLE)))


def total_of(logit: int) -> int:
    """The points for which the expert would have said these odds: 0 to 100."""
    points = 50 - (logit / _MILLE + math.log(3)) * HALVING_POINTS / math.log(2)
    return min(max(round(points), 0), 100)


def points_of(lines: Iterable[PointLine]) -> dict[str, int]:
    """The points of every row; the line that holds a table to its limits is none."""
    return {line.characteristic: line.points for line in lines if line.characteristic != LIMIT}


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a calibrated card says of one assessment: the chance per mille that too little is paid."""

    chance: int
    level: RiskLevel
    act_id: str


def by_branch(
    found: Assessment, card: CalibratedCard, scorecard: Scorecard, act_id: str
) -> tuple[Assessment, Learnt] | None:
    """The level by the branch's own odds, points and quadrant as they are; None where it learnt on another card."""
    if card.kind is CardKind.EXPERT or card.card_sha256 != found.scorecard_sha256:
        return None
    logit = card.logit(points_of((*found.willingness_points, *found.ability_points)), found.total)
    points = total_of(logit)
    level = (
        RiskLevel.LOW if points >= scorecard.low_from
        else RiskLevel.MEDIUM if points >= scorecard.medium_from
        else RiskLevel.HIGH
    )  # fmt: skip
    moved = replace(found, level=level, care=care_for(level, found.is_hostile))
    return moved, Learnt(per_mille(logit), level, act_id)


def is_paid(overdue: Money, paid: Money, *, cleared: bool) -> bool:
    """Whether enough came in within the window: half of what was overdue, or core banking's word that nothing is."""
    return cleared or paid.fen * _MILLE >= overdue.fen * PAID_PER_MILLE


def has_matured(assessed_on: date, data_date: date | None) -> bool:
    """Whether core banking's figures reach beyond the window."""
    return data_date is not None and assessed_on + WINDOW <= data_date


def apart(days: Iterable[date]) -> list[date]:
    """Of one case's checks those whose windows don't overlap, from the oldest: no payment counts twice."""
    kept: list[date] = []
    for day in sorted(days):
        if not kept or day > kept[-1] + WINDOW:
            kept.append(day)
    return kept


def is_drawn(case_id: str, salt: str, share: int) -> bool:
    """Whether the lot falls on a case, per mille; the same case and salt always draw the same."""
    drawn = int.from_bytes(sha256(f"{salt}|{case_id}".encode()).digest()[:8], "big")
    return drawn % _MILLE < share


HELD_OUT: Final = "visit.held_out"


def hold_out(found: Assessment, *, is_protected: bool) -> Assessment | None:
    """The assessment of a case on which the lot fell: a call in place of a visit; None where it must not count.

    Only a suggested visit is held out; hardship, holds and legal ways aren't touched, nor a protected customer.
    """
    if is_protected or found.strategy is not Strategy.VISIT:
        return None
    return replace(found, strategy=Strategy.CALL, visit_warranted=False, visit_reasons=(HELD_OUT,))
