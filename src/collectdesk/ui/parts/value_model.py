"""Owns the models behind value tables: frozen rows in a tuple, or ids whose rows are asked for page by
page.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from collectdesk.ui.parts.chip import Status

if TYPE_CHECKING:
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tokens import Tone
    from collectdesk.words import Words

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

PAGE: Final = 50
PAGES_KEPT: Final = 160
AHEAD: Final = 25
"""So many rows before and after those in sight are read as well."""
WISHES: Final = 4
"""Pages waited for at once: those in sight, and one on either side."""


class Kind(Enum):
    """How a column is painted. Money and numbers stand at the right and sort by their key."""

    PLAIN = "plain"
    BOLD = "bold"
    MUTED = "muted"
    MONEY = "money"
    NUMBER = "number"
    CHIP = "chip"

    @property
    def at_right(self) -> bool:
        return self in (Kind.MONEY, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column. ``text`` gives a Status for chips; ``sort`` a comparable key (texts sort without one).

    ``firm`` keeps a text whole where others give up width: a name that ends in an ellipsis is nobody's.
    ``id`` names the column where people choose their own; ``unsorted`` is never sorted by.
    """

    title: str
    text: Callable[[Words, R], str | Status]
    kind: Kind = Kind.PLAIN
    sort: Callable[[R], Any] | None = None
    tone: Callable[[R], Tone] | None = None
    stretch: bool = False
    width: int = 0
    firm: bool = False
    id: str = ""
    unsorted: bool = False

    @property
    def sortable(self) -> bool:
        if self.unsorted:
            return False
        return self.sort is not None or not self.kind.at_right


