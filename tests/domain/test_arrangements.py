"""An arrangement moves only where it may, and its payments decide whether it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import (
    MOVES,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    FollowUp,
    advance,
    judge_arrangement,
    offer_arrangement,
)
from collectdesk.domain.solutions.schedules import Schedule, plan_equal_instalments

TODAY = date(2026, 3, 18)
WAY = (ArrangementState.SIGNED, ArrangementState.APPROVED, ArrangementState.ACTIVE)


@dataclass(frozen=True, slots=True)
class Paid:
    paid_on: date
    amount: Money


def schedule(count: int = 3, yuan: int = 300) -> Schedule:
    return plan_equal_instalments(Money.yuan(yuan), count, date(2026, 4, 10), today=TODAY)


def offer() -> Arrangement:
    return offer_arrangement(
        ArrangementKind.INSTALMENTS, schedule(), owed=Money.yuan(300), offered_on=TODAY, by="clerk"
    )


def brought_to(state: ArrangementState) -> Arrangement:
    """The shortest lawful way to a state."""
    arrangement = offer()
    if state is ArrangementState.OFFER:
        return arrangement
    for step in WAY:
        if state in {ArrangementState.CANCELLED, ArrangementState.REPLACED}:
            break
        arrangement = advance(arrangement, step, moved_on=TODAY, by="supervisor")
        if step is state:
            return arrangement
    return advance(arrangement, state, moved_on=TODAY, by="supervisor", reason="the customer moved away")


@pytest.mark.parametrize(
    ("start", "to"),
    [pair for pair in product(ArrangementState, repeat=2) if pair[1] not in MOVES.get(pair[0], ())],
    ids=lambda state: state.value,
)
def test_every_move_that_is_not_drawn_is_refused(start: ArrangementState, to: ArrangementState) -> None:
    with pytest.raises(Refused) as refused:
        advance(brought_to(start), to, moved_on=TODAY, by="supervisor", reason="because")
    assert refused.value.code == "arrangement.impossible_move"
    assert refused.value.facts == {"state": start, "to": to}


@pytest.mark.parametrize("to", [ArrangementState.CANCELLED, ArrangementState.REPLACED])
def test_a_plan_that_ends_early_says_why(to: ArrangementState) -> None:
    with pytest.raises(Refused) as refused:
        advance(brought_to(ArrangementState.ACTIVE), to, moved_on=TODAY, by="supervisor", reason=" ")
    assert refused.value.code == "arrangement.reason_missing"


def test_a_move_cannot_lie_before_the_last_one() -> None:
    with pytest.raises(Refused) as refused:
        advance(offer(), ArrangementState.SIGNED, moved_on=TODAY - timedelta(days=1), by="clerk")
    assert refused.value.code == "arrangement.move_before_last"


def test_more_than_is_owed_is_never_offered() -> None:
    with pytest.raises(Refused) as refused:
        offer_arrangement(
            ArrangementKind.INSTALMENTS, schedule(), owed=Money.yuan(299), offered_on=TODAY, by="clerk"
        )
    assert refused.value.code == "arrangement.above_owed"


def test_an_offer_in_another_currency_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        offer_arrangement(
            ArrangementKind.INSTALMENTS, schedule(), owed=Money(1, "USD"), offered_on=TODAY, by="clerk"
        )
    assert refused.value.code == "arrangement.mixed_currencies"


@pytest.mark.parametrize("kind", [ArrangementKind.SETTLEMENT, ArrangementKind.EXTENSION])
def test_a_settlement_and_an_extension_have_one_date(kind: ArrangementKind) -> None:
    with pytest.raises(Refused) as refused:
        offer_arrangement(kind, schedule(), owed=Money.yuan(300), offered_on=TODAY, by="clerk")
    assert refused.value.code == "arrangement.one_date_only"
    assert offer_arrangement(kind, schedule(1), owed=Money.yuan(300), offered_on=TODAY, by="clerk").is_open


def test_the_way_to_an_active_plan_is_kept_step_by_step() -> None:
    active = brought_to(ArrangementState.ACTIVE)
    assert [step.to for step in active.steps] == [ArrangementState.OFFER, *WAY]
    assert active.is_open
    assert not advance(active, ArrangementState.COMPLETED, moved_on=TODAY, by="supervisor").is_open


@pytest.mark.parametrize(("grace_days", "breaks_after"), [(-1, 1), (0, 0)])
def test_an_impossible_tolerance_is_refused(grace_days: int, breaks_after: int) -> None:
    with pytest.raises(Refused) as refused:
        judge_arrangement(schedule(), [], TODAY, grace_days, breaks_after=breaks_after)
    assert refused.value.code == "arrangement.tolerance_impossible"


APRIL, JUNE = date(2026, 4, 10), date(2026, 6, 10)


@pytest.mark.parametrize(
    ("paid", "as_of", "state", "missed"),
    [
        ([], APRIL, FollowUp.ON_TRACK, ()),
        ([], date(2026, 4, 13), FollowUp.IN_GRACE, ()),
        ([], date(2026, 4, 14), FollowUp.MISSED, (1,)),
        ([(APRIL, "99.99")], date(2026, 4, 14), FollowUp.MISSED, (1,)),
        ([(APRIL, "100")], date(2026, 4, 14), FollowUp.ON_TRACK, ()),
        ([(APRIL, "100")], date(2026, 6, 14), FollowUp.BROKEN, (2, 3)),
        ([(APRIL, "100"), (date(2026, 6, 1), "100")], date(2026, 6, 5), FollowUp.ON_TRACK, ()),
        ([(APRIL, "300")], APRIL, FollowUp.COMPLETED, ()),
        ([(JUNE, "300")], date(2026, 4, 12), FollowUp.IN_GRACE, ()),
    ],
    ids=[
        "due today",
        "last grace day",
        "after grace",
        "a fen short",
        "paid",
        "two missed break it",
        "late money heals",
        "paid ahead",
        "money of the future",
    ],
)
def test_payments_decide_whether_a_plan_holds(
    paid: list[tuple[date, str]], as_of: date, state: FollowUp, missed: tuple[int, ...]
) -> None:
    payments = [Paid(day, Money.yuan(yuan)) for day, yuan in paid]
    check = judge_arrangement(schedule(), payments, as_of, 3, breaks_after=2)
    assert (check.state, check.missed) == (state, missed)


def test_the_check_says_what_would_bring_the_plan_up_to_date() -> None:
    check = judge_arrangement(schedule(), [Paid(APRIL, Money.yuan(130))], date(2026, 5, 20))
    assert (check.short, check.remaining, check.next_due_on) == (Money.yuan(70), Money.yuan(170), JUNE)


def test_money_from_before_the_plan_does_not_count() -> None:
    check = judge_arrangement(
        schedule(), [Paid(TODAY, Money.yuan(300))], APRIL, counts_from=date(2026, 3, 19)
    )
    assert check.paid == Money(0)


payment_lists = st.lists(
    st.builds(Paid, st.dates(TODAY, date(2026, 9, 1)), st.integers(1, 20_000).map(Money)), max_size=6
)


@given(payment_lists, payment_lists, st.dates(TODAY, date(2026, 9, 1)), st.integers(0, 10), st.integers(1, 3))
def test_more_payments_never_worsen_a_plan(
    some: list[Paid], more: list[Paid], as_of: date, grace_days: int, breaks_after: int
) -> None:
    rank = list(FollowUp)
    before = judge_arrangement(schedule(), some, as_of, grace_days, breaks_after=breaks_after)
    after = judge_arrangement(schedule(), some + more, as_of, grace_days, breaks_after=breaks_after)
    assert rank.index(after.state) >= rank.index(before.state)
    assert set(after.missed) <= set(before.missed)
    assert after.remaining <= before.remaining
