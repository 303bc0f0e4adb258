"""a deputy on paper, and no index on the branch where every deed writes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

FREQUENT = (
    "contact_attempt",
    "next_step",
    "rule_decision",
    "assessment",
    "evidence",
    "step_draft",
    "signature",
)
"""Written by every deed or by the thousand: an index on the one branch of a file only cost a page at each commit."""


def upgrade() -> None:
    op.create_table(
        "deputy_paper",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("branch_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(32), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        sa.Column("deputyship_id", sa.String(32), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("decided_at", UtcInstant(32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["deputyship_id"], ["deputyship.id"], name="fk_deputy_paper_deputyship_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deputy_paper"),
        sa.UniqueConstraint("deputyship_id", name="uq_deputy_paper_deputyship_id"),
    )
    for name in FREQUENT:
        op.drop_index(f"ix_{name}_branch_id", table_name=name)
