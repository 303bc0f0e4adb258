"""Today with 50,000 active cases: one person's list, everybody's, how the work lies on whom.

``python -m bench.today [--json] [--cases N] [--rounds N]``: seconds from the deed to its values, median of the rounds.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from bench.claims import Claim, against, asked_for, in_turns, show
from bench.crowd import crowd, rows_of

from collectdesk.desk.customers.today import ListToday, ReadToday, ShowLoads, ShowToday

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpers.branches import Branch

CLERKS = 12
PAGE = 50
TARGET = 1.0
"""Seconds: what a person doesn't feel as waiting, with room for an old PC."""
BOUND = 8.0


FLOOR = (
    "SELECT n.id, n.case_id, n.kind, n.due_on, k.customer_id, l.name, l.dpd, l.overdue_fen FROM next_step n"
    " JOIN customer_case k ON k.id = n.case_id JOIN customer_line l ON l.customer_id = k.customer_id"
    " WHERE n.outcome = '' AND k.closed_on IS NULL ORDER BY n.due_on"
)
"""The least that a list of everybody's work reads: the open steps with whom they are about."""


def staffed(cases: int) -> Branch:
    """A branch with so many cases that are nobody's, and CLERKS clerks."""
    branch = crowd(cases, late=1.0)
    keeper = branch.desk.store.actor("administrator")
    assert keeper is not None
    branch.actors["administrator"] = keeper
    for at in range(CLERKS - 1):
        if branch.desk.store.actor(f"clerk{at}") is None:
            branch.enrol(f"clerk{at}", "clerk", f"催收{at}")
    return branch


def measure(cases: int, rounds: int) -> dict[str, Any]:
    """Wall and processor seconds of each question."""
    branch = staffed(cases)
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
    took = in_turns(asked, rounds, warm=0)
    shown = branch.clerk(ShowToday(own))
    branch.close()
    return {
        "cases": cases, "clerks": CLERKS, "rounds": rounds, **{name: one.told() for name, one in took.items()},
        "items of one person": shown.total, "shown": len(shown.items),
    }  # fmt: skip


def claims(*, short: bool) -> list[Claim]:
    branch = staffed(1_000 if short else 50_000)
    works: dict[str, Callable[[], Any]] = {
        "ours": lambda: branch.supervisor(ListToday()),
        "floor": lambda: rows_of(branch, FLOOR),
    }
    took = in_turns(works, 3 if short else 7, watch="ours")
    branch.close()
    return [
        against(
            "today, everything in its order", took, BOUND, "the open steps with their customers by one query"
        )
    ]


def main() -> int:
    chosen = asked_for(__doc__, cases=(int, 50_000), rounds=(int, 7))
    found = measure(chosen.cases, chosen.rounds)
    show(found, as_json=chosen.json)
    listed = max(found[name]["cpu"] for name in ("one person's", "everybody's", "everything listed"))
    return 0 if listed <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
