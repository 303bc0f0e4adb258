"""Recalibration that is safe on little data: what a branch's outcomes allow, and the two small fits.

Measured on the shipped accounts: a free refit of ten weights on 50 outcomes falls to an AUC of 0.61 at worst; shrinking
towards the expert card never falls clearly below the card itself (docs/risk.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Figures = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
RESCALE_FROM: Final = 50
LEAST_OF_EACH: Final = 10
LEAST_LEARNT: Final = 5
"""Of the rarer outcome in the older part, which is learnt from where the newest is kept to judge on."""
SHRINK_FROM: Final = 200
TABLES_FROM: Final = 3_000
SHRINKAGE: Final = 100.0
_NEWTON: Final = 50


class Allowed(Enum):
    """The most that a number of matured outcomes allows."""

    NOTHING = "nothing"
    RESCALE = "rescale"
    SHRINK = "shrink"
    TABLES = "tables"


def allowed(bad: Flags) -> Allowed:
    """Nothing below 50 outcomes or 10 of either kind; two parameters; shrunk weights from 200; tables from 3,000."""
    count = len(bad)
    if count < RESCALE_FROM or rarer(bad) < LEAST_OF_EACH:
        return Allowed.NOTHING
    if count < SHRINK_FROM:
        return Allowed.RESCALE
    return Allowed.SHRINK if count < TABLES_FROM else Allowed.TABLES


@dataclass(frozen=True, slots=True)
class Rescaled:
    """Two parameters (Platt 1999): the order of customers stays, the odds become the branch's own."""

    slope: float
    offset: float

    def logits(self, expert: Figures) -> Figures:
        return self.slope * expert + self.offset


@dataclass(frozen=True, slots=True)
class Shrunk:
    """The expert's logit plus small corrections of its rows; ``centre`` and ``spread`` are of what was learnt from."""

    offset: float
    weights: Figures
    centre: Figures
    spread: Figures

    def logits(self, expert: Figures, points: Figures) -> Figures:
        return expert + self.offset + ((points - self.centre) / self.spread) @ self.weights


def rescale(expert: Figures, bad: Flags, granted: Allowed | None = None) -> Rescaled:
    """Fit slope and offset to n expert logits; a slope that would turn the order round is held at nought.

    ``granted`` is what all outcomes of the branch allow, where these are the older part of them. Raises ValueError
    where the outcomes don't allow it.
    """
    _require(bad, Allowed.RESCALE, granted)
    # Platt's targets keep the fit finite where the two kinds are separated
    bads = int(bad.sum())
    target = np.where(bad, (bads + 1) / (bads + 2), 1 / (len(bad) - bads + 2))
    design = np.column_stack([expert, np.ones(len(expert))])
    slope, offset = _newton(design, target, np.zeros(len(expert)), np.full(2, 1e-6))
    if slope < 0:
        (offset,) = _newton(np.ones((len(expert), 1)), target, np.zeros(len(expert)), np.full(1, 1e-6))
        slope = 0.0
    return Rescaled(float(slope), float(offset))


def shrink(expert: Figures, points: Figures, bad: Flags, granted: Allowed | None = None) -> Shrunk:
    """Correct the expert's logit by n x k points of its rows, drawn strongly towards no correction.

    ``granted`` as in ``rescale``. Raises ValueError where the outcomes don't allow it.
    """
    _require(bad, Allowed.SHRINK, granted)
    centre, spread = points.mean(axis=0), points.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    design = np.column_stack([(points - centre) / spread, np.ones(len(points))])
    ridge = np.append(np.full(points.shape[1], SHRINKAGE), 1e-6)
    *weights, offset = _newton(design, bad.astype(float), expert, ridge)
    return Shrunk(float(offset), np.array(weights), centre, spread)


def _require(bad: Flags, least: Allowed, granted: Allowed | None) -> None:
    order = list(Allowed)
    if order.index(granted or allowed(bad)) < order.index(least) or rarer(bad) < LEAST_LEARNT:
        raise ValueError("too few outcomes")


def rarer(bad: Flags) -> int:
    """How many there are of the rarer outcome."""
    return int(min(bad.sum(), len(bad) - bad.sum()))


def _newton(design: Figures, target: Figures, start: Figures, ridge: Figures) -> Any:
    """Penalised logistic regression by Newton's steps, halved while a step makes it worse."""
    weights = np.zeros(design.shape[1])

    def loss(w: Figures) -> float:
        logits = start + design @ w
        return float((np.logaddexp(0, logits) - target * logits).sum() + (ridge * w**2).sum() / 2)

    now = loss(weights)
    for _ in range(_NEWTON):
        chance = 1 / (1 + np.exp(-(start + design @ weights)))
        pull = design.T @ (chance - target) + ridge * weights
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(ridge)
        step, size = np.linalg.solve(bend, pull), 1.0
        while size > 1e-4 and loss(weights - size * step) > now:
            size /= 2
        weights = weights - size * step
        if abs(now - (now := loss(weights))) < 1e-9 * max(abs(now), 1.0):
            break
    return weights
