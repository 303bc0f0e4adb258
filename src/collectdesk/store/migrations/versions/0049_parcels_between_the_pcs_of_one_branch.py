"""parcels between the PCs of one branch"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "away_deed",
        sa.Column("station_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("done_at", UtcInstant(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("deed", sa.JSON(), nullable=False),
        sa.Column("issued", sa.JSON(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("parcel_no", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("here", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", UtcInstant(length=32), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_away_deed")),
        sa.UniqueConstraint("station_id", "seq", name=op.f("uq_away_deed_station_id_seq")),
    )
    with op.batch_alter_table("away_deed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_away_deed_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_away_deed_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_away_deed_state"), ["state"], unique=False)

    op.create_table(
        "branch_post",
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("public", sa.String(length=128), nullable=False),
        sa.Column("sealed_key", sa.Text(), nullable=False),
        sa.Column("far_id", sa.Text(), nullable=False),
        sa.Column("far_name", sa.Text(), nullable=False),
        sa.Column("far_public", sa.Text(), nullable=False),
        sa.Column("trail_seq", sa.Integer(), nullable=False),
        sa.Column("moving", sa.String(length=16), nullable=False),
        sa.Column("moving_to", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch_post")),
    )
    with op.batch_alter_table("branch_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_post_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "case_out",
        sa.Column("station_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("parcel_no", sa.Integer(), nullable=False),
        sa.Column("out_on", sa.Date(), nullable=False),
        sa.Column("ended_at", UtcInstant(length=32), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_out")),
    )
    with op.batch_alter_table("case_out", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_out_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_out_case_id"), ["case_id"], unique=False)

    op.create_table(
        "parcel",
        sa.Column("station_id", sa.String(length=32), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcInstant(length=32), nullable=False),
        sa.Column("expires_at", UtcInstant(length=32), nullable=True),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("deeds", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
        sa.UniqueConstraint(
            "station_id", "direction", "number", name=op.f("uq_parcel_station_id_direction_number")
        ),
    )
    with op.batch_alter_table("parcel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parcel_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "station",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("second_id", sa.String(length=32), nullable=False),
        sa.Column("out_no", sa.Integer(), nullable=False),
        sa.Column("back_no", sa.Integer(), nullable=False),
        sa.Column("merged_seq", sa.Integer(), nullable=False),
        sa.Column("trail_seq", sa.Integer(), nullable=False),
        sa.Column("trail_link", sa.Text(), nullable=False),
        sa.Column("trail_key", sa.Text(), nullable=False),
        sa.Column("revoked_at", UtcInstant(length=32), nullable=True),
        sa.Column("revoked_why", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
    )
    with op.batch_alter_table("station", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_station_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "station_person",
        sa.Column("station_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("vouch", sa.Text(), nullable=False),
        sa.Column("signing", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station_person")),
        sa.UniqueConstraint("station_id", "account_id", name=op.f("uq_station_person_station_id_account_id")),
    )
    with op.batch_alter_table("station_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_station_person_branch_id"), ["branch_id"], unique=False)
