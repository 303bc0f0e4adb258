"""Owns the look at a paper made from a tab of the file: it stands in place of the tab until it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLayout, QWidget

from collectdesk.ui.parts.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from collectdesk.desk.pipeline import Deed
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.casefile.tab import Tab


class PaperView(PdfPreview):
    """Built last, when the tab is laid out: it covers what stands there while a paper is looked at."""

    def __init__(self, tab: Tab) -> None:
        super().__init__(tab.office)
        self._tab = tab
        self._covered: list[QWidget] = []
        self._shares: list[int] = []
        self._before: QWidget | None = None
        tab.body.addWidget(self, 1)
        self.hide()
        self.closed.connect(self._back)
        self.said.connect(tab.host.confirm)

    def make(
        self, name: str, deed_of: Callable[[Path], Deed[Printed]], failed: Callable[[BaseException], None]
    ) -> None:
        """Make a paper and look at it."""
        self._before = self._tab.focusWidget()
        self._tab.run(deed_of(self.new_target(name)), self._show, failed)

    def cover(self) -> None:
        """What the tab shows anew stays covered while a paper is looked at."""
        if not self.isHidden():
            for each in _widgets(self._tab.body):
                if each is not self and not each.isHidden():
                    self._covered.append(each)
                    each.hide()

    def _show(self, paper: Printed) -> None:
        if self.isHidden():  # a covered half would go on claiming its share of the room
            body = self._tab.body
            self._shares = [body.stretch(at) for at in range(body.count())]
            for at in range(body.count()):
                body.setStretch(at, 0)
            body.setStretchFactor(self, 1)
        self.show()
        self.cover()
        self.show_paper(paper)
        self.view.setFocus()

    def _back(self) -> None:
        self.hide()
        for at, share in enumerate(self._shares):
            self._tab.body.setStretch(at, share)
        for each in self._covered:
            each.show()
        self._covered.clear()
        if self._before is not None:
            self._before.setFocus()


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget, inner = (item.widget(), item.layout()) if item else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _widgets(inner)
