"""Owns the papers that wait to be printed together, in the order that the person wants.

They are held in memory alone: a lock or a sign-out puts them away, and each can be printed again from its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.printing.printers import Printers


@dataclass(frozen=True, slots=True)
class Waiting:
    """A finished paper: its number, how many pages, the PDF's bytes."""

    number: str
    pages: int
    content: bytes

    @classmethod
    def of(cls, paper: Printed) -> Waiting:
        """A paper with its bytes, since its file goes when the look at it ends."""
        return cls(paper.number, paper.pages, paper.path.read_bytes())

    @property
    def kind(self) -> str:
        """What its number begins with: papers of one kind begin alike."""
        return kind_of(self.number)


def kind_of(number: str) -> str:
    """The letters that a paper's number begins with, such as ``GD`` of ``GD-2026-00012``."""
    found = re.match(r"[A-Z]+", number)
    return found.group() if found else number


class PrintTray(QObject):
    """``changed`` follows whatever changes what waits, or its order; ``asked`` wants it to be seen."""

    changed = Signal()
    asked = Signal()

    def __init__(self, printers: Printers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.printers = printers
        self._papers: list[Waiting] = []

    @property
    def papers(self) -> tuple[Waiting, ...]:
        """What waits, first to be printed first."""
        return tuple(self._papers)

    def add(self, paper: Waiting) -> None:
        """Lay a paper where its kind stands by the order last used; the same number is replaced where it lies."""
        numbers = [each.number for each in self._papers]
        if paper.number in numbers:
            self._papers[numbers.index(paper.number)] = paper
        else:
            self._papers.insert(self._place(paper.kind), paper)
        self.changed.emit()

    def _place(self, kind: str) -> int:
        order = self.printers.order()
        rank = {each: at for at, each in enumerate(order)}
        own = rank.get(kind, len(order))
        later = (
            at
            for at, each in enumerate(self._papers)
            if rank.get(each.kind, len(order)) > own and each.kind != kind
        )
        return next(later, len(self._papers))

    def move(self, at: int, by: int) -> int:
        """Move a paper up (-1) or down (1); gives its new place. The order of kinds is remembered."""
        to = max(0, min(len(self._papers) - 1, at + by))
        if to != at:
            self._papers.insert(to, self._papers.pop(at))
            self.printers.keep_order(tuple(dict.fromkeys(each.kind for each in self._papers)))
            self.changed.emit()
        return to

    def take(self, number: str) -> None:
        """Take a paper out; nothing happens when it isn't there."""
        kept = [each for each in self._papers if each.number != number]
        if len(kept) != len(self._papers):
            self._papers = kept
            self.changed.emit()

    def clear(self) -> None:
        """Put everything away."""
        if self._papers:
            self._papers.clear()
            self.changed.emit()
