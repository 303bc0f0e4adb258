"""A void visit record: why, who voided it and when, and whether what was compared with its pages still holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from collectdesk.desk.customers import masking
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.cases.solutions import promises
from collectdesk.store.customers import corrections
from collectdesk.store.people.people import account_names
from collectdesk.store.visits import record_entries, scans, visits

if TYPE_CHECKING:
    from collectdesk.desk.customers.masking import Sight
    from collectdesk.store.cases.solutions import KeptPromise
    from collectdesk.store.visits.visits import Visit, VisitRecord
    from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class Voided:
    """A void record. ``other_no`` names the case it was found to belong to, empty where it was this one's.

    ``same_pages``: no page came in with the visit since it was typed, or since words were last added to it.
    """

    record: VisitRecord
    reason: str
    by: str
    at: datetime
    other_no: str = ""
    added: tuple[str, ...] = ()
    same_pages: bool = False
    promise: KeptPromise | None = None
    """What was promised with it; void as well."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether it speaks of another customer's visit, so that nothing of it is taken over."""
        return bool(self.other_no)


def stands(promise: KeptPromise) -> bool:
    """Whether a promise given at a visit wasn't taken back with its record."""
    return promise.state is not PromiseState.CANCELLED


def newest_void(view: View, kept: Visit) -> Voided | None:
    """The record of a visit that was voided last; None where none was."""
    found = [one for record in visits.voids_of(view, kept.id) if (one := void_of(view, record)) is not None]
    return max(found, key=lambda one: one.at, default=None)


def masked(seen: Sight, one: Voided) -> Voided:
    """The same without the names of who was met and who promised, for those who may not see them."""
    given = masking.promise(seen, one.promise) if one.promise else None
    return replace(one, record=masking.record(seen, one.record), promise=given)


def void_of(view: View, record: VisitRecord) -> Voided | None:
    """What is known of a void record; None for one that isn't void."""
    found = corrections.correction_of(view, record.id)
    if found is None:
        return None
    words = record_entries.addenda(view, record.id)
    said_until = max([record.recorded_at, *(one.at for one in words)])
    newest = scans.newest_filed_at(view, record.visit_id)
    other = corrections.case_nos(view, [found.right_case_id]) if found.right_case_id else {}
    case_id = visits.visit(view, record.visit_id).case_id
    given = [
        p for p in promises(view, case_id=case_id)
        if p.visit_id == record.visit_id and not stands(p) and p.promise.made_at <= found.corrected_at
    ]  # fmt: skip
    return Voided(
        record, found.reason, account_names(view).get(found.corrected_by, ""), found.corrected_at,
        other.get(found.right_case_id, ""), tuple(one.note for one in words),
        newest is not None and newest <= said_until, given[-1] if given else None,
    )  # fmt: skip
