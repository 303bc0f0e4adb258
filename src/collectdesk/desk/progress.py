"""Progress of long work; every step is also the point at which it can be cancelled."""

from __future__ import annotations

from collections.abc import Callable


class Cancelled(Exception):
    """The person stopped the work; everything it did is rolled back."""


class Progress:
    """Told ``step(done, total)`` by the work; raises Cancelled at the next step after ``cancel()``."""

    def __init__(self, told: Callable[[int, int], None] | None = None) -> None:
        self._told = told
        self._stopped = False  # set by another thread, once; a lock of its own would cost every small deed

    def cancel(self) -> None:
        self._stopped = True

    def step(self, done: int, total: int) -> None:
        if self._stopped:
            raise Cancelled
        if self._told is not None:
            self._told(done, total)


def silent() -> Progress:
    """Progress that nobody watches."""
    return Progress()
