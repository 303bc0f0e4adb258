"""Where the branch's rounds begin and end, how far its area reaches, and the hours of a shift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.places import Datum, place_of
from collectdesk.domain.refusals import Refused
from collectdesk.store.visits.ground import Ground, ground, keep_ground
from collectdesk.store.work import View, Work

SHIFT: Final = (8 * 60 + 30, 17 * 60 + 30)
HARD_MOST: Final = 3
REACH_KM: Final = 60


@dataclass(frozen=True, slots=True)
class ShowGround(Lookup[Ground | None]):
    """The branch's ground, None until it is entered."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "ground.shown"

    def look(self, view: View) -> Ground | None:
        return ground(view)


@dataclass(frozen=True, slots=True)
class KeepGround(Change[None]):
    """Enter or change where the rounds begin: figures as they stand on the map that ``datum`` names."""

    needs: ClassVar = Permission.APPROVE_VISIT
    action: ClassVar = "ground.kept"
    touches: ClassVar = frozenset({Subject.VISITS})

    lat: float
    lon: float
    datum: Datum = Datum.WGS84
    reach_km: int = REACH_KM
    begins: int = SHIFT[0]
    ends: int = SHIFT[1]
    hard_most: int = HARD_MOST

    def carry_out(self, work: Work) -> None:
        if not 0 <= self.begins < self.ends <= 24 * 60:
            raise Refused("ground.shift", field="ends")
        if not 1 <= self.reach_km <= 500:
            raise Refused("ground.reach", field="reach_km", km=self.reach_km)
        door = place_of(self.lat, self.lon, self.datum)
        keep_ground(work, Ground(door, self.reach_km, self.begins, self.ends, self.hard_most))
        work.note(reach_km=self.reach_km, datum=self.datum.value)
