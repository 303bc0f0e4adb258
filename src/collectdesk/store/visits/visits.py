"""Visit requests, visits, records and prints: rows to plain values."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.ids import CaseId, PointId, RecordId, RequestId, StaffId, VisitId
from collectdesk.domain.paper import records as r
from collectdesk.domain.paper.further import plain, told
from collectdesk.domain.visits.asking import AddressReason, Asked, Suits, VisitKind
from collectdesk.domain.visits.visits import Approach, RequestReason, RequestState, VisitState
from collectdesk.domain.zones import local_day
from collectdesk.store.rows.visits import PrintRow, VisitRecordRow, VisitRequestRow, VisitRow
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class VisitRequest:
    id: RequestId
    case_id: CaseId
    point_id: PointId
    reason: RequestReason
    note: str
    preferred: str
    state: RequestState
    asked_by: str
    asked_at: datetime
    decided_by: str
    decision_reason: str
    version: int
    wanted: Asked
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Visit:
    id: VisitId
    visit_no: str
    case_id: CaseId
    request_id: RequestId
    point_id: PointId
    planned_at: datetime
    minutes: int
    officer_id: StaffId
    safety_id: StaffId
    approach: Approach
    caution: str
    state: VisitState
    version: int
    back_at: datetime | None = None
    pinned: bool = False
    told_for: datetime | None = None

    @property
    def until(self) -> datetime:
        return self.planned_at + timedelta(minutes=self.minutes)

    @property
    def planned_on(self) -> date:
        return local_day(self.planned_at)


@dataclass(frozen=True, slots=True)
class VisitRecord:
    id: RecordId
    visit_id: VisitId
    state: r.RecordState
    findings: r.Findings
    recorded_by: str
    recorded_at: datetime
    signed_by: str
    signed_at: datetime | None
    sent_back_because: str
    version: int


@dataclass(frozen=True, slots=True)
class Print:
    document: str
    subject_id: str
    number: str
    copy: int
    pages: int
    sha256: str
    printed_at: datetime
    printed_by: str


def add_request(
    work: Work,
    case_id: str,
    point_id: str,
    reason: RequestReason,
    note: str,
    preferred: str,
    wanted: Asked,
    expires_on: date,
) -> RequestId:
    return RequestId(
        work.add(
            VisitRequestRow,
            case_id=case_id,
            point_id=point_id,
            reason=reason.value,
            note=note,
            preferred=preferred,
            state=RequestState.SUBMITTED.value,
            decided_by=None,
            decided_at=None,
            kind=wanted.kind.value,
            why_here=wanted.why_here.value if wanted.why_here else "",
            suits_days="".join(str(day) for day in sorted(wanted.suits.days)),
            suits_from=wanted.suits.first,
            suits_until=wanted.suits.until,
            approach=wanted.approach,
            talking=wanted.talking,
            caution=wanted.caution,
            expires_on=expires_on,
        )
    )


def request(view: View, request_id: str) -> VisitRequest:
    """One request; raises LookupError."""
    found = requests(view, request_id=request_id)
    if not found:
        raise LookupError(f"no visit request {request_id}")
    return found[0]


def requests(
    view: View,
    *,
    request_id: str | None = None,
    case_id: str | None = None,
    state: RequestState | None = None,
) -> list[VisitRequest]:
    """Requests, oldest first."""
    query = sa.select(VisitRequestRow).order_by(VisitRequestRow.recorded_at)
    for column, value in (
        (VisitRequestRow.id, request_id),
        (VisitRequestRow.case_id, case_id),
        (VisitRequestRow.state, state.value if state else None),
    ):
        if value is not None:
            query = query.where(column == value)
    return [
        VisitRequest(
            RequestId(q.id),
            CaseId(q.case_id),
            PointId(q.point_id),
            RequestReason(q.reason),
            q.note,
            q.preferred,
            RequestState(q.state),
            q.recorded_by,
            q.recorded_at,
            q.decided_by or "",
            q.decision_reason,
            q.version,
            _wanted(q),
            q.expires_on,
        )
        for q in view.rows(query)
    ]


def _wanted(row: Any) -> Asked:
    days = frozenset(int(day) for day in row.suits_days)
    return Asked(
        VisitKind(row.kind),
        AddressReason(row.why_here) if row.why_here else None,
        Suits(days, row.suits_from, row.suits_until),
        row.approach,
        row.talking,
        row.caution,
    )


def set_request_state(
    work: Work, kept: VisitRequest, state: RequestState, reason: str | None = None, by: str | None = None
) -> None:
    """Move a request on; with a reason it is a decision and carries who decided, the actor unless ``by`` says.

    Taking back what was approved leaves standing who approved it.
    """
    decided: dict[str, Any] = {} if reason is None else {"decision_reason": reason}
    if reason is not None and not (state is RequestState.WITHDRAWN and kept.decided_by):
        decided |= {"decided_by": by or work.actor.id, "decided_at": work.now}
    work.change(VisitRequestRow, kept.id, kept.version, state=state.value, **decided)


def note_preferred(work: Work, kept: VisitRequest, preferred: str) -> None:
    """Keep what the customer asked for since; what stood there stays in front of it."""
    said = "; ".join(part for part in (kept.preferred, preferred) if part)
    work.change(VisitRequestRow, kept.id, kept.version, preferred=said)


def add_visit(work: Work, **values: Any) -> tuple[VisitId, str]:
    """Plan a visit; returns its id and number."""
    number = f"WF-{work.today.year}-{work.next_number('visit'):05d}"
    visit_id = work.add(
        VisitRow,
        visit_no=number,
        state=VisitState.SCHEDULED.value,
        **{k: v.value if isinstance(v, Approach) else v for k, v in values.items()},
    )
    return VisitId(visit_id), number


def visit(view: View, visit_id: str) -> Visit:
    """One visit; raises LookupError."""
    found = _visits(view, VisitRow.id == visit_id)
    if not found:
        raise LookupError(f"no visit {visit_id}")
    return found[0]


def visits_of(view: View, case_id: str) -> list[Visit]:
    return _visits(view, VisitRow.case_id == case_id)


def visits_between(view: View, start: datetime, end: datetime) -> list[Visit]:
    """Visits planned in [start, end), by time."""
    return _visits(view, sa.and_(VisitRow.planned_at >= start, VisitRow.planned_at < end))


def visits_in(view: View, *states: VisitState) -> list[Visit]:
    return _visits(view, VisitRow.state.in_([state.value for state in states]))


def visit_by_no(view: View, visit_no: str) -> Visit | None:
    found = _visits(view, VisitRow.visit_no == visit_no)
    return found[0] if found else None


def visit_by_tail(view: View, tail: str) -> Visit | None:
    """The visit whose id ends so, as printed codes name it; None also when two would."""
    found = _visits(view, VisitRow.id.endswith(tail, autoescape=True))
    return found[0] if len(found) == 1 else None


def set_visit_state(work: Work, kept: Visit, state: VisitState) -> None:
    work.change(VisitRow, kept.id, kept.version, state=state.value)


def mark_back(work: Work, kept: Visit, at: datetime) -> None:
    """Note when the team was back or called in safe."""
    work.change(VisitRow, kept.id, kept.version, back_at=at)


def move_visit(work: Work, kept: Visit, planned_at: datetime) -> None:
    """Give a planned visit another time."""
    work.change(VisitRow, kept.id, kept.version, planned_at=planned_at)


def replan_visit(
    work: Work, kept: Visit, planned_at: datetime, officer_id: str, safety_id: str, told_for: datetime | None
) -> None:
    """Give a visit another time and team; sheets that were printed for it hold no longer."""
    work.change(
        VisitRow, kept.id, kept.version, planned_at=planned_at, officer_id=officer_id, safety_id=safety_id,
        state=VisitState.SCHEDULED.value, told_for=told_for,
    )  # fmt: skip


def note_told(work: Work, kept: Visit) -> None:
    """The customer knows of the visit's present time."""
    work.change(VisitRow, kept.id, kept.version, told_for=kept.planned_at)


