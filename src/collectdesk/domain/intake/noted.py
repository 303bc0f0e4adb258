"""Amounts noted by hand before core banking says them: provisional until its word confirms or contradicts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.money import ZERO, Money

if TYPE_CHECKING:
    from collections.abc import Iterable


class NotedKind(Enum):
    """What the amount is of."""

    PAID = "paid"
    OVERDUE = "overdue"
    BALANCE = "balance"


class NotedState(Enum):
    """What core banking said of it; a struck one was a mistake and waits for nothing."""

    PROVISIONAL = "provisional"
    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    STRUCK = "struck"


class PaidStage(Enum):
    """How far a payment that was told by hand has come; only core banking brings it beyond proven."""

    CLAIMED = "claimed"
    PROVEN = "proven"
    CONFIRMED = "confirmed"
    ALLOCATED = "allocated"
    REVERSED = "reversed"


def stage_of(
    state: NotedState, *, is_proven: bool, is_allocated: bool, is_reversed: bool
) -> PaidStage | None:
    """The stage of a told payment; None for one that is contradicted or struck."""
    if state is NotedState.PROVISIONAL:
        return PaidStage.PROVEN if is_proven else PaidStage.CLAIMED
    if state is not NotedState.CONFIRMED:
        return None
    if is_reversed:
        return PaidStage.REVERSED
    return PaidStage.ALLOCATED if is_allocated else PaidStage.CONFIRMED


def reversed_references(booked: Iterable[Booked]) -> frozenset[str]:
    """The payments that a later booking of the same amount took back, the newest such payment first."""
    standing: list[Booked] = []
    taken: set[str] = set()
    for each in sorted(booked, key=lambda one: (one.paid_on, one.amount < ZERO, one.reference)):
        if each.amount >= ZERO:
            standing.append(each)
            continue
        found = next((one for one in reversed(standing) if one.amount == -each.amount), None)
        if found is not None:
            standing.remove(found)
            taken.add(found.reference)
    return frozenset(taken)


BOOKED_WITHIN: Final = timedelta(days=3)
"""A payment is booked on its day or a few days beside it: weekends, other banks' transfers, a day misremembered."""


@dataclass(frozen=True, slots=True)
class Booked:
    """A payment as core banking booked it."""

    reference: str
    paid_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class CoreWord:
    """What core banking says of a noted amount. ``said`` is None where it knows of no such payment."""

    state: NotedState
    said: Money | None
    on: date
    reference: str = ""


def judge_payment(
    amount: Money, on: date, booked: Iterable[Booked], known_to: date | None
) -> CoreWord | None:
    """What the booked payments say of a noted one; None while they can't say yet.

    ``booked`` are the product's payments that no other noted amount stands for, ``known_to`` the last day whose
    payments have been delivered. The same amount nearest to the day confirms; once the days in which it would have
    been booked are over, another amount or none contradicts.
    """
    near = [each for each in booked if abs(each.paid_on - on) <= BOOKED_WITHIN]
    near.sort(key=lambda each: (abs(each.paid_on - on), each.reference))
    for each in near:
        if each.amount == amount:
            return CoreWord(NotedState.CONFIRMED, each.amount, each.paid_on, each.reference)
    if known_to is None or known_to < on + BOOKED_WITHIN:
        return None
    if near:
        other = near[0]
        return CoreWord(NotedState.CONTRADICTED, other.amount, other.paid_on, other.reference)
    return CoreWord(NotedState.CONTRADICTED, None, known_to)


def judge_figure(amount: Money, stated: Money, stated_on: date) -> CoreWord:
    """What core banking's figure of the noted day or the first one after it says of a noted figure."""
    agrees = stated == amount
    return CoreWord(NotedState.CONFIRMED if agrees else NotedState.CONTRADICTED, stated, stated_on)


def is_amount(kind: NotedKind, amount: Money) -> bool:
    """Whether an amount can be noted: nobody pays nought, but nought may be what is owed."""
    return amount > ZERO or (kind is not NotedKind.PAID and amount == ZERO)
