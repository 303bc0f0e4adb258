"""A branch's own plans of steps: tried on today's cases before they count, put in force by two, taken back by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.risk.stepping import (
    AHEAD,
    DryRun,
    dry_run,
    plans_text,
    step_plans,
)
from collectdesk.desk.rules.own_texts import (
    OwnKind,
    own_act,
    put_in_force,
    require_reason,
    require_short,
    take_back,
)
from collectdesk.domain.people.people import Permission
from collectdesk.domain.risk.step_plans import load_step_plans
from collectdesk.store.people.people import account_names

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.domain.risk.step_plans import StepPlans
    from collectdesk.store.work import View, Work

_TOUCHES: Final = frozenset({Subject.STEPS, Subject.RULES})


@dataclass(frozen=True, slots=True)
class PlansInForce:
    """The plans that stand: their own text, and since when and by whom where they are the branch's own."""

    plans_id: str
    version: int
    plans: int
    text: str
    is_own: bool
    since: date | None = None
    by: str = ""
    second: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlansTried:
    """What new plans would do in the coming week, beside what the present ones do: steps and minutes."""

    plans_id: str
    version: int
    plans: int
    would: DryRun
    steps_now: int
    minutes_now: int

    @property
    def steps(self) -> int:
        return len(self.would.lines)

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.would.lines)


@dataclass(frozen=True, slots=True)
class ShowPlans(Lookup[PlansInForce]):
    """The plans of steps that stand, as a text to start from."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "steps.plans_shown"

    def look(self, view: View) -> PlansInForce:
        plans, act = step_plans(view), own_act(view, OwnKind.STEPS)
        found = (plans.id, plans.version, len(plans.plans), plans_text(view))
        if act is None:
            return PlansInForce(*found, is_own=False)
        names = account_names(view)
        return PlansInForce(
            *found, is_own=True, since=act.recorded_at.date(), by=names.get(act.recorded_by, ""),
            second=names.get(act.second, ""), reason=act.reason,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TryPlans(Lookup[PlansTried]):
    """Check plans and run them on today's cases without writing: who would get what, and the hours beside today's."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "steps.plans_tried"
    is_long: ClassVar = True

    text: str
    file_name: str = "plans.toml"

    def look(self, view: View) -> PlansTried:
        plans = read_plans(self.text, self.file_name)
        would, now = dry_run(view, AHEAD, plans), dry_run(view, AHEAD, step_plans(view))
        return PlansTried(
            plans.id,
            plans.version,
            len(plans.plans),
            would,
            len(now.lines),
            sum(line.minutes for line in now.lines),
        )


@dataclass(frozen=True, slots=True)
class AdoptPlans(Change[PlansInForce]):
    """Put plans of the branch's own in force, by two persons; bad ones are refused by line and field."""

    needs: ClassVar = Permission.KEEP_CARD
    action: ClassVar = "steps.plans_adopted"
    touches: ClassVar = _TOUCHES
    two_persons: ClassVar = True

    text: str
    reason: str
    file_name: str = "plans.toml"
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> PlansInForce:
        require_reason(self.reason)
        plans = read_plans(self.text, self.file_name)
        before = step_plans(work)
        by = self.reason, self.second.id if self.second else ""
        versions = (plans.id, plans.version), (before.id, before.version)
        put_in_force(work, OwnKind.STEPS, self.text, self.file_name, versions, by)
        return ShowPlans().look(work)


@dataclass(frozen=True, slots=True)
class WithdrawPlans(Change[PlansInForce]):
    """Take the branch's own plans back: those that came with the program stand again."""

    needs: ClassVar = Permission.KEEP_CARD
    action: ClassVar = "steps.plans_withdrawn"
    touches: ClassVar = _TOUCHES

    reason: str

    def carry_out(self, work: Work) -> PlansInForce:
        take_back(work, OwnKind.STEPS, self.reason)
        return ShowPlans().look(work)


def read_plans(text: str, file_name: str) -> StepPlans:
    """Plans from a text; raises BadScorecard naming file, line, plan and field."""
    require_short(text)
    return load_step_plans(text, file_name)
