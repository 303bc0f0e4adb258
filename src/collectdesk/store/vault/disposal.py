"""Owns disposal: a case's key is deleted, with which its evidence can't be read by anybody; a restore does it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from collectdesk.domain.ids import CaseId
from collectdesk.store.dialect import overwrite_what_goes
from collectdesk.store.rows.backups import BackupRow
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.rows.visits import DisposalRow, EvidenceRow
from collectdesk.store.work import View, Work

_BESIDE: Final = ("aside", "before")


@dataclass(frozen=True, slots=True)
class Disposal:
    """What was disposed of; ``backups`` are those in which the key still lay then, as folder/name."""

    case_id: CaseId
    case_no: str
    reason: str
    files: int
    size: int
    backups: tuple[str, ...]
    disposed_at: datetime
    disposed_by: str
    second_id: str


@dataclass(frozen=True, slots=True)
class LivingCopy:
    """A backup, as folder/name, and the instant it shows."""

    where: str
    made_at: datetime


def dispose(work: Work, case_id: str, reason: str, second_id: str = "") -> Disposal:
    """Delete the case's key and those it wraps, and write the certificate's row."""
    files, size = work.row(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(EvidenceRow.size), 0)).where(
            EvidenceRow.case_id == case_id
        )
    )
    work.add(
        DisposalRow,
        case_id=case_id,
        reason=reason,
        files=files,
        size=size,
        backups=_backups_holding(work, case_id),
        second_id=second_id,
    )
    _forget_keys(work, [case_id])
    return next(each for each in since(work) if each.case_id == case_id)


def since(view: View, at: datetime | None = None) -> list[Disposal]:
    """The disposals from an instant on, the oldest first: what a restore of a backup made then must do again."""
    query = (
        sa.select(DisposalRow, CaseRow.case_no)
        .join(CaseRow, CaseRow.id == DisposalRow.case_id)
        .order_by(DisposalRow.recorded_at, DisposalRow.id)
    )
    if at is not None:
        query = query.where(DisposalRow.recorded_at >= at)
    columns = (*DisposalRow.__table__.columns, CaseRow.case_no)
    return [
        Disposal(
            CaseId(r.case_id),
            r.case_no,
            r.reason,
            r.files,
            r.size,
            tuple(r.backups),
            r.recorded_at,
            r.recorded_by,
            r.second_id,
        )
        for r in view.rows(query.with_only_columns(*columns))
    ]


def replay(work: Work, disposals: Iterable[Disposal]) -> int:
    """Do again, in a restored file, what was disposed of after it was backed up; gives how many cases it met."""
    done = {each.case_id for each in since(work)}
    known = {r[0] for r in work.rows(sa.select(CaseRow.id))}
    again = [each for each in disposals if each.case_id in known and each.case_id not in done]
    for each in again:
        work.add(
            DisposalRow,
            case_id=each.case_id,
            reason=each.reason,
            files=each.files,
            size=each.size,
            backups=list(each.backups),
            second_id=each.second_id,
            recorded_at=each.disposed_at,
            recorded_by=each.disposed_by,
        )
    _forget_keys(work, [each.case_id for each in again])
    return len(again)


def _forget_keys(work: Work, case_ids: list[CaseId] | list[str]) -> None:
    overwrite_what_goes(work.connection)
    for case_id in case_ids:
        work.change(CaseRow, case_id, sealed_key="")
        work.connection.execute(
            sa.update(EvidenceRow).where(EvidenceRow.case_id == case_id).values(sealed_key="")
        )


def disposable(view: View) -> dict[CaseId, int]:
    """Closed cases whose evidence can still be read, with the number of its files."""
    query = (
        sa.select(EvidenceRow.case_id, sa.func.count())
        .join(CaseRow, CaseRow.id == EvidenceRow.case_id)
        .where(CaseRow.closed_on.is_not(None), CaseRow.sealed_key != "")
        .group_by(EvidenceRow.case_id)
    )
    return {CaseId(case_id): count for case_id, count in view.rows(query)}


def living(view: View, done: Disposal) -> list[LivingCopy]:
    """The registered backups that exist now and in which the key still lies, the oldest first."""
    opened = sa.select(CaseRow.recorded_at).where(CaseRow.id == done.case_id).scalar_subquery()
    row = BackupRow
    query = sa.select(row.place, row.name, row.snapshot_at).where(
        row.removed_at.is_(None), row.snapshot_at >= opened, row.snapshot_at <= done.disposed_at
    )
    return [
        LivingCopy(f"{r.place}/{r.name}", r.snapshot_at) for r in view.rows(query.order_by(row.snapshot_at))
    ]


def beside(folder: Path) -> list[str]:
    """Whole copies that lie beside the branch: put aside by a restore, or made before a change of the schema."""
    return sorted(
        f"{kind}/{each.name}"
        for kind in _BESIDE
        if (folder / kind).is_dir()
        for each in (folder / kind).iterdir()
    )


def _backups_holding(view: View, case_id: str) -> list[str]:
    """The registered backups made since the case was opened and not removed since: the key lies in each."""
    if not sa.inspect(view.connection).has_table("backup"):
        return []
    found = view.rows(
        sa.text(
            "SELECT place, name FROM backup WHERE removed_at IS NULL AND snapshot_at >= "
            "(SELECT recorded_at FROM customer_case WHERE id = :case_id) ORDER BY snapshot_at, name"
        ).bindparams(case_id=case_id)
    )
    return [f"{row.place}/{row.name}" for row in found]
