"""What histories say about a borrower, and what they can't say stays unknown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.risk_facts import (
    BorrowerFacts,
    InstalmentHistory,
    ProductHistory,
    Trend,
    facts_from_history,
)

AS_OF = date(2026, 3, 18)


@dataclass(frozen=True, slots=True)
class Paid:
    paid_on: date
    amount: Money


def loan(
    paid_months: tuple[int, ...], *, dpd: int, months: tuple[int, ...] = (10, 11, 12, 1, 2, 3)
) -> ProductHistory:
    """A loan of 12,000 with 1,000 due on the 10th of each month, paid on that day in ``paid_months``."""
    days = [date(2026 if month <= 3 else 2025, month, 10) for month in months]
    lines, left = [], 1_000 * len(paid_months)
    for day in days:
        part = min(1_000, left)
        left -= part
        lines.append(InstalmentHistory(day, Money.yuan(1_000), Money.yuan(part)))
    payments = tuple(Paid(day, Money.yuan(1_000)) for day in days if day.month in paid_months)
    overdue = Money.yuan(1_000 * (len(days) - len(paid_months)))
    return ProductHistory("loan", Money.yuan(12_000), Money.yuan(9_000), overdue, dpd, tuple(lines), payments)


def test_a_negative_count_is_refused_by_name() -> None:
    with pytest.raises(Refused) as refused:
        BorrowerFacts(promises_kept=-1)
    assert refused.value.facts == {"field": "promises_kept", "value": -1}


def test_a_ratio_with_a_fraction_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError):
        BorrowerFacts(pay_ratio=0.5)  # type: ignore[arg-type]


def test_no_products_say_nothing() -> None:
    assert facts_from_history([], AS_OF) == BorrowerFacts()


def test_a_product_without_instalments_leaves_its_past_unknown() -> None:
    facts = facts_from_history(
        [ProductHistory("card", Money.yuan(10_000), Money.yuan(9_500), Money.yuan(500), 12)], AS_OF
    )
    assert (facts.stage_now, facts.utilisation_now) == (1, 950)
    assert (facts.trend, facts.times_overdue_6m, facts.last_payment_ratio, facts.pay_ratio) == (None,) * 4
    assert facts.months_without_payment_6m is None


def test_a_limit_of_nothing_gives_no_ratio() -> None:
    facts = facts_from_history([ProductHistory("loan", Money(0), Money(0), Money(0), 0)], AS_OF)
    assert facts.utilisation_now is None


def test_a_borrower_who_always_paid_shows_it() -> None:
    facts = facts_from_history([loan((10, 11, 12, 1, 2, 3), dpd=0)], AS_OF)
    assert (facts.stage_now, facts.times_overdue_6m, facts.trend) == (0, 0, Trend.BETTER)
    assert (facts.last_payment_ratio, facts.months_without_payment_6m, facts.pay_ratio) == (1000, 0, 1000)
    assert facts.monthly_payment_ratio == 83
    assert facts.utilisation_now == 750


def test_two_missed_instalments_are_seen_as_they_came() -> None:
    """February and March unpaid: 36 days since 10 February, and 8 in the month before."""
    facts = facts_from_history([loan((10, 11, 12, 1), dpd=36)], AS_OF)
    assert (facts.stage_now, facts.times_overdue_6m, facts.trend) == (2, 2, Trend.WORSE)
    assert (facts.last_payment_ratio, facts.months_without_payment_6m, facts.pay_ratio) == (0, 2, 571)


def test_money_that_came_late_doesnt_rewrite_the_past() -> None:
    """All paid today, but January's and February's instalments came with March's."""
    on_time = loan((10, 11, 12, 1, 2, 3), dpd=0)
    march = date(2026, 3, 17)
    late = replace(
        on_time,
        payments=tuple(
            Paid(march if p.paid_on.year == 2026 else p.paid_on, p.amount) for p in on_time.payments
        ),
    )
    facts = facts_from_history([late], AS_OF)
    assert (facts.stage_now, facts.times_overdue_6m, facts.trend) == (0, 2, Trend.BETTER)
    assert (facts.last_payment_ratio, facts.months_without_payment_6m) == (1000, 2)


def test_months_before_the_loan_began_are_not_months_without_payment() -> None:
    facts = facts_from_history([loan((3,), dpd=0, months=(3,))], AS_OF)
    assert (facts.months_without_payment_6m, facts.last_payment_ratio, facts.times_overdue_6m) == (0, 1000, 0)


def test_the_worst_product_sets_the_stage_and_sums_set_the_ratios() -> None:
    card = ProductHistory(
        "card", Money.yuan(8_000), Money.yuan(9_000), Money.yuan(900), 91, balance_earlier=Money.yuan(7_000)
    )
    facts = facts_from_history([loan((10, 11, 12, 1, 2, 3), dpd=0), card], AS_OF)
    assert (facts.stage_now, facts.granted, facts.utilisation_now) == (4, Money.yuan(20_000), 900)
    assert facts.utilisation_trend is None
    assert facts_from_history([card], AS_OF).utilisation_trend == 250


@given(st.permutations([loan((10, 11), dpd=98), loan((10, 11, 12, 1, 2), dpd=8), loan((), dpd=159)]))
def test_the_order_of_products_changes_nothing(histories: list[ProductHistory]) -> None:
    assert facts_from_history(histories, AS_OF) == facts_from_history(histories[::-1], AS_OF)
