"""The travel table: refused whole when wrong; never sooner for a further door, never a detour that is shorter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.places import Place
from collectdesk.domain.refusals import Refused
from collectdesk.domain.travel import HERE, TravelTable, load_travel

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
