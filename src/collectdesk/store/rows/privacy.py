"""What customers asked about their own data, what was erased, and lists of numbers that lie about on paper."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Instant, Json, Record, Rows, Text


class PetitionRow(Record, Rows):
    """A customer asks for a copy, a correction or deletion of their data; answered by ``due_on``."""

    __tablename__ = "petition"

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    kind: Mapped[Text]
    asked_on: Mapped[Day]
    identity: Mapped[Text]
    wish: Mapped[Text]
    due_on: Mapped[Day]
    state: Mapped[str] = mapped_column(sa.String(16), index=True)
    answered_at: Mapped[Instant | None]
    answered_by: Mapped[str | None] = mapped_column(sa.String(32))
    answer: Mapped[Text] = mapped_column(default="")


class ErasureRow(Record, Rows):
    """What of a customer's data was erased: the ids of the rows, never their content. A restore does it again."""

    __tablename__ = "erasure"

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    petition_id: Mapped[str | None] = mapped_column(sa.ForeignKey("petition.id"))
    kind: Mapped[Text]
    ids: Mapped[Json]
    reason: Mapped[Text]
    second_id: Mapped[Text]


class PhoneListRow(Record, Rows):
    """A printed list of telephone numbers: where its pages are, until every one is back or accounted for."""

    __tablename__ = "phone_list"
    __table_args__ = (sa.UniqueConstraint("branch_id", "number"),)

    number: Mapped[str] = mapped_column(sa.String(32))
    holder_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), index=True)
    purpose: Mapped[Text]
    customers: Mapped[int] = mapped_column(sa.Integer)
    pages: Mapped[int] = mapped_column(sa.Integer)
    is_whole: Mapped[bool] = mapped_column(sa.Boolean)
    return_by: Mapped[Day]
    fate: Mapped[str] = mapped_column(sa.String(16), index=True)
    fate_why: Mapped[Text] = mapped_column(default="")
    settled_at: Mapped[Instant | None]
    settled_by: Mapped[str | None] = mapped_column(sa.String(32))
