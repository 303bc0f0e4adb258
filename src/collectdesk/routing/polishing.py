"""Rounds sought without their lunch, then fitted to the day: the rest put in, what is too much dropped, room filled.

A lunch that floats is hard on the solver: it must be taken at a place, and the ways there and back cost what nobody
drives. Without it, in a shift shorter by the rest, the search is faster and finds more; what doesn't hold is mended
here, and the domain's own check has the last word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from collectdesk.domain.visits.routes import (
    Plan,
    Rates,
    Roads,
    Route,
    Stop,
    Team,
    first_start,
    price_plan,
    time_route,
)
from collectdesk.routing.doors import Doors
from collectdesk.routing.modelling import Modelled, model_rounds
from collectdesk.routing.problem import Rounds

TRIED: Final = 25
"""Places at which a stop that is missing is tried, the shortest detours first."""
_NEVER: Final = 10**9


def rests_away(team: Team) -> bool:
    """Whether lunch falls into the shift."""
    lunch = team.lunch
    return lunch is not None and team.begins <= lunch.last and lunch.first + lunch.minutes <= team.ends


def model_unrested(
    stops: Sequence[Stop], teams: Sequence[Team], roads: Roads, rates: Rates, share: float,
    doors: Doors | None = None,
) -> Modelled:  # fmt: skip
    """The same problem without lunches, each shift shorter by ``share`` of its rest."""

    def shorter(team: Team) -> Team:
        if team.lunch is None or not rests_away(team):
            return team
        return replace(team, lunch=None, ends=team.ends - round(team.lunch.minutes * share))

    return model_rounds(stops, [shorter(team) for team in teams], roads, rates, doors)


@dataclass(slots=True)
class Polish:
    """Fits rounds to the teams as they are."""

    stops: Sequence[Stop]
    teams: Sequence[Team]
    roads: Roads
    rates: Rates
    doors: Doors

    def routes(self, model: Modelled, rounds: Rounds) -> tuple[Route, ...] | None:
        """The rounds as they can be driven, with what else there is room for; None: what must be made doesn't fit."""
        held = {
            team.id: [stop for at in nodes if (stop := model.behind[at]) is not None]
            for team, nodes in zip(self.teams, rounds, strict=True)
        }
        for team in self.teams:
            if not self._lighten(team, held[team.id]):
                return None
        taken = {stop.id for stops in held.values() for stop in stops}
        missing = [stop for stop in self.stops if stop.id not in taken]
        for stop in sorted(missing, key=lambda stop: (stop.prize is not None, -(stop.prize or 0), stop.id)):
            self._insert(stop, held)
        return self._timed(held)

    def net(self, routes: Sequence[Route]) -> tuple[int, int]:
        """What ranks plans: visits made that must be, then what the visits may bring less what they cost, in fen."""
        made = {call.stop for route in routes for call in route.calls}
        brought = sum(stop.prize or 0 for stop in self.stops if stop.id in made)
        musts = sum(stop.prize is None for stop in self.stops if stop.id in made)
        return musts, brought - price_plan(
            Plan(tuple(routes)), self.stops, self.teams, self.roads, self.rates
        ).cost

    def _lighten(self, team: Team, stops: list[Stop]) -> bool:
        """Drop what brings least until the round can be driven; False where only what must be made is left."""
        while stops and earliest_back(team, stops, self.doors) is None:
            spare = [stop for stop in stops if stop.prize is not None]
            if not spare:
                return False
            enough = [
                stop for stop in spare
                if earliest_back(team, [one for one in stops if one is not stop], self.doors) is not None
            ]  # fmt: skip
            stops.remove(min(enough or spare, key=lambda stop: (stop.prize or 0, stop.id)))
        return True

    def _insert(self, stop: Stop, held: Mapping[str, list[Stop]]) -> None:
        """Put a stop where its detour is shortest and the round still holds, if it is worth that."""
        tried = sorted(self._detours(stop, held), key=lambda one: one[0])[:TRIED]
        spare: dict[str, int] = {}
        for cost, team, at, longer in tried:
            if stop.prize is not None and cost >= stop.prize:
                return
            stops = held[team.id]
            if team.id not in spare:
                spare[team.id] = self._spare(team, stops)
            if spare[team.id] < longer:
                continue
            if earliest_back(team, [*stops[:at], stop, *stops[at:]], self.doors) is not None:
                stops.insert(at, stop)
                return

    def _spare(self, team: Team, stops: Sequence[Stop]) -> int:
        """Minutes of the shift that neither road nor visits nor a rest within it take: nothing longer can fit."""
        minutes, along = self.doors.minutes, self.doors.along(team, stops)
        busy = sum(minutes[a][b] for a, b in pairwise(along)) + sum(one.minutes for one in stops)
        lunch = team.lunch
        if lunch is not None and team.begins <= lunch.first and lunch.last + lunch.minutes <= team.ends:
            busy += lunch.minutes
        return team.ends - team.begins - busy

    def _detours(self, stop: Stop, held: Mapping[str, list[Stop]]) -> list[tuple[int, Team, int, int]]:
        """What a stop would cost more in each place of each round that has room for it, and the minutes it takes."""
        days, found = {starts.day for starts in stop.starts}, []
        doors, door = self.doors, self.doors.of[stop.id]
        fen, aside = doors.fen, doors.fen[door]  # as far there as back
        minutes, away = doors.minutes, doors.minutes[door]
        spent = stop.minutes * self.rates.minute
        for team in self.teams:
            stops = held[team.id]
            if stop.crew not in ("", team.crew) or team.day not in days or len(stops) >= team.stops_most:
                continue
            if stop.hard and sum(one.hard for one in stops) >= team.hard_most:
                continue
            along = self.doors.along(team, stops)
            for at, (here, on) in enumerate(pairwise(along)):
                cost = aside[here] + aside[on] - fen[here][on] + spent
                longer = away[here] + away[on] - minutes[here][on] + stop.minutes
                found.append((cost, team, at, longer))
        return found

    def _timed(self, held: Mapping[str, Sequence[Stop]]) -> tuple[Route, ...] | None:
        found = []
        for team in self.teams:
            route = time_route(team, held[team.id], self.roads) if held[team.id] else None
            if held[team.id] and route is None:
                return None
            if route is not None:
                found.append(route)
        return tuple(found)


