"""Evidence: photos, scans and recordings, encrypted beside the database in chunks; each file's key is wrapped by
the case's.

Every chunk is bound to the file's id, its counter and whether it is the last, so nothing can be cut, swapped
or moved between files. The row is written in the deed's transaction; a crash before it leaves a file that
``orphans`` names.
"""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Callable, Iterator
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import sqlalchemy as sa

from collectdesk.domain.ids import CaseId, EvidenceId
from collectdesk.store.cases.cases import case_key
from collectdesk.store.keys.sealing import b64, open_bytes, seal_bytes, unb64
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.rows.visits import EvidenceRow
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.sealed_files import read_sealed, write_sealed
from collectdesk.store.work import View, Work, new_id


@dataclass(frozen=True, slots=True)
class Evidence:
    id: EvidenceId
    case_id: CaseId
    visit_id: str
    kind: str
    original_name: str
    media_type: str
    size: int
    sha256: str
    stored_name: str
    recorded_by: str
    recorded_at: datetime
    contact_id: str = ""
    copy_of: str = ""
    taken_at: str = ""
    device: str = ""
    fingerprint: str = ""
    label: str = ""
    seconds: int | None = None
    came_sha256: str = ""
    location: str = ""
    location_basis: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file says of itself: when and with what it was taken, what it looks like, which number it carries."""

    copy_of: str = ""
    taken_at: str = ""
    device: str = ""
    fingerprint: str = ""
    label: str = ""
    seconds: int | None = None
    came_sha256: str = ""
    location: str = ""
    location_basis: str = ""


NOTHING_SEEN: Final = Seen()


def keep(
    work: Work,
    folder: Path,
    case_id: str,
    source: BinaryIO,
    *,
    kind: str,
    original_name: str,
    media_type: str,
    visit_id: str | None = None,
    contact_id: str | None = None,
    seen: Seen = NOTHING_SEEN,
) -> Evidence:
    """Encrypt a stream into the evidence folder and register it; the SHA-256 is of the original bytes."""
    evidence_id, stored_name = EvidenceId(new_id()), new_id() + ".cde"
    folder.mkdir(parents=True, exist_ok=True)
    work.undo.append(lambda: (folder / stored_name).unlink(missing_ok=True))
    key = secrets.token_bytes(32)
    sha256, size = write_sealed(source, folder / stored_name, key, evidence_id)
    work.add(
        EvidenceRow,
        id=evidence_id,
        case_id=case_id,
        visit_id=visit_id,
        contact_id=contact_id,
        kind=kind,
        original_name=original_name,
        media_type=media_type,
        size=size,
        sha256=sha256,
        stored_name=stored_name,
        **asdict(seen),
        sealed_key=b64(seal_bytes(case_key(work, case_id), key, evidence_id.encode())),
    )
    return Evidence(
        evidence_id,
        CaseId(case_id),
        visit_id or "",
        kind,
        original_name,
        media_type,
        size,
        sha256,
        stored_name,
        work.actor.id,
        work.now,
        contact_id or "",
        *astuple(seen),
    )


def describe(work: Work, kept: Evidence, label: str, seconds: int | None) -> None:
    """Say which recorder a recording is of, and how long it is."""
    work.change(EvidenceRow, kept.id, label=label, seconds=seconds)


def of_case(view: View, case_id: str) -> list[Evidence]:
    """Evidence of a case, in the order it came."""
    return _evidence(view, EvidenceRow.case_id == case_id)


def everything(view: View) -> list[Evidence]:
    """All evidence of the branch, in the order it came."""
    return _evidence(view, sa.true())


def one(view: View, evidence_id: str) -> Evidence:
    """One piece of evidence; raises LookupError."""
    found = _evidence(view, EvidenceRow.id == evidence_id)
    if not found:
        raise LookupError(f"no evidence {evidence_id}")
    return found[0]


def fingerprinted(view: View) -> list[Evidence]:
    """Every photo whose look is known, copies left out."""
    return _evidence(view, sa.and_(EvidenceRow.fingerprint != "", EvidenceRow.copy_of == ""))


def of_visit(view: View, visit_id: str) -> list[Evidence]:
    return _evidence(view, EvidenceRow.visit_id == visit_id)


def read(view: View, folder: Path, kept: Evidence) -> bytes:
    """The original bytes; raises StoreTrouble(evidence_missing | evidence_altered) naming the file."""
    content = b"".join(stream(view, folder, kept))
    if hashlib.sha256(content).hexdigest() != kept.sha256:
        raise StoreTrouble("evidence_altered", name=kept.original_name)
    return content


def stream(view: View, folder: Path, kept: Evidence) -> Iterator[bytes]:
    """The original bytes in chunks."""
    key = _file_key(view, kept)
    try:
        with (folder / kept.stored_name).open("rb") as file:
            yield from _opened(file, key, kept)
    except FileNotFoundError:
        raise StoreTrouble("evidence_missing", name=kept.original_name) from None


def opener(view: View, folder: Path, kept: Evidence) -> Callable[[], BinaryIO]:
    """What opens the original bytes later, when the snapshot is closed: the case's key is taken along.

    Opening and reading raise StoreTrouble(evidence_missing | evidence_altered) naming the file; memory stays
    at one chunk however large the file is.
    """
    key = _file_key(view, kept)

    def open_original() -> BinaryIO:
        try:
            sealed = (folder / kept.stored_name).open("rb")
        except FileNotFoundError:
            raise StoreTrouble("evidence_missing", name=kept.original_name) from None
        return cast("BinaryIO", _Original(sealed, key, kept))

    return open_original


class _Original(io.RawIOBase):
    """The original bytes of one file of evidence, deciphered chunk by chunk and digested on the way."""

    def __init__(self, sealed: BinaryIO, key: bytes, kept: Evidence) -> None:
        super().__init__()
        self._sealed = sealed
        self._kept = kept
        self._chunks = _opened(sealed, key, kept)
        self._digest = hashlib.sha256()
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = next(self._chunks, b"")
            self._digest.update(self._left)
            if not self._left and self._digest.hexdigest() != self._kept.sha256:
                raise StoreTrouble("evidence_altered", name=self._kept.original_name)
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)

    def close(self) -> None:
        self._sealed.close()
        super().close()


def orphans(view: View, folder: Path) -> list[str]:
    """Files in the evidence folder that no record needs: left by a crash between the file and its row, or of a
    case whose evidence was disposed of.
    """
    if not folder.is_dir():
        return []
    query = sa.select(EvidenceRow.stored_name).join(CaseRow, CaseRow.id == EvidenceRow.case_id)
    needed = {r[0] for r in view.rows(query.where(CaseRow.sealed_key != ""))}
    return sorted(p.name for p in folder.iterdir() if p.name not in needed)


def sweep(work: Work, folder: Path) -> list[str]:
    """Remove what ``orphans`` names. Inside a writing transaction, since only a writer files evidence."""
    found = orphans(work, folder)
    for name in found:
        (folder / name).unlink(missing_ok=True)
    return found


def _opened(file: BinaryIO, key: bytes, kept: Evidence) -> Iterator[bytes]:
    try:
        yield from read_sealed(file, key, kept.id)
    except StoreTrouble as error:
        raise StoreTrouble("evidence_altered", name=kept.original_name) from error


def _file_key(view: View, kept: Evidence) -> bytes:
    """The file's own key: whoever took the case's key along can't read what is filed after they left."""
    wrapping = case_key(view, kept.case_id)
    sealed = view.scalar(sa.select(EvidenceRow.sealed_key).where(EvidenceRow.id == kept.id))
    try:
        return open_bytes(wrapping, unb64(sealed or ""), kept.id.encode())
    except (StoreTrouble, ValueError) as error:
        raise StoreTrouble("evidence_altered", name=kept.original_name) from error


def _evidence(view: View, where: sa.ColumnElement[bool]) -> list[Evidence]:
    rows = view.rows(sa.select(EvidenceRow).where(where).order_by(EvidenceRow.recorded_at, EvidenceRow.id))
    return [
        Evidence(
            EvidenceId(e.id),
            CaseId(e.case_id),
            e.visit_id or "",
            e.kind,
            e.original_name,
            e.media_type,
            e.size,
            e.sha256,
            e.stored_name,
            e.recorded_by,
            e.recorded_at,
            e.contact_id or "",
            e.copy_of,
            e.taken_at,
            e.device,
            e.fingerprint,
            e.label,
            e.seconds,
            e.came_sha256,
            e.location,
            e.location_basis,
        )
        for e in rows
    ]
