"""Three plans from what the household has: from figures that count, on the day the customer usually pays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.customers.finances import FINANCE_SOURCES, FinanceKind, NoteFinance, StrikeFinance
from collectdesk.desk.solutions.offering import Suggestion, SuggestOffers, capacity_table
from collectdesk.desk.solutions.solving import OfferPlan, Terms
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.offers import OfferKind
from helpers.branches import ACCOUNTS, LI, WANG, payment_row

if TYPE_CHECKING:
    from helpers.branches import Branch

DAY = date(2026, 3, 18)


def earns(branch: Branch, fen: int, source: str = "document") -> str:
    return branch.clerk(NoteFinance(branch.customer_id(LI), FinanceKind.WAGES, Money(fen), source, DAY))


def suggested(branch: Branch, **asked: Any) -> Suggestion:
    facts = {"product_id": branch.products()[0].id, **asked}
    return branch.clerk(SuggestOffers(branch.case_id(), **facts))


def test_another_customers_product_is_refused(branch: Branch) -> None:
    with pytest.raises(Refused) as refused:
        suggested(branch, product_id=branch.products(WANG)[0].id)
    assert refused.value.code == "solution.other_product"


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"persons": 0}, "capacity.persons_impossible"), ({"pay_day": 32}, "plan.due_day_impossible")],
)
def test_a_household_or_a_day_that_cannot_be_is_refused(
    branch: Branch, asked: dict[str, Any], code: str
) -> None:
    earns(branch, 5_000_00)
    with pytest.raises(Refused) as refused:
        suggested(branch, **asked)
    assert refused.value.code == code


def test_nothing_is_suggested_before_an_income_is_known(branch: Branch) -> None:
    found = suggested(branch)
    assert found.able is None
    assert found.offers == ()


def test_a_struck_income_counts_no_more(branch: Branch) -> None:
    noted = earns(branch, 5_000_00)
    assert suggested(branch).able is not None
    branch.clerk(StrikeFinance(branch.customer_id(LI), noted, "was another customer's"))
    assert suggested(branch).able is None


def test_a_told_income_makes_three_plans_on_what_is_overdue_and_one_can_be_offered(branch: Branch) -> None:
    earns(branch, 2_000_00, "customer")
    found = suggested(branch, amount=Money(9_000_00))
    assert found.able is not None
    assert found.able.low < found.able.likely
    assert [each.kind for each in found.offers] == list(OfferKind)
    chosen = found.offers[0]
    terms = Terms(branch.products()[0].id, found.amount, chosen.count, found.first_due_on)
    assert branch.clerk(OfferPlan(branch.case_id(), terms, "wages come on that day"))


def test_without_an_amount_it_is_what_is_overdue(branch: Branch) -> None:
    earns(branch, 90_000_00)
    assert suggested(branch).amount == branch.products()[0].overdue


def test_the_first_day_follows_the_customers_habit_or_what_is_asked_for(branch: Branch) -> None:
    earns(branch, 5_000_00)
    assert not suggested(branch).is_habit
    paid = [date(2026, 1, 25), date(2026, 2, 25)]
    rows = [payment_row(f"HB{day}", ACCOUNTS[LI], day, 100) for day in paid]
    branch.take(LedgerKind.PAYMENTS, rows, DAY)
    found = suggested(branch)
    assert (found.pay_day, found.is_habit, found.first_due_on) == (25, True, date(2026, 3, 25))
    asked = suggested(branch, pay_day=5)
    assert (asked.pay_day, asked.is_habit, asked.first_due_on) == (5, False, date(2026, 4, 5))


def test_every_source_of_a_figure_says_how_far_it_may_be_out() -> None:
    assert set(capacity_table().swing) == set(FINANCE_SOURCES)
