"""When an act may lawfully start: the gate's own conditions, asked wherever a day may change them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from collectdesk.domain.calendar import Calendar
from collectdesk.domain.rules.conditions import DAY_SECONDS, seconds
from collectdesk.domain.rules.facts import DAILY_COUNTS, OF_THE_DAY, Facts, FactValue
from collectdesk.domain.rules.packs import CONTACTS, Act, Outcome, Rule, RulePack, packs_in_force

FURTHEST_DAYS: Final = 31
"""How many days ahead the earliest lawful start is looked for."""
_DAY_FACTS: Final = OF_THE_DAY | {"local_date", "days_since_last_visit", "days_since_last_conversation"}
_OWN_CLOCKS: Final = frozenset({"local_start", "local_end"})
_REMEMBERED: Final = 4_000
"""Windows kept: the rows of a list differ in little that a rule on time asks about."""
_DAYLIGHT: Final = (time(7), time(18))
"""Light enough all year round in most of the country; a hint rests on it, never a refusal."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Lawful starts [start, end) in local time of one day; an end of 00:00 closes the day."""

    start: time
    end: time

    def has(self, clock: time) -> bool:
        return seconds(self.start) <= seconds(clock) < (seconds(self.end) or DAY_SECONDS)


_WINDOWS: dict[tuple[object, ...], tuple[tuple[Rule, ...], tuple[Window, ...]]] = {}


def is_by_daylight(start: datetime, end: datetime) -> bool:
    """Whether an act from ``start`` to ``end``, both in the local time of the place, is over before dark."""
    first, last = _DAYLIGHT
    return first <= start.time() and end.time() <= last and start.date() == end.date()


def is_free_to_start(act: Act, facts: Facts) -> bool:
    """Incoming contact is never blocked, whatever the packs say."""
    return act in CONTACTS and facts.get("direction") == "incoming"


