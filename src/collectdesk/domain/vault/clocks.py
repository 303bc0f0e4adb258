"""A machine's clock that runs backwards: what was noted later can't have happened earlier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

TOLERANCE: Final = timedelta(minutes=2)
"""What time servers set right by themselves, and nobody has to account for."""


@dataclass(frozen=True, slots=True)
class ClockBack:
    """The latest instant anything was recorded at, and the earlier one the clock shows now; both in UTC."""

    before: datetime
    now: datetime


def went_back(latest: datetime | None, now: datetime) -> ClockBack | None:
    """Whether the clock shows less than was already recorded, beyond what is tolerated."""
    if latest is None or now >= latest - TOLERANCE:
        return None
    return ClockBack(latest, now)
