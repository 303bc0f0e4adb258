"""The audit trail: append-only, chained; triggers made by the migration guard against slips."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Instant, Key, Record, Rows, Text

REFUSALS_ONLY: Final = sa.text("action >= 'refused.' AND action < 'refused/'")
"""Only refusals are ever looked up by their code: an index over all would cost every deed a page."""


class AuditRow(Rows):
    __tablename__ = "audit_entry"
    __table_args__ = (
        sa.Index(
            "ix_audit_entry_refused", "action", sqlite_where=REFUSALS_ONLY, postgresql_where=REFUSALS_ONLY
        ),
    )

    seq: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    branch_id: Mapped[Key]
    at: Mapped[Instant]
    account_id: Mapped[Key]
    action: Mapped[str] = mapped_column(sa.String(64))
    about: Mapped[Text]
    previous: Mapped[str] = mapped_column(sa.String(64))
    link: Mapped[str] = mapped_column(sa.String(64))


class AuditHeadRow(Rows):
    """One row: where the chain stands, and the latest instant in it since the clock was last confirmed."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    link: Mapped[str] = mapped_column(sa.String(64))
    latest: Mapped[Instant | None]


class DayClosingRow(Record, Rows):
    """An evening page: the entry up to which the trail stood on paper, and its link."""

    __tablename__ = "day_closing"

    day: Mapped[Day] = mapped_column(index=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    link: Mapped[str] = mapped_column(sa.String(64))
    entries: Mapped[int] = mapped_column(sa.Integer)


class CounterRow(Rows):
    """Running numbers of a kind and year: cases, visits, agreements, packs."""

    __tablename__ = "counter"

    branch_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    year: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    last: Mapped[int] = mapped_column(sa.Integer)
