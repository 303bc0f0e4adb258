"""what a visit request says in full, and its last day"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, before in (
        ("kind", "assist"), ("why_here", ""), ("suits_days", ""), ("approach", ""), ("talking", ""), ("caution", ""),
    ):  # fmt: skip
        op.add_column("visit_request", sa.Column(name, sa.Text(), nullable=False, server_default=before))
    for name, minute in (("suits_from", "0"), ("suits_until", "1440")):
        column = sa.Column(name, sa.Integer(), nullable=False, server_default=minute)
        op.add_column("visit_request", column)
    op.add_column("visit_request", sa.Column("expires_on", sa.Date(), nullable=True))
