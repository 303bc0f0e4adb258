"""Plans of steps on three clocks: which step of a case's plan is due when, and what a wrong plan file says."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.products import Bucket, ProductKind
from collectdesk.domain.risk.risk_scorecard import BadScorecard
from collectdesk.domain.solutions.months import clamp_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Bad = Callable[..., BadScorecard]

_HEADER: Final = {"id", "version", "effective_from", "source", "plan"}
_PLAN: Final = {"id", "products", "buckets", "steps"}
_STEP: Final = {"code", "clock", "days", "kind", "minutes"}
KINDS: Final = (
    StepKind.CALL,
    StepKind.ASSESS,
    StepKind.REQUEST_VISIT,
    StepKind.SOLUTION,
    StepKind.REVIEW,
)
"""What a plan may ask for: everything else follows from somebody's deed."""
LONGEST_DAYS: Final = 3_650


class StepClock(Enum):
    """What a step's days are counted from."""

    DUE_DATE = "due_date"
    MONTH_END = "month_end"
    PREVIOUS_STEP = "previous_step"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step: ``days`` after its clock (before it, at a month's end), ``minutes`` of somebody's time."""

    code: str
    clock: StepClock
    days: int
    kind: StepKind
    minutes: int


@dataclass(frozen=True, slots=True)
class StepPlan:
    """The steps of the cases of some products and buckets."""

    id: str
    products: frozenset[ProductKind]
    buckets: frozenset[Bucket]
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class StepPlans:
    """A file of plans; the first that fits is a case's plan."""

    id: str
    version: int
    plans: tuple[StepPlan, ...]

    def plan_for(self, kinds: Sequence[str], bucket: Bucket) -> StepPlan | None:
        return next(
            (
                plan
                for plan in self.plans
                if bucket in plan.buckets and any(kind.value in kinds for kind in plan.products)
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step of a case's plan with the day it falls on."""

    step: PlannedStep
    due_on: date


def due_steps(
    plan: StepPlan, owed_since: date, done: Mapping[str, date | None], today: date, until: date
) -> tuple[DueStep, ...]:
    """The steps of a plan that are open until a day, in the order of their days.

    ``done`` are the steps drafted since the debt fell due, with the day they were let go or put aside; None while they
    wait, so that nothing is counted from them yet. A step after one that is still to
    come is counted from that one's day, so that a week can be looked ahead. Of steps that fell before today only the
    last is asked for, and none before a step that was reached: who comes into a plan late isn't rung three times a day.
    """
    found: list[DueStep] = []
    before: date | None = None
    for step in plan.steps:
        if step.code in done:
            before = done[step.code]
            continue
        due_on = _due_on(step, owed_since, before, today)
        if due_on is None:
            continue
        before = max(due_on, today)
        if owed_since <= due_on <= until:
            found.append(DueStep(step, due_on))
    reached = max((place for place, step in enumerate(plan.steps) if step.code in done), default=-1)
    late = [one for one in found if one.due_on < today and plan.steps.index(one.step) > reached]
    coming = [one for one in found if one.due_on >= today]
    return tuple(sorted([*late[-1:], *coming], key=lambda one: one.due_on))


def _due_on(step: PlannedStep, owed_since: date, before: date | None, today: date) -> date | None:
    if step.clock is StepClock.MONTH_END:
        return clamp_day(today.year, today.month, 31) - timedelta(days=step.days)
    since = owed_since if step.clock is StepClock.DUE_DATE else before
    return None if since is None else since + timedelta(days=step.days)


def load_step_plans(text: str, file_name: str) -> StepPlans:
    """Read the plans; raises BadScorecard naming file, line, plan and field, never loads a part."""

    def bad(code: str, plan: str = "", field: str = "", value: object = "", line: int = 0) -> BadScorecard:
        at = line or _line_of(text, f'id = "{plan}"' if plan else field)
        return BadScorecard(code, file=file_name, line=at, row=plan, field=field, value=str(value))

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        found = re.search(r"at line (\d+)", str(broken))
        raise bad("scorecard.not_toml", value=broken, line=int(found[1]) if found else 0) from broken
    _only(content, _HEADER, "", bad)
    identity, version, told = content.get("id"), content.get("version"), content.get("plan")
    if not isinstance(identity, str) or type(version) is not int:
        raise bad("priors.header_wrong", field="id")
    if not isinstance(told, list) or not told:
        raise bad("scorecard.table_missing", field="plan")
    plans = tuple(_plan(entry, bad) for entry in told)
    names = [plan.id for plan in plans]
    for name in names:
        if names.count(name) > 1:
            raise bad("scorecard.field_twice", name, "id", name)
    return StepPlans(identity, version, plans)


def _plan(entry: Any, bad: Bad) -> StepPlan:
    name = entry.get("id") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not name:
        raise bad("scorecard.text_missing", field="id")
    _only(entry, _PLAN, name, bad)
    steps = entry.get("steps")
    if not isinstance(steps, list) or not steps:
        raise bad("scorecard.table_missing", name, "steps")
    read = tuple(_step(one, name, first=at == 0, bad=bad) for at, one in enumerate(steps))
    codes = [step.code for step in read]
    for code in codes:
        if codes.count(code) > 1:
            raise bad("scorecard.field_twice", name, "code", code)
    return StepPlan(
        name,
        frozenset(
            _choice(ProductKind, each, name, "products", bad) for each in _some(entry, "products", name, bad)
        ),
        frozenset(_choice(Bucket, each, name, "buckets", bad) for each in _some(entry, "buckets", name, bad)),
        read,
    )


def _step(one: Any, plan: str, *, first: bool, bad: Bad) -> PlannedStep:
    if not isinstance(one, dict):
        raise bad("scorecard.table_missing", plan, "steps")
    _only(one, _STEP, plan, bad)
    code = one.get("code")
    if not isinstance(code, str) or not re.fullmatch(r"[a-z][a-z0-9_]{1,40}", code):
        raise bad("scorecard.text_missing", plan, "code", code)
    clock = _choice(StepClock, one.get("clock"), plan, "clock", bad)
    if first and clock is StepClock.PREVIOUS_STEP:
        raise bad("scorecard.unknown_choice", plan, "clock", clock.value)
    kind = _choice(StepKind, one.get("kind"), plan, "kind", bad)
    if kind not in KINDS:
        raise bad("scorecard.unknown_choice", plan, "kind", kind.value)
    for field, most in (("days", LONGEST_DAYS), ("minutes", 480)):
        if type(one.get(field)) is not int or not 0 <= one[field] <= most:
            raise bad("scorecard.out_of_range", plan, field, one.get(field))
    return PlannedStep(code, clock, one["days"], kind, one["minutes"])


def _choice(kind: Any, value: object, plan: str, field: str, bad: Bad) -> Any:
    found = next((member for member in kind if member.value == value), None)
    if found is None:
        raise bad("scorecard.unknown_choice", plan, field, value)
    return found


def _some(entry: Mapping[str, Any], field: str, plan: str, bad: Bad) -> list[Any]:
    found = entry.get(field)
    if not isinstance(found, list) or not found:
        raise bad("scorecard.text_missing", plan, field)
    return found


def _only(entry: Mapping[str, Any], keys: set[str], plan: str, bad: Bad) -> None:
    for key in entry:
        if key not in keys:
            raise bad("scorecard.unknown_key", plan, key)


def _line_of(text: str, what: str) -> int:
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if what and line.strip().startswith(what)), 0)
