"""Only payments decide a promise, to the day and the fen, and no payment counts twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.money import MixedCurrencies, Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.promises import (
    Promise,
    PromiseState,
    PromiseTolerance,
    advance_promise,
    hint_promise,
    judge_promise,
    paid_towards,
)

MADE = date(2026, 3, 10)
DUE = date(2026, 3, 20)
MADE_AT = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as core banking reports it."""

    paid_on: date
    amount: Money


def promise(yuan: int = 500, *, due_on: date = DUE, times: int = 1, money_from: str = "") -> Promise:
    return Promise(Money.yuan(yuan), due_on, MADE, MADE_AT, times_left=times, money_from=money_from)


def paid(*parts: tuple[int, int]) -> list[Paid]:
    """Payments as (day of March 2026, yuan)."""
    return [Paid(date(2026, 3, day), Money.yuan(yuan)) for day, yuan in parts]


@pytest.mark.parametrize("fen", [0, -50_000])
def test_a_promise_of_nothing_is_no_promise(fen: int) -> None:
    with pytest.raises(Refused) as refused:
        Promise(Money(fen), DUE, MADE, MADE_AT)
    assert refused.value.code == "promise.amount_not_positive"


def test_a_promise_for_yesterday_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        Promise(Money(1), MADE - timedelta(days=1), MADE, MADE_AT)
    assert refused.value.code == "promise.due_before_made"


def test_an_instant_without_its_zone_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        Promise(Money(1), DUE, MADE, datetime(2026, 3, 10, 10, 0))  # noqa: DTZ001
    assert refused.value.code == "promise.instant_without_zone"


@pytest.mark.parametrize("wrong", [{"times_left": 0}, {"due_day": 0}, {"due_day": 32}])
def test_impossible_repetition_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(Refused):
        Promise(Money(1), DUE, MADE, MADE_AT, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [(-1, None), (0, Money(-1))])
def test_a_tolerance_below_nothing_is_refused(wrong: tuple[int, Money | None]) -> None:
    with pytest.raises(Refused) as refused:
        PromiseTolerance(*wrong)
    assert refused.value.code == "promise.tolerance_negative"


def test_a_payment_in_another_currency_is_never_added_up() -> None:
    with pytest.raises(MixedCurrencies):
        judge_promise(promise(), [Paid(DUE, Money(50_000, "USD"))], DUE)


@pytest.mark.parametrize(
    ("payments", "as_of", "state"),
    [
        (paid(), 20, PromiseState.ACTIVE),
        (paid(), 22, PromiseState.ACTIVE),
        (paid(), 23, PromiseState.BROKEN),
        (paid((15, 499)), 22, PromiseState.ACTIVE),
        (paid((15, 499)), 23, PromiseState.PARTLY_KEPT),
        (paid((15, 500)), 15, PromiseState.KEPT),
        (paid((15, 300), (22, 200)), 23, PromiseState.KEPT),
        (paid((15, 300), (23, 200)), 23, PromiseState.PARTLY_KEPT),
        (paid((9, 500)), 23, PromiseState.BROKEN),
        (paid((10, 500)), 23, PromiseState.KEPT),
        (paid((20, 500)), 19, PromiseState.ACTIVE),
        (paid((15, 500), (16, -500)), 23, PromiseState.BROKEN),
    ],
    ids=[
        "on the day",
        "last grace day",
        "the day after grace",
        "a part before the end",
        "a part never keeps",
        "paid early",
        "two parts make it whole",
        "too late for the second part",
        "paid before it was promised",
        "paid on the same day",
        "money of tomorrow",
        "reversed by the bank",
    ],
)
def test_only_payments_decide(payments: list[Paid], as_of: int, state: PromiseState) -> None:
    assert judge_promise(promise(), payments, date(2026, 3, as_of), PromiseTolerance(grace_days=2)) is state


def test_a_small_shortfall_is_forgiven_when_the_branch_says_so() -> None:
    forgiving = PromiseTolerance(short_by=Money.yuan(1))
    assert judge_promise(promise(), paid((15, 499)), DUE, forgiving) is PromiseState.KEPT
    assert judge_promise(promise(), paid((15, 498)), DUE, forgiving) is PromiseState.ACTIVE


def test_no_tolerance_is_so_large_that_nothing_at_all_keeps_a_promise() -> None:
    boundless = PromiseTolerance(short_by=Money.yuan(9_999))
    assert judge_promise(promise(), [], DUE + timedelta(days=1), boundless) is PromiseState.BROKEN


def test_a_part_never_advances_a_monthly_promise() -> None:
    with pytest.raises(Refused) as refused:
        advance_promise(promise(times=3), paid((15, 499)), DUE)
    assert refused.value.code == "promise.not_kept"
    assert refused.value.facts == {"paid": Money.yuan(499), "of": Money.yuan(500)}


