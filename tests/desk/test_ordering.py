"""The day's order: what is missing is named, what was promised stays, and nothing passes the gate that may not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.people.rota import KeepLeave
from collectdesk.desk.people.staffing import EnrolStaff
from collectdesk.desk.progress import Progress, silent
from collectdesk.desk.visits.board import ShowBoard
from collectdesk.desk.visits.grounds import KeepGround, ShowGround
from collectdesk.desk.visits.order_accepting import AcceptOrder, NewTime, NewVisit, PinVisit
from collectdesk.desk.visits.ordering import GatherOrder, Suggestion, accepting, suggest_order
from collectdesk.desk.visits.visiting import ListVisits, RequestVisit
from collectdesk.domain.people.going_out import LeaveKind
from collectdesk.domain.places import Datum, Place
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.domain.visits.asking import Asked, Suits
from collectdesk.domain.visits.visits import RequestReason
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.rows.visits import VisitRow
from collectdesk.store.visits import ground
from collectdesk.store.visits import visits as kept_visits
from helpers.branches import LI, OUYANG, PRACTICE_DATE, WANG, Branch

if TYPE_CHECKING:
    from datetime import date

DOOR = (25.0, 102.0)
AWAY = {LI: (0.05, 0.0), WANG: (-0.05, 0.0), OUYANG: (0.06, 0.01)}
TOMORROW = PRACTICE_DATE + timedelta(days=1)


def settle(branch: Branch, *names: str) -> None:
    """Enter where the branch stands and where these customers live."""
    branch.supervisor(KeepGround(*DOOR))
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        for name in names:
            north, east = AWAY[name]
            place = Place(round((DOOR[0] + north) * 1e6), round((DOOR[1] + east) * 1e6))
            ground.locate(work, [(branch.point_id("home", name), place)], "map")


def planned(branch: Branch, name: str, hour: int) -> str:
    branch.call(name)
    request_id = branch.request(name)
    branch.approve(request_id)
    return branch.plan(request_id, branch.today_at(hour, days=1))


def suggested(branch: Branch, day: date = TOMORROW) -> Suggestion:
    return suggest_order(branch.clerk(GatherOrder(day)), silent())


def times(branch: Branch) -> dict[str, str]:
    return {
        line.name: f"{line.planned_at.astimezone(branch.today_at(9).tzinfo):%H:%M}"
        for line in branch.clerk(ListVisits())
    }


def test_a_request_is_put_only_where_it_suits_the_customer(branch: Branch) -> None:
    settle(branch, LI, WANG)
    for name, suits in ((LI, Suits(frozenset({4}), 15 * 60, 16 * 60)), (WANG, Suits(frozenset({1})))):
        branch.call(name)
        asked = branch.clerk(
            RequestVisit(branch.case_id(name), branch.point_id("home", name), RequestReason.VERIFICATION,
                         wanted=Asked(suits=suits))
        )  # fmt: skip
        branch.approve(asked)
    found = suggested(branch)
    (timed,) = found.timed
    assert "15:00" <= f"{timed.begins_at.astimezone(CHINA_TIME):%H:%M}" <= "15:15"
    assert [left.why for left in found.plan.left] == ["not_when_asked"]


def test_where_more_care_is_asked_for_the_order_says_in_advance_that_nobody_experienced_is_there(
    branch: Branch,
) -> None:
    settle(branch, LI)
    branch.call(LI)
    branch.assess(LI)  # at high risk
    branch.approve(branch.request(LI))
    days = PRACTICE_DATE, PRACTICE_DATE + timedelta(days=300)
    branch.administrator(EnrolStaff("C07", "宋岩", True, False, "PX", *days))
    branch.administrator(EnrolStaff("S02", "丁一", False, True, "PX", *days))
    (timed,) = suggested(branch).timed
    assert timed.team.endswith(branch.staff_id("S01")), "bound to the one team that may go"
    branch.supervisor(KeepLeave(branch.staff_id("S01"), LeaveKind.SICK, TOMORROW))
    assert [left.why for left in suggested(branch).plan.left] == ["needs_experience"]
    (card,) = branch.clerk(ShowBoard(TOMORROW)).waiting()
    assert card.why is not None
    assert card.why.why == "needs_experience"


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (KeepGround(95.0, 102.0), "place.not_on_earth"),
        (KeepGround(25.0, 102.0, begins=600, ends=600), "ground.shift"),
        (KeepGround(25.0, 102.0, reach_km=0), "ground.reach"),
    ],
)
def test_a_door_that_cant_be_is_refused(branch: Branch, deed: KeepGround, code: str) -> None:
    with pytest.raises(Refused) as error:
        branch.supervisor(deed)
    assert error.value.code == code
    assert branch.clerk(ShowGround()) is None


def test_the_door_is_kept_in_wgs84_with_what_it_was_read_off(branch: Branch) -> None:
    branch.supervisor(KeepGround(25.0, 102.0, Datum.GCJ02))
    branch.supervisor(KeepGround(25.1, 102.0, Datum.GCJ02, reach_km=80))
    kept = branch.clerk(ShowGround())
    assert kept is not None
    assert kept.door.entered is Datum.GCJ02
    assert kept.door.lat_e6 != 25_100_000
    assert kept.reach_km == 80


def test_without_a_door_a_day_to_come_or_anything_planned_there_is_no_order(branch: Branch) -> None:
    for settled, day, code in (
        (False, TOMORROW, "ground.missing"),
        (True, PRACTICE_DATE - timedelta(days=1), "order.in_past"),
        (True, TOMORROW, "order.empty"),
    ):
        if settled:
            settle(branch)
        with pytest.raises(Refused) as error:
            branch.clerk(GatherOrder(day))
        assert error.value.code == code


def test_a_customer_nobody_located_gets_no_time_but_a_zone(branch: Branch) -> None:
    settle(branch, LI)
    planned(branch, LI, 9)
    planned(branch, WANG, 11)
    found = suggested(branch)
    assert [found.task.line(one.stop).name for one in found.timed] == [LI]
    assert [[found.task.line(stop).name for stop in zone.stops] for zone in found.plan.zones] == [[WANG]]


def test_an_address_outside_the_area_is_left_with_its_kilometres(branch: Branch) -> None:
    settle(branch, WANG)
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        ground.locate(work, [(branch.point_id("home", LI), Place(39_900_000, 116_400_000))], "map")
    planned(branch, LI, 9)
    (left,) = suggested(branch).plan.left
    assert left.why == "outside_area"
    assert dict(left.facts)["reach"] == 60


def test_the_order_is_shorter_than_going_back_and_forth_and_taking_it_moves_the_visits(
    branch: Branch,
) -> None:
    settle(branch, LI, WANG, OUYANG)
    for name, hour in ((LI, 9), (WANG, 11), (OUYANG, 14)):
        planned(branch, name, hour)
    before = times(branch)
    found = suggested(branch)
    assert [found.task.line(one.stop).name for one in found.timed][1] != WANG
    assert found.minutes_saved > 0
    assert found.metres_saved > 0
    assert found == suggested(branch), "the same day has the same answer"
    accepted = branch.clerk(accepting(found))
    assert (accepted.moved, accepted.planned, accepted.left) == (sum(one.moves for one in found.timed), 0, ())
    assert times(branch) != before
    assert suggested(branch).minutes_saved == 0


def test_an_approved_request_is_taken_into_the_order_and_becomes_a_visit(branch: Branch) -> None:
    settle(branch, LI, WANG)
    planned(branch, LI, 9)
    branch.call(WANG)
    branch.approve(branch.request(WANG))
    accepted = branch.clerk(accepting(suggested(branch)))
    assert accepted.planned == 1
    assert set(times(branch)) == {LI, WANG}


def test_what_the_supervisor_pinned_and_what_the_customer_was_told_stays(branch: Branch) -> None:
    settle(branch, LI, WANG, OUYANG)
    pinned, told = planned(branch, LI, 11), planned(branch, WANG, 15)
    planned(branch, OUYANG, 9)
    branch.supervisor(PinVisit(pinned))
    branch.notify(told, WANG)
    found = suggested(branch)
    assert {found.task.line(one.stop).name for one in found.timed if not one.moves} >= {LI, WANG}
    assert {line.fixed for line in found.task.lines} == {"pinned", "told", ""}
    accepted = branch.clerk(AcceptOrder((NewTime(pinned, branch.today_at(16, days=1)),), ()))
    assert [one.error.code for one in accepted.left] == ["order.pinned"]
    branch.supervisor(PinVisit(pinned, pinned=False))
    assert branch.clerk(AcceptOrder((NewTime(pinned, branch.today_at(16, days=1)),), ())).moved == 1


def test_a_new_time_that_a_rule_forbids_is_named_and_left_and_the_others_are_written(branch: Branch) -> None:
    settle(branch, LI, WANG)
    first, second = planned(branch, LI, 9), planned(branch, WANG, 11)
    night = branch.today_at(22, 30, days=1)
    accepted = branch.clerk(
        AcceptOrder((NewTime(first, night), NewTime(second, branch.today_at(14, days=1))), ())
    )
    assert accepted.moved == 1
    (left,) = accepted.left
    assert left.id == first
    assert isinstance(left.error, RuleBroken)
    assert times(branch) == {LI: "09:00", WANG: "14:00"}


def test_a_case_held_since_then_and_a_double_booking_are_left(branch: Branch) -> None:
    settle(branch, LI, WANG, OUYANG)
    held, free = planned(branch, LI, 9), planned(branch, WANG, 11)
    branch.call(OUYANG)
    request_id = branch.request(OUYANG)
    branch.approve(request_id)
    branch.hold("complaint", LI)
    at = branch.today_at(14, days=1)
    new = NewVisit(request_id, at, branch.staff_id("C01"), branch.staff_id("S01"), 45)
    accepted = branch.clerk(
        AcceptOrder((NewTime(held, branch.today_at(10, days=1)), NewTime(free, at)), (new,))
    )
    assert accepted.moved == 1
    assert {one.id: one.error.code for one in accepted.left} == {
        held: "rule.broken",
        request_id: "plan.crew_busy",
    }


def test_two_visits_may_change_places(branch: Branch) -> None:
    settle(branch, LI, WANG)
    first, second = planned(branch, LI, 9), planned(branch, WANG, 11)
    swapped = (NewTime(first, branch.today_at(11, days=1)), NewTime(second, branch.today_at(9, days=1)))
    assert branch.clerk(AcceptOrder(swapped, ())).moved == 2
    assert times(branch) == {LI: "11:00", WANG: "09:00"}


def test_whose_training_has_ended_goes_nowhere_and_the_team_is_named(branch: Branch) -> None:
    settle(branch, LI)
    visit_id = planned(branch, LI, 9)
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        row = kept_visits.visit(work, visit_id)
        work.change(VisitRow, row.id, safety_id=branch.staff_id("C02"))
    plan = suggested(branch).plan
    assert [one.why for one in plan.idle] == ["no_second_officer"]
    assert [one.why for one in plan.left] == ["team_missing"]


def test_stopped_at_once_there_still_is_an_order(branch: Branch) -> None:
    settle(branch, LI, WANG)
    planned(branch, LI, 9)
    planned(branch, WANG, 11)
    steps = Progress()
    steps.cancel()
    found = suggest_order(branch.clerk(GatherOrder(TOMORROW)), steps)
    assert len(found.timed) == 2
