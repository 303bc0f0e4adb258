"""Following up: payments decide promises and plans, and what follows is set as the next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from collectdesk.desk.contact.holding import return_from_holds
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.risk.assessing import ask_again
from collectdesk.desk.risk.standing_card import rest_on_drift
from collectdesk.desk.rules.clocks import set_alarms
from collectdesk.desk.solutions.curing import settle_cured
from collectdesk.desk.solutions.monitor import check_plan, judge_solutions
from collectdesk.desk.solutions.watching import WatchedLine, watched
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.ids import CaseId, CustomerId
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.solutions.arrangements import ArrangementCheck, ArrangementState, FollowUp
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.solutions.schedules import Schedule
from collectdesk.domain.visits.asking import has_expired
from collectdesk.domain.visits.visits import RequestState
from collectdesk.store.cases import cases
from collectdesk.store.cases.solutions import arrangements, promises
from collectdesk.store.customers import customers
from collectdesk.store.people.people import account_names
from collectdesk.store.visits import visits
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
    evidence: str = ""


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
    watched: tuple[WatchedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class StartDay(Change[tuple[int, int]]):
    """Look at every running promise and plan as of today; returns (kept, broken)."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "day.started"
    touches: ClassVar = frozenset({Subject.STEPS, Subject.SOLUTIONS, Subject.CASES})

    def carry_out(self, work: Work) -> tuple[int, int]:
        kept, broken = judge_solutions(work)
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
        from collectdesk.desk.customers import masking

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
                p.promise.evidence,
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
            watched(view),
        )


_PROMISE_ORDER = {
    PromiseState.BROKEN: 0,
    PromiseState.PARTLY_KEPT: 1,
    PromiseState.ACTIVE: 2,
    PromiseState.KEPT: 3,
    PromiseState.CANCELLED: 4,
    PromiseState.SUPERSEDED: 5,
}
