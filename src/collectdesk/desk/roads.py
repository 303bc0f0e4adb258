"""The roads of the branch's area: the shipped table of detours and speeds, and the branch's own figures above it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk import resources
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.travel import Band, TravelTable, load_travel, require_bands
from collectdesk.store.ground import keep_roads, newest_roads

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
    own = newest_roads(view)
    if own is None:
        return shipped_table()
    parking, bands, source = own
    return replace(shipped_table(), id=OWN, parking_minutes=parking, bands=bands, source=source)


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
