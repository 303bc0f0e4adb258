"""The audit trail for those who check: green or red, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.people import Permission
from collectdesk.store import audit
from collectdesk.store.audit import AuditLine, TrailVerdict
from collectdesk.store.work import View


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
