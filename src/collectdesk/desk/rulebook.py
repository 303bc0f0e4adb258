"""The rule packs and the calendar in use, read once from the shipped resources."""

from __future__ import annotations

from functools import lru_cache

from collectdesk import resources
from collectdesk.domain.calendar import Calendar, load_calendar
from collectdesk.domain.rules.book import RuleBook, load_book
from collectdesk.domain.rules.loading import BadPack


@lru_cache(maxsize=1)
def rulebook() -> tuple[RuleBook, tuple[BadPack, ...]]:
    """The packs that load, and what is wrong with those that don't: they aren't loaded, the others stay."""
    folder = resources.path("rules")
    files = sorted(path for path in folder.glob("*/*.toml") if path.name != "calendar.toml")
    return load_book((path.relative_to(folder).as_posix(), path.read_text("utf-8")) for path in files)


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """Statutory holidays and make-up workdays."""
    path = resources.path("rules", "cn", "calendar.toml")
    return load_calendar(path.read_text("utf-8"), path.name)
