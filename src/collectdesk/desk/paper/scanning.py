"""The scan tray: every page that came back is filed by its code in one deed, or waits in the tray with a reason."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Final

from collectdesk.desk.customers import masking
from collectdesk.desk.paper.codes import Code, CodeKind, read_code
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.paper.scans import (
    PAGES_A_SHEET,
    Awaited,
    Place,
    ScanState,
    guesses,
    missing,
    require_in_tray,
    require_reason,
)
from collectdesk.domain.paper.sheet_marks import SLIP_BOXES, TickBox
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.sandbox.scanning import ScanPage, ScanSource, Tick, read_ticks
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import evidence
from collectdesk.store.vault.evidence import Seen
from collectdesk.store.visits import rounds, scans, visits
from collectdesk.store.visits.scans import KeptPage, PageContent
from collectdesk.store.work import View, Work

ENDINGS: Final = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif", "image/heic": ".heic",
}  # fmt: skip
SHEET_KIND, PICTURE_KIND = "scan", "page"
FORGED: Final = "code.forged"
"""What this branch never printed isn't guessed to be a page of one of its sheets."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a page: ``known`` where the same page of the same file came in before."""

    page_id: str
    state: ScanState
    reason: str
    visit_no: str
    sheet_page: int
    known: bool = False


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a genuine code sends its page: a case, perhaps a visit, the page of its sheet; or a team's cover."""

    case_id: str = ""
    visit_id: str = ""
    page: int = 0
    round_id: str = ""
    round_page: int = 1
    receipt_of: str = ""
    """The end of the id of the notice whose receipt it is."""


@dataclass(frozen=True, slots=True)
class TakePage(Change[Taken]):
    """Take one scanned page in: filed to its visit and place by its code, or kept in the tray with the reason.

    One deed a page, registered by its file's digest and its place in it: whatever breaks off, the file is read
    again, and no page is lost or filed twice.
    """

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "scan.taken"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES})

    source: ScanSource = field(repr=False)
    page: ScanPage = field(repr=False)

    def carry_out(self, work: Work) -> Taken:
        known = scans.known_page(work, self.source.sha256, self.page.page, self.page.part)
        if known is not None:
            work.note(page=known.id, state=known.state.value, known=True)
            return _taken(work, known, known=True)
        home, state, reason = self._home(work)
        if home is not None and state is ScanState.FILED:
            try:
                return self._file(work, home)
            except StoreTrouble as error:
                if error.code != "evidence_disposed":
                    raise
                state, reason = ScanState.REFUSED, "scan.disposed"
        return self._keep(work, home, state, reason)

    def _home(self, work: Work) -> tuple[_Home | None, ScanState, str]:
        if self.page.trouble:
            return None, ScanState.UNREADABLE, self.page.trouble
        if not self.page.code:
            return None, ScanState.WAITING, "scan.no_code"
        try:
            home = _home_of(work, read_code(work, self.page.code))
        except Refused as refused:
            return None, ScanState.REFUSED, refused.code
        if home.visit_id and home.page and scans.filed_at(work, Place(home.visit_id, home.page)):
            return home, ScanState.TWICE, "scan.twice"
        return home, ScanState.FILED, ""

    def _content(self) -> PageContent | None:
        if not self.page.picture and not self.page.original:
            return None
        return PageContent(self.page.original, self.page.media_type, self.page.picture)

    def _register(self, work: Work, content: PageContent | None, state: ScanState, **values: object) -> Taken:
        page_id = scans.add_page(
            work, content, source_name=self.source.name, source_sha256=self.source.sha256, pages=self.source.pages,
            page=self.page.page, part=self.page.part, state=state.value, code=self.page.code, exact=self.page.exact,
            **values,
        )  # fmt: skip
        work.note(page=page_id, state=state.value)
        return _taken(work, scans.page(work, page_id))

    def _file(self, work: Work, home: _Home) -> Taken:
        settled = {"reason": "", "settled_by": work.actor.id, "settled_at": work.now, "sheet_page": home.page}
        if home.round_id:
            scans.mark_returned(work, None, home.round_page, home.round_id)
            return self._register(work, self._content(), ScanState.FILED, **settled)
        content = self._content()
        assert content is not None
        name = _page_name(self.source.name, self.page.page, self.source.pages, content.media_type)
        original, picture = _file_evidence(work, content, name, home.case_id, home.visit_id)
        if home.visit_id and home.page:
            scans.mark_returned(work, home.visit_id, home.page)
        if home.receipt_of:
            scans.mark_receipt_returned(work, home.receipt_of)
        work.note(case=home.case_id, visit=home.visit_id, evidence=original)
        return self._register(
            work, None, ScanState.FILED, visit_id=home.visit_id or None, case_id=home.case_id, evidence_id=original,
            picture_id=picture, **settled,
        )  # fmt: skip

    def _keep(self, work: Work, home: _Home | None, state: ScanState, reason: str) -> Taken:
        found = home or _Home()
        return self._register(
            work, self._content(), state, reason=reason, visit_id=found.visit_id or None,
            case_id=found.case_id or None, sheet_page=found.page,
        )  # fmt: skip