def test_a_full_payment_advances_it_and_carries_the_excess() -> None:
    payments = paid((15, 300), (18, 320))
    following = advance_promise(promise(times=3), payments, DUE)
    assert following is not None
    assert (following.due_on, following.times_left) == (date(2026, 4, 20), 2)
    assert following.carried == Money.yuan(120)
    assert paid_towards(following, payments, DUE, PromiseTolerance()) == Money.yuan(120)


def test_the_last_promise_of_a_row_advances_to_nothing() -> None:
    assert advance_promise(promise(), paid((15, 500)), DUE) is None


def test_a_promise_for_the_31st_keeps_its_day() -> None:
    january = Promise(
        Money(100), date(2027, 1, 31), date(2027, 1, 5), datetime(2027, 1, 5, tzinfo=UTC), times_left=3
    )
    february = advance_promise(january, [Paid(date(2027, 1, 30), Money(100))], date(2027, 2, 1))
    assert february is not None
    assert february.due_on == date(2027, 2, 28)
    march = advance_promise(february, [Paid(date(2027, 2, 27), Money(100))], date(2027, 3, 1))
    assert march is not None
    assert march.due_on == date(2027, 3, 31)


def test_one_large_payment_keeps_a_whole_row_and_nothing_is_lost() -> None:
    payments = paid((12, 1_700))
    second = advance_promise(promise(times=3), payments, DUE)
    assert second is not None
    third = advance_promise(second, payments, DUE)
    assert third is not None
    assert judge_promise(third, payments, DUE) is PromiseState.KEPT
    assert third.carried == Money.yuan(700)
    assert advance_promise(third, payments, DUE) is None


def hints(given_promise: Promise, overdue: int, **more: Any) -> list[str]:
    found = hint_promise(
        given_promise, overdue=Money.yuan(overdue), is_workday=lambda d: d.weekday() < 5, **more
    )
    return [hint.code for hint in found]


def test_history_ability_and_source_are_hinted_at() -> None:
    asked = hints(promise(), 500, kept_before=2, broken_before=1, able=Money.yuan(499), asks_source=True)
    assert asked[:4] == [
        "promise.broken_before", "promise.kept_rate", "promise.above_ability", "promise.source_unknown",
    ]  # fmt: skip
    assert (
        hints(promise(money_from="wages"), 500, kept_before=2, able=Money.yuan(500), asks_source=True) == []
    )


def test_a_sound_promise_gets_no_hint() -> None:
    assert hints(promise(), 500) == []


def test_hints_name_what_is_odd_and_refuse_nothing() -> None:
    saturday_far_away = date(2026, 4, 18)
    assert hints(promise(due_on=saturday_far_away), 400, broken_before=2) == [
        "promise.broken_before",
        "promise.above_overdue",
        "promise.due_far",
        "promise.due_not_workday",
    ]
    assert hints(promise(), 501) == ["promise.below_overdue"]
    assert hints(promise(due_on=MADE + timedelta(days=30)), 500) == []


RANK = [PromiseState.BROKEN, PromiseState.PARTLY_KEPT, PromiseState.ACTIVE, PromiseState.KEPT]
payment_lists = st.lists(
    st.builds(
        Paid, st.dates(MADE - timedelta(days=5), DUE + timedelta(days=9)), st.integers(1, 60_000).map(Money)
    ),
    max_size=6,
)
days = st.dates(MADE, DUE + timedelta(days=12))
tolerances = st.builds(PromiseTolerance, st.integers(0, 5), st.none() | st.integers(0, 60_000).map(Money))


@given(payment_lists, payment_lists, days, tolerances)
def test_more_payments_never_worsen_a_promise(
    some: list[Paid], more: list[Paid], as_of: date, tolerance: PromiseTolerance
) -> None:
    before = judge_promise(promise(), some, as_of, tolerance)
    after = judge_promise(promise(), some + more, as_of, tolerance)
    assert RANK.index(after) >= RANK.index(before)


@given(st.randoms(), payment_lists, days, tolerances)
def test_the_order_of_the_import_changes_nothing(
    random: object, payments: list[Paid], as_of: date, tolerance: PromiseTolerance
) -> None:
    shuffled = payments.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge_promise(promise(), shuffled, as_of, tolerance) is judge_promise(
        promise(), payments, as_of, tolerance
    )


@given(payment_lists)
def test_advancing_conserves_every_fen(payments: list[Paid]) -> None:
    """What was used up and what is carried on together are what was paid since the promise."""
    end = DUE + timedelta(days=200)
    current, used = promise(100, times=3), 0
    tolerance = PromiseTolerance(grace_days=10)
    while judge_promise(current, payments, end, tolerance) is PromiseState.KEPT:
        following = advance_promise(current, payments, end, tolerance)
        if following is None:
            break
        used += current.amount.fen
        current = following
    counted = sum(payment.amount.fen for payment in payments if payment.paid_on >= MADE)
    open_now = paid_towards(current, payments, end, tolerance).fen
    assert used + open_now == counted
