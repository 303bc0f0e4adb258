"""The board of a day: every visit as it stands, what waits to be placed, and why something can't be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.rules import gate
from collectdesk.desk.visits.grounds import SHIFT
from collectdesk.desk.visits.order_gathering import (
    LUNCH,
    MINUTES,
    fitting_starts,
    fixed_because,
    form_pairs,
    hard_case,
    lawful_starts,
    minute_of,
    zone_of,
)
from collectdesk.desk.visits.roads import travel_table
from collectdesk.domain.people.people import Permission
from collectdesk.domain.places import Place
from collectdesk.domain.visits.board import Standing
from collectdesk.domain.visits.route_reasons import why_impossible
from collectdesk.domain.visits.routes import DAY, Left, Roads, Starts, Stop, Team
from collectdesk.domain.visits.travel import TravelTable
from collectdesk.domain.visits.visits import RequestState, VisitState
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.people.people import Staff, staff
from collectdesk.store.visits import visits
from collectdesk.store.visits.ground import ground
from collectdesk.store.work import View

NOWHERE = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Card:
    """A stop on the board, masked for the actor. ``begins`` None: it waits, and ``why`` says what stands against it.

    ``fixed`` says why its time stays: told, printed, pinned, done. ``version`` is the visit's as it was read.
    """

    stop: Stop
    number: str
    name: str
    address: str
    begins: int | None
    team: str
    fixed: str
    state: VisitState | None
    pinned: bool
    request_id: str
    visit_id: str | None
    customer_id: str
    preferred: str
    why: Left | None = None

    @property
    def id(self) -> str:
        return self.stop.id

    @property
    def standing(self) -> Standing | None:
        return None if self.begins is None else Standing(self.stop, self.begins)


@dataclass(frozen=True, slots=True)
class Board:
    """One day: teams down, hours across. Without the branch's place (``door`` None) no road can be reckoned."""

    day: date
    teams: tuple[Team, ...]
    cards: tuple[Card, ...]
    names: tuple[tuple[str, str], ...]
    door: Place | None
    roads: TravelTable

    def card(self, stop: str) -> Card | None:
        return next((card for card in self.cards if card.id == stop), None)

    def name_of(self, stop: str) -> str:
        """The customer of a stop; empty where it isn't on the board."""
        card = self.card(stop)
        return card.name if card else ""

    def team(self, team: str) -> Team | None:
        return next((one for one in self.teams if one.id == team), None)

    def crew(self, team: str) -> tuple[str, ...]:
        """The names of the two who go."""
        names = dict(self.names)
        return tuple(names[person] for person in dict.fromkeys(team.split("+")) if person in names)

    def lane(self, team: str) -> tuple[Card, ...]:
        """A team's visits by time."""
        mine = [card for card in self.cards if card.team == team and card.begins is not None]
        return tuple(sorted(mine, key=lambda card: (card.begins or 0, card.id)))

    def waiting(self) -> tuple[Card, ...]:
        """What has no time yet."""
        return tuple(card for card in self.cards if card.begins is None)