def _home_of(work: View, code: Code) -> _Home:
    """Where a genuine code belongs; raises Refused(scan.unknown_paper) where its paper isn't in this branch's books."""
    if code.kind in (CodeKind.SHEET, CodeKind.RECORD, CodeKind.COVER, CodeKind.OPINION):
        visit = visits.visit_by_tail(work, code.subject_tail)
        if visit is None:
            raise Refused("scan.unknown_paper")
        if code.kind is CodeKind.COVER:
            kept = rounds.round_of(work, visit.planned_on, visit.officer_id, visit.safety_id)
            if kept is None:
                raise Refused("scan.unknown_paper")
            return _Home(round_id=kept.id, round_page=code.page)
        return _Home(visit.case_id, visit.id, code.page if code.kind is CodeKind.SHEET else 0)
    case_id = scans.case_of_paper(work, code.subject_tail, is_notice=code.kind is CodeKind.NOTICE)
    if case_id is None:
        raise Refused("scan.unknown_paper")
    return _Home(case_id, receipt_of=code.subject_tail if code.kind is CodeKind.NOTICE else "")


def _file_evidence(
    work: Work, content: PageContent, name: str, case_id: str, visit_id: str
) -> tuple[str, str]:
    """The page as it came and, beside it, upright: both under the case's key."""
    original = evidence.keep(
        work, work.evidence_folder, case_id, io.BytesIO(content.original), kind=SHEET_KIND, original_name=name,
        media_type=content.media_type, visit_id=visit_id or None,
    )  # fmt: skip
    picture = evidence.keep(
        work, work.evidence_folder, case_id, io.BytesIO(content.picture), kind=PICTURE_KIND, original_name=name,
        media_type="image/jpeg", visit_id=visit_id or None, seen=Seen(copy_of=original.id),
    )  # fmt: skip
    return original.id, picture.id


def _page_name(source: str, page: int, pages: int, media_type: str) -> str:
    stem, dot, ending = source.rpartition(".")
    if pages == 1:
        return source
    return f"{stem if dot else source}-{page}{ENDINGS.get(media_type, '.' + ending)}"


def _taken(view: View, kept: KeptPage, *, known: bool = False) -> Taken:
    number = visits.visit(view, kept.visit_id).visit_no if kept.visit_id else ""
    return Taken(kept.id, kept.state, kept.reason, number, kept.sheet_page, known)


# ---- the tray


@dataclass(frozen=True, slots=True)
class Guess:
    """A place a page may belong to, masked for the actor."""

    visit_id: str
    visit_no: str
    name: str
    planned_at: datetime
    page: int


