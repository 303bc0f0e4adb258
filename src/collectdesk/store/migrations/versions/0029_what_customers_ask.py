"""what customers ask of their data, phone lists, a branch's own buckets"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "branch_buckets",
        sa.Column("product_kind", sa.Text(), nullable=False),
        sa.Column("edges", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("second_id", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", UtcInstant(length=32), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=32), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_buckets")),
    )
    with op.batch_alter_table("branch_buckets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_buckets_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "petition",
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answered_at", UtcInstant(length=32), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_petition_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition")),
    )
    with op.batch_alter_table("petition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_petition_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_petition_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_petition_state"), ["state"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("petition_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("second_id", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_erasure_customer_id")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_erasure_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_erasure_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "phone_list",
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("holder_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("return_by", sa.Date(), nullable=False),
        sa.Column("fate", sa.String(length=16), nullable=False),
        sa.Column("fate_why", sa.Text(), nullable=False),
        sa.Column("settled_at", UtcInstant(length=32), nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["account.id"], name=op.f("fk_phone_list_holder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_list")),
        sa.UniqueConstraint("branch_id", "number", name=op.f("uq_phone_list_branch_id_number")),
    )
    with op.batch_alter_table("phone_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phone_list_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_phone_list_fate"), ["fate"], unique=False)
        batch_op.create_index(batch_op.f("ix_phone_list_holder_id"), ["holder_id"], unique=False)
