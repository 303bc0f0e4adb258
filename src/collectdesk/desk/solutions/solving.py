"""Solutions: instalment plans with approval, and promises that payments decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar, Final

from collectdesk.desk.people import own_work
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules import gate
from collectdesk.desk.rules.rulebook import calendar
from collectdesk.desk.solutions.offering import household_capacity
from collectdesk.desk.solutions.reminding import promise_step, reminder
from collectdesk.desk.solutions.solution_gathering import (
    RULED_AS,
    debt_of,
    months_between,
    product_of,
    solution_facts,
)
from collectdesk.desk.solutions.waiving import require_waivers_granted
from collectdesk.desk.solutions.watching import watch_arranged
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.ids import ArrangementId, PromiseId
from collectdesk.domain.money import Money, total
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.solutions.arrangements import (
    ONE_DATE,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    advance,
    offer_arrangement,
)
from collectdesk.domain.solutions.interest import PenaltyTerms
from collectdesk.domain.solutions.promises import Promise, PromiseHint, PromiseState, hint_promise
from collectdesk.domain.solutions.schedules import (
    LONGEST,
    Method,
    Schedule,
    plan_equal_instalments,
    plan_fixed_amount,
)
from collectdesk.domain.solutions.solution_table import Component
from collectdesk.domain.solutions.solution_ways import LONGEST_REAGEING, pay_once, rents_anew
from collectdesk.domain.solutions.waivers import require_waivable, require_whole_settlement
from collectdesk.store.cases import cases, solutions, waivers
from collectdesk.store.customers import customers
from collectdesk.store.customers.customers import Product
from collectdesk.store.work import View, Work

SIGNING_DAYS: Final = 3
"""After how many days an offer that isn't signed is asked about."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered on one product; ``count`` counts for the kinds that have several dates.

    With ``monthly``, what the customer can pay, the number of instalments follows from it; ``residual`` is a lease's.
    """

    product_id: str
    amount: Money
    count: int
    first_due_on: date
    annual_rate: Decimal = Decimal(0)
    method: Method = Method.EQUAL_INSTALMENTS
    kind: ArrangementKind = ArrangementKind.INSTALMENTS
    waived: tuple[tuple[Component, Money], ...] = ()
    monthly: Money | None = None
    residual: Money | None = None

    def schedule(self, today: date) -> Schedule:
        """The instalments to the fen; raises Refused on terms that can't be."""
        if self.kind in ONE_DATE:
            rate = self.annual_rate if self.kind is ArrangementKind.EXTENSION else Decimal(0)
            return pay_once(self.amount, self.first_due_on, today=today, annual_rate=rate)
        longest = LONGEST_REAGEING if self.kind is ArrangementKind.REAGEING else LONGEST
        if self.monthly is not None:
            return plan_fixed_amount(
                self.amount, self.monthly, self.first_due_on, today=today, annual_rate=self.annual_rate,
                longest=longest,
            )  # fmt: skip
        if self.residual is not None and self.kind is ArrangementKind.REAGEING:
            return rents_anew(
                self.amount, self.count, self.first_due_on, self.annual_rate, self.residual, today
            )
        return plan_equal_instalments(
            self.amount,
            self.count,
            self.first_due_on,
            today=today,
            annual_rate=self.annual_rate,
            method=self.method,
            longest=longest,
        )


@dataclass(frozen=True, slots=True)
class ShowSchedule(Lookup[Schedule]):
    """The schedule of an offer while it is typed."""

    needs: ClassVar = Permission.OFFER_SOLUTION
    action: ClassVar = "solution.shown"

    terms: Terms

    def look(self, view: View) -> Schedule:
        return self.terms.schedule(view.today)


