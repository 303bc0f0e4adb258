"""What a trip to a customer takes and may bring: the address, the way, a joint trip, and the figures it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from collectdesk import resources
from collectdesk.desk.visits.roads import travel_table
from collectdesk.domain.money import total
from collectdesk.domain.places import Place
from collectdesk.domain.risk.weighed import JointTrip
from collectdesk.domain.risk.worth import Means, Priors, Trip, load_priors, weigh_visit
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.cases import calibrating, cases
from collectdesk.store.customers import customers
from collectdesk.store.customers.borrowers import AT_ONCE
from collectdesk.store.visits import visits
from collectdesk.store.visits.ground import Ground, ground

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collectdesk.domain.money import Money
    from collectdesk.domain.risk.worth import Worth
    from collectdesk.domain.visits.travel import Leg, TravelTable
    from collectdesk.store.customers.customers import ContactPoint
    from collectdesk.store.work import View

SERVICE_MINUTES: Final = 45
"""How long a visit is planned for by itself."""
UNLOCATED_METRES: Final = 2_800
"""As the crow flies, one way, where nobody has located the address: by road about eight kilometres there and back."""
AHEAD: Final = timedelta(days=7)
FIGURES: Final = "worth.measured"
"""The kind of act that puts figures of the branch's own in place of the assumptions."""
WITHDRAWN: Final = "worth.withdrawn"


@dataclass(frozen=True, slots=True)
class TripWorth:
    """The worth of a trip to a customer now, what it takes, and the joint trip that would do as well."""

    worth: Worth
    overdue: Money
    trip: Trip
    is_located: bool
    joint: JointTrip | None

    @property
    def pays(self) -> bool:
        """Whether going earns its cost, by a trip of its own or along with another."""
        return self.worth.worth_it or (self.joint is not None and self.worth.best is Means.JOINT_TRIP)


def worth_of(view: View, case_id: str, point_id: str = "") -> TripWorth:
    """What a visit to a case's customer is worth now, at one address or at the first usable one."""
    kept = cases.case(view, case_id)
    overdue = total([p.overdue for p in customers.products(view, kept.customer_id)])
    point = _point(customers.points(view, kept.customer_id), point_id, view.today)
    return _worth(view, kept.customer_id, overdue, point)


def worths_of(view: View, owing: Mapping[str, Money]) -> dict[str, TripWorth]:
    """What a visit is worth now to each of many customers with what they owe; their addresses asked for at once."""
    addresses: dict[str, list[ContactPoint]] = {}
    ids = list(owing)
    for start in range(0, len(ids), AT_ONCE):
        addresses |= customers.points_of(view, ids[start : start + AT_ONCE], "address")
    return {
        customer_id: _worth(
            view, customer_id, overdue, _point(addresses.get(customer_id, []), "", view.today)
        )
        for customer_id, overdue in owing.items()
    }


def _worth(view: View, customer_id: str, overdue: Money, point: ContactPoint | None) -> TripWorth:
    base = view.once("ground", lambda: ground(view))
    place = Place(*point.place) if point is not None and point.place else None
    trip = _trip(travel_table(view), base, place)
    joint = _joint(view, base, place, customer_id) if base and place else None
    checked = point is not None and point.checked_on is not None
    worth = weigh_visit(
        overdue, trip, priors(view),
        confirms_address=not checked,
        joint_trip=Trip(joint.minutes, SERVICE_MINUTES, joint.metres) if joint else None,
    )  # fmt: skip
    return TripWorth(worth, overdue, trip, base is not None and place is not None, joint)


def _point(points: list[ContactPoint], point_id: str, day: date) -> ContactPoint | None:
    addresses = [p for p in points if p.kind == "address" and (p.id == point_id or not point_id)]
    usable = [p for p in addresses if p.is_usable_on(day)]
    return next(iter(sorted(usable or addresses, key=lambda p: (bool(p.party), p.label != "home"))), None)


def _trip(table: TravelTable, base: Ground | None, place: Place | None) -> Trip:
    one = table.leg_over(UNLOCATED_METRES) if base is None or place is None else table.leg(base.door, place)
    return Trip(2 * one.minutes, SERVICE_MINUTES, 2 * one.metres)


def _joint(view: View, base: Ground, place: Place, customer_id: str) -> JointTrip | None:
    """The planned visit of the coming week that asks for the smallest detour."""
    table = travel_table(view)
    best: tuple[int, int, visits.Visit] | None = None
    for planned, there, of in view.once("planned_ahead", lambda: _planned_ahead(view)):
        if of == customer_id:
            continue
        to, home, before = table.leg(there, place), table.leg(place, base.door), table.leg(there, base.door)
        metres, minutes = _more(to, home, before)
        if best is None or minutes < best[1]:
            best = metres, minutes, planned
    if best is None or best[1] >= table.leg(base.door, place).minutes * 2:
        return None  # a trip of its own is no longer
    return JointTrip(best[2].visit_no, best[2].planned_on, best[0], best[1])


def _planned_ahead(view: View) -> list[tuple[visits.Visit, Place, str]]:
    """The visits of the coming week that another may go along with: where they go and to whom."""
    start, found = datetime.combine(view.today, time(), CHINA_TIME), []
    for planned in visits.visits_between(view, max(start, view.now), start + AHEAD):
        if planned.state not in (VisitState.SCHEDULED, VisitState.KIT_PRINTED):
            continue
        other = customers.point(view, planned.point_id)
        if other is not None and other.place:
            found.append((planned, Place(*other.place), str(cases.case(view, planned.case_id).customer_id)))
    return found


def _more(to: Leg, home: Leg, before: Leg) -> tuple[int, int]:
    return max(to.metres + home.metres - before.metres, 0), max(to.minutes + home.minutes - before.minutes, 0)


@lru_cache(maxsize=1)
def shipped_priors() -> Priors:
    """The assumptions with their sources."""
    file = resources.path("scorecards", "cn-worth-1.toml")
    return load_priors(file.read_text("utf-8"), file.name)


def priors(view: View) -> Priors:
    """The assumptions, with the branch's own figures in place of those it has measured."""
    return view.once("priors", lambda: _with_own(view))


def _with_own(view: View) -> Priors:
    shipped = shipped_priors()
    act = calibrating.newest_act(view, FIGURES, WITHDRAWN)
    if act is None or act.kind == WITHDRAWN:
        return shipped
    own = {
        name: replace(
            shipped.figures[name], value=said["value"], low=said["low"], high=said["high"],
            is_measured=True, sample=said["sample"], source=said["source"], assumed=shipped.figures[name],
        )
        for name, said in act.content["figures"].items()
        if name in shipped.figures
    }  # fmt: skip
    return replace(shipped, figures={**shipped.figures, **own})
