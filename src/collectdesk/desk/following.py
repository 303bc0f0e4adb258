"""Following up: payments decide promises and plans, and what follows is set as the next step."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from collectdesk.desk.assessing import ask_again
from collectdesk.desk.clocks import set_alarms
from collectdesk.desk.curing import settle_cured
from collectdesk.desk.holding import return_from_holds
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.solution_gathering import solution_table
from collectdesk.desk.standing_card import rest_on_drift
from collectdesk.domain.arrangements import (
    ArrangementCheck,
    ArrangementState,
    FollowUp,
    advance,
    judge_arrangement,
)
from collectdesk.domain.asking import has_expired
from collectdesk.domain.cases import StepKind
from collectdesk.domain.ids import CaseId, CustomerId
from collectdesk.domain.money import Money
from collectdesk.domain.people import Permission
from collectdesk.domain.promises import PromiseState, judge_promise, paid_towards
from collectdesk.domain.schedules import Schedule
from collectdesk.domain.visits import RequestState
from collectdesk.store import cases, customers, intake, visits, waivers
from collectdesk.store.customers import Payment
from collectdesk.store.people import account_names
from collectdesk.store.solutions import (
    KeptArrangement,
    KeptPromise,
    arrangements,
    move_arrangement,
    promises,
    set_promise_state,
)
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise beside who made it and what was paid towards it."""

    promise_id: str
    case_id: CaseId
    case_no: str
    name: str
    amount: Money
    due_on: date
    paid: Money
    state: PromiseState
    days_left: int
    customer_id: CustomerId
    made_on: date
    promised_by: str
    money_from: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan beside how far it came."""

    arrangement_id: str
    number: str
    case_id: CaseId
    case_no: str
    name: str
    state: ArrangementState
    amount: Money
    check: ArrangementCheck
    customer_id: CustomerId
    schedule: Schedule
    reason: str
    offered_by: str


@dataclass(frozen=True, slots=True)
class FollowUps:
    promises: tuple[PromiseLine, ...]
    plans: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True)
class StartDay(Change[tuple[int, int]]):
    """Look at every running promise and plan as of today; returns (kept, broken)."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "day.started"
    touches: ClassVar = frozenset({Subject.STEPS, Subject.SOLUTIONS, Subject.CASES})

    def carry_out(self, work: Work) -> tuple[int, int]:
        kept, broken = judge_solutions(work, None)
        settled = settle_cured(work)
        asked, back = ask_again(work), return_from_holds(work)
        rested = rest_on_drift(work)
        ending = set_alarms(work)
        lapsed = expire_requests(work)
        work.note(
            kept=kept,
            broken=broken,
            cured=settled.cured,
            relapsed=settled.relapsed,
            expired=asked,
            returned=back,
            ending=ending,
            lapsed=lapsed,
            **({"card_rests": True} if rested else {}),
        )
        return kept, broken


def expire_requests(work: Work) -> int:
    """Close visit requests whose last day has passed, so that nobody goes on what was known a month ago; how many."""
    found = [
        asked
        for state in (RequestState.SUBMITTED, RequestState.APPROVED, RequestState.RETURNED)
        for asked in visits.requests(work, state=state)
        if has_expired(asked.expires_on, work.today)
    ]
    for asked in found:
        visits.set_request_state(work, asked, RequestState.EXPIRED)
        cases.finish_steps(work, asked.case_id, (StepKind.PLAN_VISIT,), "expired", asked.id)
        cases.add_step(work, asked.case_id, StepKind.REVIEW, work.today, "visit.expired", asked.id)
    return len(found)


