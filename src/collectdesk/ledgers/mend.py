"""Reads a row again after a person has mended its cells, by the columns the file was read with; and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.money import Money
from collectdesk.ledgers.fields import chinese_product
from collectdesk.ledgers.headings import Mapped
from collectdesk.ledgers.validate import Validation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from collectdesk.domain.intake.imports import BadRow, LedgerKind, LedgerRow


def reread(
    kind: LedgerKind,
    headings: Sequence[str],
    columns: Mapping[str, int],
    data_date: date | None,
    line: int,
    cells: Sequence[str],
    *,
    is_text: bool = True,
    others: Iterable[LedgerRow] = (),
) -> tuple[LedgerRow | None, tuple[BadRow, ...]]:
    """The row, or what is still wrong with it; ``others`` are the good rows it must not contradict."""
    validation = Validation(
        Mapped(0, kind, dict(columns), tuple(headings), data_date), data_date, is_text=is_text
    )
    validation.know(others)
    validation.judge(line, list(cells))
    return (validation.rows[0] if validation.rows else None), tuple(validation.bad)


def cells_of(row: LedgerRow, columns: Mapping[str, int], width: int) -> tuple[str, ...]:
    """A good row as the cells it would be read from again, under the headings that are read."""
    cells = [""] * width
    for name, at in columns.items():
        if at < width and hasattr(row, name):
            cells[at] = _text(getattr(row, name))
    return tuple(cells)


def _text(value: object) -> str:
    if isinstance(value, Money):
        return f"{value.fen // 100}.{value.fen % 100:02}"
    if isinstance(value, ProductKind):
        return chinese_product(value)
    return "" if value is None else str(value)


def read_rows(
    kind: LedgerKind,
    headings: Sequence[str],
    columns: Mapping[str, int],
    data_date: date | None,
    numbered: Iterable[tuple[int, Sequence[str]]],
) -> tuple[tuple[LedgerRow, ...], tuple[BadRow, ...]]:
    """The rows below the headings by some mapping, as far as they can be read."""
    mapped = Mapped(0, kind, dict(columns), tuple(headings), data_date)
    validation = Validation(mapped, data_date, is_text=True)
    for line, cells in numbered:
        validation.take((line, list(cells)))
    return tuple(validation.rows), tuple(validation.bad)
