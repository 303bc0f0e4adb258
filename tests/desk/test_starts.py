"""A plan refused by its hour names starts that really are lawful: each of them passes the gate as a plan."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectdesk.desk.rules.advising import AdvisePlan
from collectdesk.desk.visits.visiting import PlanVisit
from collectdesk.domain.refusals import RuleBroken
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.terms_trouble import sentence
from collectdesk.words import for_language
from helpers.branches import LI

if TYPE_CHECKING:
    from helpers.branches import Branch


def _approved(branch: Branch) -> str:
    branch.call(LI)
    request_id = branch.request(LI)
    branch.approve(request_id)
    return request_id


def _refusal(branch: Branch, deed: PlanVisit) -> RuleBroken:
    with pytest.raises(RuleBroken) as error:
        branch.clerk(deed)
    return error.value


def _deed(
    branch: Branch, request_id: str, at: datetime, minutes: int = 45, safety: str = "S01", caution: str = ""
) -> PlanVisit:
    return PlanVisit(
        request_id, at, branch.staff_id("C01"), branch.staff_id(safety), minutes, reason="客户已知情",
        caution=caution,
    )  # fmt: skip


def test_the_last_start_of_that_evening_and_the_next_morning_are_both_named_once(branch: Branch) -> None:
    request_id = _approved(branch)
    error = _refusal(branch, _deed(branch, request_id, branch.today_at(22, 30)))
    assert error.facts["starts"] == (branch.today_at(21, 15), branch.today_at(8, days=1))
    said = sentence(for_language("en"), error)
    assert said.count("21:15") == said.count("Nearest lawful starts") == 1


def test_a_start_that_is_past_already_is_not_offered(branch: Branch) -> None:
    request_id = _approved(branch)
    branch.advance(hours=12, minutes=30)  # 21:30
    error = _refusal(branch, _deed(branch, request_id, branch.today_at(22, 30)))
    assert error.facts["starts"] == (branch.today_at(8, days=1),)


def test_too_early_a_start_leads_to_the_same_morning(branch: Branch) -> None:
    request_id = _approved(branch)
    error = _refusal(branch, _deed(branch, request_id, branch.today_at(6, days=1)))
    assert error.facts["starts"] == (branch.today_at(8, days=1),)


def test_where_time_alone_cant_mend_the_plan_no_start_is_promised(branch: Branch) -> None:
    request_id = _approved(branch)
    error = _refusal(branch, _deed(branch, request_id, branch.today_at(22, 30), safety="C01"))
    assert error.facts["starts"] == ()


def test_at_high_risk_the_starts_are_by_day_once_the_caution_is_written(branch: Branch) -> None:
    branch.assess(LI)
    request_id = _approved(branch)
    evening = branch.today_at(20)
    error = _refusal(branch, _deed(branch, request_id, evening))
    assert error.facts["starts"] == (), "no hour is lawful without the caution"
    error = _refusal(branch, _deed(branch, request_id, evening, caution="结伴进出，保持通话"))
    last, morning = error.facts["starts"]
    assert last.astimezone(CHINA_TIME).hour < 18
    assert morning == branch.today_at(8, days=1)


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> tuple[Branch, str]:
    from helpers.branches import small_branch

    branch = small_branch(tmp_path_factory.mktemp("starts") / "branch")
    return branch, _approved(branch)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ahead=st.integers(0, 3),
    clock=st.one_of(st.integers(0, 9 * 60), st.integers(20 * 60, 24 * 60 - 1)),
    minutes=st.integers(5, 480),
)
def test_every_start_that_is_offered_passes_the_gate(
    waiting: tuple[Branch, str], ahead: int, clock: int, minutes: int
) -> None:
    branch, request_id = waiting
    at = branch.today_at(0, days=ahead) + timedelta(minutes=clock)
    people = branch.staff_id("C01"), branch.staff_id("S01")
    advice = branch.clerk(AdvisePlan(request_id, at, *people, minutes))
    assert bool(advice.starts) is not advice.judgement.is_lawful
    for start in advice.starts:
        assert start >= branch.now
        assert branch.clerk(AdvisePlan(request_id, start, *people, minutes)).judgement.is_lawful
        assert start.astimezone(CHINA_TIME).second == 0
    before = [start for start in advice.starts if start < at]
    for start in before:
        later = branch.clerk(AdvisePlan(request_id, start + timedelta(minutes=1), *people, minutes))
        assert not later.judgement.is_lawful, "a later start before the planned one was lawful too"
