"""close the day on paper, know the latest instant, index refusals only"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

_REFUSED = sa.text("action >= 'refused.' AND action < 'refused/'")


def upgrade() -> None:
    op.create_table(
        "day_closing",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_closing")),
    )
    op.create_index(op.f("ix_day_closing_branch_id"), "day_closing", ["branch_id"])
    op.create_index(op.f("ix_day_closing_day"), "day_closing", ["day"])
    op.drop_index("ix_audit_entry_action", "audit_entry")
    op.create_index(
        "ix_audit_entry_refused", "audit_entry", ["action"], sqlite_where=_REFUSED, postgresql_where=_REFUSED
    )
    op.add_column("audit_head", sa.Column("latest", UtcInstant(length=32), nullable=True))
    op.execute("UPDATE audit_head SET latest = (SELECT max(at) FROM audit_entry)")
    if op.get_bind().dialect.name == "sqlite":
        _move_the_head_with_its_instant()


def _move_the_head_with_its_instant() -> None:
    """Instants are text of one form in UTC, so the later one is the greater; a confirmed clock starts anew."""
    op.execute("DROP TRIGGER IF EXISTS audit_entry_moves_head")
    op.execute(
        "CREATE TRIGGER audit_entry_moves_head AFTER INSERT ON audit_entry BEGIN "
        "INSERT INTO audit_head (id, seq, link, latest) VALUES (1, NEW.seq, NEW.link, NEW.at) "
        "ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, link = excluded.link, latest = CASE "
        "WHEN NEW.action = 'clock.confirmed' OR latest IS NULL OR excluded.latest > latest "
        "THEN excluded.latest ELSE latest END; END"
    )
