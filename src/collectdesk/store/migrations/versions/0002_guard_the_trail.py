"""guard the trail"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_REFUSALS = (
    ("audit_entry_no_update", "BEFORE UPDATE ON audit_entry", "the trail is append-only"),
    ("audit_entry_no_delete", "BEFORE DELETE ON audit_entry", "the trail is append-only"),
    ("audit_head_no_delete", "BEFORE DELETE ON audit_head", "the head of the trail stays"),
    ("product_state_no_update", "BEFORE UPDATE ON product_state", "facts are followed, not changed"),
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, when, why in _REFUSALS:
        op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{why}'); END")
    op.execute(
        "CREATE TRIGGER audit_entry_chained BEFORE INSERT ON audit_entry "
        "WHEN NEW.seq <> coalesce((SELECT seq FROM audit_head WHERE id = 1), 0) + 1 "
        "OR NEW.previous <> coalesce((SELECT link FROM audit_head WHERE id = 1), NEW.previous) "
        "BEGIN SELECT RAISE(ABORT, 'the trail has a gap'); END"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_moves_head AFTER INSERT ON audit_entry BEGIN "
        "INSERT INTO audit_head (id, seq, link) VALUES (1, NEW.seq, NEW.link) "
        "ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, link = excluded.link; END"
    )
