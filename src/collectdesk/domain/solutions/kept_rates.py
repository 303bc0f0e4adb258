"""How promises are kept, of those that payments have judged: by case, by who took them down, by why they are late."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from collectdesk.domain.results.effect import Share
from collectdesk.domain.solutions.promises import PromiseState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class KeptBy(Enum):
    """What the rate is shown by. Nobody is ranked: clerks stand in the order of their names."""

    CLERK = "clerk"
    REASON = "reason"
    CASE = "case"


UNKNOWN = "unknown"
"""Stands for a reason nobody has asked for yet."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One promise that payments have judged: the keys it counts under, one or more for each way of looking."""

    state: PromiseState
    keys: Mapping[KeptBy, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class KeptRate:
    """Promises kept in full, of those judged, under one key; ``name`` is what a key without a word of its own says."""

    key: str
    share: Share
    name: str = ""


def kept_rates(judged: Iterable[Judged], by: KeptBy) -> tuple[KeptRate, ...]:
    """The rates under every key that was met, most promises first."""
    kept, of = Counter[str](), Counter[str]()
    for each in judged:
        for key in each.keys[by]:
            of[key] += 1
            kept[key] += each.state is PromiseState.KEPT
    rates = (KeptRate(key, Share(kept[key], count)) for key, count in of.items())
    return tuple(sorted(rates, key=lambda rate: (-rate.share.of, rate.key)))
