"""The register of vehicles, which team takes which, and the kilometres each has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.visits.driving import visits_of_day
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.vehicles import Vehicle, require_fit, require_vehicle
from collectdesk.store.people import people
from collectdesk.store.visits import rounds, vehicles

if TYPE_CHECKING:
    from collectdesk.store.visits.rounds import TeamRound
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class VehicleLine:
    """A vehicle, and this year's days out and metres by the teams' own accounts."""

    vehicle: Vehicle
    days_out: int
    metres: int


@dataclass(frozen=True, slots=True)
class ListVehicles(Lookup[tuple[VehicleLine, ...]]):
    """The register, with what each vehicle did this year."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "vehicle.listed"

    def look(self, view: View) -> tuple[VehicleLine, ...]:
        done = vehicles.driven(view, date(view.today.year, 1, 1), view.today)
        return tuple(VehicleLine(one, *done.get(one.id, (0, 0))) for one in vehicles.vehicles(view))


@dataclass(frozen=True, slots=True)
class KeepVehicle(Change[str]):
    """Enter a vehicle, or change the one of this plate."""

    needs: ClassVar = Permission.APPROVE_VISIT
    action: ClassVar = "vehicle.kept"
    touches: ClassVar = frozenset({Subject.VISITS})

    plate: str
    seats: int
    inspected_until: date
    is_hired: bool = False
    in_service: bool = True
    note: str = ""

    def carry_out(self, work: Work) -> str:
        plate = self.plate.strip().upper()
        require_vehicle(plate, self.seats)
        made = Vehicle(
            "", plate, self.seats, self.inspected_until, self.is_hired, self.in_service, self.note.strip()
        )
        kept = vehicles.keep_vehicle(work, made)
        work.note(vehicle=kept)
        return kept


@dataclass(frozen=True, slots=True)
class GiveVehicle(Change[None]):
    """Let a team take a vehicle for a day, or none (an empty ``vehicle_id``)."""

    needs: ClassVar = Permission.PLAN_VISIT
    action: ClassVar = "round.vehicle_given"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.VISITS})

    day: date
    officer_id: str
    safety_id: str
    vehicle_id: str = ""

    def carry_out(self, work: Work) -> None:
        if self.day < work.today:
            raise Refused("order.in_past", day=self.day)
        crew = (self.officer_id, self.safety_id)
        if not any((one.officer_id, one.safety_id) == crew for one in visits_of_day(work, self.day)):
            raise Refused("round.empty")
        kept = rounds.begin_round(work, self.day, self.officer_id, self.safety_id)
        if kept.out_at is not None:
            raise Refused("round.gone")
        if self.vehicle_id:
            self._require_free(work, kept)
        rounds.change_round(work, kept, vehicle_id=self.vehicle_id or None)
        work.note(round=kept.id, vehicle=self.vehicle_id)

    def _require_free(self, work: Work, kept: TeamRound) -> None:
        found = vehicle_by_id(work, self.vehicle_id)
        require_fit(found, self.day, people_in(kept))
        taken = [one for one in rounds.rounds_on(work, self.day) if one.vehicle_id == found.id]
        other = next((one for one in taken if one.id != kept.id), None)
        if other is not None:
            names = {str(one.id): one.name for one in people.staff(work, former=True)}
            crew = ", ".join(names.get(one, "") for one in other.crew)
            raise Refused("vehicle.busy", field="vehicle_id", plate=found.plate, crew=crew)


def people_in(kept: TeamRound) -> int:
    """How many go: the two, and whoever drives them."""
    return 3 if kept.driver_id else 2


def vehicle_by_id(view: View, vehicle_id: str) -> Vehicle:
    """One vehicle; raises Refused(vehicle.unknown)."""
    found = next((one for one in vehicles.vehicles(view) if one.id == vehicle_id), None)
    if found is None:
        raise Refused("vehicle.unknown", field="vehicle_id", plate="–")
    return found
