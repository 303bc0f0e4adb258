"""Owns the look at a document: pages as pictures, asked for one by one when they come into sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from collectdesk.ui.theme import theme, tokens
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.speech import Speech

Deliver = Callable[[bytes], None]
AskPage = Callable[[int, int, Deliver], None]
"""Given the page (from 0), the width in pixels and where to bring the picture (PNG or JPEG bytes), later."""

_GAP: Final = 14
_KEPT: Final = 12
_A4: Final = 2**0.5
ZOOMS: Final = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class PdfView(QAbstractScrollArea):
    """Pages below each other, fitted to the width; Ctrl+plus and Ctrl+minus zoom, ``turned`` tells the
    page in sight.
    """

    turned = Signal(int)

    def __init__(self, speech: Speech, name: str = mark("Document")) -> None:
        super().__init__()
        self._speech = speech
        self._count = 0
        self._ask: AskPage | None = None
        self._pages: dict[int, QPixmap] = {}
        self._asked: set[int] = set()
        self._round = 0
        self._zoom = ZOOMS.index(1.0)
        self._page = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        speech.bind(self, self.setAccessibleName, name)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme().changed.connect(self.viewport().update)

    def show_document(self, pages: int, ask: AskPage) -> None:
        """Show another document; pictures still under way for the old one are dropped."""
        self._count, self._ask, self._page = pages, ask, 0
        self._forget()
        self.verticalScrollBar().setValue(0)
        self._lay()

    @property
    def page(self) -> int:
        """The page in sight, from 0."""
        return self._page

    def go_to(self, page: int) -> None:
        """Scroll a page to the top."""
        self.verticalScrollBar().setValue(max(0, page) * self._pitch())

    def zoom(self, step: int) -> None:
        """Larger (1) or smaller (-1)."""
        self._zoom = min(len(ZOOMS) - 1, max(0, self._zoom + step))
        self._forget()
        self._lay()
        self.go_to(self._page)

    def _forget(self) -> None:
        self._round += 1
        self._pages.clear()
        self._asked.clear()

    def _size(self) -> QSize:
        width = max(120, int((self.viewport().width() - 2 * _GAP) * ZOOMS[self._zoom]))
        return QSize(width, int(width * _A4))

    def _pitch(self) -> int:
        return self._size().height() + _GAP

    def _lay(self) -> None:
        size, seen = self._size(), self.viewport().size()
        tall, wide = self._count * self._pitch() + _GAP, size.width() + 2 * _GAP
        self.verticalScrollBar().setRange(0, max(0, tall - seen.height()))
        self.verticalScrollBar().setPageStep(seen.height())
        self.verticalScrollBar().setSingleStep(40)
        self.horizontalScrollBar().setRange(0, max(0, wide - seen.width()))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._forget()
        self._lay()

    def _scrolled(self, value: int) -> None:
        page = min(max(0, self._count - 1), (value + self.viewport().height() // 3) // max(1, self._pitch()))
        if page != self._page:
            self._page = page
            self._describe()
            self.turned.emit(page)
        self.viewport().update()

    def _describe(self) -> None:
        page, pages = self._page + 1, self._count
        self.setAccessibleDescription(
            self._speech.say(mark("Page {page} of {pages}"), page=page, pages=pages)
        )

    def _want(self, page: int) -> None:
        if self._ask is None or page in self._asked:
            return
        self._asked.add(page)
        asked_in = self._round

        def take(picture: bytes) -> None:
            if asked_in == self._round:
                pixels = QPixmap()
                pixels.loadFromData(picture)
                self._pages[page] = pixels
                self._drop_far(page)
                self.viewport().update()

        self._ask(page, int(self._size().width() * self.devicePixelRatioF()), take)

    def _drop_far(self, near: int) -> None:
        while len(self._pages) > _KEPT:
            far = max(self._pages, key=lambda each: abs(each - near))
            del self._pages[far]
            self._asked.discard(far)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now, size = QPainter(self.viewport()), tokens(), self._size()
        painter.fillRect(event.rect(), QColor(now.ground))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left = max(_GAP, (self.viewport().width() - size.width()) // 2) - self.horizontalScrollBar().value()
        top = self.verticalScrollBar().value()
        first = max(0, (top - _GAP) // self._pitch())
        for page in range(first, min(self._count, (top + self.viewport().height()) // self._pitch() + 1)):
            sheet = QRect(left, page * self._pitch() + _GAP - top, size.width(), size.height())
            painter.fillRect(sheet.adjusted(-1, -1, 1, 1), QColor(now.edge))
            painter.fillRect(sheet, QColor("#ffffff"))  # paper is white in the dark too
            if page in self._pages:
                painter.drawPixmap(_fitted(sheet, self._pages[page].size()), self._pages[page])
            else:
                self._want(page)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif control and key == Qt.Key.Key_Minus:
            self.zoom(-1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            self.go_to(self._page + 1)
        elif key == Qt.Key.Key_PageUp:
            self.go_to(self._page - 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else self._count - 1)
        else:
            super().keyPressEvent(event)


def _fitted(sheet: QRect, picture: QSize) -> QRect:
    """Where a picture lies on its sheet: as large as it can, in its own shape; an A4 page fills it."""
    size = picture.scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
    if abs(size.height() - sheet.height()) <= 2 and abs(size.width() - sheet.width()) <= 2:
        return sheet
    return QRect(sheet.left() + (sheet.width() - size.width()) // 2, sheet.top(), size.width(), size.height())
