"""Cases, what is to be done next, contacts, holds, rule decisions and breaches."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Fen, Frequent, Instant, Json, Key, Record, Rows, Text


class CaseRow(Record, Rows):
    """One customer's case; at most one is open. Its state is derived, never stored beside its reasons."""

    __tablename__ = "customer_case"

    case_no: Mapped[str] = mapped_column(sa.String(32), unique=True)
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    opened_on: Mapped[Day]
    closed_on: Mapped[Day | None]
    assigned_to: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    sealed_key: Mapped[Text]


class CaseShareRow(Record, Rows):
    """A case given to somebody. With ``until_on`` they stand in for its owner, both days included, and it goes back
    by itself; without, it changed hands for good and this only remembers it.
    """

    __tablename__ = "case_share"

    sharing_id: Mapped[Key] = mapped_column(index=True)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    owner_id: Mapped[str | None] = mapped_column(sa.String(32))
    holder_id: Mapped[Key]
    from_on: Mapped[Day]
    until_on: Mapped[Day | None]
    why: Mapped[Text]
    ended_on: Mapped[Day | None]


class EntryCorrectionRow(Record, Rows):
    """An entry that was made on the wrong customer: it stays where it is, marked, and what it caused is withdrawn.

    ``effects`` are codes of what was withdrawn; ``right_case_id`` is whose case it should have been, if known.
    """

    __tablename__ = "entry_correction"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    subject_kind: Mapped[Text]
    subject_id: Mapped[Key] = mapped_column(unique=True)
    right_case_id: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    new_id: Mapped[str | None] = mapped_column(sa.String(32))
    reason: Mapped[Text]
    effects: Mapped[Json]


class NextStepRow(Frequent, Rows):
    """What is to be done, by when and why; never deleted, only done or dropped."""

    __tablename__ = "next_step"
    __table_args__ = (
        # open steps are few, done ones pile up for years: today's list reads only the former
        sa.Index(
            "ix_next_step_open",
            "due_on",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        ),
    )

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    kind: Mapped[Text]
    due_on: Mapped[Day]
    why: Mapped[Text]
    subject_id: Mapped[str | None] = mapped_column(sa.String(32))
    done_at: Mapped[Instant | None]
    done_by: Mapped[str | None] = mapped_column(sa.String(32))
    outcome: Mapped[Text] = mapped_column(default="")


class ContactRow(Frequent, Rows):
    __tablename__ = "contact_attempt"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    visit_id: Mapped[str | None] = mapped_column(sa.String(32))
    point_id: Mapped[str | None] = mapped_column(sa.ForeignKey("contact_point.id"), index=True)
    channel: Mapped[Text]
    direction: Mapped[Text]
    happened_at: Mapped[Instant]
    reached: Mapped[Text]
    outcome: Mapped[Text]
    identity_stated: Mapped[bool] = mapped_column(sa.Boolean)
    note: Mapped[Text]
    identity_proof: Mapped[Text] = mapped_column(default="")
    """How the person was identified, by its code; empty where nobody said."""
    sender_id: Mapped[str | None] = mapped_column(sa.String(32))
    """The branch's own account it went out by, of those on the register."""


class SenderRow(Record, Rows):
    """An account or line of the branch's own, and who approved it."""

    __tablename__ = "sender"

    channel: Mapped[Text]
    number: Mapped[Text]
    owner_id: Mapped[Key]
    since_on: Mapped[Day]
    until_on: Mapped[Day | None]
    state: Mapped[Text]
    decided_by: Mapped[str | None] = mapped_column(sa.String(32))
    decided_at: Mapped[Instant | None]
    reason: Mapped[Text] = mapped_column(default="")


class HoldRow(Record, Rows):
    __tablename__ = "hold"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    code: Mapped[Text]
    from_on: Mapped[Day]
    until_on: Mapped[Day | None]
    reason: Mapped[Text]
    source_id: Mapped[str | None] = mapped_column(sa.String(32))
    ended_on: Mapped[Day | None]
    scope: Mapped[Text] = mapped_column(default="customer")
    scope_id: Mapped[Text] = mapped_column(default="")
    proof_due_on: Mapped[Day | None]
    proof_came_on: Mapped[Day | None]
    proof: Mapped[Text] = mapped_column(default="")


class DecisionRow(Frequent, Rows):
    """What the gate said of a planned act, with the facts it used."""

    __tablename__ = "rule_decision"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    subject_id: Mapped[Key] = mapped_column(index=True)
    act: Mapped[Text]
    rule_id: Mapped[Text]
    pack_id: Mapped[Text]
    pack_version: Mapped[Text]
    outcome: Mapped[Text]
    facts: Mapped[Json]
    reason: Mapped[Text] = mapped_column(default="")


