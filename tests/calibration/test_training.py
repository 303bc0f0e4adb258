"""A trained card keeps the way of its reasons, says the same twice, and is refused on too little."""

from __future__ import annotations

import numpy as np
import pytest

from collectdesk.calibration.histories import ALL, BY_NAME, Histories, figures
from collectdesk.calibration.judging import auc
from collectdesk.calibration.tables import TrainedCard
from collectdesk.calibration.training import Settings, train

QUICK = Settings(bags=2, rounds=60, pairs=2, pair_candidates=3, pair_rounds=30)
FORBIDDEN = ("sex", "gender", "age", "marital", "marriage", "education", "region", "origin", "province")


def _rows(count: int = 1500, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    x = random.normal(size=(count, 3))
    logits = 1.2 * x[:, 0] - 0.8 * x[:, 1] + 1.5 * (x[:, 0] > 0) * (x[:, 2] > 0) - 1.0
    return x, random.random(count) < 1 / (1 + np.exp(-logits))


def _train(x: np.ndarray, bad: np.ndarray, settings: Settings = QUICK) -> TrainedCard:
    return train(x, bad, ("up", "down", "free"), (1, -1, 0), 3, settings)


def test_a_handful_of_people_trains_nothing() -> None:
    x, bad = _rows(150)
    with pytest.raises(ValueError, match="too few"):
        _train(x, bad)
    with pytest.raises(ValueError, match="only one outcome"):
        _train(*_rows(400)[:1], np.zeros(400, dtype=bool))


def test_the_same_rows_and_seed_give_the_same_card() -> None:
    x, bad = _rows()
    one, other = _train(x, bad), _train(x, bad)
    assert one.base == other.base
    assert all(np.array_equal(a.values, b.values) for a, b in zip(one.tables, other.tables, strict=True))


def test_a_table_never_says_the_opposite_of_its_reason() -> None:
    # the outcomes are turned round on purpose: the table may fall silent, never turn round
    x, bad = _rows()
    card = _train(x, ~bad, Settings(bags=2, rounds=60, pairs=0))
    for table in card.tables:
        steps = np.diff(table.values)
        if table.name == "up":
            assert (steps >= 0).all()
        if table.name == "down":
            assert (steps <= 0).all()


def test_what_two_characteristics_say_together_is_found_and_helps() -> None:
    x, bad = _rows(6000)
    fresh, outcome = _rows(6000, seed=8)
    alone = _train(x, bad, Settings(bags=2, rounds=60, pairs=0))
    paired = _train(x, bad)
    assert ("up", "free") in {grid.names for grid in paired.grids}
    assert auc(paired.logits(fresh), outcome) > auc(alone.logits(fresh), outcome)


def test_applying_a_card_is_looking_up_whole_hundredths() -> None:
    x, bad = _rows()
    card = _train(x, bad)
    for table in card.tables:
        assert np.allclose(table.values * 100, np.round(table.values * 100))
    by_hand = card.base
    for table in card.tables:
        place = sum(edge < x[0, card.names.index(table.name)] for edge in table.edges)
        by_hand += table.values[place]
    for grid in card.grids:
        place_a, place_b = (
            sum(edge < x[0, card.names.index(name)] for edge in edges)
            for name, edges in zip(grid.names, grid.edges, strict=True)
        )
        by_hand += grid.values[place_a, place_b]
    assert card.logits(x[:1])[0] == pytest.approx(by_hand)


def test_nothing_about_the_person_is_on_the_list_of_characteristics() -> None:
    assert len(BY_NAME) == len(ALL)
    assert not [name for name in BY_NAME if any(part in name.split("_") for part in FORBIDDEN)]
    assert set(Histories.__dataclass_fields__) == {"granted", "status", "bills", "paid"}


def test_figures_of_a_history_are_what_their_names_say() -> None:
    history = Histories(
        np.array([1000.0]),
        np.array([[2.0, 1.0, 0.0, 0.0, -1.0, -2.0]]),
        np.array([[500.0, 400.0, 200.0, 0.0, 100.0, 100.0]]),
        np.array([[0.0, 100.0, 50.0, 100.0, 100.0, 10.0]]),
    )
    found = dict(zip(BY_NAME, figures(history)[0], strict=True))
    assert (found["delay_0"], found["worst_delay"], found["times_late"]) == (2, 2, 2)
    assert (found["used_0"], found["used_change"]) == (0.5, 0.4)
    assert (found["paid_part_0"], found["paid_part_1"]) == (0.0, 0.5)
    assert found["paid_part_2"] == 1.5, "nothing was asked that month"
    assert found["months_without_payment"] == 1
    assert found["months_since_late"] == 0
