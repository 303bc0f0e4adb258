"""customers are found and listed by a line of their own; people and contact points say more"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None

_DUE = "INSERT OR IGNORE INTO line_due (customer_id)"
_BY_PRODUCT = "SELECT customer_id FROM product WHERE id ="
_MARKS = (
    ("customer_made", "INSERT ON customer", "VALUES (NEW.id)"),
    ("customer_named", "UPDATE OF name, id_no, customer_no, account_officer ON customer", "VALUES (NEW.id)"),
    ("point_made", "INSERT ON contact_point", "VALUES (NEW.customer_id)"),
    ("point_changed", "UPDATE OF value, kind, customer_id ON contact_point",
     "VALUES (NEW.customer_id), (OLD.customer_id)"),
    ("point_gone", "DELETE ON contact_point", "VALUES (OLD.customer_id)"),
    ("product_made", "INSERT ON product", "VALUES (NEW.customer_id)"),
    ("product_changed", "UPDATE OF account_no, contract_no, kind, customer_id ON product",
     "VALUES (NEW.customer_id), (OLD.customer_id)"),
    ("product_gone", "DELETE ON product", "VALUES (OLD.customer_id)"),
    ("state_made", "INSERT ON product_state", f"{_BY_PRODUCT} NEW.product_id"),
    ("state_gone", "DELETE ON product_state", f"{_BY_PRODUCT} OLD.product_id"),
    ("case_made", "INSERT ON customer_case", "VALUES (NEW.customer_id)"),
    ("case_changed", "UPDATE OF closed_on, customer_id ON customer_case",
     "VALUES (NEW.customer_id), (OLD.customer_id)"),
)  # fmt: skip
"""Whatever changes what a list shows or search finds marks the customer: no writer has to remember it."""


def upgrade() -> None:
    op.create_table(
        "customer_line",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("customer_id", sa.String(32), nullable=False),
        sa.Column("customer_no", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Integer(), nullable=False),
        sa.Column("dpd", sa.Integer(), nullable=False),
        sa.Column("overdue_fen", sa.BigInteger(), nullable=False),
        sa.Column("balance_fen", sa.BigInteger(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("trace", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_customer_line_customer_id"),
        sa.PrimaryKeyConstraint("number", name="pk_customer_line"),
        sa.UniqueConstraint("customer_id", name="uq_customer_line_customer_id"),
    )
    for name, columns in (
        ("listed_dpd", ["listed", "dpd"]),
        ("listed_overdue", ["listed", "overdue_fen"]),
        ("balance", ["balance_fen", "listed"]),
        ("reading", ["reading", "listed"]),
        ("customer_no", ["customer_no", "listed"]),
    ):
        op.create_index(f"ix_customer_line_{name}", "customer_line", columns)
    op.create_table(
        "line_due",
        sa.Column("customer_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name="pk_line_due"),
    )
    op.create_table(
        "saved_view",
        *_record(),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_saved_view_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("account_id", "name", name="uq_saved_view_account_id_name"),
    )
    op.create_index("ix_saved_view_branch_id", "saved_view", ["branch_id"])
    _people()
    _find()


def _record() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("branch_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(32), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
    ]


def _people() -> None:
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("liable", sa.Boolean(), nullable=True),
        sa.Column("contact_since", sa.Date(), nullable=True),
        sa.Column("contact_why", sa.Text(), nullable=False, server_default=""),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
    )
    for column in columns:
        op.add_column("related_party", column)
    columns = (
        sa.Column("checked_how", sa.Text(), nullable=False, server_default=""),
        sa.Column("lat_e6", sa.Integer(), nullable=True),
        sa.Column("lon_e6", sa.Integer(), nullable=True),
        sa.Column("located_by", sa.Text(), nullable=False, server_default=""),
    )
    for column in columns:
        op.add_column("contact_point", column)
    op.create_table(
        "wrong_pair",
        *_record(),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("point_id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["point_id"], ["contact_point.id"], name="fk_wrong_pair_point_id"),
        sa.ForeignKeyConstraint(["case_id"], ["customer_case.id"], name="fk_wrong_pair_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_pair"),
    )
    op.create_index("ix_wrong_pair_branch_id", "wrong_pair", ["branch_id"])
    op.create_index("ix_wrong_pair_point_id", "wrong_pair", ["point_id"])
    op.create_index("ix_wrong_pair_value_person", "wrong_pair", ["value", "person"])


def _find() -> None:
    op.drop_column("customer", "search")
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(
        "CREATE VIRTUAL TABLE found_by USING fts5"
        "(tok, content='', contentless_delete=1, detail=none, tokenize='ascii')"
    )
    for name, when, whom in _MARKS:
        op.execute(f"CREATE TRIGGER line_due_{name} AFTER {when} BEGIN {_DUE} {whom}; END")
    op.execute(
        "CREATE TRIGGER line_goes_with_customer BEFORE DELETE ON customer BEGIN "
        "DELETE FROM found_by WHERE rowid = (SELECT number FROM customer_line WHERE customer_id = OLD.id); "
        "DELETE FROM customer_line WHERE customer_id = OLD.id; END"
    )
    op.execute("INSERT INTO line_due (customer_id) SELECT id FROM customer")
