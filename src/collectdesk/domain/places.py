"""Where something is: WGS-84 points with the datum they were entered in, distances, and the branch's area."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import asin, atan2, cos, fabs, hypot, pi, radians, sin, sqrt
from typing import TYPE_CHECKING, Final

from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EARTH_METRES: Final = 6_371_008.8
"""Mean radius of the earth (IUGG)."""
_MICRO: Final = 1_000_000
_AXIS: Final = 6_378_245.0
_FLATTENING: Final = 0.00669342162296594323
"""The ellipsoid of Krasovsky 1940, on which the shift of GCJ-02 is reckoned."""
_BAIDU: Final = pi * 3000 / 180
_INVERSIONS: Final = 8
"""Each step of turning GCJ-02 back brings the error down about a thousandfold; three reach a centimetre."""


class Datum(Enum):
    """What the figures of a point mean: a GPS device, Amap or Tencent, Baidu."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point in millionths of a degree of WGS-84, and the datum it was entered in."""

    lat_e6: int
    lon_e6: int
    entered: Datum = Datum.WGS84

    def __post_init__(self) -> None:
        if abs(self.lat_e6) > 90 * _MICRO or abs(self.lon_e6) > 180 * _MICRO:
            raise Refused("place.not_on_earth", lat=self.lat, lon=self.lon)

    def __hash__(self) -> int:
        # roads are looked up by their ends ten thousand times a second: an Enum's hash would cost more than the rest
        return hash((self.lat_e6, self.lon_e6))

    @property
    def lat(self) -> float:
        return self.lat_e6 / _MICRO

    @property
    def lon(self) -> float:
        return self.lon_e6 / _MICRO


@dataclass(frozen=True, slots=True)
class Area:
    """Where the branch's customers live: within ``reach_km`` of its door."""

    centre: Place
    reach_km: int


def place_of(lat: float, lon: float, datum: Datum) -> Place:
    """A point as somebody read it off a map or device; raises Refused(place.not_on_earth)."""
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # refuses what is no number, too
        raise Refused("place.not_on_earth", lat=lat, lon=lon)
    if datum is Datum.BD09:
        lat, lon = _baidu_to_gcj(lat, lon)
    if datum is not Datum.WGS84:
        lat, lon = _gcj_to_wgs(lat, lon)
    return Place(round(lat * _MICRO), round(lon * _MICRO), datum)


def metres_among(places: Sequence[Place]) -> Iterator[tuple[Place, Place, float]]:
    """``metres_between`` for each two of many places, the same figures in a third of the time."""
    known = [(place, radians(place.lat), cos(radians(place.lat)), place.lon) for place in places]
    for at, (one, lat, across, lon) in enumerate(known):
        for other, other_lat, other_across, other_lon in known[at + 1 :]:
            up, along = sin((other_lat - lat) / 2), sin(radians(other_lon - lon) / 2)
            chord = up**2 + across * other_across * along**2
            yield one, other, 2 * EARTH_METRES * asin(min(1.0, sqrt(chord)))


def metres_between(one: Place, other: Place) -> float:
    """The great circle between two points."""
    lat, other_lat = radians(one.lat), radians(other.lat)
    half_lat, half_lon = (other_lat - lat) / 2, radians(other.lon - one.lon) / 2
    chord = sin(half_lat) ** 2 + cos(lat) * cos(other_lat) * sin(half_lon) ** 2
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(chord)))


def require_inside(place: Place, area: Area) -> None:
    """Refuse a point that can't be right: most such points are a wrong datum or swapped figures."""
    away = metres_between(place, area.centre)
    if away > area.reach_km * 1000:
        raise Refused("place.outside_area", km=round(away / 1000), reach=area.reach_km)


def gcj_of(place: Place) -> tuple[float, float]:
    """Latitude and longitude of the point as Chinese maps draw it."""
    return _wgs_to_gcj(place.lat, place.lon)


def baidu_of(place: Place) -> tuple[float, float]:
    """Latitude and longitude of the point as Baidu's maps draw it."""
    lat, lon = gcj_of(place)
    length = hypot(lon, lat) + 0.00002 * sin(lat * _BAIDU)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BAIDU)
    return length * sin(angle) + 0.006, length * cos(angle) + 0.0065


def _baidu_to_gcj(lat: float, lon: float) -> tuple[float, float]:
    """Baidu's second shift taken off, as its published formula has it: right to about a metre."""
    x, y = lon - 0.0065, lat - 0.006
    length = hypot(x, y) - 0.00002 * sin(y * _BAIDU)
    angle = atan2(y, x) - 0.000003 * cos(x * _BAIDU)
    return length * sin(angle), length * cos(angle)


def _gcj_to_wgs(lat: float, lon: float) -> tuple[float, float]:
    """The shift has no inverse in closed form: it is taken off where the point really lies, step by step."""
    true_lat, true_lon = lat, lon
    for _ in range(_INVERSIONS):
        shown_lat, shown_lon = _wgs_to_gcj(true_lat, true_lon)
        true_lat, true_lon = true_lat - (shown_lat - lat), true_lon - (shown_lon - lon)
    return true_lat, true_lon


def _wgs_to_gcj(lat: float, lon: float) -> tuple[float, float]:
    """The shift of maps published in mainland China (GB 20263-2006 asks for it; the formula is public since 2009)."""
    if not (0.8293 <= lat <= 55.8271 and 72.004 <= lon <= 137.8347):
        return lat, lon
    north, east = _shift_lat(lon - 105, lat - 35), _shift_lon(lon - 105, lat - 35)
    bent = 1 - _FLATTENING * sin(radians(lat)) ** 2
    meridian = _AXIS * (1 - _FLATTENING) / (bent * sqrt(bent))
    north = north * 180 / (meridian * pi)
    east = east * 180 / (_AXIS / sqrt(bent) * cos(radians(lat)) * pi)
    return lat + north, lon + east


def _waves(of: float, *terms: tuple[float, float]) -> float:
    return sum(height * sin(of * pi * pace) for height, pace in terms) * 2 / 3


def _shift_lat(x: float, y: float) -> float:
    plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(fabs(x))
    return plain + _waves(x, (20, 6), (20, 2)) + _waves(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))


def _shift_lon(x: float, y: float) -> float:
    plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x))
    return plain + _waves(x, (20, 6), (20, 2), (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
