"""How good a score is: ranking, separation and honesty of the odds, over folds drawn from a fixed seed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from collectdesk.domain.risk.judged import Judged

Figures = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def judge_score(chance: Figures, bad: Flags) -> Judged:
    """Judge chances in [0, 1] by what happened; both outcomes have to occur. Raises ValueError."""
    if bad.all() or not bad.any():
        raise ValueError("both outcomes are needed")
    return Judged(auc(chance, bad), _ks(chance, bad), float(np.mean((chance - bad) ** 2)), _ece(chance, bad))


def auc(score: Figures, bad: Flags) -> float:
    """The chance that a bad account scores above a good one, ties half; n log n by ranks."""
    order = np.argsort(score, kind="stable")
    _, first, count = np.unique(score[order], return_index=True, return_counts=True)
    ranks = np.repeat(first + (count + 1) / 2, count)
    worse = bad[order]
    bads = int(worse.sum())
    goods = len(bad) - bads
    return float((ranks[worse].sum() - bads * (bads + 1) / 2) / (bads * goods))


def folds(bad: Flags, count: int, seed: int) -> Iterator[tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
    """Stratified folds: (rows to learn from, rows to judge on); every row is judged on once."""
    random = np.random.default_rng(seed)
    part = np.empty(len(bad), dtype=int)
    for outcome in (False, True):
        rows = random.permutation(np.flatnonzero(bad == outcome))
        part[rows] = np.arange(len(rows)) % count
    for fold in range(count):
        yield np.flatnonzero(part != fold), np.flatnonzero(part == fold)


def stability(before: Figures, now: Figures, groups: int = 10) -> float:
    """Population stability index of a score: how far its distribution has moved (0.10 watch, 0.25 stop)."""
    edges = np.unique(np.quantile(before, np.linspace(0, 1, groups + 1)[1:-1]))
    shares = [
        np.maximum(np.bincount(np.searchsorted(edges, part, side="right"), minlength=len(edges) + 1), 0.5)
        / max(len(part), 1)
        for part in (before, now)
    ]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def _ks(score: Figures, bad: Flags) -> float:
    order = np.argsort(score, kind="stable")
    worse = bad[order]
    gap = np.cumsum(worse) / worse.sum() - np.cumsum(~worse) / (~worse).sum()
    last_of_tie = np.append(np.diff(score[order]) > 0, [True])
    return float(np.abs(gap[last_of_tie]).max())


def _ece(chance: Figures, bad: Flags) -> float:
    groups = np.array_split(np.argsort(chance, kind="stable"), 10)
    return float(sum(abs(chance[g].mean() - bad[g].mean()) * len(g) for g in groups if len(g)) / len(chance))
