"""Customers, the people around them, how they are reached, their products, and payments."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Fen, Imported, Instant, Json, Record, Rows, Text


class CustomerRow(Imported, Rows):
    __tablename__ = "customer"
    __table_args__ = (sa.UniqueConstraint("branch_id", "customer_no"),)

    customer_no: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[Text]
    id_no: Mapped[Text]
    account_officer: Mapped[Text]
    search: Mapped[Text]


_PHONES = sa.text("kind = 'phone'")


class RelatedPartyRow(Imported, Rows):
    __tablename__ = "related_party"

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    role: Mapped[Text]
    name: Mapped[Text]


class ContactPointRow(Imported, Rows):
    __tablename__ = "contact_point"
    __table_args__ = (
        # who shares a telephone number is counted as one person at every call
        sa.Index("ix_contact_point_phone", "value", sqlite_where=_PHONES, postgresql_where=_PHONES),
    )

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    related_party_id: Mapped[str | None] = mapped_column(sa.ForeignKey("related_party.id"))
    kind: Mapped[Text]
    label: Mapped[Text]
    value: Mapped[Text]
    source: Mapped[Text]
    standing: Mapped[Text]
    valid_from: Mapped[Day]
    valid_until: Mapped[Day | None]
    checked_on: Mapped[Day | None]
    access_note: Mapped[Text] = mapped_column(default="")


class ProductRow(Imported, Rows):
    __tablename__ = "product"
    __table_args__ = (sa.UniqueConstraint("branch_id", "account_no"),)

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    kind: Mapped[Text]
    account_no: Mapped[str] = mapped_column(sa.String(64))
    contract_no: Mapped[Text]
    opened_on: Mapped[Day | None]
    granted_fen: Mapped[Fen]


class ProductStateRow(Imported, Rows):
    """Core banking's word on a product as of one day. Never changed, only followed by a later one."""

    __tablename__ = "product_state"
    __table_args__ = (sa.UniqueConstraint("product_id", "as_of", "batch_id"),)

    product_id: Mapped[str] = mapped_column(sa.ForeignKey("product.id"))  # the unique index begins with it
    as_of: Mapped[Day]
    balance_fen: Mapped[Fen]
    overdue_fen: Mapped[Fen]
    oldest_unpaid_on: Mapped[Day | None]
    dpd: Mapped[int] = mapped_column(sa.Integer)
    five_class: Mapped[Text]
    # "stated" by a row of the file, or "absent": a whole overdue list of that day left the product out
    origin: Mapped[Text] = mapped_column(default="stated", server_default="stated")


class InstalmentRow(Imported, Rows):
    __tablename__ = "instalment"
    __table_args__ = (sa.UniqueConstraint("product_id", "seq", "as_of", "batch_id"),)

    product_id: Mapped[str] = mapped_column(sa.ForeignKey("product.id"))  # the unique index begins with it
    as_of: Mapped[Day]
    seq: Mapped[int] = mapped_column(sa.Integer)
    due_on: Mapped[Day]
    principal_fen: Mapped[Fen]
    interest_fen: Mapped[Fen]
    fee_fen: Mapped[Fen]
    paid_fen: Mapped[Fen]


class PaymentRow(Imported, Rows):
    __tablename__ = "payment"
    __table_args__ = (sa.UniqueConstraint("branch_id", "reference"),)

    product_id: Mapped[str] = mapped_column(sa.ForeignKey("product.id"), index=True)
    reference: Mapped[str] = mapped_column(sa.String(64))
    paid_on: Mapped[Day]
    amount_fen: Mapped[Fen]
    channel: Mapped[Text]
    state: Mapped[Text]


class ImportBatchRow(Record, Rows):
    __tablename__ = "import_batch"

    kind: Mapped[Text]
    file_name: Mapped[Text]
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    encoding: Mapped[Text]
    data_date: Mapped[Day]
    state: Mapped[Text]
    good: Mapped[int] = mapped_column(sa.Integer)
    bad: Mapped[int] = mapped_column(sa.Integer)
    counts: Mapped[Json]
    # how its columns were read, so that a row set aside can be mended and read again
    layout: Mapped[Json] = mapped_column(default=dict, server_default="{}")
    is_whole: Mapped[bool] = mapped_column(sa.Boolean, default=False, server_default=sa.false())
    undone_at: Mapped[Instant | None]
    undone_by: Mapped[str | None] = mapped_column(sa.String(32))


class QuarantineRow(Record, Rows):
    __tablename__ = "quarantine"

    batch_id: Mapped[str] = mapped_column(sa.ForeignKey("import_batch.id"), index=True)
    line: Mapped[int] = mapped_column(sa.Integer)
    column: Mapped[Text]
    value: Mapped[Text]
    code: Mapped[Text]
    facts: Mapped[Json]
    cells: Mapped[Json]
    mended_at: Mapped[Instant | None]
    mended_by: Mapped[str | None] = mapped_column(sa.String(32))


class ImportChangeRow(Record, Rows):
    """What an import changed of a record that was there before: with it the import can be undone."""

    __tablename__ = "import_change"

    batch_id: Mapped[str] = mapped_column(sa.ForeignKey("import_batch.id"), index=True)
    subject: Mapped[Text]
    subject_id: Mapped[str] = mapped_column(sa.String(32))
    field: Mapped[Text]
    before: Mapped[Text]
    after: Mapped[Text]


class ImportMappingRow(Record, Rows):
    """How a source's columns are read, recognised by a fingerprint of its headings."""

    __tablename__ = "import_mapping"
    __table_args__ = (sa.UniqueConstraint("branch_id", "fingerprint"),)

    name: Mapped[Text]
    kind: Mapped[Text]
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    columns: Mapped[Json]


class DeliveryRow(Imported, Rows):
    """What the telephone company said of a text message."""

    __tablename__ = "message_delivery"
    __table_args__ = (sa.UniqueConstraint("branch_id", "reference"),)

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    point_id: Mapped[str | None] = mapped_column(sa.ForeignKey("contact_point.id"))
    reference: Mapped[str] = mapped_column(sa.String(64))
    sent_on: Mapped[Day]
    result: Mapped[Text]
    reason: Mapped[Text]
