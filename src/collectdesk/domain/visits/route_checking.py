"""The independent check of a plan of rounds: everything is reckoned anew, nothing is believed from who made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from collectdesk.domain.places import Place
from collectdesk.domain.visits.routes import Call, Lunch, Plan, Roads, Route, Stop, Team


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a plan: a code, the team and the stop it is about."""

    code: str
    team: str = ""
    stop: str = ""


def check_plan(plan: Plan, stops: Iterable[Stop], teams: Iterable[Team], roads: Roads) -> tuple[Fault, ...]:
    """Every fault of a plan; empty: it can be driven as it stands, and nothing is missing without a reason."""
    by_id, team_of = {stop.id: stop for stop in stops}, {team.id: team for team in teams}
    found = [*_check_accounts(plan, by_id), *_check_people(plan, team_of)]
    for route in plan.routes:
        team = team_of.get(route.team)
        if team is None:
            found.append(Fault("unknown_team", route.team))
        elif all(call.stop in by_id and by_id[call.stop].place is not None for call in route.calls):
            found += _check_route(route, team, by_id, roads)
    return tuple(found)


def _check_accounts(plan: Plan, stops: Mapping[str, Stop]) -> Iterator[Fault]:
    """Each stop stands once: in a round, in a zone, or among those left out with their reason."""
    planned = Counter(call.stop for route in plan.routes for call in route.calls)
    told = Counter(one.id for one in plan.left) + Counter(stop for zone in plan.zones for stop in zone.stops)
    for stop, times in planned.items():
        if stop not in stops:
            yield Fault("unknown_stop", stop=stop)
        elif stops[stop].place is None:
            yield Fault("time_without_place", stop=stop)
        if times + told[stop] > 1:
            yield Fault("stop_twice", stop=stop)
    for stop in stops:
        if not planned[stop] and not told[stop]:
            yield Fault("stop_dropped", stop=stop)


def _check_people(plan: Plan, teams: Mapping[str, Team]) -> Iterator[Fault]:
    busy: Counter[tuple[object, str]] = Counter()
    for route in plan.routes:
        team = teams.get(route.team)
        if team is None or not route.calls:
            continue
        if not team.is_whole:
            yield Fault("no_second_officer", route.team)
        busy.update({(team.day, person) for person in (team.officer, team.safety)})
    for (_, person), times in busy.items():
        if times > 1:
            yield Fault("person_twice", person)


def _check_route(route: Route, team: Team, stops: Mapping[str, Stop], roads: Roads) -> Iterator[Fault]:
    yield from _check_calls(route, team, stops)
    yield from _check_roads(route, team, stops, roads)
    yield from _check_lunch(route, team)
    if route.leaves < team.begins or route.back > team.ends:
        yield Fault("shift_exceeded", team.id)
    if sum(stops[call.stop].hard for call in route.calls) > team.hard_most:
        yield Fault("too_many_hard", team.id)
    if len(route.calls) > team.stops_most:
        yield Fault("too_many_stops", team.id)


def _check_calls(route: Route, team: Team, stops: Mapping[str, Stop]) -> Iterator[Fault]:
    for call in route.calls:
        stop = stops[call.stop]
        if not any(s.day == team.day and s.first <= call.begins <= s.last for s in stop.starts):
            yield Fault("window_broken", team.id, stop.id)
        if call.begins < call.arrives or call.leaves - call.begins < stop.minutes:
            yield Fault("too_short", team.id, stop.id)
        if stop.crew and stop.crew != team.crew:
            yield Fault("wrong_team", team.id, stop.id)


def _check_roads(route: Route, team: Team, stops: Mapping[str, Stop], roads: Roads) -> Iterator[Fault]:
    """Between two doors there is time for the road, and for the lunch where it lies between them."""
    here, now = team.start, route.leaves
    for call in (*route.calls, None):
        there = _place(stops, call) or team.end
        arrives = route.back if call is None else call.arrives
        needed = roads.leg(here, there).minutes
        if route.lunch is not None and now <= route.lunch.begins < arrives:
            needed += route.lunch.ends - route.lunch.begins
        if arrives - now < needed:
            yield Fault("overlap", team.id, call.stop if call else "")
        if call is not None:
            here, now = there, call.leaves


def _place(stops: Mapping[str, Stop], call: Call | None) -> Place | None:
    return None if call is None else stops[call.stop].place


def _check_lunch(route: Route, team: Team) -> Iterator[Fault]:
    lunch, rest = team.lunch, route.lunch
    if lunch is None or not route.calls:
        return
    if rest is None:
        if not _eats_at_home(route, lunch):
            yield Fault("lunch_missing", team.id)
        return
    on_time = lunch.first <= rest.begins <= lunch.last and rest.ends - rest.begins >= lunch.minutes
    free = all(rest.ends <= call.begins or call.leaves <= rest.begins for call in route.calls)
    if not (on_time and free and route.leaves <= rest.begins and rest.ends <= route.back):
        yield Fault("lunch_missing", team.id)


def _eats_at_home(route: Route, lunch: Lunch) -> bool:
    return route.back <= lunch.last or route.leaves >= lunch.first + lunch.minutes
