"""Watch periods with their review, and customers who owe nothing overdue, watched for a relapse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.people import own_work
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.solutions.solution_gathering import solution_table
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.ids import CaseId, CustomerId
from collectdesk.domain.money import ZERO, Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.rhythm import paid_late
from collectdesk.domain.solutions.watching import WatchSign, WatchState, require_review, sign_of, watch_until
from collectdesk.store.cases import cases, solutions, watching
from collectdesk.store.customers import customers
from collectdesk.store.trouble import StaleRecord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collectdesk.domain.solutions.arrangements import Arrangement
    from collectdesk.store.cases.cases import Case
    from collectdesk.store.cases.solutions import KeptArrangement
    from collectdesk.store.work import View, Work

REVIEWED = (ArrangementState.ACTIVE, ArrangementState.COMPLETED)
"""What is still watched: a plan that broke or was replaced is followed in another way."""


@dataclass(frozen=True, slots=True)
class WatchedLine:
    """Somebody who is watched on. ``number`` is the arrangement's, empty for who simply owes nothing overdue any more;
    ``late`` are its instalments that came after their day.
    """

    watch_id: str
    case_id: CaseId
    case_no: str
    name: str
    customer_id: CustomerId
    number: str
    since: date
    until_on: date
    sign: WatchSign
    overdue: Money
    late: int = 0
    is_closed: bool = False


def watch_arranged(work: Work, kept: KeptArrangement, moved: Arrangement) -> None:
    """A debt arranged anew is watched from its approval on; the review is set for the last day."""
    until = watch_until(moved.kind, moved.schedule, solution_table().watch_months)
    if until is None:
        return
    watch_id = watching.begin(work, kept.id, kept.case_id, work.today, until)
    cases.add_step(work, kept.case_id, StepKind.REVIEW, until, "watch.review", watch_id)


@dataclass(frozen=True, slots=True)
class ListWatched(Lookup[tuple[WatchedLine, ...]]):
    """Everybody who is watched on: what stands out first, then by the last day."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "watch.listed"

    def look(self, view: View) -> tuple[WatchedLine, ...]:
        return watched(view)


def watched(view: View) -> tuple[WatchedLine, ...]:
    """Watch periods of arrangements, and who was cured within the days of the table."""
    found = [*_arranged(view), *_cured(view)]
    order = list(WatchSign)
    return tuple(sorted(found, key=lambda line: (order.index(line.sign), line.until_on, line.case_no)))


def _arranged(view: View) -> Iterable[WatchedLine]:
    running = watching.watches(view, state=WatchState.RUNNING)
    held = {each.case_id: cases.case(view, each.case_id) for each in running}
    overdue = watching.overdue_of(view, {kept.customer_id for kept in held.values()})
    for each in running:
        plan = solutions.arrangement(view, each.arrangement_id)
        if plan.arrangement.state not in REVIEWED:
            continue
        kept = held[each.case_id]
        paid = customers.payments(view, [plan.product_id])
        late = paid_late(plan.arrangement.schedule, paid, view.today, plan.made_on)
        # under a running plan the arrears stand until it is paid: only its instalments speak
        owed = (
            overdue.get(kept.customer_id, ZERO)
            if plan.arrangement.state is ArrangementState.COMPLETED
            else ZERO
        )
        yield WatchedLine(
            each.id, kept.id, kept.case_no, _name(view, kept), kept.customer_id, plan.number, each.from_on,
            each.until_on, sign_of(owed, each.until_on, view.today, reviewed=False), owed, late,
            kept.closed_on is not None,
        )  # fmt: skip


def _cured(view: View) -> Iterable[WatchedLine]:
    days = timedelta(days=solution_table().relapse_days)
    found = watching.cured_since(view, view.today - days)
    held = {each.case_id: cases.case(view, each.case_id) for each in found}
    overdue = watching.overdue_of(view, {kept.customer_id for kept in held.values()})
    for each in found:
        kept = held[each.case_id]
        owed, until = overdue.get(kept.customer_id, ZERO), each.since + days
        yield WatchedLine(
            "", kept.id, kept.case_no, _name(view, kept), kept.customer_id, "", each.since, until,
            sign_of(owed, until, view.today, reviewed=True), owed, is_closed=each.is_closed,
        )  # fmt: skip


def _name(view: View, kept: Case) -> str:
    return masking.name(masking.of_case(view, kept), customers.customer(view, kept.customer_id).name)


@dataclass(frozen=True, slots=True)
class ReviewWatch(Change[WatchState]):
    """Review a watch period: it was passed, once it is over, or the debt is watched longer; either says why."""

    needs: ClassVar = Permission.APPROVE_SOLUTION
    action: ClassVar = "watch.reviewed"
    timed: ClassVar = True
    four_eyes: ClassVar = "four_eyes.own_plan"
    touches: ClassVar = frozenset({Subject.SOLUTIONS, Subject.CASES, Subject.STEPS})

    watch_id: str
    passed: bool
    reason: str
    longer_to: date | None = None

    def makers(self, view: View) -> frozenset[str]:
        found = watching.watches(view, watch_id=self.watch_id)
        return own_work.of_plan(view, found[0].arrangement_id) if found else frozenset()

    def carry_out(self, work: Work) -> WatchState:
        kept = next(iter(watching.watches(work, watch_id=self.watch_id)), None)
        if kept is None:
            raise StaleRecord("watch_period", self.watch_id)
        require_review(kept, work.today, passed=self.passed, reason=self.reason, longer_to=self.longer_to)
        state = WatchState.PASSED if self.passed else WatchState.LONGER
        watching.decide(work, kept, state, self.reason.strip())
        cases.finish_steps(work, kept.case_id, (StepKind.REVIEW,), f"watch.{state.value}", kept.id)
        if self.longer_to is not None and not self.passed:
            new = watching.begin(work, kept.arrangement_id, kept.case_id, work.today, self.longer_to)
            cases.add_step(work, kept.case_id, StepKind.REVIEW, self.longer_to, "watch.review", new)
        work.note(case=kept.case_id, arrangement=kept.arrangement_id, watch=kept.id, passed=self.passed)
        return state