class BreachRow(Record, Rows):
    """Something happened that a rule forbids: recorded truthfully, shown to the supervisor."""

    __tablename__ = "breach"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    subject_kind: Mapped[Text]
    subject_id: Mapped[Key] = mapped_column(index=True)
    rule_id: Mapped[Text]
    pack_id: Mapped[Text]
    pack_version: Mapped[Text]
    facts: Mapped[Json]
    happened_at: Mapped[Instant]
    acknowledged_at: Mapped[Instant | None]
    acknowledged_by: Mapped[str | None] = mapped_column(sa.String(32))
    measure: Mapped[Text] = mapped_column(default="")


class AssessmentRow(Frequent, Rows):
    """A risk assessment, frozen with its inputs."""

    __tablename__ = "assessment"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    assessed_on: Mapped[Day]
    scorecard_id: Mapped[Text]
    scorecard_version: Mapped[Text]
    willingness: Mapped[int] = mapped_column(sa.Integer)
    ability: Mapped[int] = mapped_column(sa.Integer)
    total: Mapped[int] = mapped_column(sa.Integer)
    level: Mapped[Text]
    strategy: Mapped[Text]
    visit_warranted: Mapped[bool] = mapped_column(sa.Boolean)
    detail: Mapped[Json]
    expires_on: Mapped[Day]


class ArrangementRow(Record, Rows):
    __tablename__ = "arrangement"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    product_id: Mapped[str] = mapped_column(sa.ForeignKey("product.id"))
    number: Mapped[str] = mapped_column(sa.String(32), unique=True)
    kind: Mapped[Text]
    method: Mapped[Text]
    state: Mapped[Text] = mapped_column(index=True)
    amount_fen: Mapped[Fen]
    annual_rate: Mapped[Text]
    made_on: Mapped[Day]
    reason: Mapped[Text]
    steps: Mapped[Json]


class ArrangementPartRow(Rows):
    __tablename__ = "arrangement_instalment"

    arrangement_id: Mapped[str] = mapped_column(sa.ForeignKey("arrangement.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    due_on: Mapped[Day]
    principal_fen: Mapped[Fen]
    interest_fen: Mapped[Fen]
    remaining_fen: Mapped[Fen]


class WaiverRow(Record, Rows):
    """One component of a debt that an arrangement gives up; decided by itself, lapsed when the arrangement breaks."""

    __tablename__ = "waiver"

    arrangement_id: Mapped[str] = mapped_column(sa.ForeignKey("arrangement.id"), index=True)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    component: Mapped[str] = mapped_column(sa.String(16))
    amount_fen: Mapped[Fen]
    state: Mapped[str] = mapped_column(sa.String(16))
    decided_on: Mapped[Day | None]
    decided_by: Mapped[str | None] = mapped_column(sa.String(32))
    reason: Mapped[Text] = mapped_column(default="")
    authority: Mapped[Text] = mapped_column(default="")


class WatchRow(Record, Rows):
    """The watch period of a debt arranged anew, and what its review found. Watched longer, it gets a new row."""

    __tablename__ = "watch_period"

    arrangement_id: Mapped[str] = mapped_column(sa.ForeignKey("arrangement.id"), index=True)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    from_on: Mapped[Day]
    until_on: Mapped[Day]
    state: Mapped[str] = mapped_column(sa.String(16), index=True)
    decided_on: Mapped[Day | None]
    decided_by: Mapped[str | None] = mapped_column(sa.String(32))
    reason: Mapped[Text] = mapped_column(default="")


class HandingRow(Record, Rows):
    """A case given to a court, an arbitration or an agency, and how it came back."""

    __tablename__ = "case_handing"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    number: Mapped[str] = mapped_column(sa.String(32), unique=True)
    taker: Mapped[str] = mapped_column(sa.String(16))
    receiver: Mapped[Text]
    reference: Mapped[Text] = mapped_column(default="")
    agreement: Mapped[Text] = mapped_column(default="")
    assessment: Mapped[Text] = mapped_column(default="")
    reason: Mapped[Text]
    handed_on: Mapped[Day]
    back_by: Mapped[Day | None]
    overdue_fen: Mapped[Fen]
    state: Mapped[str] = mapped_column(sa.String(16), index=True)
    hold_id: Mapped[str | None] = mapped_column(sa.String(32))
    returned_on: Mapped[Day | None]
    result: Mapped[Text] = mapped_column(default="")
    papers_back: Mapped[bool | None] = mapped_column(sa.Boolean)
    note: Mapped[Text] = mapped_column(default="")


class PromiseRow(Record, Rows):
    __tablename__ = "promise"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("customer_case.id"), index=True)
    visit_id: Mapped[str | None] = mapped_column(sa.String(32))
    amount_fen: Mapped[Fen]
    due_on: Mapped[Day]
    made_on: Mapped[Day]
    made_at: Mapped[Instant]
    promised_by: Mapped[Text]
    money_from: Mapped[Text]
    state: Mapped[Text] = mapped_column(index=True)
    paid_fen: Mapped[Fen] = mapped_column(default=0)
    evidence: Mapped[Text] = mapped_column(default="", server_default="")
    """What shows that it was given, and where that lies."""
