"""Arrangements: the way from an offer to its end, and what payments say about a plan that is running."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.paying import Paying, sum_paid

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from collectdesk.domain.solutions.schedules import Schedule


class ArrangementKind(Enum):
    """What is agreed: the overdue part in instalments; due later; everything anew; with something waived; at once and
    for good. A settlement and an extension have one due date, the others several.
    """

    INSTALMENTS = "instalments"
    EXTENSION = "extension"
    REAGEING = "reageing"
    WAIVER = "waiver"
    SETTLEMENT = "settlement"


ONE_DATE: Final = frozenset({ArrangementKind.EXTENSION, ArrangementKind.SETTLEMENT})


class ArrangementState(Enum):
    """offer → signed → approved → active → one of the four ends."""

    OFFER = "offer"
    SIGNED = "signed"
    APPROVED = "approved"
    ACTIVE = "active"
    COMPLETED = "completed"
    BROKEN = "broken"
    CANCELLED = "cancelled"
    REPLACED = "replaced"


MOVES: Final[Mapping[ArrangementState, frozenset[ArrangementState]]] = {
    ArrangementState.OFFER: frozenset(
        {ArrangementState.SIGNED, ArrangementState.CANCELLED, ArrangementState.REPLACED}
    ),
    ArrangementState.SIGNED: frozenset(
        {ArrangementState.APPROVED, ArrangementState.CANCELLED, ArrangementState.REPLACED}
    ),
    ArrangementState.APPROVED: frozenset(
        {ArrangementState.ACTIVE, ArrangementState.CANCELLED, ArrangementState.REPLACED}
    ),
    ArrangementState.ACTIVE: frozenset(
        {
            ArrangementState.COMPLETED,
            ArrangementState.BROKEN,
            ArrangementState.CANCELLED,
            ArrangementState.REPLACED,
        }
    ),
}
"""States that aren't named here are ends."""

NEEDS_REASON: Final = frozenset({ArrangementState.CANCELLED, ArrangementState.REPLACED})


@dataclass(frozen=True, slots=True)
class ArrangementStep:
    """One move: where to, on which day, by whom (a staff id) and why, when a reason is asked for."""

    to: ArrangementState
    moved_on: date
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What was agreed and how far it came; ``steps`` is its whole history, the offer first."""

    kind: ArrangementKind
    schedule: Schedule
    steps: tuple[ArrangementStep, ...]

    @property
    def state(self) -> ArrangementState:
        """Where it stands now."""
        return self.steps[-1].to

    @property
    def is_open(self) -> bool:
        """Whether anything may still move."""
        return self.state in MOVES


class FollowUp(Enum):
    """What the payments say about a running plan; better ones later."""

    BROKEN = "broken"
    MISSED = "missed"
    IN_GRACE = "in_grace"
    ON_TRACK = "on_track"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class ArrangementCheck:
    """A running plan on one day.

    ``missed`` are the instalments past due and grace that aren't paid in full, ``in_grace`` those past due
    only; ``short`` is what would bring the plan up to date today; ``next_due_on`` the next day to pay.
    """

    state: FollowUp
    missed: tuple[int, ...]
    in_grace: tuple[int, ...]
    paid: Money
    short: Money
    remaining: Money
    next_due_on: date | None


def offer_arrangement(
    kind: ArrangementKind, schedule: Schedule, *, owed: Money, offered_on: date, by: str
) -> Arrangement:
    """A new offer. Raises Refused when it asks for more than is owed or has the wrong number of dates."""
    if schedule.amount.currency != owed.currency:
        raise Refused("arrangement.mixed_currencies", amount=schedule.amount, owed=owed)
    if schedule.amount > owed:
        raise Refused("arrangement.above_owed", amount=schedule.amount, owed=owed)
    count = len(schedule.instalments)
    if kind in ONE_DATE and count != 1:
        raise Refused("arrangement.one_date_only", kind=kind, count=count)
    return Arrangement(kind, schedule, (ArrangementStep(ArrangementState.OFFER, offered_on, by),))


def advance(
    arrangement: Arrangement, to: ArrangementState, *, moved_on: date, by: str, reason: str = ""
) -> Arrangement:
    """The arrangement one move on. Raises Refused for a move that isn't possible from where it stands.

    A cancelled or replaced plan says why.
    """
    if to not in MOVES.get(arrangement.state, frozenset()):
        raise Refused("arrangement.impossible_move", state=arrangement.state, to=to)
    if to in NEEDS_REASON and not reason.strip():
        raise Refused("arrangement.reason_missing", to=to)
    if moved_on < arrangement.steps[-1].moved_on:
        raise Refused(
            "arrangement.move_before_last", moved_on=moved_on, last_on=arrangement.steps[-1].moved_on
        )
    return replace(arrangement, steps=(*arrangement.steps, ArrangementStep(to, moved_on, by, reason)))


def judge_arrangement(
    schedule: Schedule,
    payments: Collection[Paying],
    as_of: date,
    grace_days: int = 0,
    *,
    counts_from: date | None = None,
    breaks_after: int = 1,
) -> ArrangementCheck:
    """What the payments make of the plan on ``as_of``; the oldest instalment is filled first.

    A part payment never fills an instalment, the last grace day still belongs to the customer, and money
    that comes late heals. ``breaks_after`` missed instalments at once break the plan (set by branch rule).
    """
    if grace_days < 0 or breaks_after < 1:
        raise Refused("arrangement.tolerance_impossible", grace_days=grace_days, breaks_after=breaks_after)
    first_on = counts_from or date.min
    paid = sum_paid(payments, lambda day: first_on <= day <= as_of, schedule.amount.currency)
    unpaid = _unpaid(schedule, paid)
    missed = tuple(seq for seq, due_on in unpaid if due_on + timedelta(days=grace_days) < as_of)
    in_grace = tuple(seq for seq, due_on in unpaid if due_on < as_of and seq not in missed)
    due_by_now = sum(line.due.fen for line in schedule.instalments if line.due_on <= as_of)
    return ArrangementCheck(
        state=_follow_up(unpaid, missed, in_grace, breaks_after),
        missed=missed,
        in_grace=in_grace,
        paid=paid,
        short=_at_least_nothing(Money(due_by_now, paid.currency) - paid),
        remaining=_at_least_nothing(schedule.total - paid),
        next_due_on=next((due_on for _, due_on in unpaid if due_on >= as_of), None),
    )


def _unpaid(schedule: Schedule, paid: Money) -> list[tuple[int, date]]:
    owed, unpaid = 0, []
    for line in schedule.instalments:
        owed += line.due.fen
        if owed > paid.fen:
            unpaid.append((line.seq, line.due_on))
    return unpaid


def _follow_up(
    unpaid: Collection[tuple[int, date]],
    missed: tuple[int, ...],
    in_grace: tuple[int, ...],
    breaks_after: int,
) -> FollowUp:
    if not unpaid:
        return FollowUp.COMPLETED
    if len(missed) >= breaks_after:
        return FollowUp.BROKEN
    if missed:
        return FollowUp.MISSED
    return FollowUp.IN_GRACE if in_grace else FollowUp.ON_TRACK


def _at_least_nothing(amount: Money) -> Money:
    return amount if amount.fen > 0 else Money(0, amount.currency)
