"""Is this visit worth it: the trip, what it may bring, other ways beside it, and the next best step as a suggestion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import ClassVar, Final

from collectdesk import resources
from collectdesk.desk.assessing import newest_assessment, scorecard, standing_override
from collectdesk.desk.borrower_facts import borrower_facts
from collectdesk.desk.grounds import travel_table
from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.money import total
from collectdesk.domain.overriding import overridden
from collectdesk.domain.people import Permission
from collectdesk.domain.places import Place
from collectdesk.domain.risk import assess
from collectdesk.domain.travel import Leg
from collectdesk.domain.visits import VisitState
from collectdesk.domain.weighed import JointTrip, Suggestion, Weighed
from collectdesk.domain.worth import Means, Priors, Trip, load_priors, weigh_visit
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store import calibrating, cases, customers, visits
from collectdesk.store.customers import ContactPoint
from collectdesk.store.ground import Ground, ground
from collectdesk.store.work import View

SERVICE_MINUTES: Final = 45
"""How long a visit is planned for by itself."""
UNLOCATED_METRES: Final = 2_800
"""As the crow flies, one way, where nobody has located the address: by road about eight kilometres there and back."""
AHEAD: Final = timedelta(days=7)
FIGURES: Final = "worth.measured"
"""The kind of act that puts figures of the branch's own in place of the assumptions."""


@dataclass(frozen=True, slots=True)
class WeighVisit(Lookup[Weighed]):
    """Weigh a visit to a case's customer, at one address or at the first usable one."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "visit.weighed"

    case_id: str
    point_id: str = ""

    def look(self, view: View) -> Weighed:
        return weigh(view, self.case_id, self.point_id)


def weigh(view: View, case_id: str, point_id: str = "") -> Weighed:
    """Everything about the worth of a visit now."""
    kept = cases.case(view, case_id)
    overdue = total([p.overdue for p in customers.products(view, kept.customer_id)])
    point = _point(customers.points(view, kept.customer_id), point_id, view.today)
    base = ground(view)
    place = Place(*point.place) if point is not None and point.place else None
    trip = _trip(base, place)
    joint = _joint(view, base, place, kept.customer_id) if base and place else None
    checked = point is not None and point.checked_on is not None
    worth = weigh_visit(
        overdue, trip, priors(view),
        confirms_address=not checked,
        joint_trip=Trip(joint.minutes, SERVICE_MINUTES, joint.metres) if joint else None,
    )  # fmt: skip
    pays = worth.worth_it or (joint is not None and worth.best is Means.JOINT_TRIP)
    result = assess(
        borrower_facts(view, case_id), scorecard(), holds=cases.standing_holds(view, case_id), visit_pays=pays
    )
    word = standing_override(newest_assessment(view, case_id), view.today)
    if word is not None:
        result = overridden(result, word)
    return Weighed(
        worth, overdue, trip, base is not None and place is not None, joint, result.level, result.care,
        Suggestion(result.strategy, result.visit_reasons, worth.best),
    )  # fmt: skip


def _point(points: list[ContactPoint], point_id: str, day: date) -> ContactPoint | None:
    addresses = [p for p in points if p.kind == "address" and (p.id == point_id or not point_id)]
    usable = [p for p in addresses if p.is_usable_on(day)]
    return next(iter(sorted(usable or addresses, key=lambda p: (bool(p.party), p.label != "home"))), None)


def _trip(base: Ground | None, place: Place | None) -> Trip:
    table = travel_table()
    one = table.leg_over(UNLOCATED_METRES) if base is None or place is None else table.leg(base.door, place)
    return Trip(2 * one.minutes, SERVICE_MINUTES, 2 * one.metres)


def _joint(view: View, base: Ground, place: Place, customer_id: str) -> JointTrip | None:
    """The planned visit of the coming week that asks for the smallest detour."""
    table = travel_table()
    start = datetime.combine(view.today, time(), CHINA_TIME)
    best: tuple[int, int, visits.Visit] | None = None
    for planned in visits.visits_between(view, max(start, view.now), start + AHEAD):
        if planned.state not in (VisitState.SCHEDULED, VisitState.KIT_PRINTED):
            continue
        other = customers.point(view, planned.point_id)
        if other is None or not other.place or cases.case(view, planned.case_id).customer_id == customer_id:
            continue
        there = Place(*other.place)
        to, home, before = table.leg(there, place), table.leg(place, base.door), table.leg(there, base.door)
        metres, minutes = _more(to, home, before)
        if best is None or minutes < best[1]:
            best = metres, minutes, planned
    if best is None or best[1] >= table.leg(base.door, place).minutes * 2:
        return None  # a trip of its own is no longer
    return JointTrip(best[2].visit_no, best[2].planned_on, best[0], best[1])


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
    act = calibrating.newest_act(view, FIGURES)
    if act is None:
        return shipped
    own = {
        name: replace(
            shipped.figures[name], value=said["value"], low=said["low"], high=said["high"],
            is_measured=True, sample=said["sample"], source=said["source"],
        )
        for name, said in act.content["figures"].items()
        if name in shipped.figures
    }  # fmt: skip
    return replace(shipped, figures={**shipped.figures, **own})
