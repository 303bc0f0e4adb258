"""a person's zone, wishes, and how far holds reach"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("customer", "related_party"):
        op.add_column(table, sa.Column("time_zone", sa.Text(), nullable=False, server_default=""))
    op.add_column("hold", sa.Column("scope", sa.Text(), nullable=False, server_default="customer"))
    for name in ("scope_id", "proof"):
        op.add_column("hold", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for name in ("proof_due_on", "proof_came_on"):
        op.add_column("hold", sa.Column(name, sa.Date(), nullable=True))
    _wishes()


def _wishes() -> None:
    _table(
        "wish",
        {"customer_id": "customer"},
        sa.Column("customer_id", sa.String(32), nullable=False),
        sa.Column("party_id", sa.String(32), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=True),
        sa.Column("until_minute", sa.Integer(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["party_id"], ["related_party.id"], name="fk_wish_party_id"),
    )


def _table(name: str, of: dict[str, str], *columns: Any) -> None:
    """A table of records, each about one of another table, which it is searched by."""
    op.create_table(
        name,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("branch_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(32), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        *columns,
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_{name}_{column}")
            for column, table in of.items()
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    for column in ("branch_id", *of):
        op.create_index(f"ix_{name}_{column}", name, [column])
