"""what follows a solution"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _table(
        "watch_period",
        {"arrangement_id": "arrangement", "case_id": "customer_case"},
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    _table(
        "case_handing",
        {"case_id": "customer_case"},
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("taker", sa.String(16), nullable=False),
        *_texts("receiver", "reference", "agreement", "assessment", "reason", "result", "note"),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("back_by", sa.Date(), nullable=True),
        sa.Column("overdue_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("hold_id", sa.String(32), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("papers_back", sa.Boolean(), nullable=True),
        sa.UniqueConstraint("number", name="uq_case_handing_number"),
    )
    for name in ("watch_period", "case_handing"):
        op.create_index(f"ix_{name}_state", name, ["state"])
    op.add_column("noted_amount", sa.Column("sharing_id", sa.String(32), nullable=True))
    op.add_column("noted_amount", sa.Column("whole_fen", sa.BigInteger(), nullable=True))
    op.create_index("ix_noted_amount_sharing_id", "noted_amount", ["sharing_id"])
    op.add_column("promise", sa.Column("evidence", sa.Text(), server_default="", nullable=False))


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _table(name: str, of: dict[str, str], *columns: Any) -> None:
    """A table of records, each about one of another table, which it is searched by."""
    op.create_table(
        name,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("branch_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(32), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        *(sa.Column(column, sa.String(32), nullable=False) for column in of),
        *columns,
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_{name}_{column}")
            for column, table in of.items()
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    for column in ("branch_id", *of):
        op.create_index(f"ix_{name}_{column}", name, [column])
