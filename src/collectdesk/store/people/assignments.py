"""Whose case it is, as the branch shares them out: for good, or with somebody standing in for a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.store.people.holding import HOLDER, stands_in
from collectdesk.store.rows.cases import CaseRow, CaseShareRow
from collectdesk.store.rows.customers import CustomerLineRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from collectdesk.store.cases.cases import Case
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class HeldCase:
    """An open case and who works it; ``dpd`` and ``overdue_fen`` say how much work it is."""

    id: str
    customer_id: str
    owner: str
    holder: str
    dpd: int
    overdue_fen: int
    number: int


@dataclass(frozen=True, slots=True)
class Share:
    """A case given to somebody; ``until_on`` None is for good."""

    id: str
    sharing_id: str
    case_id: str
    owner_id: str
    holder_id: str
    from_on: date
    until_on: date | None
    why: str
    ended_on: date | None
    shared_by: str
    shared_on: date


def open_assignments(view: View) -> dict[str, str | None]:
    """Customer id to the account that works their open case today, None where it is nobody's yet."""
    query = sa.select(CaseRow.customer_id, HOLDER.label("holder")).where(CaseRow.closed_on.is_(None))
    return {row.customer_id: row.holder for row in view.rows(query.params(held_on=view.today))}


def held_cases(view: View, day: date, numbers: Iterable[int] | None = None) -> list[HeldCase]:
    """The open cases as they are held on a day, the worst first; ``numbers`` keeps those of some customers."""
    line = CustomerLineRow
    query = (
        sa.select(
            CaseRow.id, CaseRow.customer_id, CaseRow.assigned_to, HOLDER.label("holder"), line.dpd, line.overdue_fen,
            line.number,
        )
        .join(line, line.customer_id == CaseRow.customer_id)
        .where(CaseRow.closed_on.is_(None))
        .order_by(line.dpd.desc(), line.overdue_fen.desc(), CaseRow.case_no)
    )  # fmt: skip
    wanted = None if numbers is None else set(numbers)
    rows = view.rows(query.params(held_on=day))
    return [
        HeldCase(
            r.id, r.customer_id, r.assigned_to or "", r.holder or "", r.dpd, int(r.overdue_fen), r.number
        )
        for r in rows
        if wanted is None or r.number in wanted
    ]


def assign(work: Work, kept: Case, account_id: str | None) -> None:
    """Give a case to somebody for good, which ends whoever stands in."""
    end_shares(work, case_id=kept.id)
    work.change(CaseRow, kept.id, kept.version, assigned_to=account_id)


def give(work: Work, cases: Sequence[tuple[HeldCase, str]], sharing_id: str, **same: Any) -> None:
    """Give many cases to (case, account): with ``until_on`` for a time, without for good.

    A standing-in that overlaps the new one ends: the newer word holds.
    """
    day, until = same["from_on"], same["until_on"]
    for held, _holder in cases:
        end_shares(work, case_id=held.id, meets=(day, until))
    if until is None:
        work.change_many(CaseRow, "assigned_to", [(held.id, holder) for held, holder in cases])
    work.add_many(
        CaseShareRow,
        [
            {
                "sharing_id": sharing_id, "case_id": held.id, "owner_id": held.owner or None, "holder_id": holder,
                "ended_on": None, **same,
            }
            for held, holder in cases
        ],
    )  # fmt: skip


def end_shares(
    work: Work,
    *,
    case_id: str | None = None,
    sharing_id: str | None = None,
    holder_id: str | None = None,
    meets: tuple[date, date | None] | None = None,
) -> int:
    """End what runs or is to come of standing in, as of today; how many cases go back. What is for good stays."""
    share = CaseShareRow
    where = [share.ended_on.is_(None), share.until_on >= work.today]
    for column, value in (
        (share.case_id, case_id),
        (share.sharing_id, sharing_id),
        (share.holder_id, holder_id),
    ):
        if value is not None:
            where.append(column == value)
    if meets is not None:
        where.append(share.until_on >= meets[0])
        if meets[1] is not None:
            where.append(share.from_on <= meets[1])
    ended = work.connection.execute(
        sa.update(share).where(*where).values(ended_on=work.today, version=share.version + 1)
    )
    return int(ended.rowcount)


def shares(view: View, *, sharing_id: str | None = None, since: date | None = None) -> list[Share]:
    """What was shared out, the newest first: of one sharing, or all that still ran on or after a day."""
    share = CaseShareRow
    query = sa.select(share).order_by(share.recorded_at.desc(), share.id)
    if sharing_id is not None:
        query = query.where(share.sharing_id == sharing_id)
    if since is not None:
        recent = sa.func.coalesce(share.ended_on, share.until_on, share.from_on)
        query = query.where(recent >= since)
    return [_share(row) for row in view.rows(query.with_only_columns(*share.__table__.columns))]


def stand_ins_on(view: View, day: date) -> dict[str, Share]:
    """Case id to who stands in on a day, and until when."""
    query = sa.select(*CaseShareRow.__table__.columns).where(stands_in(day)).order_by(CaseShareRow.id)
    return {row.case_id: _share(row) for row in view.rows(query)}


def _share(row: Any) -> Share:
    return Share(
        row.id, row.sharing_id, row.case_id, row.owner_id or "", row.holder_id, row.from_on, row.until_on, row.why,
        row.ended_on, row.recorded_by, row.recorded_at.date(),
    )  # fmt: skip
