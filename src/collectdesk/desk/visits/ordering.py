"""The order of a day or a week: what stands, what it would be if it were put well, and the new times through the gate.

The order is sought outside any transaction, on plain values; only what is accepted is judged and written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.progress import Cancelled, Progress
from collectdesk.desk.visits.order_accepting import AcceptOrder, NewTime, NewVisit
from collectdesk.desk.visits.order_gathering import OrderTask, gather_order, gather_week
from collectdesk.domain.people.people import Permission
from collectdesk.domain.visits.routes import Plan, Price, Roads, Route, price_plan
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.routing.planning import Wanted, plan_rounds
from collectdesk.routing.solving import Limit
from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class GatherOrder(Lookup[OrderTask]):
    """Everything the order of a day needs: visits, approved requests, teams, lawful hours, where the doors are."""

    needs: ClassVar = Permission.PLAN_VISIT
    action: ClassVar = "order.gathered"

    day: date
    week: bool = False
    """Whether the rest of its week is planned with it."""

    def look(self, view: View) -> OrderTask:
        return gather_week(view, self.day) if self.week else gather_order(view, self.day)


@dataclass(frozen=True, slots=True)
class Timed:
    """A stop of the suggested order: when the team is there and with whom; ``was`` is its present start."""

    stop: str
    team: str
    begins_at: datetime
    leaves_at: datetime
    metres: int
    minutes_there: int
    was: datetime | None
    through: tuple[str, ...] = ()
    """Named areas that the way there goes through, by whose roads it is reckoned."""

    @property
    def moves(self) -> bool:
        return self.was != self.begins_at


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A day's order that passed the check. ``present`` is what the order as it stands takes on the road."""

    task: OrderTask
    plan: Plan
    timed: tuple[Timed, ...]
    price: Price
    present: Price

    @property
    def minutes_saved(self) -> int:
        return self.present.driving - self.price.driving

    @property
    def metres_saved(self) -> int:
        return self.present.metres - self.price.metres


def suggest_order(
    task: OrderTask, progress: Progress, improved: Callable[[Suggestion], None] | None = None
) -> Suggestion:
    """Seek a better order; cancelled, the best so far is given back. The same task always has the same answer."""
    roads = Roads(task.table)
    most = _iterations(len(task.stops))

    def asked(done: int) -> bool:
        try:
            progress.step(min(done, most), most)
        except Cancelled:
            return True
        return False

    def tell(plan: Plan) -> None:
        if improved is not None:
            improved(_suggestion(task, plan, roads))

    wanted = Wanted(task.stops, task.teams, task.rates, task.area, fair=len(task.days) > 1)
    return _suggestion(
        task, plan_rounds(wanted, roads, Limit(iterations=most, asked=asked), improved=tell), roads
    )


def _iterations(stops: int) -> int:
    """About two seconds' worth on an ordinary PC."""
    return max(300, min(2000, 30_000 // max(1, stops)))


def _suggestion(task: OrderTask, plan: Plan, roads: Roads) -> Suggestion:
    timed = tuple(one for route in plan.routes for one in _timed(task, route, roads))
    price = price_plan(plan, task.stops, task.teams, roads, task.rates)
    present = price_plan(_present(task, plan), task.stops, task.teams, roads, task.rates)
    return Suggestion(task, plan, timed, price, present)


def _timed(task: OrderTask, route: Route, roads: Roads) -> list[Timed]:
    team = next(team for team in task.teams if team.id == route.team)
    places = {stop.id: stop.place for stop in task.stops}
    here, found = team.start, []
    for call in route.calls:
        there = places[call.stop]
        assert there is not None
        leg = roads.leg(here, there)
        found.append(
            Timed(
                call.stop, team.id, at_minute(team.day, call.begins), at_minute(team.day, call.leaves),
                leg.metres, leg.minutes, task.line(call.stop).planned_at, leg.through,
            )
        )  # fmt: skip
        here = there
    return found


def _present(task: OrderTask, plan: Plan) -> Plan:
    """The same stops in the order of their present times, new ones last, as they were asked for."""

    def rank(stop: str) -> tuple[bool, datetime, int]:
        line = task.line(stop)
        at = line.planned_at or at_minute(task.day, 0)
        return line.planned_at is None, at, task.lines.index(line)

    return Plan(
        tuple(
            Route(
                route.team,
                route.leaves,
                tuple(sorted(route.calls, key=lambda call: rank(call.stop))),
                route.back,
            )
            for route in plan.routes
        )
    )


def accepting(found: Suggestion, reason: str = "", *, crew_unrelated: bool = True) -> AcceptOrder:
    """The deed that makes a suggestion the plan: times that change, and requests that become visits."""
    times, new = [], []
    for one in found.timed:
        line, team = found.task.line(one.stop), found.task.team(one.team)
        if line.visit_id is None:
            new.append(NewVisit(line.request_id, one.begins_at, team.officer, team.safety, line.minutes))
        elif one.moves:
            times.append(NewTime(line.visit_id, one.begins_at))
    return AcceptOrder(tuple(times), tuple(new), reason, crew_unrelated)


def at_minute(day: date, minute: int) -> datetime:
    """An instant of the branch's zone."""
    return datetime.combine(day, time(), CHINA_TIME) + timedelta(minutes=minute)
