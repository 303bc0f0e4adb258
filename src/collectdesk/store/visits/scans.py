"""Scanned pages: rows to values, the content of pages that wait, and the templates of printed sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.domain.paper.scans import IN_TRAY, PAGES_A_SHEET, Awaited, Neighbour, Place, ScanState
from collectdesk.domain.paper.sheet_marks import TickBox
from collectdesk.domain.visits.sheets import Fate, SheetPart
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store.rows.cases import ArrangementRow
from collectdesk.store.rows.notices import NoticeRow
from collectdesk.store.rows.scans import ScanContentRow, ScanPageRow
from collectdesk.store.rows.visits import PrintRow, SheetRow, VisitRow
from collectdesk.store.work import View, Work

_MADE: Final = (VisitState.RECORDED, VisitState.SENT_BACK, VisitState.SIGNED_OFF)


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it is registered; ``page`` and ``part`` are its place in the file, ``sheet_page`` on the sheet."""

    id: str
    source_name: str
    source_sha256: str
    pages: int
    page: int
    part: int
    state: ScanState
    reason: str
    code: str
    exact: bool
    visit_id: str
    case_id: str
    sheet_page: int
    evidence_id: str
    picture_id: str
    recorded_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page that isn't filed shows: as it came, and upright as a JPEG."""

    original: bytes
    media_type: str
    picture: bytes


def add_page(work: Work, content: PageContent | None, **values: Any) -> str:
    """Register a page; without content where a case's evidence holds it, or nothing can be seen."""
    page_id = work.add(
        ScanPageRow, **{"visit_id": None, "case_id": None, "sheet_page": 0, "evidence_id": None, "picture_id": None,
                        "settled_by": None, "settled_at": None, **values},
    )  # fmt: skip
    if content is not None:
        work.add(
            ScanContentRow, scan_page_id=page_id, original=content.original, media_type=content.media_type,
            picture=content.picture,
        )  # fmt: skip
    return page_id


def settle_page(work: Work, kept: KeptPage, state: ScanState, *, keep_content: bool, **values: Any) -> None:
    """Move a page on; its content goes where evidence holds it now."""
    work.change(
        ScanPageRow,
        kept.id,
        kept.version,
        state=state.value,
        settled_by=work.actor.id,
        settled_at=work.now,
        **values,
    )
    if not keep_content:
        work.connection.execute(sa.delete(ScanContentRow).where(ScanContentRow.scan_page_id == kept.id))


def content_of(view: View, page_id: str) -> PageContent | None:
    """What a page that isn't filed shows; None where nothing does."""
    row = view.row(sa.select(ScanContentRow).where(ScanContentRow.scan_page_id == page_id))
    return PageContent(row.original, row.media_type, row.picture) if row else None


def page(view: View, page_id: str) -> KeptPage:
    """One page; raises LookupError."""
    found = _pages(view, ScanPageRow.id == page_id)
    if not found:
        raise LookupError(f"no scanned page {page_id}")
    return found[0]


def waits_for_nobody(view: View, sha256: str) -> bool:
    """Whether every page of a file is registered and none of them is in the tray."""
    rows = view.rows(
        sa.select(ScanPageRow.page, ScanPageRow.pages, ScanPageRow.state).where(
            ScanPageRow.source_sha256 == sha256
        )
    )
    settled = {row.page for row in rows if ScanState(row.state) not in IN_TRAY}
    return bool(rows) and len(settled) == len({row.page for row in rows}) == rows[0].pages


def known_page(view: View, source_sha256: str, number: int, part: int) -> KeptPage | None:
    """The same page of the same file, if it came before."""
    found = _pages(
        view,
        sa.and_(
            ScanPageRow.source_sha256 == source_sha256, ScanPageRow.page == number, ScanPageRow.part == part
        ),
    )
    return found[0] if found else None


def tray(view: View) -> list[KeptPage]:
    """Every page that waits for a person, in the order it came."""
    return _pages(view, ScanPageRow.state.in_([state.value for state in IN_TRAY]))


def filed_of(view: View, visit_id: str) -> list[KeptPage]:
    """The pages filed with a visit, by page of the sheet."""
    where = sa.and_(ScanPageRow.visit_id == visit_id, ScanPageRow.state == ScanState.FILED.value)
    return sorted(_pages(view, where), key=lambda one: (one.sheet_page or 99, one.recorded_at))


def filed_at(view: View, place: Place) -> KeptPage | None:
    """The page that is filed in a place already."""
    return next((one for one in filed_of(view, place.visit_id) if one.sheet_page == place.page), None)


def newest_filed_at(view: View, visit_id: str) -> datetime | None:
    """When the last page of a visit was filed; None where none is."""
    where = (ScanPageRow.visit_id == visit_id, ScanPageRow.state == ScanState.FILED.value)
    found: datetime | None = view.scalar(
        sa.select(ScanPageRow.settled_at).where(*where).order_by(ScanPageRow.settled_at.desc()).limit(1)
    )
    return found


def filed_since(view: View, day: date) -> int:
    """How many pages came in on a day or later and are filed."""
    begins = datetime.combine(day, time(), CHINA_TIME)
    where = (ScanPageRow.state == ScanState.FILED.value, ScanPageRow.recorded_at >= begins)
    return int(view.scalar(sa.select(sa.func.count()).select_from(ScanPageRow).where(*where)) or 0)


