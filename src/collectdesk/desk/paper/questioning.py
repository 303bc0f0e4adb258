"""What a record makes one ask about: gathered from the branch's other records and photos, shown, never held against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar, Final

from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.paper.oddities import Oddity, OtherRecord, Photo, oddities, photo_oddities
from collectdesk.domain.paper.records import Findings
from collectdesk.domain.people.people import Permission
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store.vault import evidence
from collectdesk.store.visits import visits
from collectdesk.store.visits.visits import Visit
from collectdesk.store.work import View

LOOKED_BACK: Final = timedelta(days=90)
MOST_COMPARED: Final = 400


def questions_of(
    view: View, visit: Visit, found: Findings, typed_by: str, typed_at: datetime
) -> tuple[Oddity, ...]:
    """What to ask about a visit's record, as it stands or as it is about to be saved."""
    own_team = {visit.officer_id, visit.safety_id}
    others = []
    for record, other in visits.latest_records(view, view.now - LOOKED_BACK, MOST_COMPARED):
        if other.id == visit.id:
            continue
        said = record.findings
        others.append(
            OtherRecord(
                other.visit_no, bool(own_team & {other.officer_id, other.safety_id}), record.recorded_by == typed_by,
                said.arrived_at, said.left_at, said.narrative, record.recorded_at,
            )
        )  # fmt: skip
    return oddities(found, others, typed_at) + _photo_questions(view, visit, found)


def _photo_questions(view: View, visit: Visit, found: Findings) -> tuple[Oddity, ...]:
    own = [
        _photo(kept, "")
        for kept in evidence.of_visit(view, visit.id)
        if kept.fingerprint and not kept.copy_of
    ]
    if not own:
        return ()
    others = [
        _photo(kept, kept.visit_id)
        for kept in evidence.fingerprinted(view)
        if kept.visit_id and kept.visit_id != visit.id
    ]
    asked = photo_oddities(own, others, local_day(found.arrived_at))
    return tuple(
        replace(one, visit_no=visits.visit(view, one.visit_no).visit_no) if one.visit_no else one
        for one in asked
    )


def _photo(kept: evidence.Evidence, visit_id: str) -> Photo:
    taken = datetime.fromisoformat(kept.taken_at).replace(tzinfo=CHINA_TIME) if kept.taken_at else None
    return Photo(kept.original_name, visit_id, kept.fingerprint, taken)


@dataclass(frozen=True, slots=True)
class AskAboutRecord(Lookup[tuple[Oddity, ...]]):
    """What somebody should be asked about before this record is saved; saving it is never refused for that."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "record.asked_about"

    visit_id: str
    findings: Findings

    def look(self, view: View) -> tuple[Oddity, ...]:
        visit = visits.visit(view, self.visit_id)
        return questions_of(view, visit, self.findings, view.actor.id, view.now)
