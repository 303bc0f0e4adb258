"""Owns the frameless scroll area round a panel that may be taller than its room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolled(panel: QWidget, *, by_keys: bool = False) -> QScrollArea:
    """A panel that scrolls upright and never sideways; a hidden one stays hidden.

    ``by_keys`` where nothing in it takes the keyboard, so that the area itself has to.
    """
    panel.setProperty("look", "clear")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if not by_keys:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    # a new widget counts as hidden, too: only one that somebody hid stays so
    hidden = panel.isHidden() and panel.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    area.setWidget(panel)  # this shows the panel
    panel.setHidden(hidden)
    return area
