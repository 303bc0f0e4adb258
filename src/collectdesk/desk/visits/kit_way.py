"""The way of a team's day as it stands: when it leaves, the drive to each door, when it is expected back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.visits.order_gathering import minute_of
from collectdesk.desk.visits.ordering import at_minute
from collectdesk.desk.visits.roads import travel_table
from collectdesk.domain.places import Place
from collectdesk.domain.visits.routes import Roads
from collectdesk.reports.visits.visit_kit_route import Way
from collectdesk.store.customers import customers
from collectdesk.store.visits.ground import ground

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.store.visits.visits import Visit
    from collectdesk.store.work import View


def way_of(view: View, found: Sequence[Visit], driver: str = "") -> tuple[Way, dict[str, int]]:
    """The way by the clock of the plan, visits in order; a drive to or from a door nobody located is left out."""
    base = ground(view)
    if base is None or not found:
        return Way(driver=driver), {}
    roads, here, drives = Roads(travel_table(view)), base.door, dict[str, int]()
    doors = [_place(view, kept) for kept in found]
    known: Place | None = here
    for kept, door in zip(found, doors, strict=True):
        if known is not None and door is not None:
            drives[kept.id] = roads.leg(known, door).minutes
        known = door
    first, last, day = found[0], found[-1], found[0].planned_on
    leaves = minute_of(first.planned_at) - drives[first.id] if first.id in drives else None
    back = minute_of(last.until) + roads.leg(doors[-1], base.door).minutes if doors[-1] is not None else None
    left_at = at_minute(day, leaves) if leaves is not None else None
    return Way(left_at, at_minute(day, back) if back is not None else None, driver), drives


def _place(view: View, kept: Visit) -> Place | None:
    point = customers.point(view, kept.point_id)
    return Place(*point.place) if point and point.place else None
