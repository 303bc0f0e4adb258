"""Notices with what became of them, the branch's letterhead, and the branch's own texts."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Instant, Json, Record, Rows, Text


class NoticeRow(Record, Rows):
    """One notice to one person; ``content`` is what it says, frozen when it was written."""

    __tablename__ = "notice"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    point_id: Mapped[str] = mapped_column(sa.ForeignKey("contact_point.id"))
    number: Mapped[str] = mapped_column(sa.String(32), unique=True)
    letter_no: Mapped[str | None] = mapped_column(sa.String(80), unique=True)
    """The yearly number (文号), given when a letter is approved."""
    level: Mapped[Text]
    channel: Mapped[Text]
    language: Mapped[Text]
    state: Mapped[Text] = mapped_column(index=True)
    extra: Mapped[Text]
    pay_by: Mapped[Day]
    content: Mapped[Json]
    text_code: Mapped[Text]
    text_version: Mapped[int] = mapped_column(sa.Integer)
    waybill: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    decided_by: Mapped[str | None] = mapped_column(sa.String(32))
    decided_at: Mapped[Instant | None]


class NoticeEventRow(Record, Rows):
    """Something that happened to a notice: what, when it was true, who took it, and its scan. Never changed."""

    __tablename__ = "notice_event"

    notice_id: Mapped[str] = mapped_column(sa.ForeignKey("notice.id"), index=True)
    state: Mapped[Text]
    happened_on: Mapped[Day]
    served_by: Mapped[Text] = mapped_column(default="")
    taken_by: Mapped[Text] = mapped_column(default="")
    note: Mapped[Text] = mapped_column(default="")
    evidence_id: Mapped[str | None] = mapped_column(sa.String(32))


class LetterheadRow(Record, Rows):
    """How the branch stands on its letters: number word, address, telephone, its own receiving account."""

    __tablename__ = "letterhead"
    __table_args__ = (sa.UniqueConstraint("branch_id"),)

    number_word: Mapped[Text]
    address: Mapped[Text]
    postcode: Mapped[Text]
    phone: Mapped[Text]
    account_name: Mapped[Text]
    account_no: Mapped[Text]
    account_bank: Mapped[Text]


class TextRow(Record, Rows):
    """One version of a text to customers that the branch has made; approved by somebody else than its maker."""

    __tablename__ = "customer_text"
    __table_args__ = (sa.UniqueConstraint("code", "language", "text_version"),)

    code: Mapped[str] = mapped_column(sa.String(60))
    language: Mapped[str] = mapped_column(sa.String(12))
    text_version: Mapped[int] = mapped_column(sa.Integer)
    kind: Mapped[Text]
    levels: Mapped[Json]
    title: Mapped[Text]
    body: Mapped[Text]
    sentences: Mapped[Json]
    state: Mapped[Text] = mapped_column(index=True)
    reason: Mapped[Text] = mapped_column(default="")
    decided_by: Mapped[str | None] = mapped_column(sa.String(32))
    decided_at: Mapped[Instant | None]
    decision_reason: Mapped[Text] = mapped_column(default="")
