"""Owns what every panel beside the list of customers has in common: cards that scroll, Esc, its words to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import ListBesideDetail, column
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from collectdesk.ui.office import Office
    from collectdesk.ui.parts.card import Card
    from collectdesk.ui.parts.form import Form


class WideList(ListBesideDetail):
    """The list has ten columns, the look beside it only a few lines."""

    DETAIL = 264


class SidePanel(QWidget):
    """``closed`` follows Esc; ``told`` carries a sentence, ``warned`` an error that is about no field."""

    closed = Signal()
    told = Signal(str)
    warned = Signal(object)

    LEAST: ClassVar = 1
    """So many rows of the list have to be marked until they are meant: where the cursor stands is one."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.speech = office, office.speech
        self._numbers: tuple[int, ...] = ()

    def show_cards(self, *cards: Card) -> None:
        """Lay the cards out below one another, once."""
        inside = QWidget()
        inside.setLayout(column(*cards, None))
        self.setLayout(column(scrolled(inside)))

    def close_button(self) -> QPushButton:
        """The way back to the list."""
        return button(self.speech, mark("Close"), self.closed.emit, look="quiet", key="Esc")

    def choose(self, numbers: Sequence[int]) -> None:
        """The rows of the list that are meant."""
        self._numbers = tuple(numbers)

    def begin(self) -> None:
        """Read what the panel shows, and put the keyboard into its form."""
        self.load()

    def load(self) -> None:
        """Ask for what the panel shows."""

    def save(self) -> None:
        """Do what the panel is for."""

    def refuse(self, form: Form, error: BaseException) -> None:
        """Say a refusal beside its field; what is about none goes to the page."""
        if not form.take_refusal(error):
            self.warned.emit(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
