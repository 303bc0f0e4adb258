"""Owns the scanned pages beside a form: those of one visit, or one page of the tray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSplitter

from collectdesk.desk.paper.scanning import PagesOfVisit, ShowPage
from collectdesk.ui.parts.beside import room_of
from collectdesk.ui.parts.pdf_view import PdfView
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from collectdesk.desk.paper.scanning import PageShown
    from collectdesk.ui.office import Office
    from collectdesk.ui.parts.pdf_view import Deliver
    from collectdesk.ui.record.typing_panel import TypingPanel

NARROWEST = 220


class ScannedPaper(PdfView):
    """Scanned pages below each other; Ctrl+plus and Ctrl+minus zoom."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Scanned pages"))
        self._office = office
        self._ids: tuple[str, ...] = ()
        self._visit = ""
        self.setMinimumWidth(NARROWEST)

    @property
    def count(self) -> int:
        """How many pages are shown."""
        return len(self._ids)

    def show_visit(self, visit_id: str, came: Callable[[int], None]) -> None:
        """Show what is filed with a visit; ``came`` hears how many pages there are."""
        self._visit = visit_id

        def take(found: Sequence[PageShown]) -> None:
            if visit_id == self._visit:
                self.show_pages([page.id for page in found])
                came(len(found))

        if not self._office.may(PagesOfVisit.needs):
            came(0)
            return
        self._office.run(PagesOfVisit(visit_id), owner=self, done=take, failed=lambda _error: came(0))

    def show_pages(self, ids: Sequence[str]) -> None:
        """Show these pages; the same ones stay as they are, scrolled and zoomed."""
        if tuple(ids) != self._ids:
            self._ids = tuple(ids)
            self.show_document(len(self._ids), self._ask_for)

    def _ask_for(self, page: int, _width: int, deliver: Deliver) -> None:
        self._office.run(ShowPage(self._ids[page]), owner=self, done=deliver, failed=lambda _error: None)


class TypingBesidePaper(QSplitter):
    """The form at the left and, where pages of the visit were scanned, the pages at the right."""

    def __init__(self, office: Office, typing: TypingPanel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._typing = typing
        self._read: tuple[str, int] = ("", 0)
        self.paper = ScannedPaper(office)
        self._held = scrolled(typing)
        self.addWidget(self._held)
        self.addWidget(self.paper)
        self.setHandleWidth(12)
        self.setCollapsible(0, False)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.paper.hide()
        typing.opened.connect(self._opened)
        typing.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._give_room()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # another answer asks for other fields
            self._give_room()
        return super().eventFilter(watched, event)

    def _give_room(self) -> None:
        """The form is never cut: the pages beside it yield down to what is still a page."""
        beside = 0 if self.paper.isHidden() else self.handleWidth() + NARROWEST
        self._held.setMinimumWidth(max(0, min(room_of(self._typing), self.width() - beside)))

    def _opened(self, visit_id: str) -> None:
        if not visit_id:
            self._read = ("", 0)
            self.paper.hide()
            return
        self.paper.show_visit(visit_id, lambda pages: self._came(visit_id, pages))

    def _came(self, visit_id: str, pages: int) -> None:
        self.paper.setVisible(bool(pages))
        self._give_room()
        if pages and self._read != (visit_id, pages):
            self._typing.read_boxes()
        self._read = (visit_id, pages)
