"""Plans to the fen, approved by another; payments alone decide what is kept or broken, and the hold ends with it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.today import ShowInbox
from collectdesk.desk.solutions.following import ShowFollowUps, StartDay
from collectdesk.desk.solutions.solving import (
    DecidePlan,
    MakePromise,
    OfferPlan,
    ShowSchedule,
    SignPlan,
    Terms,
)
from collectdesk.domain.customers.cases import CaseState, StepKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.cases import cases, solutions
from helpers.branches import ACCOUNTS, LI, PRACTICE_DATE, WANG, payment_row

if TYPE_CHECKING:
    from helpers.branches import Branch


def holds(branch: Branch) -> set[str]:
    return set(branch.ask(lambda v: cases.standing_holds(v, branch.case_id())))


def kinds(branch: Branch) -> set[StepKind]:
    return {step.kind for step in branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))}


def pay(branch: Branch, day: date, fen: int) -> None:
    branch.clock.at = branch.today_at(9).replace(year=day.year, month=day.month, day=day.day)
    branch.take(LedgerKind.PAYMENTS, [payment_row(f"HK{day}{fen}", ACCOUNTS[LI], day, fen)], day)


def payments_in(branch: Branch) -> None:
    """The payments of the day have come in; none of them is this customer's."""
    day = branch.today_at(9).date()
    branch.take(LedgerKind.PAYMENTS, [payment_row(f"ZZ{day}", ACCOUNTS[WANG], day, 1)], day)


def state(branch: Branch, arrangement_id: str) -> ArrangementState:
    return branch.ask(lambda v: solutions.arrangement(v, arrangement_id)).arrangement.state


def promise(branch: Branch, promise_id: str) -> tuple[PromiseState, int]:
    kept = next(p for p in branch.ask(solutions.promises) if p.id == promise_id)
    return kept.state, kept.paid.fen


@pytest.mark.parametrize("rate", [Decimal(0), Decimal("0.0435"), Decimal("0.18")])
def test_the_instalments_add_up_to_the_fen(branch: Branch, rate: Decimal) -> None:
    product = branch.products()[0]
    terms = Terms(product.id, Money(1_284_537), 7, date(2026, 4, 20), rate)
    schedule = branch.clerk(ShowSchedule(terms))
    assert sum(part.principal.fen for part in schedule.instalments) == 1_284_537
    assert schedule.instalments[-1].remaining.fen == 0
    kept = branch.ask(lambda v: solutions.arrangement(v, branch.offer(rate=rate, count=7)))
    assert sum(p.principal.fen for p in kept.arrangement.schedule.instalments) == product.overdue.fen


def test_a_plan_needs_a_reason_this_customers_product_and_no_other_plan(branch: Branch) -> None:
    def offer(product_id: str, reason: str = "收入下降") -> OfferPlan:
        return OfferPlan(branch.case_id(), Terms(product_id, Money(100_00), 3, date(2026, 4, 20)), reason)

    mine, other = branch.products()[0].id, branch.products(WANG)[0].id
    for deed, code in ((offer(mine, " "), "reason_missing"), (offer(other), "other_product")):
        with pytest.raises(Refused) as error:
            branch.clerk(deed)
        assert error.value.code == f"solution.{code}"
    first = branch.clerk(offer(mine))
    with pytest.raises(Refused) as error:
        branch.clerk(offer(mine))
    assert error.value.code == "solution.already_running"
    assert [plan.arrangement_id for plan in branch.supervisor(ShowInbox()).plans] == [first]


def test_nobody_approves_or_declines_their_own_plan(branch: Branch) -> None:
    product = branch.products()[0]
    own = branch.supervisor(
        OfferPlan(branch.case_id(), Terms(product.id, Money(100_00), 3, date(2026, 4, 20)), "收入下降")
    )
    for approve in (True, False):
        with pytest.raises(Refused) as error:
            branch.supervisor(DecidePlan(own, approve=approve, reason="x"))
        assert error.value.code in {"four_eyes.own_plan", "arrangement.same_person"}
    assert state(branch, own) is ArrangementState.SIGNED


def test_an_approved_plan_stops_collection_until_it_is_completed(branch: Branch) -> None:
    plan = branch.offer(count=2)
    assert holds(branch) == set()
    branch.agree(plan)
    assert (holds(branch), kinds(branch)) == ({"plan_active"}, {StepKind.FOLLOW_PLAN, StepKind.REVIEW})
    half = branch.products()[0].overdue.fen // 2 + 1
    pay(branch, date(2026, 4, 20), half)
    assert (state(branch, plan), holds(branch)) == (ArrangementState.ACTIVE, {"plan_active"})
    pay(branch, date(2026, 5, 20), half)
    assert (state(branch, plan), holds(branch)) == (ArrangementState.COMPLETED, set())
    assert StepKind.FOLLOW_PLAN not in kinds(branch)


def test_a_plan_that_isnt_paid_breaks_and_collection_goes_on(branch: Branch) -> None:
    plan = branch.offer(count=3)
    branch.agree(plan)
    branch.advance(days=60)
    branch.clerk(StartDay())
    assert state(branch, plan) is ArrangementState.ACTIVE  # what was paid meanwhile isn't known yet
    payments_in(branch)
    assert (state(branch, plan), holds(branch)) == (ArrangementState.BROKEN, set())
    assert StepKind.PLAN_BROKEN in kinds(branch)
    assert branch.clerk(ShowFollowUps()).plans[0].state is ArrangementState.BROKEN
    terms = Terms(branch.products()[0].id, Money(100_00), 3, branch.today_at(9, days=30).date())
    branch.clerk(OfferPlan(branch.case_id(), terms, "再次协商"))  # a new one may be agreed