def pin_visit(work: Work, kept: Visit, *, pinned: bool) -> None:
    """Hold a visit's time against any suggestion, or let it go again."""
    work.change(VisitRow, kept.id, kept.version, pinned=pinned)


def digest_of(kept: VisitRecord) -> str:
    """What a record says, as 64 hex digits of SHA-256: paper and screen show the same as long as nothing changed."""
    said = {
        **columns_of(kept.findings),
        "id": kept.id,
        "recorded_by": kept.recorded_by,
        "typed_at": kept.recorded_at,
    }
    plain_text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=lambda value: value.isoformat())
    return hashlib.sha256(plain_text.encode()).hexdigest()


def add_record(work: Work, visit_id: str, findings: r.Findings) -> RecordId:
    return RecordId(
        work.add(
            VisitRecordRow,
            visit_id=visit_id,
            state=r.RecordState.RECORDED.value,
            crew_seen=[],
            signed_by=None,
            signed_at=None,
            **columns_of(findings),
        )
    )


def change_record(work: Work, kept: VisitRecord, findings: r.Findings) -> None:
    """Type a record again after it was sent back: it is now the work of whoever typed it last."""
    work.change(
        VisitRecordRow,
        kept.id,
        kept.version,
        state=r.RecordState.RECORDED.value,
        recorded_by=work.actor.id,
        recorded_at=work.now,
        signed_by=None,
        signed_at=None,
        **columns_of(findings),
    )


