"""The audit trail: append-only, chained; triggers made by the migration guard against slips."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Instant, Key, Rows, Text


class AuditRow(Rows):
    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    branch_id: Mapped[Key]
    at: Mapped[Instant]
    account_id: Mapped[Key]
    action: Mapped[str] = mapped_column(sa.String(64), index=True)
    about: Mapped[Text]
    previous: Mapped[str] = mapped_column(sa.String(64))
    link: Mapped[str] = mapped_column(sa.String(64))


class AuditHeadRow(Rows):
    """One row: where the chain stands."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    link: Mapped[str] = mapped_column(sa.String(64))


class CounterRow(Rows):
    """Running numbers of a kind and year: cases, visits, agreements, packs."""

    __tablename__ = "counter"

    branch_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    year: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    last: Mapped[int] = mapped_column(sa.Integer)
