"""An assessment a clerk can explain: points that sum, true reasons, holds that outrank every point."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.money import Money
from collectdesk.domain.risk.risk import (
    HOLD_CODES,
    LIMIT,
    Care,
    Quadrant,
    RiskLevel,
    Strategy,
    assess,
    compare_assessments,
)
from collectdesk.domain.risk.risk_facts import (
    FEATURES,
    Attitude,
    BorrowerFacts,
    HouseholdBudget,
    IncomeSource,
    Trend,
)
from collectdesk.domain.risk.risk_scorecard import load_scorecard

if TYPE_CHECKING:
    from collections.abc import Callable

CARD = load_scorecard(
    resources.path("scorecards", "cn-expert-1.toml").read_text(encoding="utf-8"), "cn-expert-1.toml"
)

UNWILLING = BorrowerFacts(
    stage_now=3,
    times_overdue_6m=5,
    trend=Trend.WORSE,
    last_payment_ratio=0,
    months_without_payment_6m=4,
    granted=Money.yuan(200_000),
    utilisation_now=200,
    utilisation_trend=0,
    monthly_payment_ratio=60,
    pay_ratio=700,
    call_attempts=4,
    right_party_contacts=2,
)
UNWILLING_UNABLE = replace(
    UNWILLING,
    granted=Money.yuan(5_000),
    utilisation_now=1_100,
    utilisation_trend=400,
    monthly_payment_ratio=0,
    pay_ratio=0,
)
WILLING = replace(
    UNWILLING,
    stage_now=1,
    times_overdue_6m=1,
    trend=Trend.BETTER,
    last_payment_ratio=950,
    months_without_payment_6m=0,
)
WILLING_UNABLE = replace(
    UNWILLING_UNABLE,
    stage_now=1,
    times_overdue_6m=1,
    trend=Trend.BETTER,
    last_payment_ratio=950,
    months_without_payment_6m=0,
)


@pytest.mark.parametrize("code", [*HOLD_CODES, "a hold of the branch's own"])
def test_any_hold_outranks_every_point(code: str) -> None:
    found = assess(UNWILLING, CARD, holds={code}, visit_pays=True)
    assert not found.visit_warranted
    assert found.visit_reasons == (f"hold.{code}",)
    assert found.strategy is (Strategy.LEGAL if code in {"death", "bankruptcy"} else Strategy.PAUSE)


def test_a_complaint_pauses_even_a_claim() -> None:
    assert assess(UNWILLING, CARD, holds={"death", "complaint"}).strategy is Strategy.PAUSE


def test_nothing_known_scores_the_unknown_points_and_says_so() -> None:
    found = assess(BorrowerFacts(), CARD)
    assert set(found.unknown) == {row.field for row in (*CARD.willingness, *CARD.ability)}
    assert all(reason.reason_key.endswith(".unknown") for reason in found.reasons)


@pytest.mark.parametrize(
    ("facts", "pays", "strategy", "is_warranted", "reasons"),
    [
        (replace(UNWILLING, stage_now=0), True, Strategy.REMIND, False, ("visit.not_overdue",)),
        (WILLING, True, Strategy.REMIND, False, ("visit.willing",)),
        (WILLING_UNABLE, True, Strategy.HARDSHIP_PLAN, False, ("visit.willing_needs_plan",)),
        (replace(WILLING, right_party_contacts=0), None, Strategy.LETTER, False, ("visit.letter_first",)),
        (UNWILLING, None, Strategy.VISIT, True, ("visit.able_but_unwilling",)),
        (UNWILLING, True, Strategy.VISIT, True, ("visit.able_but_unwilling", "visit.pays")),
        (UNWILLING, False, Strategy.LETTER, False, ("visit.does_not_pay",)),
        (replace(UNWILLING, call_attempts=0), True, Strategy.CALL, False, ("visit.call_first",)),
        (
            replace(UNWILLING, call_attempts=None),
            None,
            Strategy.VISIT,
            True,
            ("visit.able_but_unwilling", "visit.calls_unknown"),
        ),
        (replace(UNWILLING, visits_without_result=2), True, Strategy.LEGAL, False, ("visit.tried_in_vain",)),
        (
            replace(UNWILLING, income_lost_documented=True),
            True,
            Strategy.HARDSHIP_PLAN,
            False,
            ("visit.hardship_documented",),
        ),
        (
            replace(UNWILLING, illness_documented=True),
            True,
            Strategy.HARDSHIP_PLAN,
            False,
            ("visit.hardship_documented",),
        ),
        (UNWILLING_UNABLE, None, Strategy.CALL, False, ("visit.weigh_first",)),
        (UNWILLING_UNABLE, False, Strategy.CALL, False, ("visit.does_not_pay",)),
        (UNWILLING_UNABLE, True, Strategy.VISIT, True, ("visit.pays", "visit.confirm_address")),
    ],
)
def test_the_next_step_follows_from_what_is_known(
    facts: BorrowerFacts, pays: bool | None, strategy: Strategy, is_warranted: bool, reasons: tuple[str, ...]
) -> None:
    found = assess(facts, CARD, visit_pays=pays)
    assert (found.strategy, found.visit_warranted, found.visit_reasons) == (strategy, is_warranted, reasons)


@pytest.mark.parametrize(
    ("facts", "quadrant"),
    [
        (WILLING, Quadrant.WILLING_ABLE),
        (WILLING_UNABLE, Quadrant.WILLING_UNABLE),
        (UNWILLING, Quadrant.UNWILLING_ABLE),
        (UNWILLING_UNABLE, Quadrant.UNWILLING_UNABLE),
    ],
)
def test_will_and_means_are_told_apart(facts: BorrowerFacts, quadrant: Quadrant) -> None:
    assert assess(facts, CARD).quadrant is quadrant


def test_points_agree_with_the_sheet_worked_by_hand() -> None:
    """Willingness 22+14+10+15+15 and 6 for two talks; ability 30+25+10+15+10; total (2*82+90)/3 = 84.67."""
    found = assess(WILLING, CARD)
    assert (found.willingness, found.ability, found.total, found.level) == (82, 90, 85, RiskLevel.LOW)


def test_high_risk_and_hostility_bring_more_care() -> None:
    assert assess(UNWILLING_UNABLE, CARD).care == tuple(Care)
    assert assess(WILLING, CARD).care == ()
    assert Care.EXPERIENCED_SAFETY_OFFICER in assess(replace(WILLING, attitude=Attitude.HOSTILE), CARD).care


def test_reasons_are_the_largest_effects_on_both_sides() -> None:
    facts = replace(WILLING, promises_kept=2, income_source=IncomeSource.NONE, promises_broken=1)
    reasons = assess(facts, CARD).reasons
    losses = [(reason.reason_key, reason.effect) for reason in reasons if reason.effect < 0]
    gains = [(reason.reason_key, reason.effect) for reason in reasons if reason.effect > 0]
    assert losses[:2] == [("stage_now.one", -18), ("income_source.no_income", -15)]
    assert ("promises_broken.one", -6) in losses
    assert gains[0] == ("granted.from_100k", 15)
    assert ("promises_kept.two_or_more", 12) in gains
    assert max(len(losses), len(gains)) <= 4


def test_a_rerun_shows_what_moved_and_why() -> None:
    moved = compare_assessments(
        assess(WILLING, CARD), assess(replace(WILLING, promises_broken=3, stage_now=2), CARD)
    )
    assert [(line.characteristic, line.before, line.after) for line in moved] == [
        ("promises_broken", 0, -20),
        ("stage_now", 22, 8),
    ]
    assert moved[0].reason_key == "promises_broken.three_or_more"
    assert compare_assessments(assess(WILLING, CARD), assess(WILLING, CARD)) == ()


counts = st.none() | st.integers(0, 12)
ratios = st.none() | st.integers(0, 1_500)
flags = st.none() | st.booleans()
borrowers = st.builds(
    BorrowerFacts,
    stage_now=counts,
    times_overdue_6m=st.none() | st.integers(0, 6),
    trend=st.none() | st.sampled_from(Trend),
    last_payment_ratio=ratios,
    months_without_payment_6m=st.none() | st.integers(0, 6),
    granted=st.none() | st.integers(0, 10**9).map(Money),
    utilisation_now=ratios,
    utilisation_trend=st.none() | st.integers(-1_500, 1_500),
    monthly_payment_ratio=ratios,
    pay_ratio=ratios,
    promises_kept=counts,
    promises_broken=counts,
    right_party_contacts=counts,
    attitude=st.none() | st.sampled_from(Attitude),
    other_lenders_overdue=counts,
    income_source=st.none() | st.sampled_from(IncomeSource),
    income_lost_documented=flags,
    illness_documented=flags,
    household_budget=st.none() | st.sampled_from(HouseholdBudget),
    has_guarantor=flags,
    has_collateral=flags,
    call_attempts=counts,
    visits_without_result=counts,
)


@given(borrowers)
def test_every_score_is_the_sum_of_its_lines_and_stays_within_the_scale(facts: BorrowerFacts) -> None:
    found = assess(facts, CARD)
    assert found.willingness == sum(line.points for line in found.willingness_points)
    assert found.ability == sum(line.points for line in found.ability_points)
    assert all(0 <= score <= 100 for score in (found.willingness, found.ability, found.total))
    assert abs(3 * found.total - 2 * found.willingness - found.ability) <= 1.5
    assert found.visit_warranted == (found.strategy is Strategy.VISIT)
    assert all(reason.characteristic != LIMIT and reason.effect for reason in found.reasons)


@given(borrowers, st.randoms())
def test_the_order_of_the_rows_changes_no_score(facts: BorrowerFacts, random: object) -> None:
    rows = list(CARD.willingness)
    random.shuffle(rows)  # type: ignore[attr-defined]
    shuffled = replace(CARD, willingness=tuple(rows), ability=CARD.ability[::-1])
    one, other = assess(facts, CARD), assess(facts, shuffled)
    assert (one.willingness, one.ability, one.total) == (other.willingness, other.ability, other.total)
    assert {line.characteristic: line for line in one.willingness_points} == {
        line.characteristic: line for line in other.willingness_points
    }


WORSE: list[tuple[str, Callable[[int], int]]] = [
    ("stage_now", lambda n: n + 1),
    ("times_overdue_6m", lambda n: n + 1),
    ("promises_broken", lambda n: n + 1),
    ("months_without_payment_6m", lambda n: n + 1),
    ("utilisation_now", lambda n: n + 100),
    ("pay_ratio", lambda n: max(n - 100, 0)),
    ("last_payment_ratio", lambda n: max(n - 100, 0)),
]


@given(borrowers, st.sampled_from(WORSE), st.integers(0, 1_000))
def test_a_worse_fact_never_scores_better(
    facts: BorrowerFacts, worse: tuple[str, Callable[[int], int]], value: int
) -> None:
    field, worsen = worse
    known = replace(facts, **{field: value})  # type: ignore[arg-type]
    worsened = replace(facts, **{field: worsen(value)})  # type: ignore[arg-type]
    assert assess(worsened, CARD).total <= assess(known, CARD).total


def test_no_field_of_the_facts_is_scored_outside_the_allow_list() -> None:
    steering = {field.name for field in fields(BorrowerFacts)} - set(FEATURES)
    assert steering == {"call_attempts", "visits_without_result"}
