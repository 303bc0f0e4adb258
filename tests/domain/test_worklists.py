"""Whose work is what: nobody's cases are dealt so that all end alike, what was missed comes first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.worklists import MINUTES, SLOTS, Tier, deal_slots, tier_of


@given(
    st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 900), min_size=1, max_size=9),
    st.integers(0, 5000),
)
def test_every_slot_falls_to_exactly_one_person(load: dict[str, int], unowned: int) -> None:
    dealt = deal_slots(load, unowned)
    assert sorted(slot for slots in dealt.values() for slot in slots) == list(range(SLOTS))
    assert set(dealt) == set(load)


def test_who_holds_more_is_dealt_less_until_all_have_as_many() -> None:
    dealt = deal_slots({"full": 500, "half": 100, "new": 0}, 300)
    assert [len(dealt[who]) for who in ("full", "half", "new")] == [0, 20, 40]  # 200 cases each, 300 to deal
    assert (
        max(dealt["half"]) - min(dealt["half"]) > 30
    )  # not one block: neighbours in a list go to different people


def test_where_nobody_works_cases_nothing_is_dealt() -> None:
    assert deal_slots({}, 40) == {}


def test_what_was_missed_comes_before_everything_else() -> None:
    assert tier_of(StepKind.CALL, 1) is Tier.LEFT_OVER
    assert (
        tier_of(StepKind.DEADLINE, 0)
        < tier_of(StepKind.RECORD_VISIT, 0)
        < tier_of(StepKind.PROMISE_BROKEN, 0)
    )
    assert tier_of(StepKind.FOLLOW_PROMISE, 0) < tier_of(StepKind.CALL, 0) < tier_of(StepKind.ASSESS, 0)


def test_every_kind_of_step_has_its_minutes() -> None:
    assert set(MINUTES) == set(StepKind)
