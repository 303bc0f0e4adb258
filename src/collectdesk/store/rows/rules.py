"""The branch's own rule packs, and what it has changed in any pack."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Day, Instant, Json, Key, Record, Rows, Text


class RulePackRow(Record, Rows):
    """One version of a pack that the branch has loaded; its text is never changed, only withdrawn."""

    __tablename__ = "rule_pack"

    pack_id: Mapped[Text]
    pack_version: Mapped[Text]
    jurisdiction: Mapped[Text]
    file_name: Mapped[Text]
    text: Mapped[Text]
    digest: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[Text]
    withdrawn_at: Mapped[Instant | None]
    withdrawn_by: Mapped[Key | None]
    withdrawn_why: Mapped[Text]


class RuleChangeRow(Record, Rows):
    """A citation confirmed or a rule loosened; ending one sets its last day."""

    __tablename__ = "rule_change"

    rule_id: Mapped[str] = mapped_column(sa.String(40), index=True)
    kind: Mapped[Text]
    outcome: Mapped[Text]
    clause_zh: Mapped[Text]
    clause_en: Mapped[Text]
    dated_on: Mapped[Day | None]
    reason: Mapped[Text]
    from_on: Mapped[Day]
    until_on: Mapped[Day | None]
    ended_by: Mapped[Key | None]


class BucketsRow(Record, Rows):
    """The branch's own buckets of one kind of product, with their source; the newest of a kind that stands counts."""

    __tablename__ = "branch_buckets"

    product_kind: Mapped[Text]
    edges: Mapped[Json]
    source: Mapped[Text]
    from_on: Mapped[Day]
    second_id: Mapped[Text]
    withdrawn_at: Mapped[Instant | None]
    withdrawn_by: Mapped[str | None] = mapped_column(sa.String(32))
