"""Interest by days, lateness, leases and minimum payments: published figures to the fen, and not a fen lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.money import MixedCurrencies, Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.cards import Statement, minimum_payment, pay_only_minimum
from collectdesk.domain.solutions.interest import (
    DayCount,
    Late,
    PenaltyTerms,
    days_between,
    interest_between,
    interest_for_days,
    reckon_lateness,
)
from collectdesk.domain.solutions.leases import plan_lease
from collectdesk.domain.solutions.schedules import Method, plan_equal_instalments

DAY = date(2026, 3, 18)
amounts = st.integers(0, 10**10).map(Money)
rates = st.integers(0, 3_600).map(lambda points: Decimal(points) / 10_000)


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (lambda: days_between(DAY, DAY - timedelta(days=1)), "interest.days_backwards"),
        (lambda: PenaltyTerms(Decimal("0.12"), Decimal("1.29")), "interest.multiplier_out_of_range"),
        (lambda: PenaltyTerms(Decimal("0.12"), Decimal("1.01")), "interest.multiplier_out_of_range"),
        (lambda: PenaltyTerms(Decimal("0.12"), Decimal("Infinity")), "interest.multiplier_out_of_range"),
        (lambda: PenaltyTerms(Decimal("0.12"), Decimal("1.51")), "interest.multiplier_out_of_range"),
        (lambda: PenaltyTerms(Decimal("0.12"), grace_days=-1), "interest.grace_out_of_range"),
        (lambda: PenaltyTerms(Decimal(12)), "plan.rate_absurd"),
        (lambda: PenaltyTerms(Decimal("NaN")), "plan.rate_absurd"),
        (lambda: interest_for_days(Money(1), Decimal(-1), 3, DayCount.ACT_360), "plan.rate_absurd"),
        (lambda: Statement(Money(-1), Money(0), Money(0), Money(0)), "card.part_negative"),
        (lambda: minimum_payment(Statement(*[Money(100)] * 4), Decimal(0)), "card.share_absurd"),
        (lambda: plan_lease(Money(0), 12, DAY, annual_rate=Decimal(0)), "plan.amount_not_positive"),
        (lambda: plan_lease(Money(100), 0, DAY, annual_rate=Decimal(0)), "plan.count_out_of_range"),
        (lambda: plan_lease(Money(9), 3, DAY, annual_rate=Decimal(0), in_advance=3), "lease.advance_absurd"),
        (lambda: plan_lease(Money(9), 3, DAY, annual_rate=Decimal(0), residual=Money(9)), "lease.residual_absurd"),
        (lambda: plan_lease(Money(9), 3, DAY, annual_rate=Decimal(4)), "plan.rate_absurd"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_figures(deed: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        deed()  # type: ignore[operator]
    assert refused.value.code == code
    assert refused.value.facts


def test_two_currencies_never_meet() -> None:
    lates = [Late(1, DAY, Money(100), Money(1)), Late(2, DAY, Money(100, "USD"), Money(1, "USD"))]
    with pytest.raises(MixedCurrencies):
        _ = reckon_lateness(lates, PenaltyTerms(Decimal("0.1")), DAY + timedelta(days=9)).added
    with pytest.raises(Refused):
        plan_lease(Money(100), 3, DAY, annual_rate=Decimal(0), residual=Money(1, "USD"))


def test_the_first_day_counts_and_the_last_does_not() -> None:
    assert days_between(DAY, DAY) == 0
    assert days_between(date(2024, 2, 28), date(2024, 3, 1)) == 2  # a leap year's day is a day
    assert interest_between(Money.yuan(10_000), Decimal("0.036"), DAY, DAY + timedelta(days=1)) == Money.yuan(
        1
    )


@pytest.mark.parametrize(
    ("basis", "interest", "source"),
    [
        (DayCount.ACT_360, "101.39", "mortgagemovies.com/actual-360-day-interest-calculation: 1,000 at 10 %, a year"),
        (DayCount.ACT_365, "100.00", "the same page: the true 10 %"),
    ],
)  # fmt: skip
def test_a_year_of_days_agrees_with_a_published_example(basis: DayCount, interest: str, source: str) -> None:
    year = (date(2025, 1, 1), date(2026, 1, 1))
    assert interest_between(Money.yuan(1000), Decimal("0.1"), *year, basis) == Money.yuan(interest), source


def test_a_quoted_deposit_agrees_with_a_published_example() -> None:
    """3,000,000 for 90 days at 4 % by 360: prairiehillbooks.com/actual-360-day-interest-calculation gives the terms."""
    assert interest_for_days(Money.yuan(3_000_000), Decimal("0.04"), 90, DayCount.ACT_360) == Money.yuan(
        30_000
    )


def test_penalty_and_compound_interest_stand_line_by_line() -> None:
    """10,000 of principal and 500 of interest, 30 days at 12 % × 1.5 by 360: 150.00 and 7.50 by the formula of
    银发〔2003〕251号, no. 3."""
    late = Late(4, DAY, Money.yuan(10_000), Money.yuan(500))
    found = reckon_lateness([late], PenaltyTerms(Decimal("0.12")), DAY + timedelta(days=30))
    assert (found.lines[0].days, found.penalty, found.compound) == (30, Money.yuan(150), Money.yuan("7.50"))
    simple = PenaltyTerms(Decimal("0.12"), compounds=False)
    assert reckon_lateness([late], simple, DAY + timedelta(days=30)).added == Money.yuan(150)


@pytest.mark.parametrize(("after", "days"), [(0, 0), (3, 0), (4, 4)])
def test_within_grace_nothing_is_added_and_after_it_every_day_counts(after: int, days: int) -> None:
    late = Late(1, DAY, Money.yuan(1000), Money(0))
    found = reckon_lateness([late], PenaltyTerms(Decimal("0.12"), grace_days=3), DAY + timedelta(days=after))
    assert found.lines[0].days == days


@given(
    amounts,
    amounts,
    rates,
    st.sampled_from(["1.3", "1.4", "1.5"]),
    st.integers(0, 400),
    st.sampled_from(DayCount),
)
def test_lateness_never_falls_with_time_rate_or_the_shorter_year(
    principal: Money, interest: Money, rate: Decimal, times: str, days: int, basis: DayCount
) -> None:
    def added(after: int, year: DayCount = basis) -> Money:
        terms = PenaltyTerms(rate, Decimal(times), year)
        return reckon_lateness([Late(1, DAY, principal, interest)], terms, DAY + timedelta(days=after)).added

    assert Money(0) <= added(days) <= added(days + 1)
    assert added(days, DayCount.ACT_365) <= added(days, DayCount.ACT_360)


@pytest.mark.parametrize(
    ("price", "count", "advance", "rate", "residual", "rent", "source"),
    [
        ("750", 12, 3, "0.10", "0", "64.45", "HP 12C user's guide, section 14, example 1"),
        ("750", 12, 3, "0.15", "0", "65.43", "the same, example 2"),
        ("750", 12, 1, "0.15", "0", "66.86", "the same, example 3"),
        ("22000", 48, 4, "0.15", "6600", "487.29", "the same, with a residual of 30 %, example 1"),
    ],
)
def test_rents_agree_with_published_examples(
    price: str, count: int, advance: int, rate: str, residual: str, rent: str, source: str
) -> None:
    made = plan_lease(
        Money.yuan(price), count, DAY, annual_rate=Decimal(rate), residual=Money.yuan(residual), in_advance=advance
    )  # fmt: skip
    assert made.rent == Money.yuan(rent), source
    assert len(made.rents) == count - advance


@given(st.integers(100_00, 10**9), st.integers(2, 120), rates, st.integers(0, 3), st.integers(0, 50))
def test_a_lease_repays_its_price_to_the_fen(
    fen: int, count: int, rate: Decimal, advance: int, share: int
) -> None:
    residual = Money(fen * share // 100)
    made = plan_lease(
        Money(fen), count, DAY, annual_rate=rate, residual=residual, in_advance=min(advance, count - 1)
    )  # fmt: skip
    repaid = made.advance.fen + sum(rent.principal.fen for rent in made.rents)
    assert repaid + made.rents[-1].remaining.fen == fen
    assert made.rents[-1].remaining <= residual


@pytest.mark.parametrize(
    ("spending", "charges", "late", "above", "least"),
    [("5000", "0", "0", "0", "500"), ("5000", "80.50", "120", "300", "1000.50"), ("100", "50", "60", "0", "120"),
     ("10", "5", "40", "0", "15"), ("0", "0", "0", "0", "0")],
)  # fmt: skip
def test_the_minimum_is_a_tenth_of_the_spending_and_all_that_is_charged_or_late(
    spending: str, charges: str, late: str, above: str, least: str
) -> None:
    statement = Statement(*map(Money.yuan, (spending, charges, late, above)))
    assert minimum_payment(statement) == Money.yuan(least)


def test_paying_only_the_minimum_ends_and_says_what_it_costs() -> None:
    road = pay_only_minimum(Money.yuan(10_000), Decimal("0.0005"))
    assert 30 < road.statements < 120
    assert road.interest > Money.yuan(1000)
    assert pay_only_minimum(Money.yuan(10_000), Decimal("0.0004")).interest < road.interest


def test_interest_first_pays_the_principal_in_the_last_instalment() -> None:
    """100,000 at 6 % over a year, interest first: 500 a month and the principal with the last one, by the formula."""
    made = plan_equal_instalments(
        Money.yuan(100_000), 12, DAY + timedelta(days=30), today=DAY, annual_rate=Decimal("0.06"),
        method=Method.INTEREST_ONLY,
    )  # fmt: skip
    assert {line.due for line in made.instalments[:-1]} == {Money.yuan(500)}
    assert made.instalments[-1].due == Money.yuan(100_500)
    assert sum(line.principal.fen for line in made.instalments) == made.amount.fen
    with pytest.raises(Refused) as refused:
        plan_equal_instalments(
            Money.yuan(1000), 3, DAY + timedelta(days=30), today=DAY, method=Method.INTEREST_ONLY
        )
    assert refused.value.code == "plan.interest_first_without_interest"


@pytest.mark.parametrize(
    ("yuan", "rate", "monthly", "source"),
    [
        ("300000", "0.05", "1250", "joingerald.com/learn/debt--credit/figure-interest-only-payments"),
        ("100000", "0.06", "500", "primecalcpro.com/ru/learn/smart/interest-only-loan-calc"),
    ],
)
def test_interest_first_agrees_with_published_examples(
    yuan: str, rate: str, monthly: str, source: str
) -> None:
    made = plan_equal_instalments(
        Money.yuan(yuan), 12, DAY + timedelta(days=30), today=DAY, annual_rate=Decimal(rate),
        method=Method.INTEREST_ONLY,
    )  # fmt: skip
    assert {line.due for line in made.instalments[:-1]} == {Money.yuan(monthly)}, source


@pytest.mark.parametrize(
    ("yuan", "rate", "times", "basis", "days", "penalty", "source"),
    [
        # 0.05 % a day is 12 % a year, half as much again, in a year of 360 days: the result is printed
        (10_000, "0.12", "1.5", DayCount.ACT_360, 30, "150.00", "kksj.yq98.cn/article/132643.html"),
        # 4.9 % / 365 × 130 %, one day: "≈ 1.75" is printed
        (10_000, "0.049", "1.3", DayCount.ACT_365, 1, "1.75", "awbk.net/changshi/am5MBwWQ1y.html"),
        # 5 % × (1 + 50 %) / 360, 30 days: the source writes the terms out and not what they come to
        (200_000, "0.05", "1.5", DayCount.ACT_360, 30, "1250.00", "scwest.cn/post/41354.html"),
    ],
)
def test_penalty_interest_agrees_with_a_published_example(
    yuan: int, rate: str, times: str, basis: DayCount, days: int, penalty: str, source: str
) -> None:
    late = Late(1, DAY, Money.yuan(yuan), Money(0))
    terms = PenaltyTerms(Decimal(rate), Decimal(times), basis=basis)
    found = reckon_lateness([late], terms, DAY + timedelta(days=days))
    assert found.penalty == Money.yuan(penalty), source


def test_a_months_charge_on_a_card_agrees_with_a_published_example() -> None:
    """100 less 25 is 75, times 1.5 % a month is 1.125, so 76.13 is owed: literacynet.org/icans/chapter06/cost.html."""
    left = Money.yuan(100) - Money.yuan(25)
    charge = interest_for_days(left, Decimal("0.18"), 30, DayCount.ACT_360)
    assert (charge, left + charge) == (Money.yuan("1.13"), Money.yuan("76.13"))


def test_a_minimum_of_a_share_and_the_months_charge_agrees_with_a_published_example() -> None:
    """1,000 owed, 1 % of it and the month's finance charge of 10 at 12 % a year: 20. The terms are those of
    vectorimages.org/insurance/credit-card-minimum-payment-formula.shtml."""
    charge = interest_for_days(Money.yuan(1_000), Decimal("0.12"), 30, DayCount.ACT_360)
    assert charge == Money.yuan(10)
    statement = Statement(Money.yuan(1_000), charge, Money(0), Money(0))
    assert minimum_payment(statement, Decimal("0.01")) == Money.yuan(20)
