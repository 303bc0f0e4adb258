"""leave, ties and practice of those who go out; when they work, whether they drive, what they speak"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("drives", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("languages", "works_days"):
        op.add_column("staff", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for name, minute in (("works_from", "0"), ("works_until", "1440")):
        op.add_column("staff", sa.Column(name, sa.Integer(), nullable=False, server_default=minute))

    _table(
        "staff_leave", {"staff_id": "staff"}, _kind(),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("taken_back_on", sa.Date(), nullable=True),
    )  # fmt: skip
    _table(
        "staff_tie", {"staff_id": "staff", "customer_id": "customer"}, _kind(),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
    )  # fmt: skip
    _table(
        "staff_practice", {"staff_id": "staff"}, _kind(),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("led_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )  # fmt: skip


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


def _kind() -> sa.Column[Any]:
    return sa.Column("kind", sa.Text(), nullable=False)
