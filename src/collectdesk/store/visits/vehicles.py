"""The register of vehicles and what they drove: rows to values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectdesk.domain.visits.vehicles import Vehicle
from collectdesk.store.rows.visits import TeamRoundRow, VehicleRow

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.store.work import View, Work


def vehicles(view: View) -> list[Vehicle]:
    """Every vehicle of the register, by plate."""
    query = sa.select(VehicleRow).where(VehicleRow.branch_id == view.branch_id).order_by(VehicleRow.plate)
    return [
        Vehicle(row.id, row.plate, row.seats, row.inspected_until, row.is_hired, row.in_service, row.note)
        for row in view.rows(query)
    ]


def keep_vehicle(work: Work, vehicle: Vehicle) -> str:
    """Enter a vehicle, or change the one of that plate; gives its id."""
    values = {
        "plate": vehicle.plate, "seats": vehicle.seats, "inspected_until": vehicle.inspected_until,
        "is_hired": vehicle.is_hired, "in_service": vehicle.in_service, "note": vehicle.note,
    }  # fmt: skip
    of_plate = sa.select(VehicleRow).where(
        VehicleRow.branch_id == work.branch_id, VehicleRow.plate == vehicle.plate
    )
    row = work.row(of_plate)
    if row is None:
        work.add(VehicleRow, **values)
        row = work.row(of_plate)
        assert row is not None
    else:
        work.change(VehicleRow, row.id, row.version, **values)
    return str(row.id)


def driven(view: View, first: date, last: date) -> dict[str, tuple[int, int]]:
    """For each vehicle the days it went out and the metres its teams noted, from one day to another."""
    team = TeamRoundRow
    query = (
        sa.select(team.vehicle_id, sa.func.count(), sa.func.coalesce(sa.func.sum(team.metres), 0))
        .where(team.vehicle_id.is_not(None), team.closed_at.is_not(None), team.day.between(first, last))
        .group_by(team.vehicle_id)
    )
    return {str(row[0]): (int(row[1]), int(row[2])) for row in view.rows(query)}
