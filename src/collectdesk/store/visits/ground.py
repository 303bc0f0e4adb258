"""Where the branch's rounds begin, and where customers' addresses lie: rows to values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from collectdesk.domain.places import Area, Datum, Place
from collectdesk.domain.visits.travel import Band, TravelArea
from collectdesk.store.rows.customers import ContactPointRow
from collectdesk.store.rows.visits import BranchTravelRow, GroundRow, TravelAreaRow
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Ground:
    """The branch's door, how far its area reaches, the shift in minutes of the day, hard cases a team can take."""

    door: Place
    reach_km: int
    begins: int
    ends: int
    hard_most: int

    @property
    def area(self) -> Area:
        return Area(self.door, self.reach_km)


def ground(view: View) -> Ground | None:
    """The branch's ground; None until somebody has entered it."""
    row = view.row(sa.select(GroundRow).where(GroundRow.branch_id == view.branch_id))
    if row is None:
        return None
    door = Place(row.lat_e6, row.lon_e6, Datum(row.datum))
    return Ground(door, row.reach_km, row.begins, row.ends, row.hard_most)


def keep_ground(work: Work, kept: Ground) -> None:
    """Enter the ground, or change it."""
    values = {
        "lat_e6": kept.door.lat_e6, "lon_e6": kept.door.lon_e6, "datum": kept.door.entered.value,
        "reach_km": kept.reach_km, "begins": kept.begins, "ends": kept.ends, "hard_most": kept.hard_most,
    }  # fmt: skip
    row = work.row(sa.select(GroundRow).where(GroundRow.branch_id == work.branch_id))
    if row is None:
        work.add(GroundRow, **values)
    else:
        work.change(GroundRow, row.id, row.version, **values)


def addresses(view: View) -> list[tuple[str, str]]:
    """Id and text of every address."""
    query = sa.select(ContactPointRow.id, ContactPointRow.value).where(ContactPointRow.kind == "address")
    return [(row.id, row.value) for row in view.rows(query.order_by(ContactPointRow.id))]


def locate(work: Work, places: Iterable[tuple[str, Place]], how: str) -> None:
    """Keep where addresses lie."""
    for point_id, place in places:
        work.change(ContactPointRow, point_id, lat_e6=place.lat_e6, lon_e6=place.lon_e6, located_by=how)


def newest_roads(view: View) -> tuple[int, tuple[Band, ...], str] | None:
    """The branch's own figures for roads: minutes to park, bands, what they rest on; None while there are none."""
    table = BranchTravelRow
    row = view.row(sa.select(table).order_by(table.recorded_at.desc(), table.id.desc()))
    if row is None:
        return None
    bands = tuple(
        Band(int(km) * 1000, int(detour), int(speed), row.source) for km, detour, speed in row.bands
    )
    return row.parking_minutes, bands, row.source


def keep_roads(work: Work, parking_minutes: int, bands: tuple[Band, ...], source: str) -> None:
    """Keep the branch's own figures; earlier ones stay to be read."""
    told = [[band.up_to // 1000, band.detour_per_mille, band.km_per_hour] for band in bands]
    work.add(BranchTravelRow, parking_minutes=parking_minutes, bands=told, source=source)


def travel_areas(view: View) -> tuple[TravelArea, ...]:
    """The named areas with roads of their own that are in use, by name."""
    table = TravelAreaRow
    query = sa.select(table).where(table.branch_id == view.branch_id, table.is_used).order_by(table.name)
    return tuple(
        TravelArea(
            row.name, Place(row.lat_e6, row.lon_e6, Datum(row.datum)), row.reach_metres, row.detour_per_mille,
            row.km_per_hour, row.source,
        )
        for row in view.rows(query)
    )  # fmt: skip


def keep_area(work: Work, area: TravelArea, *, is_used: bool = True) -> None:
    """Enter an area, change it, or give it up."""
    table = TravelAreaRow
    values = {
        "name": area.name, "lat_e6": area.centre.lat_e6, "lon_e6": area.centre.lon_e6,
        "datum": area.centre.entered.value, "reach_metres": area.reach, "detour_per_mille": area.detour_per_mille,
        "km_per_hour": area.km_per_hour, "source": area.source, "is_used": is_used,
    }  # fmt: skip
    row = work.row(sa.select(table).where(table.branch_id == work.branch_id, table.name == area.name))
    if row is None:
        work.add(table, **values)
    else:
        work.change(table, row.id, row.version, **values)
