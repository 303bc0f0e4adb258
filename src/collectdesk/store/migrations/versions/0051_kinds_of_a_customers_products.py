"""which kinds of products a customer has stands in an index"""

from __future__ import annotations

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_product_customer_kind", "product", ["customer_id", "kind"])
