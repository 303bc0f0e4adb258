"""Owns the frameless scroll area round a panel that may be taller than its room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def scrolled(panel: QWidget) -> QScrollArea:
    """A panel that is taller than its room, without a frame."""
    panel.setProperty("look", "clear")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    hidden = panel.isHidden()
    area.setWidget(panel)  # this shows the panel
    panel.setHidden(hidden)
    return area
