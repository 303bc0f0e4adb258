"""Backups: when one is due, which are kept, and when the branch has gone too long without one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, NewType, TypeVar

K = TypeVar("K", bound=Hashable)
BackupId = NewType("BackupId", str)
PlaceId = NewType("PlaceId", str)

UNPLANNED_DAYS: Final = 7
"""Days without a backup that nobody planned after which the branch is at risk."""
MOST_KEPT: Final = 400


class Rhythm(Enum):
    """How often a place gets a backup."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Occasion(Enum):
    """Why a backup was made."""

    BY_HAND = "by_hand"
    PLANNED = "planned"
    FOUND = "found"
    """Made by this branch and not known to it any more, as after restoring an earlier one."""


class BackupState(Enum):
    """``LEAVING`` is past its keeping time and goes with the next backup to its place."""

    KEPT = "kept"
    LEAVING = "leaving"
    REMOVED = "removed"


_PATIENCE: Final = {Rhythm.DAILY: 3, Rhythm.WEEKLY: 9, Rhythm.MONTHLY: 35}
"""Days after which a rhythm is broken: a long weekend more than the rhythm itself, at most."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days, weeks and months keep their newest backup: grandfather, father, son."""

    daily: int = 7
    weekly: int = 5
    monthly: int = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """How the branch stands with its backups: ``last_on`` is the newest one that was verified."""

    last_on: date | None
    age: int | None
    allowed: int

    @property
    def is_late(self) -> bool:
        return self.age is None or self.age > self.allowed


def is_due(rhythm: Rhythm, last_on: date | None, today: date) -> bool:
    """Whether a place waits for its next backup; a clock that ran backwards waits for nothing."""
    if last_on is None:
        return True
    return _span(rhythm)(last_on) < _span(rhythm)(today)


def _span(rhythm: Rhythm) -> Callable[[date], tuple[int, ...]]:
    """The day, ISO week or month a date falls in: two dates of one span have the same."""
    return {
        Rhythm.DAILY: lambda day: (day.toordinal(),),
        Rhythm.WEEKLY: lambda day: tuple(day.isocalendar())[:2],
        Rhythm.MONTHLY: lambda day: (day.year, day.month),
    }[rhythm]


def standing(last_on: date | None, rhythms: Iterable[Rhythm], today: date) -> Standing:
    """The strictest rhythm counts; without a plan a week may pass."""
    allowed = min((_PATIENCE[rhythm] for rhythm in rhythms), default=UNPLANNED_DAYS)
    return Standing(last_on, None if last_on is None else max(0, (today - last_on).days), allowed)


def choose_kept(made: Sequence[tuple[K, date]], keep: Retention) -> frozenset[K]:
    """Which backups stay, of all at one place given oldest first: the newest of each of the last days, ISO
    weeks and months that have one, and the newest of all in any case.
    """
    kept = {made[-1][0]} if made else set()
    for rhythm, count in (
        (Rhythm.DAILY, keep.daily),
        (Rhythm.WEEKLY, keep.weekly),
        (Rhythm.MONTHLY, keep.monthly),
    ):
        newest: dict[tuple[int, ...], K] = {_span(rhythm)(day): key for key, day in made}
        kept |= {newest[span] for span in sorted(newest)[-count:]} if count > 0 else set()
    return frozenset(kept)
