"""Vehicles: what stands in the register, and who may go in what on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.vehicles import Vehicle, require_fit, require_vehicle

DAY = date(2026, 3, 19)
CAR = Vehicle("v", "云A12345", 5, DAY)


@pytest.mark.parametrize(
    ("change", "people", "code"),
    [
        ({"in_service": False}, 2, "vehicle.in_garage"),
        ({"inspected_until": date(2026, 3, 18)}, 2, "vehicle.uninspected"),
        ({"seats": 2}, 3, "vehicle.seats_few"),
    ],
)
def test_a_vehicle_that_may_not_go_is_refused(change: dict[str, Any], people: int, code: str) -> None:
    require_fit(CAR, DAY, people)
    with pytest.raises(Refused) as refused:
        require_fit(replace(CAR, **change), DAY, people)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("plate", "seats", "field"), [("", 5, "plate"), ("云A1", 1, "seats"), ("云A1", 60, "seats")]
)
def test_no_vehicle_without_plate_or_seats(plate: str, seats: int, field: str) -> None:
    with pytest.raises(Refused) as refused:
        require_vehicle(plate, seats)
    assert refused.value.facts["field"] == field
