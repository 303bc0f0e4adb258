"""The risk check: facts from the file, points with reasons, and whether a visit is warranted and pays."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, ClassVar, Final

from collectdesk import resources
from collectdesk.desk.pipeline import Change, Subject
from collectdesk.domain.cases import StepKind
from collectdesk.domain.contacts import Channel, Reached
from collectdesk.domain.ids import AssessmentId
from collectdesk.domain.money import Money
from collectdesk.domain.people import Permission
from collectdesk.domain.promises import PromiseState
from collectdesk.domain.records import Attitude as AttitudeSeen
from collectdesk.domain.records import FamilySituation, OverdueReason
from collectdesk.domain.records import IncomeSource as IncomeSeen
from collectdesk.domain.risk import Assessment, Strategy, assess
from collectdesk.domain.risk_facts import (
    Attitude,
    BorrowerFacts,
    IncomeSource,
    InstalmentHistory,
    ProductHistory,
    facts_from_history,
)
from collectdesk.domain.risk_scorecard import Scorecard, load_scorecard
from collectdesk.store import cases, customers, solutions, visits
from collectdesk.store.visits import VisitRecord
from collectdesk.store.work import View, Work

EXPIRES_AFTER: Final = timedelta(days=30)
"""An assessment is looked at again after a month: branch practice."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A finished check."""

    assessment_id: AssessmentId
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class AssessRisk(Change[Assessed]):
    """Check a case's risk, freeze the result with its inputs, and set what follows."""

    needs: ClassVar = Permission.ASSESS
    action: ClassVar = "risk.assessed"
    touches: ClassVar = frozenset({Subject.CASES, Subject.STEPS})

    case_id: str

    def carry_out(self, work: Work) -> Assessed:
        facts = borrower_facts(work, self.case_id)
        result = assess(facts, scorecard(), holds=cases.standing_holds(work, self.case_id))
        assessment_id = solutions.add_assessment(
            work,
            self.case_id,
            assessed_on=work.today,
            scorecard_id=result.scorecard_id,
            scorecard_version=str(result.scorecard_version),
            willingness=result.willingness,
            ability=result.ability,
            total=result.total,
            level=result.level.value,
            strategy=result.strategy.value,
            visit_warranted=result.visit_warranted,
            detail=_detail(result, facts),
            expires_on=work.today + EXPIRES_AFTER,
        )
        self._follow(work, result)
        work.note(case=self.case_id, assessment=assessment_id, level=result.level.value)
        return Assessed(assessment_id, result)

    def _follow(self, work: Work, result: Assessment) -> None:
        cases.finish_steps(work, self.case_id, (StepKind.ASSESS,), result.strategy.value)
        kind = _STEPS.get(result.strategy)
        open_kinds = {step.kind for step in cases.steps(work, case_id=self.case_id)}
        if kind is not None and not open_kinds & _UNDER_WAY:
            cases.add_step(work, self.case_id, kind, work.today, f"risk.{result.strategy.value}")


_STEPS: Final = {
    Strategy.REMIND: StepKind.CALL,
    Strategy.CALL: StepKind.CALL,
    Strategy.LETTER: StepKind.CALL,
    Strategy.VISIT: StepKind.REQUEST_VISIT,
    Strategy.HARDSHIP_PLAN: StepKind.SOLUTION,
    Strategy.LEGAL: StepKind.REVIEW,
    Strategy.PAUSE: StepKind.REVIEW,
}
_UNDER_WAY: Final = frozenset(
    {StepKind.PLAN_VISIT, StepKind.NOTIFY, StepKind.RECORD_VISIT, StepKind.SOLUTION, StepKind.FOLLOW_PLAN}
)


@lru_cache(maxsize=1)
def scorecard() -> Scorecard:
    """The scorecard in use."""
    path = resources.path("scorecards", "cn-expert-1.toml")
    return load_scorecard(path.read_text("utf-8"), path.name)