def set_record_state(work: Work, kept: VisitRecord, state: r.RecordState, reason: str = "") -> None:
    signed: dict[str, Any] = {}
    if state is r.RecordState.SIGNED_OFF:
        signed = {"signed_by": work.actor.id, "signed_at": work.now}
    elif state is r.RecordState.SENT_BACK:
        signed = {"signed_by": None, "signed_at": None}
    work.change(VisitRecordRow, kept.id, kept.version, state=state.value, sent_back_because=reason, **signed)


def record_of(view: View, visit_id: str) -> VisitRecord | None:
    """The record of a visit; one typed for the wrong customer isn't its record."""
    void = VisitRecordRow.state == r.RecordState.VOID.value
    row = view.row(sa.select(VisitRecordRow).where(VisitRecordRow.visit_id == visit_id, ~void))
    return _record(row) if row else None


def record(view: View, record_id: str) -> VisitRecord:
    """One record, void ones too; raises LookupError."""
    row = view.row(sa.select(VisitRecordRow).where(VisitRecordRow.id == record_id))
    if row is None:
        raise LookupError(f"no visit record {record_id}")
    return _record(row)


def voids_of(view: View, visit_id: str) -> list[VisitRecord]:
    """The void records of one visit, in the order they were typed."""
    void = VisitRecordRow.state == r.RecordState.VOID.value
    query = sa.select(VisitRecordRow).where(VisitRecordRow.visit_id == visit_id, void)
    return [_record(row) for row in view.rows(query.order_by(VisitRecordRow.recorded_at))]


def void_records(view: View, case_id: str) -> list[VisitRecord]:
    """What was typed for visits of a case and found to be another customer's."""
    own = sa.select(VisitRow.id).where(VisitRow.case_id == case_id)
    query = sa.select(VisitRecordRow).where(
        VisitRecordRow.visit_id.in_(own), VisitRecordRow.state == r.RecordState.VOID.value
    )
    return [_record(row) for row in view.rows(query.order_by(VisitRecordRow.recorded_at))]


def records_in(view: View, state: r.RecordState) -> list[VisitRecord]:
    query = (
        sa.select(VisitRecordRow)
        .where(VisitRecordRow.state == state.value)
        .order_by(VisitRecordRow.recorded_at)
    )
    return [_record(row) for row in view.rows(query)]


