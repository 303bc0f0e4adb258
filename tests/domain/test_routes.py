"""The check of rounds notices every fault by itself, and what the domain times passes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.visits.route_checking import check_plan
from collectdesk.domain.visits.route_reasons import sort_out, teams_that_go, why_impossible
from collectdesk.domain.visits.routes import (
    Left,
    Lunch,
    Plan,
    Rest,
    Route,
    Starts,
    Stop,
    Team,
    Zone,
    price_plan,
    time_route,
)
from domain.rounds import AREA, DAY, RATES, ROADS, at_km, stop, stops, team, teams


def faults(plan: Plan, made: list[Stop], going: list[Team]) -> set[str]:
    return {fault.code for fault in check_plan(plan, made, going, ROADS)}


def _good() -> tuple[Route, list[Stop], Team]:
    made = [stop("A"), stop("B", place=at_km(6, 0)), stop("C", place=at_km(-8, 3), hard=True)]
    going = team()
    route = time_route(going, made, ROADS)
    assert route is not None
    return route, made, going


def test_a_timed_round_has_no_fault_and_its_lunch() -> None:
    route, made, going = _good()
    assert faults(Plan((route,)), made, [going]) == set()
    assert [call.stop for call in route.calls] == ["A", "B", "C"]
    busy = [stop(str(n), place=at_km(5, n), minutes=45) for n in range(7)]
    full = time_route(going, busy, ROADS)
    assert full is not None
    assert full.lunch is not None
    assert faults(Plan((full,)), busy, [going]) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda c: replace(c, begins=c.begins + 900, leaves=c.leaves + 900), "window_broken"),
        (lambda c: replace(c, leaves=c.begins + 10), "too_short"),
        (lambda c: replace(c, begins=c.arrives - 5), "too_short"),
        (lambda c: replace(c, arrives=c.arrives - 15, begins=c.begins - 15, leaves=c.leaves - 15), "overlap"),
    ],
)
def test_a_call_at_the_wrong_time_is_noticed(change: Any, code: str) -> None:
    route, made, going = _good()
    second = change(route.calls[1])
    told = replace(route, calls=(route.calls[0], second, route.calls[2]))
    assert code in faults(Plan((told,)), made, [going])


def test_what_a_team_cannot_do_is_noticed() -> None:
    route, made, going = _good()
    plan = Plan((route,))
    assert "shift_exceeded" in faults(plan, made, [replace(going, ends=route.back - 1)])
    assert "shift_exceeded" in faults(plan, made, [replace(going, begins=route.leaves + 1)])
    assert "no_second_officer" in faults(plan, made, [replace(going, safety="")])
    assert "no_second_officer" in faults(plan, made, [replace(going, safety=going.officer)])
    assert "too_many_hard" in faults(plan, made, [replace(going, hard_most=0)])
    assert "too_many_stops" in faults(plan, made, [replace(going, stops_most=2)])
    assert "unknown_team" in faults(plan, made, [])
    assert "wrong_team" in faults(plan, [replace(made[0], crew="T9"), *made[1:]], [going])


def test_a_missing_lunch_is_noticed_and_one_during_a_visit_too() -> None:
    going = team(lunch=Lunch(690, 720, 60))
    made = [stop(str(n), place=at_km(4, n), minutes=45) for n in range(6)]
    route = time_route(going, made, ROADS)
    assert route is not None
    assert route.lunch is not None
    assert "lunch_missing" in faults(Plan((replace(route, lunch=None),)), made, [going])
    during = route.calls[1]
    assert "lunch_missing" in faults(
        Plan((replace(route, lunch=Rest(during.begins, during.begins + 60)),)), made, [going]
    )
    short = Rest(route.lunch.begins, route.lunch.begins + 30)
    assert "lunch_missing" in faults(Plan((replace(route, lunch=short),)), made, [going])


def test_lunch_needs_time_beside_the_road() -> None:
    going = team(lunch=Lunch(690, 780, 60))
    made = [stop("A", minutes=180), stop("B", place=at_km(20, 0), minutes=150)]
    route = time_route(going, made, ROADS)
    assert route is not None
    assert route.lunch is not None
    first, second = route.calls
    early = replace(second, arrives=second.arrives - 60, begins=second.begins - 60, leaves=second.leaves - 60)
    told = replace(route, calls=(first, early), back=route.back - 60)
    assert faults(Plan((told,)), made, [going]) >= {"overlap"}


def test_a_stop_twice_dropped_or_invented_is_noticed() -> None:
    route, made, going = _good()
    other = replace(route, team="T2")
    second = team("T2")
    assert "stop_twice" in faults(Plan((route, other)), made, [going, second])
    assert "stop_twice" in faults(Plan((route,), left=(Left("A", "no_room"),)), made, [going])
    assert "stop_dropped" in faults(Plan((route,)), [*made, stop("D")], [going])
    assert "unknown_stop" in faults(Plan((route,)), made[1:], [going])
    assert "time_without_place" in faults(Plan((route,)), [replace(made[0], place=None), *made[1:]], [going])
    assert (
        faults(Plan((route,), zones=(Zone("east", ("D",)),)), [*made, stop("D", place=None)], [going])
        == set()
    )


def test_one_person_in_two_teams_of_a_day_is_noticed() -> None:
    route, made, going = _good()
    twin = team("T2", officer=going.officer)
    lone = time_route(twin, [stop("D")], ROADS)
    assert lone is not None
    assert "person_twice" in faults(Plan((route, lone)), [*made, stop("D")], [going, twin])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"starts": ()}, "no_lawful_hour"),
        ({"starts": (Starts(DAY, 600, 540),)}, "window_impossible"),
        ({"starts": (Starts(DAY, 300, 400),)}, "not_in_shift"),
        ({"starts": (Starts(DAY.replace(day=25), 540, 600),)}, "no_team_that_day"),
        ({"place": at_km(120, 0)}, "outside_area"),
        ({"place": at_km(75, 0), "minutes": 400}, "not_in_shift"),
        ({"crew": "T7"}, "team_missing"),
        ({"hard": True}, "too_hard"),
    ],
)
def test_what_no_team_can_do_has_its_reason(changes: dict[str, Any], why: str) -> None:
    found = why_impossible(stop("X", **changes), [team(hard_most=0)], ROADS, AREA)
    assert found is not None
    assert found.why == why


def test_without_a_team_everything_is_left_with_that_reason() -> None:
    whole, idle = teams_that_go([team(safety=""), team("T2", ends=500)])
    assert (whole, [one.why for one in idle]) == ([], ["no_second_officer", "no_shift"])
    _, left, zones = sort_out([stop("A"), stop("B", place=None, zone="north")], whole, ROADS)
    assert [one.why for one in left] == ["no_team", "no_team"]
    assert zones == ()


def test_an_unlocated_stop_goes_to_its_zone_and_never_to_a_guessed_door() -> None:
    possible, left, zones = sort_out([stop("A", place=None, zone="north")], [team()], ROADS)
    assert (possible, left) == ([], ())
    assert zones == (Zone("north", ("A",)),)


def test_the_price_is_the_roads_and_the_hours_without_lunch() -> None:
    route, made, going = _good()
    price = price_plan(Plan((route,)), made, [going], ROADS, RATES)
    rest = 0 if route.lunch is None else 60
    assert price.away == route.back - route.leaves - rest
    assert price.cost == price.metres * 100 // 1000 + price.away * 200
    assert price.driving < price.away


@given(stops(most=6), teams(), st.randoms(use_true_random=False))
def test_whatever_is_timed_passes_the_check(made: list[Stop], going: list[Team], chance: Any) -> None:
    whole, idle = teams_that_go(going)
    possible, left, zones = sort_out(made, whole, ROADS, AREA)
    chance.shuffle(possible)
    for one in whole:
        mine = [each for each in possible if each.crew in ("", one.crew)]
        if one.hard_most < sum(each.hard for each in mine):
            mine = [each for each in mine if not each.hard]
        route = time_route(one, mine, ROADS)
        if route is not None:
            taken = {call.stop for call in route.calls}
            rest = tuple(Left(each.id, "no_room") for each in possible if each.id not in taken)
            assert check_plan(Plan((route,), left + rest, zones, idle), made, going, ROADS) == ()
