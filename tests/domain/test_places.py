"""A wrong datum sends two people half a kilometre astray: conversions, distances, and points that can't be right."""

from __future__ import annotations

from math import isclose, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.places import (
    Area,
    Datum,
    Place,
    baidu_of,
    gcj_of,
    metres_between,
    place_of,
    require_inside,
)
from collectdesk.domain.refusals import Refused

IN_CHINA = st.tuples(st.integers(21_000_000, 50_000_000), st.integers(80_000_000, 130_000_000))
POINTS = st.builds(Place, st.integers(-89_000_000, 89_000_000), st.integers(-180_000_000, 180_000_000))


@pytest.mark.parametrize(("lat", "lon"), [(91.0, 100.0), (25.0, 181.0), (nan, 100.0), (25.0, nan)])
def test_a_point_that_isnt_on_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(Refused, match=r"place\.not_on_earth"):
        place_of(lat, lon, Datum.WGS84)


def test_swapped_figures_and_far_points_are_refused_with_their_distance() -> None:
    area = Area(place_of(25.04, 102.72, Datum.WGS84), 80)
    require_inside(place_of(25.3, 102.9, Datum.WGS84), area)
    with pytest.raises(Refused, match=r"place\.outside_area") as far:
        require_inside(place_of(39.9, 116.4, Datum.WGS84), area)
    assert far.value.facts["reach"] == 80
    assert far.value.facts["km"] > 2000


def test_known_points_agree_with_the_published_formula() -> None:
    # Tiananmen: WGS-84 39.907333, 116.391083 stands at 39.908736, 116.397324 on Chinese maps
    shown = gcj_of(place_of(39.907333, 116.391083, Datum.WGS84))
    assert isclose(shown[0], 39.908736, abs_tol=2e-5)
    assert isclose(shown[1], 116.397324, abs_tol=2e-5)


def test_outside_china_nothing_is_shifted() -> None:
    assert gcj_of(place_of(48.2, 16.37, Datum.WGS84)) == (48.2, 16.37)
    assert place_of(48.2, 16.37, Datum.GCJ02) == Place(48_200_000, 16_370_000, Datum.GCJ02)


@given(IN_CHINA)
def test_a_point_read_off_a_chinese_map_comes_back_to_where_it_is(at: tuple[int, int]) -> None:
    true = Place(*at)
    lat, lon = gcj_of(true)
    assert 20 < metres_between(true, place_of(lat, lon, Datum.WGS84)) < 900, "the shift itself"
    back = place_of(lat, lon, Datum.GCJ02)
    assert metres_between(true, back) < 0.5
    assert back.entered is Datum.GCJ02


@given(IN_CHINA)
def test_a_point_read_off_baidu_comes_back_within_a_few_metres(at: tuple[int, int]) -> None:
    true = Place(*at)
    assert metres_between(true, place_of(*baidu_of(true), Datum.BD09)) < 5


@given(POINTS, POINTS, POINTS)
def test_distance_is_a_distance(one: Place, two: Place, three: Place) -> None:
    assert metres_between(one, one) == 0
    assert isclose(metres_between(one, two), metres_between(two, one), abs_tol=1e-6)
    assert metres_between(one, three) <= metres_between(one, two) + metres_between(two, three) + 1


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    north = metres_between(Place(25_000_000, 102_000_000), Place(26_000_000, 102_000_000))
    assert isclose(north, 111_195, rel_tol=1e-4)
