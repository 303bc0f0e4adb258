"""keys in epochs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_epoch",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("began_at", UtcInstant(length=32), nullable=False),
        sa.Column("began_by", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("remembered", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_key_epoch")),
    )
    op.create_table(
        "key_holder",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("exchange", sa.Text(), nullable=False),
        sa.Column("signing", sa.Text(), nullable=False),
        sa.Column("vouch", sa.Text(), nullable=False),
        sa.Column("retired_at", UtcInstant(length=32), nullable=True),
        sa.Column("retired_why", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_key_holder_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_holder")),
    )
    with op.batch_alter_table("key_holder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_key_holder_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_key_holder_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_key_holder_name"), ["name"], unique=False)

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sealed_key", sa.Text(), server_default="", nullable=False))
