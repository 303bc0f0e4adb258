"""The figures of effect on a busy branch: both questions of the page, whole and cut, and the rows behind a bar.

``python -m bench.effect [--json] [--customers N] [--late SHARE] [--lists N] [--rounds N]``. Wall and processor seconds.
The busy branch is 12,000 customers, all of them overdue; ``--customers 1000000 --late 0.02`` is the large one. With
``--lists 3`` everybody stood on two earlier lists too: the matrix and the trend have something to count.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from bench.claims import Claim, against, asked_for, in_turns, show
from bench.crowd import crowd, rows_of

from collectdesk.desk.results.effect import Figure, ListFigure, ShowEffect
from collectdesk.desk.results.measures import ShowMeasures
from collectdesk.desk.solutions.keeping_word import ShowKeptRates
from collectdesk.domain.results.effect import ALL, Cut, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpers.branches import Branch

TARGET, LARGE_TARGET, LARGE = 0.3, 2.0, 500_000
"""Seconds of a processor: on the busy branch, and from LARGE customers on."""
BOUND = 60.0


FLOOR = (
    "SELECT l.dpd, l.overdue_fen, l.kinds, k.opened_on, k.closed_on FROM customer_line l"
    " LEFT JOIN customer_case k ON k.customer_id = l.customer_id WHERE l.dpd > 0"
)
"""The least that any figure of effect rests on: every overdue customer's standing, read and summed by nobody."""


def questions(branch: Branch) -> dict[str, Callable[[], Any]]:
    return {
        "what stands and was done": lambda: branch.supervisor(ShowEffect(Span.MONTH, None, ALL)),
        "measures": lambda: branch.supervisor(ShowMeasures(Span.MONTH, None, ALL)),
        "measures of a product": lambda: branch.supervisor(
            ShowMeasures(Span.YEAR, None, Cut(product="card"))
        ),
        "kept promises": lambda: branch.supervisor(ShowKeptRates(Span.MONTH, None, ALL)),
        "rows behind a bucket": lambda: branch.supervisor(ListFigure(Figure.BUCKET, "M2", Span.MONTH)),
    }


def measure(customers: int, late: float, lists: int, rounds: int) -> dict[str, Any]:
    branch = crowd(customers, late=late, lists=lists)
    took = in_turns(questions(branch), rounds, warm=0)
    branch.close()
    return {
        "customers": customers, "late": late, "lists": lists, "rounds": rounds,
        **{name: one.told() for name, one in took.items()},
    }  # fmt: skip


def claims(*, short: bool) -> list[Claim]:
    branch = crowd(1_000 if short else 12_000, late=1.0)
    works = {"ours": questions(branch)["measures"], "floor": lambda: rows_of(branch, FLOOR)}
    took = in_turns(works, 3 if short else 7, watch="ours")
    branch.close()
    return [
        against("effect, its measures", took, BOUND, "every overdue customer's standing read by one query")
    ]


def main() -> int:
    chosen = asked_for(__doc__, customers=(int, 12_000), late=(float, 1.0), lists=(int, 1), rounds=(int, 5))
    found = measure(chosen.customers, chosen.late, chosen.lists, chosen.rounds)
    show(found, as_json=chosen.json)
    target = LARGE_TARGET if chosen.customers >= LARGE else TARGET
    return 0 if max(one["cpu"] for one in found.values() if isinstance(one, dict)) <= target else 1


if __name__ == "__main__":
    sys.exit(main())
