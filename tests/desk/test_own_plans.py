"""A branch's own plans of steps: refused by line, tried without writing, in force by two, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.risk.own_plans import AdoptPlans, ShowPlans, TryPlans, WithdrawPlans
from collectdesk.desk.risk.stepping import DraftSteps, DryRunSteps, ListDrafts
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.risk_scorecard import BadScorecard
from collectdesk.terms_steps import plan_name

if TYPE_CHECKING:
    from helpers.branches import Branch

OWN = """
id = "yunling-steps"
version = 2
effective_from = 2026-03-01
source = "Branch practice"

[[plan]]
id = "everybody"
products = ["card", "loan", "lease"]
buckets = ["M1", "M2", "M3", "M4"]
steps = [
    { code = "greeting", clock = "due_date", days = 1, kind = "call", minutes = 15 },
    { code = "check_again", clock = "previous_step", days = 3, kind = "assess", minutes = 30 },
]
"""


def refused(branch: Branch, deed: object) -> str:
    with pytest.raises(Refused) as told:
        branch.supervisor(deed)  # type: ignore[arg-type]
    return str(told.value.code)


def test_wrong_plans_are_refused_by_line_and_nothing_changes(branch: Branch) -> None:
    second = branch.second("administrator")
    with pytest.raises(BadScorecard) as told:
        branch.supervisor(AdoptPlans(OWN.replace('kind = "call"', 'kind = "shout"'), "试", second=second))
    assert told.value.line > 0
    assert refused(branch, AdoptPlans(OWN, "试")) == "second.missing"
    assert refused(branch, AdoptPlans(OWN, " ", second=second)) == "calibration.reason_missing"
    assert refused(branch, AdoptPlans("x" * 100_001, "试", second=second)) == "steps.too_long"
    assert refused(branch, WithdrawPlans("试")) == "steps.no_own_plans"
    assert not branch.clerk(ShowPlans()).is_own


def test_own_plans_are_tried_with_their_hours_put_in_force_by_two_and_taken_back(branch: Branch) -> None:
    now = branch.clerk(DryRunSteps())
    tried = branch.clerk(TryPlans(OWN))
    assert (tried.steps_now, tried.minutes_now) == (len(now.lines), sum(line.minutes for line in now.lines))
    assert {line.plan_id for line in tried.would.lines} == {"everybody"}
    assert tried.minutes == sum(line.minutes for line in tried.would.lines) > 0
    assert branch.clerk(DryRunSteps()).lines == now.lines  # nothing was written
    second = branch.second("administrator")
    found = branch.supervisor(AdoptPlans(OWN, "春季安排", second=second))
    assert (found.plans_id, found.version, found.is_own) == ("yunling-steps", 2, True)
    assert found.second
    assert refused(branch, AdoptPlans(OWN, "再", second=second)) == "steps.version_taken"
    assert branch.clerk(DraftSteps()) > 0
    drafts = branch.clerk(ListDrafts())
    assert {line.plan_id for line in drafts} == {"everybody"}
    assert all(line.minutes for line in drafts)
    from collectdesk.words import ENGLISH, for_language

    assert plan_name(for_language(ENGLISH), "everybody") == "everybody"
    assert not branch.supervisor(WithdrawPlans("回到标准")).is_own
    assert branch.actions()[-1] == "steps.plans_withdrawn"
