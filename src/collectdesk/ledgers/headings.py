"""Finds the heading row, what each column means, which ledger it is, and the date of its figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from collectdesk.domain.intake.imports import BadFile, LedgerKind
from collectdesk.ledgers import fields
from collectdesk.ledgers.cells import WIDE, Cell, Wrong, cell_text, day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from collectdesk.domain.intake.imports import ColumnMapping

LOOK_AT: Final = 60
"""How many rows from the top may come before the headings."""
_RECOGNISED_AT_LEAST: Final = 2
_LISTED: Final = 30
_YUAN: Final = frozenset({"", "元", "人民币", "人民币元", "单位:元", "单位元", "rmb", "cny", "yuan", "¥"})
_OTHER_UNIT: Final = re.compile(
    r"千|百万|万|亿|分|角|美元|港元|欧元|usd|hkd|eur|thousand|k$|million|fen", re.IGNORECASE
)
_DATE_LABEL: Final = re.compile(
    r"(?:数据日期|统计日期|报表日期|截止日期|截至日期|data\s*date|report\s*date|as\s+of)\s*[:]?\s*(.*)",
    re.IGNORECASE,
)
_DATE_IN_TEXT: Final = re.compile(r"[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*日?|[0-9]{8}")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A recognised heading row: ``row`` is its index from the top, ``columns`` field → column index."""

    row: int
    kind: LedgerKind
    columns: dict[str, int]
    headings: tuple[str, ...]
    data_date: date | None


def recognised(rows: Iterable[Sequence[Cell]]) -> int:
    """The most headings of one kind found in any one row: how well a way of cutting the lines fits."""
    return max((len(_known(kind, row)) for row in rows for kind in LedgerKind), default=0)


def fingerprint(texts: Iterable[str]) -> str:
    """What a source is recognised by: its headings, folded, in their order."""
    folded = [fields.folded(text) for text in texts]
    while folded and not folded[-1]:
        folded.pop()
    return sha256("\x1f".join(folded).encode()).hexdigest()


def headless(width: int) -> str:
    """The fingerprint of files without headings, by their number of columns."""
    return fingerprint([f"no headings {width}"])


def _by_mapping(rows: Sequence[Sequence[Cell]], mappings: Iterable[ColumnMapping]) -> Mapped | None:
    """The row whose headings belong to a known source; a file without headings is known by its width."""
    known = {mapping.fingerprint: mapping for mapping in mappings}
    if not known:
        return None
    for index, cells in enumerate(rows[:LOOK_AT]):
        texts = [cell_text(cell) for cell in cells]
        mapping = known.get(fingerprint(texts))
        if mapping is not None:
            return Mapped(
                index, mapping.kind, dict(mapping.columns), _trimmed(texts), date_above(rows[: index + 1])
            )
    width = max((len(_trimmed([cell_text(c) for c in cells])) for cells in rows), default=0)
    mapping = known.get(headless(width))
    if mapping is None:
        return None
    numbered = tuple(str(at + 1) for at in range(width))
    return Mapped(-1, mapping.kind, dict(mapping.columns), numbered, None)


def find_headings(
    rows: Sequence[Sequence[Cell]], asked: LedgerKind | None, mappings: Iterable[ColumnMapping] = ()
) -> Mapped:
    """Map the columns of a table from its first rows, by a known source or by its headings.

    Raises BadFile: headings.not_found, column.missing, column.ambiguous, column.unit, kind.other.
    """
    if mapped := _by_mapping(rows, mappings):
        return mapped
    kind, row, texts = _best(rows, asked)
    if asked and kind is not asked:
        raise BadFile("kind.other", asked=asked.value, found=kind.value)
    known = _known(kind, texts)
    missing = [field for field in fields.REQUIRED[kind] if field not in known.values()]
    headings = _trimmed(texts)
    if missing:
        raise BadFile(
            "column.missing",
            kind=kind.value,
            columns="、".join(fields.chinese_heading(kind, field) for field in missing),
            columns_en="、".join(fields.english_heading(kind, field) for field in missing),
            found=_listed(headings),
            line=row + 1,
        )
    columns = _columns(known, headings)
    _check_units(columns, headings)
    return Mapped(row, kind, columns, headings, date_above(rows[: row + 1]))


