"""One customer's case: its state is derived from its products, holds and arrangements, never set by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from collectdesk.domain.money import Money


class CaseState(Enum):
    NEW = "new"
    SCREENING = "screening"
    ACTIVE = "active"
    ARRANGED = "arranged"
    ON_HOLD = "on_hold"
    LEGAL = "legal"
    CURED = "cured"
    CLOSED = "closed"
    ARCHIVED = "archived"


class ProductStage(Enum):
    """Where one product stands under its customer's case."""

    CURRENT = "current"
    OVERDUE = "overdue"
    ARRANGED = "arranged"
    CURED = "cured"


class StepKind(Enum):
    """What is to be done next; each opens the screen where it is done."""

    CALL = "call"
    ASSESS = "assess"
    REQUEST_VISIT = "request_visit"
    PLAN_VISIT = "plan_visit"
    NOTIFY = "notify"
    PRINT_KIT = "print_kit"
    RECORD_VISIT = "record_visit"
    SOLUTION = "solution"
    FOLLOW_PROMISE = "follow_promise"
    FOLLOW_PLAN = "follow_plan"
    PROMISE_BROKEN = "promise_broken"
    PLAN_BROKEN = "plan_broken"
    ARCHIVE = "archive"
    REVIEW = "review"
    DEADLINE = "deadline"


POINTLESS_WHEN_CURED: Final = frozenset(
    {
        StepKind.CALL,
        StepKind.ASSESS,
        StepKind.REQUEST_VISIT,
        StepKind.SOLUTION,
        StepKind.PROMISE_BROKEN,
        StepKind.PLAN_BROKEN,
    }
)
"""Steps that only make sense while something is overdue. A planned visit is somebody's to cancel, a hold's review
has its own reason."""


@dataclass(frozen=True, slots=True)
class ProductStanding:
    """What decides a product's stage: core banking's word, and whether a plan covers it."""

    dpd: int
    overdue: Money
    was_overdue: bool
    arranged: bool


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """What decides a case's state."""

    products: tuple[ProductStanding, ...]
    assessed: bool
    contacted: bool
    hold_codes: frozenset[str]
    closed_on: date | None
    archived: bool
    in_court: bool = False


def stage_of(product: ProductStanding) -> ProductStage:
    """The stage of one product."""
    if product.overdue.fen <= 0 and product.dpd == 0:
        return ProductStage.CURED if product.was_overdue else ProductStage.CURRENT
    return ProductStage.ARRANGED if product.arranged else ProductStage.OVERDUE


def state_of(case: CaseStanding) -> CaseState:
    """The state of a case; the strongest wins: archived, closed, cured, in court, held, arranged, then progress."""
    if case.closed_on is not None:
        return CaseState.ARCHIVED if case.archived else CaseState.CLOSED
    stages = [stage_of(product) for product in case.products]
    if stages and all(stage in (ProductStage.CURED, ProductStage.CURRENT) for stage in stages):
        return CaseState.CURED
    if case.in_court:
        return CaseState.LEGAL
    if case.hold_codes - {"plan_active"}:
        return CaseState.ON_HOLD
    if stages and all(stage is not ProductStage.OVERDUE for stage in stages):
        return CaseState.ARRANGED
    if not case.assessed:
        return CaseState.SCREENING if case.contacted else CaseState.NEW
    return CaseState.ACTIVE