@dataclass(frozen=True, slots=True)
class ShowFollowUps(Lookup[FollowUps]):
    """Promises and plans, broken ones first."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "follow_up.shown"

    def look(self, view: View) -> FollowUps:
        from collectdesk.desk import masking

        names = account_names(view)

        def who(case_id: str) -> tuple[str, str]:
            kept = cases.case(view, case_id)
            return kept.case_no, masking.name(
                masking.of_case(view, kept), customers.customer(view, kept.customer_id).name
            )

        promised = [
            PromiseLine(
                p.id,
                p.case_id,
                *who(p.case_id),
                p.promise.amount,
                p.promise.due_on,
                p.paid,
                p.state,
                (p.promise.due_on - view.today).days,
                cases.case(view, p.case_id).customer_id,
                p.promise.made_on,
                masking.name(masking.of_case(view, cases.case(view, p.case_id)), p.promise.promised_by),
                p.promise.money_from,
            )
            for p in promises(view)
        ]
        planned = [
            PlanLine(
                a.id,
                a.number,
                a.case_id,
                *who(a.case_id),
                a.arrangement.state,
                a.arrangement.schedule.amount,
                check_plan(view, a),
                cases.case(view, a.case_id).customer_id,
                a.arrangement.schedule,
                a.reason,
                names.get(a.offered_by, ""),
            )
            for a in arrangements(view)
        ]
        return FollowUps(
            tuple(sorted(promised, key=lambda p: (_PROMISE_ORDER[p.state], p.due_on))),
            tuple(sorted(planned, key=lambda a: (a.check.state is not FollowUp.BROKEN, a.number))),
        )


_PROMISE_ORDER = {
    PromiseState.BROKEN: 0,
    PromiseState.PARTLY_KEPT: 1,
    PromiseState.ACTIVE: 2,
    PromiseState.KEPT: 3,
    PromiseState.CANCELLED: 4,
    PromiseState.SUPERSEDED: 5,
}


def check_plan(view: View, kept: KeptArrangement, day: date | None = None) -> ArrangementCheck:
    """What the payments on its product say about a plan on a day (default today)."""
    paid = customers.payments(view, [kept.product_id])
    return judge_arrangement(kept.arrangement.schedule, paid, day or view.today, counts_from=kept.made_on)


def judging_day(view: View) -> date | None:
    """The day by which promises and plans can be judged: today, or the day after the last one whose payments are in.

    Nobody breaks their word because a file hasn't come yet; before the first payments file nothing is judged.
    """
    known_to = intake.payments_known_to(view)
    return min(view.today, known_to + timedelta(days=1)) if known_to else None


def judge_solutions(work: Work, customer_ids: Collection[str] | None) -> tuple[int, int]:
    """Judge active promises and plans (of some customers, or all) by the payments; returns (kept, broken)."""
    kept = broken = 0
    day = judging_day(work)
    if day is None:
        return 0, 0
    for promised in promises(work, state=PromiseState.ACTIVE):
        found = cases.case(work, promised.case_id)
        if customer_ids is None or found.customer_id in customer_ids:
            verdict = _judge_promise(work, promised, found.customer_id, day)
            kept += verdict is PromiseState.KEPT
            broken += verdict in (PromiseState.BROKEN, PromiseState.PARTLY_KEPT)
    for planned in arrangements(work, state=ArrangementState.ACTIVE):
        found = cases.case(work, planned.case_id)
        if customer_ids is None or found.customer_id in customer_ids:
            check = _judge_plan(work, planned, day)
            kept += check is FollowUp.COMPLETED
            broken += check is FollowUp.BROKEN
    return kept, broken


def _judge_promise(work: Work, kept: KeptPromise, customer_id: str, day: date) -> PromiseState:
    paid: list[Payment] = customers.payments(work, [p.id for p in customers.products(work, customer_id)])
    tolerance = solution_table().tolerance
    verdict = judge_promise(kept.promise, paid, day, tolerance)
    if verdict is PromiseState.ACTIVE:
        return verdict
    set_promise_state(work, kept, verdict, paid_towards(kept.promise, paid, day, tolerance))
    cases.finish_steps(work, kept.case_id, (StepKind.FOLLOW_PROMISE,), verdict.value, kept.id)
    if verdict is PromiseState.KEPT:
        cases.add_step(
            work, kept.case_id, StepKind.REVIEW, work.today + timedelta(days=7), "promise.kept", kept.id
        )
    else:
        cases.add_step(
            work, kept.case_id, StepKind.PROMISE_BROKEN, work.today, f"promise.{verdict.value}", kept.id
        )
    return verdict


def _judge_plan(work: Work, kept: KeptArrangement, day: date) -> FollowUp:
    check = check_plan(work, kept, day)
    if check.state is FollowUp.COMPLETED:
        moved = advance(kept.arrangement, ArrangementState.COMPLETED, moved_on=work.today, by=work.actor.id)
        move_arrangement(work, kept, moved)
        cases.end_holds(work, source_id=kept.id)
        cases.finish_steps(work, kept.case_id, (StepKind.FOLLOW_PLAN,), "completed", kept.id)
        cases.add_step(work, kept.case_id, StepKind.ARCHIVE, work.today, "plan.completed", kept.id)
    elif check.state is FollowUp.BROKEN:
        moved = advance(kept.arrangement, ArrangementState.BROKEN, moved_on=work.today, by=work.actor.id)
        move_arrangement(work, kept, moved)
        waivers.lapse(work, kept.id)  # what was given up is owed again
        cases.end_holds(work, source_id=kept.id)  # the plan stopped collection only while it was kept
        cases.finish_steps(work, kept.case_id, (StepKind.FOLLOW_PLAN,), "broken", kept.id)
        cases.add_step(work, kept.case_id, StepKind.PLAN_BROKEN, work.today, "plan.broken", kept.id)
    elif check.next_due_on is not None:
        cases.add_step(
            work, kept.case_id, StepKind.FOLLOW_PLAN, check.next_due_on, "plan.instalment_due", kept.id
        )
    return check.state
