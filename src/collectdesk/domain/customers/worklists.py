"""Whose work is what today, and what comes first: tiers in one table, nobody's cases dealt by workload and training."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.cases import StepKind

if TYPE_CHECKING:
    from collections.abc import Mapping

SLOTS: Final = 60
"""Into how many parts nobody's cases are cut before they are dealt; divisible by two to six people."""


class Tier(IntEnum):
    """What comes first, the smaller the sooner; within a tier the longest in arrears first."""

    LEFT_OVER = 0
    DEADLINE = 1
    VISIT = 2
    BROKEN = 3
    PROMISE = 4
    SOLUTION = 5
    REVIEW = 6
    CALL = 7
    OTHER = 8


TIERS: Final[Mapping[StepKind, Tier]] = {
    StepKind.DEADLINE: Tier.DEADLINE,
    StepKind.NOTIFY: Tier.VISIT,
    StepKind.PRINT_KIT: Tier.VISIT,
    StepKind.RECORD_VISIT: Tier.VISIT,
    StepKind.PROMISE_BROKEN: Tier.BROKEN,
    StepKind.PLAN_BROKEN: Tier.BROKEN,
    StepKind.FOLLOW_PROMISE: Tier.PROMISE,
    StepKind.FOLLOW_PLAN: Tier.PROMISE,
    StepKind.SOLUTION: Tier.SOLUTION,
    StepKind.REVIEW: Tier.REVIEW,
    StepKind.CALL: Tier.CALL,
}
TRAINED_KINDS: Final = frozenset(
    {
        StepKind.REQUEST_VISIT,
        StepKind.PLAN_VISIT,
        StepKind.NOTIFY,
        StepKind.PRINT_KIT,
        StepKind.RECORD_VISIT,
    }
)
"""Steps of visits: of nobody's cases they go to whoever is trained for visits, if anybody is."""
MINUTES: Final[Mapping[StepKind, int]] = {
    StepKind.CALL: 8,
    StepKind.ASSESS: 3,
    StepKind.REQUEST_VISIT: 10,
    StepKind.PLAN_VISIT: 10,
    StepKind.NOTIFY: 5,
    StepKind.PRINT_KIT: 3,
    StepKind.RECORD_VISIT: 20,
    StepKind.SOLUTION: 20,
    StepKind.FOLLOW_PROMISE: 3,
    StepKind.FOLLOW_PLAN: 3,
    StepKind.PROMISE_BROKEN: 8,
    StepKind.PLAN_BROKEN: 8,
    StepKind.ARCHIVE: 15,
    StepKind.REVIEW: 15,
    StepKind.DEADLINE: 15,
}
"""What a step usually takes: branch practice, as in the shipped plans of steps."""


def tier_of(kind: StepKind, days_late: int) -> Tier:
    """What was missed comes before everything, so that it can't be hidden."""
    return Tier.LEFT_OVER if days_late > 0 else TIERS.get(kind, Tier.OTHER)


def deal_slots(load: Mapping[str, int], unowned: int) -> Mapping[str, frozenset[int]]:
    """Which slots of nobody's cases fall to whom, so that all end with about as many cases.

    ``load`` is how many cases each has of their own; who has more than the even share gets none. The slots stay
    the same while the cases do: whoever finishes something isn't dealt somebody else's work.
    """
    people = sorted(load)
    if not people:
        return {}
    short = _shortfalls([load[who] for who in people], max(unowned, 1))
    parts = _apportion(short)
    dealt: dict[str, set[int]] = {who: set() for who in people}
    left = list(parts)
    given = [0] * len(people)
    for slot in range(SLOTS):
        # whoever is furthest behind their part: the slots of one person aren't neighbours
        at = max(range(len(people)), key=lambda i: (left[i] / parts[i] if parts[i] else -1.0, -given[i]))
        dealt[people[at]].add(slot)
        left[at] -= 1
        given[at] += 1
    return {who: frozenset(slots) for who, slots in dealt.items()}


def _shortfalls(load: list[int], unowned: int) -> list[float]:
    """How much each lacks of the level that all reach together, the fullest left out one after the other."""
    inside = sorted(load)
    while inside:
        level = (sum(inside) + unowned) / len(inside)
        if inside[-1] <= level:
            return [max(level - own, 0.0) for own in load]
        inside.pop()
    return [1.0] * len(load)


def _apportion(short: list[float]) -> list[int]:
    """``SLOTS`` in proportion, the largest remainders rounded up."""
    whole = sum(short)
    exact = [SLOTS * part / whole for part in short]
    parts = [int(each) for each in exact]
    by_rest = sorted(range(len(short)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_rest[: SLOTS - sum(parts)]:
        parts[at] += 1
    return parts