@dataclass(frozen=True, slots=True)
class TrayPage:
    """A page that waits: of which file, why, and where it most likely belongs; ``visit_no`` where its code says so."""

    id: str
    source_name: str
    page: int
    pages: int
    state: ScanState
    reason: str
    came_at: datetime
    visit_no: str
    sheet_page: int
    has_picture: bool
    guesses: tuple[Guess, ...]
    first_id: str = ""
    """Of a page that came twice, the one that is filed."""


@dataclass(frozen=True, slots=True)
class MissingPage:
    """A printed page that should be back and isn't."""

    visit_id: str
    visit_no: str
    name: str
    page: int
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class Tray:
    pages: tuple[TrayPage, ...]
    missing: tuple[MissingPage, ...]
    filed_today: int


@dataclass(frozen=True, slots=True)
class ShowTray(Lookup[Tray]):
    """The pages that wait for a person, the printed pages that aren't back, and how many were filed today."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "scan.tray_shown"

    def look(self, view: View) -> Tray:
        printed, begun = scans.printed_pages(view)
        back = scans.filed_places(view, [one.place.visit_id for one in printed])
        open_places = [one for one in printed if one.place not in back]
        return Tray(
            tuple(_tray_page(view, kept, open_places) for kept in scans.tray(view)),
            tuple(_missing(view, one) for one in missing(printed, back, begun)),
            scans.filed_since(view, view.today),
        )


def _tray_page(view: View, kept: KeptPage, open_places: list[Awaited]) -> TrayPage:
    likely: tuple[Place, ...] = ()
    has_picture = kept.state is not ScanState.UNREADABLE
    if kept.state in (ScanState.WAITING, ScanState.REFUSED) and kept.reason != FORGED:
        found = guesses(open_places, scans.neighbours(view, kept), view.today)
        likely = tuple(one.place for one in found)
    first = None
    if kept.state is ScanState.TWICE:
        likely = (Place(kept.visit_id, 0),)  # beside the first: its boxes are read once
        first = scans.filed_at(view, Place(kept.visit_id, kept.sheet_page))
    number = visits.visit(view, kept.visit_id).visit_no if kept.visit_id else ""
    return TrayPage(
        kept.id, kept.source_name, kept.page, kept.pages, kept.state, kept.reason, kept.recorded_at, number,
        kept.sheet_page, has_picture, tuple(_guess(view, one) for one in likely), first.id if first else "",
    )  # fmt: skip


def _guess(view: View, place: Place) -> Guess:
    visit = visits.visit(view, place.visit_id)
    return Guess(visit.id, visit.visit_no, _name(view, visit.case_id), visit.planned_at, place.page)


def _missing(view: View, one: Awaited) -> MissingPage:
    visit = visits.visit(view, one.place.visit_id)
    return MissingPage(visit.id, visit.visit_no, _name(view, visit.case_id), one.place.page, visit.planned_at)


def _name(view: View, case_id: str) -> str:
    case = cases.case(view, case_id)
    return masking.name(masking.of_case(view, case), customers.customer(view, case.customer_id).name)


@dataclass(frozen=True, slots=True)
class AssignPage(Change[Taken]):
    """Say where a page of the tray belongs: a page of a visit's sheet, or 0 for another paper of the visit."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "scan.assigned"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES})

    page_id: str
    visit_id: str
    sheet_page: int = 0

    def carry_out(self, work: Work) -> Taken:
        kept, visit = scans.page(work, self.page_id), visits.visit(work, self.visit_id)
        require_in_tray(kept.state)
        if not 0 <= self.sheet_page <= PAGES_A_SHEET:
            raise Refused("scan.no_such_page", page=self.sheet_page)
        content = scans.content_of(work, kept.id)
        if content is None:
            raise Refused("scan.nothing_to_file", file=kept.source_name)
        name = _page_name(kept.source_name, kept.page, kept.pages, content.media_type)
        original, picture = _file_evidence(work, content, name, visit.case_id, visit.id)
        scans.settle_page(
            work, kept, ScanState.FILED, keep_content=False, visit_id=visit.id, case_id=visit.case_id,
            sheet_page=self.sheet_page, evidence_id=original, picture_id=picture,
        )  # fmt: skip
        if self.sheet_page:
            scans.mark_returned(work, visit.id, self.sheet_page)
        work.note(page=kept.id, case=visit.case_id, visit=visit.id, evidence=original)
        return _taken(work, scans.page(work, kept.id))