def borrower_facts(view: View, case_id: str) -> BorrowerFacts:
    """What the file knows, as the scorecard asks it; what nobody knows stays unknown."""
    kept = cases.case(view, case_id)
    facts = facts_from_history(_histories(view, kept.customer_id), view.today)
    promised = solutions.promises(view, case_id=case_id)
    calls = [c for c in cases.contacts(view, case_id) if c.channel is Channel.PHONE]
    facts = replace(
        facts,
        promises_kept=sum(p.state is PromiseState.KEPT for p in promised) if promised else None,
        promises_broken=sum(p.state in (PromiseState.BROKEN, PromiseState.PARTLY_KEPT) for p in promised)
        if promised
        else None,
        right_party_contacts=sum(c.reached is Reached.DEBTOR for c in calls) if calls else None,
        call_attempts=len(calls) if calls else None,
        has_guarantor=any(p.party_role == "guarantor" for p in customers.points(view, kept.customer_id)),
    )
    return _with_visit(view, case_id, facts)


def _histories(view: View, customer_id: str) -> list[ProductHistory]:
    owned = customers.products(view, customer_id)
    ids = [str(p.id) for p in owned]
    parts, paid = customers.instalments(view, ids), customers.payments(view, ids)
    return [
        ProductHistory(
            kind=p.kind.value,
            granted=p.granted,
            balance=p.balance,
            overdue=p.overdue,
            dpd=p.dpd,
            instalments=tuple(
                InstalmentHistory(i.due_on, i.due, i.paid) for i in parts if i.product_id == p.id
            ),
            payments=tuple(x for x in paid if x.product_id == p.id),
        )
        for p in owned
    ]


def _with_visit(view: View, case_id: str, facts: BorrowerFacts) -> BorrowerFacts:
    records = [r for v in visits.visits_of(view, case_id) if (r := visits.record_of(view, v.id)) is not None]
    if not records:
        return facts
    newest = max(records, key=lambda record: record.findings.arrived_at)
    return replace(
        facts,
        attitude=_ATTITUDES.get(newest.findings.attitude),
        income_source=_income(newest),
        income_lost_documented=OverdueReason.JOB_LOST in newest.findings.overdue_reasons or None,
        illness_documented=OverdueReason.ILLNESS in newest.findings.overdue_reasons
        or FamilySituation.ILL_MEMBER in newest.findings.family
        or None,
        visits_without_result=sum(r.findings.outcome.value in ("not_met", "moved") for r in records),
    )


def _income(record: VisitRecord) -> IncomeSource | None:
    for seen, scored in _INCOMES:
        if seen in record.findings.income:
            return scored
    return None


_ATTITUDES: Final = {
    AttitudeSeen.COOPERATIVE: Attitude.COOPERATIVE,
    AttitudeSeen.WILLING_UNABLE: Attitude.COOPERATIVE,
    AttitudeSeen.EVASIVE: Attitude.EVASIVE,
    AttitudeSeen.HOSTILE: Attitude.HOSTILE,
}
_INCOMES: Final = (
    # the steadiest source found counts
    (IncomeSeen.WAGES, IncomeSource.CONFIRMED_STABLE),
    (IncomeSeen.PENSION, IncomeSource.CONFIRMED_STABLE),
    (IncomeSeen.BUSINESS, IncomeSource.CONFIRMED_IRREGULAR),
    (IncomeSeen.FARMING, IncomeSource.CONFIRMED_IRREGULAR),
    (IncomeSeen.ODD_JOBS, IncomeSource.CONFIRMED_IRREGULAR),
    (IncomeSeen.BENEFITS, IncomeSource.CONFIRMED_IRREGULAR),
    (IncomeSeen.FAMILY_SUPPORT, IncomeSource.UNCONFIRMED),
    (IncomeSeen.NONE, IncomeSource.NONE),
)


def _detail(result: Assessment, facts: BorrowerFacts) -> dict[str, Any]:
    """The whole result with its inputs, as codes and figures that can be read years later."""
    return {"result": _plain(asdict(result)), "inputs": _plain(asdict(facts))}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"fen", "currency"}:
            return value
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Money):
        return {"fen": value.fen, "currency": value.currency}
    return value
