"""The zone the branch keeps its days in."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Final

CHINA_TIME: Final = timezone(timedelta(hours=8), "CST")
"""Mainland China keeps one zone without daylight saving; a person elsewhere carries a zone of their own."""


def local_day(at: datetime) -> date:
    """The branch's calendar day of an instant."""
    return at.astimezone(CHINA_TIME).date()
