"""Complaints, objections to bureau entries and facts of legal terms: rows to plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.contact.complaints import (
    ComplaintChannel,
    ComplaintKind,
    ComplaintStanding,
    ComplaintState,
)
from collectdesk.domain.contact.notices import PROVEN, NoticeState
from collectdesk.domain.ids import CaseId
from collectdesk.store.rows.complaints import ComplaintRow
from collectdesk.store.rows.notices import NoticeRow

if TYPE_CHECKING:
    from datetime import date, datetime

    from collectdesk.store.work import View, Work

_OUT = PROVEN | {NoticeState.POSTED}
_NUMBERS = {ComplaintKind.COMPLAINT: "TS", ComplaintKind.OBJECTION: "YS"}


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint or objection; ids of accounts and staff, the letter it was answered by and where that stands."""

    id: str
    case_id: CaseId
    number: str
    kind: ComplaintKind
    complainant: str
    channel: ComplaintChannel
    received_on: date
    subject: str
    about_id: str
    said: str
    reference: str
    due_on: date
    extended_why: str
    hold_id: str
    marked_on: date | None
    finding: str
    root_cause: str
    answer: str
    answer_way: str
    answered_on: date | None
    answered_by: str
    notice_id: str
    letter: NoticeState | None
    improvement: str
    improvement_owner: str
    improvement_due_on: date | None
    result: str
    result_on: date | None
    closed_by: str
    closed_at: datetime | None
    reopened_why: str
    recorded_by: str
    recorded_at: datetime
    version: int

    @property
    def standing(self) -> ComplaintStanding:
        """What decides what may be done next; an answer by letter is out once the letter is."""
        is_out = self.letter in _OUT if self.notice_id else True
        return ComplaintStanding(
            self.kind, self.answered_on, is_out, self.improvement, self.result, self.closed_at is not None
        )

    @property
    def state(self) -> ComplaintState:
        return self.standing.state


def add(work: Work, case_id: str, kind: ComplaintKind, **values: Any) -> tuple[str, str]:
    """Register one; gives its id and its running number."""
    sign = _NUMBERS[kind]
    number = f"{sign}-{work.today.year}-{work.next_number(f'complaint.{kind.value}'):04d}"
    blank = {
        "extended_why": "", "marked_on": None, "finding": "", "root_cause": "", "answer": "", "answer_way": "",
        "answered_on": None, "answered_by": None, "notice_id": None, "improvement": "", "improvement_owner": None,
        "improvement_due_on": None, "result": "", "result_on": None, "closed_by": None, "closed_at": None,
        "reopened_why": "", "hold_id": None,
    }  # fmt: skip
    made = work.add(ComplaintRow, case_id=case_id, number=number, kind=kind.value, **{**blank, **values})
    return made, number


def change(work: Work, kept: Complaint, **values: Any) -> None:
    """Note a step of one; raises StaleRecord when somebody else did something to it meanwhile."""
    work.change(ComplaintRow, kept.id, kept.version, **values)


def complaint(view: View, complaint_id: str) -> Complaint:
    """One complaint; raises LookupError."""
    found = _complaints(view, ComplaintRow.id == complaint_id)
    if not found:
        raise LookupError(f"no complaint {complaint_id}")
    return found[0]


def complaint_by_no(view: View, number: str) -> Complaint | None:
    """The one of a running number as it stands on paper."""
    found = _complaints(view, ComplaintRow.number == number)
    return found[0] if found else None


def complaints(view: View, *, case_id: str | None = None, open_only: bool = False) -> list[Complaint]:
    """The register, or those of a case; what is to be answered first stands first."""
    where = []
    if case_id is not None:
        where.append(ComplaintRow.case_id == case_id)
    if open_only:
        where.append(ComplaintRow.closed_at.is_(None))
    return _complaints(view, *where)


def improving(view: View) -> list[Complaint]:
    """Those after which something is to get better and nothing came of it yet."""
    return _complaints(view, ComplaintRow.improvement != "", ComplaintRow.result == "")


def received(view: View, first: date, last: date) -> list[Complaint]:
    """The register of some days, by number."""
    found = _complaints(view, ComplaintRow.received_on >= first, ComplaintRow.received_on <= last)
    return sorted(found, key=lambda one: one.number)


def _complaints(view: View, *where: sa.ColumnElement[bool]) -> list[Complaint]:
    row = ComplaintRow
    query = (
        sa.select(row.__table__, NoticeRow.state.label("letter"))
        .outerjoin(NoticeRow, NoticeRow.id == row.notice_id)
        .where(*where)
        .order_by(row.due_on, row.number)
    )
    return [_complaint(each) for each in view.rows(query)]


def _complaint(r: Any) -> Complaint:
    return Complaint(
        r.id, CaseId(r.case_id), r.number, ComplaintKind(r.kind), r.complainant, ComplaintChannel(r.channel),
        r.received_on, r.subject, r.about_id or "", r.said, r.reference, r.due_on, r.extended_why, r.hold_id or "",
        r.marked_on, r.finding, r.root_cause, r.answer, r.answer_way, r.answered_on, r.answered_by or "",
        r.notice_id or "", NoticeState(r.letter) if r.letter else None, r.improvement, r.improvement_owner or "",
        r.improvement_due_on, r.result, r.result_on, r.closed_by or "", r.closed_at, r.reopened_why, r.recorded_by,
        r.recorded_at, r.version,
    )  # fmt: skip
