"""Notices, what happened to them, and the letterhead: rows to plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import NoticeState
from collectdesk.domain.intake.imports import Delivery
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.rows.customers import CustomerRow, DeliveryRow
from collectdesk.store.rows.notices import LetterheadRow, NoticeEventRow, NoticeRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. ``content`` is what it says; a message's state follows the gateway's word on it."""

    id: str
    case_id: str
    point_id: str
    number: str
    letter_no: str
    level: str
    channel: Channel
    language: str
    state: NoticeState
    extra: str
    pay_by: date
    content: Mapping[str, Any]
    text_code: str
    text_version: int
    waybill: str
    made_by: str
    made_at: datetime
    decided_by: str
    decided_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class NoticeEvent:
    """Something that happened to a notice."""

    id: str
    notice_id: str
    state: NoticeState
    happened_on: date
    served_by: str
    taken_by: str
    note: str
    evidence_id: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How the branch stands on its letters."""

    number_word: str
    address: str
    postcode: str
    phone: str
    account_name: str
    account_no: str
    account_bank: str


_DELIVERED = {Delivery.DELIVERED.value: NoticeState.DELIVERED}


def add_notice(work: Work, case_id: str, point_id: str, **values: Any) -> tuple[str, str]:
    """Keep a new notice; returns its id and running number."""
    number = f"TZ-{work.today.year}-{work.next_number('notice'):05d}"
    made = work.add(
        NoticeRow, case_id=case_id, point_id=point_id, number=number, letter_no=None, waybill=None,
        decided_by=None, decided_at=None, **values,
    )  # fmt: skip
    return made, number


def move_notice(work: Work, kept: Notice, state: NoticeState, **values: Any) -> None:
    """Bring a notice to a state; raises StaleRecord when somebody else did something to it meanwhile."""
    work.change(NoticeRow, kept.id, kept.version, state=state.value, **values)


def add_event(work: Work, notice_id: str, state: NoticeState, happened_on: date, **values: Any) -> str:
    said = {"served_by": "", "taken_by": "", "note": "", "evidence_id": None, **values}
    return work.add(NoticeEventRow, notice_id=notice_id, state=state.value, happened_on=happened_on, **said)


def notice(view: View, notice_id: str) -> Notice:
    """One notice; raises LookupError."""
    found = _notices(view, NoticeRow.id == notice_id)
    if not found:
        raise LookupError(f"no notice {notice_id}")
    return found[0]


def notice_by_no(view: View, number: str) -> Notice | None:
    """The notice of a running number, a yearly number or a waybill, as they stand on paper."""
    found = _notices(
        view,
        sa.or_(NoticeRow.number == number, NoticeRow.letter_no == number, NoticeRow.waybill == number),
    )
    return found[0] if found else None


def notices_of(view: View, case_id: str) -> list[Notice]:
    """Every notice of a case, newest first."""
    return _notices(view, NoticeRow.case_id == case_id)


def notices_in(view: View, states: Sequence[NoticeState]) -> list[Notice]:
    """Notices of every case in these states, newest first."""
    found = _notices(view, NoticeRow.state.in_([state.value for state in states]))
    return [each for each in found if each.state in states]


def notices_made(view: View, start: datetime, end: datetime) -> list[Notice]:
    """Every notice written in [start, end), the oldest first."""
    return list(
        reversed(_notices(view, sa.and_(NoticeRow.recorded_at >= start, NoticeRow.recorded_at < end)))
    )


def events_of(view: View, notice_ids: Sequence[str]) -> list[NoticeEvent]:
    """What happened to notices, in the order it was recorded."""
    if not notice_ids:
        return []
    rows = view.rows(
        sa.select(NoticeEventRow)
        .where(NoticeEventRow.notice_id.in_(list(notice_ids)))
        .order_by(NoticeEventRow.recorded_at, NoticeEventRow.id)
    )
    return [
        NoticeEvent(
            r.id,
            r.notice_id,
            NoticeState(r.state),
            r.happened_on,
            r.served_by,
            r.taken_by,
            r.note,
            r.evidence_id or "",
            r.recorded_by,
            r.recorded_at,
        )
        for r in rows
    ]


def customer_names(view: View, case_ids: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """Case number, customer id and name by case id."""
    if not case_ids:
        return {}
    rows = view.rows(
        sa.select(CaseRow.id, CaseRow.case_no, CaseRow.customer_id, CustomerRow.name)
        .join(CustomerRow, CustomerRow.id == CaseRow.customer_id)
        .where(CaseRow.id.in_(list(case_ids)))
    )
    return {r.id: (r.case_no, r.customer_id, r.name) for r in rows}


def letterhead(view: View) -> Letterhead | None:
    """The branch's letterhead; None until somebody has entered it."""
    row = view.row(sa.select(LetterheadRow).where(LetterheadRow.branch_id == view.branch_id))
    return None if row is None else Letterhead(*(getattr(row, name) for name in Letterhead.__slots__))


def keep_letterhead(work: Work, kept: Letterhead) -> None:
    """Enter the letterhead, or change it."""
    values = {name: getattr(kept, name) for name in Letterhead.__slots__}
    known = work.scalar(sa.select(LetterheadRow.id).where(LetterheadRow.branch_id == work.branch_id))
    if known is None:
        work.add(LetterheadRow, **values)
    else:
        work.change(LetterheadRow, known, **values)


def _notices(view: View, where: Any) -> list[Notice]:
    rows = view.rows(
        sa.select(NoticeRow.__table__, DeliveryRow.result.label("delivery"))
        .outerjoin(
            DeliveryRow,
            sa.and_(DeliveryRow.reference == NoticeRow.number, DeliveryRow.branch_id == NoticeRow.branch_id),
        )
        .where(where)
        .order_by(NoticeRow.recorded_at.desc(), NoticeRow.number.desc())
    )
    return [_notice(row) for row in rows]


def _notice(row: Any) -> Notice:
    state = NoticeState(row.state)
    if state is NoticeState.POSTED and row.delivery is not None:
        # the gateway's word is a fact of its own, taken back with its import: the state follows it
        state = _DELIVERED.get(row.delivery, NoticeState.FAILED)
    return Notice(
        row.id,
        row.case_id,
        row.point_id,
        row.number,
        row.letter_no or "",
        row.level,
        Channel(row.channel),
        row.language,
        state,
        row.extra,
        row.pay_by,
        row.content,
        row.text_code,
        row.text_version,
        row.waybill or "",
        row.recorded_by,
        row.recorded_at,
        row.decided_by or "",
        row.decided_at,
        row.version,
    )
