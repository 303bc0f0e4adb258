"""A branch's own outcomes: candidates learnt on the older ones, judged on the newest, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from collectdesk.calibration.judging import auc, judge_score, stability
from collectdesk.calibration.recalibrating import (
    LEAST_LEARNT,
    LEAST_OF_EACH,
    Allowed,
    allowed,
    rarer,
    rescale,
    shrink,
)
from collectdesk.calibration.training import Settings, train
from collectdesk.domain.risk.calibrated import HALVING_POINTS, CalibratedCard, CardKind, PointGrid
from collectdesk.domain.risk.judged import Candidate, Group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from collectdesk.calibration.tables import PairGrid
    from collectdesk.domain.risk.judged import Judged
    from collectdesk.domain.risk.risk_scorecard import Scorecard

Figures = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
NEWEST: Final = 0.3
"""The part that is judged on, the newest; the older part is learnt from."""
LEAST_JUDGED: Final = 20
DRAWS: Final = 200
SEED: Final = 20260101
LEAST_FOR_DRIFT: Final = 200
"""Checks on either side below which the index is noise: five groups of 200 differ by 0.04 by chance alone."""
GROUPS: Final = 8
GRIDS: Final = 3
"""Pairs of rows that may stand in a grid of their own: more than three aren't read."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A frozen check and what followed: ``points`` by row, ``unpaid`` when too little came in."""

    assessed_on: date
    total: int
    points: Mapping[str, int]
    unpaid: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """Champion first, then every candidate that the outcomes allow, all judged on the same newest outcomes."""

    champion: Candidate
    candidates: tuple[Candidate, ...]
    judged_on: int


def try_cards(outcomes: Sequence[Outcome], scorecard: Scorecard, champion: CalibratedCard) -> Trial | None:
    """Learn on the older outcomes, judge on the newest; None where the newest are too few to say anything.

    How much may be learnt follows the number of all outcomes; what it is learnt on is the older part of them.
    """
    ordered = sorted(outcomes, key=lambda one: one.assessed_on)
    cut = _cut(ordered)
    older, newest = ordered[:cut], ordered[cut:]
    stage = allowed(np.array([one.unpaid for one in ordered], dtype=bool))
    bad = np.array([one.unpaid for one in newest], dtype=bool)
    least = min(int(bad.sum()), len(bad) - int(bad.sum()))
    if len(newest) < LEAST_JUDGED or least < LEAST_OF_EACH // 2:
        return None
    learnt = [_judge(champion, 0, newest, bad, None)]
    base = chances(champion, newest)
    for card in _candidates(older, scorecard, stage):
        learnt.append(_judge(card, len(older), newest, bad, base))
    return Trial(learnt[0], tuple(learnt[1:]), len(newest))


def _cut(ordered: Sequence[Outcome]) -> int:
    """Where the newest begin; checks of one day stay together."""
    cut = len(ordered) - max(LEAST_JUDGED, round(NEWEST * len(ordered)))
    while 0 < cut < len(ordered) and ordered[cut].assessed_on == ordered[cut - 1].assessed_on:
        cut -= 1
    return max(cut, 0)


def chances(card: CalibratedCard, outcomes: Sequence[Outcome]) -> Figures:
    logits = np.array([card.logit(one.points, one.total) for one in outcomes], dtype=np.float64) / 1000
    found: Figures = 1 / (1 + np.exp(-logits))
    return found


def _candidates(older: Sequence[Outcome], scorecard: Scorecard, allows: Allowed) -> list[CalibratedCard]:
    bad = np.array([one.unpaid for one in older], dtype=bool)
    if rarer(bad) < LEAST_LEARNT:
        return []
    order = list(Allowed)
    stage = order.index(allows)
    expert = -np.log(3) - (np.array([one.total for one in older], dtype=np.float64) - 50) * _a_point()
    rows = scorecard_points(scorecard)
    table = np.array([[one.points.get(name, 0) for name in rows] for one in older], dtype=np.float64)
    found = []
    if stage >= order.index(Allowed.RESCALE):
        fit = rescale(expert, bad, allows)
        found.append(
            CalibratedCard(CardKind.RESCALED, _milli(fit.offset), _milli(fit.slope), {}, scorecard.sha256)
        )
    if stage >= order.index(Allowed.SHRINK):
        found.append(_shrunk(expert, table, (bad, allows), rows, scorecard))
    if stage >= order.index(Allowed.TABLES):
        found.append(_tables(table, bad, rows, scorecard))
    return found


def scorecard_points(scorecard: Scorecard) -> dict[str, tuple[int, ...]]:
    """Each row of the card with every number of points it can bring."""
    return {
        row.field: tuple(sorted({row.unknown.points, *(found.points for found in row.bins)}))
        for row in (*scorecard.willingness, *scorecard.ability)
    }


def _a_point() -> float:
    return float(np.log(2) / HALVING_POINTS)


def _shrunk(
    expert: Figures,
    table: Figures,
    of: tuple[Flags, Allowed],
    rows: Mapping[str, tuple[int, ...]],
    scorecard: Scorecard,
) -> CalibratedCard:
    """The expert's odds with each row corrected; a correction never turns a row's meaning round."""
    fit = shrink(expert, table, *of)
    willing = {row.field for row in scorecard.willingness}
    offset, said = fit.offset, {}
    for at, (name, points) in enumerate(rows.items()):
        worth = _a_point() * (2 / 3 if name in willing else 1 / 3)
        slope = min(float(fit.weights[at] / fit.spread[at]), worth)
        offset -= slope * float(fit.centre[at])
        said[name] = {each: _milli(slope * each) for each in points}
    return CalibratedCard(CardKind.SHRUNK, _milli(offset), 1000, said, scorecard.sha256)


