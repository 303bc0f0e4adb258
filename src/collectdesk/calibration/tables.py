"""A trained score as a person can read it: a table of steps per characteristic, a grid per pair, a base.

Applying one is looking up: no arithmetic but a sum. Values are logits in whole hundredths; 100 more makes the odds of
not paying 2.7 times as high.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Figures = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class StepTable:
    """One characteristic: ``edges`` ascending, ``values`` one longer; a figure on an edge belongs below it."""

    name: str
    edges: Figures
    values: Figures

    def place(self, figure: Figures) -> Places:
        return np.searchsorted(self.edges, figure, side="left")

    @property
    def steps(self) -> int:
        """How many different steps a reader sees."""
        return 1 + int(np.count_nonzero(np.diff(self.values)))


@dataclass(frozen=True, slots=True)
class PairGrid:
    """Two characteristics together: ``values`` has a row for each step of the first, a column for the second."""

    names: tuple[str, str]
    edges: tuple[Figures, Figures]
    values: Figures

    def place(self, first: Figures, second: Figures) -> tuple[Places, Places]:
        rows, columns = (
            np.searchsorted(edges, figure, side="left")
            for edges, figure in zip(self.edges, (first, second), strict=True)
        )
        return rows, columns


@dataclass(frozen=True, slots=True)
class TrainedCard:
    """A base, step tables and grids over the columns named by ``names``."""

    names: tuple[str, ...]
    base: float
    tables: tuple[StepTable, ...]
    grids: tuple[PairGrid, ...] = ()

    def logits(self, figures: Figures) -> Figures:
        """N scores of n x k figures, in logits: higher is the greater risk."""
        column = {name: figures[:, place] for place, name in enumerate(self.names)}
        total = np.full(len(figures), self.base)
        for table in self.tables:
            total += table.values[table.place(column[table.name])]
        for grid in self.grids:
            total += grid.values[grid.place(*(column[name] for name in grid.names))]
        return total

    def chances(self, figures: Figures) -> Figures:
        """N chances of the bad outcome."""
        return 1.0 / (1.0 + np.exp(-self.logits(figures)))

    def rounded(self) -> TrainedCard:
        """The card as it is written down: every value a whole hundredth, tables that say nothing left out."""
        tables = (StepTable(t.name, t.edges, np.round(t.values, 2)) for t in self.tables)
        return TrainedCard(
            self.names,
            round(self.base, 2),
            tuple(table for table in tables if table.values.any()),
            tuple(PairGrid(g.names, g.edges, np.round(g.values, 2)) for g in self.grids),
        )