@dataclass(frozen=True, slots=True)
class OfferPlan(Change[ArrangementId]):
    """Offer an arrangement; signed by the customer, it waits for the supervisor, and so does each waiver in it."""

    needs: ClassVar = Permission.OFFER_SOLUTION
    action: ClassVar = "solution.offered"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.SOLUTIONS, Subject.CASES, Subject.STEPS})

    case_id: str
    terms: Terms
    reason: str
    guarantor_consents: bool = False
    signed: bool = True
    replaces: bool = False
    """Whether it takes the place of the plan that runs on the product, once it is approved."""

    def carry_out(self, work: Work) -> ArrangementId:
        if not self.reason.strip():
            raise Refused("solution.reason_missing", field="reason")
        product = product_of(work, self.case_id, self.terms.product_id)
        if self.terms.residual is not None and product.kind is not ProductKind.LEASE:
            raise Refused("lease.none", field="residual")
        self._require_none_running(work)
        waived = self._waived(work, product)
        made = offer_arrangement(
            self.terms.kind,
            self.terms.schedule(work.today),
            owed=product.balance,
            offered_on=work.today,
            by=work.actor.id,
        )
        if self.signed:
            made = advance(made, ArrangementState.SIGNED, moved_on=work.today, by=work.actor.id)
        arrangement_id, number = solutions.add_arrangement(
            work, self.case_id, product.id, made, self.reason.strip()
        )
        waivers.propose(work, arrangement_id, self.case_id, waived)
        gate.require_lawful(
            work,
            Act.SOLUTION,
            self._facts(work, product, made.schedule),
            work.today,
            case_id=self.case_id,
            subject_id=arrangement_id,
            reason=self.reason,
        )
        cases.finish_steps(work, self.case_id, (StepKind.SOLUTION,), "offered")
        if not self.signed:
            due_on = work.today + timedelta(days=SIGNING_DAYS)
            cases.add_step(work, self.case_id, StepKind.SOLUTION, due_on, "solution.unsigned", arrangement_id)
        work.note(
            case=self.case_id,
            arrangement=arrangement_id,
            number=number,
            instalments=len(made.schedule.instalments),
        )
        return arrangement_id

    def _waived(self, work: Work, product: Product) -> dict[Component, Money]:
        """What the offer gives up, once it is known to be there to be given up."""
        waived, terms = dict(self.terms.waived), self.terms
        debt, _ = debt_of(work, product, PenaltyTerms(Decimal(0)))
        require_waivable(terms.kind, waived, debt.parts)
        if terms.kind is ArrangementKind.SETTLEMENT:
            require_whole_settlement(terms.amount, waived, product.balance)
        return waived

    def _facts(self, work: Work, product: Product, schedule: Schedule) -> gate.Facts:
        kind = self.terms.kind
        months = (
            months_between(work.today, schedule.ends_on) if kind in ONE_DATE else len(schedule.instalments)
        )
        # it takes effect only with the supervisor's approval, which DecidePlan asks for
        return solution_facts(
            work, self.case_id, product, kind=RULED_AS[kind], months=months, ends_on=schedule.ends_on,
            guarantor_consents=self.guarantor_consents,
        )  # fmt: skip

    def _require_none_running(self, work: Work) -> None:
        for other in solutions.arrangements(work, case_id=self.case_id):
            runs_on = self.replaces and other.arrangement.state is ArrangementState.ACTIVE
            if other.arrangement.is_open and other.product_id == self.terms.product_id and not runs_on:
                raise Refused("solution.already_running", number=other.number)


@dataclass(frozen=True, slots=True)
class SignPlan(Change[None]):
    """The customer has signed an offer: it waits for the supervisor from now on."""

    needs: ClassVar = Permission.OFFER_SOLUTION
    action: ClassVar = "solution.signed"
    touches: ClassVar = frozenset({Subject.SOLUTIONS, Subject.CASES, Subject.STEPS})

    arrangement_id: str

    def carry_out(self, work: Work) -> None:
        kept = solutions.arrangement(work, self.arrangement_id)
        moved = advance(kept.arrangement, ArrangementState.SIGNED, moved_on=work.today, by=work.actor.id)
        solutions.move_arrangement(work, kept, moved)
        cases.finish_steps(work, kept.case_id, (StepKind.SOLUTION,), "signed", kept.id)
        work.note(case=kept.case_id, arrangement=kept.id)