def latest_records(view: View, since: datetime, most: int) -> list[tuple[VisitRecord, Visit]]:
    """The newest records typed since an instant, each with its visit."""
    query = (
        sa.select(VisitRecordRow)
        .where(VisitRecordRow.recorded_at >= since)
        .order_by(VisitRecordRow.recorded_at.desc())
        .limit(most)
    )
    records = [_record(row) for row in view.rows(query)]
    of = {visit.id: visit for visit in _visits(view, VisitRow.id.in_([one.visit_id for one in records]))}
    return [(record, of[record.visit_id]) for record in records]


def add_print(work: Work, document: str, subject_id: str, number: str, **values: Any) -> int:
    """Register a print and return which copy it is: 1 is the original."""
    copy = 1 + int(
        work.scalar(
            sa.select(sa.func.count())
            .select_from(PrintRow)
            .where(PrintRow.document == document, PrintRow.subject_id == subject_id)
        )
        or 0
    )
    work.add(PrintRow, document=document, subject_id=subject_id, number=number, copy=copy, **values)
    return copy


def prints(view: View, subject_id: str) -> list[Print]:
    rows = view.rows(
        sa.select(
            PrintRow.document,
            PrintRow.subject_id,
            PrintRow.number,
            PrintRow.copy,
            PrintRow.pages,
            PrintRow.sha256,
            PrintRow.recorded_at,
            PrintRow.recorded_by,
        )
        .where(PrintRow.subject_id == subject_id)
        .order_by(PrintRow.recorded_at)
    )
    return [Print(*row) for row in rows]


def _visits(view: View, where: Any) -> list[Visit]:
    rows = view.rows(sa.select(VisitRow).where(where).order_by(VisitRow.planned_at, VisitRow.visit_no))
    return [
        Visit(
            VisitId(v.id),
            v.visit_no,
            CaseId(v.case_id),
            RequestId(v.request_id),
            PointId(v.point_id),
            v.planned_at,
            v.minutes,
            StaffId(v.officer_id),
            StaffId(v.safety_id),
            Approach(v.approach),
            v.caution,
            VisitState(v.state),
            v.version,
            v.back_at,
            v.pinned,
            v.told_for,
        )
        for v in rows
    ]


def columns_of(found: r.Findings) -> dict[str, Any]:
    return {
        "arrived_at": found.arrived_at,
        "left_at": found.left_at,
        "met": found.met.value,
        "met_name": found.met_name,
        "identity_confirmed": found.identity.value,
        "identification_shown": found.identification_shown,
        "purpose_stated": found.purpose_stated,
        "entry": found.entry.value,
        "recording": found.recording.value,
        "overdue_reasons": [x.value for x in found.overdue_reasons],
        "income": [x.value for x in found.income],
        "income_note": found.income_note,
        "family": [x.value for x in found.family],
        "family_note": found.family_note,
        "attitude": found.attitude.value,
        "outcome": found.outcome.value,
        "narrative": found.narrative,
        "feedback": found.feedback,
        "further": plain(found.further),
    }


def _record(row: Any) -> VisitRecord:
    findings = r.Findings(
        row.arrived_at,
        row.left_at,
        r.Met(row.met),
        row.met_name,
        r.Identity(row.identity_confirmed),
        row.identification_shown,
        row.purpose_stated,
        r.Entry(row.entry),
        r.Recording(row.recording),
        tuple(r.OverdueReason(x) for x in row.overdue_reasons),
        tuple(r.IncomeSource(x) for x in row.income),
        row.income_note,
        tuple(r.FamilySituation(x) for x in row.family),
        row.family_note,
        r.Attitude(row.attitude),
        r.VisitOutcome(row.outcome),
        row.narrative,
        row.feedback,
        told(row.further),
    )
    return VisitRecord(
        RecordId(row.id),
        VisitId(row.visit_id),
        r.RecordState(row.state),
        findings,
        row.recorded_by,
        row.recorded_at,
        row.signed_by or "",
        row.signed_at,
        row.sent_back_because,
        row.version,
    )
