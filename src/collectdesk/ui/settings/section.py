"""Owns what the settings page expects of a section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collectdesk.desk.pipeline import Subject
    from collectdesk.ui.office import Office
    from collectdesk.ui.page import Note


class Section(QWidget):
    """One section, built when it is first opened. ``said`` carries a Note for the line above the page."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.speech = office.speech
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)

    def refresh(self, touched: frozenset[Subject]) -> None:
        """Ask the desk again for what is shown, as far as ``touched`` concerns it."""

    def retranslate(self) -> None:
        """Write again what isn't bound to ``speech``."""

    def focus_first(self) -> None:
        """Put the keyboard where work begins."""
        self.setFocus()

    def save(self) -> None:
        """What F2 does here."""

    def print_out(self) -> None:
        """What Ctrl+P does here."""

    def may_leave(self) -> bool:
        """False keeps the person here, after the section has said why."""
        return True

    def tell(self, note: Note) -> None:
        self.said.emit(note)
