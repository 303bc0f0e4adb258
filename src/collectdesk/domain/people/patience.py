"""How long somebody waits after wrong passwords: nothing at first, then twice as long each time, up to a limit."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

FREE_TRIES: Final = 3
"""Slips of the finger that cost nothing."""
FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(minutes=5)
"""A limit, else a colleague could lock another one out for the day by typing nonsense under their name."""


def wait_after(tries: int) -> timedelta:
    """What so many wrong passwords in a row cost."""
    if tries < FREE_TRIES:
        return timedelta()
    doubled = min(tries - FREE_TRIES, 16)
    return min(FIRST_WAIT * (1 << doubled), LONGEST_WAIT)


def still_to_wait(tries: int, last_at: datetime, now: datetime) -> timedelta:
    """What is left of the wait. A clock that was set back since locks nobody out: who can set it could set it on."""
    passed = now - last_at
    return max(wait_after(tries) - passed, timedelta()) if passed >= timedelta() else timedelta()