def earliest_back(team: Team, stops: Sequence[Stop], doors: Doors) -> int | None:
    """When a round in this order is back at the earliest, lunch included; None: it can't be done.

    The same answer as ``time_route``, in one pass: the earliest time with the rest still to come, and with it taken.
    """
    lunch, here, of, ways = team.lunch, doors.start[team.id], doors.of, doors.minutes
    hungry, fed = team.begins, _NEVER
    if lunch is None:
        hungry, fed = _NEVER, team.begins
    else:
        fed = max(team.begins, lunch.first + lunch.minutes)
    for number, stop in enumerate(stops):
        there = of[stop.id]
        drive = ways[here][there]
        arrivals = [fed + drive]
        if lunch is not None and number and max(hungry, lunch.first) <= lunch.last:
            arrivals.append(_after_rest(lunch.first, lunch.minutes, hungry, drive))
        fed = _leaves(stop, team, min(arrivals))
        hungry = _leaves(stop, team, hungry + drive)
        if fed >= _NEVER and hungry >= _NEVER:
            return None
        here = there
    home = ways[here][doors.end[team.id]]
    backs = [fed + home]
    if lunch is not None:
        if hungry + home <= lunch.last:
            backs.append(hungry + home)
        if stops and max(hungry, lunch.first) <= lunch.last:
            backs.append(_after_rest(lunch.first, lunch.minutes, hungry, home))
    back = min(backs)
    return back if back <= team.ends else None


def _after_rest(first: int, minutes: int, now: int, drive: int) -> int:
    """The arrival after a drive on which the rest is taken, once it is time for it."""
    begins = max(now, first)
    return max(now + drive + (minutes if begins < now + drive else 0), begins + minutes)


def _leaves(stop: Stop, team: Team, arrives: int) -> int:
    begins = first_start(stop, team.day, arrives) if arrives < _NEVER else None
    return _NEVER if begins is None else begins + stop.minutes
