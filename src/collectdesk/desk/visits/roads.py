"""The roads of the branch's area: the shipped table of detours and speeds, and the branch's own figures above it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk import resources
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.places import Datum, place_of, require_inside
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.travel import (
    Band,
    TravelArea,
    TravelTable,
    load_travel,
    require_area,
    require_bands,
)
from collectdesk.store.visits.ground import ground, keep_area, keep_roads, newest_roads, travel_areas

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

OWN: Final = "own"
"""The id of a table that the branch has changed."""


@lru_cache(maxsize=1)
def shipped_table() -> TravelTable:
    """The table of roads that comes with the program."""
    file = resources.path("travel", "cn-travel-1.toml")
    return load_travel(file.read_text("utf-8"), file.name)


def travel_table(view: View) -> TravelTable:
    """The table of roads in use: the branch's own, else the shipped one."""
    return view.once(("roads",), lambda: _in_use(view))


def _in_use(view: View) -> TravelTable:
    own, areas = newest_roads(view), travel_areas(view)
    if own is None:
        return replace(shipped_table(), areas=areas) if areas else shipped_table()
    parking, bands, source = own
    return replace(shipped_table(), id=OWN, parking_minutes=parking, bands=bands, source=source, areas=areas)


@dataclass(frozen=True, slots=True)
class ShowRoads(Lookup[TravelTable]):
    """The table of roads in use."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "roads.shown"

    def look(self, view: View) -> TravelTable:
        return travel_table(view)


@dataclass(frozen=True, slots=True)
class RoadBand:
    """One band as the branch enters it: up to so many km as the crow flies, detour in per mille, km per hour."""

    up_to_km: int
    detour_per_mille: int
    km_per_hour: int


@dataclass(frozen=True, slots=True)
class KeepRoads(Change[None]):
    """Put the branch's own figures in the place of the shipped ones; every plan from now on reckons by them."""

    needs: ClassVar = Permission.APPROVE_VISIT
    action: ClassVar = "roads.kept"
    touches: ClassVar = frozenset({Subject.VISITS})

    parking_minutes: int
    bands: tuple[RoadBand, ...]
    source: str

    def carry_out(self, work: Work) -> None:
        said = self.source.strip()
        if not said:
            raise Refused("roads.source_missing", field="source")
        if not 0 <= self.parking_minutes <= 60:
            raise Refused("roads.parking", field="parking_minutes", minutes=self.parking_minutes)
        made = tuple(
            Band(one.up_to_km * 1000, one.detour_per_mille, one.km_per_hour, said) for one in self.bands
        )
        require_bands(made)
        keep_roads(work, self.parking_minutes, made, said)
        work.note(bands=len(made))


@dataclass(frozen=True, slots=True)
class KeepTravelArea(Change[None]):
    """Give a named part of the branch's area roads of its own, or change them: an old town, hills, a far bank.

    ``reach_km`` is how far it reaches around its centre; every plan from now on reckons by it.
    """

    needs: ClassVar = Permission.APPROVE_VISIT
    action: ClassVar = "roads.area_kept"
    touches: ClassVar = frozenset({Subject.VISITS})

    name: str
    lat: float
    lon: float
    datum: Datum
    reach_km: float
    detour_per_mille: int
    km_per_hour: int
    source: str

    def carry_out(self, work: Work) -> None:
        made = TravelArea(
            self.name.strip(), place_of(self.lat, self.lon, self.datum), round(self.reach_km * 1000),
            self.detour_per_mille, self.km_per_hour, self.source.strip(),
        )  # fmt: skip
        require_area(made, travel_areas(work))
        base = ground(work)
        if base is not None:
            require_inside(made.centre, base.area)
        keep_area(work, made)
        work.note(metres=made.reach)


@dataclass(frozen=True, slots=True)
class DropTravelArea(Change[None]):
    """Give a named area up: its roads go by the distance again."""

    needs: ClassVar = Permission.APPROVE_VISIT
    action: ClassVar = "roads.area_dropped"
    touches: ClassVar = frozenset({Subject.VISITS})

    name: str

    def carry_out(self, work: Work) -> None:
        found = next((one for one in travel_areas(work) if one.name == self.name.strip()), None)
        if found is None:
            raise Refused("roads.area_unknown", field="name", name=self.name)
        keep_area(work, found, is_used=False)
        work.note(metres=found.reach)
