"""Month arithmetic for due dates: the agreed day is kept, and a short month only clamps it for itself."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int, day_of_month: int | None = None) -> date:
    """The day ``months`` later (or earlier), on ``day_of_month`` or the month's last day when it is shorter.

    Give the agreed day of the month, else a clamp is inherited: 31 January, 28 February, 28 March.
    """
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return clamp_day(year, month + 1, day_of_month or day.day)


def whole_months(start: date, until: date) -> int:
    """How many whole months have passed since a day; none before it."""
    months = (until.year - start.year) * 12 + until.month - start.month
    return max(0, months - (until < add_months(start, months)))


def clamp_day(year: int, month: int, day_of_month: int) -> date:
    """The day of that month, or its last day (the rule for months in 民法典 art. 202)."""
    return date(year, month, min(day_of_month, monthrange(year, month)[1]))
