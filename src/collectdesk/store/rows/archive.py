"""The archive officers' keys, the months' frozen figures, and what customers said when they were asked."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Instant, Json, Record, Rows, Text


class ArchiveKeyRow(Record, Rows):
    """An archive officer's own key: ``wrapped`` opens with the passphrase that only the officer knows."""

    __tablename__ = "archive_key"

    account_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    public: Mapped[str] = mapped_column(sa.String(64))
    fingerprint: Mapped[Text]
    wrapped: Mapped[Text]
    retired_at: Mapped[Instant | None]
    retired_why: Mapped[Text] = mapped_column(default="")


class MonthEndRow(Record, Rows):
    """The figures of one month as they stood when they were frozen; never changed."""

    __tablename__ = "month_end"

    month: Mapped[str] = mapped_column(sa.String(7), unique=True)
    last_on: Mapped[Day]
    figures: Mapped[Json]
    digest: Mapped[str] = mapped_column(sa.String(64))
    trail_seq: Mapped[int] = mapped_column(sa.Integer)
    trail_link: Mapped[str] = mapped_column(sa.String(64))


class CallbackRow(Record, Rows):
    """What a customer said of a visit when somebody else asked them, and what is to get better for it."""

    __tablename__ = "callback"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    visit_id: Mapped[str] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    asked_on: Mapped[Day]
    outcome: Mapped[Text]
    score: Mapped[int | None] = mapped_column(sa.Integer)
    said: Mapped[Text]
    improvement: Mapped[Text] = mapped_column(default="")
    improvement_owner: Mapped[str | None] = mapped_column(sa.String(32))
    improvement_due_on: Mapped[Day | None]
    result: Mapped[Text] = mapped_column(default="")
    result_on: Mapped[Day | None]
