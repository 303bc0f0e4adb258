"""Owns the window's only threads: writing, reading, reading long lists, long jobs, files outside the branch.

Work runs in a worker and touches no Qt object there; its outcome travels as a closure over one queued signal
to the thread of the window. Before a closure runs, the widget that asked must still live.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum
from threading import Event
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from collectdesk.desk.progress import Cancelled, Progress

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

T = TypeVar("T")
Work = Callable[[Progress], T]
Failed = Callable[[BaseException], None]
Told = Callable[[int, int], None]

TOLD_EVERY: Final = 0.1
"""Seconds between two progress reports; more would cost the window more than they tell."""


class Lane(Enum):
    """Which thread carries the work."""

    WRITE = "write"
    READ = "read"
    LONG = "long"
    OUTSIDE = "outside"
    JOB = "job"


class Closed(Exception):
    """Work was asked for after the window began to close."""

    code = "window.closing"

    def __init__(self) -> None:
        super().__init__(self.code)
        self.facts: dict[str, object] = {}


class Ticket:
    """The asker's end of running work: cancel it, see whether it has ended."""

    __slots__ = ("_future", "_progress", "ended", "lane", "must_end")

    def __init__(self, lane: Lane, progress: Progress) -> None:
        self.lane = lane
        self.ended = False
        self.must_end = lane is Lane.WRITE  # closing lets it come to its end
        self._progress = progress
        self._future: Future[Any] | None = None

    def cancel(self) -> None:
        """Ask the work to stop at its next step; work that hasn't begun never begins."""
        self._progress.cancel()
        if self._future is not None:
            self._future.cancel()


class _Errand(Generic[T]):
    """One piece of work with the people to tell; lives on the window's thread except for ``carry_out``."""

    def __init__(self, work: Work[T], ticket: Ticket, progress: Progress) -> None:
        self.work = work
        self.ticket = ticket
        self.progress = progress
        self.owner: QObject | None = None
        self.done: Callable[[T], None] | None = None
        self.failed: Failed | None = None
        self.cancelled: Callable[[], None] | None = None

    def carry_out(self) -> T:
        return self.work(self.progress)

    def owner_lives(self) -> bool:
        return self.owner is None or shiboken6.isValid(self.owner)

    def conclude(self, future: Future[T]) -> None:
        """Tell the asker how it ended; an error that nobody takes goes on to the crash window."""
        self.ticket.ended = True
        stopped = future.cancelled() or isinstance(future.exception(), Cancelled)
        error = None if stopped else future.exception()
        if not self.owner_lives():
            return
        if stopped:
            if self.cancelled is not None:
                self.cancelled()
        elif error is None:
            if self.done is not None:
                self.done(future.result())
        elif self.failed is not None:
            self.failed(error)
        else:
            raise error


class Tasks(QObject):
    """Runs work off the window's thread and brings the outcome back to it."""

    _home = Signal(object)  # a closure for the window's thread

    def __init__(self, parent: QObject | None = None, lanes: dict[Lane, Executor] | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes or {}
        self._running: set[Ticket] = set()
        self._open = True
        # queued, so that no answer arrives inside the call that asked
        self._home.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        lane: Lane,
        work: Work[T],
        *,
        owner: QObject | None,
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        cancelled: Callable[[], None] | None = None,
        progress: Told | None = None,
    ) -> Ticket:
        """Queue work on a lane. The callbacks run on the window's thread, and only while ``owner`` lives."""
        steps = Progress(self._throttled(progress, owner))
        ticket = Ticket(lane, steps)
        errand = _Errand(work, ticket, steps)
        errand.owner, errand.done, errand.failed, errand.cancelled = owner, done, failed, cancelled
        if not self._open:
            self._home.emit(lambda: _refuse(errand))
            return ticket
        self._running.add(ticket)
        future = self._lane(lane).submit(errand.carry_out)
        ticket._future = future
        future.add_done_callback(lambda ended: self._bring_home(errand, ended))
        return ticket

    def _lane(self, lane: Lane) -> Executor:
        """The thread of a lane, begun with its first work."""
        from concurrent.futures import ThreadPoolExecutor

        if lane not in self._lanes:
            self._lanes[lane] = ThreadPoolExecutor(1, f"desk-{lane.value}")
        return self._lanes[lane]

    def _bring_home(self, errand: _Errand[T], ended: Future[T]) -> None:
        def conclude() -> None:
            self._running.discard(errand.ticket)
            # a page may hold its ticket for long: it mustn't hold the work with it, nor the branch's keys
            errand.ticket._future = None
            errand.conclude(ended)

        self._home.emit(conclude)

    def _throttled(self, told: Told | None, owner: QObject | None) -> Told | None:
        if told is None:
            return None
        last = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal last
            now = time.monotonic()
            if done < total and now - last < TOLD_EVERY:
                return
            last = now
            self._home.emit(lambda: told(done, total) if owner is None or shiboken6.isValid(owner) else None)

        return tell

    @Slot(object)
    def _run(self, closure: Callable[[], None]) -> None:
        closure()

    @property
    def is_open(self) -> bool:
        """Whether work is still accepted."""
        return self._open

    @property
    def busy(self) -> bool:
        """Whether a change or an export is still being written."""
        return any(ticket.lane is Lane.WRITE and not ticket.ended for ticket in self._running)

    def last(self, work: Work[None]) -> Ticket:
        """Queue work behind everything that reads, writes or is a long job now; reading is told to stop. Other work
        may begin meanwhile.
        """
        for ticket in tuple(self._running):
            if ticket.lane is Lane.READ:
                ticket.cancel()
        barriers = [self._barrier(lane) for lane in (Lane.READ, Lane.WRITE)]

        def when_ended(steps: Progress) -> None:
            for barrier in barriers:
                barrier.wait()
            work(steps)

        made = self.start(Lane.JOB, when_ended, owner=None)
        made.must_end = True
        return made

    def _barrier(self, lane: Lane) -> Event:
        """Is set once everything on a lane before it has ended."""
        reached = Event()
        future = self.start(lane, lambda _steps: None, owner=None)._future
        if future is None:
            reached.set()
        else:
            future.add_done_callback(lambda _ended: reached.set())  # also when closing cancels it
        return reached

    def close(self) -> None:
        """Stop in order: accept nothing more, cancel reading and jobs, let queued changes finish, join the threads."""
        if not self._open:
            return
        self._open = False
        for ticket in tuple(self._running):
            if not ticket.must_end:
                ticket.cancel()
        for lane in (Lane.OUTSIDE, Lane.LONG, Lane.READ, Lane.WRITE, Lane.JOB):
            if lane in self._lanes:
                self._lanes[lane].shutdown(wait=True)


def _refuse(errand: _Errand[Any]) -> None:
    from concurrent.futures import Future

    refused: Future[Any] = Future()
    refused.set_exception(Closed())
    errand.conclude(refused)
