"""What people have asked for or agreed to about being contacted."""

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


class DisclosureRow(Record, Rows):
    """Somebody who is to be told of a debt or was, or a report of it, with the proofs that make it lawful."""

    __tablename__ = "disclosure"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    to: Mapped[Text]
    recipient: Mapped[Text]
    purpose: Mapped[Text]
    what: Mapped[Text]
    tells_debt: Mapped[bool] = mapped_column(sa.Boolean)
    identity: Mapped[Text]
    consent: Mapped[Text]
    agreement: Mapped[Text]
    assessment: Mapped[Text]
    state: Mapped[Text]
    planned_on: Mapped[Day]
    done_at: Mapped[Instant | None]
    reason: Mapped[Text]
    note: Mapped[Text]


class OriginalRow(Record, Rows):
    """A paper signed in ink: what it is, where it lies, or who has it until when."""

    __tablename__ = "original"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    kind: Mapped[Text]
    title: Mapped[Text]
    box: Mapped[Text]
    place: Mapped[Text]
    state: Mapped[Text]
    holder: Mapped[Text]
    due_back_on: Mapped[Day | None]


class OriginalMoveRow(Record, Rows):
    """Something that happened to an original; never changed. ``evidence_id`` is the scan of what was signed."""

    __tablename__ = "original_move"

    original_id: Mapped[str] = mapped_column(sa.ForeignKey("original.id"), index=True)
    kind: Mapped[Text]
    happened_on: Mapped[Day]
    who: Mapped[Text]
    box: Mapped[Text]
    place: Mapped[Text]
    due_back_on: Mapped[Day | None]
    evidence_id: Mapped[str | None] = mapped_column(sa.String(32))
    note: Mapped[Text]
