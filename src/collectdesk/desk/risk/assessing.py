"""The risk check: points with reasons, what follows from them, and a person's word in place of the card's."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any, ClassVar, Final

from collectdesk.desk.customers.borrower_facts import borrower_facts
from collectdesk.desk.pipeline import Change, Subject
from collectdesk.desk.risk.playbook import quadrant_ways, scorecard
from collectdesk.desk.risk.standing_card import held_out, standing_card
from collectdesk.desk.risk.worthing import worth_of
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.ids import AssessmentId
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.calibrated import by_branch
from collectdesk.domain.risk.overriding import (
    Override,
    OverrideCode,
    is_lowered,
    kept_override,
    overridden,
    plain_override,
)
from collectdesk.domain.risk.risk import Assessment, RiskLevel, Strategy, assess
from collectdesk.domain.risk.risk_facts import BorrowerFacts
from collectdesk.store.cases import cases, solutions
from collectdesk.store.cases.curing import owing
from collectdesk.store.cases.solutions import KeptAssessment
from collectdesk.store.work import View, Work

EXPIRES_AFTER: Final = timedelta(days=30)
"""An assessment is looked at again after a month: branch practice."""
LONGEST_OVERRIDE: Final = timedelta(days=90)
"""A person's word stands for a quarter at most, then the card is asked again: branch practice."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A finished check: what stands, what the card alone says, and the person's word between them."""

    assessment_id: AssessmentId
    assessment: Assessment
    card: Assessment
    override: Override | None = None
    chance: int | None = None
    """Per mille that too little is paid, by the branch's own outcomes; None while the expert's points stand alone."""


@dataclass(frozen=True, slots=True)
class AssessRisk(Change[Assessed]):
    """Check a case's risk, freeze the result with its inputs, and set what follows.

    An override that still stands is carried along: checking again isn't a way round it.
    """

    needs: ClassVar = Permission.ASSESS
    action: ClassVar = "risk.assessed"
    touches: ClassVar = frozenset({Subject.CASES, Subject.STEPS})

    case_id: str

    def carry_out(self, work: Work) -> Assessed:
        override = standing_override(newest_assessment(work, self.case_id), work.today)
        made = keep_assessment(work, self.case_id, override)
        work.note(case=self.case_id, assessment=made.assessment_id, level=made.assessment.level.value)
        return made


@dataclass(frozen=True, slots=True)
class OverrideRisk(Change[Assessed]):
    """Put a person's word in place of the card's level or strategy, with code and reason, until a day.

    Freezes a new assessment beside the earlier ones. Lowering a level is a supervisor's: less care follows from it.
    """

    needs: ClassVar = Permission.ASSESS
    action: ClassVar = "risk.overridden"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.CASES, Subject.STEPS})

    case_id: str
    level: RiskLevel | None
    strategy: Strategy | None
    code: OverrideCode
    reason: str
    until_on: date | None = None

    def carry_out(self, work: Work) -> Assessed:
        before = _require_checked(work, self.case_id)
        until = self.until_on or work.today + EXPIRES_AFTER
        if until < work.today:
            raise Refused("override.past", field="until_on")
        if until > work.today + LONGEST_OVERRIDE:
            raise Refused("override.too_long", field="until_on", days=LONGEST_OVERRIDE.days)
        word = Override(self.level, self.strategy, self.code, self.reason, work.actor.id, work.today, until)
        return _replaced(work, self.case_id, before, word)


@dataclass(frozen=True, slots=True)
class EndOverride(Change[Assessed]):
    """Let the card speak again: a fresh check without the override that stands."""

    needs: ClassVar = Permission.ASSESS
    action: ClassVar = "risk.override_ended"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.CASES, Subject.STEPS})

    case_id: str

    def carry_out(self, work: Work) -> Assessed:
        before = _require_checked(work, self.case_id)
        if standing_override(before, work.today) is None:
            raise Refused("override.none")
        return _replaced(work, self.case_id, before, None)


def _replaced(work: Work, case_id: str, before: KeptAssessment, word: Override | None) -> Assessed:
    made = keep_assessment(work, case_id, word)
    takes_away = _takes_away(made, standing_override(before, work.today))
    if takes_away and not work.actor.may(Permission.APPROVE_VISIT, work.today):
        raise Refused("override.lowering", field="level")
    noted = {"until": word.until_on.isoformat(), "code": word.code.value} if word else {}
    level = made.assessment.level.value
    work.note(case=case_id, assessment=made.assessment_id, level=level, **noted)
    return made


def _takes_away(made: Assessed, stood: Override | None) -> bool:
    """Whether a person lowers the level: below the card's word, below another person's, or for a shorter time.

    A level that the card itself lowers with new facts is nobody's doing.
    """
    word, level = made.override, made.assessment.level
    if word is not None and word.level is not None and is_lowered(made.card.level, level):
        return True
    if stood is None or stood.level is None:
        return False
    return is_lowered(stood.level, level) or (word is not None and word.until_on < stood.until_on)


def _require_checked(work: Work, case_id: str) -> KeptAssessment:
    kept = cases.case(work, case_id)
    if kept.closed_on is not None:
        raise Refused("case.closed", closed_on=kept.closed_on)
    before = newest_assessment(work, case_id)
    if before is None:
        raise Refused("override.not_checked")
    return before


def newest_assessment(view: View, case_id: str) -> KeptAssessment | None:
    return next(iter(solutions.assessments(view, case_id)), None)


def standing_override(newest: KeptAssessment | None, day: date) -> Override | None:
    """The person's word that stands on a day; it lapses by itself."""
    found = kept_override(newest.detail) if newest else None
    return found if found is not None and found.stands_on(day) else None


