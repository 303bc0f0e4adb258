"""Three plans to choose among: none asks for more than is left, a safer one is never the shorter one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.capacity import Capacity
from collectdesk.domain.solutions.offers import (
    SHORTEST_NOTICE,
    OfferKind,
    first_pay_day,
    suggest_offers,
    usual_day,
)

TODAY, FIRST = date(2026, 3, 18), date(2026, 4, 10)


def able(low: int, likely: int) -> Capacity:
    return Capacity(Money(low * 100), Money(likely * 100), Money(likely * 100), Money(0), False)


def test_an_amount_that_cannot_be_is_refused_before_anything_is_tried() -> None:
    with pytest.raises(Refused) as refused:
        suggest_offers(Money(0), able(100, 200), FIRST, today=TODAY, annual_rate=Decimal(0))
    assert refused.value.code == "plan.amount_not_positive"


def test_nothing_is_offered_when_the_longest_plan_asks_for_too_much() -> None:
    assert suggest_offers(Money(100_000_00), able(100, 200), FIRST, today=TODAY, annual_rate=Decimal(0)) == ()


def test_three_plans_take_the_worst_the_middle_and_the_stated_month() -> None:
    made = suggest_offers(Money(12_000_00), able(1000, 2000), FIRST, today=TODAY, annual_rate=Decimal(0))
    assert [(each.kind, each.count) for each in made] == [
        (OfferKind.SAFE, 12),
        (OfferKind.MIDDLE, 8),
        (OfferKind.QUICK, 6),
    ]
    assert made[0].leaves == Money(1000_00)


def test_plans_of_one_length_are_told_once_as_the_safer_one() -> None:
    made = suggest_offers(Money(500_00), able(1000, 1100), FIRST, today=TODAY, annual_rate=Decimal(0))
    assert [each.kind for each in made] == [OfferKind.SAFE]


@given(
    st.integers(100, 20_000_000),
    st.integers(0, 5_000_00),
    st.integers(0, 5_000_00),
    st.sampled_from([Decimal(0), Decimal("0.049"), Decimal("0.18"), Decimal("0.36")]),
)
def test_no_plan_asks_for_more_than_is_left_and_each_is_as_short_as_it_can_be(
    fen: int, low: int, more: int, rate: Decimal
) -> None:
    left = Capacity(Money(low), Money(low + more), Money(low + more), Money(0), False)
    made = suggest_offers(Money(fen), left, FIRST, today=TODAY, annual_rate=rate)
    limits = dict(zip(OfferKind, (low, (2 * low + more) // 2, low + more), strict=True))
    for each in made:
        assert each.monthly.fen <= limits[each.kind]
        assert sum(line.principal.fen for line in each.schedule.instalments) == fen
        assert each.leaves.fen == low + more - each.monthly.fen
    counts = [each.count for each in made]
    assert counts == sorted(set(counts), reverse=True)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(1, 31))
def test_the_first_pay_day_comes_with_notice_and_within_five_weeks(today: date, pay_day: int) -> None:
    first = first_pay_day(today, pay_day)
    assert timedelta(days=SHORTEST_NOTICE) <= first - today <= timedelta(days=35)
    assert first.day == pay_day or (first + timedelta(days=1)).month != first.month


@pytest.mark.parametrize("pay_day", [0, 32, -1])
def test_a_day_that_no_month_has_is_refused(pay_day: int) -> None:
    with pytest.raises(Refused) as refused:
        first_pay_day(TODAY, pay_day)
    assert refused.value.code == "plan.due_day_impossible"


def test_a_habit_is_a_day_that_came_more_than_once() -> None:
    assert usual_day([]) is None
    assert usual_day([date(2026, 1, 5), date(2026, 2, 6)]) is None
    assert usual_day([date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 9), date(2026, 4, 9)]) == 9
