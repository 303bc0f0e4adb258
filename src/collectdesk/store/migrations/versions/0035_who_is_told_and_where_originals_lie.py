"""who is told of a debt, and where originals lie"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _table(
        "disclosure",
        {"case_id": "customer_case"},
        *_texts(
            "to", "recipient", "purpose", "what", "identity", "consent", "agreement", "assessment", "state"
        ),
        *_texts("reason", "note"),
        sa.Column("tells_debt", sa.Boolean(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("done_at", UtcInstant(32), nullable=True),
    )
    _table(
        "original",
        {"case_id": "customer_case"},
        *_texts("kind", "title", "box", "place", "state", "holder"),
        sa.Column("due_back_on", sa.Date(), nullable=True),
    )
    _table(
        "original_move",
        {"original_id": "original"},
        *_texts("kind", "who", "box", "place", "note"),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("due_back_on", sa.Date(), nullable=True),
        sa.Column("evidence_id", sa.String(32), nullable=True),
    )


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
