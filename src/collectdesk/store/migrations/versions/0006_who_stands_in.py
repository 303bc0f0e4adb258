"""who stands in, what was approved on paper, what was signed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collectdesk.store.rows.columns import UtcInstant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_opening",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "customer_id", "on_day", name=op.f("pk_file_opening")),
    )
    op.create_table(
        "sign_in",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("opened_at", UtcInstant(length=32), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", UtcInstant(length=32), nullable=True),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_sign_in")),
    )
    op.create_table(
        "deputyship",
        sa.Column("principal_id", sa.String(length=32), nullable=False),
        sa.Column("deputy_id", sa.String(length=32), nullable=False),
        sa.Column("permissions", sa.JSON(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["account.id"], name=op.f("fk_deputyship_deputy_id")),
        sa.ForeignKeyConstraint(["principal_id"], ["account.id"], name=op.f("fk_deputyship_principal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputyship")),
    )
    with op.batch_alter_table("deputyship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputyship_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputyship_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputyship_principal_id"), ["principal_id"], unique=False)

    op.create_table(
        "signature",
        sa.Column("audit_seq", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_signature_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signature_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signature_audit_seq"), ["audit_seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_signature_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "paper_approval",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("evidence_id", sa.String(length=32), nullable=False),
        sa.Column("approver_id", sa.String(length=32), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", UtcInstant(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcInstant(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["approver_id"], ["account.id"], name=op.f("fk_paper_approval_approver_id")),
        sa.ForeignKeyConstraint(["case_id"], ["customer_case.id"], name=op.f("fk_paper_approval_case_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_paper_approval_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_approval")),
    )
    with op.batch_alter_table("paper_approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_approval_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_approval_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_approval_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_approval_subject_id"), ["subject_id"], unique=False)

    if op.get_bind().dialect.name == "sqlite":
        for name, when in (("update", "UPDATE"), ("delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER signature_no_{name} BEFORE {when} ON signature "
                "BEGIN SELECT RAISE(ABORT, 'what was signed stays as it was'); END"
            )
