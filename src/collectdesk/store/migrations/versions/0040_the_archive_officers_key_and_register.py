"""the archive officers' keys and register, months and callbacks"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_key",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("public", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.Column("retired_at", UtcInstant(length=32), nullable=True),
        sa.Column("retired_why", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_key")),
    )
    with op.batch_alter_table("archive_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_key_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_archive_key_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "month_end",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("trail_seq", sa.Integer(), nullable=False),
        sa.Column("trail_link", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_end")),
        sa.UniqueConstraint("month", name=op.f("uq_month_end_month")),
    )
    with op.batch_alter_table("month_end", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_month_end_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "callback",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("visit_id", sa.String(length=32), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("improvement", sa.Text(), nullable=False),
        sa.Column("improvement_owner", sa.String(length=32), nullable=True),
        sa.Column("improvement_due_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["customer_case.id"], name=op.f("fk_callback_case_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_callback_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback")),
    )
    with op.batch_alter_table("callback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_callback_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_callback_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_callback_visit_id"), ["visit_id"], unique=False)

    with op.batch_alter_table("archive_pack", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sealed_key", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("key_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("supersedes", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("retain_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("held_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("held_by", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("held_why", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("transferred_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("transfer_no", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("disposed_at", UtcInstant(length=32), nullable=True))
        batch_op.add_column(sa.Column("disposed_by", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("disposed_second", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("disposed_why", sa.Text(), server_default="", nullable=False))
