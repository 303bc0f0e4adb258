"""days past due by kind of product in the lists, and addresses found by three characters"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for kind in ("loan", "card", "lease"):
        op.add_column(
            "customer_line", sa.Column(f"{kind}_dpd", sa.Integer(), nullable=False, server_default="0")
        )
    # lines and search tokens of everybody are written again within the first change, the sign-in that follows
    op.execute(
        "INSERT INTO line_due (customer_id) SELECT id FROM customer WHERE id NOT IN (SELECT customer_id FROM line_due)"
    )
