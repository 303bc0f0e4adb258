"""The figures: shares with both numbers, periods, and what becomes of a bucket."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.contact.contacts import Reached
from collectdesk.domain.customers.products import Bucket
from collectdesk.domain.results.effect import (
    Period,
    Share,
    Span,
    kept_rate,
    period_of,
    right_party_rate,
    roll_from,
)
from collectdesk.domain.solutions.promises import PromiseState


@pytest.mark.parametrize(("part", "of"), [(-1, 3), (4, 3), (1, 0)])
def test_a_part_that_is_more_than_the_whole_is_refused(part: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        Share(part, of)


def test_nothing_of_nothing_is_no_percentage() -> None:
    assert Share(0, 0).permille is None
    assert Share(0, 0).is_small


@pytest.mark.parametrize(
    ("part", "of", "permille"), [(1, 3, 333), (2, 3, 667), (1, 8, 125), (1, 16, 63), (5, 5, 1000)]
)
def test_shares_round_half_up_to_a_tenth_of_a_percent(part: int, of: int, permille: int) -> None:
    assert Share(part, of).permille == permille


@given(st.integers(1, 10**9), st.data())
def test_a_share_lies_between_none_and_all_and_its_complement_completes_it(
    of: int, data: st.DataObject
) -> None:
    part = data.draw(st.integers(0, of))
    share, rest = Share(part, of).permille, Share(of - part, of).permille
    assert share is not None
    assert rest is not None
    assert 0 <= share <= 1000
    assert share + rest in (1000, 1001)  # both halves of a tie round up


def test_twenty_cases_are_enough_to_lean_on_and_nineteen_are_not() -> None:
    assert Share(10, 19).is_small
    assert not Share(10, 20).is_small


def test_only_what_payments_judged_counts_and_a_part_paid_keeps_no_promise() -> None:
    states = {
        PromiseState.KEPT: 3,
        PromiseState.PARTLY_KEPT: 2,
        PromiseState.BROKEN: 5,
        PromiseState.ACTIVE: 40,
        PromiseState.CANCELLED: 7,
    }
    assert kept_rate(states) == Share(3, 10)


def test_a_guarantor_is_a_right_party_and_a_relative_is_not() -> None:
    reached = {Reached.DEBTOR: 4, Reached.GUARANTOR: 1, Reached.FAMILY: 3, Reached.NOBODY: 12}
    assert right_party_rate(reached) == Share(5, 20)


def test_month_to_date_begins_on_the_first_and_ends_on_the_day() -> None:
    month = period_of(Span.MONTH, date(2026, 3, 18))
    assert month == Period(date(2026, 3, 1), date(2026, 3, 18))
    assert month.holds(date(2026, 3, 1))
    assert not month.holds(date(2026, 2, 28))
    assert not month.holds(date(2026, 3, 19))
    assert period_of(Span.ALL, date(2026, 3, 18)).holds(date(1999, 1, 1))


def test_what_left_the_list_is_neither_better_nor_worse() -> None:
    cells: dict[tuple[Bucket | None, Bucket | None], int] = {
        (Bucket.M2, Bucket.M3): 4,
        (Bucket.M2, Bucket.M7): 1,
        (Bucket.M2, Bucket.M2): 10,
        (Bucket.M2, Bucket.M0): 2,
        (Bucket.M2, None): 3,
        (None, Bucket.M2): 9,
        (Bucket.M1, Bucket.M2): 6,
    }
    rolled = roll_from(Bucket.M2, cells)
    assert (rolled.worse, rolled.same, rolled.better, rolled.off_list) == (5, 10, 2, 3)
    assert rolled.forward == Share(5, 20)
