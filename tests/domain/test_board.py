"""The board's arithmetic: what stands, where it is too tight, and what a move changes on the road."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from collectdesk import resources
from collectdesk.domain.places import Place
from collectdesk.domain.visits.board import Standing, find_strains, stand_route, weigh_change
from collectdesk.domain.visits.routes import Lunch, Roads, Starts, Stop, Team
from collectdesk.domain.visits.travel import load_travel

DAY = date(2026, 3, 19)
DOOR = Place(25_000_000, 102_000_000)
NORTH, SOUTH = Place(25_050_000, 102_000_000), Place(24_950_000, 102_000_000)
TEAM = Team("A", "A", DAY, "c", "s", 8 * 60 + 30, 17 * 60 + 30, Lunch(690, 780, 60), DOOR, DOOR, hard_most=1)


def roads() -> Roads:
    file = resources.path("travel", "cn-travel-1.toml")
    return Roads(load_travel(file.read_text("utf-8"), file.name))


def at(name: str, begins: int, place: Place | None = NORTH, *, hard: bool = False) -> Standing:
    return Standing(Stop(name, 45, (Starts(DAY, 0, 1439),), place, hard=hard), begins)


def codes(*standing: Standing, team: Team = TEAM) -> list[tuple[str, str]]:
    return [(strain.code, strain.stop) for strain in find_strains(team, standing, roads())]


def test_a_visit_right_after_another_one_across_town_leaves_no_time_for_the_road() -> None:
    assert codes(at("a", 600), at("b", 646, SOUTH)) == [("road_short", "b")]
    (strain,) = find_strains(TEAM, [at("a", 600), at("b", 646, SOUTH)], roads())
    leg = roads().leg(NORTH, SOUTH).minutes
    assert strain.by == leg - 1
    assert codes(at("a", 600), at("b", 645 + leg, SOUTH)) == []


def test_the_same_door_twice_in_a_row_needs_no_road() -> None:
    assert codes(at("a", 600), at("b", 645)) == []


def test_a_round_outside_the_shift_says_by_how_much() -> None:
    early = find_strains(TEAM, [at("a", 8 * 60 + 30)], roads())
    assert [(one.code, one.by) for one in early] == [("before_shift", roads().leg(DOOR, NORTH).minutes)]
    late = find_strains(TEAM, [at("a", 17 * 60)], roads())
    assert [(one.code, one.by) for one in late] == [("after_shift", 15 + roads().leg(NORTH, DOOR).minutes)]


def test_too_many_hard_cases_and_a_noon_without_a_meal_are_told() -> None:
    assert ("too_hard", "b") in codes(at("a", 560, hard=True), at("b", 660, hard=True))
    full = [at("a", 600), at("b", 660), at("c", 720), at("d", 780), at("e", 840)]
    assert [code for code, _ in codes(*full)] == ["no_lunch"]
    assert codes(*full, team=replace(TEAM, lunch=None)) == []
    assert codes(at("a", 600), at("b", 840)) == []


def test_a_round_stands_by_its_times_whatever_order_it_is_told_in() -> None:
    one, two = at("a", 840), at("b", 600, SOUTH)
    route = stand_route(TEAM, [one, two], roads())
    assert [call.stop for call in route.calls] == ["b", "a"]
    assert route.leaves == 600 - roads().leg(DOOR, SOUTH).minutes
    assert route.back == 885 + roads().leg(NORTH, DOOR).minutes


def test_taking_a_visit_to_another_team_is_priced_over_both_rounds() -> None:
    other = replace(TEAM, id="B", crew="B")
    one, two = at("a", 600), at("b", 700)
    change = weigh_change([(TEAM, [one, two]), (other, [])], [(TEAM, [one]), (other, [two])], roads())
    there_and_back = roads().leg(DOOR, NORTH)
    assert change.minutes == 2 * there_and_back.minutes
    assert change.metres == 2 * there_and_back.metres


def test_a_stop_nobody_located_has_no_price_and_only_new_strains_are_told() -> None:
    tight = [at("a", 600), at("b", 610)]
    change = weigh_change([(TEAM, tight)], [(TEAM, [*tight, at("c", 900, None)])], roads())
    assert change.minutes is None
    assert change.strains == ()
