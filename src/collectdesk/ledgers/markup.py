"""Reads the table inside a web page or XML spreadsheet that a core system calls .xls.

The standard parser knows no entities of its own and fetches nothing, so a page can neither expand nor call home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from collectdesk.domain.intake.imports import BadFile
from collectdesk.ledgers import sniff
from collectdesk.ledgers.tables import NumberedRow, Table

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.ledgers.limits import Limits

_CHARSET: Final = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
_NAMES: Final = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8", "utf8": "utf-8",
                 "big5": "big5hkscs", "utf-16": "utf-16"}  # fmt: skip
_PIECE: Final = 64 * 1024
_ROW_TAGS: Final = frozenset({"tr", "row", "ss:row"})
_CELL_TAGS: Final = frozenset({"td", "th", "cell", "ss:cell"})
_SILENT: Final = frozenset({"script", "style", "head", "title"})
_WIDEST_SPAN: Final = 200


class _Tables(HTMLParser):
    """Gathers rows of texts; a cell that spans columns stands in its first one, the others are empty."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._limits = limits
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._length = 0
        self._span = 1
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _ROW_TAGS:
            self._end_row()
            self._row = []
        elif tag in _CELL_TAGS and self._row is not None:
            self._end_cell()
            given = dict(attrs)
            index = _number(given.get("ss:index") or given.get("index"))
            if index and index <= self._limits.columns + 1:
                self._row += [""] * (index - 1 - len(self._row))
            self._span = min(_number(given.get("colspan")) or 1, _WIDEST_SPAN)
            self._cell, self._length = [], 0

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _CELL_TAGS:
            self._end_cell()
        elif tag in _ROW_TAGS:
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._length += len(data)
            if self._length > self._limits.cell_chars:
                raise BadFile("cell.too_long", line=len(self.rows) + 1, limit=self._limits.cell_chars)
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_row()

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            self._row += ["".join(self._cell).replace("\xa0", " ").strip(), *[""] * (self._span - 1)]
            if len(self._row) > self._limits.columns:
                raise BadFile("columns.too_many", line=len(self.rows) + 1, limit=self._limits.columns)
        self._cell, self._span = None, 1

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            if len(self.rows) >= self._limits.rows:
                raise BadFile("rows.too_many", limit=self._limits.rows)
            self.rows.append(self._row)
        self._row = None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0


@contextmanager
def opened_markup(path: Path, encoding: str | None, limits: Limits) -> Iterator[Table]:
    """The rows of every table of the page, one after the other; raises BadFile(file.markup) without any."""
    with path.open("rb") as file:
        sha256 = sniff.fingerprint(file)
        file.seek(0)
        encoding = encoding or _stated(file.read(4096)) or sniff.encoding_of(file)
        if not sniff.decodes(file, encoding):
            raise BadFile("encoding.refuted", encoding=encoding)
        file.seek(0)
        text = file.read().decode(encoding)
    tables = _Tables(limits)
    for at in range(0, len(text), _PIECE):
        tables.feed(text[at : at + _PIECE])
        if len(tables.rawdata) > limits.line_bytes:
            raise BadFile("line.too_long", line=len(tables.rows) + 1, limit=limits.line_bytes)
    tables.close()
    if not any(any(row) for row in tables.rows):
        raise BadFile("file.markup")
    count = [0]
    yield Table(
        _numbered(tables.rows, count), sha256, lambda: (count[0], len(tables.rows)), encoding, sheet="<table>"
    )


def _numbered(rows: list[list[str]], count: list[int]) -> Iterator[NumberedRow]:
    for line, row in enumerate(rows, 1):
        count[0] = line
        yield line, row


def _stated(head: bytes) -> str | None:
    found = _CHARSET.search(head)
    return _NAMES.get(found.group(1).decode("ascii").lower()) if found else None
