"""What a customer signs must add up to the fen, on the days that were agreed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.schedules import Method, Schedule, plan_equal_instalments, plan_fixed_amount

TODAY = date(2026, 3, 18)
FIRST = date(2026, 4, 20)


def plan(yuan: str, count: int, rate: str = "0", method: Method = Method.EQUAL_INSTALMENTS) -> Schedule:
    """A plan of any length, since the published examples are mortgages."""
    return plan_equal_instalments(
        Money.yuan(yuan), count, FIRST, today=TODAY, annual_rate=Decimal(rate), method=method, longest=360
    )


@pytest.mark.parametrize("fen", [0, -1])
def test_nothing_and_less_than_nothing_cannot_be_shared_out(fen: int) -> None:
    with pytest.raises(Refused) as refused:
        plan_equal_instalments(Money(fen), 3, FIRST, today=TODAY)
    assert refused.value.code == "plan.amount_not_positive"
    assert refused.value.facts["amount"] == Money(fen)


@pytest.mark.parametrize("count", [0, -1, 61])
def test_a_plan_has_one_to_sixty_instalments(count: int) -> None:
    with pytest.raises(Refused) as refused:
        plan_equal_instalments(Money.yuan(1000), count, FIRST, today=TODAY)
    assert refused.value.code == "plan.count_out_of_range"
    assert refused.value.facts == {"count": count, "longest": 60}


@pytest.mark.parametrize("first", [TODAY, TODAY - timedelta(days=1)])
def test_the_first_instalment_falls_after_today(first: date) -> None:
    with pytest.raises(Refused) as refused:
        plan_equal_instalments(Money.yuan(1000), 3, first, today=TODAY)
    assert refused.value.code == "plan.first_due_not_after_today"


@pytest.mark.parametrize("rate", ["-0.01", "1", "4.9", "NaN", "Infinity"])
def test_a_rate_written_in_percent_or_below_nothing_is_refused(rate: str) -> None:
    with pytest.raises(Refused) as refused:
        plan("1000", 3, rate)
    assert refused.value.code == "plan.rate_absurd"


def test_so_little_over_so_many_months_that_a_part_rounds_away_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        plan_equal_instalments(Money(10), 60, FIRST, today=TODAY)
    assert refused.value.code == "plan.instalments_too_small"


def test_a_monthly_sum_that_only_feeds_the_interest_never_repays() -> None:
    with pytest.raises(Refused) as refused:
        plan_fixed_amount(
            Money.yuan(100_000), Money.yuan(1_500), FIRST, today=TODAY, annual_rate=Decimal("0.18")
        )
    assert refused.value.code == "plan.never_repays"
    assert refused.value.facts == {"instalment": Money.yuan(1_500), "interest": Money.yuan(1_500)}


def test_a_monthly_sum_that_needs_more_than_five_years_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        plan_fixed_amount(Money.yuan(6_001), Money.yuan(100), FIRST, today=TODAY)
    assert refused.value.code == "plan.takes_too_long"


def test_two_currencies_never_share_a_plan() -> None:
    with pytest.raises(Refused) as refused:
        plan_fixed_amount(Money.yuan(600), Money(100, "USD"), FIRST, today=TODAY)
    assert refused.value.code == "plan.mixed_currencies"


@pytest.mark.parametrize(("first", "day"), [(FIRST, 21), (date(2026, 4, 29), 31), (FIRST, 0), (FIRST, 32)])
def test_a_first_date_that_contradicts_the_agreed_day_is_refused(first: date, day: int) -> None:
    with pytest.raises(Refused) as refused:
        plan_equal_instalments(Money.yuan(600), 3, first, today=TODAY, due_day=day)
    assert refused.value.code in {"plan.due_day_mismatch", "plan.due_day_impossible"}


def test_a_calendar_without_workdays_is_named_instead_of_searched_for_ever() -> None:
    with pytest.raises(Refused) as refused:
        plan_equal_instalments(Money.yuan(600), 3, FIRST, today=TODAY, is_workday=lambda _: False)
    assert refused.value.code == "plan.no_workday"


def test_the_agreed_day_survives_short_months() -> None:
    schedule = plan_equal_instalments(Money.yuan(500), 5, date(2027, 12, 31), today=TODAY)
    assert [line.due_on.isoformat() for line in schedule.instalments] == [
        "2027-12-31",
        "2028-01-31",
        "2028-02-29",
        "2028-03-31",
        "2028-04-30",
    ]


def test_a_plan_for_the_31st_may_begin_on_a_clamped_day() -> None:
    schedule = plan_equal_instalments(Money.yuan(300), 3, date(2026, 4, 30), today=TODAY, due_day=31)
    assert [line.due_on.day for line in schedule.instalments] == [30, 31, 30]


def test_due_dates_move_to_the_next_workday_only_when_the_contract_says_so() -> None:
    weekdays = plan_equal_instalments(
        Money.yuan(300), 3, date(2026, 4, 19), today=TODAY, is_workday=lambda day: day.weekday() < 5
    )
    # 19 April 2026 is a Sunday, 19 July too; the shift of one month isn't inherited by the next
    assert [line.due_on for line in weekdays.instalments] == [
        date(2026, 4, 20),
        date(2026, 5, 19),
        date(2026, 6, 19),
    ]


def test_without_interest_the_last_instalment_absorbs_the_remainder() -> None:
    schedule = plan("1000", 3)
    assert [line.due.fen for line in schedule.instalments] == [33333, 33333, 33334]
    assert schedule.interest == Money(0)


def test_the_customers_own_sum_ends_with_what_is_left() -> None:
    schedule = plan_fixed_amount(Money.yuan(1_000), Money.yuan(300), FIRST, today=TODAY)
    assert [line.due for line in schedule.instalments] == [Money.yuan(x) for x in (300, 300, 300, 100)]


# Published examples; a source that rounds once instead of monthly is compared in its rounded figures only.
@pytest.mark.parametrize(
    ("yuan", "rate", "count", "instalment", "source"),
    [
        ("150000", "0.069", 60, "2963.11", "soudai8.com/031486186.html"),
        ("100000", "0.0655", 120, "1138.03", "wwwbz417.com/baike/102894.html"),
        ("100000", "0.045", 120, "1036.38", "wwwbz417.com/baike/102894.html"),
        ("700000", "0.049", 240, "4581.11", "ccv168.com/baike/98855.html"),
        ("150000", "0.03625", 360, "684.08", "scribd.com document 360526230"),
        ("20000", "0.24", 36, "784.66", "homepages.wmich.edu/~balik/calculator/hp12cloanamort.htm"),
    ],
)
def test_equal_instalments_agree_with_published_examples(
    yuan: str, rate: str, count: int, instalment: str, source: str
) -> None:
    assert plan(yuan, count, rate).instalments[0].due == Money.yuan(instalment), source


@pytest.mark.parametrize(
    ("yuan", "rate", "count", "first", "last", "source"),
    [
        ("150000", "0.069", 60, "3362.50", "2514.38", "soudai8.com/031486186.html"),
        ("700000", "0.049", 240, "5775.00", None, "ccv168.com/baike/98855.html"),
    ],
)
def test_equal_principal_agrees_with_published_examples(
    yuan: str, rate: str, count: int, first: str, last: str | None, source: str
) -> None:
    lines = plan(yuan, count, rate, Method.EQUAL_PRINCIPAL).instalments
    assert lines[0].due == Money.yuan(first), source
    if last:
        assert lines[-1].due == Money.yuan(last), source


def test_an_amortization_over_years_agrees_with_the_hp_12c_training_aid() -> None:
    """180,000 at 7.75 % over 30 years: formsbirds.com/free-hp-12c-loan-amortizations (pages 3 and 4)."""
    lines = plan("180000", 360, "0.0775").instalments
    assert sum(line.interest.fen for line in lines[:12]) == 1_389_466
    assert sum(line.principal.fen for line in lines[:12]) == 157_982
    assert lines[11].remaining == Money.yuan("178420.18")
    assert sum(line.interest.fen for line in lines[12:24]) == 1_376_779
    assert lines[23].remaining == Money.yuan("176713.49")


def test_the_first_month_agrees_with_the_hp_12c_platinum_manual() -> None:
    """250,000 at 5.25 % over 30 years: HP 12C platinum user's guide, amortization example (page 71)."""
    first = plan("250000", 360, "0.0525").instalments[0]
    assert (first.due, first.interest, first.principal, first.remaining) == tuple(
        Money.yuan(text) for text in ("1380.51", "1093.75", "286.76", "249713.24")
    )


