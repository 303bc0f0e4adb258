"""drafted steps and trained cards; a frozen assessment stays as it is"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

FROZEN = ("assessment", "calibration_act")


def _record(name: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("branch_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(32), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    ]


def upgrade() -> None:
    op.create_table(
        "step_draft",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=False),
        sa.Column("plan_version", sa.Text(), nullable=False),
        sa.Column("step_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcInstant(32), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=True),
        *_record("step_draft"),
        sa.ForeignKeyConstraint(["case_id"], ["customer_case.id"], name="fk_step_draft_case_id"),
        sa.UniqueConstraint("case_id", "plan_id", "step_code", "due_on", name="uq_step_draft_once"),
    )
    op.create_table(
        "calibration_act",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("second", sa.String(32), nullable=False),
        *_record("calibration_act"),
    )
    for table in ("step_draft", "calibration_act"):
        op.create_index(f"ix_{table}_branch_id", table, ["branch_id"])
    op.create_index("ix_step_draft_case_id", "step_draft", ["case_id"])
    op.create_index("ix_step_draft_state", "step_draft", ["state", "due_on"])
    if op.get_bind().dialect.name == "sqlite":
        for table in FROZEN:
            for name, when in (("update", "UPDATE"), ("delete", "DELETE")):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{name} BEFORE {when} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'what was judged stays as it was'); END"
                )
