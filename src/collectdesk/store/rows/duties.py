"""What people have asked for or complained of, and what starts, stops or ends a term of the law."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Instant, Record, Rows, Text


class WishRow(Record, Rows):
    """What somebody asked for or agreed to, with the proof kept of it; ``party_id`` is empty for the customer."""

    __tablename__ = "wish"

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    party_id: Mapped[str | None] = mapped_column(sa.ForeignKey("related_party.id"))
    kind: Mapped[Text]
    value: Mapped[Text]
    from_minute: Mapped[int | None] = mapped_column(sa.Integer)
    until_minute: Mapped[int | None] = mapped_column(sa.Integer)
    said_on: Mapped[Day]
    proof: Mapped[Text]
    ended_on: Mapped[Day | None]


class ComplaintRow(Record, Rows):
    """A complaint from its register number to its root cause."""

    __tablename__ = "complaint"

    number: Mapped[str] = mapped_column(sa.String(32), unique=True)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    received_at: Mapped[Instant]
    channel: Mapped[Text]
    by_whom: Mapped[Text]
    about: Mapped[Text]
    subject_id: Mapped[Text]
    told: Mapped[Text]
    hold_id: Mapped[str | None] = mapped_column(sa.ForeignKey("hold.id"))
    due_on: Mapped[Day]
    due_rule: Mapped[Text]
    extended_why: Mapped[Text]
    finding: Mapped[Text]
    answer: Mapped[Text]
    answered_on: Mapped[Day | None]
    answered_by: Mapped[str | None] = mapped_column(sa.String(32))
    root_cause: Mapped[Text]


class ImprovementRow(Record, Rows):
    """What is changed so that it doesn't happen again: who does it by when, and what came of it."""

    __tablename__ = "improvement"

    complaint_id: Mapped[str] = mapped_column(sa.ForeignKey("complaint.id"), index=True)
    what: Mapped[Text]
    owner_id: Mapped[str] = mapped_column(sa.String(32))
    due_on: Mapped[Day]
    done_on: Mapped[Day | None]
    result: Mapped[Text]


class LegalEventRow(Record, Rows):
    """Something that starts, interrupts or ends a term of the law, with what proves it."""

    __tablename__ = "legal_event"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    kind: Mapped[Text]
    subject_id: Mapped[Text]
    happened_on: Mapped[Day]
    proof: Mapped[Text]
    struck_on: Mapped[Day | None]
    struck_why: Mapped[Text]
