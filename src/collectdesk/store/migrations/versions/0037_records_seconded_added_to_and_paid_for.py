"""records seconded added to and paid for"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_cost",
        sa.Column("visit_id", sa.String(length=32), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("metres", sa.Integer(), nullable=True),
        sa.Column("fares", sa.BigInteger(), nullable=False),
        sa.Column("recoverable", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_cost_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_cost")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_visit_cost_visit_id")),
    )
    with op.batch_alter_table("visit_cost", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_cost_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "record_entry",
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("typed_at", UtcInstant(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=True),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["visit_record.id"], name=op.f("fk_record_entry_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_entry")),
    )
    with op.batch_alter_table("record_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_entry_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_entry_record_id"), ["record_id"], unique=False)

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("came_sha256", sa.String(length=64), server_default="", nullable=False))
        batch_op.add_column(sa.Column("location", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("location_basis", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("visit_record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("further", sa.JSON(), server_default="{}", nullable=False))

    if op.get_bind().dialect.name == "sqlite":
        for name, when in (("change", "UPDATE"), ("removal", "DELETE")):
            op.execute(
                f"CREATE TRIGGER record_entry_no_{name} BEFORE {when} ON record_entry "
                "BEGIN SELECT RAISE(ABORT, 'what was added to a record stays as it was written'); END"
            )
