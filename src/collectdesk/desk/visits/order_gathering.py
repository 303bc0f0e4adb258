"""What the order of a day is sought from: stops with their lawful hours, teams of two, the present times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from collectdesk.desk.customers import masking
from collectdesk.desk.risk.worthing import shipped_priors
from collectdesk.desk.rules import gate
from collectdesk.desk.rules.rulebook import calendar
from collectdesk.desk.rules.starts import visit_begun
from collectdesk.desk.visits.roads import travel_table
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.ids import StaffId
from collectdesk.domain.money import total
from collectdesk.domain.places import Area, Place
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.worth import CREW
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.visits.routes import Lunch, Rates, Roads, Starts, Stop, Team, time_route
from collectdesk.domain.visits.travel import TravelTable
from collectdesk.domain.visits.visits import RequestState, VisitState
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store.cases import cases
from collectdesk.store.cases.solutions import assessments
from collectdesk.store.customers import customers
from collectdesk.store.people.people import Staff, staff
from collectdesk.store.visits import visits
from collectdesk.store.visits.ground import Ground, ground
from collectdesk.store.work import View

LUNCH: Final = Lunch(11 * 60 + 30, 13 * 60, 60)
MINUTES: Final = 45
"""How long a visit is planned for that has no time yet."""
APPROVED: Final = 50_000
"""Fen: a supervisor's approval is itself worth a trip of an hour or two; above it the expected recovery ranks."""
_ZONE = re.compile(r".+?(?:镇|乡|街道|开发区|工业园)")


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A stop as people read it, masked for the actor. ``fixed`` says why its time stays: told, printed, pinned."""

    stop: str
    number: str
    name: str
    address: str
    minutes: int
    planned_at: datetime | None
    fixed: str
    request_id: str
    visit_id: str | None


@dataclass(frozen=True, slots=True)
class OrderTask:
    """A day, or the workdays of a week: plain values from which an order can be sought anywhere."""

    day: date
    lines: tuple[OrderLine, ...]
    stops: tuple[Stop, ...]
    teams: tuple[Team, ...]
    rates: Rates
    area: Area
    table: TravelTable
    names: tuple[tuple[str, str], ...]
    days: tuple[date, ...] = ()
    """All days that are planned; more than one spreads the visits evenly over teams and days."""

    def line(self, stop: str) -> OrderLine:
        return next(line for line in self.lines if line.stop == stop)

    def team(self, team: str) -> Team:
        return next(one for one in self.teams if one.id == team)

    def crew(self, team: str) -> tuple[str, ...]:
        """The names of the two who go."""
        found, names = self.team(team), dict(self.names)
        return tuple(names.get(person, "") for person in (found.officer, found.safety) if person)


def gather_order(view: View, day: date) -> OrderTask:
    """The day's open visits that are still to come and every approved request.

    Raises Refused(ground.missing | order.in_past | order.empty).
    """
    if day < view.today:
        raise Refused("order.in_past", day=day)
    base = ground(view)
    if base is None:
        raise Refused("ground.missing")
    gathering = _Gathering(view, day, base)
    if not gathering.lines:
        raise Refused("order.empty", day=day)
    return OrderTask(
        day, tuple(gathering.lines), tuple(gathering.stops), gathering.teams(), rates(), base.area, travel_table(view),
        tuple((person.id, person.name) for person in gathering.people.values()), (day,),
    )  # fmt: skip


def gather_week(view: View, first: date) -> OrderTask:
    """The workdays from a day to the end of its week, together: a request may go on any of them.

    Raises Refused(ground.missing | order.in_past | order.empty).
    """
    if first < view.today:
        raise Refused("order.in_past", day=first)
    base = ground(view)
    if base is None:
        raise Refused("ground.missing")
    ahead = [first + timedelta(days=at) for at in range(7 - first.weekday())]
    found = [_Gathering(view, day, base) for day in ahead if calendar().is_workday(day)]
    lines = {line.stop: line for one in found for line in one.lines}
    if not lines:
        raise Refused("order.empty", day=first)
    teams = tuple(replace(team, id=f"{team.day:%m%d}:{team.id}") for one in found for team in one.teams())
    names = {person.id: person.name for one in found for person in one.people.values()}
    return OrderTask(
        first, tuple(lines.values()), _joined([stop for one in found for stop in one.stops]), teams, rates(),
        base.area, travel_table(view), tuple(names.items()), tuple(one.day for one in found),
    )  # fmt: skip


def _joined(stops: Iterable[Stop]) -> tuple[Stop, ...]:
    """Each stop once, with the starts of all days; it is bound to a team only where it is on each of them."""
    found: dict[str, Stop] = {}
    for stop in stops:
        known = found.get(stop.id)
        if known is None:
            found[stop.id] = stop
            continue
        starts = (*known.starts, *stop.starts)
        bound = known.crew if not stop.starts else stop.crew if not known.starts else (
            known.crew if known.crew == stop.crew else ""
        )  # fmt: skip
        found[stop.id] = replace(
            known, starts=starts, crew=bound, why="" if starts else known.why or stop.why
        )
    return tuple(found.values())


def rates() -> Rates:
    """What a kilometre and a minute of two people cost, by the same figures that weigh a visit."""
    return Rates(shipped_priors()["car_km"], shipped_priors()["staff_minute"] * CREW)


class _Gathering:
    def __init__(self, view: View, day: date, base: Ground) -> None:
        self.view, self.day, self.base = view, day, base
        self.people = {person.id: person for person in staff(view, former=True)}
        self.going = {person.id: person for person in staff(view) if person.may_go_on(day)}
        self.since = minute_of(view.now) + 1 if day == local_day(view.now) else 0
        self.lines: list[OrderLine] = []
        self.stops: list[Stop] = []
        self.crews: Counter[tuple[str, str]] = Counter()
        start = datetime.combine(day, time(), CHINA_TIME)
        for kept in visits.visits_between(view, start, start + timedelta(days=1)):
            if kept.state in (VisitState.SCHEDULED, VisitState.KIT_PRINTED) and kept.planned_at >= view.now:
                self._visit(kept)
        for asked in visits.requests(view, state=RequestState.APPROVED):
            self._request(asked)

    def _visit(self, kept: visits.Visit) -> None:
        pair = kept.officer_id, kept.safety_id
        self.crews[pair] += 1
        fixed = fixed_because(self.view, kept)
        at = minute_of(kept.planned_at)
        hours: _Hours = (Starts(self.day, at, at),), ""
        if not fixed:
            hours, _ = self._hours(visits.request(self.view, kept.request_id), kept.minutes, [pair])
        self._add(kept.id, kept.visit_no, kept.case_id, kept.point_id, kept.minutes, hours,
                  crew="+".join(pair), prize=None, planned_at=kept.planned_at, fixed=fixed,
                  request_id=kept.request_id, visit_id=kept.id)  # fmt: skip

    def _request(self, asked: visits.VisitRequest) -> None:
        owner = cases.case(self.view, asked.case_id).customer_id
        overdue = total([p.overdue for p in customers.products(self.view, owner)])
        hours, team = self._hours(asked, MINUTES, self._pairs())
        self._add(asked.id, "", asked.case_id, asked.point_id, MINUTES, hours,
                  crew=team, prize=APPROVED + expected(overdue.fen), planned_at=None, fixed="",
                  request_id=asked.id, visit_id=None)  # fmt: skip

    def _add(
        self, stop: str, number: str, case_id: str, point_id: str, minutes: int, hours: _Hours, *,
        crew: str, prize: int | None, planned_at: datetime | None, fixed: str, request_id: str, visit_id: str | None,
    ) -> None:  # fmt: skip
        view = self.view
        case = cases.case(view, case_id)
        who, seen = customers.customer(view, case.customer_id), masking.of_case(view, case)
        point = customers.point(view, point_id)
        place = Place(*point.place) if point and point.place else None
        text = masking.address(seen, point.value if point else "")
        hard = hard_case(view, case_id)
        starts, why = hours
        self.stops.append(Stop(stop, minutes, starts, place, zone_of(text), prize, hard, crew, why))
        self.lines.append(
            OrderLine(stop, number, masking.name(seen, who.name), text,
                      minutes, planned_at, fixed, request_id, visit_id)
        )  # fmt: skip

    def _hours(
        self, asked: visits.VisitRequest, minutes: int, pairs: list[tuple[str, str]]
    ) -> tuple[_Hours, str]:
        """When the rules let this visit begin and it suits the customer, nothing past; and the team it has to be."""
        found = (self._crew(pair) for pair in pairs)
        crews = [crew for crew in found if crew is not None]
        if not crews:
            return (lawful_starts(self.view, self.day, asked, minutes, None, self.since), ""), ""
        lawful, why, bound = fitting_starts(self.view, self.day, asked, minutes, crews, self.since)
        suiting = within_wish(lawful, asked, minutes)
        team = f"{bound.officer.id}+{bound.safety.id}" if bound else ""
        return (suiting, "not_when_asked" if lawful and not suiting else why), team

    def _crew(self, pair: tuple[str, str]) -> gate.Crew | None:
        officer, safety = (self.going.get(StaffId(person)) for person in pair)
        return gate.Crew(officer, safety) if officer and safety else None

    def _pairs(self) -> list[tuple[str, str]]:
        return form_pairs(self.crews, self.going.values())

    def teams(self) -> tuple[Team, ...]:
        return tuple(self._team(pair) for pair in self._pairs())

    def _team(self, pair: tuple[str, str]) -> Team:
        officer, safety = (person if person in self.going else "" for person in pair)
        base, crew = self.base, "+".join(pair)
        first, until = self._at_work(officer, safety)
        begins = max(base.begins, _to_five(self.since), first)
        made = Team(
            crew, crew, self.day, officer, safety, begins, min(base.ends, until), LUNCH,
            base.door, base.door, base.hard_most,
        )  # fmt: skip
        promised = [stop for stop in self.stops if stop.crew == crew and stop.place and _is_fixed(stop)]
        promised.sort(key=lambda stop: stop.starts[0].first)
        if promised and time_route(made, promised, Roads(travel_table(self.view))) is None:
            # what was promised comes first: a day without a lunch is the planner's to mend
            return replace(made, lunch=None)
        return made

    def _at_work(self, *people: str) -> tuple[int, int]:
        """From when to when both are at work that day."""
        hours = [self.going[StaffId(one)].hours for one in people if one in self.going]
        return max((h.first for h in hours), default=0), min((h.until for h in hours), default=24 * 60)


def _is_fixed(stop: Stop) -> bool:
    return len(stop.starts) == 1 and stop.starts[0].first == stop.starts[0].last


def form_pairs(crews: Counter[tuple[str, str]], going: Iterable[Staff]) -> list[tuple[str, str]]:
    """The day's teams, then the teams that the others could form; at last somebody who has no second."""
    pairs: list[tuple[str, str]] = []
    taken: set[str] = set()
    for pair, _ in crews.most_common():
        if not taken & set(pair):
            pairs.append(pair)
            taken |= set(pair)
    free = [person for person in going if person.id not in taken]
    secures = [person for person in free if person.is_safety_officer and not person.is_collection_officer]
    secures += [person for person in free if person.is_safety_officer and person.is_collection_officer]
    collects = [person for person in free if person.is_collection_officer]
    for officer, safety in _matched(collects, secures):
        pairs.append((officer.id, safety.id))
    return pairs or [(person.id, "") for person in collects[:1]] or [("", "")]


