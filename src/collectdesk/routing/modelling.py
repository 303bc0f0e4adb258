"""From stops and teams to a problem in whole numbers and back: days on one line of time, lunch as a thing to do.

A team's lunch is a node at its own door that each team must take once, so that it floats within its hours and the
round stays one round; the way home for it falls away when the round is timed. Hours that differ by day become a group
of nodes of which one is taken. Money counts in tenths of a yuan: finer units drive the solver's penalties to their
ceiling, and then it finds no possible rounds for seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from collectdesk.domain.places import Place
from collectdesk.domain.routes import DAY, Rates, Roads, Route, Starts, Stop, Team, time_route
from collectdesk.routing.problem import Node, Problem, Rounds, Vehicle

FEN_A_UNIT: Final = 10


@dataclass(frozen=True, slots=True)
class Modelled:
    """A problem with the stop behind each node; None is a lunch."""

    problem: Problem
    behind: tuple[Stop | None, ...]
    teams: tuple[Team, ...]
    roads: Roads

    def routes(self, rounds: Rounds) -> tuple[Route, ...] | None:
        """The rounds timed to the minute by the domain; None if one of them can't be driven after all."""
        found = []
        for team, nodes in zip(self.teams, rounds, strict=True):
            stops = [stop for at in nodes if (stop := self.behind[at]) is not None]
            route = time_route(team, stops, self.roads)
            if route is None:
                return None
            if stops:
                found.append(route)
        return tuple(found)


def model_rounds(
    stops: Sequence[Stop], teams: Sequence[Team], roads: Roads, rates: Rates, like: Modelled | None = None
) -> Modelled:
    """Teams and days become vehicles, stops become nodes. Every stop must have a place.

    ``like`` is a problem of the same doors, whose matrices serve again.
    """
    return _Modelling(stops, teams, roads, rates).done(like)


class _Modelling:
    def __init__(self, stops: Sequence[Stop], teams: Sequence[Team], roads: Roads, rates: Rates) -> None:
        self.stops, self.teams, self.roads, self.rates = stops, teams, roads, rates
        self.first_day = min((team.day for team in teams), default=date.min)
        self.crews = sorted({stop.crew for stop in stops if stop.crew})
        doors = [door for team in teams for door in (team.start, team.end)]
        places = dict.fromkeys([*doors, *(_place(stop) for stop in stops)])
        self.at = {place: number for number, place in enumerate(places)}

    def done(self, like: Modelled | None) -> Modelled:
        nodes: list[Node] = []
        behind: list[Stop | None] = []
        for number, stop in enumerate(self.stops):
            ways = list(self._ways(number, stop))
            nodes += ways
            behind += [stop] * len(ways)
        lunches = [self._lunch(team) for team in self.teams if _eats_away(team)]
        matrices = (like.problem.distance, like.problem.duration) if like else self._matrices()
        problem = Problem(
            (*nodes, *lunches),
            tuple(map(self._vehicle, self.teams)),
            *matrices,
            time_cost=round(self.rates.minute / FEN_A_UNIT),
        )
        return Modelled(problem, (*behind, *[None] * len(lunches)), tuple(self.teams), self.roads)

    def _matrices(self) -> tuple[list[list[int]], list[list[int]]]:
        places, a_metre = list(self.at), self.rates.km / (1000 * FEN_A_UNIT)
        cost = [[0] * len(places) for _ in places]
        minutes = [[0] * len(places) for _ in places]
        for one, here in enumerate(places):
            for other in range(one + 1, len(places)):  # as far there as back
                leg = self.roads.leg(here, places[other])
                cost[one][other] = cost[other][one] = round(leg.metres * a_metre)
                minutes[one][other] = minutes[other][one] = leg.minutes
        return cost, minutes

    def _moment(self, day: date, minute: int) -> int:
        return (day - self.first_day).days * DAY + minute

    def _loads(
        self, *, hard: bool = False, visit: bool = False, lunch: bool = False, crew: str = ""
    ) -> tuple[int, ...]:
        return (int(hard), int(visit), int(lunch), *(int(crew == each) for each in self.crews))

    def _vehicle(self, team: Team) -> Vehicle:
        room = (team.hard_most, team.stops_most, int(_eats_away(team)))
        own = tuple(DAY * (team.crew == each) for each in self.crews)
        return Vehicle(
            self.at[team.start], self.at[team.end],
            self._moment(team.day, team.begins), self._moment(team.day, team.ends), room + own,
        )  # fmt: skip

    def _lunch(self, team: Team) -> Node:
        assert team.lunch is not None
        early, late = (self._moment(team.day, m) for m in (team.lunch.first, team.lunch.last))
        return Node(self.at[team.start], early, late, team.lunch.minutes, self._loads(lunch=True))

    def _ways(self, number: int, stop: Stop) -> Iterable[Node]:
        spans = self._spans(stop)
        prize = 0 if stop.prize is None else stop.prize // FEN_A_UNIT
        loads = self._loads(hard=stop.hard, visit=True, crew=stop.crew)
        for early, late in spans:
            yield Node(
                self.at[_place(stop)], early, late, stop.minutes, loads, prize, stop.prize is None,
                number if len(spans) > 1 else None,
            )  # fmt: skip

    def _spans(self, stop: Stop) -> list[tuple[int, int]]:
        """When the stop may begin, on the line of time; days on which only the shift counts flow together."""
        own = [team for team in self.teams if stop.crew in ("", team.crew)]
        days = sorted({team.day for team in own})
        spans: list[tuple[int, int]] = []
        open_day: date | None = None
        follows = dict(pairwise(days))
        for day in days:
            there = [team for team in own if team.day == day]
            windows = [s for s in stop.starts if s.day == day and s.first <= s.last]
            if any(self._covers(window, stop, there) for window in windows):
                if open_day is not None and follows[open_day] == day:
                    spans[-1] = spans[-1][0], self._moment(day, DAY - 1)
                else:
                    spans.append((self._moment(day, 0), self._moment(day, DAY - 1)))
                open_day = day
            else:
                spans += [(self._moment(day, s.first), self._moment(day, s.last)) for s in windows]
                open_day = None
        return spans

    def _covers(self, window: Starts, stop: Stop, teams: Iterable[Team]) -> bool:
        """Whether the shift binds more than the window does, for every team of the day."""
        place = _place(stop)
        return all(
            window.first <= team.begins + self.roads.leg(team.start, place).minutes
            and window.last >= team.ends - self.roads.leg(place, team.end).minutes - stop.minutes
            for team in teams
        )


def _place(stop: Stop) -> Place:
    assert stop.place is not None
    return stop.place


def _eats_away(team: Team) -> bool:
    """Whether lunch falls into the shift; else they eat before or after it."""
    lunch = team.lunch
    return lunch is not None and team.begins <= lunch.last and lunch.first + lunch.minutes <= team.ends
