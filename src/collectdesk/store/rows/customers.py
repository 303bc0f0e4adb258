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
    time_zone: Mapped[Text] = mapped_column(default="")
    merged_into: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    """The customer this one turned out to be: core banking may go on using the number, the file is the other's."""


class MergerRow(Record, Rows):
    """Two files of one person: which went into which, what moved, and how to take it back; or that they are two."""

    __tablename__ = "merger"

    kept_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    gone_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    state: Mapped[Text]
    reason: Mapped[Text]
    moved: Mapped[Json]
    changed: Mapped[Json]
    undone_at: Mapped[Instant | None]
    undone_by: Mapped[str | None] = mapped_column(sa.String(32))


_PHONES = sa.text("kind = 'phone'")


class RelatedPartyRow(Imported, Rows):
    """Somebody beside the customer. ``contact_since`` is since when they refuse to be contacted, and why."""

    __tablename__ = "related_party"

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    role: Mapped[Text]
    name: Mapped[Text]
    liable: Mapped[bool | None] = mapped_column(sa.Boolean)
    contact_since: Mapped[Day | None]
    contact_why: Mapped[Text] = mapped_column(default="")
    until_on: Mapped[Day | None]
    note: Mapped[Text] = mapped_column(default="")
    time_zone: Mapped[Text] = mapped_column(default="")


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
    checked_how: Mapped[Text] = mapped_column(default="")
    lat_e6: Mapped[int | None] = mapped_column(sa.Integer)
    lon_e6: Mapped[int | None] = mapped_column(sa.Integer)
    located_by: Mapped[Text] = mapped_column(default="")


class WrongPairRow(Record, Rows):
    """A number or address that isn't this person's. It binds the pair in every case; others keep the number."""

    __tablename__ = "wrong_pair"
    __table_args__ = (sa.Index("ix_wrong_pair_value_person", "value", "person"),)

    value: Mapped[Text]
    person: Mapped[Text]
    point_id: Mapped[str] = mapped_column(sa.ForeignKey("contact_point.id"), index=True)
    case_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customer_case.id"))
    found_on: Mapped[Day]
    note: Mapped[Text]


class ProductRow(Imported, Rows):
    __tablename__ = "product"
    __table_args__ = (
        sa.UniqueConstraint("branch_id", "account_no"),
        # whether a customer has a kind of product is asked of everybody overdue, without reading the products
        sa.Index("ix_product_customer_kind", "customer_id", "kind"),
    )

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    kind: Mapped[Text]
    account_no: Mapped[str] = mapped_column(sa.String(64))
    contract_no: Mapped[Text]
    opened_on: Mapped[Day | None]
    granted_fen: Mapped[Fen]


_IN_ARREARS = sa.text("dpd > 0 OR overdue_fen <> 0")


class ProductStateRow(Imported, Rows):
    """Core banking's word on a product as of one day. Never changed, only followed by a later one.

    The few in arrears have indexes of their own: figures over everybody read those and not the rest.
    """

    __tablename__ = "product_state"
    __table_args__ = (
        sa.UniqueConstraint("product_id", "as_of", "batch_id"),
        sa.Index(
            "ix_product_state_late", "product_id", "as_of", "dpd", "overdue_fen", "batch_id", "recorded_at", "id",
            sqlite_where=_IN_ARREARS, postgresql_where=_IN_ARREARS),
        sa.Index(
            "ix_product_state_late_on", "as_of", "product_id", "dpd", "overdue_fen", "batch_id", "recorded_at", "id",
            sqlite_where=_IN_ARREARS, postgresql_where=_IN_ARREARS,
        ),
        sa.Index("ix_product_state_on", "as_of", "batch_id", "product_id"),
    )  # fmt: skip

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


_KEPT_BY = ("kinds", "officer")
_ON_LIST = sa.text("listed = 1")


