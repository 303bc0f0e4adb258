"""A day's work leaves memory, threads, timers, windows and open files where they were.

The short form does what shows a leak of one thing for each deed or each look at a page; ``make leaks`` does 2,000 deeds
and prints the figures.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from collectdesk.desk.contact.contacting import LogContact
from collectdesk.desk.customers.finding import ListCustomers
from collectdesk.desk.customers.today import ShowToday
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Reached
from collectdesk.words import CHINESE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpers.branches import Clock
    from whole.conftest import Workplace

Make = Callable[..., "Workplace"]
DEEDS: Final = int(os.environ.get("COLLECTDESK_LEAK_DEEDS", "48"))
IS_LONG: Final = DEEDS >= 1000
PAGES: Final = ("today", "casefile", "customers", "casefile", "followup", "plan", "casefile", "record")
MOST_GROWTH_KB: Final = 24 * 1024
"""What 2,000 deeds may add to the process's memory after a quarter of them: less than one more list of customers."""

IN_THE_FILE: Final = ("collectdesk.ui.parts.timeline.Event",)
"""What a file in sight shows of its contacts: they are more at every call, and go with the next file."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds at a moment of rest."""

    threads: int
    files: int
    timers: int
    widgets: int
    memory_kb: int
    own: Counter[str]

    @classmethod
    def now(cls, at: Workplace) -> Held:
        at.rest()
        QApplication.processEvents()
        gc.collect()
        own = Counter(
            f"{type(each).__module__}.{type(each).__qualname__}"
            for each in gc.get_objects()
            if str(type(each).__module__).startswith("collectdesk.ui")
        )
        timers = len(at.window.findChildren(QTimer)) + sum(
            len(each.findChildren(QTimer)) for each in QApplication.topLevelWidgets() if each is not at.window
        )
        return cls(
            threading.active_count(), len(list(Path("/proc/self/fd").iterdir())), timers,
            len(QApplication.allWidgets()), _memory_kb(), own,
        )  # fmt: skip


def _memory_kb() -> int:
    line = next(
        each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmRSS")
    )
    return int(line.split()[1])


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="reads what Linux tells of a process")
def test_a_days_deeds_leave_nothing_behind(workplace: Make, clock: Clock) -> None:
    at = workplace(CHINESE)
    at.sign_in("Clerk")
    work = _deeds(at, clock)
    _do(islice(work, DEEDS // 4))
    before = Held.now(at)
    _do(islice(work, DEEDS - DEEDS // 4))
    after = Held.now(at)
    grown = {
        name: (before.own[name], count)
        for name, count in after.own.items()
        if count > before.own[name] + 8 and name not in IN_THE_FILE
    }
    _tell(before, after)
    assert after.threads <= before.threads
    assert after.files <= before.files
    assert after.timers <= before.timers
    assert after.widgets <= before.widgets + 40, "rows and chips differ a little from page to page"
    assert not grown
    if IS_LONG:
        assert after.memory_kb - before.memory_kb < MOST_GROWTH_KB


def _tell(before: Held, after: Held) -> None:
    said = [f"memory {before.memory_kb}, {after.memory_kb} kB"]
    said += [
        f"{name} {getattr(before, name)}, {getattr(after, name)}"
        for name in ("threads", "files", "timers", "widgets")
    ]
    sys.stdout.write(f"{DEEDS} deeds, after a quarter of them and at the end: {'; '.join(said)}\n")


def _do(work: Iterator[None]) -> None:
    for _ in work:
        pass


def _deeds(at: Workplace, clock: Clock) -> Iterator[None]:
    """One call after another, each followed by a look at a page, as a clerk goes through the list."""
    office = at.shell.office
    assert office is not None
    shown = office.desk.run(ListCustomers(), office.actor).result
    cases = [item.case_id for item in office.desk.run(ShowToday(), office.actor).result.items]
    for number, (case, page) in enumerate(zip(cycle(cases), cycle(PAGES), strict=False)):
        clock.at += timedelta(seconds=10)
        deed = LogContact(case, Channel.PHONE, clock.at, Reached.NOBODY, ContactOutcome.NO_ANSWER)
        done: list[object] = []
        office.run(deed, owner=at.window, done=done.append, failed=done.append)
        at.wait(partial(bool, done), "the call to be logged")
        assert not isinstance(done[0], BaseException), done[0]
        at.window.go(page, shown[number % len(shown)].customer_id if page == "casefile" else None)
        at.rest()
        yield
