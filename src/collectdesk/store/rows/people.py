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
    pdf_signer: Mapped[str | None] = mapped_column(sa.Text)


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
    drives: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    languages: Mapped[Text] = mapped_column(default="")
    works_days: Mapped[Text] = mapped_column(default="")
    """The weekdays on which they work, as digits from 1 for Monday; empty: any."""
    works_from: Mapped[int] = mapped_column(sa.Integer, default=0)
    works_until: Mapped[int] = mapped_column(sa.Integer, default=24 * 60)


class CredentialRow(Record, Rows):
    __tablename__ = "credential"

    staff_id: Mapped[str] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    kind: Mapped[Text]
    number: Mapped[Text]
    valid_from: Mapped[Day]
    valid_until: Mapped[Day]


class CertificateRow(Record, Rows):
    """The paper of a training: a scan or photo of the certificate."""

    __tablename__ = "certificate"

    staff_id: Mapped[str] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    number: Mapped[Text]
    name: Mapped[Text]
    media_type: Mapped[Text]
    size: Mapped[int] = mapped_column(sa.Integer)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)


class LeaveRow(Record, Rows):
    """Days on which somebody isn't at work, both included."""

    __tablename__ = "staff_leave"

    staff_id: Mapped[str] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    kind: Mapped[Text]
    from_on: Mapped[Day]
    until_on: Mapped[Day]
    taken_back_on: Mapped[Day | None]


class TieRow(Record, Rows):
    """Somebody of the staff who is related to a customer or has an interest: they aren't sent there."""

    __tablename__ = "staff_tie"

    staff_id: Mapped[str] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    kind: Mapped[Text]
    note: Mapped[Text]
    ended_on: Mapped[Day | None]


class PractisedRow(Record, Rows):
    """A quiz on the rules, a course, or a visit somebody was led on."""

    __tablename__ = "staff_practice"

    staff_id: Mapped[str] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    kind: Mapped[Text]
    on_day: Mapped[Day]
    points: Mapped[int | None] = mapped_column(sa.Integer)
    led_by: Mapped[Text]
    note: Mapped[Text]


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


class KeyEpochRow(Rows):
    """One generation of keys. Of an epoch that is over, the keys that still check old entries and codes are kept."""

    __tablename__ = "key_epoch"

    number: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    began_at: Mapped[Instant]
    began_by: Mapped[Key]
    reason: Mapped[Text]
    first_seq: Mapped[int] = mapped_column(sa.BigInteger)
    """The first entry of the trail that this epoch's key chains."""
    workstation: Mapped[Text]
    """The workstation's secret, sealed; empty once the epoch is over."""
    remembered: Mapped[Text]
    """The trail's and the codes' keys, sealed under the epoch that runs; empty while this one does."""


class KeyHolderRow(Record, Rows):
    """The public keys a root may be sealed to: people and envelopes. Retired ones stay, to check signatures."""

    __tablename__ = "key_holder"

    kind: Mapped[Text]
    name: Mapped[str] = mapped_column(sa.String(64), index=True)
    account_id: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    exchange: Mapped[Text]
    signing: Mapped[Text]
    vouch: Mapped[Text]
    retired_at: Mapped[Instant | None]
    retired_why: Mapped[Text] = mapped_column(default="")
