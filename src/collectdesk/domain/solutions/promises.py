"""Promises to pay: what was promised, how good it looks while it is typed, and what payments make of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.months import add_months
from collectdesk.domain.solutions.paying import Paying, sum_paid

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from collectdesk.domain.money import Money

FAR_AFTER_DAYS: Final = 30
"""A promise further away than this gets a hint; branch practice, not law, so the caller may pass another."""


class PromiseState(Enum):
    """Where a promise stands; only payments decide kept, partly kept or broken."""

    ACTIVE = "active"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class PromiseTolerance:
    """How late (days after the due date) and how short a payment may be and still keep the promise."""

    grace_days: int = 0
    short_by: Money | None = None

    def __post_init__(self) -> None:
        if self.grace_days < 0 or (self.short_by is not None and self.short_by.fen < 0):
            raise Refused("promise.tolerance_negative", grace_days=self.grace_days, short_by=self.short_by)


STRICT: Final = PromiseTolerance()


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised amount and date.

    ``made_on`` is the branch's calendar day of ``made_at``: earlier payments never count, nor do those before
    ``counts_from``, where the promise before this one of the same monthly row ended; ``carried`` is what that
    one left over. ``times_left`` counts this promise too; ``evidence`` says what shows it, and where that lies.
    """

    amount: Money
    due_on: date
    made_on: date
    made_at: datetime
    promised_by: str = ""
    means: str = ""
    money_from: str = ""
    counts_from: date | None = None
    carried: Money | None = None
    times_left: int = 1
    due_day: int | None = None
    evidence: str = ""

    def __post_init__(self) -> None:
        if self.amount.fen <= 0:
            raise Refused("promise.amount_not_positive", amount=self.amount)
        if self.due_on < self.made_on:
            raise Refused("promise.due_before_made", due_on=self.due_on, made_on=self.made_on)
        if self.made_at.tzinfo is None:
            raise Refused("promise.instant_without_zone", made_at=self.made_at)
        if self.times_left < 1:
            raise Refused("promise.times_not_positive", times=self.times_left)
        if self.due_day is not None and not 1 <= self.due_day <= 31:
            raise Refused("promise.due_day_impossible", due_day=self.due_day)


@dataclass(frozen=True, slots=True)
class PromiseHint:
    """Something to think about before the promise is taken down; never a refusal."""

    code: str
    facts: Mapping[str, object]


def paid_towards(
    promise: Promise, payments: Collection[Paying], as_of: date, tolerance: PromiseTolerance
) -> Money:
    """What counts towards the promise on ``as_of``: from the day it was made to the end of the grace days."""
    last_on = min(as_of, last_day(promise, tolerance))
    paid = sum_paid(payments, lambda day: _first_day(promise) <= day <= last_on, promise.amount.currency)
    return paid if promise.carried is None else paid + promise.carried


def judge_promise(
    promise: Promise, payments: Collection[Paying], as_of: date, tolerance: PromiseTolerance = STRICT
) -> PromiseState:
    """Kept by the full amount in time, partly kept by less, broken by nothing; active until the grace ends.

    The last grace day itself still belongs to the customer: a promise breaks the day after it.
    """
    paid = paid_towards(promise, payments, as_of, tolerance)
    if paid >= _enough(promise, tolerance):
        return PromiseState.KEPT
    if as_of <= last_day(promise, tolerance):
        return PromiseState.ACTIVE
    return PromiseState.PARTLY_KEPT if paid.fen > 0 else PromiseState.BROKEN


def last_day(promise: Promise, tolerance: PromiseTolerance) -> date:
    """The last day on which a payment still keeps the promise."""
    return promise.due_on + timedelta(days=tolerance.grace_days)


def advance_promise(
    promise: Promise, payments: Collection[Paying], as_of: date, tolerance: PromiseTolerance = STRICT
) -> Promise | None:
    """The next promise of a monthly row once this one is kept in full; None when it was the last.

    What was paid beyond the amount is carried over, and counting starts the day after, so that no payment
    counts twice. Raises Refused ``promise.not_kept`` while this one isn't kept: a part never advances it.
    """
    kept_on = _kept_on(promise, payments, as_of, tolerance)
    if kept_on is None:
        raise Refused(
            "promise.not_kept", paid=paid_towards(promise, payments, as_of, tolerance), of=promise.amount
        )
    if promise.times_left == 1:
        return None
    excess = paid_towards(promise, payments, kept_on, tolerance) - promise.amount
    due_day = promise.due_day or promise.due_on.day
    return replace(
        promise,
        due_on=add_months(promise.due_on, 1, due_day),
        counts_from=kept_on + timedelta(days=1),
        carried=excess if excess.fen > 0 else None,
        times_left=promise.times_left - 1,
        due_day=due_day,
    )


def hint_promise(
    promise: Promise,
    *,
    overdue: Money,
    is_workday: Callable[[date], bool],
    broken_before: int = 0,
    kept_before: int = 0,
    able: Money | None = None,
    asks_source: bool = False,
    far_after_days: int = FAR_AFTER_DAYS,
) -> tuple[PromiseHint, ...]:
    """Hints for the clerk while the customer is still on the line, the gravest first; never a refusal.

    ``able`` is what the household has left in a usual month, None while no income is known; ``asks_source`` where the
    source of the money can be typed beside the promise.
    """
    hints = []
    days = (promise.due_on - promise.made_on).days
    if broken_before > 0:
        hints.append(PromiseHint("promise.broken_before", {"count": broken_before}))
    if kept_before and broken_before:
        hints.append(
            PromiseHint("promise.kept_rate", {"kept": kept_before, "count": kept_before + broken_before})
        )
    if able is not None and promise.amount > able:
        hints.append(PromiseHint("promise.above_ability", {"able": able}))
    if asks_source and not promise.money_from.strip():
        hints.append(PromiseHint("promise.source_unknown", {}))
    if promise.amount > overdue:
        hints.append(
            PromiseHint("promise.above_overdue", {"more": promise.amount - overdue, "overdue": overdue})
        )
    if promise.amount < overdue:
        hints.append(
            PromiseHint("promise.below_overdue", {"short": overdue - promise.amount, "overdue": overdue})
        )
    if days > far_after_days:
        hints.append(PromiseHint("promise.due_far", {"days": days, "usual": far_after_days}))
    if not is_workday(promise.due_on):
        hints.append(PromiseHint("promise.due_not_workday", {"due_on": promise.due_on}))
    return tuple(hints)


def _enough(promise: Promise, tolerance: PromiseTolerance) -> Money:
    # a tolerance as large as the promise would let nothing at all keep it, so one fen is always asked
    enough = promise.amount if tolerance.short_by is None else promise.amount - tolerance.short_by
    return enough if enough.fen > 0 else type(enough)(1, enough.currency)


def _first_day(promise: Promise) -> date:
    return promise.counts_from or promise.made_on


def _kept_on(
    promise: Promise, payments: Collection[Paying], as_of: date, tolerance: PromiseTolerance
) -> date | None:
    if judge_promise(promise, payments, as_of, tolerance) is not PromiseState.KEPT:
        return None
    days = sorted(
        {payment.paid_on for payment in payments if _first_day(promise) <= payment.paid_on <= as_of}
    )
    for day in days:
        if judge_promise(promise, payments, day, tolerance) is PromiseState.KEPT:
            return day
    return _first_day(promise) - timedelta(days=1)  # what was carried over kept it alone
