"""Where a payment goes: not a fen is lost, the oldest is served first, a reversal takes back what came last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.allocation import allocate
from collectdesk.domain.money import Money

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


def test_a_reversal_takes_back_what_was_paid_last() -> None:
    found = allocate([part(1, 100, 0), part(2, 100, 0)], [paid(1, 150), paid(2, -60)])
    assert [(s.seq, s.principal.fen) for s in found["HK002"].shares] == [(2, -50), (1, -10)]
