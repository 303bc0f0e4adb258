"""The second visitor confirms a record or differs; after the lock words are only added."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Subject
from collectdesk.domain.paper.seconding import (
    Added,
    Difference,
    SecondWord,
    Way,
    require_addable,
    require_word,
    second_visitor,
)
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.people.people import account_names, staff, staff_of_account
from collectdesk.store.visits import record_entries, visits

if TYPE_CHECKING:
    from collectdesk.desk.customers.masking import Sight
    from collectdesk.store.visits.visits import Visit, VisitRecord
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class SayAsSecond(Change[Way]):
    """Say as the second visitor, or for one who signed the sheet, that a record is as it was, or where it differs.

    Who went and has an account speaks for themselves; anybody else but the one who typed the record compares the
    sheet, its signature and the record. Facts aren't refused: differences stand beside the record for who signs it off.
    """

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "record.seconded"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES})

    visit_id: str
    differences: tuple[Difference, ...] = ()
    note: str = ""

    def carry_out(self, work: Work) -> Way:
        kept, record = _recorded(work, self.visit_id)
        differences = require_word(
            state=record.state, typist=record.recorded_by, actor=work.actor.id, differences=self.differences,
            given=record_entries.word_on(work, record) is not None,
        )  # fmt: skip
        own = staff_of_account(work, work.actor.id)
        is_visitor = own in (kept.officer_id, kept.safety_id)
        way = Way.ACCOUNT if is_visitor else Way.SHEET
        spoke = own if is_visitor else _second_of(work, kept, record)
        record_entries.add_word(
            work,
            record,
            SecondWord(spoke, way, differences, self.note.strip(), work.actor.id, work.now),
        )
        work.note(
            case=kept.case_id, visit=kept.id, record=record.id, way=way.value, differences=len(differences)
        )
        return way


@dataclass(frozen=True, slots=True)
class AddToRecord(Change[None]):
    """Add words to a record that is signed off; what it says stays as it was signed."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "record.added_to"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES})

    visit_id: str
    note: str

    def carry_out(self, work: Work) -> None:
        kept, record = _recorded(work, self.visit_id)
        record_entries.add_words(work, record, require_addable(record.state, self.note))
        work.note(case=kept.case_id, visit=kept.id, record=record.id)


@dataclass(frozen=True, slots=True)
class Seconded:
    """Who was there second and what they say, what stood in the record before, and what was added afterwards.

    ``before`` holds the fields that were typed otherwise, as they stood, by the record's columns.
    """

    visitor: str = ""
    by_account: bool = False
    """Whether the actor was on the visit and would speak for themselves."""
    word: SecondWord | None = None
    given_by: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    typed_again: int = 0
    digest: str = ""
    """Of what the record says: the same stands on its paper."""
    added: tuple[Added, ...] = ()

    @property
    def given_at(self) -> datetime | None:
        return self.word.given_at if self.word else None


NOT_SECONDED = Seconded()


def seconded(view: View, kept: Visit, record: VisitRecord, seen: Sight) -> Seconded:
    """Everything beside a record that somebody who signs it off should see."""
    names, people = account_names(view), {str(one.id): one.name for one in staff(view, former=True)}
    word = record_entries.word_on(view, record)
    visitor = word.staff_id if word else _second_of(view, kept, record)
    earlier = record_entries.earlier_typings(view, record.id)
    own = staff_of_account(view, view.actor.id)
    return Seconded(
        visitor=people.get(visitor, ""),
        by_account=own in (kept.officer_id, kept.safety_id),
        word=word,
        given_by=names.get(word.given_by, "") if word else "",
        before=_changed(earlier[-1], record, seen) if earlier else {},
        typed_again=len(earlier),
        digest=visits.digest_of(record),
        added=tuple(
            Added(one.note, names.get(one.by, ""), one.at) for one in record_entries.addenda(view, record.id)
        ),
    )


def _changed(before: dict[str, Any], record: VisitRecord, seen: Sight) -> dict[str, Any]:
    now = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in visits.columns_of(record.findings).items()
    }
    changed = {name: value for name, value in before.items() if now.get(name) != value}
    if "met_name" in changed:
        changed["met_name"] = masking.name(seen, changed["met_name"])
    return changed


def _second_of(view: View, kept: Visit, record: VisitRecord) -> str:
    return second_visitor(kept.officer_id, kept.safety_id, staff_of_account(view, record.recorded_by))


def _recorded(work: Work, visit_id: str) -> tuple[Visit, VisitRecord]:
    record = visits.record_of(work, visit_id)
    if record is None:
        raise Refused("record.missing")
    return visits.visit(work, visit_id), record
