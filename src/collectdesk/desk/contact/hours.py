"""Lawful hours of people elsewhere, told by the branch's own clock: who calls looks at the clock on the wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from collectdesk.domain.rules.gate import Decision, Judgement
from collectdesk.domain.rules.remedies import Param
from collectdesk.domain.rules.windows import Window
from collectdesk.domain.zones import CHINA_TIME


def windows_here(there: Callable[[date], tuple[Window, ...]], day: date, zone: tzinfo) -> tuple[Window, ...]:
    """The lawful starts on a day of the branch, where ``there`` gives those of a day in the person's zone."""
    begin = datetime.combine(day, time(), CHINA_TIME)
    end = begin + timedelta(days=1)
    found: list[tuple[datetime, datetime]] = []
    on = begin.astimezone(zone).date()
    while on <= end.astimezone(zone).date():
        for window in there(on):
            first = max(_at(on, window.start, zone), begin)
            last = min(_at(on + timedelta(days=window.end == time()), window.end, zone), end)
            if found and first == found[-1][1]:
                found[-1] = (found[-1][0], last)
            elif first < last:
                found.append((first, last))
        on += timedelta(days=1)
    return tuple(Window(_clock(first), _clock(last)) for first, last in found)


def by_branch_clock(judgement: Judgement, zone: tzinfo) -> Judgement:
    """The same judgement with the earliest start of its remedies by the branch's clock."""
    return replace(judgement, decisions=tuple(_told_here(each, zone) for each in judgement.decisions))


def _told_here(decision: Decision, zone: tzinfo) -> Decision:
    day, start = decision.remedy.param("day"), decision.remedy.param("start")
    if not isinstance(day, date) or not isinstance(start, time):
        return decision
    here = _at(day, start, zone).astimezone(CHINA_TIME)
    moved: dict[str, Param] = {"day": here.date(), "start": here.time()}
    params = tuple((name, moved.get(name, value)) for name, value in decision.remedy.params)
    return replace(decision, remedy=replace(decision.remedy, params=params))


def _at(day: date, clock: time, zone: tzinfo) -> datetime:
    # by way of UTC: two wall clocks of one zone compare without their summer time
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _clock(at: datetime) -> time:
    return at.astimezone(CHINA_TIME).time()
