"""Owns whose work a decision is about: the one list that the four eyes go by."""

from __future__ import annotations

from collectdesk.store.cases import cases, solutions
from collectdesk.store.contact import complaints, notices
from collectdesk.store.people.people import accounts_of_staff
from collectdesk.store.visits import visits
from collectdesk.store.work import View


def of_request(view: View, request_id: str) -> frozenset[str]:
    """Who asked for the visit, and whose case it is."""
    asked = visits.request(view, request_id)
    return frozenset({asked.asked_by}) | _assigned(view, asked.case_id)


def of_record(view: View, visit_id: str) -> frozenset[str]:
    """Who typed the record and who went; empty without a record."""
    kept, record = visits.visit(view, visit_id), visits.record_of(view, visit_id)
    return frozenset({record.recorded_by}) | _crew(view, kept) if record else frozenset()


def of_plan(view: View, arrangement_id: str) -> frozenset[str]:
    """Who offered the plan, and whose case it is."""
    kept = solutions.arrangement(view, arrangement_id)
    return frozenset({kept.offered_by}) | _assigned(view, kept.case_id)


def of_notice(view: View, notice_id: str) -> frozenset[str]:
    """Who wrote the notice, and whose case it is."""
    kept = notices.notice(view, notice_id)
    return frozenset({kept.made_by}) | _assigned(view, kept.case_id)


def complained_about(view: View, complaint_id: str) -> frozenset[str]:
    """Whom the complaint is about."""
    about = complaints.complaint(view, complaint_id).about_id
    return frozenset({about} if about else ()) | accounts_of_staff(view, (about,))


def of_complaint(view: View, complaint_id: str) -> frozenset[str]:
    """Whom the complaint is about, and who answered it."""
    answered_by = complaints.complaint(view, complaint_id).answered_by
    return complained_about(view, complaint_id) | frozenset({answered_by} if answered_by else ())


def of_breach(view: View, breach_id: str) -> frozenset[str]:
    """Who recorded what broke the rule, and who went where it was a visit; empty once it is acknowledged."""
    found = next((each for each in cases.breaches(view, waiting=True) if each.id == breach_id), None)
    if found is None:
        return frozenset()
    made = frozenset({found.recorded_by})
    for visit in visits.visits_of(view, found.case_id):
        record = visits.record_of(view, visit.id)
        if found.subject_id in (visit.id, record.id if record else ""):
            made |= _crew(view, visit)
    return made


def of_case(view: View, case_id: str) -> frozenset[str]:
    """Whose case it is, and who typed its visit records: what closing and sealing put an end to."""
    records = (visits.record_of(view, each.id) for each in visits.visits_of(view, case_id))
    return frozenset(each.recorded_by for each in records if each) | _assigned(view, case_id)


def _assigned(view: View, case_id: str) -> frozenset[str]:
    kept = cases.case(view, case_id)
    return frozenset(str(each) for each in (kept.assigned_to, kept.owner) if each)


def _crew(view: View, visit: visits.Visit) -> frozenset[str]:
    return accounts_of_staff(view, (visit.officer_id, visit.safety_id))
