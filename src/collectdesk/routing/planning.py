"""Rounds for stops and teams: the solver's answer, timed by the domain, judged by the domain's check, or not shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Final

from collectdesk.domain.places import Area
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.route_checking import check_plan
from collectdesk.domain.visits.route_reasons import sort_out, teams_that_go
from collectdesk.domain.visits.routes import Left, Plan, Rates, Roads, Route, Stop, Team
from collectdesk.routing.greedy import insert_all
from collectdesk.routing.modelling import Modelled, model_rounds
from collectdesk.routing.polishing import Polish, model_unrested, rests_away
from collectdesk.routing.problem import Rounds
from collectdesk.routing.solving import AT_ONCE, SEED, Limit, Manner, solve

QUICK: Final = 100
SHORT: Final = 150
LONG: Final = 300
"""Iterations of a turn."""
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
    if not asked.possible or not asked.teams:
        return asked.bare()
    search = _Search(asked, limit, seed, improved, told_every)
    search.run()
    if search.best is None:
        raise Refused("routes.unsound", faults=asked.faults)
    return search.best


class _Search:
    """Takes turns between the problem without lunches and the one with them; the domain's figures rank what comes."""

    def __init__(
        self, asked: _Asked, limit: Limit, seed: int, improved: Improved | None, told_every: float
    ) -> None:
        self.asked, self.limit, self.seed = asked, limit, seed
        self.improved, self.told_every = improved, told_every
        self.polish = Polish(asked.possible, asked.teams, asked.roads, asked.wanted.rates, asked.model.doors)
        self.best: Plan | None = None
        self._rank: tuple[int, int] | None = None
        self._began = self._told = time.monotonic()
        self._done = 0

    def run(self) -> None:
        """First what stands at once, then turn by turn until the limit."""
        whole = self.asked.model
        start, _missing = insert_all(whole.problem)
        self._offer(whole.routes(start))
        if self.best is None:
            self._found(whole, start)
        models = [*self._unrested(), whole]
        starts = {len(models) - 1: start}
        for turn, (at, iterations, manner) in enumerate(_turns(len(models))):
            if self._is_over():
                return
            begun = starts[at] if at in starts else insert_all(models[at].problem)[0]
            starts[at] = self._turn(models[at], begun, iterations, turn, manner)

    def _unrested(self) -> list[Modelled]:
        asked = self.asked
        if not any(rests_away(team) for team in asked.teams):
            return []
        return [
            model_unrested(
                asked.possible, asked.teams, asked.roads, asked.wanted.rates, share, asked.model.doors
            )
            for share in (1.0, 0.75)
        ]

    def _turn(
        self, model: Modelled, start: Rounds, iterations: int, turn: int, manner: Manner | None
    ) -> Rounds:
        left = None if self.limit.iterations is None else self.limit.iterations - self._done
        seconds = self.limit.seconds
        done = self._done
        turn_limit = Limit(
            iterations if left is None else min(iterations, left),
            None if seconds is None else seconds - (time.monotonic() - self._began),
            lambda count: self.limit.asked(done + count),
        )
        answer = solve(
            model.problem, turn_limit, seed=self.seed + turn, told=lambda rounds: self._found(model, rounds),
            start=start, manner=manner,
        )  # fmt: skip
        self._found(model, answer.rounds)
        self._done += max(1, answer.iterations)
        return answer.rounds

    def _is_over(self) -> bool:
        limit = self.limit
        if limit.iterations is not None and self._done >= limit.iterations:
            return True
        if limit.seconds is not None and time.monotonic() - self._began >= limit.seconds:
            return True
        return limit.asked(self._done)

    def _found(self, model: Modelled, rounds: Rounds) -> None:
        self._offer(self.polish.routes(model, rounds))

    def _offer(self, routes: tuple[Route, ...] | None) -> None:
        """Keep rounds that are better than what was kept, if the check finds no fault; tell them now and then."""
        rank = self.polish.net(routes) if routes is not None else None
        if routes is None or rank is None or (self._rank is not None and rank <= self._rank):
            return
        plan = self.asked.checked(routes)
        if plan is None:
            return
        is_first, self.best, self._rank = self.best is None, plan, rank
        if self.improved is not None and (is_first or time.monotonic() - self._told >= self.told_every):
            self.improved(plan)
            self._told = time.monotonic()


def _turns(models: int) -> Iterator[tuple[int, int, Manner | None]]:
    """Which problem is searched next, for how many iterations and how: first the one without lunches with small shakes,
    for a good plan at once; then all in turn, the first one longest.
    """
    yield 0, QUICK, AT_ONCE
    yield 0, QUICK, AT_ONCE  # from there, by other chances
    while True:
        yield from ((at, LONG if at == 0 else SHORT, None) for at in range(models))


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

    def checked(self, routes: tuple[Route, ...]) -> Plan | None:
        """The routes as a plan that passes the check; None and ``faults`` where it doesn't."""
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
    doors, stop_of = asked.model.doors, {one.id: one for one in asked.possible}
    calls_of = {route.team: route.calls for route in routes}
    fen, aside = doors.fen, doors.fen[doors.of[stop.id]]  # as far there as back
    costs = []
    for team in asked.teams:
        along = doors.along(team, [stop_of[call.stop] for call in calls_of.get(team.id, ())])
        costs += [aside[here] + aside[there] - fen[here][there] for here, there in pairwise(along)]
    return min(costs, default=0) + stop.minutes * asked.wanted.rates.minute


def _evenly(teams: Sequence[Team], stops: Sequence[Stop]) -> list[Team]:
    """No team takes more than its even share and one, save where visits that only it may make are more."""
    share = ceil(len(stops) / max(1, len(teams))) + 1
    bound = [stop.crew for stop in stops if stop.crew]
    return [
        replace(team, stops_most=min(team.stops_most, max(share, bound.count(team.crew)))) for team in teams
    ]
