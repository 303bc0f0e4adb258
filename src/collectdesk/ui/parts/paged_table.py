"""Owns the table of a million rows: the same as every other, its model reads rows when they come into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from collectdesk.ui.parts.cell_painter import CellPainter
from collectdesk.ui.parts.row_pictures import RowPictures
from collectdesk.ui.parts.value_model import Column, PagedModel
from collectdesk.ui.parts.value_table import ValueTable

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QPaintEvent

    from collectdesk.ui.speech import Speech

R = TypeVar("R")


class PagedTable(ValueTable[R]):
    """``picked`` follows the cursor, and again when the row under it has been read."""

    def __init__(
        self,
        speech: Speech,
        name: str,
        columns: Sequence[Column[R]],
        key: Callable[[R], Hashable],
        ask: Callable[[Sequence[Any], Callable[[Sequence[R]], None]], None],
        **manners: Any,
    ) -> None:
        self.paged: PagedModel[R] = PagedModel(speech, columns, key, ask)
        super().__init__(self.paged, name, **manners)
        self._pictures = RowPictures(self, CellPainter(self))
        self.paged.dataChanged.connect(self._read)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.values.rowCount():
            first, last = self._pictures.paint(event)
            self.paged.expect(first, last)
        else:
            super().paintEvent(event)

    def _read(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() == 0:
            self._fit()  # the first rows decide how wide each column is
        if first.row() <= self.currentIndex().row() <= last.row() and self.chosen is not None:
            self.picked.emit(self.chosen)

    def show_note(self, text: str) -> None:
        self.paged.show_ids(())
        self.say_note(text)

    def show_ids(self, ids: Sequence[Any], beginning: Sequence[R] = ()) -> None:
        """Show these ids, the rows of the first page known."""
        self.say_note("")
        self.paged.show_ids(ids, beginning)
