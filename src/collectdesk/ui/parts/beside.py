"""Owns the splits of a narrow window: one thing at a time by Enter and Esc, or a panel that stays in reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from collectdesk.ui.parts.card import ListBesideDetail
from collectdesk.ui.parts.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

_SCROLL_BAR = 12


class Beside(ListBesideDetail):
    """``detail_width`` gives the detail's pixels out of the whole width, where there is room for both."""

    def __init__(self, listed: QWidget, detail: QWidget, detail_width: Callable[[int], int]) -> None:
        super().__init__(listed, detail)
        self._detail_width = detail_width
        self.setCollapsible(0, True)
        self.setCollapsible(1, True)

    def show_detail(self, shown: bool) -> None:
        """Give the detail its width, or the list the whole room."""
        detail = self._detail_width(self.width()) if shown else 0
        self.setSizes([self.width() - detail, detail])

    @property
    def is_inside(self) -> bool:
        """Whether the detail has taken the list's place."""
        return self.sizes()[0] == 0

    def go_into(self) -> None:
        """Have the detail in sight: beside the list, or in its place where the window is narrow."""
        if self.width() < self.NARROW:
            self.setSizes([0, self.width()])

    def come_back(self) -> None:
        """The list again."""
        self.show_detail(self.width() >= self.NARROW)


class ListBesideForm(ListBesideDetail):
    """The panel yields only when both would be too narrow to read; it scrolls when it is too tall."""

    NARROW = 640

    def __init__(self, listed: QWidget, panel: QWidget) -> None:
        self._panel, self._held = panel, scrolled(panel)
        super().__init__(listed, self._held)
        panel.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._give_room()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.LayoutRequest
        ):  # what was read since may need more room than its heading
            self._give_room()
        return super().eventFilter(watched, event)

    def _give_room(self) -> None:
        """What doesn't scroll sideways has to be wide enough for its buttons."""
        self._held.setMinimumWidth(max(280, min(room_of(self._panel), 380)))


def room_of(panel: QWidget) -> int:
    """How wide a panel that scrolls upright only has to be, for nothing in it to be cut at its right."""
    return panel.minimumSizeHint().width() + _SCROLL_BAR
