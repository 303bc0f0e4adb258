"""scanned pages"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scan_page",
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column("visit_id", sa.String(length=32), nullable=True),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("sheet_page", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.String(length=32), nullable=True),
        sa.Column("picture_id", sa.String(length=32), nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("settled_at", UtcInstant(length=32), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["customer_case.id"], name=op.f("fk_scan_page_case_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_scan_page_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_page")),
        sa.UniqueConstraint(
            "branch_id",
            "source_sha256",
            "page",
            "part",
            name=op.f("uq_scan_page_branch_id_source_sha256_page_part"),
        ),
    )
    with op.batch_alter_table("scan_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scan_page_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_page_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_page_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "scan_content",
        sa.Column("scan_page_id", sa.String(length=32), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["scan_page_id"], ["scan_page.id"], name=op.f("fk_scan_content_scan_page_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_content")),
        sa.UniqueConstraint("scan_page_id", name=op.f("uq_scan_content_scan_page_id")),
    )
    with op.batch_alter_table("scan_content", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scan_content_branch_id"), ["branch_id"], unique=False)

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copy_of", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("taken_at", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("device", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("fingerprint", sa.String(length=16), server_default="", nullable=False))
        batch_op.add_column(sa.Column("label", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("seconds", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_evidence_fingerprint"), ["fingerprint"], unique=False)

    with op.batch_alter_table("kit_sheet", schema=None) as batch_op:
        batch_op.add_column(sa.Column("boxes", sa.JSON(), server_default="[]", nullable=False))
