"""What customers ask about their own data: days to answer in, what may go, and a table that can't be right refused."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from collectdesk.domain.customers.petitions import (
    Kept,
    PetitionState,
    PrivacyTableBroken,
    is_late,
    judge_keeping,
    load_privacy,
    state_after,
)

TEXT = (Path(__file__).parents[2] / "resources/privacy/cn-privacy-1.toml").read_text("utf-8")
TABLE = load_privacy(TEXT)
DAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("days = 30", "days = 0"),
        ("days = 30", 'days = "thirty"'),
        ("[keep.notes]", "[keep.scraps]"),
        ("months = 60", "months = -1"),
        ("on_request = true", "on_request = 1"),
        ('certainty = "memory"', 'certainty = "hearsay"'),
        ('id = "cn-privacy"', ""),
    ],
)
def test_a_table_without_sense_source_or_certainty_is_refused(before: str, after: str) -> None:
    assert before in TEXT
    with pytest.raises(PrivacyTableBroken):
        load_privacy(TEXT.replace(before, after, 1))


def test_the_day_it_was_asked_isnt_counted_and_the_last_day_is_not_late() -> None:
    due = TABLE.due_on(DAY)
    assert due == DAY + timedelta(days=TABLE.days)
    assert not is_late(due, PetitionState.OPEN, due)
    assert is_late(due, PetitionState.OPEN, due + timedelta(days=1))
    assert not is_late(due, PetitionState.REFUSED, due + timedelta(days=1)), "what is answered can't be late"


def test_while_a_case_is_open_only_what_may_be_taken_back_goes_and_only_when_asked() -> None:
    going = {
        kept
        for kept in Kept
        if judge_keeping(TABLE, kept, asked=True, is_open=True, closed_on=None, day=DAY).may_go
    }
    assert going == {Kept.OUTSIDERS, Kept.TOLD_POINTS}
    for kept in Kept:
        assert not judge_keeping(TABLE, kept, asked=False, is_open=True, closed_on=None, day=DAY).may_go


def test_after_closing_each_kind_goes_on_its_day_and_what_core_banking_needs_never() -> None:
    closed = date(2024, 3, 31)
    points = judge_keeping(TABLE, Kept.POINTS, asked=False, is_open=False, closed_on=closed, day=DAY)
    assert (points.may_go, points.until) == (False, date(2026, 3, 31))
    assert judge_keeping(
        TABLE, Kept.POINTS, asked=False, is_open=False, closed_on=closed, day=date(2026, 3, 31)
    ).may_go
    for kept in (Kept.IDENTITY, Kept.RECORDS):
        asked = judge_keeping(TABLE, kept, asked=True, is_open=False, closed_on=date(1990, 1, 1), day=DAY)
        assert not asked.may_go


def test_a_deletion_that_leaves_something_is_granted_in_part() -> None:
    assert state_after(granted=True, asks_deletion=True, stays=True) is PetitionState.PARTLY
    assert state_after(granted=True, asks_deletion=True, stays=False) is PetitionState.GRANTED
    assert state_after(granted=True, asks_deletion=False, stays=True) is PetitionState.GRANTED
    assert state_after(granted=False, asks_deletion=True, stays=True) is PetitionState.REFUSED
