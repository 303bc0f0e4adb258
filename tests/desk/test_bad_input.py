"""Amounts and terms that can't be are refused with their figures, and nothing is left behind in halves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.solutions.comparing_ways import CompareWays
from collectdesk.desk.solutions.designating import SharePayment
from collectdesk.desk.solutions.noting import ListNoted, NoteAmount, NotedKind
from collectdesk.desk.solutions.solving import MakePromise, OfferPlan, ShowSchedule, Terms
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementKind
from collectdesk.store.cases import solutions
from helpers.branches import ACCOUNTS, LI, OUYANG, PRACTICE_DATE, WANG, payment_row

if TYPE_CHECKING:
    from helpers.branches import Branch

FIRST = date(2026, 4, 20)
THOUSAND = Money.yuan(1_000)


@pytest.mark.parametrize(
    ("said", "code", "figure"),
    [
        ({"amount": Money(0)}, "plan.amount_not_positive", Money(0)),
        ({"amount": Money(-1)}, "plan.amount_not_positive", Money(-1)),
        ({"amount": Money.yuan(10**9)}, "arrangement.above_owed", Money.yuan(10**9)),
        ({"amount": Money(1_000_00, "USD")}, "arrangement.mixed_currencies", Money(1_000_00, "USD")),
        ({"count": 0}, "plan.count_out_of_range", 0),
        ({"count": 61}, "plan.count_out_of_range", 61),
        ({"first_due_on": PRACTICE_DATE}, "plan.first_due_not_after_today", PRACTICE_DATE),
        (
            {"first_due_on": date(2023, 5, 5)},
            "plan.first_due_not_after_today",
            date(2023, 5, 5),
        ),  # before the contract
        ({"annual_rate": Decimal(12)}, "plan.rate_absurd", Decimal(12)),
        ({"monthly": Money.yuan(10), "annual_rate": Decimal("0.18")}, "plan.never_repays", Money.yuan(10)),
        ({"monthly": Money.yuan(10)}, "plan.takes_too_long", Money.yuan(10)),
        ({"monthly": Money(1_00, "USD")}, "plan.mixed_currencies", Money(1_00, "USD")),
        ({"residual": Money.yuan(1)}, "lease.none", None),
        ({"kind": ArrangementKind.EXTENSION, "amount": Money(0)}, "plan.amount_not_positive", Money(0)),
    ],
)
def test_an_offer_that_cannot_be_is_refused_with_its_figures_and_leaves_nothing(
    branch: Branch, said: dict[str, Any], code: str, figure: object
) -> None:
    given = {"amount": THOUSAND, "count": 6, "first_due_on": FIRST, **said}
    with pytest.raises(Refused) as refused:
        branch.clerk(OfferPlan(branch.case_id(), Terms(branch.products()[0].id, **given), "收入下降"))
    assert refused.value.code == code
    assert figure is None or figure in refused.value.facts.values()
    assert branch.ask(solutions.arrangements) == []


def test_what_the_customer_can_pay_makes_the_plan_and_its_length_is_what_the_rules_ask_of(
    branch: Branch,
) -> None:
    product = branch.products()[0]
    terms = Terms(product.id, THOUSAND, 1, FIRST, monthly=Money.yuan(300))
    schedule = branch.clerk(ShowSchedule(terms))
    assert [line.due for line in schedule.instalments] == [Money.yuan(x) for x in (300, 300, 300, 100)]
    branch.clerk(OfferPlan(branch.case_id(), terms, "每月能还三百"))
    kept = branch.ask(solutions.arrangements)[0].arrangement.schedule
    assert kept.instalments == schedule.instalments  # what was shown is what is kept


def test_a_card_says_what_paying_only_the_minimum_leads_to(branch: Branch) -> None:
    card = branch.products(WANG)[0]
    ways = CompareWays(branch.case_id(WANG), card.id, FIRST, contract_rate=Decimal("0.1825"))
    least = branch.clerk(ways).least
    assert least is not None
    assert least.road is not None
    assert card.overdue < least.minimum < card.balance
    assert least.road.statements > 12
    loan = CompareWays(branch.case_id(), branch.products()[0].id, FIRST)
    assert branch.clerk(loan).least is None
    with pytest.raises(Refused, match=r"lease\.none"):  # said, not passed over
        branch.clerk(replace(loan, residual=Money.yuan(1)))


@pytest.mark.parametrize(
    ("fen", "day", "code"),
    [
        (0, 0, "amount.nought"),
        (-5, 0, "amount.nought"),
        (100, 1, "amount.in_future"),
        (100, -2000, "amount.before_contract"),
        (99_999_999_999, 0, "amount.above_debt"),
    ],
)
def test_a_told_payment_that_cannot_be_is_refused(branch: Branch, fen: int, day: int, code: str) -> None:
    said = (branch.customer_id(LI), branch.products()[0].id, NotedKind.PAID, Money(fen))
    with pytest.raises(Refused) as refused:
        branch.clerk(NoteAmount(*said, PRACTICE_DATE + timedelta(days=day), "slip"))
    assert refused.value.code == code
    assert branch.clerk(ListNoted()) == ()


@pytest.mark.parametrize("kind", [NotedKind.OVERDUE, NotedKind.BALANCE])
def test_a_debt_many_times_what_the_account_ever_was_is_refused_with_both_figures(
    branch: Branch, kind: NotedKind
) -> None:
    said = (branch.customer_id(LI), branch.products()[0].id, kind)
    with pytest.raises(Refused, match=r"amount\.absurd") as refused:
        branch.clerk(NoteAmount(*said, Money.yuan("999,999,999"), PRACTICE_DATE, "slip"))
    assert refused.value.facts["known"] == Money.yuan(200_000)
    branch.clerk(NoteAmount(*said, Money.yuan("20,000"), PRACTICE_DATE, "slip"))


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (Money(0), "designation.no_amount"),
        (Money(-100), "designation.no_amount"),
        (Money(10**9), "designation.above_owed"),  # larger than the debt
        (Money(100, "USD"), "designation.mixed_currencies"),
    ],
)
def test_a_payment_that_cannot_be_shared_is_refused_whole(branch: Branch, amount: Money, code: str) -> None:
    with pytest.raises(Refused) as refused:
        branch.clerk(SharePayment(branch.customer_id(OUYANG), amount, PRACTICE_DATE, "slip"))
    assert refused.value.code == code
    assert branch.clerk(ListNoted()) == ()


def test_a_payment_of_a_day_before_the_contract_is_shared_among_nothing(branch: Branch) -> None:
    with pytest.raises(Refused) as refused:
        branch.clerk(SharePayment(branch.customer_id(OUYANG), Money(100_00), date(2023, 5, 5), "slip"))
    assert refused.value.code == "amount.before_contract"
    assert refused.value.facts["opened_on"] == date(2023, 5, 6)
    assert branch.clerk(ListNoted()) == ()


def test_a_payment_larger_than_the_instalments_shows_what_is_over_and_loses_no_fen(branch: Branch) -> None:
    from collectdesk.desk.customers.files import OpenFile

    branch.take(LedgerKind.PAYMENTS, [payment_row("HK-BIG", ACCOUNTS[LI], PRACTICE_DATE, 99_999_99)])
    view = branch.clerk(OpenFile(branch.customer_id(LI))).products[0]
    went = view.allocation["HK-BIG"]
    assert went.rest.fen > 0
    assert sum(share.amount.fen for share in went.shares) + went.rest.fen == 99_999_99


@pytest.mark.parametrize(
    ("fen", "days", "code"),
    [
        (0, 3, "promise.amount_not_positive"),
        (-1, 3, "promise.amount_not_positive"),
        (100, -1, "promise.due_before_made"),
        (99_999_999_900, 3, "promise.amount_above_debt"),
    ],
)
def test_a_promise_that_cannot_be_is_refused(branch: Branch, fen: int, days: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        branch.clerk(MakePromise(branch.case_id(), Money(fen), PRACTICE_DATE + timedelta(days=days)))
    assert refused.value.code == code
