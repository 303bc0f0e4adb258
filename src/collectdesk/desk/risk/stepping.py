"""Plans of steps at work: look ahead without writing, draft what is due, and release or drop what was drafted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import ClassVar, Final

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules.own_texts import OwnKind, standing
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.products import bucket_of
from collectdesk.domain.ids import CaseId
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.step_plans import DueStep, StepPlans, due_steps, load_step_plans
from collectdesk.store.cases import cases, step_drafts
from collectdesk.store.cases.step_drafts import StepDraft
from collectdesk.store.customers import lists
from collectdesk.store.customers.lists import CustomerLine
from collectdesk.store.people.people import account_names
from collectdesk.store.work import View, Work

AHEAD: Final = 7
"""Days a dry run looks ahead."""


@lru_cache(maxsize=4)
def _read(text: str, file_name: str) -> StepPlans:
    return load_step_plans(text, file_name)


def step_plans(view: View) -> StepPlans:
    """The plans in use."""
    return view.once("step_plans", lambda: _read(*standing(view, OwnKind.STEPS)))


def plans_text(view: View) -> str:
    """The plans in use as they were written."""
    return standing(view, OwnKind.STEPS)[0]


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a case, drafted or looked ahead to; masked for the actor. ``draft_id`` is empty in a dry run."""

    case_id: CaseId
    case_no: str
    name: str
    plan_id: str
    step_code: str
    kind: StepKind
    due_on: date
    minutes: int
    person: str
    days_late: int
    draft_id: str = ""


@dataclass(frozen=True, slots=True)
class DayLoad:
    """What a day would ask for: how many steps, and the minutes they take."""

    day: date
    steps: int
    minutes: int


