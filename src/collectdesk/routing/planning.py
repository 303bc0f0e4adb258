"""Rounds for stops and teams: the solver's answer, timed by the domain, judged by the domain's check, or not shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Final

from collectdesk.domain.places import Area
from collectdesk.domain.refusals import Refused
from collectdesk.domain.route_checking import check_plan
from collectdesk.domain.route_reasons import sort_out, teams_that_go
from collectdesk.domain.routes import Left, Plan, Rates, Roads, Route, Stop, Team
from collectdesk.routing.greedy import insert_all
from collectdesk.routing.modelling import Modelled, model_rounds
from collectdesk.routing.problem import Rounds
from collectdesk.routing.solving import SEED, Limit, solve

TOLD_EVERY: Final = 0.2
"""Seconds between two plans that are told while the search goes on."""
Improved = Callable[[Plan], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be planned. ``fair`` spreads the visits over teams and days, each within one of the even share."""

    stops: tuple[Stop, ...]
    teams: tuple[Team, ...]
    rates: Rates
    area: Area | None = None
    fair: bool = False


def plan_rounds(
    wanted: Wanted,
    roads: Roads,
    limit: Limit,
    *,
    seed: int = SEED,
    improved: Improved | None = None,
    told_every: float = TOLD_EVERY,
) -> Plan:
    """The best plan found within the limit; by iterations alone, the same one for the same input and seed.

    Every stop is in it: in a round, in its zone, or left with its reason. Raises Refused(routes.unsound) rather than
    give a plan in which the check finds a fault.
    """
    asked = _Asked(wanted, roads)
    started = time.monotonic()

    def tell(rounds: Rounds) -> None:
        nonlocal started
        if improved is None or time.monotonic() - started < told_every:
            return
        plan = asked.plan(rounds)
        if plan is not None:
            improved(plan)
        started = time.monotonic()

    if not asked.possible or not asked.teams:
        return asked.bare()
    greedy, _missing = insert_all(asked.model.problem)
    first = asked.plan(greedy)
    if improved is not None and first is not None:
        improved(first)
    answer = solve(asked.model.problem, limit, seed=seed, told=tell, start=greedy)
    best = asked.plan(answer.rounds) or first
    if best is None:
        raise Refused("routes.unsound", faults=asked.faults)
    return best


class _Asked:
    """What is wanted, sorted: who goes, what can be done, and the reasons of the rest."""

    def __init__(self, wanted: Wanted, roads: Roads) -> None:
        self.wanted, self.roads = wanted, roads
        whole, self.idle = teams_that_go(wanted.teams)
        self.possible, self.left, self.zones = sort_out(wanted.stops, whole, roads, wanted.area)
        self.teams = _evenly(whole, self.possible) if wanted.fair else whole
        self.model: Modelled = model_rounds(self.possible, self.teams, roads, wanted.rates)
        self.faults: tuple[str, ...] = ()

    def bare(self) -> Plan:
        """Nothing can be driven: only reasons and zones."""
        return Plan((), self.left, self.zones, self.idle)

    def plan(self, rounds: Rounds) -> Plan | None:
        """The rounds as a plan that passes the check; None and ``faults`` where it doesn't."""
        routes = self.model.routes(rounds)
        if routes is None:
            self.faults = ("cannot_be_driven",)
            return None
        taken = {call.stop for route in routes for call in route.calls}
        missed = tuple(why_missed(stop, routes, self) for stop in self.possible if stop.id not in taken)
        plan = Plan(routes, self.left + missed, self.zones, self.idle)
        self.faults = tuple(
            sorted({f.code for f in check_plan(plan, self.wanted.stops, self.teams, self.roads)})
        )
        return None if self.faults else plan


def why_missed(stop: Stop, routes: Iterable[Route], asked: _Asked) -> Left:
    """A stop that could be made on its own: either it isn't worth the way, or others fill the day."""
    if stop.prize is None:
        return Left(stop.id, "no_room")
    cost = _cheapest_way(stop, routes, asked)
    if cost >= stop.prize:
        return Left(stop.id, "not_worth", (("prize", stop.prize), ("cost", cost)))
    return Left(stop.id, "others_first", (("prize", stop.prize),))


def _cheapest_way(stop: Stop, routes: Iterable[Route], asked: _Asked) -> int:
    """What the stop would cost more, in fen, in the round it lies nearest to, whatever the hours say."""
    place_of = {one.id: one.place for one in asked.possible}
    roads, rates = asked.roads, asked.wanted.rates
    calls_of = {route.team: route.calls for route in routes}
    costs = []
    for team in asked.teams:
        inner = [place_of[call.stop] for call in calls_of.get(team.id, ())]
        doors = [door for door in (team.start, *inner, team.end) if door is not None]
        for here, there in pairwise(doors):
            assert stop.place is not None
            out, on, saved = roads.leg(here, stop.place), roads.leg(stop.place, there), roads.leg(here, there)
            metres = out.metres + on.metres - saved.metres
            minutes = out.minutes + on.minutes - saved.minutes + stop.minutes
            costs.append(metres * rates.km // 1000 + minutes * rates.minute)
    return min(costs, default=0)


def _evenly(teams: Sequence[Team], stops: Sequence[Stop]) -> list[Team]:
    """No team takes more than its even share and one, save where visits that only it may make are more."""
    share = ceil(len(stops) / max(1, len(teams))) + 1
    bound = [stop.crew for stop in stops if stop.crew]
    return [
        replace(team, stops_most=min(team.stops_most, max(share, bound.count(team.crew)))) for team in teams
    ]
