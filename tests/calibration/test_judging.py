"""The measures agree with their definitions, and no outcome is ever judged by rows that were learnt from."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.calibration.judging import auc, folds, judge_score, stability

OUTCOMES = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40).filter(
    lambda rows: len({bad for _, bad in rows}) == 2
)


@given(OUTCOMES)
def test_auc_is_the_share_of_pairs_in_the_right_order(rows: list[tuple[int, bool]]) -> None:
    bads = [score for score, bad in rows if bad]
    goods = [score for score, bad in rows if not bad]
    wins = sum((b > g) + 0.5 * (b == g) for b, g in itertools.product(bads, goods))
    found = auc(np.array([float(score) for score, _ in rows]), np.array([bad for _, bad in rows]))
    assert found == pytest.approx(wins / (len(bads) * len(goods)))


@given(OUTCOMES)
def test_ks_is_the_largest_gap_at_any_threshold(rows: list[tuple[int, bool]]) -> None:
    score = np.array([row[0] / 5 for row in rows])
    bad = np.array([row[1] for row in rows])
    gaps = [abs((score[bad] <= t).mean() - (score[~bad] <= t).mean()) for t in np.unique(score)]
    assert judge_score(score, bad).ks == pytest.approx(max(gaps))


def test_one_outcome_alone_can_not_be_judged() -> None:
    with pytest.raises(ValueError, match="both outcomes"):
        judge_score(np.array([0.1, 0.9]), np.array([True, True]))


def test_honest_odds_have_no_gap_and_overstated_ones_have() -> None:
    bad = np.tile(np.array([True, False, False, False]), 100)
    honest = np.full(400, 0.25)
    assert judge_score(honest, bad).ece == pytest.approx(0.0, abs=0.02)
    assert judge_score(honest + 0.5, bad).ece == pytest.approx(0.5, abs=0.02)


def test_every_row_is_judged_once_and_never_learnt_from_in_its_own_fold() -> None:
    bad = np.arange(103) % 3 == 0
    judged = []
    for learn, judge in folds(bad, 5, seed=1):
        assert not set(learn) & set(judge)
        assert abs(bad[judge].mean() - bad.mean()) < 0.05
        judged += judge.tolist()
    assert sorted(judged) == list(range(103))


def test_a_score_that_has_not_moved_is_stable_and_one_that_has_is_not() -> None:
    before = np.linspace(0, 1, 1000)
    assert stability(before, before) == pytest.approx(0.0, abs=1e-9)
    assert stability(before, np.sqrt(before)) > 0.25
