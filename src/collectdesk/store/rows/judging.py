"""Steps that a plan of steps drafts, and what was done about trained cards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Frequent, Instant, Json, Key, Record, Rows, Text


class StepDraftRow(Frequent, Rows):
    """A step that a plan of steps proposes; nothing goes out before somebody releases it."""

    __tablename__ = "step_draft"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "plan_id", "step_code", "due_on", name="uq_step_draft_once"),
        sa.Index("ix_step_draft_state", "state", "due_on"),
    )

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    plan_id: Mapped[Text]
    plan_version: Mapped[Text]
    step_code: Mapped[Text]
    kind: Mapped[Text]
    due_on: Mapped[Day]
    state: Mapped[Text]
    decided_at: Mapped[Instant | None]
    decided_by: Mapped[str | None] = mapped_column(sa.String(32))


class CalibrationRow(Record, Rows):
    """One act of calibration: a card adopted, rolled back, the hold-out switched; never changed."""

    __tablename__ = "calibration_act"

    kind: Mapped[Text]
    content: Mapped[Json]
    reason: Mapped[Text]
    second: Mapped[Key]
