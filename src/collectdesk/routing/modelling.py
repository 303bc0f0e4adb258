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

from collectdesk.domain.visits.routes import DAY, Rates, Roads, Route, Starts, Stop, Team, time_route
from collectdesk.routing.doors import FEN_A_UNIT, Doors
from collectdesk.routing.problem import Node, Problem, Rounds, Vehicle


@dataclass(frozen=True, slots=True)
class Modelled:
    """A problem with the stop behind each node; None is a lunch."""

    problem: Problem
    behind: tuple[Stop | None, ...]
    teams: tuple[Team, ...]
    roads: Roads
    doors: Doors

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
    stops: Sequence[Stop], teams: Sequence[Team], roads: Roads, rates: Rates, doors: Doors | None = None
) -> Modelled:
    """Teams and days become vehicles, stops become nodes. Every stop must have a place.

    ``doors`` may be known already.
    """
    return _Modelling(stops, teams, roads, rates, doors or Doors(stops, teams, roads, rates)).done()


class _Modelling:
    def __init__(
        self, stops: Sequence[Stop], teams: Sequence[Team], roads: Roads, rates: Rates, doors: Doors
    ) -> None:
        self.stops, self.teams, self.roads, self.rates, self.doors = stops, teams, roads, rates, doors
        self.first_day = min((team.day for team in teams), default=date.min)
        self.crews = sorted({stop.crew for stop in stops if stop.crew})

    def done(self) -> Modelled:
        nodes: list[Node] = []
        behind: list[Stop | None] = []
        for number, stop in enumerate(self.stops):
            ways = list(self._ways(number, stop))
            nodes += ways
            behind += [stop] * len(ways)
        lunches = [self._lunch(team) for team in self.teams if _eats_away(team)]
        problem = Problem(
            (*nodes, *lunches),
            tuple(map(self._vehicle, self.teams)),
            self.doors.cost,
            self.doors.minutes,
            time_cost=round(self.rates.minute / FEN_A_UNIT),
        )
        return Modelled(problem, (*behind, *[None] * len(lunches)), tuple(self.teams), self.roads, self.doors)

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
            self.doors.start[team.id], self.doors.end[team.id],
            self._moment(team.day, team.begins), self._moment(team.day, team.ends), room + own,
        )  # fmt: skip

    def _lunch(self, team: Team) -> Node:
        assert team.lunch is not None
        early, late = (self._moment(team.day, m) for m in (team.lunch.first, team.lunch.last))
        return Node(self.doors.start[team.id], early, late, team.lunch.minutes, self._loads(lunch=True))

    def _ways(self, number: int, stop: Stop) -> Iterable[Node]:
        spans = self._spans(stop)
        prize = 0 if stop.prize is None else stop.prize // FEN_A_UNIT
        loads = self._loads(hard=stop.hard, visit=True, crew=stop.crew)
        for early, late in spans:
            yield Node(
                self.doors.of[stop.id], early, late, stop.minutes, loads, prize, stop.prize is None,
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
        ways = self.doors.minutes[self.doors.of[stop.id]]  # as far there as back
        return all(
            window.first <= team.begins + ways[self.doors.start[team.id]]
            and window.last >= team.ends - ways[self.doors.end[team.id]] - stop.minutes
            for team in teams
        )


def _eats_away(team: Team) -> bool:
    """Whether lunch falls into the shift; else they eat before or after it."""
    lunch = team.lunch
    return lunch is not None and team.begins <= lunch.last and lunch.first + lunch.minutes <= team.ends
