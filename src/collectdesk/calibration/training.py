"""Trains an additive card: steps per characteristic that keep their way, then a few grids of pairs.

Cyclic gradient boosting of stumps, bagged, each bag stopped by its own held-out part: the method of generalised
additive models with pairs (Lou, Caruana, Gehrke and Hooker 2013), written for tables a clerk can read. Monotone by
construction: a stump against a characteristic's way is never taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from collectdesk.calibration.tables import Figures, PairGrid, StepTable, TrainedCard

Flags = npt.NDArray[np.bool_]
Bins = npt.NDArray[np.intp]
SMALLEST: Final = 200
"""Rows below which nothing is trained: cells would hold a handful of people each."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the training goes; the defaults are what ``bench.risk`` measures."""

    bags: int = 4
    rounds: int = 500
    pace: float = 0.06
    steps: int = 40
    patience: int = 40
    held_out: float = 0.15
    leanest: float = 0.02  # least weight of a stump's smaller side, as a part of all
    ridge: float = 10.0
    pairs: int = 10
    pair_steps: int = 8
    pair_candidates: int = 14
    pair_rounds: int = 150
    pair_pace: float = 0.15
    pair_ridge: float = 40.0
    apart: bool = False
    """Whether a characteristic may stand in one grid only: then each grid alone keeps its two on their way."""


@dataclass(slots=True)
class _Part:
    """One side of a bag: bins by column, outcomes, and the logits so far."""

    bins: list[Bins]
    bad: Figures
    logits: Figures

    def loss(self) -> float:
        return float(np.logaddexp(0, self.logits).mean() - (self.bad * self.logits).mean())

    def pull(self) -> tuple[Figures, Figures]:
        """Gradient and curvature of the loss, row by row."""
        chance = 1.0 / (1.0 + np.exp(-self.logits))
        return self.bad - chance, chance * (1.0 - chance)


def train(
    figures: Figures,
    bad: Flags,
    names: tuple[str, ...],
    ways: tuple[int, ...],
    seed: int,
    settings: Settings | None = None,
) -> TrainedCard:
    """Train a card on n x k figures; the same rows and seed give the same card. Raises ValueError when too few."""
    chosen = settings or Settings()
    if len(bad) < SMALLEST or bad.all() or not bad.any():
        raise ValueError("too few rows, or only one outcome")
    random = np.random.default_rng(seed)
    splits = [_split(len(bad), chosen.held_out, random) for _ in range(chosen.bags)]
    card = _steps(figures, bad, names, ways, splits, chosen)
    return (_with_pairs(card, figures, bad, splits, chosen) if chosen.pairs else card).rounded()


def _split(rows: int, held_out: float, random: np.random.Generator) -> tuple[Bins, Bins]:
    shuffled = random.permutation(rows)
    cut = int(held_out * rows)
    return shuffled[cut:], shuffled[:cut]


def _edges(column: Figures, steps: int) -> Figures:
    return np.unique(np.quantile(column, np.linspace(0, 1, steps + 1)[1:-1]))


def _steps(
    figures: Figures,
    bad: Flags,
    names: tuple[str, ...],
    ways: tuple[int, ...],
    splits: list[tuple[Bins, Bins]],
    chosen: Settings,
) -> TrainedCard:
    edges = [_edges(column, chosen.steps) for column in figures.T]
    bins = [np.searchsorted(e, column, side="left") for e, column in zip(edges, figures.T, strict=True)]
    widths = [len(e) + 1 for e in edges]
    totals = [np.zeros(width) for width in widths]
    base = 0.0
    for learn, hold in splits:
        start = float(np.log(bad[learn].mean() / (1.0 - bad[learn].mean())))
        learning, holding = (_part(bins, bad, np.full(len(rows), start), rows) for rows in (learn, hold))
        found = _boost_steps(learning, holding, widths, ways, chosen)
        totals = [total + values / len(splits) for total, values in zip(totals, found, strict=True)]
        base += start / len(splits)
    tables = (StepTable(*one) for one in zip(names, edges, totals, strict=True))
    return TrainedCard(names, base, tuple(tables))


def _part(bins: list[Bins], bad: Flags, logits: Figures, rows: Bins) -> _Part:
    return _Part([np.ascontiguousarray(one[rows]) for one in bins], bad[rows].astype(float), logits)


def _boost_steps(
    learn: _Part, hold: _Part, widths: list[int], ways: tuple[int, ...], chosen: Settings
) -> list[Figures]:
    """Round after round one stump for each column, until the held-out part gains no more."""
    values = [np.zeros(width) for width in widths]
    best, kept, since = np.inf, values, 0
    for _ in range(chosen.rounds):
        for column, way in enumerate(ways):
            step = _stump(learn, column, len(values[column]), way, chosen)
            if step is not None:
                values[column] = values[column] + step
                learn.logits += step[learn.bins[column]]
                hold.logits += step[hold.bins[column]]
        loss = hold.loss()
        if loss < best - 1e-6:
            best, kept, since = loss, list(values), 0
        elif (since := since + 1) >= chosen.patience:
            break
    return kept


