"""Scanned pages: the register of every page that came in, and the content of those that aren't filed yet."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from collectdesk.store.rows.columns import Instant, Record, Rows, Text


class ScanPageRow(Record, Rows):
    """A page of paper that was scanned. A page of a file is registered once, so that nothing is filed twice."""

    __tablename__ = "scan_page"
    __table_args__ = (sa.UniqueConstraint("branch_id", "source_sha256", "page", "part"),)

    source_name: Mapped[Text]
    source_sha256: Mapped[str] = mapped_column(sa.String(64))
    pages: Mapped[int] = mapped_column(sa.Integer)
    page: Mapped[int] = mapped_column(sa.Integer)
    """In its file, from 1; 0 stands for a file that can't be opened."""
    part: Mapped[int] = mapped_column(sa.Integer)
    """Sheets side by side on one page, from 0."""
    state: Mapped[Text] = mapped_column(index=True)
    reason: Mapped[Text]
    code: Mapped[Text]
    exact: Mapped[bool] = mapped_column(sa.Boolean)
    visit_id: Mapped[str | None] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    case_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customer_case.id"))
    sheet_page: Mapped[int] = mapped_column(sa.Integer)
    """The page of the visit's sheet; 0 for any other paper."""
    evidence_id: Mapped[str | None] = mapped_column(sa.String(32))
    picture_id: Mapped[str | None] = mapped_column(sa.String(32))
    """The page upright, as evidence beside the page as it came."""
    settled_by: Mapped[str | None] = mapped_column(sa.String(32))
    settled_at: Mapped[Instant | None]


class ScanContentRow(Record, Rows):
    """What a page shows while no case's key can hold it; gone once the page is filed."""

    __tablename__ = "scan_content"

    scan_page_id: Mapped[str] = mapped_column(sa.ForeignKey("scan_page.id"), unique=True)
    original: Mapped[bytes] = mapped_column(sa.LargeBinary)
    media_type: Mapped[Text]
    picture: Mapped[bytes] = mapped_column(sa.LargeBinary)
