"""The branch, the people who sign in, and the staff who go out."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Instant, Key, Record, Rows, Text


class BranchRow(Rows):
    __tablename__ = "branch"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    name: Mapped[Text]
    kind: Mapped[Text]
    created_at: Mapped[Instant]
    practice_date: Mapped[Day | None]
    seal_key: Mapped[str | None] = mapped_column(sa.Text)


class AccountRow(Record, Rows):
    """A person who signs in; the password lives nowhere but in how their slot opens."""

    __tablename__ = "account"

    login: Mapped[str] = mapped_column(sa.String(64), unique=True)
    name: Mapped[Text]
    role: Mapped[Text]
    active: Mapped[bool] = mapped_column(sa.Boolean)
    staff_id: Mapped[str | None] = mapped_column(sa.ForeignKey("staff.id"))


class StaffRow(Record, Rows):
    __tablename__ = "staff"

    staff_no: Mapped[str] = mapped_column(sa.String(32), unique=True)
    name: Mapped[Text]
    is_collection_officer: Mapped[bool] = mapped_column(sa.Boolean)
    is_safety_officer: Mapped[bool] = mapped_column(sa.Boolean)
    active: Mapped[bool] = mapped_column(sa.Boolean)


class CredentialRow(Record, Rows):
    __tablename__ = "credential"

    staff_id: Mapped[str] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    kind: Mapped[Text]
    number: Mapped[Text]
    valid_from: Mapped[Day]
    valid_until: Mapped[Day]


class DraftRow(Rows):
    """What somebody was typing, so that a crash loses nothing."""

    __tablename__ = "draft"
    __table_args__ = (sa.UniqueConstraint("account_id", "form", "subject_id"),)

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    branch_id: Mapped[Key]
    account_id: Mapped[Key]
    form: Mapped[Text]
    subject_id: Mapped[Key]
    content: Mapped[Text]
    saved_at: Mapped[Instant]
