"""Vehicles of a branch: what one is, and when a team may take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from datetime import date

SEATS: Final = (2, 20)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle, own or hired. ``inspected_until`` is the last day on which its inspection holds."""

    id: str
    plate: str
    seats: int
    inspected_until: date
    is_hired: bool = False
    in_service: bool = True
    note: str = ""


def require_vehicle(plate: str, seats: int) -> None:
    """What a vehicle needs to stand in the register; raises Refused naming the field."""
    if not plate:
        raise Refused("vehicle.plate", field="plate")
    if not SEATS[0] <= seats <= SEATS[1]:
        raise Refused("vehicle.seats", field="seats", seats=seats, least=SEATS[0], most=SEATS[1])


def require_fit(vehicle: Vehicle, day: date, people: int) -> None:
    """Whether so many people may go in it on a day; raises Refused with what stands against it."""
    said = {"field": "vehicle_id", "plate": vehicle.plate}
    if not vehicle.in_service:
        raise Refused("vehicle.in_garage", **said)
    if vehicle.inspected_until < day:
        raise Refused("vehicle.uninspected", **said, until=vehicle.inspected_until, day=day)
    if vehicle.seats < people:
        raise Refused("vehicle.seats_few", **said, seats=vehicle.seats, people=people)
