"""Complaints and objections to bureau entries, and facts that legal terms hang on."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Instant, Record, Rows, Text


class ComplaintRow(Record, Rows):
    """One complaint, or one objection to a bureau entry; its state is derived from its days."""

    __tablename__ = "complaint"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    number: Mapped[str] = mapped_column(sa.String(32), unique=True)
    kind: Mapped[Text]
    complainant: Mapped[Text]
    channel: Mapped[Text]
    received_on: Mapped[Day]
    subject: Mapped[Text]
    about_id: Mapped[str | None] = mapped_column(sa.String(32))
    """The account or member of staff complained about."""
    said: Mapped[Text]
    reference: Mapped[Text]
    """The number the bureau or the regulator gave it."""
    due_on: Mapped[Day]
    extended_why: Mapped[Text] = mapped_column(default="")
    hold_id: Mapped[str | None] = mapped_column(sa.String(32))
    marked_on: Mapped[Day | None]
    """Since when the bureau's entry is marked as objected to."""
    finding: Mapped[Text] = mapped_column(default="")
    root_cause: Mapped[Text] = mapped_column(default="")
    answer: Mapped[Text] = mapped_column(default="")
    answer_way: Mapped[Text] = mapped_column(default="")
    answered_on: Mapped[Day | None]
    answered_by: Mapped[str | None] = mapped_column(sa.String(32))
    notice_id: Mapped[str | None] = mapped_column(sa.String(32))
    improvement: Mapped[Text] = mapped_column(default="")
    improvement_owner: Mapped[str | None] = mapped_column(sa.String(32))
    improvement_due_on: Mapped[Day | None]
    result: Mapped[Text] = mapped_column(default="")
    result_on: Mapped[Day | None]
    closed_by: Mapped[str | None] = mapped_column(sa.String(32))
    closed_at: Mapped[Instant | None]
    reopened_why: Mapped[Text] = mapped_column(default="")


class LegalFactRow(Record, Rows):
    """Something a legal term hangs on that no other record says: a suit, an acknowledgement, an acceleration."""

    __tablename__ = "legal_fact"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    product_id: Mapped[str | None] = mapped_column(sa.String(32))
    party_id: Mapped[str | None] = mapped_column(sa.String(32))
    kind: Mapped[Text]
    happened_on: Mapped[Day]
    proof: Mapped[Text]
