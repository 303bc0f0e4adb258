"""Who stands in for whom and on which paper, what was approved on paper, what was signed, and which files were opened
on which day.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Frequent, Instant, Json, Key, Record, Rows, Text


class DeputyshipRow(Record, Rows):
    """Somebody may do named deeds in another's place from one day to another; it is ended, never deleted."""

    __tablename__ = "deputyship"

    principal_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), index=True)
    deputy_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), index=True)
    permissions: Mapped[Json]
    from_on: Mapped[Day]
    until_on: Mapped[Day]
    reason: Mapped[Text]
    ended_on: Mapped[Day | None]
    ended_by: Mapped[str | None] = mapped_column(sa.String(32))


class PaperApprovalRow(Record, Rows):
    """A scanned approval that somebody acted on while nobody could approve here; a supervisor confirms it."""

    __tablename__ = "paper_approval"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    kind: Mapped[Text]
    subject_id: Mapped[Key] = mapped_column(index=True)
    evidence_id: Mapped[str] = mapped_column(sa.ForeignKey("evidence.id"))
    approver_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    approved_on: Mapped[Day]
    due_on: Mapped[Day]
    state: Mapped[Text] = mapped_column(index=True)
    decided_by: Mapped[str | None] = mapped_column(sa.String(32))
    decided_at: Mapped[Instant | None]
    reason: Mapped[Text] = mapped_column(default="")


class DeputyPaperRow(Frequent, Rows):
    """The scan of an authorisation that a supervisor who is away signed: the deputyship that rests on it runs, and
    stops by itself unless a supervisor confirms it in time.
    """

    __tablename__ = "deputy_paper"

    deputyship_id: Mapped[str] = mapped_column(sa.ForeignKey("deputyship.id"), unique=True)
    signed_on: Mapped[Day]
    due_on: Mapped[Day]
    state: Mapped[Text]
    decided_by: Mapped[str | None] = mapped_column(sa.String(32))
    decided_at: Mapped[Instant | None]
    reason: Mapped[Text] = mapped_column(default="")
    file_name: Mapped[Text]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    original: Mapped[bytes] = mapped_column(sa.LargeBinary)
    """The file as it came. It concerns no case, whose key could hold it, and no customer."""
    picture: Mapped[bytes] = mapped_column(sa.LargeBinary)
    """Its page upright, as a JPEG."""


class SignatureRow(Frequent, Rows):
    """A personal signature over what a deed said, beside the deed's line in the trail."""

    __tablename__ = "signature"

    audit_seq: Mapped[int] = mapped_column(sa.BigInteger, index=True)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), index=True)
    action: Mapped[Text]
    statement: Mapped[Text]
    key_id: Mapped[str] = mapped_column(sa.String(64))
    public_key: Mapped[str] = mapped_column(sa.String(64))
    signature: Mapped[str] = mapped_column(sa.String(128))


class OpeningRow(Rows):
    """Whose file somebody opened on a day: opening it is the purpose, and is in the trail once a day."""

    __tablename__ = "file_opening"

    account_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    customer_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    on_day: Mapped[Day] = mapped_column(primary_key=True)
    branch_id: Mapped[Key]


class SignInRow(Rows):
    """When an account was opened last, and how often a wrong password was given since."""

    __tablename__ = "sign_in"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    branch_id: Mapped[Key]
    opened_at: Mapped[Instant | None]
    tries: Mapped[int] = mapped_column(sa.Integer, default=0)
    tried_at: Mapped[Instant | None]
    mark: Mapped[str] = mapped_column(sa.String(32), default="")
