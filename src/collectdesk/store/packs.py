"""The register of archive packs, and the archive key wrapped under the branch's root."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.ids import CaseId, PackId
from collectdesk.store.keys.sealing import open_bytes, seal_bytes
from collectdesk.store.rows.people import BranchRow
from collectdesk.store.rows.visits import PackRow
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class KeptPack:
    id: PackId
    case_id: CaseId
    number: str
    file_name: str
    root_digest: str
    seal_digest: str
    fingerprint: str
    size: int
    files: int
    built_on: date
    verdict: str
    verified_at: datetime | None
    built_by: str


def add_pack(work: Work, case_id: str, **values: Any) -> PackId:
    return PackId(work.add(PackRow, case_id=case_id, built_on=work.today, **values))


def note_verdict(work: Work, pack_id: str, verdict: str) -> None:
    work.change(PackRow, pack_id, verdict=verdict, verified_at=work.now)


def packs(view: View, *, case_id: str | None = None) -> list[KeptPack]:
    """Packs, newest first."""
    query = sa.select(PackRow).order_by(PackRow.recorded_at.desc(), PackRow.number.desc())
    if case_id is not None:
        query = query.where(PackRow.case_id == case_id)
    return [
        KeptPack(
            PackId(p.id),
            CaseId(p.case_id),
            p.number,
            p.file_name,
            p.root_digest,
            p.seal_digest,
            p.fingerprint,
            p.size,
            p.files,
            p.built_on,
            p.verdict,
            p.verified_at,
            p.recorded_by,
        )
        for p in view.rows(query)
    ]


def last_seal(view: View) -> str | None:
    """The seal digest of the newest pack: the next one is chained to it."""
    found: str | None = view.scalar(
        sa.select(PackRow.seal_digest).order_by(PackRow.recorded_at.desc(), PackRow.number.desc()).limit(1)
    )
    return found


def sealed_archive_key(view: View) -> bytes | None:
    """The archive key's bytes, unwrapped, or None before the first pack."""
    sealed = view.scalar(sa.select(BranchRow.seal_key).where(BranchRow.id == view.branch_id))
    if sealed is None:
        return None
    return open_bytes(view.keys.labelled("archive"), base64.b64decode(sealed), view.branch_id.encode())


def keep_archive_key(work: Work, plain: bytes) -> None:
    """Wrap the archive key under the root and keep it with the branch."""
    sealed = seal_bytes(work.keys.labelled("archive"), plain, work.branch_id.encode())
    work.connection.execute(
        sa.update(BranchRow)
        .where(BranchRow.id == work.branch_id)
        .values(seal_key=base64.b64encode(sealed).decode("ascii"))
    )
