"""The register of archive packs, the keys by which they rest, and the branch's own archive key."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from collectdesk.domain.ids import CaseId, PackId
from collectdesk.store.dialect import overwrite_what_goes
from collectdesk.store.keys.sealing import b64, open_bytes, seal_bytes, unb64
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.rows.people import BranchRow
from collectdesk.store.rows.visits import PackRow
from collectdesk.store.work import View, Work

if TYPE_CHECKING:
    from pathlib import Path

RESTING: Final = ".cdpack"
"""The ending of a pack that rests encrypted."""


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A line of the register. ``superseded_by`` and ``supersedes`` are numbers; "" means none."""

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
    case_no: str = ""
    closed_on: date | None = None
    rests_sealed: bool = False
    key_id: str = ""
    supersedes: str = ""
    superseded_by: str = ""
    retain_until: date | None = None
    held_on: date | None = None
    held_by: str = ""
    held_why: str = ""
    transferred_on: date | None = None
    transfer_no: str = ""
    disposed_at: datetime | None = None
    disposed_by: str = ""
    disposed_second: str = ""
    disposed_why: str = ""

    @property
    def year(self) -> int:
        return int(self.number.split("-")[1])

    @property
    def item_no(self) -> int:
        """The number of the item within its year (件号)."""
        return int(self.number.split("-")[2])


def packs_folder(view: View) -> Path:
    """Where packs rest."""
    return view.evidence_folder.parent / "packs"


def add_pack(work: Work, case_id: str, resting_key: bytes, **values: Any) -> PackId:
    """Enter a pack; the newest of the case before it is superseded."""
    before = work.scalar(
        sa.select(PackRow.id)
        .where(PackRow.case_id == case_id)
        .order_by(PackRow.recorded_at.desc(), PackRow.number.desc())
        .limit(1)
    )
    pack_id: str = values["id"]
    sealed = b64(seal_bytes(work.keys.labelled("archive"), resting_key, pack_id.encode()))
    return PackId(
        work.add(
            PackRow, case_id=case_id, built_on=work.today, sealed_key=sealed, supersedes=before, held_why="",
            transfer_no="", disposed_why="", **values,
        )
    )  # fmt: skip


def new_resting_key() -> bytes:
    return secrets.token_bytes(32)


def resting_key(view: View, pack_id: str) -> bytes | None:
    """What opens the resting file; None where it rests in the clear or was disposed of."""
    sealed = view.scalar(sa.select(PackRow.sealed_key).where(PackRow.id == pack_id))
    if not sealed:
        return None
    return open_bytes(view.keys.labelled("archive"), unb64(sealed), pack_id.encode(), "damaged")


def note_verdict(work: Work, pack_id: str, verdict: str) -> None:
    work.change(PackRow, pack_id, verdict=verdict, verified_at=work.now)


def change(work: Work, pack_id: str, **values: Any) -> None:
    """Change what the register says besides what the seal covers."""
    work.change(PackRow, pack_id, **values)


def forget_key(work: Work, pack_id: str) -> None:
    """Delete what opens the resting file: nobody reads it again from this branch."""
    overwrite_what_goes(work.connection)
    work.change(PackRow, pack_id, sealed_key="")


def packs(view: View, *, case_id: str | None = None) -> list[KeptPack]:
    """Packs, newest first."""
    query = (
        sa.select(*PackRow.__table__.columns, CaseRow.case_no, CaseRow.closed_on)
        .join(CaseRow, CaseRow.id == PackRow.case_id)
        .order_by(PackRow.recorded_at.desc(), PackRow.number.desc())
    )
    if case_id is not None:
        query = query.where(PackRow.case_id == case_id)
    rows = view.rows(query)
    numbers = {row.id: row.number for row in rows}
    later = {row.supersedes: row.number for row in rows if row.supersedes}
    return [_kept(row, numbers.get(row.supersedes, ""), later.get(row.id, "")) for row in rows]


def _kept(p: Any, supersedes: str, superseded_by: str) -> KeptPack:
    return KeptPack(
        PackId(p.id), CaseId(p.case_id), p.number, p.file_name, p.root_digest, p.seal_digest, p.fingerprint, p.size,
        p.files, p.built_on, p.verdict, p.verified_at, p.recorded_by, p.case_no, p.closed_on, bool(p.sealed_key),
        p.key_id or "", supersedes, superseded_by, p.retain_until, p.held_on, p.held_by or "", p.held_why,
        p.transferred_on, p.transfer_no, p.disposed_at, p.disposed_by or "", p.disposed_second or "", p.disposed_why,
    )  # fmt: skip


def numbered(view: View, number: str) -> KeptPack | None:
    """The pack of a number."""
    return next((one for one in packs(view) if one.number == number), None)


def last_seal(view: View) -> str | None:
    """The seal digest of the newest pack: the next one is chained to it."""
    found: str | None = view.scalar(
        sa.select(PackRow.seal_digest).order_by(PackRow.recorded_at.desc(), PackRow.number.desc()).limit(1)
    )
    return found


def sealed_archive_key(view: View) -> bytes | None:
    """The branch's archive key's bytes, unwrapped, or None before it was first needed."""
    return _unwrapped(view, BranchRow.seal_key)


def keep_archive_key(work: Work, plain: bytes) -> None:
    """Wrap the archive key under the root and keep it with the branch."""
    _keep_wrapped(work, "seal_key", plain)


def sealed_pdf_signer(view: View) -> bytes | None:
    """The branch's certificate for PDFs with its key, unwrapped, or None before it was first needed."""
    return _unwrapped(view, BranchRow.pdf_signer)


def keep_pdf_signer(work: Work, plain: bytes) -> None:
    """Wrap the certificate's key under the root and keep both with the branch."""
    _keep_wrapped(work, "pdf_signer", plain)


def _unwrapped(view: View, column: Any) -> bytes | None:
    sealed = view.scalar(sa.select(column).where(BranchRow.id == view.branch_id))
    if sealed is None:
        return None
    return open_bytes(view.keys.labelled("archive"), base64.b64decode(sealed), view.branch_id.encode())


def _keep_wrapped(work: Work, column: str, plain: bytes) -> None:
    sealed = seal_bytes(work.keys.labelled("archive"), plain, work.branch_id.encode())
    kept = {column: base64.b64encode(sealed).decode("ascii")}
    work.connection.execute(sa.update(BranchRow).where(BranchRow.id == work.branch_id).values(**kept))
