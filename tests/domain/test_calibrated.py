"""What a branch has learnt: odds by look-up, outcomes that count once, a lot that never falls on the protected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.money import Money
from collectdesk.domain.risk.calibrated import (
    WINDOW,
    CalibratedCard,
    CardKind,
    PointGrid,
    apart,
    by_branch,
    expert_card,
    expert_logit,
    has_matured,
    hold_out,
    is_drawn,
    is_paid,
    kept_card,
    per_mille,
    total_of,
)
from collectdesk.domain.risk.card_sheet import sheet_of
from collectdesk.domain.risk.measured import Followed, measure_visits, usual_delay
from collectdesk.domain.risk.risk import RiskLevel, Strategy, assess
from collectdesk.domain.risk.risk_facts import BorrowerFacts
from collectdesk.domain.risk.risk_scorecard import load_scorecard
from collectdesk.domain.risk.worth import load_priors

CARD = load_scorecard(resources.path("scorecards", "cn-expert-1.toml").read_text("utf-8"), "card")
PRIORS = load_priors(resources.path("scorecards", "cn-worth-1.toml").read_text("utf-8"), "priors")
DAY = date(2026, 3, 18)
FOUND = assess(BorrowerFacts(stage_now=2, call_attempts=3), CARD, visit_pays=True)


@given(st.integers(0, 100))
def test_the_experts_odds_and_points_are_two_ways_to_say_the_same(total: int) -> None:
    assert total_of(expert_logit(total)) == total


@given(st.integers(0, 99))
def test_more_points_never_mean_a_greater_chance_of_not_being_paid(total: int) -> None:
    assert per_mille(expert_logit(total + 1)) <= per_mille(expert_logit(total))


def test_fifty_points_are_a_quarter_unpaid() -> None:
    assert per_mille(expert_logit(50)) == 250


def test_a_card_comes_back_from_how_it_was_kept() -> None:
    card = CalibratedCard(CardKind.SHRUNK, -120, 900, {"stage_now": {0: 40, 22: -7}}, "ab")
    assert kept_card(card.plain()) == card
    assert card.logit({"stage_now": 22}, 50) == -120 + round(0.9 * expert_logit(50)) - 7
    gridded = replace(card, grids=(PointGrid(("stage_now", "trend"), {22: {10: 55}}),))
    assert kept_card(gridded.plain()) == gridded
    assert gridded.logit({"stage_now": 22, "trend": 10}, 50) == card.logit({"stage_now": 22}, 50) + 55
    assert gridded.logit({"stage_now": 22, "trend": 0}, 50) == card.logit({"stage_now": 22}, 50)
    assert kept_card({key: value for key, value in card.plain().items() if key != "grids"}) == card


def test_a_card_is_read_as_odds_against_not_knowing_and_the_experts_says_the_same_of_every_point() -> None:
    sheet = sheet_of(expert_card(CARD), CARD)
    assert not sheet.grids
    at = {(row.characteristic, row.points): row.odds for row in sheet.rows}
    # 18 points of willingness are 12 of the total: fifteen halve the odds
    assert at["stage_now", 40] / at["stage_now", 22] == pytest.approx(0.5 ** (12 / 15), abs=0.01)
    own = CalibratedCard(CardKind.TABLES, 0, 0, {"trend": {10: -693, 4: 0, 0: 0}}, CARD.sha256,
                         (PointGrid(("trend", "has_guarantor"), {0: {6: 693}}),))  # fmt: skip
    sheet = sheet_of(own, CARD)
    assert {row.characteristic for row in sheet.rows} == {"trend"}
    assert {row.band: row.odds for row in sheet.rows}["better"] == 50
    (grid,) = sheet.grids
    assert grid.odds[grid.down.index("worse")][grid.across.index("yes")] == 200


def test_the_branchs_odds_set_the_level_and_leave_the_points_alone() -> None:
    card = CalibratedCard(CardKind.RESCALED, 3_000, 1000, {}, CARD.sha256)
    said = by_branch(FOUND, card, CARD, "act")
    assert said is not None
    moved, learnt = said
    assert moved.level is RiskLevel.HIGH
    assert (moved.willingness, moved.ability, moved.total) == (FOUND.willingness, FOUND.ability, FOUND.total)
    assert len(moved.care) == 4
    assert learnt.chance > 500


def test_a_card_learnt_on_other_points_is_left_aside() -> None:
    assert by_branch(FOUND, CalibratedCard(CardKind.RESCALED, 0, 1000, {}, "other"), CARD, "act") is None


def test_half_of_what_was_overdue_or_cores_word_counts_as_paid() -> None:
    assert is_paid(Money(1_001), Money(501), cleared=False)
    assert not is_paid(Money(1_001), Money(500), cleared=False)
    assert is_paid(Money(1_001), Money(0), cleared=True)


def test_nothing_matures_before_the_window_is_over() -> None:
    assert not has_matured(DAY, DAY + WINDOW - timedelta(days=1))
    assert has_matured(DAY, DAY + WINDOW)
    assert not has_matured(DAY, None)


@given(st.lists(st.integers(0, 800), max_size=30))
def test_no_day_of_payments_counts_for_two_checks_of_a_case(days: list[int]) -> None:
    kept = apart(DAY + timedelta(days=day) for day in days)
    assert all(later > before + WINDOW for before, later in pairwise(kept))
    assert bool(kept) == bool(days)


def test_the_lot_falls_on_about_as_many_as_it_should_and_on_the_same_again() -> None:
    drawn = [each for each in range(10_000) if is_drawn(str(each), "salt", 50)]
    assert 400 < len(drawn) < 600
    assert drawn == [each for each in range(10_000) if is_drawn(str(each), "salt", 50)]
    assert not any(is_drawn(str(each), "salt", 0) for each in range(1_000))


@pytest.mark.parametrize("strategy", [each for each in Strategy if each is not Strategy.VISIT])
def test_only_a_suggested_visit_is_ever_held_out(strategy: Strategy) -> None:
    assert hold_out(replace(FOUND, strategy=strategy), is_protected=False) is None


def test_a_protected_customer_is_never_held_out() -> None:
    visit = replace(FOUND, strategy=Strategy.VISIT)
    assert hold_out(visit, is_protected=True) is None
    spared = hold_out(visit, is_protected=False)
    assert spared is not None
    assert (spared.strategy, spared.visit_warranted) == (Strategy.CALL, False)


def cases(visited: int, paid: int, *, of: bool) -> list[Followed]:
    return [Followed("middle.high", of, of and at % 2 == 0, 500 if at < paid else 0) for at in range(visited)]


def test_too_few_visits_measure_nothing() -> None:
    found = measure_visits([*cases(49, 20, of=True), *cases(80, 20, of=False)], PRIORS)
    assert (found.visited, found.compared, found.figures) == (49, 80, ())


def test_visits_without_anybody_to_compare_them_with_arent_counted() -> None:
    alone = [replace(one, kind="late.low") for one in cases(200, 90, of=True)]
    assert measure_visits([*alone, *cases(90, 10, of=False)], PRIORS).visited == 0


def test_what_is_measured_is_drawn_to_the_assumption_the_more_the_fewer_cases_there_are() -> None:
    few = measure_visits([*cases(60, 36, of=True), *cases(60, 12, of=False)], PRIORS)
    many = measure_visits([*cases(6_000, 3_600, of=True), *cases(6_000, 1_200, of=False)], PRIORS)
    little, much = ({one.name: one for one in found.figures}["visit_uplift"] for found in (few, many))
    assert little.own == much.own == 800  # forty points more paid, of the half that was reached
    assert little.assumed[0] < little.value < much.value <= 800
    assert much.high - much.low < little.high - little.low


def test_the_usual_delay_is_the_middle_one() -> None:
    assert usual_delay([3, 30, 9]) == 9
    assert usual_delay([]) == 7
