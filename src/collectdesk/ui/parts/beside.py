"""Owns the list beside a panel that has to stay in reach on a narrow window too, since work is done in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from collectdesk.ui.parts.card import ListBesideDetail

_SCROLL_BAR = 12


class ListBesideForm(ListBesideDetail):
    """The panel yields only when both would be too narrow to read; it scrolls when it is too tall."""

    NARROW = 640

    def __init__(self, listed: QWidget, panel: QWidget) -> None:
        self._panel, self._held = panel, scrolled(panel)
        super().__init__(listed, self._held)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # what doesn't scroll sideways has to be wide enough for its buttons
        needed = self._panel.minimumSizeHint().width() + _SCROLL_BAR
        self._held.setMinimumWidth(max(280, min(needed, 320)))
        super().resizeEvent(event)


def scrolled(content: QWidget) -> QScrollArea:
    """A panel that scrolls upright and never sideways."""
    held = QScrollArea()
    held.setWidgetResizable(True)
    held.setFrameShape(QFrame.Shape.NoFrame)
    held.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    held.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setProperty("look", "clear")
    held.setWidget(content)
    return held
