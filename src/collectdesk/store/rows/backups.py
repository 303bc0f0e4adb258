"""Where backups go, and every backup made: what it holds and whether it still exists."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Instant, Record, Rows, Text


class BackupPlaceRow(Record, Rows):
    """A folder or stick that gets a backup by its rhythm, and how many it keeps."""

    __tablename__ = "backup_place"

    folder: Mapped[Text]
    rhythm: Mapped[Text]
    daily: Mapped[int] = mapped_column(sa.Integer)
    weekly: Mapped[int] = mapped_column(sa.Integer)
    monthly: Mapped[int] = mapped_column(sa.Integer)
    active: Mapped[bool] = mapped_column(sa.Boolean)


class BackupRow(Record, Rows):
    """One finished, verified backup. It holds the keys of every case opened by ``snapshot_at``."""

    __tablename__ = "backup"

    place: Mapped[Text]
    name: Mapped[str] = mapped_column(sa.String(64))
    occasion: Mapped[Text]
    state: Mapped[Text] = mapped_column(index=True)
    snapshot_at: Mapped[Instant]
    trail_seq: Mapped[int] = mapped_column(sa.BigInteger)
    trail_link: Mapped[str] = mapped_column(sa.String(64))
    schema_step: Mapped[str] = mapped_column(sa.String(16))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    evidence: Mapped[int] = mapped_column(sa.Integer)
    evidence_missing: Mapped[int] = mapped_column(sa.Integer)
    broken_at: Mapped[int | None] = mapped_column(sa.BigInteger)
    verified_at: Mapped[Instant]
    removed_at: Mapped[Instant | None]
