"""mergers of duplicate files; entries on the wrong customer"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer", sa.Column("merged_into", sa.String(32), nullable=True))
    op.create_index("ix_customer_merged_into", "customer", ["merged_into"])
    _table(
        "merger",
        sa.Column("kept_id", sa.String(32), nullable=False),
        sa.Column("gone_id", sa.String(32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("undone_at", UtcInstant(32), nullable=True),
        sa.Column("undone_by", sa.String(32), nullable=True),
        indexed=("kept_id", "gone_id"),
    )
    _table(
        "entry_correction",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("right_case_id", sa.String(32), nullable=True),
        sa.Column("new_id", sa.String(32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effects", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["customer_case.id"], name="fk_entry_correction_case_id"),
        sa.UniqueConstraint("subject_id", name="uq_entry_correction_subject_id"),
        indexed=("case_id", "right_case_id"),
    )


def _table(name: str, *columns: Any, indexed: tuple[str, ...] = ()) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("branch_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(32), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    for column in ("branch_id", *indexed):
        op.create_index(f"ix_{name}_{column}", name, [column])
