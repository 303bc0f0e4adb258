"""The monitor of promises and plans: payments decide them, and the next step follows what came of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from collectdesk.desk.solutions.reminding import plan_step
from collectdesk.desk.solutions.solution_gathering import solution_table
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.risk.adjusting import Outcome, adjustment, in_a_row
from collectdesk.domain.solutions.arrangements import (
    ArrangementCheck,
    ArrangementState,
    FollowUp,
    advance,
    judge_arrangement,
)
from collectdesk.domain.solutions.promises import PromiseState, judge_promise, paid_towards
from collectdesk.store.cases import cases, monitored, waivers
from collectdesk.store.cases.solutions import (
    KeptArrangement,
    KeptPromise,
    arrangements,
    move_arrangement,
    promises,
    set_promise_state,
)
from collectdesk.store.customers import customers
from collectdesk.store.intake import intake

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from collectdesk.domain.solutions.paying import Paying
    from collectdesk.store.work import View, Work

_A_MONTH = timedelta(days=28)
_VERDICTS = {
    PromiseState.KEPT: Outcome.KEPT,
    PromiseState.PARTLY_KEPT: Outcome.PARTLY_KEPT,
    PromiseState.BROKEN: Outcome.BROKEN,
}


def check_plan(view: View, kept: KeptArrangement, day: date | None = None) -> ArrangementCheck:
    """What the payments on its product say about a plan on a day (default today)."""
    paid = customers.payments(view, [kept.product_id])
    return _checked(kept, paid, day or view.today)


def _checked(kept: KeptArrangement, paid: Collection[Paying], day: date) -> ArrangementCheck:
    return judge_arrangement(
        kept.arrangement.schedule, paid, day, solution_table().plan_grace, counts_from=kept.made_on
    )


def judging_day(view: View) -> date | None:
    """The day by which promises and plans can be judged: today, or the day after the last one whose payments are in.

    Nobody breaks their word because a file hasn't come yet; before the first payments file nothing is judged.
    """
    known_to = intake.payments_known_to(view)
    return min(view.today, known_to + timedelta(days=1)) if known_to else None


def judge_solutions(work: Work) -> tuple[int, int]:
    """Judge every active promise and plan by the payments; returns (kept, broken).

    Payments are read in one piece; only what changes is written, so that an evening without news costs reading.
    """
    kept = broken = 0
    day = judging_day(work)
    if day is None:
        return 0, 0
    for verdict in _judge_promises(work, day):
        kept += verdict is PromiseState.KEPT
        broken += verdict in (PromiseState.BROKEN, PromiseState.PARTLY_KEPT)
    for check in _judge_plans(work, day):
        kept += check is FollowUp.COMPLETED
        broken += check is FollowUp.BROKEN
    return kept, broken


def _judge_promises(work: Work, day: date) -> list[PromiseState]:
    tolerance = solution_table().tolerance
    paid = monitored.paid_towards_promises(work)
    found = []
    over = day - timedelta(
        days=tolerance.grace_days
    )  # one still running that nothing was paid for is as it was
    for promised in promises(work, state=PromiseState.ACTIVE, due_before=over, or_in=sorted(paid)):
        mine = paid.get(promised.id, ())
        verdict = judge_promise(promised.promise, mine, day, tolerance)
        if verdict is not PromiseState.ACTIVE:
            set_promise_state(work, promised, verdict, paid_towards(promised.promise, mine, day, tolerance))
            _follow_promise(work, promised, verdict)
        found.append(verdict)
    return found


def _follow_promise(work: Work, kept: KeptPromise, verdict: PromiseState) -> None:
    """The next step by what came of this promise and of those before it."""
    cases.finish_steps(work, kept.case_id, (StepKind.FOLLOW_PROMISE,), verdict.value, kept.id)
    earlier = [each.state for each in promises(work, case_id=kept.case_id) if each.id != kept.id]
    count = in_a_row(earlier, verdict)
    _adjust(work, kept.case_id, _VERDICTS[verdict], count, f"promise.{verdict.value}", kept.id)


def _adjust(work: Work, case_id: str, after: Outcome, count: int, first_why: str, subject_id: str) -> None:
    """Set the step that follows so many of an outcome; from the second on the reason says what changed."""
    found = adjustment(solution_table().adjustments, after, count)
    assert found is not None  # the table names one after the first of every outcome
    why = first_why if found.in_a_row == 1 else found.why
    due_on = work.today + timedelta(days=found.days)
    about = None if found.step is StepKind.ASSESS else subject_id  # a check asked for already is only moved
    cases.add_step(work, case_id, found.step, due_on, why, about)


def _judge_plans(work: Work, day: date) -> list[FollowUp]:
    running = arrangements(work, state=ArrangementState.ACTIVE)
    paid: dict[str, list[Paying]] = defaultdict(list)
    for each in monitored.paid_on_products(work, {kept.product_id for kept in running}):
        paid[each.product_id].append(each)
    steps = monitored.plan_steps(work)
    return [_judge_plan(work, kept, paid[kept.product_id], steps, day) for kept in running]


def _judge_plan(
    work: Work, kept: KeptArrangement, paid: Sequence[Paying], steps: Mapping[str, cases.Step], day: date
) -> FollowUp:
    check = _checked(kept, paid, day)
    if check.state is FollowUp.COMPLETED:
        moved = advance(kept.arrangement, ArrangementState.COMPLETED, moved_on=work.today, by=work.actor.id)
        move_arrangement(work, kept, moved)
        cases.end_holds(work, source_id=kept.id)
        cases.finish_steps(work, kept.case_id, (StepKind.FOLLOW_PLAN,), "completed", kept.id)
        cases.add_step(work, kept.case_id, StepKind.ARCHIVE, work.today, "plan.completed", kept.id)
    elif check.state is FollowUp.BROKEN:
        break_plan(work, kept)
    elif not _stands_right(steps.get(kept.id), check, work.today):
        wanted, standing = plan_step(work, kept, check, paid), steps.get(kept.id)
        if wanted and (standing is None or (standing.due_on, standing.why) != wanted):
            cases.add_step(work, kept.case_id, StepKind.FOLLOW_PLAN, *wanted, kept.id)
    return check.state


def _stands_right(step: cases.Step | None, check: ArrangementCheck, today: date) -> bool:
    """Whether the step of a running plan belongs to its next instalment, and its day is still to come."""
    if step is None or step.due_on <= today or check.state is not FollowUp.ON_TRACK or not check.next_due_on:
        return False
    return timedelta(0) <= check.next_due_on - step.due_on < _A_MONTH


def break_plan(work: Work, kept: KeptArrangement) -> None:
    """A plan that wasn't kept ends: what was given up is owed again, collection goes on, and the next step is set."""
    moved = advance(kept.arrangement, ArrangementState.BROKEN, moved_on=work.today, by=work.actor.id)
    move_arrangement(work, kept, moved)
    waivers.lapse(work, kept.id)
    cases.end_holds(work, source_id=kept.id)  # the plan stopped collection only while it was kept
    cases.finish_steps(work, kept.case_id, (StepKind.FOLLOW_PLAN,), "broken", kept.id)
    all_plans = arrangements(work, case_id=kept.case_id)
    count = sum(each.arrangement.state is ArrangementState.BROKEN for each in all_plans)
    _adjust(work, kept.case_id, Outcome.PLAN_BROKEN, count, "plan.broken", kept.id)
