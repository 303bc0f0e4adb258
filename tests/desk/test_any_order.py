"""Deeds in any order, lawful or not: only the expected kinds of refusal, a green trail, a state that is derivable."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.contact.contacting import AcknowledgeBreach, FinishStep, LogContact, PostponeStep
from collectdesk.desk.contact.holding import EndHold, PlaceHold
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.today import ShowInbox, ShowToday
from collectdesk.desk.paper.recording import RecordVisit, SendBack, SignOff
from collectdesk.desk.paper.second_visitor import SayAsSecond
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.solutions.following import ShowFollowUps, StartDay
from collectdesk.desk.solutions.solving import DecidePlan, MakePromise, OfferPlan, PromiseGiven, Terms
from collectdesk.desk.visits.visiting import (
    CancelVisit,
    DecideRequest,
    PlanVisit,
    RequestVisit,
    WithdrawRequest,
)
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.customers.cases import CaseState
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.paper.records import FamilySituation, Met, VisitOutcome
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.facts import HOLDS
from collectdesk.domain.visits.visits import RequestReason, Verdict
from collectdesk.store.cases import cases, solutions
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StaleRecord
from collectdesk.store.visits import visits
from helpers.branches import ACCOUNTS, LI, payment_row

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.pipeline import Deed
    from helpers.branches import Branch

EXPECTED = (Refused, NotPermitted, StaleRecord)
LOGINS = ("clerk", "clerk", "clerk", "supervisor", "supervisor", "auditor", "administrator")


class Walk:
    """One walk through a case's life; every choice comes from its seed."""

    def __init__(self, branch: Branch, seed: int) -> None:
        self.branch, self.dice = branch, random.Random(seed)
        self.case_id, self.points = branch.case_id(), [point.id for point in branch.points()]
        self.product = branch.products()[0].id
        self.staff = [branch.staff_id(number) for number in ("C01", "C02", "S01")]

    def one(self, found: list[Any]) -> str:
        return self.dice.choice(found).id if found else "0" * 32

    def day(self) -> date:
        return self.branch.today_at(9, days=self.dice.randrange(-3, 40)).date()

    def deed(self) -> Any:
        """Any deed with any words: real ids mostly, states and times as they fall."""
        dice, branch, case_id = self.dice, self.branch, self.case_id
        request = self.one(branch.ask(lambda v: visits.requests(v, case_id=case_id)))
        visit = self.one(branch.ask(lambda v: visits.visits_of(v, case_id)))
        plan = self.one(branch.ask(lambda v: solutions.arrangements(v, case_id=case_id)))
        step = self.one(branch.ask(lambda v: cases.steps(v, case_id=case_id)))
        money, point = Money(dice.choice([0, 1, 50_000, 1_284_536, 10**9])), dice.choice(self.points)
        at = branch.now + timedelta(minutes=dice.randrange(-900, 900))
        known = {"request": request, "visit": visit, "plan": plan}
        made: list[Callable[[], Deed[Any]]] = [
            lambda: LogContact(case_id, dice.choice(list(Channel)), at, dice.choice(list(Reached)),
                               dice.choice(list(ContactOutcome)), dice.choice(list(Direction)), point),
            lambda: PlaceHold(case_id, dice.choice([*HOLDS, "x"]), dice.choice([None, self.day()]), "缘由"),
            lambda: EndHold(case_id, self.one(branch.ask(lambda v: cases.holds(v, case_id)))),
            lambda: PostponeStep(step, self.day(), "缘由"),
            lambda: FinishStep(step, "结果"),
            lambda: AcknowledgeBreach(self.one(branch.ask(cases.breaches)), "措施"),
            lambda: RequestVisit(case_id, point, dice.choice(list(RequestReason))),
            lambda: PlanVisit(request, at, dice.choice(self.staff), dice.choice(self.staff), reason="缘由"),
            lambda: RecordVisit(visit, branch.findings(
                met=dice.choice(list(Met)), outcome=dice.choice(list(VisitOutcome)),
                family=(dice.choice(list(FamilySituation)),)),
                dice.choice([None, PromiseGiven(Money(1), branch.today_at(9, days=2).date())])),
            lambda: SignOff(visit), lambda: SendBack(visit, "补充"), lambda: CancelVisit(visit, "缘由"),
            lambda: DecideRequest(request, dice.choice(list(Verdict)), "缘由"),
            lambda: WithdrawRequest(request, "缘由"),
            lambda: OfferPlan(case_id, Terms(self.product, money, dice.randrange(0, 40), self.day()), "缘由"),
            lambda: DecidePlan(plan, approve=dice.random() < 0.7, reason="缘由"),
            lambda: MakePromise(case_id, money, self.day()),
            StartDay, ShowToday, ShowInbox, ShowFollowUps, lambda: SayAsSecond(visit),
        ]  # fmt: skip
        needs = {
            7: "request",
            8: "visit",
            9: "visit",
            10: "visit",
            11: "visit",
            12: "request",
            13: "request",
            15: "plan",
            21: "visit",
        }
        choices = [n for n in range(len(made)) if n not in needs or known[needs[n]] != "0" * 32]
        return made[dice.choice(choices)]()

    def go(self, steps: int) -> int:
        done, codes = 0, list[str]()
        for _ in range(steps):
            if self.dice.random() < 0.15:
                self.branch.advance(hours=self.dice.randrange(1, 60))
            if self.dice.random() < 0.05:
                self.pay()
            deed, login = self.deed(), self.dice.choice(LOGINS)
            try:
                self.branch.run(login, deed)
                done += 1
            except EXPECTED as refusal:
                codes.append(refusal.code)
        assert all(codes)
        return done

    def pay(self) -> None:
        day = self.branch.today_at(9).date()
        row = payment_row(
            f"HK{self.dice.random()}", ACCOUNTS[LI], day, self.dice.choice([1, 50_000, 700_000])
        )
        self.branch.take(LedgerKind.PAYMENTS, [row], day)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_tried_in_whatever_order_only_the_expected_is_refused(branch: Branch, seed: int) -> None:
    walk = Walk(branch, seed)
    done = walk.go(60)
    assert done > 5
    assert branch.ask(audit.verify).intact
    found = branch.clerk(OpenFile(branch.customer_id(LI)))
    assert isinstance(found.state, CaseState)
    assert (
        found.steps or found.state in (CaseState.CURED, CaseState.CLOSED, CaseState.ARCHIVED) or _waits(walk)
    )


def _waits(walk: Walk) -> bool:
    """With the supervisor: a request or plan that waits for a decision, or a record for its signature."""
    inbox = walk.branch.supervisor(ShowInbox())
    return inbox.count > 0
