"""Today with 50,000 active cases: one person's list, everybody's, how the work lies on whom.

``python -m bench.today [--json] [--cases N] [--rounds N]``: seconds from the deed to its values, median of the rounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

from bench.crowd import crowd

from collectdesk.desk.today import ListToday, ReadToday, ShowLoads, ShowToday

if TYPE_CHECKING:
    from collections.abc import Callable

CLERKS = 12
PAGE = 50
TARGET = 1.0
"""Seconds: what a person doesn't feel as waiting, with room for an old PC."""


def measure(cases: int, rounds: int) -> dict[str, Any]:
    """Wall and processor seconds of each question."""
    branch = crowd(cases, late=1.0)
    keeper = branch.desk.store.actor("administrator")
    assert keeper is not None
    branch.actors["administrator"] = keeper
    for at in range(CLERKS - 1):
        if branch.desk.store.actor(f"clerk{at}") is None:
            branch.enrol(f"clerk{at}", "clerk", f"催收{at}")
    own = branch.actors["clerk"].id
    some = branch.supervisor(ListToday())[-PAGE:]
    asked: dict[str, Callable[[], Any]] = {
        "one person's": lambda: branch.clerk(ShowToday(own)),
        "everybody's": lambda: branch.supervisor(ShowToday()),
        "everything listed": lambda: branch.supervisor(ListToday()),
        "by what is owed": lambda: branch.supervisor(ListToday(order="overdue", descending=True)),
        "a page read": lambda: branch.supervisor(ReadToday(some)),
        "loads": lambda: branch.supervisor(ShowLoads()),
    }
    found: dict[str, Any] = {"cases": cases, "clerks": CLERKS, "rounds": rounds}
    for name, ask in asked.items():
        found[name] = _timed(ask, rounds)
    shown = branch.clerk(ShowToday(own))
    found["items of one person"], found["shown"] = shown.total, len(shown.items)
    branch.close()
    return found


def _timed(ask: Callable[[], Any], rounds: int) -> dict[str, float]:
    walls, spent = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        ask()
        walls.append(time.perf_counter() - wall)
        spent.append(time.process_time() - cpu)
    return {"wall": round(statistics.median(walls), 3), "cpu": round(statistics.median(spent), 3)}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    options.add_argument("--cases", type=int, default=50_000)
    options.add_argument("--rounds", type=int, default=7)
    chosen = options.parse_args()
    found = measure(chosen.cases, chosen.rounds)
    print(json.dumps(found, indent=1, ensure_ascii=False) if chosen.json else found)
    return (
        0
        if max(found[name]["cpu"] for name in ("one person's", "everybody's", "everything listed")) <= TARGET
        else 1
    )


if __name__ == "__main__":
    sys.exit(main())
