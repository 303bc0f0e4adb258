"""A day's or a week's rounds as plain values: stops, teams, times; what may begin when, and what a plan costs.

Minutes count from midnight of the day in the branch's zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from collectdesk.domain.places import Place, metres_among
from collectdesk.domain.visits.travel import HERE, Leg, TravelTable

DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True, order=True)
class Starts:
    """A visit may begin on ``day`` from minute ``first`` to minute ``last``, both included."""

    day: date
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Stop:
    """A door to go to.

    ``starts`` holds what the law and the customer allow together. Without a ``place`` it belongs to its ``zone`` and
    gets no time. ``prize`` is what the visit may bring in fen; None: it must be made. ``crew``: nobody else may go.
    ``why``: what leaves no start, where it is more than the clock: the customer's wish, or who could go.
    """

    id: str
    minutes: int
    starts: tuple[Starts, ...]
    place: Place | None
    zone: str = ""
    prize: int | None = None
    hard: bool = False
    crew: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Lunch:
    """A rest of ``minutes`` that begins from minute ``first`` to minute ``last``, wherever the team is then."""

    first: int
    last: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Team:
    """Two people on one day: their shift, their lunch, where they begin and end.

    ``hard_most`` and ``stops_most`` are the hard cases and the visits they can take that day.
    """

    id: str
    crew: str
    day: date
    officer: str
    safety: str
    begins: int
    ends: int
    lunch: Lunch | None
    start: Place
    end: Place
    hard_most: int = DAY
    stops_most: int = DAY

    @property
    def is_whole(self) -> bool:
        """Whether two different people go."""
        return bool(self.officer and self.safety) and self.officer != self.safety


@dataclass(frozen=True, slots=True)
class Call:
    """A stop in a plan: at the door from ``arrives``, the visit from ``begins`` to ``leaves``."""

    stop: str
    arrives: int
    begins: int
    leaves: int


@dataclass(frozen=True, slots=True)
class Rest:
    """Lunch as planned."""

    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Route:
    """A team's round. Without ``lunch`` they eat before they leave or once they are back."""

    team: str
    leaves: int
    calls: tuple[Call, ...]
    back: int
    lunch: Rest | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A stop or a team that isn't in the plan, and why: a code with its facts."""

    id: str
    why: str
    facts: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Zone:
    """Stops nobody has located yet: gone to when a team is in the quarter anyway, without a time."""

    name: str
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The rounds, what doesn't fit with its reason, what has no coordinates yet, and teams that can't go."""

    routes: tuple[Route, ...]
    left: tuple[Left, ...] = ()
    zones: tuple[Zone, ...] = ()
    idle: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Rates:
    """What a kilometre and a minute of a whole team cost, in fen."""

    km: int
    minute: int


@dataclass(frozen=True, slots=True)
class Price:
    """What a plan takes: metres and minutes on the road, minutes away from the branch in all, fen."""

    metres: int
    driving: int
    away: int
    cost: int


@dataclass(slots=True)
class Roads:
    """Legs between places, each reckoned once."""

    table: TravelTable
    _known: dict[tuple[int, int, int, int], Leg] = field(default_factory=dict)

    def know(self, places: Iterable[Place]) -> None:
        """Reckon every leg among these places at once, which takes a third of the time of one by one."""
        if self.table.areas:
            return  # how much of a line lies in an area is reckoned line by line
        legs, known = self.table.legs_over(), self._known
        for one, other, crow in metres_among(list(places)):
            here, there = (one.lat_e6, one.lon_e6), (other.lat_e6, other.lon_e6)
            if here != there:
                known[*here, *there] = known[*there, *here] = legs(crow)

    def leg(self, start: Place, end: Place) -> Leg:
        way = start.lat_e6, start.lon_e6, end.lat_e6, end.lon_e6
        found = self._known.get(way)
        if found is None:
            found = HERE if way[:2] == way[2:] else self.table.leg(start, end)
            self._known[way] = self._known[*way[2:], *way[:2]] = found
        return found


def first_start(stop: Stop, day: date, arrives: int) -> int | None:
    """When the visit begins if the team is at the door at ``arrives``; None: no longer that day."""
    best: int | None = None
    for s in stop.starts:
        if arrives <= s.last and s.first <= s.last and s.day == day:
            begins = max(arrives, s.first)
            if best is None or begins < best:
                best = begins
    return best


def time_route(team: Team, stops: Sequence[Stop], roads: Roads) -> Route | None:
    """The round in this order, back as soon as can be, lunch where it fits best; None: it can't be done.

    Every stop must have a place.
    """
    tries = [_drive(team, stops, roads, at) for at in _lunches(team, stops)]
    found = [route for route in tries if route is not None]
    return min(found, key=lambda route: (route.back, -route.leaves), default=None)


def can_drive(team: Team, stops: Sequence[Stop], roads: Roads) -> bool:
    """Whether the round can be done in this order at all."""
    return any(_drive(team, stops, roads, at) is not None for at in _lunches(team, stops))


_BEFORE, _AFTER = -1, -2


def _lunches(team: Team, stops: Sequence[Stop]) -> Iterable[int | None]:
    """Before leaving, once back, or after so many calls."""
    return (None,) if team.lunch is None else (_AFTER, _BEFORE, *range(1, len(stops) + 1))


def _drive(team: Team, stops: Sequence[Stop], roads: Roads, lunch_at: int | None) -> Route | None:
    lunch, now, here = team.lunch, team.begins, team.start
    if lunch_at == _BEFORE and lunch is not None:
        now = max(now, lunch.first + lunch.minutes)
    calls: list[Call] = []
    rest: Rest | None = None
    for number, stop in enumerate(stops):
        assert stop.place is not None
        arrives = now + roads.leg(here, stop.place).minutes
        free = arrives
        if number == lunch_at and lunch is not None:
            rest, arrives = _eat(lunch, now, arrives)
            free = max(arrives, rest.ends)
        begins = first_start(stop, team.day, free)
        if begins is None:
            return None
        now, here = begins + stop.minutes, stop.place
        calls.append(Call(stop.id, arrives, begins, now))
    back = now + roads.leg(here, team.end).minutes
    if lunch is not None and lunch_at == len(stops):
        rest, back = _eat(lunch, now, back)
        back = max(back, rest.ends)
    if lunch is not None and (rest.begins if rest else back if lunch_at == _AFTER else 0) > lunch.last:
        return None
    if back > team.ends:
        return None
    return _leave_late(team, Route(team.id, team.begins, tuple(calls), back, rest), stops, roads)


def _eat(lunch: Lunch, now: int, arrives: int) -> tuple[Rest, int]:
    """Lunch on a drive from ``now`` to ``arrives``, and when they arrive: on the way once it is time for it, or, if
    they are at the door before that, there.
    """
    begins = max(now, lunch.first)
    return Rest(begins, begins + lunch.minutes), arrives + (lunch.minutes if begins < arrives else 0)


def _leave_late(team: Team, route: Route, stops: Sequence[Stop], roads: Roads) -> Route:
    """Leave so that nobody waits at the first door."""
    if not route.calls:
        return route
    first, place = route.calls[0], stops[0].place
    assert place is not None
    leaves = first.begins - roads.leg(team.start, place).minutes
    head = Call(first.stop, first.begins, first.begins, first.leaves)
    return Route(route.team, leaves, (head, *route.calls[1:]), route.back, route.lunch)


def price_plan(plan: Plan, stops: Iterable[Stop], teams: Iterable[Team], roads: Roads, rates: Rates) -> Price:
    """What the rounds of a plan take; an empty round takes nothing."""
    place_of, team_of = {stop.id: stop.place for stop in stops}, {team.id: team for team in teams}
    metres = driving = away = 0
    for route in plan.routes:
        if not route.calls:
            continue
        team = team_of[route.team]
        doors = [place for call in route.calls if (place := place_of[call.stop]) is not None]
        legs = [roads.leg(a, b) for a, b in zip((team.start, *doors), (*doors, team.end), strict=True)]
        metres += sum(leg.metres for leg in legs)
        driving += sum(leg.minutes for leg in legs)
        away += route.back - route.leaves - (route.lunch.ends - route.lunch.begins if route.lunch else 0)
    return Price(metres, driving, away, metres * rates.km // 1000 + away * rates.minute)
