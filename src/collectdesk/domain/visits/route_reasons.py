"""Why a stop or a team can't be in any plan, found before one is made and told by a code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from collectdesk.domain.places import Area, metres_between
from collectdesk.domain.visits.routes import Left, Roads, Stop, Team, Zone, can_drive


def teams_that_go(teams: Iterable[Team]) -> tuple[list[Team], tuple[Left, ...]]:
    """The teams of two, and those that can't go with their reason."""
    whole, idle = [], []
    for team in teams:
        if not team.is_whole:
            idle.append(Left(team.id, "no_second_officer", (("crew", team.crew),)))
        elif team.ends <= team.begins:
            idle.append(Left(team.id, "no_shift", (("crew", team.crew),)))
        else:
            whole.append(team)
    return whole, tuple(idle)


def sort_out(
    stops: Iterable[Stop], teams: Sequence[Team], roads: Roads, area: Area | None = None
) -> tuple[list[Stop], tuple[Left, ...], tuple[Zone, ...]]:
    """The stops that some team could make on its own, the others with their reason, and the zone blocks."""
    possible, left = [], []
    zones: defaultdict[str, list[str]] = defaultdict(list)
    for stop in stops:
        found = why_impossible(stop, teams, roads, area)
        if found is not None:
            left.append(found)
        elif stop.place is None:
            zones[stop.zone].append(stop.id)
        else:
            possible.append(stop)
    return possible, tuple(left), tuple(Zone(name, tuple(ids)) for name, ids in sorted(zones.items()))


def why_impossible(stop: Stop, teams: Sequence[Team], roads: Roads, area: Area | None = None) -> Left | None:
    """Why no team can make this stop even with nothing else to do; None: one can."""
    if not stop.starts:
        return Left(stop.id, stop.why or "no_lawful_hour")
    crossed = [s for s in stop.starts if s.first > s.last]
    if len(crossed) == len(stop.starts):
        return Left(stop.id, "window_impossible", (("first", crossed[0].first), ("last", crossed[0].last)))
    if area is not None and stop.place is not None:
        away = metres_between(stop.place, area.centre)
        if away > area.reach_km * 1000:
            return Left(stop.id, "outside_area", (("km", round(away / 1000)), ("reach", area.reach_km)))
    return _without_team(stop, teams, roads)


def _without_team(stop: Stop, teams: Sequence[Team], roads: Roads) -> Left | None:
    own = [team for team in teams if stop.crew in ("", team.crew)]
    if not own:
        return Left(stop.id, "no_team" if not stop.crew else "team_missing", (("crew", stop.crew),))
    days = {s.day for s in stop.starts}
    there = [team for team in own if team.day in days]
    if not there:
        return Left(stop.id, "no_team_that_day")
    able = [team for team in there if team.stops_most and (not stop.hard or team.hard_most)]
    if not able:
        return Left(stop.id, "too_hard" if stop.hard else "teams_full")
    if stop.place is None:
        return None
    if not any(can_drive(team, [stop], roads) for team in able):
        return Left(stop.id, "not_in_shift")
    return None
