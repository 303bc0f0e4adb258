"""What a card reckons with, for reading: what each band of each row does to the odds, and the grids of its pairs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.risk.calibrated import HALVING_POINTS

if TYPE_CHECKING:
    from collectdesk.domain.risk.calibrated import CalibratedCard, PointGrid
    from collectdesk.domain.risk.risk_scorecard import Bin, Scorecard, ScoreRow

_WEIGHTS: Final = (2 / 3, 1 / 3)
"""Of willingness and ability in the total."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One band of one row: its points, and the odds of not being paid against not knowing, hundredths."""

    characteristic: str
    band: str
    points: int
    odds: int


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """Two rows together: their bands, and what each cell does to the odds besides, hundredths."""

    names: tuple[str, str]
    down: tuple[str, ...]
    across: tuple[str, ...]
    odds: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class CardSheet:
    """A whole card: nothing else goes into its odds."""

    rows: tuple[SheetRow, ...]
    grids: tuple[SheetGrid, ...]


def sheet_of(card: CalibratedCard, scorecard: Scorecard) -> CardSheet:
    """A card as a person reads it; rows that change nothing are left out."""
    rows = [
        line
        for weight, table in zip(_WEIGHTS, (scorecard.willingness, scorecard.ability), strict=True)
        for row in table
        for line in _bands(card, row, weight)
    ]
    known = {row.field: row for row in (*scorecard.willingness, *scorecard.ability)}
    return CardSheet(
        tuple(rows), tuple(_grid(grid, known[grid.names[0]], known[grid.names[1]]) for grid in card.grids)
    )


def _bands(card: CalibratedCard, row: ScoreRow, weight: float) -> list[SheetRow]:
    own = card.rows.get(row.field, {})
    a_point = card.slope / 1000 * weight * math.log(2) / HALVING_POINTS

    def logit(found: Bin) -> float:
        return own.get(found.points, 0) / 1000 - a_point * found.points

    unknown = logit(row.unknown)
    made = [
        SheetRow(row.field, found.label, found.points, _odds(logit(found) - unknown)) for found in row.bins
    ]
    return made if any(line.odds != 100 for line in made) else []


def _grid(grid: PointGrid, down: ScoreRow, across: ScoreRow) -> SheetGrid:
    cells = tuple(
        tuple(_odds(grid.of({down.field: d.points, across.field: a.points}) / 1000) for a in across.bins)
        for d in down.bins
    )
    return SheetGrid(
        grid.names,
        tuple(found.label for found in down.bins),
        tuple(found.label for found in across.bins),
        cells,
    )


def _odds(logit: float) -> int:
    return round(100 * math.exp(logit))
