"""Owns which tabs of a customer's file exist by now: each is built when somebody first turns to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.ui.casefile.tab import Tab


class Tabs(Mapping[str, "Tab"]):
    """Tabs by their ids, in their order. Asking for one builds it, with the file that is open in it.

    All ten at once are two thousand widgets, of which a clerk who logs a call sees two hundred.
    """

    def __init__(self, ids: Sequence[str], build: Callable[[str], Tab]) -> None:
        self.ids = tuple(ids)
        self.stack = QStackedWidget()
        self._build = build
        self._built: dict[str, Tab] = {}
        self._file: CustomerFile | None = None

    def __getitem__(self, identity: str) -> Tab:
        if identity not in self._built:
            made = self._build(identity)
            self._built[identity] = made
            self.stack.addWidget(made)
            if self._file is not None:
                made.show_file(self._file)
        return self._built[identity]

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, identity: object) -> bool:
        return identity in self.ids

    def turn_to(self, identity: str) -> None:
        """Bring a tab to sight."""
        self.stack.setCurrentWidget(self[identity])

    def show_file(self, file: CustomerFile) -> None:
        """Show a file in every tab that exists; those that come later begin with it."""
        self._file = file
        for tab in self._built.values():
            tab.show_file(file)
