"""What people have asked for or agreed to about being contacted."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Record, Rows, Text


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