@dataclass(frozen=True, slots=True)
class DecidePlan(Change[ArrangementState]):
    """Approve a signed plan, which then runs and stops collection while it is kept; or say no with a reason."""

    needs: ClassVar = Permission.APPROVE_SOLUTION
    action: ClassVar = "solution.decided"
    timed: ClassVar = True
    four_eyes: ClassVar = "four_eyes.own_plan"
    touches: ClassVar = frozenset({Subject.SOLUTIONS, Subject.CASES, Subject.STEPS})

    arrangement_id: str
    approve: bool
    reason: str = ""

    def signed_subject(self) -> str:
        return self.arrangement_id if self.approve else ""

    def makers(self, view: View) -> frozenset[str]:
        return own_work.of_plan(view, self.arrangement_id)

    def carry_out(self, work: Work) -> ArrangementState:
        kept = solutions.arrangement(work, self.arrangement_id)
        moved = self._moved(work, kept.arrangement)
        if self.approve:
            require_waivers_granted(work, kept.id)
            start_plan(work, kept, moved)
        else:
            solutions.move_arrangement(work, kept, moved)
            waivers.lapse(work, kept.id)
            cases.add_step(work, kept.case_id, StepKind.SOLUTION, work.today, "solution.refused", kept.id)
        work.note(case=kept.case_id, arrangement=kept.id, approved=self.approve)
        return moved.state

    def _moved(self, work: Work, made: Arrangement) -> Arrangement:
        by = work.actor.id
        if not self.approve:
            return advance(made, ArrangementState.CANCELLED, moved_on=work.today, by=by, reason=self.reason)
        approved = advance(made, ArrangementState.APPROVED, moved_on=work.today, by=by, reason=self.reason)
        return advance(approved, ArrangementState.ACTIVE, moved_on=work.today, by=by)


def start_plan(work: Work, kept: solutions.KeptArrangement, moved: Arrangement) -> None:
    """An approved plan runs: collection stops while it is kept, and its first instalment is followed."""
    _replace_running(work, kept)
    solutions.move_arrangement(work, kept, moved)
    cases.add_hold(work, kept.case_id, "plan_active", None, "solution.approved", kept.id)
    cases.finish_steps(work, kept.case_id, (StepKind.CALL, StepKind.SOLUTION), "plan_approved")
    first = moved.schedule.instalments[0]
    begun = reminder(work, kept.case_id, first.due_on, kind=moved.kind)
    due_on, why = (first.due_on, "plan.instalment_due") if begun is None else (begun.on, begun.why)
    cases.add_step(work, kept.case_id, StepKind.FOLLOW_PLAN, due_on, why, kept.id)
    watch_arranged(work, kept, moved)


def _replace_running(work: Work, kept: solutions.KeptArrangement) -> None:
    """The plan that ran on the product until now ends, with its hold and what it gave up."""
    for other in solutions.arrangements(work, case_id=kept.case_id, state=ArrangementState.ACTIVE):
        if other.id == kept.id or other.product_id != kept.product_id:
            continue
        ended = advance(
            other.arrangement,
            ArrangementState.REPLACED,
            moved_on=work.today,
            by=work.actor.id,
            reason=kept.number,
        )
        solutions.move_arrangement(work, other, ended)
        waivers.lapse(work, other.id)
        cases.end_holds(work, source_id=other.id)
        cases.finish_steps(work, kept.case_id, (StepKind.FOLLOW_PLAN,), "replaced", other.id)


def stop_plan(work: Work, arrangement_id: str, reason: str) -> None:
    """A plan that turns out not to be approved ends with its hold; one that is over stays as it is."""
    kept = solutions.arrangement(work, arrangement_id)
    if kept.arrangement.state is not ArrangementState.ACTIVE:
        return
    ended = advance(
        kept.arrangement, ArrangementState.CANCELLED, moved_on=work.today, by=work.actor.id, reason=reason
    )
    solutions.move_arrangement(work, kept, ended)
    waivers.lapse(work, kept.id)
    cases.end_holds(work, source_id=kept.id)
    cases.finish_steps(work, kept.case_id, (StepKind.FOLLOW_PLAN,), "paper_refused", kept.id)


