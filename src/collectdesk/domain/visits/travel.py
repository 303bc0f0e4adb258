"""How far and how long between two places: detour and speed by distance and by area; the branch may change them."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from math import ceil, cos, pi, radians, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from collectdesk.domain.places import EARTH_METRES, Place, metres_between
from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    _Bad = Callable[[str, object], Refused]

_HEADER_KEYS: Final = {
    "id", "version", "effective_from", "parking_minutes", "round_to_minutes", "source", "bands",
}  # fmt: skip
_BAND_LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    "up_to_km": (1, 1000),
    "detour_per_mille": (1000, 3000),
    "km_per_hour": (3, 120),
}
_REACH_METRES: Final = (100, 50_000)
MOST_AREAS: Final = 20
_METRES_A_DEGREE: Final = EARTH_METRES * pi / 180


@dataclass(frozen=True, slots=True)
class Band:
    """The part of a distance, as the crow flies, up to ``up_to`` metres: road metres per mille, and km/h."""

    up_to: int
    detour_per_mille: int
    km_per_hour: int
    source: str


class Leg(NamedTuple):
    """One drive from door to door, parking included. A tuple: a day's order makes thousands at once."""

    metres: int
    minutes: int
    through: tuple[str, ...] = ()
    """The named areas that it goes through."""


HERE: Final = Leg(0, 0)


@dataclass(frozen=True, slots=True)
class TravelArea:
    """A part of the branch's area with roads of its own: within ``reach`` metres of a centre; road per mille, km/h."""

    name: str
    centre: Place
    reach: int
    detour_per_mille: int
    km_per_hour: int
    source: str

    def metres_within(self, start: Place, end: Place) -> float:
        """How much of the straight line between two places lies in it."""
        east = cos(radians(self.centre.lat)) * _METRES_A_DEGREE
        x, y = ((start.lon - self.centre.lon) * east, (start.lat - self.centre.lat) * _METRES_A_DEGREE)
        dx, dy = ((end.lon - start.lon) * east, (end.lat - start.lat) * _METRES_A_DEGREE)
        length = dx * dx + dy * dy
        if not length:
            return 0.0
        middle = (
            -(x * dx + y * dy) / length
        )  # where the line is nearest to the centre, as a part of its length
        beside = self.reach**2 - (x + middle * dx) ** 2 - (y + middle * dy) ** 2
        if beside <= 0:
            return 0.0
        half = sqrt(beside / length)
        return max(0.0, min(1.0, middle + half) - max(0.0, middle - half)) * sqrt(length)


@dataclass(frozen=True, slots=True)
class TravelTable:
    """All figures of a version, each with its source."""

    id: str
    version: int
    effective_from: date
    parking_minutes: int
    round_to_minutes: int
    bands: tuple[Band, ...]
    source: str
    areas: tuple[TravelArea, ...] = ()

    def leg(self, start: Place, end: Place) -> Leg:
        """The drive between two places; the same door is no drive.

        What of the line lies in a named area goes by that area's figures, the rest by the bands.
        """
        crow = metres_between(start, end)
        if not self.areas or crow <= 0:
            return self.leg_over(crow)
        inside = [(area, within) for area in self.areas if (within := area.metres_within(start, end)) > 0]
        road, minutes = self._over(max(0.0, crow - sum(within for _area, within in inside)))
        for area, within in inside:
            on_road = within * area.detour_per_mille / 1000
            road, minutes = road + on_road, minutes + on_road * 60 / (area.km_per_hour * 1000)
        return self._leg(road, minutes, tuple(area.name for area, _within in inside))

    def leg_over(self, crow_metres: float) -> Leg:
        """The drive over a distance as the crow flies.

        Never sooner for a further place, and never longer than by way of a third one.
        """
        return self._leg(*self._over(crow_metres)) if crow_metres > 0 else HERE

    def legs_over(self) -> Callable[[float], Leg]:
        """``leg_over`` for many distances: the same figures to the last bit, what whole bands take reckoned once."""
        sums: list[tuple[float, float, float, int, int]] = []
        road = minutes = done = 0.0
        for band in (*self.bands, self.bands[-1]):  # beyond the last band its figures go on
            sums.append((done, road, minutes, band.detour_per_mille, band.km_per_hour * 1000))
            on_road = (band.up_to - done) * band.detour_per_mille / 1000
            road, minutes, done = (
                road + on_road,
                minutes + on_road * 60 / (band.km_per_hour * 1000),
                band.up_to,
            )
        limits, parking, step = (
            [band.up_to for band in self.bands],
            self.parking_minutes,
            self.round_to_minutes,
        )

        def leg(crow: float) -> Leg:
            if crow <= 0:
                return HERE
            done, road, minutes, detour, speed = sums[bisect_left(limits, crow)]
            on_road = (crow - done) * detour / 1000
            whole = minutes + on_road * 60 / speed + parking
            return Leg(ceil(road + on_road), ceil(whole / step) * step)

        return leg

    def _leg(self, road: float, minutes: float, through: tuple[str, ...] = ()) -> Leg:
        step = self.round_to_minutes
        return Leg(ceil(road), ceil((minutes + self.parking_minutes) / step) * step, through)

    def _over(self, crow_metres: float) -> tuple[float, float]:
        """Metres of road and minutes on it by the bands alone."""
        road = minutes = done = 0.0
        for band in self.bands:
            part = min(crow_metres, band.up_to) - done
            on_road = part * band.detour_per_mille / 1000
            road, minutes, done = (
                road + on_road,
                minutes + on_road * 60 / (band.km_per_hour * 1000),
                done + part,
            )
            if done >= crow_metres:
                break
        else:
            far, rest = self.bands[-1], (crow_metres - done) * self.bands[-1].detour_per_mille / 1000
            road, minutes = road + rest, minutes + rest * 60 / (far.km_per_hour * 1000)
        return road, minutes


