"""Owns papers on their way to the printer: page after page, one after another, whatever becomes of the preview."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPainter

from collectdesk.desk.visits.printing import picture_of
from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtPrintSupport import QPrinter

    from collectdesk.ui.office import Office
    from collectdesk.ui.printing.tray import Waiting

PRINT_WIDTH: Final = 2480
"""Pixels of a page's width on its way to the printer: A4 at 300 dots an inch."""


class PrintJob(QObject):
    """One paper. ``sent`` carries its number, ``failed`` what came between.

    Pages are drawn outside the branch's threads, so that a window that locks meanwhile doesn't stop a print halfway.
    """

    sent = Signal(str)
    failed = Signal(object)

    def __init__(self, office: Office, paper: Waiting, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._printer, self._paper = office, printer, paper
        printer.setDocName(paper.number)
        self._painter = QPainter()

    def begin(self) -> None:
        if not self._painter.begin(self._printer):
            name = self._printer.printerName() or self._printer.outputFileName()
            self.failed.emit(Refused("print.printer", printer=name, number=self._paper.number))
            self.deleteLater()
            return
        self._print(0)

    def _print(self, page: int) -> None:
        content = self._paper.content
        self._office.outside(
            lambda _steps: picture_of(content, page + 1, PRINT_WIDTH),
            owner=self,
            done=lambda picture: self._draw(page, picture),
            failed=self._stop,
        )

    def _draw(self, page: int, picture: bytes) -> None:
        if page:
            self._printer.newPage()
        image = QImage.fromData(picture)
        room = QRectF(self._painter.viewport())
        high = room.width() * image.height() / image.width()
        self._painter.drawImage(QRectF(0, 0, room.width(), min(room.height(), high)), image)
        if page + 1 < self._paper.pages:
            self._print(page + 1)
            return
        self._painter.end()
        self.sent.emit(self._paper.number)
        self.deleteLater()

    def _stop(self, error: BaseException) -> None:
        self._painter.end()
        self._printer.abort()
        self.failed.emit(error)
        self.deleteLater()


class PrintBatch(QObject):
    """Several papers, each whole and in their order. ``sent`` follows each, ``ended`` the last or what stopped it.

    A paper that can't be printed ends the batch: those behind it would otherwise come out in another order.
    """

    sent = Signal(str)
    ended = Signal(object)  # None, or the error that stopped it

    def __init__(self, office: Office, papers: Iterable[tuple[Waiting, QPrinter]], parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._left = deque(papers)

    def begin(self) -> None:
        if not self._left:
            self.ended.emit(None)
            self.deleteLater()
            return
        paper, printer = self._left.popleft()
        job = PrintJob(self._office, paper, printer, self)
        job.sent.connect(self._went)
        job.failed.connect(self._stop)
        job.begin()

    def cancel(self) -> None:
        """Stop behind the paper that is printing now."""
        self._left.clear()

    def _went(self, number: str) -> None:
        self.sent.emit(number)
        self.begin()

    def _stop(self, error: BaseException) -> None:
        self._left.clear()
        self.ended.emit(error)
        self.deleteLater()
