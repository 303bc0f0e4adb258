"""A branch's candidates for a day and for a week, drawn from a fixed seed: town and hills, hours, prizes, teams."""

from __future__ import annotations

import random
from datetime import date, timedelta
from math import cos, pi, sin

from collectdesk import resources
from collectdesk.domain.places import Area, Place
from collectdesk.domain.visits.routes import Lunch, Rates, Roads, Starts, Stop, Team
from collectdesk.domain.visits.travel import load_travel
from collectdesk.routing.planning import Wanted

BRANCH = Place(25_000_000, 102_000_000)
MONDAY = date(2026, 3, 16)
LAWFUL = (8 * 60, 20 * 60)
LUNCH = Lunch(11 * 60 + 30, 13 * 60, 60)
RATES = Rates(100, 200)
"""A yuan a kilometre, two a minute for two people."""


def roads() -> Roads:
    file = resources.path("travel", "cn-travel-1.toml")
    return Roads(load_travel(file.read_text("utf-8"), file.name))


def branch(candidates: int, teams: int, days: int, seed: int) -> Wanted:
    """Six in ten live in town, the others 10 to 45 km out; four in ten can be met only within three hours.

    Two of three teams begin early, one late; who can be met only at hours can be met so on two of the days.
    """
    chance = random.Random(seed)
    going = [_team(number, ahead) for ahead in range(days) for number in range(teams)]
    return Wanted(
        tuple(_stop(chance, number, days) for number in range(candidates)),
        tuple(going), RATES, Area(BRANCH, 60), fair=days > 1,
    )  # fmt: skip


def _team(number: int, ahead: int) -> Team:
    late = number % 3 == 2
    return Team(
        f"T{number + 1}/{ahead + 1}", f"T{number + 1}", MONDAY + timedelta(days=ahead), f"C{number}", f"S{number}",
        630 if late else 510, 1170 if late else 1050, LUNCH, BRANCH, BRANCH, hard_most=3,
    )  # fmt: skip


def _stop(chance: random.Random, number: int, days: int) -> Stop:
    km = abs(chance.gauss(0, 2.5)) + 0.2 if chance.random() < 0.6 else chance.uniform(10, 45)
    turn = chance.uniform(0, 2 * pi)
    place = Place(BRANCH.lat_e6 + round(km * 8993 * sin(turn)), BRANCH.lon_e6 + round(km * 9923 * cos(turn)))
    if chance.random() < 0.4:
        first = chance.randrange(8 * 12, 17 * 12) * 5
        open_on = sorted(chance.sample(range(days), min(2, days)))
        starts = tuple(Starts(MONDAY + timedelta(days=day), first, first + 180) for day in open_on)
    else:
        starts = tuple(Starts(MONDAY + timedelta(days=day), *LAWFUL) for day in range(days))
    worth = int(chance.lognormvariate(12.2, 0.9))  # fen: a median of about 2,000 yuan
    return Stop(
        f"S{number}", chance.choice((20, 25, 30, 40)), starts, place,
        prize=None if chance.random() < 0.05 else worth, hard=chance.random() < 0.1,
    )  # fmt: skip