def load_travel(text: str, file_name: str) -> TravelTable:
    """Read a table; raises Refused(travel.wrong) naming file, place and value, never loads a part."""

    def bad(where: str, value: object) -> Refused:
        return Refused("travel.wrong", file=file_name, place=where, value=str(value))

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise bad("TOML", broken) from broken
    for name in (*_HEADER_KEYS - content.keys(), *content.keys() - _HEADER_KEYS):
        raise bad(name, content.get(name, ""))
    if type(content["effective_from"]) is not date:
        raise bad("effective_from", content["effective_from"])
    return TravelTable(
        id=_text(content, "id", bad, "id"),
        version=_number(content, "version", (1, 10**6), bad, "version"),
        effective_from=content["effective_from"],
        parking_minutes=_number(content, "parking_minutes", (0, 60), bad, "parking_minutes"),
        round_to_minutes=_number(content, "round_to_minutes", (1, 30), bad, "round_to_minutes"),
        bands=_bands(content["bands"], bad),
        source=_text(content, "source", bad, "source"),
    )


def _number(entry: Mapping[str, object], name: str, limits: tuple[int, int], bad: _Bad, where: str) -> int:
    value = entry.get(name)
    if type(value) is not int or not limits[0] <= value <= limits[1]:
        raise bad(where, value)
    return value


def _text(entry: Mapping[str, object], name: str, bad: _Bad, where: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise bad(where, value)
    return value


def _bands(entries: object, bad: _Bad) -> tuple[Band, ...]:
    if not isinstance(entries, list) or not entries:
        raise bad("bands", entries)
    found: list[Band] = []
    for number, entry in enumerate(entries, start=1):
        where = f"bands {number}"
        if not isinstance(entry, dict) or entry.keys() != {*_BAND_LIMITS, "source"}:
            raise bad(where, entry)
        read = {n: _number(entry, n, lim, bad, f"{where}, {n}") for n, lim in _BAND_LIMITS.items()}
        band = Band(
            read["up_to_km"] * 1000, read["detour_per_mille"], read["km_per_hour"],
            _text(entry, "source", bad, f"{where}, source"),
        )  # fmt: skip
        if found and not _follows(found[-1], band):
            raise bad(where, f"{read['up_to_km']} km")
        found.append(band)
    return tuple(found)


def require_bands(bands: tuple[Band, ...]) -> None:
    """Bands that somebody entered; raises Refused naming the field of the band that can't be."""
    if not bands:
        raise Refused("roads.no_bands", field="bands")
    for number, band in enumerate(bands):
        figures = (band.up_to // 1000, band.detour_per_mille, band.km_per_hour)
        for (name, (least, most)), value in zip(_BAND_LIMITS.items(), figures, strict=True):
            if not least <= value <= most:
                raise Refused("roads.figure", field=f"{name}_{number}", value=value, least=least, most=most)
        if number and not _follows(bands[number - 1], band):
            raise Refused("roads.bands", field=f"up_to_km_{number}", number=number + 1)


def require_area(area: TravelArea, others: Iterable[TravelArea]) -> None:
    """An area that somebody entered; raises Refused naming the field that can't be. Two areas don't overlap."""
    others = [one for one in others if one.name != area.name]
    if not area.name:
        raise Refused("roads.area_unnamed", field="name")
    if not area.source:
        raise Refused("roads.source_missing", field="source")
    if len(others) >= MOST_AREAS:
        raise Refused("roads.areas_most", field="name", most=MOST_AREAS)
    limits = {**_BAND_LIMITS, "reach": _REACH_METRES}
    for name in ("reach", "detour_per_mille", "km_per_hour"):
        least, most = limits[name]
        if not least <= getattr(area, name) <= most:
            raise Refused("roads.figure", field=name, value=getattr(area, name), least=least, most=most)
    for one in others:
        if metres_between(one.centre, area.centre) < one.reach + area.reach:
            raise Refused("roads.area_overlaps", field="reach", name=one.name)


def _follows(near: Band, far: Band) -> bool:
    """Further out, a metre costs no more road and no more time: else a detour would be shorter than the way."""
    return (
        near.up_to < far.up_to
        and near.detour_per_mille >= far.detour_per_mille
        and near.detour_per_mille * far.km_per_hour >= far.detour_per_mille * near.km_per_hour
    )
