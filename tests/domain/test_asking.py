"""What a request for a visit says: times that suit, sense, and its last day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.asking import ANY_TIME, Asked, Suits, has_expired, require_sense

WEDNESDAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("suits", "code"),
    [
        (Suits(frozenset({0})), "request.weekday_unknown"),
        (Suits(frozenset({8})), "request.weekday_unknown"),
        (Suits(first=600, until=600), "request.hours_impossible"),
        (Suits(first=1000, until=600), "request.hours_impossible"),
        (Suits(until=1441), "request.hours_impossible"),
    ],
)
def test_times_that_nobody_could_keep_are_refused(suits: Suits, code: str) -> None:
    with pytest.raises(Refused) as refused:
        require_sense(Asked(suits=suits))
    assert refused.value.code == code


def test_a_visit_suits_only_as_a_whole_and_only_on_its_days() -> None:
    suits = Suits(frozenset({3, 5}), 9 * 60, 12 * 60)
    assert suits.allows(WEDNESDAY, 9 * 60, 12 * 60)
    assert not suits.allows(WEDNESDAY, 9 * 60, 12 * 60 + 1)
    assert not suits.allows(WEDNESDAY, 9 * 60 - 1, 10 * 60)
    assert not suits.allows(date(2026, 3, 19), 9 * 60, 10 * 60)


@given(st.dates(), st.integers(0, 1439))
def test_who_said_nothing_is_suited_at_any_time(day: date, begins: int) -> None:
    assert ANY_TIME.is_open
    assert ANY_TIME.allows(day, begins, begins + 1)


def test_the_last_day_itself_still_holds() -> None:
    assert not has_expired(WEDNESDAY, WEDNESDAY)
    assert has_expired(WEDNESDAY, date(2026, 3, 19))
    assert not has_expired(None, WEDNESDAY)