def fixed_because(view: View, kept: visits.Visit) -> str:
    """Why a visit's time stays: its sheets are printed, it is pinned, the customer was told; empty: it needn't."""
    if kept.state is VisitState.KIT_PRINTED:
        return "printed"
    if kept.pinned:
        return "pinned"
    return "told" if was_told(view, kept) else ""


def was_told(view: View, kept: visits.Visit) -> bool:
    """Whether the customer knows of this visit's present time, or was sent word of it."""
    if kept.told_for is not None:
        return kept.told_for == kept.planned_at
    return any(
        c.visit_id == kept.id and c.channel in (Channel.PHONE, Channel.SMS) and c.outcome.value in _TOLD
        for c in cases.contacts(view, kept.case_id)
    )


def hard_case(view: View, case_id: str) -> bool:
    """Whether the newest assessment calls for a team's whole attention."""
    newest = next(iter(assessments(view, case_id)), None)
    return newest is not None and newest.level == "high"


def lawful_starts(
    view: View, day: date, asked: visits.VisitRequest, minutes: int, crew: gate.Crew | None, since: int
) -> tuple[Starts, ...]:
    """When the rules let a visit begin that day, from minute ``since`` on.

    Without a whole and trained team the hours bind nothing: the team is the reason to be told then.
    """
    if crew is None:
        return (Starts(day, 0, 24 * 60 - 1),)
    facts_at = visit_begun(view, asked, minutes, crew, unrelated=True)
    noon = datetime.combine(day, time(12), CHINA_TIME)
    found = []
    zone = gate.zone_of(view, asked.case_id, asked.point_id)
    for window in gate.windows(view, Act.VISIT, facts_at(noon), day, zone):
        first, last = _span(window.start, window.end)
        if max(first, since) <= last:
            found.append(Starts(day, _to_five(max(first, since)), last // 5 * 5))
    return tuple(found)


_Hours = tuple[tuple[Starts, ...], str]
"""When a visit may begin; and what leaves no start, where it is more than the clock."""


def fitting_starts(
    view: View, day: date, asked: visits.VisitRequest, minutes: int, crews: Iterable[gate.Crew], since: int
) -> tuple[tuple[Starts, ...], str, gate.Crew | None]:
    """When a visit may begin with one of these teams; why none may go; and the team it has to be.

    Where the case asks for more care only a team with an experienced safety officer goes: such a stop is bound to it.
    """
    why = ""
    for crew in crews:
        facts = visit_begun(view, asked, minutes, crew, unrelated=True)(
            datetime.combine(day, time(12), CHINA_TIME)
        )
        careful = facts.get("extra_care") is True
        if careful and not crew.safety.is_experienced_on(day):
            judged = gate.judge_act(view, Act.VISIT, facts, day)
            if any("crew_safety_experienced" in dict(one.facts_used) for one in judged.refusals):
                why = "needs_experience"
                continue
        starts = lawful_starts(view, day, asked, minutes, crew, since)
        if starts:
            return starts, "", crew if careful else None
    return (), why, None


def within_wish(lawful: tuple[Starts, ...], asked: visits.VisitRequest, minutes: int) -> tuple[Starts, ...]:
    """Of the lawful starts those at which the whole visit suits the customer."""
    found = []
    for each in lawful:
        hours = asked.wanted.suits.hours_on(each.day)
        if hours is None:
            continue
        first, last = max(each.first, hours[0]), min(each.last, hours[1] - minutes)
        if first <= last:
            found.append(Starts(each.day, _to_five(first), last // 5 * 5))
    return tuple(found)


def _matched(collects: list[Staff], secures: list[Staff]) -> list[tuple[Staff, Staff]]:
    """Two by two, nobody twice."""
    pairs, used = [], set[str]()
    for safety in secures:
        officer = next((p for p in collects if p.id not in used and p.id != safety.id), None)
        if officer is not None and safety.id not in used:
            pairs.append((officer, safety))
            used |= {officer.id, safety.id}
    return pairs


_TOLD: Final = frozenset({"visit_agreed", "message_sent"})


def expected(overdue_fen: int) -> int:
    """What a visit may bring, in fen, by the figures that weigh visits."""
    figures = shipped_priors()
    chance = figures["visit_reached"] * figures["visit_uplift"] * figures["visit_share"]
    return max(0, overdue_fen) * chance // 1000**3


def zone_of(address: str) -> str:
    """The town or quarter an address names; empty where it names none."""
    found = _ZONE.match(address)
    return found[0] if found else ""


def minute_of(at: datetime) -> int:
    """The minute of its day in the branch's zone."""
    local = at.astimezone(CHINA_TIME)
    return local.hour * 60 + local.minute


def _span(start: time, end: time) -> tuple[int, int]:
    """Full minutes of a window whose end is no longer in it."""
    first = start.hour * 60 + start.minute + (start.second > 0)
    last = (end.hour * 3600 + end.minute * 60 + end.second or 24 * 3600) - 1
    return first, last // 60


def _to_five(minute: int) -> int:
    return -(-minute // 5) * 5
