"""How minutes of work go on beside the window: it is let in soon, and the collector of cycles keeps nobody waiting."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

TURN: Final = 0.0005
"""Seconds after which a thread that computes lets another in; by itself Python waits ten times as long."""


class _Turns:
    """Counts who works at length; the first one changes the manners, the last one restores them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._working = 0
        self._before: tuple[float, bool] = (0.005, True)

    def begin(self) -> None:
        with self._lock:
            self._working += 1
            if self._working == 1:
                self._before = (sys.getswitchinterval(), gc.isenabled())
                sys.setswitchinterval(TURN)
                # a walk over all objects holds everybody up for as long as it takes, and a long list only adds some
                gc.disable()

    def end(self) -> None:
        with self._lock:
            self._working -= 1
            if self._working == 0:
                interval, collected = self._before
                sys.setswitchinterval(interval)
                if collected:
                    gc.enable()


_TURNS: Final = _Turns()


@contextmanager
def beside_the_window() -> Iterator[None]:
    """Work at length without being felt: short turns, and no search for cycles until it has ended."""
    _TURNS.begin()
    try:
        yield
    finally:
        _TURNS.end()
