"""The measures of effect: what counts beside a visit, and what a visit costs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.money import Money
from collectdesk.domain.results.effect import Cut, Period, Share, Span, month_before, period_of
from collectdesk.domain.results.measures import (
    Cost,
    Rate,
    Visited,
    beside_visits,
    is_unvisited,
    paid_within,
    waiting_of,
)

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=30)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(("days", "counts"), [(-1, False), (0, False), (1, True), (10, True), (11, False)])
def test_a_payment_counts_from_the_day_after_to_the_tenth(days: int, *, counts: bool) -> None:
    assert paid_within([after(days)], DAY) is counts


@pytest.mark.parametrize(("days", "free"), [(-31, True), (-30, False), (0, False), (10, False), (11, True)])
def test_a_case_visited_near_the_day_is_no_unvisited_one(days: int, *, free: bool) -> None:
    assert is_unvisited([after(days)], DAY) is free


def test_visits_stand_beside_their_own_group_and_each_visit_weighs_the_same() -> None:
    visits = [
        Visited("v1", "a", DAY, "loan|M2"),
        Visited("v2", "b", DAY, "loan|M3"),
        Visited("v3", "c", LATER, "x"),
    ]
    similar = {(DAY, "loan|M2"): ["a", "p", "q", "r", "s"], (DAY, "loan|M3"): ["b", "t"]}
    paid = {"a": [after(3)], "p": [after(1)], "t": [after(20)], "b": [DAY]}
    found, payers, others = beside_visits(visits, similar, paid, {"s": {after(-3)}}, after(35))
    assert found.visited == Share(1, 2)
    assert found.too_early == 1
    assert found.others == Share(1, 4)  # p q r (s was visited) and t
    assert found.expected == 167  # the mean of a third and of nothing
    assert found.difference == 333
    assert (payers, others) == (("v1",), ("p",))
    assert found.is_small


def test_without_a_similar_case_nothing_is_claimed() -> None:
    found, _, _ = beside_visits([Visited("v", "a", DAY, "loan|M2")], {}, {"a": [after(2)]}, {}, LATER)
    assert (found.visited, found.expected, found.difference) == (Share(1, 1), None, None)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from("abc")), max_size=12),
    st.dictionaries(st.sampled_from("abcpqr"), st.lists(st.integers(-5, 60).map(after), max_size=4)),
)
def test_whatever_happens_shares_stay_shares(
    days: list[tuple[int, str]], paid: dict[str, list[date]]
) -> None:
    visits = [Visited(str(at), who, after(back), "g") for at, (back, who) in enumerate(days)]
    similar = {(visit.day, "g"): list("abcpqr") for visit in visits}
    found, payers, _ = beside_visits(visits, similar, paid, {}, after(30))
    assert found.visited.of + found.too_early == len(visits)
    assert len(payers) == found.visited.part
    assert found.expected is None or 0 <= found.expected <= 1000


def test_a_visit_s_cost_is_time_road_and_expenses_rounded_once() -> None:
    cost = Cost(3, 100, 12_000, Money(5_00), Money(200_00), Money(12_00))
    assert cost.total == Money(217_00)
    assert cost.a_visit == Money(72_33)
    assert cost.a_yuan(Money(2_170_00)) == Money(10)
    assert Cost(0, 0, 0, Money(0), Money(0), Money(0)).a_visit is None
    assert cost.a_yuan(Money(0)) is None


def test_rates_of_nothing_are_none_and_may_exceed_the_whole() -> None:
    assert Rate(Money(5), Money(0)).permille is None
    assert Rate(Money(150), Money(100)).permille == 1500


def test_waiting_is_the_lower_median_of_days_that_happened() -> None:
    assert waiting_of([5, 1, 9, 2], 3).median_days == 2
    assert waiting_of([], 2).median_days is None


def test_spans_begin_with_their_month_quarter_or_year() -> None:
    day = date(2026, 8, 15)
    assert period_of(Span.MONTH, day) == Period(date(2026, 8, 1), day)
    assert period_of(Span.QUARTER, day) == Period(date(2026, 7, 1), day)
    assert period_of(Span.YEAR, day) == Period(date(2026, 1, 1), day)
    assert period_of(Span.ALL, day).first is None
    assert month_before(date(2026, 1, 31)) == Period(date(2025, 12, 1), date(2025, 12, 31))
    assert Cut().is_all
    assert not Cut(area="城东街道").is_all
