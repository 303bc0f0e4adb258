"""The travel table: refused whole when wrong; never sooner for a further door, never a detour that is shorter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.places import Place
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.routes import Roads
from collectdesk.domain.visits.travel import HERE, TravelArea, TravelTable, load_travel, require_area

FILE = resources.path("travel", "cn-travel-1.toml")
TEXT = FILE.read_text("utf-8")
CROW = st.floats(0, 400_000)


@pytest.fixture(scope="module")
def table() -> TravelTable:
    return load_travel(TEXT, FILE.name)


SHIPPED = load_travel(TEXT, FILE.name)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("parking_minutes = 4", "parking_minutes = 400", "parking_minutes"),
        ("round_to_minutes = 5", "round_to_minutes = 0", "round_to_minutes"),
        ("detour_per_mille = 1450", "detour_per_mille = 900", "bands 1, detour_per_mille"),
        ("km_per_hour = 33", "km_per_hour = 'fast'", "bands 2, km_per_hour"),
        ("up_to_km = 20", "up_to_km = 2", "bands 2"),
        ("km_per_hour = 60", "km_per_hour = 10", "bands 3"),
        ("version = 1", "edition = 1", "version"),
        ("id = ", "id ", "TOML"),
        ("2026-01-01", "'soon'", "effective_from"),
    ],
)
def test_a_wrong_table_is_refused_by_file_place_and_value(old: str, new: str, place: str) -> None:
    with pytest.raises(Refused, match=r"travel\.wrong") as error:
        load_travel(TEXT.replace(old, new, 1), "own.toml")
    assert error.value.facts["file"] == "own.toml"
    assert str(error.value.facts["place"]).startswith(place) or place == "version"


def test_every_shipped_figure_has_its_source(table: TravelTable) -> None:
    assert table.source
    assert all(band.source for band in table.bands)


def test_a_door_around_the_corner_takes_the_parking_and_the_same_door_nothing(table: TravelTable) -> None:
    here = Place(25_000_000, 102_000_000)
    assert table.leg(here, here) == HERE
    assert table.leg(here, Place(25_000_100, 102_000_000)).minutes == 5


@pytest.mark.parametrize(("km", "road", "minutes"), [(2, 2.9, 15), (10, 13.6, 40), (35, 45.5, 80)])
def test_typical_trips_take_what_the_sources_say(
    table: TravelTable, km: int, road: float, minutes: int
) -> None:
    leg = table.leg_over(km * 1000)
    assert leg.metres == pytest.approx(road * 1000, rel=0.01)
    assert leg.minutes == minutes


@given(CROW, CROW)
def test_a_further_door_is_never_nearer_and_a_detour_never_shorter(one: float, two: float) -> None:
    near, far = sorted((one, two))
    first, second, both = (SHIPPED.leg_over(d) for d in (near, far, near + far))
    assert first.minutes <= second.minutes
    assert first.metres <= second.metres
    assert both.minutes <= first.minutes + second.minutes
    assert both.metres <= first.metres + second.metres + 1


@given(CROW | st.sampled_from([band.up_to for band in SHIPPED.bands]))
def test_many_legs_at_once_are_the_same_to_the_metre_as_one_by_one(crow: float) -> None:
    assert SHIPPED.legs_over()(crow) == SHIPPED.leg_over(crow)


def test_roads_that_know_their_places_say_what_the_table_says() -> None:
    doors = [east(km / 7) for km in range(-20, 300, 11)]
    known = Roads(SHIPPED)
    known.know([*doors, doors[0]])
    assert len(known._known) == len(doors) * (len(doors) - 1)
    assert all(known.leg(one, other) == SHIPPED.leg(one, other) for one in doors for other in doors)


OLD_TOWN = TravelArea("老城", Place(25_000_000, 102_000_000), 2_000, 1_800, 10, "实测")


def east(km: float) -> Place:
    return Place(25_000_000, 102_000_000 + round(km * 9923))


def test_what_lies_in_an_area_goes_by_its_figures_and_the_rest_by_distance(table: TravelTable) -> None:
    with_area = replace(table, areas=(OLD_TOWN,))
    through = with_area.leg(east(-5), east(5))
    assert through.through == ("老城",)
    assert OLD_TOWN.metres_within(east(-5), east(5)) == pytest.approx(4_000, rel=0.01)
    rest = table.leg_over(6_000).metres
    assert through.metres == pytest.approx(rest + 4_000 * 1.8, rel=0.01)
    assert through.minutes > table.leg(east(-5), east(5)).minutes + 15
    assert with_area.leg(east(3), east(5)) == table.leg(east(3), east(5))  # beside it nothing changes
    assert with_area.leg(east(1), east(1)).minutes == 0
    inside = with_area.leg(east(-0.5), east(0.5))
    assert inside.metres == pytest.approx(1_800, rel=0.01)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "roads.area_unnamed"),
        ({"source": ""}, "roads.source_missing"),
        ({"reach": 50}, "roads.figure"),
        ({"detour_per_mille": 900}, "roads.figure"),
        ({"km_per_hour": 200}, "roads.figure"),
        ({"name": "新城", "centre": east(3), "reach": 1_500}, "roads.area_overlaps"),
    ],
)
def test_an_area_that_cant_be_is_refused_by_its_field(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        require_area(replace(OLD_TOWN, **change), [OLD_TOWN])
    assert refused.value.code == code
    require_area(replace(OLD_TOWN, reach=3_000), [OLD_TOWN])
