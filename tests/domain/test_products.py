"""Days past due and buckets: the arithmetic every screen and rule stands on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.customers.products import (
    Bucket,
    bucket_of,
    days_past_due,
    days_without_pauses,
    is_unpaid,
    oldest_unpaid,
)
from collectdesk.domain.money import ZERO, Money

PRINCIPAL, INTEREST, FEE = Money(100), Money(20), Money(3)


@dataclass(frozen=True)
class Due:
    due_on: date
    paid: Money = ZERO
    principal: Money = PRINCIPAL
    interest: Money = INTEREST
    fee: Money = FEE


DAY = date(2026, 3, 17)


def test_days_count_from_the_day_after_the_due_date() -> None:
    assert [days_past_due(DAY, DAY - timedelta(days=n)) for n in (-5, 0, 1, 30)] == [0, 0, 1, 30]
    assert days_past_due(DAY, None) == 0


@pytest.mark.parametrize(
    ("dpd", "bucket"),
    [
        (0, "M0"),
        (1, "M1"),
        (30, "M1"),
        (31, "M2"),
        (60, "M2"),
        (90, "M3"),
        (91, "M4"),
        (150, "M5"),
        (180, "M6"),
        (181, "M7+"),
        (9999, "M7+"),
    ],
)
def test_buckets_change_on_the_days_the_branch_counts_by(dpd: int, bucket: str) -> None:
    assert bucket_of(dpd).value == bucket


def test_days_below_zero_have_no_bucket() -> None:
    with pytest.raises(ValueError, match="zero"):
        bucket_of(-1)


@given(st.integers(0, 5000))
def test_every_day_lies_within_its_buckets_bounds(dpd: int) -> None:
    bucket = bucket_of(dpd)
    assert bucket.first_day <= dpd
    assert bucket.last_day is None or dpd <= bucket.last_day
    assert (bucket is Bucket.M0) == (dpd == 0)


def test_one_fen_short_is_unpaid() -> None:
    assert is_unpaid(Due(DAY, paid=Money(122)))
    assert not is_unpaid(Due(DAY, paid=Money(123)))


def test_the_oldest_unpaid_date_passes_over_what_is_paid_in_any_order() -> None:
    dues = [Due(DAY + timedelta(days=30 * n)) for n in (3, 1, 2)]
    assert oldest_unpaid(dues) == DAY + timedelta(days=30)
    assert oldest_unpaid([dues[0], replace(dues[1], paid=Money(123)), dues[2]]) == DAY + timedelta(days=60)
    assert oldest_unpaid([replace(due, paid=Money(123)) for due in dues]) is None
    assert oldest_unpaid([]) is None


def test_days_on_which_collection_was_paused_are_netted_once_and_only_while_overdue() -> None:
    as_of = date(2026, 3, 18)  # overdue since 8 March: ten days, 9 to 18 March
    assert days_without_pauses(10, as_of, []) == 10
    assert days_without_pauses(10, as_of, [(date(2026, 3, 17), None)]) == 8
    assert days_without_pauses(10, as_of, [(date(2026, 3, 1), date(2026, 3, 10))]) == 8
    overlapping = [(date(2026, 3, 12), date(2026, 3, 14)), (date(2026, 3, 13), date(2026, 3, 15))]
    assert days_without_pauses(10, as_of, overlapping) == 6
    assert days_without_pauses(0, as_of, [(date(2026, 1, 1), None)]) == 0


@given(
    st.integers(0, 400), st.lists(st.tuples(st.integers(-500, 500), st.integers(-5, 60) | st.none()), max_size=6)
)  # fmt: skip
def test_netted_days_never_leave_the_days_overdue(dpd: int, pauses: list[tuple[int, int | None]]) -> None:
    as_of = date(2026, 3, 18)
    told = [
        (as_of + timedelta(first), None if length is None else as_of + timedelta(first + length))
        for first, length in pauses
    ]
    assert 0 <= days_without_pauses(dpd, as_of, told) <= dpd