def keep_assessment(work: Work, case_id: str, override: Override | None) -> Assessed:
    """Score what the file knows, put the override in its place, freeze it, set the next step."""
    facts = borrower_facts(work, case_id)
    # weighed first, so that the check and the card of the worth never suggest different ways of the same facts
    card, learnt = learnt_assessment(work, case_id, facts, visit_pays=worth_of(work, case_id).pays)
    result = overridden(card, override) if override else card
    assessment_id = solutions.add_assessment(
        work,
        case_id,
        assessed_on=work.today,
        scorecard_id=result.scorecard_id,
        scorecard_version=str(result.scorecard_version),
        willingness=result.willingness,
        ability=result.ability,
        total=result.total,
        level=result.level.value,
        strategy=result.strategy.value,
        visit_warranted=result.visit_warranted,
        detail={**_detail(result, facts, card, override), **learnt},
        expires_on=work.today + EXPIRES_AFTER,
    )
    _follow(work, case_id, result)
    return Assessed(assessment_id, result, card, override, learnt.get("learnt", {}).get("chance"))


def learnt_assessment(
    view: View, case_id: str, facts: BorrowerFacts, *, visit_pays: bool | None = None
) -> tuple[Assessment, dict[str, Any]]:
    """The card's word as the branch's own odds set its level and the lot its way; what was learnt, to be kept."""
    holds = cases.standing_holds(view, case_id)
    card = scorecard(view)
    found = assess(facts, card, holds=holds, visit_pays=visit_pays, ways=quadrant_ways(view))
    kept: dict[str, Any] = {}
    standing = standing_card(view)
    said = by_branch(found, standing.card, card, standing.act.id) if standing else None
    if said is not None:
        expert, (found, learnt) = found, said
        kept["learnt"] = {"chance": learnt.chance, "card": learnt.act_id, "expert_level": expert.level.value}
    spared = held_out(view, case_id, found)
    if spared is not None:
        found, kept["held_out"] = spared, True
    return found, kept


def _follow(work: Work, case_id: str, result: Assessment) -> None:
    cases.finish_steps(work, case_id, (StepKind.ASSESS,), result.strategy.value)
    kind = _STEPS.get(result.strategy)
    open_kinds = {step.kind for step in cases.steps(work, case_id=case_id)}
    if kind is not None and not open_kinds & _UNDER_WAY:
        cases.add_step(work, case_id, kind, work.today, f"risk.{result.strategy.value}")


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


def ask_again(work: Work) -> int:
    """Set a check for every open case that still owes and whose assessment has expired; how many."""
    owes = {each.case_id for each in owing(work) if each.overdue.fen > 0}
    expired = [case_id for case_id in solutions.expired_assessments(work) if case_id in owes]
    for case_id in expired:
        if all(step.kind is not StepKind.ASSESS for step in cases.steps(work, case_id=case_id)):
            cases.add_step(work, case_id, StepKind.ASSESS, work.today, "risk.expired")
    return len(expired)


def _detail(
    result: Assessment, facts: BorrowerFacts, card: Assessment, override: Override | None
) -> dict[str, Any]:
    """The whole result with its inputs, as codes and figures that can be read years later."""
    detail = {"result": plain_detail(asdict(result)), "inputs": plain_detail(asdict(facts))}
    if override is None:
        return detail
    own = {
        "level": card.level.value,
        "strategy": card.strategy.value,
        "visit_warranted": card.visit_warranted,
    }
    return {**detail, "override": plain_override(override), "card": own}


def plain_detail(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"fen", "currency"}:
            return value
        return {str(k): plain_detail(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_detail(v) for v in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Money):
        return {"fen": value.fen, "currency": value.currency}
    return value
