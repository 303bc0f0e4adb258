"""Where a payment goes: not a fen is lost, the oldest is served first, a reversal takes back what came last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.allocation import Order, allocate
from collectdesk.domain.solutions.designation import OpenDebt, share_out
from collectdesk.domain.solutions.interest import DayCount, interest_between

START = date(2026, 1, 10)


@dataclass(frozen=True, slots=True)
class Part:
    seq: int
    due_on: date
    principal: Money
    interest: Money
    fee: Money


@dataclass(frozen=True, slots=True)
class Paid:
    reference: str
    paid_on: date
    amount: Money


def part(seq: int, principal: int, interest: int, fee: int = 0) -> Part:
    return Part(seq, START + timedelta(days=30 * seq), Money(principal), Money(interest), Money(fee))


def paid(number: int, fen: int) -> Paid:
    return Paid(f"HK{number:03d}", START + timedelta(days=number), Money(fen))


PARTS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 300), st.integers(0, 50)), max_size=6).map(
    lambda rows: [part(at, *row) for at, row in enumerate(rows)]
)
PAYMENTS = st.lists(st.integers(-400, 900), max_size=8).map(
    lambda amounts: [paid(at, fen) for at, fen in enumerate(amounts)]
)


@given(PARTS, PAYMENTS)
def test_not_a_fen_is_lost_or_made_and_no_instalment_is_paid_twice(
    parts: list[Part], payments: list[Paid]
) -> None:
    found = allocate(parts, payments)
    for payment in payments:
        went = found[payment.reference]
        assert sum(share.amount.fen for share in went.shares) + went.rest.fen == payment.amount.fen
    for each in parts:
        shares = [share for went in found.values() for share in went.shares if share.seq == each.seq]
        for name in ("fee", "interest", "principal"):
            total = sum(getattr(share, name).fen for share in shares)
            assert 0 <= total <= getattr(each, name).fen


def test_the_oldest_instalment_is_served_first_and_in_it_costs_then_interest_then_principal() -> None:
    found = allocate([part(1, 100, 50, 10), part(2, 100, 40)], [paid(1, 40), paid(2, 200)])
    first, second = found["HK001"].shares[0], found["HK002"].shares
    assert (first.seq, first.fee.fen, first.interest.fen, first.principal.fen) == (1, 10, 30, 0)
    assert [(s.seq, s.interest.fen, s.principal.fen) for s in second] == [(1, 20, 100), (2, 40, 40)]
    assert found["HK002"].rest.fen == 0


def test_interest_before_principal_agrees_with_a_published_example() -> None:
    """8,000 at 4 % from 22 March; on 30 August 5,000 are paid: 141.15 of interest first, 3,141.15 is left.

    homeworksource.com/p/1106313 prints both (the United States rule, which serves interest first as art. 561 does; its
    sum at maturity goes on with 3,141.5 by a slip and isn't held here).
    """
    began, paid_on = date(2026, 3, 22), date(2026, 8, 30)
    interest = interest_between(Money.yuan(8_000), Decimal("0.04"), began, paid_on, DayCount.ACT_365)
    owed = Part(1, began, Money.yuan(8_000), interest, Money(0))
    (share,) = allocate([owed], [Paid("HK1", paid_on, Money.yuan(5_000))])["HK1"].shares
    assert ((paid_on - began).days, interest) == (161, Money.yuan("141.15"))
    assert (share.interest, share.principal) == (Money.yuan("141.15"), Money.yuan("4858.85"))
    assert owed.principal - share.principal == Money.yuan("3141.15")


def test_a_reversal_takes_back_what_was_paid_last() -> None:
    found = allocate([part(1, 100, 0), part(2, 100, 0)], [paid(1, 150), paid(2, -60)])
    assert [(s.seq, s.principal.fen) for s in found["HK002"].shares] == [(2, -50), (1, -10)]


@given(PARTS, PAYMENTS, st.permutations(range(8)), st.sampled_from(Order))
def test_a_payment_told_late_is_counted_where_it_belongs(
    parts: list[Part], payments: list[Paid], told: list[int], order: Order
) -> None:
    """Replay: whatever order payments become known in, the end is the history entered in order."""
    in_order = allocate(parts, payments, order)
    known: list[Paid] = []
    for at in told:
        known += payments[at : at + 1]
        so_far = allocate(parts, known, order)
    if payments:
        assert so_far == in_order


@pytest.mark.parametrize(("days", "first"), [(90, "interest"), (91, "principal")])
def test_a_card_late_by_more_than_ninety_days_has_its_principal_served_first(days: int, first: str) -> None:
    parts = [part(0, 300, 100, 20), part(1, 300, 100)]
    payment = Paid("HK1", START + timedelta(days=days), Money(410))
    went = allocate(parts, [payment], Order.CARD)["HK1"].shares
    principal = sum(share.principal.fen for share in went)
    assert principal == (290 if first == "interest" else 410)
    assert sum(share.principal.fen for share in allocate(parts, [payment])["HK1"].shares) == 290


def test_a_card_paid_up_in_between_counts_its_days_anew() -> None:
    parts = [part(0, 300, 100), part(4, 300, 100)]
    cleared = Paid("HK1", START + timedelta(days=100), Money(400))
    later = Paid("HK2", START + timedelta(days=150), Money(150))
    went = allocate(parts, [later, cleared], Order.CARD)["HK2"].shares
    assert [(share.seq, share.interest.fen, share.principal.fen) for share in went] == [(4, 100, 50)]


def test_nothing_is_allocated_in_halves_when_currencies_meet() -> None:
    dollars = Paid("HK2", START, Money(5, "USD"))
    with pytest.raises(Refused) as refused:
        allocate([part(0, 300, 100)], [paid(1, 100), dollars])
    assert refused.value.code == "allocation.mixed_currencies"


# ---- several debts

DEBTS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(-3, 3), st.integers(0, 3), st.integers(0, 2)), max_size=5
).map(
    lambda rows: [
        OpenDebt(f"D{at}", Money(owed), START + timedelta(days=due), Decimal(burden), Money(security))
        for at, (owed, due, burden, security) in enumerate(rows)
    ]
)


@given(DEBTS, st.integers(1, 3_000), st.data())
def test_every_fen_goes_to_a_debt_that_owes_it_or_is_left_over(
    debts: list[OpenDebt], fen: int, data: st.DataObject
) -> None:
    named = data.draw(st.lists(st.sampled_from([debt.id for debt in debts]), max_size=2)) if debts else []
    found = share_out(Money(fen), debts, START, named)
    given_to: dict[str, int] = {}
    for debt, amount in found.shares:
        given_to[debt] = given_to.get(debt, 0) + amount.fen
    assert sum(given_to.values()) + found.rest.fen == fen
    assert all(given_to.get(debt.id, 0) <= debt.owed.fen for debt in debts)
    assert found.rest.fen == max(0, fen - sum(debt.owed.fen for debt in debts))
    if named:  # what the debtor named is full before anything else gets a fen
        first = next(debt for debt in debts if debt.id == named[0])
        assert given_to.get(first.id, 0) == min(fen, first.owed.fen)


def test_unless_named_the_due_the_unsecured_the_heavier_and_the_older_come_first() -> None:
    later, day = START + timedelta(days=9), START - timedelta(days=1)
    debts = [
        OpenDebt("later", Money(100), later, Decimal(9)),
        OpenDebt("secured", Money(100), day, Decimal(9), Money(50)),
        OpenDebt("light", Money(100), day, Decimal(1)),
        OpenDebt("old", Money(100), START - timedelta(days=8), Decimal(5)),
        OpenDebt("heavy", Money(100), day, Decimal(5)),
        OpenDebt("twin", Money(50), day, Decimal(5)),
    ]
    found = share_out(Money(551), debts, START)
    assert [debt for debt, _ in found.shares] == ["old", "heavy", "twin", "light", "secured", "later"]
    assert (found.rest, share_out(Money(130), debts, START).shares[1:]) == (
        Money(1), (("heavy", Money(20)), ("twin", Money(10))),
    )  # fmt: skip
    assert share_out(Money(10), debts, START, ["later"]).shares == (("later", Money(10)),)


@pytest.mark.parametrize(
    ("amount", "named", "code"),
    [(Money(0), [], "no_amount"), (Money(-5), [], "no_amount"), (Money(5), ["X"], "unknown_debt"),
     (Money(5, "USD"), [], "mixed_currencies")],
)  # fmt: skip
def test_a_payment_that_cannot_be_shared_out_is_refused(amount: Money, named: list[str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        share_out(amount, [OpenDebt("A", Money(5), START)], START, named)
    assert refused.value.code == f"designation.{code}"
