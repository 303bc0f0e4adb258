"""Plans of steps: drafts before anything goes out, the missed ones first, a look ahead that writes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk import resources
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.risk.stepping import (
    DraftSteps,
    DropDrafts,
    DryRunSteps,
    ListDrafts,
    ReleaseDrafts,
)
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.products import Bucket
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.risk_scorecard import BadScorecard
from collectdesk.domain.risk.step_plans import StepClock, due_steps, load_step_plans
from collectdesk.store.cases import step_drafts
from collectdesk.terms_codes import CODES
from collectdesk.terms_steps import PLANS, STEPS
from helpers.branches import LI, OUYANG, WANG, Branch

if TYPE_CHECKING:
    from collectdesk.desk.risk.stepping import StepLine

DAY = date(2026, 3, 18)
TEXT = resources.path("strategies", "cn-steps-1.toml").read_text("utf-8")
SHIPPED = load_step_plans(TEXT, "cn-steps-1.toml")


def waiting(branch: Branch) -> tuple[StepLine, ...]:
    return branch.clerk(ListDrafts())


# ---- the plan itself


def test_who_comes_late_into_a_plan_gets_only_the_last_step_that_was_missed() -> None:
    plan = SHIPPED.plan_for(("loan",), Bucket.M3)
    assert plan is not None
    found = due_steps(plan, DAY - timedelta(days=67), {}, DAY, DAY)
    assert [(one.step.code, one.due_on) for one in found] == [("consider_a_visit", DAY - timedelta(days=22))]


def test_a_step_after_another_is_counted_from_when_that_one_was_due_or_will_be() -> None:
    plan = SHIPPED.plan_for(("loan",), Bucket.M1)
    assert plan is not None
    since = DAY - timedelta(days=1)
    ahead = {one.step.code: one.due_on for one in due_steps(plan, since, {}, DAY, DAY + timedelta(days=14))}
    assert ahead["first_call"] == since + timedelta(days=3)
    assert ahead["second_call"] == since + timedelta(days=8)
    assert ahead["before_month_end"] == date(2026, 3, 28)
    after = due_steps(plan, since, {"first_call": DAY + timedelta(days=4)}, DAY, DAY + timedelta(days=14))
    assert {one.step.code: one.due_on for one in after}["second_call"] == DAY + timedelta(days=9)


def test_the_shipped_plans_cover_every_overdue_bucket_and_have_their_words() -> None:
    plans = SHIPPED
    for bucket in set(Bucket) - {Bucket.M0}:
        for kind in ("loan", "card", "lease"):
            assert plans.plan_for((kind,), bucket) is not None
    codes = {step.code for plan in plans.plans for step in plan.steps}
    assert codes == set(STEPS)
    assert {f"steps.{code}" for code in codes} <= set(CODES["why"])
    assert {plan.id for plan in plans.plans} == set(PLANS)
    assert {step.clock for plan in plans.plans for step in plan.steps} == set(StepClock)


@pytest.mark.parametrize(
    ("right", "wrong", "code", "plan", "field"),
    [
        ('clock = "due_date", days = 5', 'clock = "moon", days = 5', "scorecard.unknown_choice", "card-early", "clock"),
        ('clock = "due_date", days = 5', 'clock = "previous_step", days = 5', "scorecard.unknown_choice",
         "card-early", "clock"),
        ('days = 5, kind = "call"', 'days = -1, kind = "call"', "scorecard.out_of_range", "card-early", "days"),
        ('days = 5, kind = "call"', 'days = 5, kind = "print_kit"', "scorecard.unknown_choice", "card-early", "kind"),
        ('code = "second_call"', 'code = "first_call"', "scorecard.field_twice", "card-early", "code"),
        ('buckets = ["M1"]', 'buckets = ["M9"]', "scorecard.unknown_choice", "card-early", "buckets"),
        ('id = "loan-early"', 'id = "card-early"', "scorecard.field_twice", "card-early", "id"),
        ("minutes = 8 }", "minuets = 8 }", "scorecard.unknown_key", "card-early", "minuets"),
    ],
)  # fmt: skip
def test_a_bad_plan_names_file_plan_and_field_and_isnt_loaded(
    right: str, wrong: str, code: str, plan: str, field: str
) -> None:
    assert right in TEXT
    with pytest.raises(BadScorecard) as refused:
        load_step_plans(TEXT.replace(right, wrong, 1), "own.toml")
    found = refused.value
    assert (found.code, found.file, found.row, found.field) == (code, "own.toml", plan, field)
    assert found.line > 0


# ---- at work in the branch


def test_an_auditor_looks_ahead_and_drafts_nothing(branch: Branch) -> None:
    assert branch.auditor(DryRunSteps()).lines
    with pytest.raises(NotPermitted):
        branch.auditor(DraftSteps())


def test_looking_ahead_writes_nothing_and_tells_the_hours_by_day_and_person(branch: Branch) -> None:
    before = branch.actions()
    found = branch.clerk(DryRunSteps())
    assert branch.actions() == before
    assert not branch.ask(step_drafts.drafts)
    assert (
        sum(day.steps for day in found.days) == len(found.lines) == sum(person[1] for person in found.people)
    )
    assert sum(day.minutes for day in found.days) == sum(line.minutes for line in found.lines) > 0
    assert found.days[0].day == found.today
    with pytest.raises(Refused):
        branch.clerk(DryRunSteps(0))


def test_a_draft_isnt_in_the_worklist_before_it_is_released(branch: Branch) -> None:
    assert branch.clerk(DraftSteps()) == len(waiting(branch)) > 0
    steps = branch.clerk(OpenFile(branch.customer_id(LI))).steps
    assert all(not step.why.startswith("steps.") for step in steps)
    ids = tuple(line.draft_id for line in waiting(branch))
    assert branch.clerk(ReleaseDrafts(ids)) == len(ids)
    released = {step.why: step for step in branch.clerk(OpenFile(branch.customer_id(LI))).steps}
    assert released["steps.consider_a_visit"].kind is StepKind.REQUEST_VISIT
    assert not waiting(branch)


def test_what_was_drafted_or_put_aside_isnt_drafted_again(branch: Branch) -> None:
    branch.clerk(DraftSteps())
    assert branch.clerk(DraftSteps()) == 0
    line = waiting(branch)[0]
    branch.clerk(DropDrafts((line.draft_id,)))
    assert branch.clerk(DraftSteps()) == 0
    assert line.draft_id not in {each.draft_id for each in waiting(branch)}


def test_what_was_missed_yesterday_stays_on_top(branch: Branch) -> None:
    branch.clerk(DraftSteps())
    branch.advance(days=1)
    found = waiting(branch)
    assert found[0].days_late >= 1
    assert [line.due_on for line in found] == sorted(line.due_on for line in found)


def test_a_case_that_rests_gets_no_draft_and_a_draft_made_before_doesnt_go(branch: Branch) -> None:
    branch.hold("dispute", WANG)
    branch.clerk(DraftSteps())
    mine = {line.case_no: line for line in waiting(branch)}
    no = {name: branch.clerk(OpenFile(branch.customer_id(name))).case.case_no for name in (LI, WANG, OUYANG)}  # type: ignore[union-attr]
    assert no[WANG] not in mine
    branch.hold("dispute", LI)
    assert branch.clerk(ReleaseDrafts((mine[no[LI]].draft_id,))) == 0


def test_nothing_chosen_is_said(branch: Branch) -> None:
    with pytest.raises(Refused) as refused:
        branch.clerk(ReleaseDrafts(()))
    assert refused.value.code == "steps.none_chosen"