def _best(rows: Sequence[Sequence[Cell]], asked: LedgerKind | None) -> tuple[LedgerKind, int, list[str]]:
    """The row, or pair of rows with merged headings, that names most columns; of equal ones the complete kind.

    What names most counts first: an overdue list without its balances is no list of customers.
    """
    best: tuple[tuple[int, bool, bool], LedgerKind, int, list[str]] | None = None
    above: list[str] = []
    for index, cells in enumerate(rows[:LOOK_AT]):
        texts = [cell_text(cell) for cell in cells]
        for candidate in (texts, _merged(above, texts)):
            for kind in LedgerKind:
                found = set(_known(kind, candidate).values())
                score = (len(found), found.issuperset(fields.REQUIRED[kind]), kind is asked)
                if len(found) >= _RECOGNISED_AT_LEAST and (best is None or score > best[0]):
                    best = (score, kind, index, candidate)
        above = texts
    if best is None:
        first = next((row for row in rows if any(cell_text(cell) for cell in row)), ())
        raise BadFile("headings.not_found", found=_listed(_trimmed([cell_text(cell) for cell in first])))
    return best[1:]


def _merged(above: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Headings on two lines: a cell merged downwards stands above an empty one."""
    return [text or (above[at] if at < len(above) else "") for at, text in enumerate(texts)]


def _known(kind: LedgerKind, row: Sequence[Cell]) -> dict[int, str]:
    table = fields.FIELD_OF[kind]
    named = (
        (at, table.get(fields.folded(cell))) for at, cell in enumerate(row) if isinstance(cell, str) and cell
    )
    return {at: field for at, field in named if field}


def _columns(known: dict[int, str], headings: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, field in known.items():
        if field in columns:
            raise BadFile("column.ambiguous", first=headings[columns[field]], second=headings[at], at=at + 1)
        columns[field] = at
    return columns


def _check_units(columns: dict[str, int], headings: Sequence[str]) -> None:
    """Amounts in ten thousands are already rounded: no factor brings the fen back."""
    for field, at in columns.items():
        unit = fields.unit_of(headings[at])
        if (
            field in fields.AMOUNTS
            and unit.lower().replace(" ", "") not in _YUAN
            and _OTHER_UNIT.search(unit)
        ):
            raise BadFile("column.unit", column=headings[at], unit=unit)


def date_above(rows: Sequence[Sequence[Cell]]) -> date | None:
    """A labelled date above the headings, in the label's own cell or the next filled one to its right."""
    for row in rows:
        texts = [cell_text(cell) for cell in row]
        for at, text in enumerate(texts):
            found = _DATE_LABEL.search(text.translate(WIDE))
            if not found:
                continue
            beside = next((cell for cell in row[at + 1 :] if cell_text(cell)), "")
            if stated := _read_date(found.group(1)) or _read_date(beside):
                return stated
    return None


def _read_date(cell: Cell) -> date | None:
    if isinstance(cell, str):
        inside = _DATE_IN_TEXT.search(cell.translate(WIDE))
        cell = inside.group(0) if inside else ""
    try:
        return day(cell) if cell_text(cell) else None
    except Wrong:
        return None


def _trimmed(texts: Sequence[str]) -> tuple[str, ...]:
    width = max((at + 1 for at, text in enumerate(texts) if text), default=0)
    return tuple(texts[:width])


def _listed(headings: Sequence[str]) -> str:
    named = [heading[:40] for heading in headings if heading]
    return "、".join(named[:_LISTED]) + ("…" if len(named) > _LISTED else "") or "—"
