"""When a backup is due, which stay and when the branch is late: nobody loses the only one they had."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.vault.backups import Retention, Rhythm, choose_kept, is_due, standing

MONDAY = date(2026, 3, 16)
DAYS = st.lists(st.dates(date(2024, 1, 1), date(2027, 12, 31)), min_size=1, max_size=120).map(sorted)
KEEP = st.builds(Retention, st.integers(0, 10), st.integers(0, 10), st.integers(0, 14))


@pytest.mark.parametrize(
    ("rhythm", "last", "today", "due"),
    [
        (Rhythm.DAILY, None, MONDAY, True),
        (Rhythm.DAILY, MONDAY, MONDAY, False),
        (Rhythm.DAILY, MONDAY, MONDAY + timedelta(1), True),
        (Rhythm.WEEKLY, MONDAY, MONDAY + timedelta(6), False),
        (Rhythm.WEEKLY, MONDAY + timedelta(6), MONDAY + timedelta(7), True),
        (Rhythm.WEEKLY, date(2025, 12, 31), date(2026, 1, 2), False),  # one ISO week over the new year
        (Rhythm.MONTHLY, date(2026, 1, 1), date(2026, 1, 31), False),
        (Rhythm.MONTHLY, date(2025, 12, 31), date(2026, 1, 1), True),
        (Rhythm.DAILY, MONDAY + timedelta(3), MONDAY, False),  # the clock ran backwards
    ],
)
def test_a_backup_is_due_once_in_each_day_week_or_month(
    rhythm: Rhythm, last: date | None, today: date, due: bool
) -> None:
    assert is_due(rhythm, last, today) is due


@given(DAYS, KEEP)
def test_the_newest_backup_always_stays_and_no_more_than_was_asked(days: list[date], keep: Retention) -> None:
    made = list(enumerate(days))
    kept = choose_kept(made, keep)
    assert made[-1][0] in kept
    assert len(kept) <= max(1, keep.daily + keep.weekly + keep.monthly + 1)
    assert kept <= {key for key, _day in made}


@given(DAYS, KEEP, st.integers(1, 60))
def test_a_backup_that_goes_never_comes_back(days: list[date], keep: Retention, later: int) -> None:
    """Else one that was let go and removed would be missed by the plan of the next day."""
    made = list(enumerate(days))
    kept = choose_kept(made, keep)
    grown = [*made, (len(made), days[-1] + timedelta(days=later))]
    assert choose_kept(grown, keep) - {len(made)} <= kept


@given(DAYS, KEEP)
def test_leaving_the_others_out_changes_nothing(days: list[date], keep: Retention) -> None:
    made = list(enumerate(days))
    kept = choose_kept(made, keep)
    assert choose_kept([each for each in made if each[0] in kept], keep) == kept


def test_each_of_the_last_days_weeks_and_months_keeps_its_newest() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(90)]
    kept = choose_kept([(day, day) for day in days], Retention(3, 2, 3))
    assert sorted(kept) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 29),  # the Sunday that ends the week before
        date(2026, 3, 30),
        date(2026, 3, 31),
    ]


def test_nobody_has_a_backup_means_late_at_once() -> None:
    assert standing(None, [], MONDAY).is_late
    assert standing(None, [Rhythm.MONTHLY], MONDAY).is_late


@pytest.mark.parametrize(
    ("rhythms", "age", "late"),
    [
        ((), 7, False),
        ((), 8, True),
        ((Rhythm.DAILY,), 3, False),
        ((Rhythm.DAILY,), 4, True),
        ((Rhythm.MONTHLY,), 35, False),
        ((Rhythm.MONTHLY, Rhythm.WEEKLY), 10, True),
    ],
)
def test_the_strictest_rhythm_says_when_a_branch_is_late(
    rhythms: tuple[Rhythm, ...], age: int, late: bool
) -> None:
    assert standing(MONDAY - timedelta(days=age), rhythms, MONDAY).is_late is late
