"""Rows of a file as they came from the child: packed by the thousand, unpacked while somebody looks at them.

A row as objects takes ten times the room of its packed text, and a long list would be held so for as long as its
diff is read. Nothing of it is written to a disk.
"""

from __future__ import annotations

import json
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, overload

from collectdesk.ledgers import codec

if TYPE_CHECKING:
    from collectdesk.domain.intake.imports import LedgerKind, LedgerRow

PAGE: Final = 1_000
KEPT: Final = 6
"""Pages kept unpacked: a daily list is gone through four times, and unpacked once."""
_QUICK: Final = 1


class PackedRows(Sequence["LedgerRow"]):
    """Typed rows, a few pages of them unpacked at a time."""

    def __init__(self, kind: LedgerKind) -> None:
        self._kind = kind
        self._pages: list[bytes] = []
        self._ends: list[int] = []
        self._open: OrderedDict[int, list[LedgerRow]] = OrderedDict()

    def take(self, rows: object) -> None:
        """Add rows as ``codec.rows_out`` gave them, each checked as it comes; raises Garbled."""
        found = codec.rows_in(self._kind, rows)
        if found:
            said = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
            self._pages.append(zlib.compress(said.encode("utf-8", "surrogatepass"), _QUICK))
            self._ends.append(len(self) + len(found))
            if len(self._pages) <= KEPT:
                self._keep(len(self._pages) - 1, found)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[LedgerRow]:
        for at in range(len(self._pages)):
            yield from self._page(at)

    def column(self, name: str) -> Iterator[str]:
        """The texts of one field of every row, without unpacking the others: a tenth of the time."""
        place = codec.place_of(self._kind, name)
        for at in range(len(self._pages)):
            found = self._open.get(at)
            if found is None:
                yield from (row[place] for row in self._said(at))
            else:
                yield from (getattr(row, name) for row in found)

    @overload
    def __getitem__(self, at: int) -> LedgerRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[LedgerRow]: ...
    def __getitem__(self, at: int | slice) -> LedgerRow | Sequence[LedgerRow]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(at)
        page = next(number for number, end in enumerate(self._ends) if place < end)
        return self._page(page)[place - (self._ends[page - 1] if page else 0)]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str) or len(self) != len(other):
            return False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as a list: it grows while it is read

    def _page(self, at: int) -> list[LedgerRow]:
        found = self._open.get(at)
        if found is None:
            found = codec.rows_in(self._kind, self._said(at))
            self._keep(at, found)
        return found

    def _said(self, at: int) -> list[list[Any]]:
        """A page as the child wrote it; ``take`` has checked it."""
        said = zlib.decompress(self._pages[at]).decode("utf-8", "surrogatepass")
        rows: list[list[Any]] = json.loads(said)
        return rows

    def _keep(self, at: int, rows: list[LedgerRow]) -> None:
        self._open[at] = rows
        while len(self._open) > KEPT:
            self._open.popitem(last=False)


def column(rows: Sequence[LedgerRow], name: str) -> Iterator[str]:
    """The texts of one field of every row of a file, packed or not."""
    return rows.column(name) if isinstance(rows, PackedRows) else (getattr(row, name) for row in rows)
