"""Reminders before due dates: when somebody is to be reminded of a promise or an instalment, and that they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.contact.purposes import FOLLOWED, REMINDS
from collectdesk.desk.rules.rulebook import calendar
from collectdesk.desk.solutions.solution_gathering import solution_table
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.solutions.arrangements import (
    ArrangementCheck,
    ArrangementKind,
    ArrangementState,
    FollowUp,
)
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.solutions.rhythm import Kept, Reminder, paid_late, remind
from collectdesk.store.cases import cases, monitored, solutions

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from collectdesk.domain.solutions.paying import Paying
    from collectdesk.store.cases.solutions import KeptArrangement
    from collectdesk.store.work import View, Work

_BROKEN = (PromiseState.BROKEN, PromiseState.PARTLY_KEPT)
_WHY = {StepKind.FOLLOW_PROMISE: "promise.due", StepKind.FOLLOW_PLAN: "plan.instalment_due"}


def how_kept(view: View, case_id: str, late: int = 0) -> Kept:
    """How a case's customer kept to promises and plans so far, and whether the last risk check saw a high risk."""
    judged = [
        p.state for p in solutions.promises(view, case_id=case_id) if p.state in (*_BROKEN, PromiseState.KEPT)
    ]
    plans = solutions.arrangements(view, case_id=case_id)
    broken_plans = sum(each.arrangement.state is ArrangementState.BROKEN for each in plans)
    newest = next(iter(solutions.assessments(view, case_id)), None)
    return Kept(
        late, sum(state in _BROKEN for state in judged) + broken_plans, bool(judged) and judged[-1] in _BROKEN,
        newest is not None and newest.level == "high",
    )  # fmt: skip


def reminder(
    view: View, case_id: str, due_on: date, late: int = 0, kind: ArrangementKind | None = None
) -> Reminder | None:
    """When to remind of a due date, by how the customer kept to it so far and the kind of plan; None where no day is
    left before it.
    """
    kept, of_kind = how_kept(view, case_id, late), kind.value if kind else ""
    return remind(due_on, view.today, kept, solution_table(), calendar().is_workday, of_kind)


def promise_step(view: View, case_id: str, due_on: date) -> tuple[date, str]:
    """Day and reason of the step that follows a new promise: its reminder, else its own day.

    Who promised today for the next days isn't rung again the same day.
    """
    found = reminder(view, case_id, due_on)
    return (due_on, "promise.due") if found is None or found.on <= view.today else (found.on, found.why)


def plan_step(
    work: Work, kept: KeptArrangement, check: ArrangementCheck, paid: Collection[Paying]
) -> tuple[date, str] | None:
    """Day and reason of the step that follows a running plan: grace, the reminder of its next instalment, or its day.

    Once somebody was spoken to or written to since the day of the reminder, its own day is waited for.
    """
    if check.state in (FollowUp.IN_GRACE, FollowUp.MISSED):
        return work.today, "plan.in_grace"
    if check.next_due_on is None:
        return None
    late = paid_late(kept.arrangement.schedule, paid, work.today, kept.made_on)
    found = reminder(work, kept.case_id, check.next_due_on, late, kept.arrangement.kind)
    if found is None or monitored.reached_out(work, kept.case_id, found.on):
        return check.next_due_on, _WHY[StepKind.FOLLOW_PLAN]
    return found.on, found.why


def reminded(work: Work, case_id: str) -> int:
    """The customer was rung or written to: what was to be reminded of by today is waited for from now on; how many."""
    moved = 0
    for step in cases.steps(work, until=work.today, case_id=case_id):
        if step.kind in FOLLOWED and step.why.startswith(REMINDS):
            due_on = monitored.due_of(work, step.kind, step.subject_id, work.today)
            if due_on is not None:
                cases.add_step(work, case_id, step.kind, due_on, _WHY[step.kind], step.subject_id)
                moved += 1
    return moved
