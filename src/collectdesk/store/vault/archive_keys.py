"""The archive officers' own keys: kept as they are wrapped by a passphrase, and never opened here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectdesk.store.rows.archive import ArchiveKeyRow

if TYPE_CHECKING:
    from datetime import datetime

    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class ArchiveKey:
    """One officer's key. ``wrapped`` is encrypted PKCS#8; ``fingerprint`` is in groups of four, as on paper."""

    id: str
    account_id: str
    fingerprint: str
    made_at: datetime
    retired_at: datetime | None
    retired_why: str


def add(work: Work, account_id: str, public: bytes, fingerprint: str, wrapped: bytes) -> str:
    return work.add(
        ArchiveKeyRow, account_id=account_id, public=public.hex(), fingerprint=fingerprint,
        wrapped=wrapped.decode("ascii"), retired_at=None, retired_why="",
    )  # fmt: skip


def retire(work: Work, key_id: str, why: str) -> None:
    """What it sealed stays good; it seals nothing more."""
    work.change(ArchiveKeyRow, key_id, retired_at=work.now, retired_why=why)


def everyone(view: View) -> list[ArchiveKey]:
    """All keys there ever were, the newest first."""
    query = sa.select(ArchiveKeyRow).order_by(ArchiveKeyRow.recorded_at.desc(), ArchiveKeyRow.id.desc())
    return [
        ArchiveKey(each.id, each.account_id, each.fingerprint, each.recorded_at, each.retired_at, each.retired_why)
        for each in view.rows(query)
    ]  # fmt: skip


def living(view: View, account_id: str | None = None) -> list[ArchiveKey]:
    """The keys that may seal, of one officer or of all."""
    return [
        each for each in everyone(view) if each.retired_at is None and account_id in (None, each.account_id)
    ]


def wrapped(view: View, key_id: str) -> bytes:
    """The key as the passphrase wraps it."""
    found: str = view.scalar(sa.select(ArchiveKeyRow.wrapped).where(ArchiveKeyRow.id == key_id))
    return found.encode("ascii")