def _tables(
    table: Figures, bad: Flags, rows: Mapping[str, tuple[int, ...]], scorecard: Scorecard
) -> CalibratedCard:
    """Steps of their own on the card's bins and a few grids of pairs; more points never raise the risk."""
    names = tuple(rows)
    settings = Settings(pairs=GRIDS, pair_candidates=len(names), apart=True)
    made = train(table, bad, names, (-1,) * len(names), SEED, settings)
    said = {
        one.name: {
            each: _milli(float(one.values[one.place(np.array([float(each)]))][0])) for each in rows[one.name]
        }
        for one in made.tables
    }
    grids = tuple(grid for pair in made.grids if (grid := _grid(pair, said, rows)).says_something)
    return CalibratedCard(CardKind.TABLES, _milli(made.base), 0, said, scorecard.sha256, grids)


def _grid(
    pair: PairGrid, said: Mapping[str, Mapping[int, int]], rows: Mapping[str, tuple[int, ...]]
) -> PointGrid:
    """A grid over the points of two rows, kept to the way of the points together with their own steps.

    The mean of the nearest grids that never rise from below and from above never rises either.
    """
    first, second = (rows[name] for name in pair.names)
    at = pair.place(
        *(np.array(each, dtype=np.float64).ravel() for each in np.meshgrid(first, second, indexing="ij"))
    )
    values = 1000 * pair.values[at].reshape(len(first), len(second))
    own = [
        np.array([said.get(name, {}).get(p, 0) for p in rows[name]], dtype=np.float64) for name in pair.names
    ]
    whole = values + own[0][:, None] + own[1][None, :]
    from_below = np.minimum.accumulate(np.minimum.accumulate(whole, axis=0), axis=1)
    from_above = np.maximum.accumulate(np.maximum.accumulate(whole[::-1, ::-1], axis=0), axis=1)[::-1, ::-1]
    kept = (from_below + from_above) / 2 - own[0][:, None] - own[1][None, :]
    # half up, not half to even: then the sum with whole steps is rounded alike everywhere and rises nowhere
    return PointGrid(pair.names, {
        p: {q: floor(kept[i, j] + 0.5) for j, q in enumerate(second)} for i, p in enumerate(first)
    })  # fmt: skip


def _milli(value: float) -> int:
    return round(1000 * float(value))


def _judge(
    card: CalibratedCard, learnt_on: int, newest: Sequence[Outcome], bad: Flags, base: Figures | None
) -> Candidate:
    mine = chances(card, newest)
    against = mine if base is None else base
    random = np.random.default_rng(SEED)
    drawn: list[tuple[float, float, float]] = []
    while len(drawn) < DRAWS:
        rows = random.integers(0, len(bad), len(bad))
        if bad[rows].all() or not bad[rows].any():
            continue
        here = auc(mine[rows], bad[rows])
        gain = here - auc(against[rows], bad[rows]) if base is not None else 0.0
        drawn.append((here, gain, _brier(against[rows], bad[rows]) - _brier(mine[rows], bad[rows])))
    lows, highs = np.quantile(np.array(drawn), [0.025, 0.975], axis=0)
    judged = judge_score(mine, bad)
    return Candidate(
        card, learnt_on, judged, float(lows[0]), float(highs[0]),
        (judged.auc - auc(against, bad), float(lows[1]), float(highs[1])),
        (_brier(against, bad) - judged.brier, float(lows[2]), float(highs[2])),
    )  # fmt: skip


def _brier(chance: Figures, bad: Flags) -> float:
    return float(np.mean((chance - bad) ** 2))


def groups_of(card: CalibratedCard, outcomes: Sequence[Outcome]) -> tuple[Group, ...]:
    """Equally filled groups by promised chance: what the plot shows."""
    told = chances(card, outcomes)
    bad = np.array([one.unpaid for one in outcomes], dtype=bool)
    # at least ten in a group, else its range says nothing
    parts = np.array_split(np.argsort(told, kind="stable"), max(1, min(GROUPS, len(bad) // 10)))
    return tuple(_group(told[part], bad[part]) for part in parts if len(part))


def _group(told: Figures, bad: Flags) -> Group:
    low, high = wilson(int(bad.sum()), len(bad))
    return Group(len(bad), _milli(told.mean()), _milli(bad.mean()), low, high)


def wilson(hits: int, count: int) -> tuple[int, int]:
    """The 95 % range of a share (Wilson 1927), per mille."""
    z, share = 1.96, hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = (
        z * float(np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))) / (1 + z * z / count)
    )
    return max(_milli(middle - reach), 0), min(_milli(middle + reach), 1000)


def drift(before: Sequence[float], now: Sequence[float]) -> int | None:
    """How far a figure's distribution has moved, thousandths; None with too few on either side to tell."""
    least = min(len(before), len(now))
    if least < LEAST_FOR_DRIFT:
        return None
    groups = 10 if least >= 1000 else 5
    return _milli(stability(np.array(before, dtype=np.float64), np.array(now, dtype=np.float64), groups))


def as_plain(judged: Judged) -> dict[str, Any]:
    """What is kept of a judgement."""
    return {name: round(getattr(judged, name), 4) for name in ("auc", "ks", "brier", "ece")}
