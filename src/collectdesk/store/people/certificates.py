"""Certificates of trainings: rows to values; their bytes lie in the encrypted file itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from collectdesk.store.rows.people import CertificateRow
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Certificate:
    """One paper, without its bytes."""

    id: str
    number: str
    name: str
    size: int
    sha256: str
    attached_at: datetime


def add_certificate(
    work: Work, staff_id: str, number: str, *, name: str, media_type: str, content: bytes, sha256: str
) -> str:
    """Keep a certificate of the training with this number."""
    return work.add(
        CertificateRow, staff_id=staff_id, number=number, name=name, media_type=media_type, size=len(content),
        sha256=sha256, content=content,
    )  # fmt: skip


def certificates(view: View, staff_id: str) -> list[Certificate]:
    """The certificates of one person, the newest first."""
    row = CertificateRow
    query = (
        sa.select(row.id, row.number, row.name, row.size, row.sha256, row.recorded_at)
        .where(row.staff_id == staff_id)
        .order_by(row.recorded_at.desc(), row.id.desc())
    )
    return [Certificate(r.id, r.number, r.name, r.size, r.sha256, r.recorded_at) for r in view.rows(query)]


def content_of(view: View, certificate_id: str) -> tuple[bytes, str]:
    """Bytes and media type; raises LookupError."""
    row = CertificateRow
    found = view.row(sa.select(row.content, row.media_type).where(row.id == certificate_id))
    if found is None:
        raise LookupError(f"no certificate {certificate_id}")
    return bytes(found.content), str(found.media_type)
