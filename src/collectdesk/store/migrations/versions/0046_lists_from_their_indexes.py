"""lists are filtered and ordered from their indexes alone; a line knows its case and the day of the next step"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_KEPT_BY = ("kinds", "officer")
_ORDERS = {
    "listed_dpd": ("listed", "dpd", "number", *_KEPT_BY, "overdue_fen"),
    "listed_overdue": ("listed", "overdue_fen", "number", *_KEPT_BY),
    "balance": ("balance_fen", "listed", "number", *_KEPT_BY, "overdue_fen"),
    "reading": ("reading", "listed", "number", *_KEPT_BY, "overdue_fen"),
    "customer_no": ("customer_no", "listed", "number", *_KEPT_BY, "overdue_fen"),
}
_ON_LIST = (
    "dpd", "number", *_KEPT_BY, "overdue_fen", "balance_fen", "due_on", "case_no", "loan_dpd", "card_dpd", "lease_dpd",
    "customer_no", "reading",
)  # fmt: skip
# the plus keeps SQLite from walking every open step in the order of days
_SOONEST = "(SELECT min(+s.due_on) FROM next_step s WHERE s.case_id = {case_id} AND +s.done_at IS NULL)"
_CHANGES = {
    "made": ("INSERT ON", ("NEW",)),
    "changed": ("UPDATE OF due_on, done_at, case_id ON", ("NEW", "OLD")),
    "gone": ("DELETE ON", ("OLD",)),
}


def upgrade() -> None:
    for name in _ORDERS:
        op.drop_index(f"ix_customer_line_{name}", "customer_line")
    op.add_column("customer_line", sa.Column("case_no", sa.String(32), nullable=False, server_default=""))
    op.add_column("customer_line", sa.Column("due_on", sa.Date(), nullable=True))
    soonest = _SOONEST.format(case_id="k.id")
    if op.get_bind().dialect.name != "sqlite":
        soonest = soonest.replace("+s.", "s.")  # a day has no sign there
    op.execute(
        f"UPDATE customer_line SET case_no = k.case_no, due_on = {soonest} FROM customer_case k"  # noqa: S608
        " WHERE k.customer_id = customer_line.customer_id AND k.closed_on IS NULL"
    )
    for name, columns in _ORDERS.items():
        op.create_index(f"ix_customer_line_{name}", "customer_line", list(columns))
    listed = sa.text("listed = 1")
    op.create_index(
        "ix_customer_line_on_list",
        "customer_line",
        list(_ON_LIST),
        sqlite_where=listed,
        postgresql_where=listed,
    )
    if op.get_bind().dialect.name == "sqlite":
        _follow_steps()


def _follow_steps() -> None:
    """Whatever changes a next step moves its day in the line at once: nothing else of the line hangs on it."""
    for name, (when, sides) in _CHANGES.items():
        moves = "".join(
            f"UPDATE customer_line SET due_on = {_SOONEST.format(case_id=f'{side}.case_id')} WHERE customer_id ="  # noqa: S608
            f" (SELECT customer_id FROM customer_case WHERE id = {side}.case_id AND closed_on IS NULL); "
            for side in sides
        )
        op.execute(f"CREATE TRIGGER line_follows_step_{name} AFTER {when} next_step BEGIN {moves}END")
