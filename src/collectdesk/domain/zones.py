"""The zone the branch keeps its days in, and the zones of people elsewhere."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Final

CHINA_TIME: Final = timezone(timedelta(hours=8), "CST")
"""Mainland China keeps one zone without daylight saving; a person elsewhere carries a zone of their own."""
_FIXED: Final[dict[str, tzinfo]] = {
    # no summer time: these need no zone tables, which a bare Windows lacks
    "": CHINA_TIME,
    "Asia/Shanghai": CHINA_TIME,
    "Asia/Kolkata": timezone(timedelta(hours=5, minutes=30), "IST"),
}
OFFERED: Final = (
    "Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Tokyo", "Asia/Singapore", "Asia/Bangkok",
    "Asia/Kolkata", "Asia/Dubai", "Europe/Moscow", "Europe/Paris", "Europe/London", "Africa/Johannesburg",
    "America/New_York", "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo", "Australia/Sydney",
    "Pacific/Auckland",
)  # fmt: skip
"""Zones that a form offers; any other of the IANA names may be given on the command line."""


class UnknownZone(ValueError):
    """No zone of the IANA tables has this name."""


def zone_named(name: str) -> tzinfo:
    """A zone by its IANA name; the branch's own where no name is given. Raises UnknownZone."""
    if name in _FIXED:
        return _FIXED[name]
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # few people live elsewhere

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(name) from error


def local_day(at: datetime) -> date:
    """The branch's calendar day of an instant."""
    return at.astimezone(CHINA_TIME).date()
