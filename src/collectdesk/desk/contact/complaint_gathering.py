"""Gathers the complaints and objections of a case for the case file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.contact.complaints import views_of
from collectdesk.desk.customers import masking
from collectdesk.reports.archive.case_complaints import ComplaintFacts
from collectdesk.store.contact import complaints, notices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.desk.contact.complaints import ComplaintView
    from collectdesk.store.work import View


def complaint_facts(view: View, case_id: str) -> tuple[ComplaintFacts, ...]:
    """Every complaint of a case, the oldest first; names stand in full, as everywhere in a case file."""
    found = sorted(
        complaints.complaints(view, case_id=case_id), key=lambda each: (each.received_on, each.number)
    )
    letters = {one.id: one.letter_no or one.number for one in notices.notices_of(view, case_id)}
    shown = zip(found, views_of(view, found), strict=True)
    return tuple(
        _facts(one, masking.name(masking.FOR_PURPOSE, each.complainant), letters) for each, one in shown
    )


def _facts(shown: ComplaintView, complainant: str, letters: Mapping[str, str]) -> ComplaintFacts:
    kept = shown.complaint
    return ComplaintFacts(
        kept.number, kept.kind, kept.state, kept.reference, complainant, kept.channel, kept.received_on,
        shown.received_by, kept.subject, shown.about, kept.said, kept.due_on, kept.extended_why, kept.marked_on,
        kept.finding, kept.root_cause, kept.answer, kept.answer_way, kept.answered_on, shown.answered_by,
        letters.get(kept.notice_id, ""), kept.improvement, shown.owner, kept.improvement_due_on, kept.result,
        kept.result_on, shown.closed_by, kept.closed_at, kept.reopened_why,
    )  # fmt: skip