amounts = st.integers(min_value=10_000, max_value=10**10).map(Money)
rates = st.integers(min_value=0, max_value=3_600).map(lambda points: Decimal(points) / 10_000)
counts = st.integers(min_value=1, max_value=60)
firsts = st.dates(min_value=TODAY + timedelta(days=1), max_value=date(2100, 1, 1))
methods = st.sampled_from([Method.EQUAL_INSTALMENTS, Method.EQUAL_PRINCIPAL])


@given(amounts, counts, firsts, rates, methods)
def test_every_schedule_sums_to_its_principal_and_goes_forward(
    amount: Money, count: int, first: date, rate: Decimal, method: Method
) -> None:
    schedule = plan_equal_instalments(amount, count, first, today=TODAY, annual_rate=rate, method=method)
    lines = schedule.instalments
    assert len(lines) == count
    assert sum(line.principal.fen for line in lines) == amount.fen
    assert schedule.total == amount + schedule.interest
    assert lines[-1].remaining == Money(0)
    assert all(line.principal.fen > 0 and line.interest.fen >= 0 for line in lines)
    assert all(before.due_on < after.due_on for before, after in pairwise(lines))


@given(amounts, counts, rates)
def test_equal_instalments_are_equal_but_for_the_last(amount: Money, count: int, rate: Decimal) -> None:
    lines = plan_equal_instalments(amount, count, FIRST, today=TODAY, annual_rate=rate).instalments
    assert len({line.due for line in lines[:-1]}) <= 1


@given(st.integers(min_value=1, max_value=10**6), st.integers(min_value=1, max_value=10**6), rates)
def test_the_customers_own_sum_repays_exactly_or_is_refused(owed: int, monthly: int, rate: Decimal) -> None:
    code = ""
    try:
        schedule = plan_fixed_amount(Money(owed), Money(monthly), FIRST, today=TODAY, annual_rate=rate)
    except Refused as refused:
        code = refused.code
    if code:
        assert code in {"plan.never_repays", "plan.takes_too_long"}
        return
    assert sum(line.principal.fen for line in schedule.instalments) == owed
    assert {line.due.fen for line in schedule.instalments[:-1]} <= {monthly}
    assert 0 < schedule.instalments[-1].due.fen <= monthly
