"""How the strategy follows what came of it: the next step after promises, plans and calls in a row, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.solutions.promises import PromiseState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Outcome(Enum):
    """What came of it, as far as the next step depends on it."""

    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    PLAN_BROKEN = "plan_broken"
    UNANSWERED = "unanswered"


STEPS: Final[Mapping[Outcome, frozenset[StepKind]]] = {
    Outcome.KEPT: frozenset({StepKind.REVIEW}),
    Outcome.PARTLY_KEPT: frozenset({StepKind.PROMISE_BROKEN, StepKind.SOLUTION, StepKind.ASSESS}),
    Outcome.BROKEN: frozenset({StepKind.PROMISE_BROKEN, StepKind.SOLUTION, StepKind.ASSESS}),
    Outcome.PLAN_BROKEN: frozenset({StepKind.PLAN_BROKEN, StepKind.SOLUTION, StepKind.ASSESS}),
    Outcome.UNANSWERED: frozenset({StepKind.CALL, StepKind.ASSESS}),
}
"""What may follow what: nobody is visited or sued because a promise was broken, the risk check comes before."""
LONGEST_WAIT: Final = 90


@dataclass(frozen=True, slots=True)
class Adjustment:
    """From so many of an outcome in a row on, this is done next, in so many days."""

    after: Outcome
    in_a_row: int
    step: StepKind
    days: int

    @property
    def why(self) -> str:
        """The code of the reason, for the step."""
        return f"adjust.{self.after.value}.{self.step.value}"


def read_adjustments(rows: Sequence[Mapping[str, Any]]) -> tuple[Adjustment, ...]:
    """The rows of the table; raises ValueError for a step that may not follow, or an outcome without a first row."""
    found = []
    for row in rows:
        made = Adjustment(
            Outcome(row["after"]), int(row["in_a_row"]), StepKind(row["step"]), int(row["days"])
        )
        if made.step not in STEPS[made.after]:
            raise ValueError(f"{made.step.value} may not follow {made.after.value}")
        if made.in_a_row < 1 or not 0 <= made.days <= LONGEST_WAIT:
            raise ValueError(f"adjust: {made.in_a_row} in a row, {made.days} days")
        found.append(made)
    for outcome in Outcome:
        if outcome is not Outcome.UNANSWERED and all((a.after, a.in_a_row) != (outcome, 1) for a in found):
            raise ValueError(f"adjust names nothing after the first {outcome.value}")
    return tuple(found)


def adjustment(table: Sequence[Adjustment], after: Outcome, in_a_row: int) -> Adjustment | None:
    """What follows so many in a row; None where nothing is to change."""
    fitting = [each for each in table if each.after is after and each.in_a_row <= in_a_row]
    return max(fitting, key=lambda each: each.in_a_row, default=None)


def in_a_row(states: Sequence[PromiseState], newest: PromiseState) -> int:
    """How many of the judged promises before end in the same way as the newest one, which counts too.

    ``states`` are the earlier ones, oldest first. A part paid is a word not kept: it goes on with broken ones.
    """
    kept = newest is PromiseState.KEPT
    count = 1
    for state in reversed([each for each in states if each in _JUDGED]):
        if (state is PromiseState.KEPT) is not kept:
            break
        count += 1
    return count


_JUDGED: Final = frozenset({PromiseState.KEPT, PromiseState.PARTLY_KEPT, PromiseState.BROKEN})