def test_a_declined_plan_leaves_the_case_with_the_clerk(branch: Branch) -> None:
    plan = branch.offer()
    branch.supervisor(DecidePlan(plan, approve=False, reason="首期过低"))
    assert (state(branch, plan), holds(branch)) == (ArrangementState.CANCELLED, set())
    assert StepKind.SOLUTION in kinds(branch)
    with pytest.raises(Refused):
        branch.supervisor(DecidePlan(plan, approve=True))


@pytest.mark.parametrize(
    ("day", "fen", "found"),
    [
        (date(2026, 3, 25), 50_000, PromiseState.KEPT),
        (date(2026, 3, 20), 60_000, PromiseState.KEPT),
        (date(2026, 3, 25), 49_999, PromiseState.PARTLY_KEPT),
        (date(2026, 3, 26), 50_000, PromiseState.BROKEN),
    ],
)
def test_only_payments_in_time_keep_a_promise(
    branch: Branch, day: date, fen: int, found: PromiseState
) -> None:
    made = branch.promise(fen=50_000, due_on=date(2026, 3, 25))
    pay(branch, day, fen)
    branch.clock.at = branch.today_at(9).replace(month=3, day=26)
    branch.clerk(StartDay())
    assert promise(branch, made)[0] is found
    assert (StepKind.PROMISE_BROKEN in kinds(branch)) == (found is not PromiseState.KEPT)


def test_a_promise_isnt_broken_on_its_own_day_and_nothing_decides_it_but_payments(branch: Branch) -> None:
    made = branch.promise(due_on=PRACTICE_DATE + timedelta(days=1))
    branch.call()
    branch.advance(days=1)
    branch.clerk(StartDay())
    assert promise(branch, made) == (PromiseState.ACTIVE, 0)
    branch.advance(days=1)
    assert branch.clerk(StartDay()) == (0, 0)  # yesterday's payments aren't in: nobody can know
    payments_in(branch)
    assert branch.clerk(StartDay()) == (0, 0)  # the import has judged already
    assert promise(branch, made) == (PromiseState.BROKEN, 0)
    assert branch.clerk(ShowFollowUps()).promises[0].state is PromiseState.BROKEN


def test_a_new_promise_supersedes_the_running_one(branch: Branch) -> None:
    first = branch.promise()
    second = branch.promise(fen=70_000, due_on=date(2026, 3, 30))
    assert promise(branch, first)[0] is PromiseState.SUPERSEDED
    branch.advance(days=20)
    payments_in(branch)
    assert (promise(branch, first)[0], promise(branch, second)[0]) == (
        PromiseState.SUPERSEDED,
        PromiseState.BROKEN,
    )


@pytest.mark.parametrize(("fen", "days"), [(0, 3), (-1, 3), (100, -1)])
def test_an_impossible_promise_is_refused(branch: Branch, fen: int, days: int) -> None:
    with pytest.raises(Refused):
        branch.clerk(MakePromise(branch.case_id(), Money(fen), PRACTICE_DATE + timedelta(days=days)))
    assert branch.ask(solutions.promises) == []


def test_a_case_under_a_kept_plan_is_arranged(branch: Branch) -> None:
    branch.call()
    branch.assess()
    branch.agree(branch.offer())
    assert branch.clerk(OpenFile(branch.customer_id(LI))).state is CaseState.ARRANGED


def test_an_offer_that_is_signed_later_waits_for_the_supervisor_only_then(branch: Branch) -> None:
    plan = branch.offer(signed=False)
    assert branch.supervisor(ShowInbox()).plans == ()
    with pytest.raises(Refused):
        branch.agree(plan)
    waiting = branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))
    assert "solution.unsigned" in {step.why for step in waiting}
    branch.clerk(SignPlan(plan))
    assert [one.arrangement_id for one in branch.supervisor(ShowInbox()).plans] == [plan]
    left = branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))
    assert "solution.unsigned" not in {step.why for step in left}
    with pytest.raises(Refused):
        branch.clerk(SignPlan(plan))
    branch.agree(plan)


def test_a_running_plan_is_replaced_only_once_the_new_one_is_approved(branch: Branch) -> None:
    old = branch.offer(count=3)
    branch.agree(old)
    terms = Terms(branch.products()[0].id, Money(600_000), 6, date(2026, 4, 25))
    with pytest.raises(Refused):
        branch.clerk(OfferPlan(branch.case_id(), terms, "收入又降"))
    new = branch.clerk(OfferPlan(branch.case_id(), terms, "收入又降", replaces=True))
    assert state(branch, old) is ArrangementState.ACTIVE  # the old one counts until somebody approves
    branch.agree(new)
    assert (state(branch, old), state(branch, new)) == (ArrangementState.REPLACED, ArrangementState.ACTIVE)
    assert holds(branch) == {"plan_active"}
    steps = branch.ask(lambda v: cases.steps(v, case_id=branch.case_id()))
    assert [step for step in steps if step.subject_id == old] == []
