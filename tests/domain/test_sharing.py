"""Sharing out: nobody gets more than their part, nor all the heavy ones, and the days make sense."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.people.sharing import require_span, share_out
from collectdesk.domain.refusals import Refused

TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("from_on", "until_on", "code"),
    [
        (TODAY - timedelta(days=1), TODAY, "share.starts_in_past"),
        (TODAY + timedelta(days=2), TODAY + timedelta(days=1), "share.ends_before_start"),
        (TODAY + timedelta(days=1), None, "share.for_good_today"),
    ],
)
def test_days_that_make_no_sense_are_refused(from_on: date, until_on: date | None, code: str) -> None:
    with pytest.raises(Refused) as refused:
        require_span(from_on, until_on, TODAY)
    assert refused.value.code == code


@given(st.integers(0, 60), st.integers(1, 7), st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 90)))
def test_nobody_gets_two_more_than_anybody_and_the_heaviest_are_spread(
    pieces: int, people: int, load: dict[str, int]
) -> None:
    names = list("abcdefg"[:people])
    shared = share_out(range(pieces), names, load)
    counts = [sum(who == name for _, who in shared) for name in names]
    assert [piece for piece, _ in shared] == list(range(pieces))
    assert max(counts) - min(counts) <= 1
    heaviest = [who for _, who in shared[:people]]
    assert len(set(heaviest)) == len(heaviest)
