"""how many other lenders a credit report shows overdue"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("credit_enquiry", sa.Column("others_overdue", sa.Integer(), nullable=True))
