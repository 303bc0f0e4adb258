"""Owns one paper on its way to the printer: page after page, whatever becomes of the preview meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPainter

from collectdesk.desk.printing import picture_of

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from collectdesk.desk.printing import Printed
    from collectdesk.ui.office import Office

PRINT_WIDTH: Final = 2480
"""Pixels of a page's width on its way to the printer: A4 at 300 dots an inch."""


class PrintJob(QObject):
    """Holds the paper's bytes, since its file goes when the look at it ends. ``sent`` carries its number.

    Pages are drawn outside the branch's threads, so that a window that locks meanwhile doesn't stop a print halfway.
    """

    sent = Signal(str)
    failed = Signal(object)

    def __init__(self, office: Office, paper: Printed, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._printer = office, printer
        self._number, self._pages = paper.number, paper.pages
        self._bytes = paper.path.read_bytes()
        printer.setDocName(paper.number)
        self._painter = QPainter(printer)

    def begin(self) -> None:
        self._print(0)

    def _print(self, page: int) -> None:
        paper = self._bytes
        self._office.outside(
            lambda _steps: picture_of(paper, page + 1, PRINT_WIDTH),
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
        if page + 1 < self._pages:
            self._print(page + 1)
            return
        self._painter.end()
        self.sent.emit(self._number)
        self.deleteLater()

    def _stop(self, error: BaseException) -> None:
        self._painter.end()
        self._printer.abort()
        self.failed.emit(error)
        self.deleteLater()
