"""where the branch's rounds begin; a visit's time may be pinned"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visit", sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "branch_ground",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("branch_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(32), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        sa.Column("lat_e6", sa.Integer(), nullable=False),
        sa.Column("lon_e6", sa.Integer(), nullable=False),
        sa.Column("datum", sa.Text(), nullable=False),
        sa.Column("reach_km", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("hard_most", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_branch_ground"),
        sa.UniqueConstraint("branch_id", name="uq_branch_ground_branch_id"),
    )
    op.create_index("ix_branch_ground_branch_id", "branch_ground", ["branch_id"])
