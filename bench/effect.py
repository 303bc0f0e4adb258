"""The figures of effect on a busy branch: both questions of the page, whole and cut, and the rows behind a bar.

``python -m bench.effect [--json] [--customers N] [--late SHARE] [--rounds N]``. Wall and processor seconds. The busy
branch is 12,000 customers, all of them overdue; ``--customers 1000000 --late 0.02`` is the large one.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

from bench.crowd import crowd

from collectdesk.desk.effect import Figure, ListFigure, ShowEffect
from collectdesk.desk.measures import ShowMeasures
from collectdesk.domain.effect import ALL, Cut, Span

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET, LARGE_TARGET, LARGE = 0.3, 2.0, 500_000
"""Seconds of a processor: on the busy branch, and from LARGE customers on."""


def measure(customers: int, late: float, rounds: int) -> dict[str, Any]:
    branch = crowd(customers, late=late)
    asked: dict[str, Callable[[], Any]] = {
        "what stands and was done": lambda: branch.supervisor(ShowEffect(Span.MONTH, None, ALL)),
        "measures": lambda: branch.supervisor(ShowMeasures(Span.MONTH, None, ALL)),
        "measures of a product": lambda: branch.supervisor(
            ShowMeasures(Span.YEAR, None, Cut(product="card"))
        ),
        "rows behind a bucket": lambda: branch.supervisor(ListFigure(Figure.BUCKET, "M2", Span.MONTH)),
    }
    found: dict[str, Any] = {"customers": customers, "late": late, "rounds": rounds}
    for name, ask in asked.items():
        found[name] = _timed(ask, rounds)
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
    options.add_argument("--customers", type=int, default=12_000)
    options.add_argument("--late", type=float, default=1.0)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    found = measure(chosen.customers, chosen.late, chosen.rounds)
    print(json.dumps(found, indent=1, ensure_ascii=False) if chosen.json else found)
    target = LARGE_TARGET if chosen.customers >= LARGE else TARGET
    return 0 if max(one["cpu"] for one in found.values() if isinstance(one, dict)) <= target else 1


if __name__ == "__main__":
    sys.exit(main())