@dataclass(frozen=True, slots=True)
class ShowBoard(Lookup[Board]):
    """A day's visits by team, those called off left out, and every approved request that waits for a time."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "board.shown"

    day: date

    def look(self, view: View) -> Board:
        return gather_board(view, self.day)


def gather_board(view: View, day: date) -> Board:
    """The board as it stands; a day that is past shows what was."""
    return _Setting(view, day).board()


class _Setting:
    """Sets one board out."""

    def __init__(self, view: View, day: date) -> None:
        self.view, self.day, self.base = view, day, ground(view)
        self.roads = travel_table(view)
        self.people = {person.id: person for person in staff(view, former=True)}
        self.going = {person.id: person for person in staff(view) if person.may_go_on(day)}
        start = datetime.combine(day, time(), CHINA_TIME)
        found = visits.visits_between(view, start, start + timedelta(days=1))
        self.visits = [kept for kept in found if kept.state is not VisitState.CANCELLED]
        self.crews: Counter[tuple[str, str]] = Counter((v.officer_id, v.safety_id) for v in self.visits)

    def board(self) -> Board:
        teams = tuple(self._team(pair) for pair in self._pairs())
        cards = [self._visit(kept) for kept in self.visits]
        if self.day >= self.view.today:
            roads = Roads(self.roads)
            waiting = visits.requests(self.view, state=RequestState.APPROVED)
            cards += [self._request(asked, teams, roads) for asked in waiting]
        door = self.base.door if self.base else None
        return Board(self.day, teams, tuple(cards), tuple((p.id, p.name) for p in self.people.values()), door,
                     self.roads)  # fmt: skip

    def _pairs(self) -> list[tuple[str, str]]:
        """Every pair that has a visit, even where somebody stands in two of them, then who is free."""
        taken = list(self.crews)
        free = form_pairs(self.crews, self.going.values())
        return [*taken, *(pair for pair in free if pair not in self.crews and all(pair))]

    def _team(self, pair: tuple[str, str]) -> Team:
        base, crew = self.base, "+".join(pair)
        begins, ends = (base.begins, base.ends) if base else SHIFT
        door, hard = (base.door, base.hard_most) if base else (NOWHERE, DAY)
        officer, safety = (person if person in self.going else "" for person in pair)
        return Team(crew, crew, self.day, officer, safety, begins, ends, LUNCH, door, door, hard)

    def _visit(self, kept: visits.Visit) -> Card:
        fixed = fixed_because(self.view, kept)
        if kept.state in (VisitState.RECORDED, VisitState.SENT_BACK, VisitState.SIGNED_OFF):
            fixed = "done"
        at = minute_of(kept.planned_at)
        crew = f"{kept.officer_id}+{kept.safety_id}"
        stop, name, address = self._stop(
            kept.id, kept.case_id, kept.point_id, kept.minutes, (Starts(self.day, at, at),), crew
        )
        asked = visits.request(self.view, kept.request_id)
        return Card(stop, kept.visit_no, name, address, at, crew, fixed, kept.state, kept.pinned, kept.request_id,
                    kept.id, self._owner(kept.case_id), asked.preferred)  # fmt: skip

    def _request(self, asked: visits.VisitRequest, teams: tuple[Team, ...], roads: Roads) -> Card:
        crews = [self._crew(team) for team in teams if team.is_whole]
        since = minute_of(self.view.now) + 1 if self.day == local_day(self.view.now) else 0
        reason = ""
        hours = lawful_starts(self.view, self.day, asked, MINUTES, None, since)
        if crews:
            hours, reason, _ = fitting_starts(self.view, self.day, asked, MINUTES, crews, since)
        stop, name, address = self._stop(asked.id, asked.case_id, asked.point_id, MINUTES, hours, "")
        stop = replace(stop, why=reason)
        whole = [team for team in teams if team.is_whole]
        why = why_impossible(stop, whole, roads, self.base.area if self.base else None) if self.base else None
        if why is None and stop.place is None:
            why = Left(stop.id, "not_located")
        return Card(stop, "", name, address, None, "", "", None, False, asked.id, None,
                    self._owner(asked.case_id), asked.preferred, why)  # fmt: skip

    def _crew(self, team: Team) -> gate.Crew:
        return gate.Crew(
            _person(self.going.values(), team.officer), _person(self.going.values(), team.safety)
        )

    def _owner(self, case_id: str) -> str:
        return str(cases.case(self.view, case_id).customer_id)

    def _stop(
        self, stop: str, case_id: str, point_id: str, minutes: int, hours: tuple[Starts, ...], crew: str
    ) -> tuple[Stop, str, str]:
        case = cases.case(self.view, case_id)
        who, seen = customers.customer(self.view, case.customer_id), masking.of_case(self.view, case)
        point = customers.point(self.view, point_id)
        address = masking.address(seen, point.value if point else "")
        place = Place(*point.place) if point and point.place else None
        made = Stop(stop, minutes, hours, place, zone_of(address), None, hard_case(self.view, case_id), crew)
        return made, masking.name(seen, who.name), address


def _person(people: Iterable[Staff], staff_id: str) -> Staff:
    return next(person for person in people if person.id == staff_id)
