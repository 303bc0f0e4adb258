"""Fitting rounds to the day: the quick pass agrees with the domain, and nothing that must be made is dropped."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.places import Place
from collectdesk.domain.visits.routes import Lunch, Rates, Roads, Starts, Stop, Team, time_route
from collectdesk.domain.visits.travel import load_travel
from collectdesk.routing.doors import Doors
from collectdesk.routing.greedy import insert_all
from collectdesk.routing.polishing import Polish, earliest_back, model_unrested

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = date(2026, 3, 19)
DOOR = Place(25_000_000, 102_000_000)
RATES = Rates(100, 200)


def roads() -> Roads:
    file = resources.path("travel", "cn-travel-1.toml")
    return Roads(load_travel(file.read_text("utf-8"), file.name))


WAYS = roads()
minutes = st.integers(6 * 60, 20 * 60)
places = st.builds(Place, st.integers(24_900_000, 25_100_000), st.integers(101_900_000, 102_100_000))
windows = st.lists(
    st.builds(lambda first, wide: Starts(DAY, first, first + wide), minutes, st.integers(0, 300)),
    min_size=1, max_size=2,
)  # fmt: skip
stops = st.lists(
    st.builds(Stop, st.uuids().map(str), st.sampled_from((15, 30, 60)), windows.map(tuple), places),
    max_size=5,
)
lunches = st.none() | st.builds(
    lambda first, wide: Lunch(first, first + wide, 60), st.integers(10 * 60, 14 * 60), st.integers(0, 120)
)


def team(lunch: Lunch | None, begins: int = 510, ends: int = 1050) -> Team:
    return Team("A", "A", DAY, "c", "s", begins, ends, lunch, DOOR, DOOR)


@given(stops, lunches, st.integers(6 * 60, 13 * 60), st.integers(0, 12 * 60))
def test_the_quick_pass_is_back_when_the_domain_says(
    wanted: Sequence[Stop], lunch: Lunch | None, begins: int, long: int
) -> None:
    going = team(lunch, begins, begins + long)
    route = time_route(going, wanted, WAYS)
    assert earliest_back(going, wanted, Doors(wanted, [going], WAYS, RATES)) == (
        None if route is None else route.back
    )


def stop(name: str, north: int, prize: int | None, first: int = 480, last: int = 1000) -> Stop:
    return Stop(name, 60, (Starts(DAY, first, last),), Place(25_000_000 + north, 102_000_000), prize=prize)


def test_what_must_be_made_stays_and_the_least_worth_is_dropped_for_the_rest() -> None:
    wanted = [
        stop("must", 30_000, None),
        *(stop(f"s{n}", 30_000 + 1000 * n, 100_000 * n) for n in range(1, 9)),
    ]
    going = team(Lunch(690, 780, 60))
    model = model_unrested(wanted, [going], WAYS, RATES, 0.0)
    rounds, _missing = insert_all(model.problem)
    polish = Polish(wanted, [going], WAYS, RATES, Doors(wanted, [going], WAYS, RATES))
    routes = polish.routes(model, rounds)
    assert routes is not None
    made = {call.stop for route in routes for call in route.calls}
    assert "must" in made
    assert len(made) < len(wanted)
    assert "s8" in made
    assert all(route.lunch is not None for route in routes)


def test_room_that_is_left_is_filled_by_what_is_worth_its_way() -> None:
    near, far = stop("near", 5_000, 500_000), stop("far", 90_000, 100)
    going = team(Lunch(690, 780, 60))
    polish = Polish([near, far], [going], WAYS, RATES, Doors([near, far], [going], WAYS, RATES))
    model = model_unrested([near, far], [going], WAYS, RATES, 1.0)
    routes = polish.routes(model, ((),))
    assert routes is not None
    assert [call.stop for route in routes for call in route.calls] == ["near"]
    assert polish.net(routes)[0] == 0
    assert polish.net(routes) > polish.net(())


def test_two_that_must_be_made_at_once_by_one_team_arent_forced() -> None:
    one, two = stop("a", 5_000, None, 600, 600), stop("b", 5_000, None, 600, 600)
    going = team(None)
    polish = Polish([one, two], [going], WAYS, RATES, Doors([one, two], [going], WAYS, RATES))
    model = model_unrested([one, two], [going], WAYS, RATES, 1.0)
    assert polish.routes(model, ((0, 1),)) is None
