"""The calendar knows the decreed years to the day, marks the rest provisional, and names a bad file's field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.calendar import BadCalendar, Calendar, load_calendar
from collectdesk.terms_rules import bad_calendar_sentence
from collectdesk.words import ENGLISH, for_language

CN = load_calendar(
    resources.path("rules", "cn", "calendar.toml").read_text(encoding="utf-8"), "calendar.toml"
)
YEAR = """
jurisdiction = "cn"
[[year]]
number = 2026
provisional = false
source = "notice"
makeup_workdays = [2026-01-04]
holidays = [{ zh = "元旦", en = "New Year", first = 2026-01-01, last = 2026-01-03 }]
"""


@pytest.mark.parametrize(
    ("text", "year", "field", "code"),
    [
        ("[[year", None, "calendar", "calendar.not_toml"),
        ("", None, "year", "calendar.missing_field"),
        (YEAR.replace("number = 2026", ""), None, "number", "calendar.wrong_shape"),
        (YEAR.replace("provisional = false", ""), 2026, "provisional", "calendar.wrong_shape"),
        (YEAR.replace('source = "notice"', ""), 2026, "source", "calendar.missing_field"),
        (YEAR.replace("2026-01-04", "2027-01-03"), 2026, "makeup_workdays", "calendar.other_year"),
        (YEAR.replace("2026-01-04", "2026-01-05"), 2026, "makeup_workdays", "calendar.not_a_day_off"),
        (YEAR.replace("2026-01-04", "2026-01-03"), 2026, "makeup_workdays", "calendar.not_a_day_off"),
        (YEAR.replace("last = 2026-01-03", "last = 2025-12-31"), 2026, "last", "calendar.other_year"),
        (YEAR.replace("last = 2026-01-03", "last = 2026-03-03"), 2026, "last", "calendar.wrong_range"),
        (YEAR.replace(', en = "New Year"', ""), 2026, "en", "calendar.missing_field"),
        (YEAR + YEAR.replace('jurisdiction = "cn"', ""), 2026, "year.number", "calendar.duplicate_year"),
    ],
)
def test_a_bad_calendar_names_file_year_and_field(text: str, year: int | None, field: str, code: str) -> None:
    with pytest.raises(BadCalendar) as caught:
        load_calendar(text, "mine.toml")
    fault = caught.value
    assert (fault.file, fault.year, fault.field, fault.code) == ("mine.toml", year, field, code)
    assert "mine.toml" in bad_calendar_sentence(for_language(ENGLISH), fault)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 1, 26), True),  # a Sunday made up for
        (date(2025, 1, 28), False),
        (date(2025, 2, 5), True),
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),
        (date(2026, 1, 2), False),
        (date(2026, 1, 4), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 3, 18), True),
        (date(2026, 3, 21), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
    ],
)
def test_decreed_days_of_2025_and_2026(day: date, works: bool) -> None:
    assert CN.is_workday(day) is works
    assert not CN.is_provisional(day)


def test_workdays_in_the_decreed_years_come_to_what_the_notices_make_of_them() -> None:
    for year, expected in ((2025, 248), (2026, 248)):
        assert CN.workdays_between(date(year, 1, 1), date(year + 1, 1, 1)) == expected


def test_2027_is_provisional_and_a_year_outside_the_table_too() -> None:
    assert CN.is_provisional(date(2027, 2, 6))
    assert CN.is_holiday(date(2027, 2, 6))
    assert CN.is_provisional(date(2030, 1, 1))
    assert CN.is_workday(date(2030, 1, 1))


def test_a_holiday_has_its_name() -> None:
    holiday = CN.holiday(date(2026, 2, 17))
    assert holiday is not None
    assert (holiday.zh, holiday.en) == ("春节", "Spring Festival")
    assert CN.holiday(date(2026, 3, 18)) is None


def test_a_deadline_moves_over_the_spring_festival() -> None:
    assert CN.workday_from(date(2026, 2, 15)) == date(2026, 2, 24)
    assert CN.add_workdays(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert CN.add_workdays(date(2026, 2, 13), 2) == date(2026, 2, 24)
    with pytest.raises(ValueError, match="forward"):
        CN.add_workdays(date(2026, 2, 13), -1)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 60))
def test_counting_workdays_forward_and_between_agree(day: date, count: int) -> None:
    later = CN.add_workdays(day, count)
    assert CN.workdays_between(day + timedelta(days=1), later + timedelta(days=1)) == count
    assert count == 0 or CN.is_workday(later)


def test_an_empty_calendar_counts_monday_to_friday() -> None:
    plain = Calendar("cn")
    assert plain.is_workday(date(2026, 2, 17))
    assert not plain.is_workday(date(2026, 2, 21))