@dataclass(frozen=True, slots=True)
class DryRun:
    """Who would get what until ``until``; what is late stands with today. Nothing is written."""

    today: date
    until: date
    lines: tuple[StepLine, ...]
    days: tuple[DayLoad, ...]
    people: tuple[tuple[str, int, int], ...]
    """Name (empty: nobody's case), steps and minutes."""
    without_plan: int

    @property
    def tomorrow(self) -> tuple[StepLine, ...]:
        return tuple(line for line in self.lines if line.due_on == self.today + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class DryRunSteps(Lookup[DryRun]):
    """Run the plans on today's cases without writing: who would get what, tomorrow and this week, and the hours."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "steps.rehearsed"
    is_long: ClassVar = True

    days: int = AHEAD

    def look(self, view: View) -> DryRun:
        if not 1 <= self.days <= 62:
            raise Refused("steps.days", field="days")
        return dry_run(view, self.days, step_plans(view))


def dry_run(view: View, days: int, plans: StepPlans) -> DryRun:
    """Who would get what by some plans, those in use or others, without writing."""
    until = view.today + timedelta(days=days)
    lines, bare = [], 0
    people = account_names(view)
    for line, found in _due(view, until, plans):
        bare += found is None
        for plan_id, due in found or ():
            lines.append(_line(view, line, plan_id, due, people))
    lines.sort(key=lambda one: (one.due_on, one.case_no))
    return DryRun(view.today, until, tuple(lines), _loads(lines, view.today), _by_person(lines), bare)


@dataclass(frozen=True, slots=True)
class DraftSteps(Change[int]):
    """Draft every step that is due today or was missed; nothing goes out. Gives how many are new."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "steps.drafted"
    touches: ClassVar = frozenset({Subject.STEPS})

    def carry_out(self, work: Work) -> int:
        plans = step_plans(work)
        found = [
            {
                "case_id": line.case_id, "plan_id": plan_id, "plan_version": str(plans.version),
                "step_code": due.step.code, "kind": due.step.kind.value, "due_on": due.due_on,
            }
            for line, steps in _due(work, work.today, plans)
            for plan_id, due in steps or ()
        ]  # fmt: skip
        step_drafts.add_drafts(work, found)
        work.note(drafted=len(found))
        return len(found)


@dataclass(frozen=True, slots=True)
class ListDrafts(Lookup[tuple[StepLine, ...]]):
    """The drafts that wait, those missed longest first."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "steps.listed"

    def look(self, view: View) -> tuple[StepLine, ...]:
        lines = {line.case_id: line for line in _open_lines(view)}
        people, minutes = account_names(view), _minutes(view)
        return tuple(
            StepLine(
                draft.case_id, line.case_no, _name(view, line), draft.plan_id, draft.step_code, draft.kind,
                draft.due_on, minutes.get((draft.plan_id, draft.step_code), 0),
                people.get(line.assigned_to, ""), (view.today - draft.due_on).days, draft.id,
            )
            for draft in step_drafts.drafts(view, state=step_drafts.WAITING)
            if (line := lines.get(draft.case_id)) is not None
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReleaseDrafts(Change[int]):
    """Let drafts go into the worklists; a draft whose case rests by now is left. Gives how many went."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "steps.released"
    touches: ClassVar = frozenset({Subject.STEPS, Subject.CASES})

    draft_ids: tuple[str, ...]

    def carry_out(self, work: Work) -> int:
        rests, released = step_drafts.resting(work), 0
        for draft in _waiting(work, self.draft_ids):
            if draft.case_id in rests or cases.case(work, draft.case_id).closed_on is not None:
                continue
            step_drafts.decide(work, draft, step_drafts.RELEASED)
            cases.add_step(work, draft.case_id, draft.kind, draft.due_on, f"steps.{draft.step_code}")
            released += 1
        work.note(released=released, left=len(self.draft_ids) - released)
        return released


@dataclass(frozen=True, slots=True)
class DropDrafts(Change[int]):
    """Put drafts aside; they aren't drafted again for the same debt. Gives how many."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "steps.dropped"
    touches: ClassVar = frozenset({Subject.STEPS})

    draft_ids: tuple[str, ...]

    def carry_out(self, work: Work) -> int:
        found = _waiting(work, self.draft_ids)
        for draft in found:
            step_drafts.decide(work, draft, step_drafts.DROPPED)
        work.note(dropped=len(found))
        return len(found)


def _waiting(work: Work, draft_ids: tuple[str, ...]) -> list[StepDraft]:
    if not draft_ids:
        raise Refused("steps.none_chosen")
    return step_drafts.drafts(work, state=step_drafts.WAITING, ids=draft_ids)


def _open_lines(view: View) -> list[CustomerLine]:
    return lists.lines(view, lists.Wanted(only_cases=True), limit=1_000_000)


Found = list[tuple[str, DueStep]]


def _due(view: View, until: date, plans: StepPlans) -> Iterator[tuple[CustomerLine, Found | None]]:
    """Each case that owes and doesn't rest, with the steps of its plan until a day; None where no plan fits."""
    rests = step_drafts.resting(view)
    drafted: dict[str, list[StepDraft]] = defaultdict(list)
    for draft in step_drafts.drafts(view):
        drafted[draft.case_id].append(draft)
    for line in _open_lines(view):
        if line.case_id is None or line.dpd <= 0 or line.case_id in rests:
            continue
        plan = plans.plan_for(line.kinds, bucket_of(line.dpd))
        if plan is None:
            yield line, None
            continue
        since = view.today - timedelta(days=line.dpd)
        mine = drafted.get(line.case_id, ())
        done = {
            d.step_code: d.decided_on or (view.today if until > view.today else None)  # a look ahead goes on
            for d in mine
            if d.plan_id == plan.id and d.due_on >= since
        }
        yield line, [(plan.id, due) for due in due_steps(plan, since, done, view.today, until)]


def _line(view: View, line: CustomerLine, plan_id: str, due: DueStep, people: dict[str, str]) -> StepLine:
    assert line.case_id is not None
    return StepLine(
        line.case_id, line.case_no, _name(view, line), plan_id, due.step.code, due.step.kind, due.due_on,
        due.step.minutes, people.get(line.assigned_to, ""), (view.today - due.due_on).days,
    )  # fmt: skip


def _name(view: View, line: CustomerLine) -> str:
    return masking.name(masking.sight(view.actor, line.assigned_to), line.name)


def _minutes(view: View) -> dict[tuple[str, str], int]:
    return {(plan.id, step.code): step.minutes for plan in step_plans(view).plans for step in plan.steps}


def _loads(lines: list[StepLine], today: date) -> tuple[DayLoad, ...]:
    """By day; what is late is today's work."""
    sums: dict[date, list[int]] = {}
    for line in lines:
        day = sums.setdefault(max(line.due_on, today), [0, 0])
        day[0] += 1
        day[1] += line.minutes
    return tuple(DayLoad(day, *sums[day]) for day in sorted(sums))


def _by_person(lines: list[StepLine]) -> tuple[tuple[str, int, int], ...]:
    sums: dict[str, list[int]] = {}
    for line in lines:
        mine = sums.setdefault(line.person, [0, 0])
        mine[0] += 1
        mine[1] += line.minutes
    return tuple(
        (name, sums[name][0], sums[name][1]) for name in sorted(sums, key=lambda name: (-sums[name][1], name))
    )
