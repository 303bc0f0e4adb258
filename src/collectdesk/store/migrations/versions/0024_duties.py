"""a person's zone, wishes, scoped holds, complaints, and what moves the terms of the law"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0024"
down_revision = "0023"
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
    _complaints()
    _table(
        "legal_event",
        {"case_id": "customer_case"},
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("struck_on", sa.Date(), nullable=True),
        sa.Column("struck_why", sa.Text(), nullable=False),
    )


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


def _complaints() -> None:
    _table(
        "complaint",
        {"case_id": "customer_case"},
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("received_at", UtcInstant(32), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("channel", "by_whom", "about")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("subject_id", "told")),
        sa.Column("hold_id", sa.String(32), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("due_rule", "extended_why")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("finding", "answer")),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(32), nullable=True),
        sa.Column("root_cause", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], name="fk_complaint_hold_id"),
        sa.UniqueConstraint("number", name="uq_complaint_number"),
    )
    _table(
        "improvement",
        {"complaint_id": "complaint"},
        sa.Column("complaint_id", sa.String(32), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
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
