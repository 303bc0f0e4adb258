"""Who may go out when: leave that can be, practice that counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collectdesk.domain.people.going_out import (
    Leave,
    LeaveKind,
    Practised,
    PractisedKind,
    require_leave,
    require_practised,
)
from collectdesk.domain.refusals import Refused

TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (None, None, "leave.start_missing"),
        (TODAY, TODAY - timedelta(days=1), "leave.ends_before_start"),
        (TODAY - timedelta(days=3), TODAY - timedelta(days=1), "leave.past"),
        (TODAY, TODAY + timedelta(days=366), "leave.too_long"),
    ],
)
def test_a_leave_that_cant_be_is_refused(first: date | None, last: date | None, code: str) -> None:
    with pytest.raises(Refused) as refused:
        require_leave(first, last, TODAY)
    assert refused.value.code == code


def test_a_leave_without_an_end_is_that_day_alone_and_both_days_count() -> None:
    assert require_leave(TODAY, None, TODAY) == (TODAY, TODAY)
    leave = Leave("", LeaveKind.SICK, TODAY, TODAY + timedelta(days=1))
    assert [leave.covers(TODAY + timedelta(days=n)) for n in (-1, 0, 1, 2)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("kind", "day", "points", "led_by", "code"),
    [
        (PractisedKind.COMMUNICATION, None, None, "", "practised.day"),
        (PractisedKind.COMMUNICATION, TODAY + timedelta(days=1), None, "", "practised.day"),
        (PractisedKind.RULES_QUIZ, TODAY, None, "", "practised.points_missing"),
        (PractisedKind.RULES_QUIZ, TODAY, 101, "", "practised.points"),
        (PractisedKind.ACCOMPANIED, TODAY, None, " ", "practised.leader_missing"),
    ],
)
def test_a_practice_says_when_how_well_and_who_led(
    kind: PractisedKind, day: date | None, points: int | None, led_by: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        require_practised(kind, day, points, led_by, TODAY)
    assert refused.value.code == code


def test_a_quiz_passes_from_eighty_points() -> None:
    made = [Practised("", PractisedKind.RULES_QUIZ, TODAY, points, "", "") for points in (79, 80)]
    assert [each.is_passed for each in made] == [False, True]
