"""Entries on the wrong customer: marked where they stand, with what they had caused withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.contact.contacts import ContactOutcome
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.rows.cases import (
    AssessmentRow,
    BreachRow,
    CaseRow,
    ContactRow,
    EntryCorrectionRow,
    HoldRow,
    NextStepRow,
    PromiseRow,
)
from collectdesk.store.rows.customers import ContactPointRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collectdesk.store.work import View, Work

WITHDRAWN = "wrong_customer"
"""The outcome of a step that only a wrong entry had set."""


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry that belongs to somebody else; ``new_id`` is the same entry where it belongs, if it was made there."""

    id: str
    case_id: str
    subject_kind: str
    subject_id: str
    right_case_id: str
    new_id: str
    reason: str
    effects: tuple[str, ...]
    corrected_at: datetime
    corrected_by: str
    other_no: str = ""
    """The number of the other case, as the case that was asked about sees it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be corrected, as far as correcting needs it: when and by whom it was typed."""

    kind: str
    id: str
    case_id: str
    recorded_at: datetime
    recorded_by: str
    row: Any


TABLES: dict[str, Any] = {"contact": ContactRow, "promise": PromiseRow, "hold": HoldRow}


def entry(view: View, kind: str, entry_id: str) -> Entry:
    """One entry; raises LookupError."""
    table = TABLES[kind].__table__
    row = view.row(sa.select(table).where(table.c.id == entry_id))
    if row is None:
        raise LookupError(f"no {kind} {entry_id}")
    return Entry(kind, row.id, row.case_id, row.recorded_at, row.recorded_by, row)


def corrections(view: View, case_id: str) -> list[Correction]:
    """What was corrected in a case, and what came to it from another's."""
    row = EntryCorrectionRow
    query = sa.select(*row.__table__.columns).where(
        sa.or_(row.case_id == case_id, row.right_case_id == case_id)
    )
    found = [_correction(r) for r in view.rows(query.order_by(row.id))]
    others = [each.right_case_id if each.case_id == case_id else each.case_id for each in found]
    numbers = case_nos(view, others)
    return [replace(one, other_no=numbers.get(other, "")) for one, other in zip(found, others, strict=True)]


def correction_of(view: View, entry_id: str) -> Correction | None:
    """The correction of an entry, if there is one."""
    row = EntryCorrectionRow
    found = view.row(sa.select(*row.__table__.columns).where(row.subject_id == entry_id))
    return None if found is None else _correction(found)


def keep(
    work: Work, entry: Entry, right_case_id: str, new_id: str, reason: str, effects: Sequence[str]
) -> str:
    return work.add(
        EntryCorrectionRow, case_id=entry.case_id, subject_kind=entry.kind, subject_id=entry.id,
        right_case_id=right_case_id or None, new_id=new_id or None, reason=reason, effects=list(effects),
    )  # fmt: skip


def take_steps_back(work: Work, entry: Entry, subject_ids: Sequence[str]) -> bool:
    """Drop the steps that the entry set and open again those it had done; whether any were."""
    step = NextStepRow
    same_moment = (step.case_id == entry.case_id, step.recorded_at == entry.recorded_at)
    dropped = work.connection.execute(
        sa.update(step)
        .where(*same_moment, step.recorded_by == entry.recorded_by, step.done_at.is_(None))
        .values(done_at=work.now, done_by=work.actor.id, outcome=WITHDRAWN, version=step.version + 1)
    ).rowcount
    if subject_ids:
        dropped += work.connection.execute(
            sa.update(step)
            .where(step.case_id == entry.case_id, step.subject_id.in_(subject_ids), step.done_at.is_(None))
            .values(done_at=work.now, done_by=work.actor.id, outcome=WITHDRAWN, version=step.version + 1)
        ).rowcount
    opened = work.connection.execute(
        sa.update(step)
        .where(
            step.case_id == entry.case_id,
            step.done_at == entry.recorded_at,
            step.done_by == entry.recorded_by,
        )
        .values(done_at=None, done_by=None, outcome="", version=step.version + 1)
    ).rowcount
    return bool(dropped or opened)


