"""The board of a day: each team's visits as they stand, what is too tight there, what a move changes on the road."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from collectdesk.domain.places import Place
from collectdesk.domain.visits.routes import Call, Roads, Route, Stop, Team


@dataclass(frozen=True, slots=True)
class Standing:
    """A stop at the minute of the day at which it begins, as somebody planned it."""

    stop: Stop
    begins: int

    @property
    def leaves(self) -> int:
        return self.begins + self.stop.minutes


@dataclass(frozen=True, slots=True)
class Strain:
    """What makes a round hard to keep: a code, the stop it is about, and by how many minutes or cases."""

    code: str
    stop: str
    by: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a move changes, in minutes and metres on the road; None where a stop hasn't been located."""

    minutes: int | None
    metres: int | None
    strains: tuple[Strain, ...]


def stand_route(team: Team, standing: Iterable[Standing], roads: Roads) -> Route:
    """The round as it stands, in the order of its times, whether it can be kept or not; lunch isn't set."""
    calls: list[Call] = []
    here, free = team.start, None
    leaves = team.begins
    for one in _in_order(standing):
        drive = _minutes(roads, here, one.stop.place)
        if free is None:
            leaves, arrives = one.begins - drive, one.begins
        else:
            arrives = min(free + drive, one.begins)
        calls.append(Call(one.stop.id, arrives, one.begins, one.leaves))
        here, free = one.stop.place or here, one.leaves
    back = (free if free is not None else leaves) + _minutes(roads, here, team.end)
    return Route(team.id, leaves, tuple(calls), back)


def find_strains(team: Team, standing: Iterable[Standing], roads: Roads) -> tuple[Strain, ...]:
    """Where a round is too tight: no time for the road, out of the shift, too many hard cases, none for lunch."""
    ordered = _in_order(standing)
    if not ordered:
        return ()
    route = stand_route(team, ordered, roads)
    found = [*_tight(team, ordered, roads)]
    if route.leaves < team.begins:
        found.append(Strain("before_shift", ordered[0].stop.id, team.begins - route.leaves))
    if route.back > team.ends:
        found.append(Strain("after_shift", ordered[-1].stop.id, route.back - team.ends))
    hard = [one for one in ordered if one.stop.hard]
    if len(hard) > team.hard_most:
        found.append(Strain("too_hard", hard[-1].stop.id, len(hard) - team.hard_most))
    if not _has_lunch(team, route):
        found.append(Strain("no_lunch", ordered[0].stop.id, 0))
    return tuple(found)


def weigh_change(
    before: Sequence[tuple[Team, Sequence[Standing]]],
    after: Sequence[tuple[Team, Sequence[Standing]]],
    roads: Roads,
) -> Change:
    """What the rounds take more or less after a move, and what would newly be too tight."""
    stops = [one.stop for _, standing in (*before, *after) for one in standing]
    known = {
        (team.id, strain.code, strain.stop) for team, s in before for strain in find_strains(team, s, roads)
    }
    strains = tuple(
        strain
        for team, standing in after
        for strain in find_strains(team, standing, roads)
        if (team.id, strain.code, strain.stop) not in known
    )
    if any(stop.place is None for stop in stops):
        return Change(None, None, strains)
    was, now = _on_road(before, roads), _on_road(after, roads)
    return Change(now[0] - was[0], now[1] - was[1], strains)


def _in_order(standing: Iterable[Standing]) -> list[Standing]:
    return sorted(standing, key=lambda one: (one.begins, one.stop.id))


def _minutes(roads: Roads, here: Place, there: Place | None) -> int:
    """The drive; to a door nobody has located there is none that could be known."""
    return roads.leg(here, there).minutes if there is not None else 0


def _tight(team: Team, ordered: Sequence[Standing], roads: Roads) -> Iterable[Strain]:
    here, free = team.start, None
    for one in ordered:
        drive = _minutes(roads, here, one.stop.place)
        if free is not None and one.begins < free + drive:
            yield Strain("road_short", one.stop.id, free + drive - one.begins)
        here, free = one.stop.place or here, one.leaves


def _has_lunch(team: Team, route: Route) -> bool:
    """Whether somewhere in the round there is time to eat within the hours of lunch."""
    lunch = team.lunch
    if lunch is None or route.back <= lunch.last or route.leaves >= lunch.first + lunch.minutes:
        return True
    free = route.leaves
    for begins, leaves in (*((call.begins, call.leaves) for call in route.calls), (route.back, route.back)):
        drive = 0 if begins == route.back else _drive_before(route, begins)
        room = begins - drive - max(free, lunch.first)
        if room >= lunch.minutes and max(free, lunch.first) <= lunch.last:
            return True
        free = leaves
    return False


def _drive_before(route: Route, begins: int) -> int:
    """The minutes on the road before a call, as the round that stands reckons them."""
    free = route.leaves
    for call in route.calls:
        if call.begins == begins:
            return call.arrives - free
        free = call.leaves
    return 0


def _on_road(rounds: Sequence[tuple[Team, Sequence[Standing]]], roads: Roads) -> tuple[int, int]:
    minutes = metres = 0
    for team, standing in rounds:
        doors = [one.stop.place for one in _in_order(standing)]
        if not doors:
            continue
        places = [team.start, *(door for door in doors if door is not None), team.end]
        legs = [roads.leg(a, b) for a, b in pairwise(places)]
        minutes += sum(leg.minutes for leg in legs)
        metres += sum(leg.metres for leg in legs)
    return minutes, metres