def _stump(part: _Part, column: int, width: int, way: int, chosen: Settings) -> Figures | None:
    if width < 2:
        return None
    gradient, curvature = part.pull()
    bins = part.bins[column]
    below_g = np.cumsum(np.bincount(bins, gradient, width))
    below_h = np.cumsum(np.bincount(bins, curvature, width))
    all_g, all_h = below_g[-1], below_h[-1]
    below_g, below_h = below_g[:-1], below_h[:-1]
    left, right = below_g / (below_h + chosen.ridge), (all_g - below_g) / (all_h - below_h + chosen.ridge)
    allowed = (below_h > chosen.leanest * all_h) & (all_h - below_h > chosen.leanest * all_h)
    if way:
        allowed &= (right - left) * way >= 0
    if not allowed.any():
        return None
    gain = below_g * left + (all_g - below_g) * right
    cut = int(np.argmax(np.where(allowed, gain, -1.0)))
    step: Figures = np.where(np.arange(width) <= cut, chosen.pace * left[cut], chosen.pace * right[cut])
    return step


def _with_pairs(
    card: TrainedCard, figures: Figures, bad: Flags, splits: list[tuple[Bins, Bins]], chosen: Settings
) -> TrainedCard:
    logits = card.logits(figures)
    columns = _telling(card, figures, chosen.pair_candidates)
    edges = {column: _edges(figures[:, column], chosen.pair_steps) for column in columns}
    bins = {column: np.searchsorted(edges[column], figures[:, column], side="left") for column in columns}
    pairs = _promising(bins, edges, bad, logits, columns, chosen)
    cells = [bins[a] * (len(edges[b]) + 1) + bins[b] for a, b in pairs]
    totals = [np.zeros((len(edges[a]) + 1) * (len(edges[b]) + 1)) for a, b in pairs]
    for learn, hold in splits:
        learning, holding = (_part(cells, bad, logits[rows].copy(), rows) for rows in (learn, hold))
        found = _boost_cells(learning, holding, [len(total) for total in totals], chosen)
        totals = [total + values / len(splits) for total, values in zip(totals, found, strict=True)]
    grids = tuple(
        PairGrid(
            (card.names[a], card.names[b]),
            (edges[a], edges[b]),
            total.reshape(len(edges[a]) + 1, len(edges[b]) + 1),
        )
        for (a, b), total in zip(pairs, totals, strict=True)
    )
    return TrainedCard(card.names, card.base, card.tables, grids)


def _telling(card: TrainedCard, figures: Figures, most: int) -> list[int]:
    """The columns whose tables move the score most."""
    spread = [float(t.values[t.place(figures[:, place])].std()) for place, t in enumerate(card.tables)]
    return sorted(np.argsort(spread)[::-1][:most].tolist())


def _promising(
    bins: dict[int, Bins],
    edges: dict[int, Figures],
    bad: Flags,
    logits: Figures,
    columns: list[int],
    chosen: Settings,
) -> list[tuple[int, int]]:
    """The pairs whose cells explain most of what the step tables left over."""
    part = _Part([], bad.astype(float), logits)
    gradient, curvature = part.pull()

    def gain(cells: Bins, width: int) -> float:
        g = np.bincount(cells, gradient, width)
        return float((g**2 / (np.bincount(cells, curvature, width) + chosen.pair_ridge)).sum())

    found: list[tuple[float, tuple[int, int]]] = []
    for a, b in combinations(columns, 2):
        across = len(edges[b]) + 1
        found.append((gain(bins[a] * across + bins[b], (len(edges[a]) + 1) * across), (a, b)))
    kept: list[tuple[int, int]] = []
    for _, pair in sorted(found, reverse=True):
        if not (chosen.apart and any(set(pair) & set(other) for other in kept)):
            kept.append(pair)
    return kept[: chosen.pairs]


def _boost_cells(learn: _Part, hold: _Part, widths: list[int], chosen: Settings) -> list[Figures]:
    values = [np.zeros(width) for width in widths]
    best, kept, since = hold.loss(), [one.copy() for one in values], 0
    for _ in range(chosen.pair_rounds):
        for place, width in enumerate(widths):
            gradient, curvature = learn.pull()
            cells: Any = learn.bins[place]
            pull = np.bincount(cells, gradient, width)
            step = chosen.pair_pace * pull / (np.bincount(cells, curvature, width) + chosen.pair_ridge)
            values[place] = values[place] + step
            learn.logits += step[cells]
            hold.logits += step[hold.bins[place]]
        loss = hold.loss()
        if loss < best - 1e-6:
            best, kept, since = loss, list(values), 0
        elif (since := since + 1) >= chosen.patience // 4:
            break
    return kept