class ValueModel(QAbstractTableModel, Generic[R]):
    """Rows as they are; a refresh replaces them all, which is cheap for what a person looks through."""

    def __init__(self, speech: Speech, columns: Sequence[Column[R]], key: Callable[[R], Hashable]) -> None:
        super().__init__()
        self.speech = speech
        self.columns = tuple(columns)
        self.key = key
        self.sorted_by: int | None = None
        self.descending = False
        self._rows: Sequence[R] = ()
        self._given: Sequence[R] = ()
        speech.changed.connect(self._speak_again)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Replace what is shown, in the order the person chose."""
        self.beginResetModel()
        self._given = tuple(rows)
        self._rows = self._in_order()
        self.endResetModel()

    def show_columns(self, columns: Sequence[Column[R]]) -> None:
        """Show other columns of the same rows; the order stays if its column does."""
        ordered = self.columns[self.sorted_by].id if self.sorted_by is not None else None
        self.beginResetModel()
        self.columns = tuple(columns)
        self.sorted_by = next((at for at, each in enumerate(columns) if ordered and each.id == ordered), None)
        self.endResetModel()

    def order_by(self, column: int | None, *, descending: bool = False) -> None:
        """Sort by a column, or back to the order the rows were given in."""
        self.beginResetModel()
        self.sorted_by, self.descending = column, descending
        self._rows = self._in_order()
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def _in_order(self) -> Sequence[R]:
        if self.sorted_by is None:
            return self._given
        return ranked(
            self._given, self.columns[self.sorted_by], self.speech.words, descending=self.descending
        )

    def row_at(self, at: int) -> R | None:
        """The row at a place; None beyond the end or while it is still being read."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def key_at(self, at: int) -> Hashable | None:
        """The id of the row at a place."""
        row = self.row_at(at)
        return None if row is None else self.key(row)

    def place_of(self, key: Hashable) -> int | None:
        """Where the row of an id stands now."""
        return next((at for at, row in enumerate(self._rows) if self.key(row) == key), None)

    def _speak_again(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self.rowCount():
            last = self.index(self.rowCount() - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            # the arrow stands in the text: Qt's own indicator covers titles at the right
            arrow = (" ↓" if self.descending else " ↑") if section == self.sorted_by else ""
            return self.speech.say(column.title) + arrow
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.kind.at_right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row_at(index.row())
        if row is None or not index.isValid():
            return None
        column = self.columns[index.column()]
        text = spoken(column.text(self.speech.words, row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.speech.say(column.title)}: {text}"
        return text


def ranked(rows: Sequence[R], column: Column[R], words: Words, *, descending: bool) -> list[R]:
    """Rows in the order of a column: by its key, else by its words."""

    def rank(row: R) -> tuple[bool, Any]:
        value = column.sort(row) if column.sort else spoken(column.text(words, row))
        return (value is None, value if value is not None else 0)

    return sorted(rows, key=rank, reverse=descending)


def spoken(shown: str | Status) -> str:
    """The words of a cell, whatever its picture."""
    return shown.text if isinstance(shown, Status) else shown


Deliver = Callable[[Sequence[R]], None]


class PagedModel(ValueModel[R]):
    """A million rows by their ids: rows are asked for in pages when they come into sight, the latest
    pages kept.

    ``ask`` gets the ids of one page and a callback for their rows, in any order; it answers later, on
    this thread, with no rows if they can't be read. One page is asked for at a time, the one that was wished for last
    first: whoever drags past a million rows doesn't wait for those in between.
    Sorting is the desk's: the page connects the table's ``sort_asked`` and shows ids in the new order.
    """

    def __init__(
        self,
        speech: Speech,
        columns: Sequence[Column[R]],
        key: Callable[[R], Hashable],
        ask: Callable[[Sequence[Any], Deliver[R]], None],
    ) -> None:
        super().__init__(speech, columns, key)
        self._ask = ask
        self._ids: Sequence[Any] = ()
        self._pages: OrderedDict[int, dict[Hashable, R]] = OrderedDict()
        self._wishes: list[int] = []  # the last one is asked for next
        self._under_way: int | None = None
        self._round = 0

    @property
    def ids(self) -> Sequence[Any]:
        """All ids in their order."""
        return self._ids

    def show_ids(self, ids: Sequence[Any], beginning: Sequence[R] = ()) -> None:
        """Show other ids; answers still under way for the old ones are dropped. ``beginning`` are the first rows,
        where the asker has them already.
        """
        self.beginResetModel()
        self._ids = ids
        self._forget(beginning)
        self.endResetModel()

    def lengthen(self, ids: Sequence[Any]) -> None:
        """Show all ids of a list whose first page is shown already: what was read of it stays."""
        first = self._pages.get(0, {})
        kept = tuple(first[each] for each in ids[:PAGE] if each in first)
        self.show_ids(ids, kept if len(kept) == min(PAGE, len(ids)) else ())

    def read_again(self) -> None:
        """The same ids, whose rows may have changed: what is in sight is asked for again."""
        self._forget(())
        self.say_again()

    def say_again(self, first: int = 0, last: int | None = None) -> None:
        """Words of rows that are here have changed, not the rows: of all, or of those from … to."""
        end = len(self._ids) - 1 if last is None else min(last, len(self._ids) - 1)
        if end >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(end, len(self.columns) - 1))

    def _forget(self, beginning: Sequence[R]) -> None:
        self._round += 1
        self._pages.clear()
        self._wishes.clear()
        self._under_way = None
        for start in range(0, len(beginning), PAGE):
            rows = beginning[start : start + PAGE]
            if len(rows) == PAGE or start + len(rows) == len(
                self._ids
            ):  # half a page would never be asked for
                self._pages[start // PAGE] = {self.key(row): row for row in rows}

    def order_by(self, column: int | None, *, descending: bool = False) -> None:
        self.sorted_by, self.descending = column, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def row_at(self, at: int) -> R | None:
        if not 0 <= at < len(self._ids):
            return None
        page = at // PAGE
        if page not in self._pages:
            self._want(page)
        found = self._pages.get(page)
        if found is None:
            return None
        self._pages.move_to_end(page)
        return found.get(self._ids[at])

    def key_at(self, at: int) -> Hashable | None:
        return self._ids[at] if 0 <= at < len(self._ids) else None

    def place_of(self, key: Hashable) -> int | None:
        try:
            return self._ids.index(key)
        except ValueError:
            return None

    def expect(self, first: int, last: int) -> None:
        """Read what stands just beyond these places too, once nothing in sight is missing."""
        for at in (first - AHEAD, last + AHEAD):
            page = at // PAGE
            if 0 <= at < len(self._ids) and not self._is_here(page):
                self._wishes.insert(0, page)
        self._ask_next()

    def _is_here(self, page: int) -> bool:
        return page in self._pages or page == self._under_way or page in self._wishes

    def _want(self, page: int) -> None:
        if page == self._under_way:
            return
        if page in self._wishes:
            self._wishes.remove(page)
        self._wishes.append(page)
        del self._wishes[:-WISHES]
        self._ask_next()

    def _ask_next(self) -> None:
        if self._under_way is not None or not self._wishes:
            return
        page, asked_in = self._wishes.pop(), self._round
        self._under_way = page
        self._ask(
            self._ids[page * PAGE : (page + 1) * PAGE],
            lambda rows: self._take(page, rows) if asked_in == self._round else None,
        )

    def _take(self, page: int, rows: Sequence[R]) -> None:
        self._under_way = None
        self._pages[page] = {self.key(row): row for row in rows}
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first, last = page * PAGE, min((page + 1) * PAGE, len(self._ids)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self._ask_next()
