"""Rounds for trials: a branch in the hills, stops around it, teams of two."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.places import Area, Place
from collectdesk.domain.visits.routes import Lunch, Rates, Roads, Starts, Stop, Team
from collectdesk.domain.visits.travel import load_travel

FILE = resources.path("travel", "cn-travel-1.toml")
ROADS = Roads(load_travel(FILE.read_text("utf-8"), FILE.name))
DAY = date(2026, 3, 19)
BRANCH = Place(25_000_000, 102_000_000)
AREA = Area(BRANCH, 80)
LUNCH = Lunch(11 * 60 + 30, 13 * 60, 60)
RATES = Rates(100, 200)


def at_km(north: float, east: float) -> Place:
    """A place so many kilometres from the branch."""
    return Place(BRANCH.lat_e6 + round(north * 8993), BRANCH.lon_e6 + round(east * 9923))


def stop(name: str, **changes: Any) -> Stop:
    said: dict[str, Any] = {
        "minutes": 30, "starts": (Starts(DAY, 8 * 60, 20 * 60),), "place": at_km(2, 2), **changes,
    }  # fmt: skip
    return Stop(name, **said)


def team(name: str = "T1", **changes: Any) -> Team:
    said: dict[str, Any] = {
        "crew": name, "day": DAY, "officer": f"{name} officer", "safety": f"{name} safety", "begins": 510,
        "ends": 1050, "lunch": LUNCH, "start": BRANCH, "end": BRANCH, **changes,
    }  # fmt: skip
    return Team(name, **said)


@st.composite
def stops(draw: st.DrawFn, most: int = 12, days: int = 1) -> list[Stop]:
    """Stops of every kind: near and far, narrow and wide hours, must-go and optional, unlocated, impossible."""
    made = []
    for number in range(draw(st.integers(1, most))):
        windows = []
        for ahead in sorted(draw(st.sets(st.integers(0, days - 1), min_size=0, max_size=days))):
            first = draw(st.integers(96, 200)) * 5
            windows.append(Starts(DAY + timedelta(days=ahead), first, first + draw(st.integers(-2, 80)) * 5))
        located = draw(st.integers(0, 9)) > 0
        made.append(
            stop(
                f"S{number}",
                minutes=draw(st.sampled_from((20, 30, 45))),
                starts=tuple(windows),
                place=at_km(draw(st.integers(-30, 30)), draw(st.integers(-30, 30))) if located else None,
                zone="east" if number % 2 else "west",
                prize=draw(st.one_of(st.none(), st.integers(0, 400_000))),
                hard=draw(st.booleans()),
                crew=draw(st.sampled_from(("", "", "", "T1"))),
            )
        )
    return made


@st.composite
def teams(draw: st.DrawFn, days: int = 1) -> list[Team]:
    made = []
    for ahead in range(days):
        for number in range(1, draw(st.integers(1, 3)) + 1):
            late = draw(st.booleans())
            made.append(
                team(
                    f"T{number}" if days == 1 else f"T{number}/{ahead}",
                    crew=f"T{number}",
                    day=DAY + timedelta(days=ahead),
                    safety=draw(st.sampled_from(("", f"safe {number}", f"safe {number}", f"safe {number}"))),
                    begins=630 if late else 510,
                    ends=1170 if late else 1050,
                    hard_most=draw(st.integers(0, 3)),
                    lunch=draw(st.sampled_from((None, LUNCH))),
                )
            )
    return made