def filed_places(view: View, visit_ids: list[str]) -> frozenset[Place]:
    """The places of these visits' sheets that are back."""
    query = sa.select(ScanPageRow.visit_id, ScanPageRow.sheet_page).where(
        ScanPageRow.visit_id.in_(visit_ids), ScanPageRow.state == ScanState.FILED.value
    )
    return frozenset(Place(row[0], row[1]) for row in view.rows(query))


def neighbours(view: View, kept: KeptPage) -> list[Neighbour]:
    """The filed pages of the same file, and how far they lie from this one."""
    where = sa.and_(
        ScanPageRow.source_sha256 == kept.source_sha256, ScanPageRow.state == ScanState.FILED.value,
        ScanPageRow.visit_id.is_not(None),
    )  # fmt: skip
    return [
        Neighbour(one.page - kept.page, Place(one.visit_id, one.sheet_page)) for one in _pages(view, where)
    ]


def printed_pages(view: View) -> tuple[list[Awaited], frozenset[str]]:
    """Every printed page of a visit's sheet of which nobody said what became of it, and which of the visits were made.

    A page printed again counts once; visits that were called off wait for nothing.
    """
    query = (
        sa.select(SheetRow.visit_id, SheetRow.page, VisitRow.visit_no, VisitRow.planned_at, VisitRow.state,
                  VisitRow.back_at)
        .join(VisitRow, VisitRow.id == SheetRow.visit_id)
        .where(SheetRow.page <= PAGES_A_SHEET)
        .where(SheetRow.fate.in_(["", Fate.RETURNED.value]), VisitRow.state != VisitState.CANCELLED.value)
        .distinct()
        .order_by(VisitRow.planned_at, VisitRow.visit_no, SheetRow.page)
    )  # fmt: skip
    rows = view.rows(query)
    made = frozenset(r.visit_id for r in rows if VisitState(r.state) in _MADE or r.back_at is not None)
    return [Awaited(Place(r.visit_id, r.page), r.visit_no, local_day(r.planned_at)) for r in rows], made


def mark_returned(work: Work, visit_id: str | None, page: int, round_id: str | None = None) -> None:
    """The newest print of a page is back, unless somebody said something else of it."""
    query = sa.select(SheetRow.id).where(SheetRow.page == page, SheetRow.fate == "")
    if visit_id:
        query = query.where(SheetRow.visit_id == visit_id)
    else:
        query = query.where(SheetRow.visit_id.is_(None), SheetRow.round_id == round_id)
    found = work.scalar(query.order_by(SheetRow.copy.desc()).limit(1))
    if found:
        work.change(SheetRow, found, fate=Fate.RETURNED.value, settled_by=work.actor.id, settled_at=work.now)


def mark_receipt_returned(work: Work, tail: str) -> None:
    """The receipt of the notice whose id ends so is back: its newest print in a kit, unless somebody said otherwise."""
    query = sa.select(SheetRow.id).where(
        SheetRow.part == SheetPart.RECEIPT.value, SheetRow.fate == "",
        SheetRow.notice_id.endswith(tail, autoescape=True),
    )  # fmt: skip
    found = work.scalar(query.order_by(SheetRow.copy.desc()).limit(1))
    if found:
        work.change(SheetRow, found, fate=Fate.RETURNED.value, settled_by=work.actor.id, settled_at=work.now)


def templates(view: View, visit_id: str, page: int, version: int) -> list[tuple[TickBox, ...]]:
    """Where the boxes stand on each print of a page by one version of the sheet, the newest first."""
    by_this = sa.select(PrintRow.copy).where(
        PrintRow.document == "kit", PrintRow.subject_id == visit_id, PrintRow.template_version == version
    )
    query = (
        sa.select(SheetRow.boxes)
        .where(SheetRow.visit_id == visit_id, SheetRow.page == page, SheetRow.copy.in_(by_this))
        .order_by(SheetRow.copy.desc())
    )
    return [
        tuple(TickBox(str(c), float(x), float(y)) for c, x, y in row[0]) for row in view.rows(query) if row[0]
    ]


def case_of_paper(view: View, tail: str, *, is_notice: bool) -> str | None:
    """The case of the agreement or notice whose id ends so; None also when two would."""
    table: Any = NoticeRow if is_notice else ArrangementRow
    found = view.rows(sa.select(table.case_id).where(table.id.endswith(tail, autoescape=True)).limit(2))
    return str(found[0][0]) if len(found) == 1 else None


def _pages(view: View, where: Any) -> list[KeptPage]:
    query = (
        sa.select(ScanPageRow)
        .where(where)
        .order_by(ScanPageRow.recorded_at, ScanPageRow.source_name, ScanPageRow.page, ScanPageRow.part)
    )
    return [
        KeptPage(
            p.id, p.source_name, p.source_sha256, p.pages, p.page, p.part, ScanState(p.state), p.reason, p.code,
            p.exact, p.visit_id or "", p.case_id or "", p.sheet_page, p.evidence_id or "", p.picture_id or "",
            p.recorded_at, p.version,
        )
        for p in view.rows(query)
    ]  # fmt: skip
