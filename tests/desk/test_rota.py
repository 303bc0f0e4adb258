"""Leave, ties and working time hold whoever is planned back; a fallen team's day goes to others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.people.rota import (
    EndTie,
    KeepLeave,
    KeepTie,
    KeepWorkingTime,
    NotePractised,
    ShowPerson,
    TakeBackLeave,
)
from collectdesk.desk.people.staffing import EnrolStaff, ShowStaff
from collectdesk.desk.rules.advising import AdvisePlan
from collectdesk.desk.visits.board_moves import MoveVisit
from collectdesk.desk.visits.reassigning import ReassignRound
from collectdesk.desk.visits.rounds import ShowRounds
from collectdesk.desk.visits.visiting import ListVisits
from collectdesk.domain.people.going_out import LeaveKind, PractisedKind, TieKind
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.domain.visits.asking import Suits
from collectdesk.domain.visits.sheets import FellAway
from helpers.branches import LI, OUYANG, PRACTICE_DATE, WANG

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpers.branches import Branch

TOMORROW = PRACTICE_DATE + timedelta(days=1)


def refused(act: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as error:
        act()
    return error.value


def approved(branch: Branch, name: str = LI) -> str:
    branch.call(name)
    branch.assess(name)
    request_id = branch.request(name)
    branch.approve(request_id)
    return request_id


def enrol(branch: Branch, number: str, name: str, **words: Any) -> str:
    days = PRACTICE_DATE - timedelta(days=9), PRACTICE_DATE + timedelta(days=300)
    return branch.administrator(EnrolStaff(number, name, certificate="PX", trained_from=days[0],
                                           trained_until=days[1], **words))  # fmt: skip


def test_whoever_is_away_isnt_planned_and_their_visits_are_named(branch: Branch) -> None:
    request_id = approved(branch)
    visit_id = branch.plan(request_id, branch.today_at(15, days=1))
    officer = branch.staff_id("C01")
    (number,) = branch.supervisor(KeepLeave(officer, LeaveKind.SICK, TOMORROW))
    assert number == branch.clerk(ListVisits())[0].visit_no
    assert (
        refused(lambda: branch.supervisor(KeepLeave(officer, LeaveKind.SICK, TOMORROW))).code == "leave.known"
    )
    moved = MoveVisit(visit_id, branch.today_at(16, days=1), officer, branch.staff_id("S01"), "客户已知情")
    error = refused(lambda: branch.clerk(moved))
    assert (error.code, error.facts["field"], error.facts["until"]) == (
        "plan.on_leave",
        "officer_id",
        TOMORROW,
    )
    (team,) = branch.clerk(ShowRounds(TOMORROW))
    assert [stop.fallen.why for stop in team.stops if stop.fallen] == [FellAway.STAFF]
    advice = branch.clerk(
        AdvisePlan(request_id, branch.today_at(15, days=1), officer, branch.staff_id("S01"))
    )
    assert advice.away is not None
    (leave,) = branch.clerk(ShowPerson(officer)).leaves
    branch.supervisor(TakeBackLeave(leave.id))
    assert not branch.clerk(ShowRounds(TOMORROW))[0].fallen


def test_nobody_is_planned_outside_their_working_time(branch: Branch) -> None:
    request_id, safety = approved(branch), branch.staff_id("S01")
    branch.administrator(KeepWorkingTime(safety, Suits(frozenset({3}), 9 * 60, 12 * 60), True, "彝语"))
    error = refused(lambda: branch.plan(request_id, branch.today_at(15)))
    assert (error.code, error.facts["field"]) == ("plan.not_at_work", "safety_id")
    assert refused(lambda: branch.plan(request_id, branch.today_at(10, days=1))).code == "plan.not_at_work"
    assert branch.plan(request_id, branch.today_at(10))
    line = next(line for line in branch.clerk(ShowStaff()) if line.id == safety)
    assert (line.drives, line.languages) == (True, "彝语")
    odd = KeepWorkingTime(safety, Suits(first=600, until=500))
    assert refused(lambda: branch.administrator(odd)).code == "request.hours_impossible"


def test_a_relative_isnt_sent_whatever_the_planner_says(branch: Branch) -> None:
    request_id, officer = approved(branch), branch.staff_id("C01")
    unknown = KeepTie(officer, "KH999999", TieKind.RELATIVE)
    assert refused(lambda: branch.supervisor(unknown)).code == "tie.customer_unknown"
    tie_id = branch.supervisor(KeepTie(officer, "KH000001", TieKind.RELATIVE, "表兄"))
    with pytest.raises(RuleBroken):
        branch.plan(request_id, branch.today_at(15), crew_unrelated=True)
    (line,) = branch.supervisor(ShowPerson(officer)).ties
    assert (line.name, line.tie.note) == (LI, "表兄")
    assert branch.auditor(ShowPerson(officer)).ties[0].name != LI
    branch.supervisor(EndTie(tie_id))
    assert branch.plan(request_id, branch.today_at(15))


def test_what_was_practised_and_how_much_there_is_to_do_stands_with_the_person(branch: Branch) -> None:
    officer = branch.staff_id("C01")
    branch.supervisor(NotePractised(officer, PractisedKind.RULES_QUIZ, PRACTICE_DATE, 92))
    branch.supervisor(NotePractised(officer, PractisedKind.ACCOMPANIED, PRACTICE_DATE, None, "何欣"))
    branch.plan(approved(branch), branch.today_at(15, days=1))
    found = branch.clerk(ShowPerson(officer))
    assert {each.kind for each in found.practised} == {PractisedKind.RULES_QUIZ, PractisedKind.ACCOMPANIED}
    assert (found.ahead, found.made) == (1, 0)
    assert refused(lambda: branch.clerk(ShowPerson("0" * 32))).code == "staff.unknown"


def test_a_fallen_teams_day_goes_to_others_and_what_cant_go_stays_by_name(branch: Branch) -> None:
    for name, hour in ((LI, 10), (WANG, 14), (OUYANG, 16)):
        branch.plan(approved(branch, name), branch.today_at(hour, days=1))
    crew = branch.staff_id("C01"), branch.staff_id("S01")
    others = enrol(branch, "C07", "宋岩", collects=True, secures=False), crew[1]
    same = ReassignRound(TOMORROW, *crew, *crew)
    assert refused(lambda: branch.clerk(same)).code == "round.same_team"
    branch.supervisor(KeepLeave(crew[0], LeaveKind.SICK, TOMORROW))
    branch.supervisor(KeepTie(others[0], "KH000002", TieKind.RELATIVE))
    done = branch.clerk(ReassignRound(TOMORROW, *crew, *others, "客户已知情"))
    assert (len(done.moved), done.pull_out) == (2, ())
    (left,) = done.left
    assert isinstance(left.error, RuleBroken)
    told = {line.name: line.officer for line in branch.clerk(ListVisits())}
    assert told == {LI: "宋岩", OUYANG: "宋岩", WANG: "梁宽"}
