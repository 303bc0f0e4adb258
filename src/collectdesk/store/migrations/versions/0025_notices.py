"""Notices with what became of them, the letterhead, the branch's own texts to customers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _customer_text()
    _letterhead()
    _notice()
    _notice_event()


def _customer_text() -> None:
    op.create_table(
        "customer_text",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", UtcInstant(length=32), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_text")),
        sa.UniqueConstraint(
            "code", "language", "text_version", name=op.f("uq_customer_text_code_language_text_version")
        ),
    )
    with op.batch_alter_table("customer_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_text_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_customer_text_state"), ["state"], unique=False)


def _letterhead() -> None:
    op.create_table(
        "letterhead",
        sa.Column("number_word", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("account_name", sa.Text(), nullable=False),
        sa.Column("account_no", sa.Text(), nullable=False),
        sa.Column("account_bank", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letterhead")),
        sa.UniqueConstraint("branch_id", name=op.f("uq_letterhead_branch_id")),
    )
    with op.batch_alter_table("letterhead", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letterhead_branch_id"), ["branch_id"], unique=False)


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("point_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("letter_no", sa.String(length=80), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=False),
        sa.Column("pay_by", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("text_code", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("waybill", sa.String(length=40), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", UtcInstant(length=32), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["customer_case.id"], name=op.f("fk_notice_case_id")),
        sa.ForeignKeyConstraint(["point_id"], ["contact_point.id"], name=op.f("fk_notice_point_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("letter_no", name=op.f("uq_notice_letter_no")),
        sa.UniqueConstraint("number", name=op.f("uq_notice_number")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_waybill"), ["waybill"], unique=False)


def _notice_event() -> None:
    op.create_table(
        "notice_event",
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("served_by", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.String(length=32), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_event_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_event")),
    )
    with op.batch_alter_table("notice_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_event_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_event_notice_id"), ["notice_id"], unique=False)
