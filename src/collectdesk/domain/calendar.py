"""Workdays, statutory holidays and make-up workdays of one country, as values read from a yearly table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

_SATURDAY: Final = 5
_LONGEST_HOLIDAY: Final = 30


class BadCalendar(Exception):
    """A calendar file that can't be read: the file, the year and field, a stable code and its facts."""

    def __init__(self, file: str, year: int | None, field: str, code: str, **facts: object) -> None:
        super().__init__(f"{file}: {year or '-'}: {field}: {code}")
        self.file = file
        self.year = year
        self.field = field
        self.code = code
        self.facts: Mapping[str, object] = facts


@dataclass(frozen=True, slots=True)
class Holiday:
    """A run of days off with its name; both ends belong to it."""

    zh: str
    en: str
    first: date
    last: date

    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=step) for step in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class Year:
    """One year's table; ``provisional`` until the government's notice is out and copied in."""

    number: int
    provisional: bool
    source: str
    holidays: tuple[Holiday, ...]
    makeup_workdays: frozenset[date]


@dataclass(frozen=True, slots=True)
class Calendar:
    """All years of a table. A year that isn't in it counts Monday to Friday and is provisional."""

    jurisdiction: str
    years: tuple[Year, ...] = ()
    _off: Mapping[date, Holiday] = field(init=False, repr=False, compare=False, hash=False)
    _makeup: frozenset[date] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        off = {day: holiday for year in self.years for holiday in year.holidays for day in holiday.days()}
        object.__setattr__(self, "_off", off)
        object.__setattr__(self, "_makeup", frozenset[date]().union(*(y.makeup_workdays for y in self.years)))

    def holiday(self, day: date) -> Holiday | None:
        """The statutory holiday a day belongs to, days off by arrangement included."""
        return self._off.get(day)

    def is_holiday(self, day: date) -> bool:
        return day in self._off

    def is_makeup_workday(self, day: date) -> bool:
        return day in self._makeup

    def is_workday(self, day: date) -> bool:
        if day in self._makeup:
            return True
        return day not in self._off and day.weekday() < _SATURDAY

    def is_provisional(self, day: date) -> bool:
        """Is the table of this day's year still without the government's notice, or absent?"""
        return next((year.provisional for year in self.years if year.number == day.year), True)

    def workday_from(self, day: date) -> date:
        """The day itself if it is a workday, else the next one."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """The ``count``-th workday after a day; 0 gives the day itself. Raises ValueError below 0."""
        if count < 0:
            raise ValueError("workdays are counted forward")
        for _ in range(count):
            day = self.workday_from(day + timedelta(days=1))
        return day

    def workdays_between(self, first: date, last: date) -> int:
        """How many workdays lie in [first, last)."""
        return sum(self.is_workday(first + timedelta(days=step)) for step in range((last - first).days))


class _Reader:
    """Reads one file; every fault names the year and the field."""

    def __init__(self, file_name: str) -> None:
        self._file = file_name
        self._year: int | None = None

    def fault(self, field: str, code: str, **facts: object) -> BadCalendar:
        return BadCalendar(self._file, self._year, field, code, **facts)

    def whole(self, text: str) -> Calendar:
        try:
            document = tomllib.loads(text.removeprefix("\ufeff"))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise self.fault("calendar", "calendar.not_toml", reason=str(error)) from error
        tables = self._list(document, "year")
        years = tuple(self._one_year(table) for table in tables)
        if len({year.number for year in years}) != len(years):
            raise self.fault("year.number", "calendar.duplicate_year")
        return Calendar(self._text(document, "jurisdiction"), years)

    def _one_year(self, table: object) -> Year:
        if not isinstance(table, dict):
            raise self.fault("year", "calendar.wrong_shape")
        number, provisional = table.get("number"), table.get("provisional")
        if not isinstance(number, int) or isinstance(number, bool):
            raise self.fault("number", "calendar.wrong_shape")
        self._year = number
        if not isinstance(provisional, bool):
            raise self.fault("provisional", "calendar.wrong_shape")
        holidays = tuple(self._holiday(one) for one in self._list(table, "holidays"))
        makeup = frozenset(self._day(one, "makeup_workdays") for one in self._list(table, "makeup_workdays"))
        off = [day for holiday in holidays for day in holiday.days()]
        if len(set(off)) != len(off):
            raise self.fault("holidays", "calendar.overlapping_holidays")
        for day in sorted(makeup):
            if day in off or day.weekday() < _SATURDAY:
                raise self.fault("makeup_workdays", "calendar.not_a_day_off", day=day)
        return Year(number, provisional, self._text(table, "source"), holidays, makeup)

    def _holiday(self, table: object) -> Holiday:
        if not isinstance(table, dict):
            raise self.fault("holidays", "calendar.wrong_shape")
        first, last = self._day(table.get("first"), "first"), self._day(table.get("last"), "last")
        if not 0 <= (last - first).days < _LONGEST_HOLIDAY:
            raise self.fault("last", "calendar.wrong_range", first=first, last=last)
        return Holiday(self._text(table, "zh"), self._text(table, "en"), first, last)

    def _list(self, table: dict[str, object], name: str) -> list[object]:
        found = table.get(name)
        if not isinstance(found, list):
            raise self.fault(name, "calendar.missing_field")
        return found

    def _text(self, table: dict[str, object], name: str) -> str:
        found = table.get(name)
        if not isinstance(found, str) or not found.strip():
            raise self.fault(name, "calendar.missing_field")
        return found.strip()

    def _day(self, value: object, name: str) -> date:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fault(name, "calendar.wrong_shape")
        if value.year != self._year:
            raise self.fault(name, "calendar.other_year", day=value)
        return value


def load_calendar(text: str, file_name: str) -> Calendar:
    """Read a calendar from the text of its TOML file. Raises BadCalendar naming file, year and field."""
    return _Reader(file_name).whole(text)
