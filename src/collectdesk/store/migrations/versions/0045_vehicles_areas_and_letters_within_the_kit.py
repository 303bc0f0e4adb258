"""vehicles, named areas, letters within the kit"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0045"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "travel_area",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lat_e6", sa.Integer(), nullable=False),
        sa.Column("lon_e6", sa.Integer(), nullable=False),
        sa.Column("datum", sa.Text(), nullable=False),
        sa.Column("reach_metres", sa.Integer(), nullable=False),
        sa.Column("detour_per_mille", sa.Integer(), nullable=False),
        sa.Column("km_per_hour", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_travel_area")),
        sa.UniqueConstraint("branch_id", "name", name=op.f("uq_travel_area_branch_id_name")),
    )
    with op.batch_alter_table("travel_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_travel_area_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "vehicle",
        sa.Column("plate", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("inspected_until", sa.Date(), nullable=False),
        sa.Column("is_hired", sa.Boolean(), nullable=False),
        sa.Column("in_service", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("branch_id", "plate", name=op.f("uq_vehicle_branch_id_plate")),
    )
    with op.batch_alter_table("vehicle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vehicle_branch_id"), ["branch_id"], unique=False)

    with op.batch_alter_table("kit_sheet", schema=None) as batch_op:
        batch_op.add_column(sa.Column("notice_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("part", sa.Text(), server_default="", nullable=False))
        batch_op.create_foreign_key(batch_op.f("fk_kit_sheet_notice_id"), "notice", ["notice_id"], ["id"])

    with op.batch_alter_table("team_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("vehicle_id", sa.String(length=32), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_team_round_vehicle_id"), "vehicle", ["vehicle_id"], ["id"])