@lru_cache(maxsize=4_000)
def _clock(second: int) -> time:
    second %= DAY_SECONDS
    return time(second // 3600, second // 60 % 60, second % 60)


def length_of(facts: Facts) -> int:
    """Seconds from start to end of the act, 0 where either isn't known; it may end after midnight."""
    start, end = facts.get("local_start"), facts.get("local_end")
    if not isinstance(start, time) or not isinstance(end, time):
        return 0
    return (seconds(end) - seconds(start)) % DAY_SECONDS


def facts_of_day(facts: Facts, day: date, calendar: Calendar | None = None) -> dict[str, FactValue]:
    """The same act on another day: daily counters begin at nought, the calendar gives its facts."""
    moved = dict(facts)
    before = facts.get("local_date")
    moved["local_date"] = day
    if not isinstance(before, date) or before == day:
        return moved
    for name in OF_THE_DAY:
        moved.pop(name, None)
    for name in DAILY_COUNTS & moved.keys():
        moved[name] = 0
    for name in ("days_since_last_visit", "days_since_last_conversation"):
        since = moved.get(name)
        if isinstance(since, int):
            moved[name] = since + (day - before).days
    if calendar is not None:
        moved["is_workday"] = calendar.is_workday(day)
        moved["is_holiday"] = calendar.is_holiday(day)
    return moved


def _moments(rules: Iterable[Rule], facts: Facts, length: int) -> tuple[int, ...]:
    """Starts at which an answer may change: every clock named, less the length, and the second after each."""
    clocks = frozenset({0}).union(*(rule.condition.clocks for rule in rules))
    told = (value for name, value in facts.items() if isinstance(value, time) and name not in _OWN_CLOCKS)
    return _turns(clocks.union(map(seconds, told)), length)


@lru_cache(maxsize=4_000)
def _turns(clocks: frozenset[int], length: int) -> tuple[int, ...]:
    turns = {
        (clock - before + after) % DAY_SECONDS
        for clock in clocks
        for before in (0, length)
        for after in (0, 1)
    }
    return tuple(sorted(turns | {0}))


def _speaks(rules: Iterable[Rule], facts: Facts) -> bool:
    return any(rule.condition.truth(facts) is not False for rule in rules)


def windows_under(
    rules: Sequence[Rule], facts: Facts, day: date, length: int, calendar: Calendar | None = None
) -> tuple[Window, ...]:
    """Starts on a day at which every one of these rules is silent about an act of ``length`` seconds."""
    moved = facts_of_day(facts, day, calendar)
    asked = frozenset[str]().union(*(rule.condition.names for rule in rules)) - _OWN_CLOCKS
    told = {name: moved[name] for name in sorted(asked) if name in moved}
    key = (tuple(map(id, rules)), length, tuple(told.items()))
    known = _WINDOWS.get(key)
    if known is None:
        if len(_WINDOWS) >= _REMEMBERED:
            _WINDOWS.clear()
        # the rules are kept with the answer: an id stays theirs for as long as it stands in a key
        known = _WINDOWS[key] = (tuple(rules), _windows(rules, told, length))
    return known[1]


def _windows(rules: Sequence[Rule], facts: Facts, length: int) -> tuple[Window, ...]:
    moved = dict(facts)
    open_since: int | None = None
    found: list[Window] = []
    for moment in _moments(rules, facts, length):
        moved["local_start"], moved["local_end"] = _clock(moment), _clock(moment + length)
        if _speaks(rules, moved):
            if open_since is not None:
                found.append(Window(_clock(open_since), _clock(moment)))
            open_since = None
        elif open_since is None:
            open_since = moment
    if open_since is not None:
        found.append(Window(_clock(open_since), time(0)))
    return tuple(found)


def earliest_under(
    rules: Sequence[Rule], facts: Facts, on: date, calendar: Calendar | None = None
) -> tuple[date, time] | None:
    """The first day and start, from the planned one on, at which every one of these rules is silent."""
    planned_day, planned_start = facts.get("local_date", on), facts.get("local_start", time(0))
    assert isinstance(planned_day, date)
    assert isinstance(planned_start, time)
    length = length_of(facts)
    # rules that never ask about the day say the same tomorrow and on every later day
    asks_the_day = any(not rule.condition.names.isdisjoint(_DAY_FACTS) for rule in rules)
    for ahead in range(FURTHEST_DAYS + 1 if asks_the_day else 2):
        day = planned_day + timedelta(days=ahead)
        for window in windows_under(rules, {"local_date": planned_day, **facts}, day, length, calendar):
            if ahead or window.has(planned_start):
                return day, window.start if ahead else planned_start
            if window.start > planned_start:
                return day, window.start
    return None


def _refusing(packs: Iterable[RulePack], act: Act, on: date, jurisdiction: str) -> list[Rule] | None:
    """The rules that can refuse an act; None where no pack is in force."""
    chosen = packs_in_force(packs, on, jurisdiction)
    rules = [rule for pack in chosen for rule in pack.rules_for(act, on) if rule.outcome is Outcome.REFUSED]
    return rules if chosen else None


def _prepared(act: Act, facts: Facts, lasting: timedelta | None) -> tuple[dict[str, FactValue], int]:
    length = length_of(facts) if lasting is None else int(lasting.total_seconds())
    return {**facts, "act": act.value}, length


def lawful_windows(
    packs: Iterable[RulePack],
    act: Act,
    facts: Facts,
    day: date,
    *,
    lasting: timedelta | None = None,
    jurisdiction: str = "cn",
    calendar: Calendar | None = None,
) -> tuple[Window, ...]:
    """The starts on ``day`` at which ``judge`` wouldn't refuse the act.

    Its length is ``lasting``, else the time from start to end among the facts. An empty result means that no
    hour of the day makes it lawful: something other than the clock stands against it.
    """
    prepared, length = _prepared(act, facts, lasting)
    if is_free_to_start(act, facts):
        return (Window(time(0), time(0)),)
    rules = _refusing(packs, act, day, jurisdiction)
    return () if rules is None else windows_under(rules, prepared, day, length, calendar)


def earliest_lawful(
    packs: Iterable[RulePack],
    act: Act,
    facts: Facts,
    on: date,
    *,
    jurisdiction: str = "cn",
    calendar: Calendar | None = None,
) -> tuple[date, time] | None:
    """The first day and start, from the planned ones on, at which nothing refuses; None in a month."""
    prepared, _ = _prepared(act, facts, None)
    if is_free_to_start(act, facts):
        start = facts.get("local_start", time(0))
        assert isinstance(start, time)
        return on, start
    rules = _refusing(packs, act, on, jurisdiction)
    return None if rules is None else earliest_under(rules, prepared, on, calendar)
