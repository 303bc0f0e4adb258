"""Where teams begin and end and the stops between them, by number: what each way costs and takes, reckoned once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from collectdesk.routing.problem import Matrix

if TYPE_CHECKING:
    from collectdesk.domain.visits.routes import Rates, Roads, Stop, Team

FEN_A_UNIT: Final = 10
"""Costs are whole tenths of a yuan."""


class Doors:
    """The numbers of doors. ``cost`` in units, ``minutes``, and ``fen``: road and time of a way together."""

    def __init__(self, stops: Sequence[Stop], teams: Sequence[Team], roads: Roads, rates: Rates) -> None:
        ends = [door for team in teams for door in (team.start, team.end)]
        places = list(dict.fromkeys([*ends, *(stop.place for stop in stops if stop.place is not None)]))
        numbers = {place: number for number, place in enumerate(places)}
        roads.know(places)
        self.of = {stop.id: numbers[stop.place] for stop in stops if stop.place is not None}
        self.start = {team.id: numbers[team.start] for team in teams}
        self.end = {team.id: numbers[team.end] for team in teams}
        size, a_metre = len(places), rates.km / (1000 * FEN_A_UNIT)
        self.cost: Matrix = [[0] * size for _ in places]
        self.minutes: Matrix = [[0] * size for _ in places]
        self.fen: Matrix = [[0] * size for _ in places]
        for one, here in enumerate(places):
            for other in range(one + 1, size):  # as far there as back
                leg = roads.leg(here, places[other])
                self.cost[one][other] = self.cost[other][one] = round(leg.metres * a_metre)
                self.minutes[one][other] = self.minutes[other][one] = leg.minutes
                fen = leg.metres * rates.km // 1000 + leg.minutes * rates.minute
                self.fen[one][other] = self.fen[other][one] = fen

    def along(self, team: Team, stops: Sequence[Stop]) -> list[int]:
        """The doors of a round in order, where it begins and ends included."""
        of = self.of
        return [self.start[team.id], *[of[stop.id] for stop in stops], self.end[team.id]]
