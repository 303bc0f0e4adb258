"""Owns the rail at the left: the pages a person may see, with icon, name and key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout

from collectdesk.ui.actions import with_key
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.theme import set_glyph
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from collectdesk.ui.pages import PageSpec
    from collectdesk.ui.speech import Speech


class Rail(QFrame):
    """``chosen`` carries the id of the page wanted; Up and Down walk the rail."""

    chosen = Signal(str)
    WIDTH = 148

    def __init__(self, speech: Speech, pages: Sequence[PageSpec]) -> None:
        super().__init__()
        self.setProperty("look", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(self.WIDTH)
        self._speech = speech
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 14, 8, 10)
        layout.setSpacing(2)
        brand = label(None, "CollectDesk", "brand")
        brand.setContentsMargins(8, 0, 0, 10)
        layout.addWidget(brand)
        for foot in (False, True):
            for page in pages:
                if page.in_rail and page.at_foot is foot:
                    layout.addWidget(self._button(page))
            if not foot:
                layout.addStretch(1)
        speech.bind(self, self.setAccessibleName, mark("Pages"))

    def _button(self, page: PageSpec) -> QToolButton:
        made = QToolButton(self)
        made.setCheckable(True)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_glyph(made, page.icon)

        def name(text: str) -> None:
            made.setText(f"  {text}")
            made.setAccessibleName(text)
            made.setToolTip(with_key(text, page.shortcut))

        self._speech.bind(made, name, page.sentence)
        made.clicked.connect(lambda _checked=False: self.chosen.emit(page.id))
        self._group.addButton(made)
        self._buttons[page.id] = made
        return made

    @property
    def pages(self) -> tuple[str, ...]:
        """The ids shown, from top to bottom."""
        return tuple(self._buttons)

    def mark_page(self, identity: str) -> None:
        """Show which page is open; a page outside the rail leaves the latest mark."""
        if identity in self._buttons:
            self._buttons[identity].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        order = list(self._buttons.values())
        at = next((at for at, made in enumerate(order) if made.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
        else:
            order[(at + step) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)
