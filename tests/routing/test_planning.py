"""Plans of rounds: nothing breaks an hour or a rule, nothing vanishes, the same question has the same answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from collectdesk.domain.visits.route_checking import check_plan
from collectdesk.domain.visits.routes import Plan, Starts, Stop, Team
from collectdesk.routing.planning import Wanted, plan_rounds
from collectdesk.routing.solving import Limit
from domain.rounds import AREA, DAY, RATES, ROADS, at_km, stop, stops, team, teams

SHORT = Limit(iterations=15)


def planned(made: list[Stop], going: list[Team], limit: Limit = SHORT, *, fair: bool = False) -> Plan:
    return plan_rounds(Wanted(tuple(made), tuple(going), RATES, AREA, fair), ROADS, limit)


def reasons(plan: Plan) -> dict[str, str]:
    return {left.id: left.why for left in plan.left}


def test_bad_input_is_named_and_the_rest_is_planned() -> None:
    made = [
        stop("good"),
        stop("crossed", starts=(Starts(DAY, 700, 600),)),
        stop("unlawful", starts=()),
        stop("far", place=at_km(300, 0)),
        stop("unlocated", place=None, zone="north"),
    ]
    plan = planned(made, [team(), team("T2", safety="")])
    assert reasons(plan) == {
        "crossed": "window_impossible", "unlawful": "no_lawful_hour", "far": "outside_area",
    }  # fmt: skip
    assert [(one.id, one.why) for one in plan.idle] == [("T2", "no_second_officer")]
    assert [zone.stops for zone in plan.zones] == [("unlocated",)]
    assert [call.stop for route in plan.routes for call in route.calls] == ["good"]


def test_without_any_whole_team_nothing_is_driven_and_everything_has_its_reason() -> None:
    plan = planned([stop("A"), stop("B")], [team(safety="")])
    assert plan.routes == ()
    assert reasons(plan) == {"A": "no_team", "B": "no_team"}


def test_what_must_be_done_goes_before_what_pays() -> None:
    only = (Starts(DAY, 600, 600),)
    made = [stop("must", starts=only), stop("rich", starts=only, prize=9_000_000, place=at_km(-3, 1))]
    plan = planned(made, [team()])
    assert [call.stop for route in plan.routes for call in route.calls] == ["must"]
    assert reasons(plan) == {"rich": "others_first"}


def test_two_that_must_be_at_once_leave_one_with_its_reason() -> None:
    only = (Starts(DAY, 600, 600),)
    plan = planned([stop("A", starts=only), stop("B", starts=only, place=at_km(-3, 1))], [team()])
    assert list(reasons(plan).values()) == ["no_room"]


def test_what_doesnt_pay_its_way_drops_out_with_both_figures() -> None:
    plan = planned([stop("near"), stop("poor", place=at_km(30, 0), prize=100)], [team()])
    (left,) = plan.left
    assert (left.id, left.why) == ("poor", "not_worth")
    facts = dict(left.facts)
    assert facts["prize"] == 100
    assert isinstance(facts["cost"], int)
    assert facts["cost"] > 100


def test_no_team_takes_more_hard_cases_than_it_can() -> None:
    made = [stop(str(n), hard=True, place=at_km(n, 1)) for n in range(5)]
    plan = planned(made, [team(hard_most=2), team("T2", hard_most=1)])
    assert sorted(len(route.calls) for route in plan.routes) == [1, 2]
    assert list(reasons(plan).values()) == ["no_room", "no_room"]


def test_a_visit_bound_to_its_team_stays_with_it() -> None:
    made = [stop(str(n), crew="T2", place=at_km(n, -2)) for n in range(3)]
    plan = planned(made, [team(), team("T2")])
    assert [route.team for route in plan.routes] == ["T2"]


def test_hours_that_differ_by_day_are_kept_and_the_stop_is_made_once() -> None:
    days = [DAY + timedelta(days=n) for n in range(3)]
    going = [team(f"T/{n}", crew="T", day=day) for n, day in enumerate(days)]
    made = [
        stop("either", starts=(Starts(days[0], 540, 560), Starts(days[2], 900, 920))),
        stop("first", starts=(Starts(days[0], 545, 555),), minutes=45, place=at_km(9, 9)),
        stop("any", starts=tuple(Starts(day, 480, 1200) for day in days)),
    ]
    plan = planned(made, going)
    at = {call.stop: (route.team, call.begins) for route in plan.routes for call in route.calls}
    assert at["first"][0] == "T/0"
    assert at["either"] == ("T/2", 900)
    assert set(at) == {"either", "first", "any"}


def test_a_week_is_spread_fairly() -> None:
    days = [DAY + timedelta(days=n) for n in range(4)]
    going = [team(f"T/{n}", crew="T", day=day) for n, day in enumerate(days)]
    starts = tuple(Starts(day, 480, 1200) for day in days)
    made = [stop(str(n), starts=starts, minutes=20, place=at_km(1, n / 10)) for n in range(12)]
    plan = planned(made, going, fair=True)
    assert plan.left == ()
    assert max(len(route.calls) for route in plan.routes) <= 4


def test_a_stop_at_once_leaves_a_plan_that_holds_and_tells_it_first() -> None:
    made = [stop(str(n), place=at_km(n, n % 3), prize=500_000) for n in range(12)]
    going = [team(), team("T2")]
    told: list[Plan] = []
    plan = plan_rounds(
        Wanted(tuple(made), tuple(going), RATES), ROADS, Limit(asked=lambda _done: True), improved=told.append
    )
    assert told
    assert plan.routes
    assert check_plan(plan, made, going, ROADS) == ()
    assert check_plan(told[0], made, going, ROADS) == ()


def test_the_same_question_seed_and_iterations_give_the_same_plan() -> None:
    made = [stop(str(n), place=at_km(n % 7 - 3, n % 5 - 2), prize=300_000 + n * 7000) for n in range(25)]
    going = [team(), team("T2"), team("T3", begins=630, ends=1170)]
    assert planned(made, going, Limit(iterations=40)) == planned(made, going, Limit(iterations=40))


@pytest.mark.parametrize("lunch_lasts", [30, 60, 90])
def test_everybody_eats(lunch_lasts: int) -> None:
    going = [replace(team(), lunch=replace(team().lunch, minutes=lunch_lasts))]  # type: ignore[type-var]
    made = [stop(str(n), minutes=45, place=at_km(n, 3), prize=900_000) for n in range(9)]
    plan = planned(made, going)
    (route,) = plan.routes
    assert route.lunch is not None
    assert route.lunch.ends - route.lunch.begins == lunch_lasts


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stops(most=14, days=2), teams(days=2))
def test_no_plan_ever_has_a_fault(made: list[Stop], going: list[Team]) -> None:
    told: list[Plan] = []
    wanted = Wanted(tuple(made), tuple(going), RATES, AREA)
    plan = plan_rounds(wanted, ROADS, Limit(iterations=5), improved=told.append)
    for one in (*told, plan):
        assert check_plan(one, made, going, ROADS) == ()