class CustomerLineRow(Rows):
    """All that a list shows and sorts by of one customer, beside the number search knows them by.

    Kept by ``store/customers/upkeep.py``: fifty lines from fifty pages of the file, where joins would read two hundred.
    ``kinds`` has a bit for each kind of product, ``<kind>_dpd`` the days of its worst; ``listed`` is 1 while overdue or
    with an open case, whose number is ``case_no`` and whose next step is due on ``due_on``; ``trace`` is a digest of
    what the search tokens were made from.

    Each index holds what a list in its order may be filtered by, so that no row is read which isn't shown; ``on_list``
    holds everything of the few that stand on a list.
    """

    __tablename__ = "customer_line"
    __table_args__ = (
        sa.Index("ix_customer_line_listed_dpd", "listed", "dpd", "number", *_KEPT_BY, "overdue_fen"),
        sa.Index("ix_customer_line_listed_overdue", "listed", "overdue_fen", "number", *_KEPT_BY),
        sa.Index("ix_customer_line_balance", "balance_fen", "listed", "number", *_KEPT_BY, "overdue_fen"),
        sa.Index("ix_customer_line_reading", "reading", "listed", "number", *_KEPT_BY, "overdue_fen"),
        sa.Index("ix_customer_line_customer_no", "customer_no", "listed", "number", *_KEPT_BY, "overdue_fen"),
        sa.Index(
            "ix_customer_line_on_list", "dpd", "number", *_KEPT_BY, "overdue_fen", "balance_fen", "due_on", "case_no",
            "loan_dpd", "card_dpd", "lease_dpd", "customer_no", "reading",
            sqlite_where=_ON_LIST, postgresql_where=_ON_LIST,
        ),
    )  # fmt: skip

    number: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), unique=True)
    customer_no: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[Text]
    officer: Mapped[Text]
    reading: Mapped[Text]
    kinds: Mapped[int] = mapped_column(sa.Integer)
    dpd: Mapped[int] = mapped_column(sa.Integer)
    loan_dpd: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    card_dpd: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    lease_dpd: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    overdue_fen: Mapped[Fen]
    balance_fen: Mapped[Fen]
    listed: Mapped[int] = mapped_column(sa.Integer)
    case_no: Mapped[str] = mapped_column(sa.String(32), default="", server_default="")
    due_on: Mapped[Day | None]
    trace: Mapped[str] = mapped_column(sa.String(32))


class LineDueRow(Rows):
    """Customers whose line has to be written again before the transaction ends; triggers put them here."""

    __tablename__ = "line_due"

    customer_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)


class SavedViewRow(Record, Rows):
    """A list as a person wants it: filters, order and columns. Without a name it is how they left the list."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("account_id", "name"),)

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(sa.String(64))
    wanted: Mapped[Json]


class NotedAmountRow(Record, Rows):
    """An amount noted by hand. ``said_fen``, ``settled_on`` and ``reference`` are core banking's word on it, which
    came with the import ``settled_by``; until then it is provisional.
    """

    __tablename__ = "noted_amount"

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    product_id: Mapped[str] = mapped_column(sa.ForeignKey("product.id"), index=True)
    kind: Mapped[Text]
    amount_fen: Mapped[Fen]
    as_of: Mapped[Day]
    source: Mapped[Text]
    note: Mapped[Text]
    state: Mapped[str] = mapped_column(sa.String(16), index=True)
    said_fen: Mapped[int | None] = mapped_column(sa.BigInteger)
    settled_on: Mapped[Day | None]
    settled_by: Mapped[str | None] = mapped_column(sa.String(32))
    reference: Mapped[Text] = mapped_column(default="")
    struck_why: Mapped[Text] = mapped_column(default="")
    # what shows it, and where that lies: a claim with it is proven, and still not core banking's word
    proof: Mapped[Text] = mapped_column(default="", server_default="")
    # a payment that was made for several debts: the parts of one payment share an id, and know the whole
    sharing_id: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    whole_fen: Mapped[int | None] = mapped_column(sa.BigInteger)


class UnmatchedPaymentRow(Record, Rows):
    """Money that came in under an account nobody here knows: it waits for a person or for core banking, never guessed.

    ``product_id`` is the debt it is meant for by the word of ``said_by``; core banking posts it, not the branch.
    """

    __tablename__ = "unmatched_payment"
    __table_args__ = (sa.UniqueConstraint("branch_id", "reference"),)

    batch_id: Mapped[str] = mapped_column(sa.ForeignKey("import_batch.id"), index=True)
    reference: Mapped[str] = mapped_column(sa.String(64))
    account_no: Mapped[Text]
    paid_on: Mapped[Day]
    amount_fen: Mapped[Fen]
    channel: Mapped[Text]
    product_id: Mapped[str | None] = mapped_column(sa.ForeignKey("product.id"))
    said_by: Mapped[Text] = mapped_column(default="")
    note: Mapped[Text] = mapped_column(default="")


class FinanceRow(Record, Rows):
    """What somebody wrote down of a customer's money, with its source; struck when wrong, never changed."""

    __tablename__ = "finance"

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    kind: Mapped[Text]
    amount_fen: Mapped[Fen]
    source: Mapped[Text]
    as_of: Mapped[Day]
    note: Mapped[Text]
    struck_on: Mapped[Day | None]
    struck_why: Mapped[Text] = mapped_column(default="")


class EnquiryRow(Record, Rows):
    """A credit-report enquiry: why, on whose authorisation of which day, and what the report said."""

    __tablename__ = "credit_enquiry"

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customer.id"), index=True)
    purpose: Mapped[Text]
    asked_on: Mapped[Day]
    authorised_on: Mapped[Day]
    authorisation: Mapped[Text]
    report_no: Mapped[Text]
    result: Mapped[Text]
    others_overdue: Mapped[int | None] = mapped_column(sa.Integer)
