"""figures over all products read the rows in arrears, and the days of lists, from indexes of their own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    arrears = sa.text("dpd > 0 OR overdue_fen <> 0")
    for name, columns in (
        ("late", ["product_id", "as_of", "dpd", "overdue_fen", "batch_id", "recorded_at", "id"]),
        ("late_on", ["as_of", "product_id", "dpd", "overdue_fen", "batch_id", "recorded_at", "id"]),
    ):
        op.create_index(
            f"ix_product_state_{name}",
            "product_state",
            columns,
            sqlite_where=arrears,
            postgresql_where=arrears,
        )
    op.create_index("ix_product_state_on", "product_state", ["as_of", "batch_id", "product_id"])
