"""money that nobody here knows the account of, proofs of told payments, waivers by component"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unmatched_payment",
        sa.Column("batch_id", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("account_no", sa.Text(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("product_id", sa.String(32), nullable=True),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_record(),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_unmatched_payment_batch_id"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_unmatched_payment_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_unmatched_payment"),
        sa.UniqueConstraint("branch_id", "reference", name="uq_unmatched_payment_branch_id_reference"),
    )
    op.create_table(
        "waiver",
        sa.Column("arrangement_id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("component", sa.String(16), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        *_record(),
        sa.ForeignKeyConstraint(["arrangement_id"], ["arrangement.id"], name="fk_waiver_arrangement_id"),
        sa.ForeignKeyConstraint(["case_id"], ["customer_case.id"], name="fk_waiver_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_waiver"),
    )
    for table, names in (
        ("unmatched_payment", ("batch_id", "branch_id")),
        ("waiver", ("arrangement_id", "branch_id", "case_id")),
    ):
        for name in names:
            op.create_index(f"ix_{table}_{name}", table, [name])
    op.add_column("noted_amount", sa.Column("proof", sa.Text(), server_default="", nullable=False))


def _record() -> tuple[sa.Column[Any], ...]:
    """What every record carries."""
    return (
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("branch_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(32), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
    )
