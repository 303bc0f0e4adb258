"""Owns what every tab of a customer's file shares: how it scrolls, what it may do, and how it speaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from collectdesk.desk.customers.files import CustomerFile
from collectdesk.desk.pipeline import Deed
from collectdesk.domain.people.people import Permission
from collectdesk.domain.zones import local_day
from collectdesk.terms import code_term, term
from collectdesk.ui.office import Office
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.value_table import ValueTable
from collectdesk.ui.theme import theme
from collectdesk.words import ENGLISH, for_language

T = TypeVar("T")

TWO_HALVES = 745
"""Pixels of a tab below which its halves stand below each other: 1366 pixels at 150 %."""


class Host(Protocol):
    """What a tab asks of the page it stands on."""

    @property
    def file(self) -> CustomerFile | None: ...

    @property
    def is_past(self) -> bool: ...

    def confirm(self, text: str) -> None: ...

    def warn(self, error: BaseException | str) -> None: ...

    def go(self, page: str, target: object) -> None: ...

    def open_log(self, point_id: str = "") -> None: ...


class Tab(QScrollArea):
    """One tab. ``show_file`` is called with every file; ``sentence`` names the tab."""

    sentence = ""

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__()
        self.office, self.host = office, host
        self.speech = office.speech
        self._beside: QBoxLayout | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("look", "clear")
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.setWidget(inner)

    def lay_beside(self, left: QWidget, right: QWidget, shares: tuple[int, int], stretch: int = 1) -> None:
        """Two halves of the tab: side by side, or below each other where neither would have its room."""
        self._beside = row(left, right, spacing=12)
        for at, share in enumerate(shares):
            self._beside.setStretch(at, share)
        self.body.addLayout(self._beside, stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._beside is not None:
            halves = (self._beside.itemAt(at) for at in range(self._beside.count()))
            least = sum(each.minimumSize().width() for each in halves if each) + self._beside.spacing()
            is_wide = self.viewport().width() >= max(TWO_HALVES, least)
            way = QBoxLayout.Direction
            self._beside.setDirection(way.LeftToRight if is_wide else way.TopToBottom)

    @property
    def file(self) -> CustomerFile | None:
        """The file in sight."""
        return self.host.file

    @property
    def case_id(self) -> str:
        """The open case; empty when there is none."""
        return self.file.case.id if self.file and self.file.case else ""

    def today(self) -> date:
        """The branch's day, or the past day that is looked at."""
        past = self.file.past_day if self.file else None
        return past or local_day(self.office.desk.now())

    def may(self, permission: Permission) -> bool:
        """Whether the person may do this here and now: not in the past, not without an open case."""
        return bool(self.case_id) and not self.host.is_past and self.office.may(permission)

    def show_file(self, file: CustomerFile) -> None:
        """Show a file, or the same one again after something was touched."""

    def focus_first(self) -> None:
        """Put the keyboard where work on this tab begins."""

    def run(self, deed: Deed[T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
        """Run a deed for this tab; an answer that comes for another customer is dropped."""
        asked_for = self.file.customer.id if self.file else ""

        def still(tell: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda value: tell(value) if self.file and self.file.customer.id == asked_for else None

        self.office.run(deed, owner=self, done=still(done), failed=still(failed))


def english(code: Enum) -> str:
    """The English of a code, which is its key in every catalogue: fields bind to it."""
    return term(for_language(ENGLISH), code)


def english_code(group: str, code: str) -> str:
    """The same for a free code of a group."""
    return code_term(for_language(ENGLISH), group, code)


def framed(card: Card, table: ValueTable[Any], rows: int) -> Card:
    """A table in its card that shows some rows at least, however low the window."""
    table.setMinimumHeight(36 + rows * theme().row_height)
    # a table's own wish for height would make the tab scroll before its rows do
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    card.add(table, 1)
    return card
