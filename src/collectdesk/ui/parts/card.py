"""Owns the card: a quiet frame with an optional heading, and the split of a list beside its detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QSplitter, QVBoxLayout, QWidget

from collectdesk.ui.parts.buttons import label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from collectdesk.ui.speech import Speech


class Card(QFrame):
    """A frame with rounded corners. ``body`` takes the content; ``head`` is the line of the heading."""

    def __init__(self, speech: Speech | None = None, title: str = "", *, flush: bool = False) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.title = label(speech, title, "heading")
        self.subtitle = label(None, "", "mute")
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        side = 1 if flush else 14
        layout.setContentsMargins(side, 12, side, 6 if flush else 12)
        if title:
            self.head.addWidget(self.title)
            self.head.addWidget(self.subtitle)
            self.head.addStretch(1)
            self.head.setContentsMargins(10 if flush else 0, 0, 10 if flush else 0, 0)
            layout.addLayout(self.head)
        layout.addLayout(self.body, 1)

    def add(self, content: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout below what is there."""
        if isinstance(content, QWidget):
            self.body.addWidget(content, stretch)
        else:
            self.body.addLayout(content, stretch)

    def say_beside(self, text: str) -> None:
        """A muted remark beside the heading, such as a count."""
        self.subtitle.setText(text)


def row(*items: QWidget | QLayout | None, spacing: int = 8) -> QHBoxLayout:
    """Things side by side; None is the space that stretches."""
    made = QHBoxLayout()
    made.setSpacing(spacing)
    made.setContentsMargins(0, 0, 0, 0)
    for item in items:
        if item is None:
            made.addStretch(1)
        elif isinstance(item, QWidget):
            made.addWidget(item)
        else:
            made.addLayout(item)
    return made


def column(*items: QWidget | QLayout | None, spacing: int = 12) -> QVBoxLayout:
    """Things below each other; None is the space that stretches."""
    made = QVBoxLayout()
    made.setSpacing(spacing)
    made.setContentsMargins(0, 0, 0, 0)
    for item in items:
        if item is None:
            made.addStretch(1)
        elif isinstance(item, QWidget):
            made.addWidget(item)
        else:
            made.addLayout(item)
    return made


class ListBesideDetail(QSplitter):
    """A list and its detail. On a narrow window (150 % scaling) the detail yields first; a drag brings
    it back.
    """

    DETAIL = 398
    NARROW = 860

    def __init__(self, listed: QWidget, detail: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.addWidget(listed)
        self.addWidget(detail)
        self.setHandleWidth(12)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setCollapsible(0, False)
        self.setCollapsible(1, True)
        listed.setMinimumWidth(360)
        detail.setMinimumWidth(280)
        self._was_narrow: bool | None = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.NARROW
        if narrow != self._was_narrow:
            self._was_narrow = narrow
            self.show_detail(not narrow)

    def show_detail(self, shown: bool) -> None:
        """Give the detail its width, or the list the whole room."""
        detail = min(self.DETAIL, max(280, self.width() // 3)) if shown else 0
        self.setSizes([self.width() - detail, detail])


def heading(speech: Speech, sentence: str) -> QLabel:
    """The title of a page."""
    return label(speech, sentence, "title")