@dataclass(frozen=True, slots=True)
class PutAside(Change[None]):
    """Put a page of the tray aside with a reason: a blank one, one that came twice, a file that was scanned again."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "scan.put_aside"
    touches: ClassVar = frozenset({Subject.VISITS})

    page_id: str
    reason: str

    def carry_out(self, work: Work) -> None:
        kept = scans.page(work, self.page_id)
        require_in_tray(kept.state)
        reason = require_reason(self.reason, kept.state)
        scans.settle_page(work, kept, ScanState.ASIDE, keep_content=True, reason=reason)
        work.note(page=kept.id)


@dataclass(frozen=True, slots=True)
class IsFileDone(Lookup[bool]):
    """Whether every page of a scanned file is in the branch and waits for nobody: then its copy isn't needed."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "scan.file_asked"

    sha256: str

    def look(self, view: View) -> bool:
        return scans.waits_for_nobody(view, self.sha256)


# ---- looking


@dataclass(frozen=True, slots=True)
class ShowPage(Lookup[bytes]):
    """One scanned page upright, as a JPEG; raises Refused(scan.no_picture)."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "scan.page_shown"

    page_id: str

    def look(self, view: View) -> bytes:
        kept = scans.page(view, self.page_id)
        found = _picture(view, kept)
        if not found:
            raise Refused("scan.no_picture", file=kept.source_name)
        return found


def _picture(view: View, kept: KeptPage) -> bytes:
    if kept.picture_id:
        return evidence.read(view, view.evidence_folder, evidence.one(view, kept.picture_id))
    content = scans.content_of(view, kept.id)
    return content.picture if content else b""


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page filed with a visit."""

    id: str
    sheet_page: int
    source_name: str


@dataclass(frozen=True, slots=True)
class PagesOfVisit(Lookup[tuple[PageShown, ...]]):
    """The scanned pages of a visit, its sheet's first."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "scan.pages_listed"

    visit_id: str

    def look(self, view: View) -> tuple[PageShown, ...]:
        return tuple(
            PageShown(kept.id, kept.sheet_page, kept.source_name)
            for kept in scans.filed_of(view, self.visit_id)
        )


@dataclass(frozen=True, slots=True)
class ReadBoxes(Lookup[tuple[Tick, ...]]):
    """The boxes of a visit's sheet and opinion slip as they are ticked: a suggestion, each with its picture.

    Only pages that lie exactly as they were printed are read, by the template of the print that their code names.
    """

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "scan.boxes_read"
    is_long: ClassVar = True

    visit_id: str
    slips_only: bool = False

    def look(self, view: View) -> tuple[Tick, ...]:
        found: list[Tick] = []
        for kept in scans.filed_of(view, self.visit_id):
            boxes = _boxes_on(view, kept) if kept.exact else ()
            if self.slips_only and boxes is not SLIP_BOXES:
                continue
            if boxes:
                found += read_ticks([(_picture(view, kept), boxes)])
        return tuple(found)


def _boxes_on(view: View, kept: KeptPage) -> tuple[TickBox, ...]:
    """Where the boxes stand on a page that lies as it was printed; none where it has none."""
    try:
        code = read_code(view, kept.code)
    except Refused:  # filed by hand although its code isn't ours: nothing is read from it
        return ()
    if code.kind is CodeKind.OPINION:
        return SLIP_BOXES
    printed = scans.templates(view, kept.visit_id, kept.sheet_page, code.template_version)
    return printed[0] if printed else ()
