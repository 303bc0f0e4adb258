"""teams on the road and their printed pages; what time a customer was told"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("visit") as visit:
        visit.add_column(sa.Column("told_for", UtcInstant(32), nullable=True))
    op.create_table(
        "team_round",
        *_record(),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.Column("safety_id", sa.String(32), nullable=False),
        sa.Column("released_at", UtcInstant(32), nullable=True),
        sa.Column("released_by", sa.String(32), nullable=True),
        sa.Column("out_at", UtcInstant(32), nullable=True),
        sa.Column("back_at", UtcInstant(32), nullable=True),
        sa.Column("closed_at", UtcInstant(32), nullable=True),
        sa.Column("closed_by", sa.String(32), nullable=True),
        sa.Column("metres", sa.Integer(), nullable=True),
        sa.Column("expenses", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["staff.id"], name="fk_team_round_officer_id"),
        sa.ForeignKeyConstraint(["safety_id"], ["staff.id"], name="fk_team_round_safety_id"),
        sa.PrimaryKeyConstraint("id", name="pk_team_round"),
        sa.UniqueConstraint(
            "branch_id",
            "day",
            "officer_id",
            "safety_id",
            name="uq_team_round_branch_id_day_officer_id_safety_id",
        ),
    )
    op.create_table(
        "kit_sheet",
        *_record(),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.String(32), nullable=True),
        sa.Column("settled_at", UtcInstant(32), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["team_round.id"], name="fk_kit_sheet_round_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_kit_sheet_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_kit_sheet"),
    )
    for table, columns in (("team_round", ("branch_id", "day")), ("kit_sheet", ("branch_id", "round_id"))):
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def _record() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("branch_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(32), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
    )