@dataclass(frozen=True, slots=True)
class PromiseGiven:
    """What was promised at the door or on the telephone."""

    amount: Money
    due_on: date
    promised_by: str = ""
    money_from: str = ""
    evidence: str = ""
    """What shows it and where that lies: a recording, a message, a note."""


@dataclass(frozen=True, slots=True)
class HintPromise(Lookup[tuple[PromiseHint, ...]]):
    """What there is to think about a promise while it is typed: history, ability, source of the money, the day."""

    needs: ClassVar = Permission.OFFER_SOLUTION
    action: ClassVar = "promise.hinted"

    case_id: str
    amount: Money
    due_on: date
    money_from: str | None = None

    def look(self, view: View) -> tuple[PromiseHint, ...]:
        owner = cases.case(view, self.case_id).customer_id
        owed = total([p.overdue for p in customers.products(view, owner)])
        states = [p.state for p in solutions.promises(view, case_id=self.case_id)]
        able = household_capacity(view, owner)
        promise = Promise(self.amount, self.due_on, view.today, view.now, money_from=self.money_from or "")
        return tuple(
            hint_promise(
                promise, overdue=owed, is_workday=calendar().is_workday,
                broken_before=sum(s in (PromiseState.BROKEN, PromiseState.PARTLY_KEPT) for s in states),
                kept_before=states.count(PromiseState.KEPT), able=able.likely if able else None,
                asks_source=self.money_from is not None,
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MakePromise(Change[PromiseId]):
    """Take a promise to pay down."""

    needs: ClassVar = Permission.OFFER_SOLUTION
    action: ClassVar = "promise.made"
    touches: ClassVar = frozenset({Subject.SOLUTIONS, Subject.CASES, Subject.STEPS})

    case_id: str
    amount: Money
    due_on: date
    promised_by: str = ""
    money_from: str = ""
    evidence: str = ""

    @classmethod
    def of(cls, case_id: str, given: PromiseGiven) -> MakePromise:
        """The promise as a form says it."""
        return cls(case_id, given.amount, given.due_on, given.promised_by, given.money_from, given.evidence)

    def carry_out(self, work: Work) -> PromiseId:
        given = PromiseGiven(self.amount, self.due_on, self.promised_by, self.money_from, self.evidence)
        promise_id = take_promise(work, self.case_id, given)
        work.note(case=self.case_id, promise=promise_id)
        return promise_id


def _require_owed(work: Work, case_id: str, amount: Money) -> None:
    """Nobody promises more than all that is owed: it is a slip of the hand. Raises Refused."""
    owned = customers.products(work, cases.case(work, case_id).customer_id)
    owed = total([one.balance for one in owned]) + total([one.overdue for one in owned])
    if amount > owed:
        raise Refused("promise.amount_above_debt", field="amount", amount=amount, owed=owed)


def take_promise(work: Work, case_id: str, given: PromiseGiven, visit_id: str | None = None) -> PromiseId:
    """Keep a promise and the step that follows it; an earlier running promise is superseded."""
    promise = Promise(
        given.amount, given.due_on, work.today, work.now, given.promised_by.strip(),
        money_from=given.money_from.strip(), evidence=given.evidence.strip(),
    )  # fmt: skip
    _require_owed(work, case_id, promise.amount)
    for earlier in solutions.promises(work, case_id=case_id, state=PromiseState.ACTIVE):
        solutions.set_promise_state(work, earlier, PromiseState.SUPERSEDED, earlier.paid)
        cases.finish_steps(work, case_id, (StepKind.FOLLOW_PROMISE,), "superseded", earlier.id)
    promise_id = solutions.add_promise(work, case_id, promise, visit_id)
    cases.finish_steps(work, case_id, (StepKind.CALL, StepKind.PROMISE_BROKEN, StepKind.SOLUTION), "promised")
    cases.add_step(
        work, case_id, StepKind.FOLLOW_PROMISE, *promise_step(work, case_id, given.due_on), promise_id
    )
    return promise_id
