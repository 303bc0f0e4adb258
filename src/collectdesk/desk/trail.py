"""The audit trail for those who check: green or red, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.people import Permission
from collectdesk.store import audit, trail
from collectdesk.store.audit import AuditLine, TrailVerdict
from collectdesk.store.people import accounts
from collectdesk.store.work import View

__all__ = ["AuditLine", "ReadTrail", "TellTrail", "TrailLine", "TrailVerdict", "VerifyTrail"]


@dataclass(frozen=True, slots=True)
class VerifyTrail(Lookup[TrailVerdict]):
    """Walk the whole chain; ``anchor`` is the number and link printed on a pack or evening page."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "audit.verified"
    audited: ClassVar = True

    anchor: tuple[int, str] | None = None

    def look(self, view: View) -> TrailVerdict:
        verdict = audit.verify(view, anchor=self.anchor)
        view.note(intact=verdict.intact, entries=verdict.entries)
        return verdict


@dataclass(frozen=True, slots=True)
class ReadTrail(Lookup[tuple[AuditLine, ...]]):
    """The newest entries, or those before a number; ``about`` keeps those naming an id."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "audit.read"

    limit: int = 500
    before: int | None = None
    about: str | None = None

    def look(self, view: View) -> tuple[AuditLine, ...]:
        return tuple(audit.lines(view, limit=self.limit, before=self.before, about=self.about))


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry for a person to read: who by name, and the numbers of what it was about."""

    seq: int
    at: datetime
    who: str
    action: str
    numbers: tuple[str, ...]
    about: Mapping[str, Any]
    link: str


@dataclass(frozen=True, slots=True)
class TellTrail(Lookup[tuple[TrailLine, ...]]):
    """The newest entries, or those before a number, with names and numbers in place of ids."""

    needs: ClassVar = Permission.READ_AUDIT
    action: ClassVar = "audit.read"

    limit: int = 500
    before: int | None = None

    def look(self, view: View) -> tuple[TrailLine, ...]:
        found = audit.lines(view, limit=self.limit, before=self.before)
        names = {person.login: person.name for person in accounts(view)}
        numbers = trail.numbers_of(view, {str(value) for line in found for value in line.about.values()})
        return tuple(
            TrailLine(
                line.seq,
                line.at,
                names.get(line.login, line.login),
                line.action,
                tuple(dict.fromkeys(numbers[v] for v in map(str, line.about.values()) if v in numbers)),
                line.about,
                line.link,
            )
            for line in found
        )
