"""amounts noted by hand, provisional until core banking says them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "noted_amount",
        sa.Column("customer_id", sa.String(32), nullable=False),
        sa.Column("product_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("said_fen", sa.BigInteger(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(32), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("struck_why", sa.Text(), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("branch_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(32), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_noted_amount_customer_id"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_noted_amount_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_noted_amount"),
    )
    for name in ("branch_id", "customer_id", "product_id", "state"):
        op.create_index(f"ix_noted_amount_{name}", "noted_amount", [name])
