"""A phone list's account: once, with how it was lost, and missing only after its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collectdesk.domain.customers.phone_lists import ListFate, is_missing, require_fate
from collectdesk.domain.refusals import Refused

DAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("fate", "now", "why", "code"),
    [
        (ListFate.OUT, ListFate.OUT, "", "fate_missing"),
        (ListFate.LOST, ListFate.OUT, " ", "why_missing"),
        (ListFate.RETURNED, ListFate.LOST, "", "settled"),
    ],
)
def test_an_account_that_says_nothing_or_comes_twice_is_refused(
    fate: ListFate, now: ListFate, why: str, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        require_fate(fate, now, why)


def test_a_list_is_missing_after_its_day_until_it_is_accounted_for() -> None:
    assert not is_missing(ListFate.OUT, DAY, DAY)
    assert is_missing(ListFate.OUT, DAY, DAY + timedelta(days=1))
    assert not is_missing(ListFate.LOST, DAY, DAY + timedelta(days=9))
    require_fate(ListFate.LOST, ListFate.OUT, "公交车上遗失，已报告")
