"""Work off the window's thread: errors, cancelling, askers that have gone, the order at the end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QObject

from collectdesk.desk.progress import Cancelled, Progress
from collectdesk.ui.tasks import Closed, Lane, Tasks

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Told:
    """Collects what the asker hears, and on which thread."""

    def __init__(self) -> None:
        self.heard: list[object] = []
        self.threads: set[int] = set()

    def __call__(self, *values: object) -> None:
        self.heard.append(values[0] if len(values) == 1 else values)
        self.threads.add(threading.get_ident())


def settle(qtbot: QtBot, tasks: Tasks) -> None:
    """Wait until nothing runs and everything queued for this thread has been said."""
    qtbot.waitUntil(lambda: not tasks._running)


def fails(_steps: Progress) -> None:
    raise ValueError("broken")


def test_an_error_in_the_work_reaches_the_asker_on_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    failed = Told()
    tasks.start(Lane.READ, fails, owner=None, failed=failed)
    settle(qtbot, tasks)
    assert [str(error) for error in failed.heard] == ["broken"]
    assert failed.threads == {threading.get_ident()}


def test_an_error_that_nobody_takes_goes_on_to_the_crash_window(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.captureExceptions() as caught:
        tasks.start(Lane.READ, fails, owner=None)
        settle(qtbot, tasks)
    assert [kind for kind, _, _ in caught] == [ValueError]


@pytest.mark.parametrize("fails_too", [False, True])
def test_an_asker_that_has_gone_hears_nothing(qtbot: QtBot, tasks: Tasks, fails_too: bool) -> None:
    gate, done, owner = threading.Event(), Told(), QObject()

    def work(_steps: Progress) -> int:
        gate.wait(10)
        if fails_too:
            raise ValueError
        return 1

    tasks.start(Lane.READ, work, owner=owner, done=done, failed=done)
    shiboken6.delete(owner)
    gate.set()
    settle(qtbot, tasks)
    assert done.heard == []


def test_half_the_askers_gone_gives_half_the_answers(qtbot: QtBot, tasks: Tasks) -> None:
    gate, done = threading.Event(), Told()
    tasks.start(Lane.READ, lambda _steps: gate.wait(10), owner=None)
    owners = [QObject() for _ in range(60)]
    for at, owner in enumerate(owners):
        tasks.start(Lane.READ, lambda _steps, at=at: at, owner=owner, done=done)  # type: ignore[misc]
    for owner in owners[::2]:
        shiboken6.delete(owner)
    gate.set()
    settle(qtbot, tasks)
    assert done.heard == list(range(1, 60, 2))


def test_cancelled_work_stops_at_its_next_step_and_says_so(qtbot: QtBot, tasks: Tasks) -> None:
    begun, go, cancelled, done = threading.Event(), threading.Event(), Told(), Told()
    steps_done: list[int] = []

    def work(steps: Progress) -> None:
        for at in range(5):
            steps.step(at, 5)
            steps_done.append(at)
            begun.set()
            go.wait(10)

    ticket = tasks.start(
        Lane.WRITE, work, owner=None, done=done, failed=done, cancelled=lambda: cancelled("stopped")
    )
    assert begun.wait(10)
    ticket.cancel()
    go.set()
    settle(qtbot, tasks)
    assert (steps_done, cancelled.heard, done.heard, ticket.ended) == ([0], ["stopped"], [], True)


def test_work_cancelled_before_it_began_never_begins(qtbot: QtBot, tasks: Tasks) -> None:
    gate, ran, cancelled = threading.Event(), Told(), Told()
    tasks.start(Lane.WRITE, lambda _steps: gate.wait(10), owner=None)
    ticket = tasks.start(Lane.WRITE, lambda _steps: ran(1), owner=None, cancelled=lambda: cancelled(1))
    ticket.cancel()
    gate.set()
    settle(qtbot, tasks)
    assert (ran.heard, cancelled.heard) == ([], [1])


def test_progress_is_told_on_the_windows_thread_and_never_leaves_out_the_end(
    qtbot: QtBot, tasks: Tasks
) -> None:
    progress, done = Told(), Told()

    def work(steps: Progress) -> str:
        for at in range(1, 501):
            steps.step(at, 500)
        return "ready"

    tasks.start(Lane.OUTSIDE, work, owner=None, done=done, progress=progress)
    settle(qtbot, tasks)
    assert progress.heard[-1] == (500, 500)
    assert len(progress.heard) < 50, "the window would drown in reports"
    assert progress.threads == {threading.get_ident()}
    assert done.heard == ["ready"]


def test_a_large_number_arrives_whole(qtbot: QtBot, tasks: Tasks) -> None:
    done = Told()
    tasks.start(Lane.READ, lambda _steps: 2**40, owner=None, done=done)
    settle(qtbot, tasks)
    assert done.heard == [2**40]


def test_closing_lets_queued_changes_finish_and_stops_reading(qtbot: QtBot, tasks: Tasks) -> None:
    gate, written, read = threading.Event(), Told(), Told()

    def read_until_stopped(steps: Progress) -> None:
        try:
            while True:  # only the closing ends it, by the cancel at a step
                steps.step(0, 1)
        finally:
            gate.set()

    tasks.start(Lane.WRITE, lambda _steps: gate.wait(10), owner=None)
    tasks.start(Lane.WRITE, lambda _steps: written("kept"), owner=None)
    tasks.start(Lane.READ, read_until_stopped, owner=None)
    tasks.start(Lane.READ, lambda _steps: read("asked"), owner=None)
    assert tasks.busy
    tasks.close()
    assert written.heard == ["kept"]
    assert read.heard == []


def test_work_asked_for_while_closing_is_refused_not_lost(qtbot: QtBot, tasks: Tasks) -> None:
    failed, ran = Told(), Told()
    tasks.close()
    tasks.start(Lane.WRITE, lambda _steps: ran(1), owner=None, failed=failed)
    qtbot.waitUntil(lambda: bool(failed.heard))
    assert isinstance(failed.heard[0], Closed)
    assert ran.heard == []


def test_cancelled_is_no_error_for_the_asker(qtbot: QtBot, tasks: Tasks) -> None:
    failed = Told()

    def work(_steps: Progress) -> None:
        raise Cancelled

    tasks.start(Lane.READ, work, owner=None, failed=failed)
    settle(qtbot, tasks)
    assert failed.heard == []
