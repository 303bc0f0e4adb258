"""Looks at the top of a file for a person who maps its columns: what was told, what is in doubt, the first rows."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from collectdesk.domain.intake.imports import BadFile, FileLook, LedgerKind
from collectdesk.ledgers import fields, headings, sniff
from collectdesk.ledgers.cells import cell_text
from collectdesk.ledgers.guess import guesses, kind_by_content
from collectdesk.ledgers.limits import DEFAULT_LIMITS, Limits
from collectdesk.ledgers.read import opened

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.ledgers.tables import Table

ROWS: Final = 40
"""Rows of the top that are shown and judged."""
_CELL_AT_MOST: Final = 200
_FEW: Final = 2
_GUESSES: Final = ("gb18030", "utf-8", "big5hkscs", "utf-16")


def look_at(
    path: Path,
    *,
    kind: LedgerKind | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    password: str | None = None,
    heading_row: int | None = None,
    top: int = ROWS,
    limits: Limits = DEFAULT_LIMITS,
) -> FileLook:
    """The first ``top`` rows of a file. In doubt about the encoding the likeliest is used and the doubt is named.

    Raises BadFile for what can't be opened at all.
    """
    doubts: list[str] = []
    chosen, candidates = encoding, _encodings(path, limits)
    if candidates and encoding is None:
        try:
            with path.open("rb") as file:
                sniff.encoding_of(file)
        except BadFile:
            doubts.append("encoding")
            chosen = candidates[0]
    with opened(path, chosen, delimiter, password, limits) as sheets:
        names = tuple(name for name, _ in sheets if name)
        make = next((make for name, make in sheets if name == sheet), sheets[0][1])
        return _looked(path.name, make(), names, candidates, doubts, kind, heading_row, top, asked=delimiter)


def _encodings(path: Path, limits: Limits) -> tuple[str, ...]:
    """The encodings in which a text file could be written; none for workbooks."""
    if sniff.look(path, limits) not in (sniff.FileKind.TEXT, sniff.FileKind.MARKUP):
        return ()
    with path.open("rb") as file:
        fitting = [name for name in _GUESSES if sniff.decodes(file, name)]
    if not fitting:
        raise BadFile("encoding.unclear")
    return tuple(fitting)


def _looked(
    name: str, table: Table, names: tuple[str, ...], encodings: tuple[str, ...], doubts: list[str],
    kind: LedgerKind | None, heading_row: int | None, count: int, *, asked: str | None,
) -> FileLook:  # fmt: skip
    top = list(islice(table.rows, count))
    rows = [tuple(cell_text(cell)[:_CELL_AT_MOST] for cell in cells) for _, cells in top]
    found_kind, found_row = _headings(rows)
    row = found_row if heading_row is None else heading_row
    width = max((len(cells) for cells in rows[max(row, 0) :]), default=0)
    below = [cells for cells in rows[row + 1 :] if any(cells)]
    kind = kind or found_kind or kind_by_content(width, below)
    texts = [*rows[row], *[""] * (width - len(rows[row]))] if 0 <= row < len(rows) else [""] * width
    if row < 0:
        doubts.append("headings")
    if table.delimiter and asked is None and width < _FEW:
        doubts.append("delimiter")
    stated = headings.date_above(rows[: max(row, 0) + 1])
    if stated is None and fields.DATA_DATE not in {
        fields.FIELD_OF[kind].get(fields.folded(t)) for t in texts
    }:
        doubts.append("data_date")
    return FileLook(
        name, table.sha256, table.encoding, encodings, table.delimiter, table.sheet, names,
        tuple(line for line, _ in top), tuple(rows), row, kind, guesses(kind, texts, below),
        headings.fingerprint(rows[row]) if row >= 0 else headings.headless(width), stated, tuple(doubts),
    )  # fmt: skip


def _headings(rows: list[tuple[str, ...]]) -> tuple[LedgerKind | None, int]:
    """The row that names most columns; without any, the first one that reads like headings; else none."""
    best: tuple[int, LedgerKind | None, int] = (1, None, -1)
    for index, cells in enumerate(rows):
        for kind in LedgerKind:
            named = {fields.FIELD_OF[kind].get(fields.folded(cell)) for cell in cells if cell} - {None}
            if len(named) > best[0]:
                best = (len(named), kind, index)
    if best[2] >= 0:
        return best[1], best[2]
    widest = max((sum(map(bool, cells)) for cells in rows), default=0)
    for index, cells in enumerate(rows):
        filled = [cell for cell in cells if cell]
        if len(filled) >= max(2, widest - 2):
            wordy = sum(not any(char.isdigit() for char in cell) for cell in filled)
            return None, index if wordy == len(filled) else -1
    return None, -1
