"""The visitors' safety: who is out, who is overdue, and the word that they are back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.outings import Outing, check_return
from collectdesk.domain.visits.visits import VisitState
from collectdesk.store.people.people import staff
from collectdesk.store.visits import visits
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Out:
    """Who is out at ``now``, and the moments at which somebody planned becomes overdue, nearest first."""

    now: datetime
    outings: tuple[Outing, ...]
    alarms: tuple[datetime, ...]

    @property
    def overdue(self) -> tuple[Outing, ...]:
        return tuple(outing for outing in self.outings if outing.is_overdue(self.now))


@dataclass(frozen=True, slots=True)
class WhoIsOut(Lookup[Out]):
    """Teams whose sheets were handed out and whose time has come; names of staff only, none of customers.

    ``alarms`` also holds those of today's later visits, so that whoever watches needs to ask no clock twice.
    """

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "visit.out_shown"

    def look(self, view: View) -> Out:
        names = {person.id: person.name for person in staff(view, former=True)}
        handed_out = [
            Outing(
                kept.id,
                kept.visit_no,
                kept.planned_at,
                kept.until,
                tuple(names.get(one, "") for one in dict.fromkeys((kept.officer_id, kept.safety_id))),
            )
            for kept in visits.visits_in(view, VisitState.KIT_PRINTED)
            if kept.back_at is None
        ]
        return Out(
            view.now,
            tuple(outing for outing in handed_out if outing.planned_at <= view.now),
            tuple(sorted(outing.alarm_at for outing in handed_out)),
        )


@dataclass(frozen=True, slots=True)
class MarkBack(Change[None]):
    """Note that the team of a visit is back, or has called in safe; ``back_at`` when it wasn't just now."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "visit.back"
    touches: ClassVar = frozenset({Subject.VISITS})

    visit_id: str
    back_at: datetime | None = None

    def carry_out(self, work: Work) -> None:
        kept = visits.visit(work, self.visit_id)
        if kept.state is not VisitState.KIT_PRINTED:
            raise Refused("outing.not_out", visit=kept.visit_no, state=kept.state)
        back_at = self.back_at or work.now
        check_return(kept.planned_at, back_at, work.now)
        visits.mark_back(work, kept, back_at)
        work.note(case=kept.case_id, visit=kept.id)
