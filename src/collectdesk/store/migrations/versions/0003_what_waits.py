"""what waits is found without reading what is done"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OPEN = sa.text("done_at IS NULL")


def upgrade() -> None:
    op.drop_index("ix_next_step_due_on", "next_step")
    op.create_index("ix_next_step_open", "next_step", ["due_on"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index("ix_visit_state", "visit", ["state"])
    op.create_index("ix_visit_record_state", "visit_record", ["state"])
