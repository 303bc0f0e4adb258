"""On little data the expert card stays: nothing below the minimum, and never worse than it by much."""

from __future__ import annotations

import numpy as np
import pytest

from collectdesk.calibration.judging import auc, judge_score
from collectdesk.calibration.recalibrating import Allowed, allowed, rescale, shrink


def _flags(bads: int, goods: int) -> np.ndarray:
    return np.array([True] * bads + [False] * goods)


@pytest.mark.parametrize(
    ("bads", "goods", "most"),
    [
        (24, 25, Allowed.NOTHING),
        (9, 500, Allowed.NOTHING),
        (25, 25, Allowed.RESCALE),
        (10, 40, Allowed.RESCALE),
        (100, 99, Allowed.RESCALE),
        (100, 100, Allowed.SHRINK),
        (1500, 1499, Allowed.SHRINK),
        (1500, 1500, Allowed.TABLES),
    ],
)
def test_how_much_may_be_learnt_follows_the_number_of_outcomes(bads: int, goods: int, most: Allowed) -> None:
    assert allowed(_flags(bads, goods)) is most


def test_too_few_outcomes_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        rescale(np.zeros(49), _flags(24, 25))
    with pytest.raises(ValueError, match="too few"):
        shrink(np.zeros(100), np.zeros((100, 2)), _flags(50, 50))


def _branch(count: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points of three rows, the expert's logit, and outcomes that follow other weights than the expert's."""
    random = np.random.default_rng(seed)
    points = random.integers(0, 30, size=(count, 3)).astype(float)
    expert = 1.0 - points @ np.array([0.05, 0.05, 0.05])
    true = 0.5 - points @ np.array([0.10, 0.05, 0.00])
    return points, expert, random.random(count) < 1 / (1 + np.exp(-true))


def test_two_parameters_mend_the_odds_and_keep_the_order() -> None:
    _, expert, bad = _branch(400, 1)
    found = rescale(expert, bad)
    before, after = 1 / (1 + np.exp(-expert)), 1 / (1 + np.exp(-found.logits(expert)))
    assert judge_score(after, bad).brier < judge_score(before, bad).brier
    assert auc(after, bad) == pytest.approx(auc(before, bad), abs=1e-3)  # ties differ in the last bit


def test_outcomes_that_contradict_the_expert_never_turn_the_order_round() -> None:
    _, expert, bad = _branch(400, 2)
    assert rescale(-expert, bad).slope == 0.0


def test_separated_outcomes_still_give_finite_odds() -> None:
    expert = np.linspace(-2, 2, 60)
    found = rescale(expert, expert > 0)
    assert np.isfinite([found.slope, found.offset]).all()


def test_shrunk_weights_move_with_the_data_and_never_fall_clearly_below_the_expert() -> None:
    points, expert, bad = _branch(20_000, 3)
    worst = 0.0
    for draw in range(12):
        some = slice(draw * 250, draw * 250 + 250)
        found = shrink(expert[some], points[some], bad[some])
        rest = slice(10_000, 20_000)
        gain = auc(found.logits(expert[rest], points[rest]), bad[rest]) - auc(expert[rest], bad[rest])
        worst = min(worst, gain)
    assert worst > -0.02
    many = shrink(expert, points, bad)
    assert auc(many.logits(expert, points), bad) > auc(expert, bad) + 0.01


def test_a_row_that_never_varies_changes_nothing() -> None:
    points, expert, bad = _branch(400, 4)
    points[:, 2] = 7.0
    assert np.isfinite(shrink(expert, points, bad).logits(expert, points)).all()
