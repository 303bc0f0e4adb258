"""the road: drivers, code words, certificates, the branch's own roads"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "branch_travel",
        sa.Column("parking_minutes", sa.Integer(), nullable=False),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_travel")),
    )
    with op.batch_alter_table("branch_travel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_travel_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_certificate_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_staff_id"), ["staff_id"], unique=False)

    with op.batch_alter_table("team_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("driver_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("code_word", sa.Text(), server_default="", nullable=False))
        batch_op.create_foreign_key(batch_op.f("fk_team_round_driver_id"), "staff", ["driver_id"], ["id"])