def end_hold(work: Work, *, hold_id: str = "", source_id: str = "") -> list[str]:
    """End the hold itself, or what a contact brought; gives their ids. It never ought to have stood."""
    where = HoldRow.id == hold_id if hold_id else HoldRow.source_id == source_id
    found = [r.id for r in work.rows(sa.select(HoldRow.id).where(where, HoldRow.ended_on.is_(None)))]
    for each in found:
        work.change(HoldRow, each, ended_on=work.today)
    return found


def promises_with(view: View, entry: Entry) -> list[str]:
    """The running promises that were taken with a contact, in the same moment."""
    row = PromiseRow
    query = sa.select(row.id).where(
        row.case_id == entry.case_id, row.recorded_at == entry.recorded_at, row.recorded_by == entry.recorded_by,
        row.state == PromiseState.ACTIVE.value, row.visit_id.is_(None),
    )  # fmt: skip
    return [r.id for r in view.rows(query)]


def cancel_promise(work: Work, promise_id: str) -> bool:
    """Cancel a promise that still runs; payments may have decided it already."""
    done = work.connection.execute(
        sa.update(PromiseRow)
        .where(PromiseRow.id == promise_id, PromiseRow.state == PromiseState.ACTIVE.value)
        .values(state=PromiseState.CANCELLED.value, version=PromiseRow.version + 1)
    )
    return bool(done.rowcount)


def reopen_number(work: Work, entry: Entry) -> bool:
    """A number that only this contact called empty is valid again."""
    row, point = entry.row, ContactPointRow
    if row.outcome != ContactOutcome.EMPTY_NUMBER.value or not row.point_id:
        return False
    done = work.connection.execute(
        sa.update(point)
        .where(point.id == row.point_id, point.standing == "invalid", point.checked_how == "call")
        .values(standing="valid", checked_how="", checked_on=None, version=point.version + 1)
    )
    return bool(done.rowcount)


def reopen_address(work: Work, point_id: str) -> bool:
    """An address that only a record typed for the wrong customer called bad is valid again."""
    point = ContactPointRow
    done = work.connection.execute(
        sa.update(point)
        .where(point.id == point_id, point.standing == "invalid", point.checked_how.in_(("", "visit")))
        .values(standing="valid", checked_on=None, version=point.version + 1)
    )
    return bool(done.rowcount)


def stays(view: View, entry: Entry) -> list[str]:
    """What a contact caused that isn't undone by itself, because it binds others or happened all the same."""
    found = []
    if view.scalar(sa.select(BreachRow.id).where(BreachRow.subject_id == entry.id).limit(1)):
        found.append("breach_stays")
    if entry.row.outcome == ContactOutcome.WRONG_NUMBER.value and entry.row.point_id:
        found.append("pair_stays")
    return found


def assessed_since(view: View, entry: Entry) -> bool:
    """Whether a risk check has counted the entry."""
    row = AssessmentRow
    query = (
        sa.select(row.id).where(row.case_id == entry.case_id, row.recorded_at >= entry.recorded_at).limit(1)
    )
    return view.scalar(query) is not None


def has_open_step(view: View, case_id: str) -> bool:
    query = (
        sa.select(NextStepRow.id)
        .where(NextStepRow.case_id == case_id, NextStepRow.done_at.is_(None))
        .limit(1)
    )
    return view.scalar(query) is not None


def case_nos(view: View, case_ids: Sequence[str]) -> dict[str, str]:
    """The numbers of some cases."""
    query = sa.select(CaseRow.id, CaseRow.case_no).where(CaseRow.id.in_(case_ids))
    return {r.id: r.case_no for r in view.rows(query)}


def _correction(row: Any) -> Correction:
    return Correction(
        row.id, row.case_id, row.subject_kind, row.subject_id, row.right_case_id or "", row.new_id or "", row.reason,
        tuple(row.effects), row.recorded_at, row.recorded_by,
    )  # fmt: skip
