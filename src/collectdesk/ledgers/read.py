"""Reads one import file from path to Ledger, in this process; ``child`` does the same at arm's length."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from collectdesk.domain.intake.imports import BadFile, Ledger, LedgerKind
from collectdesk.ledgers import headings, markup, sealed, sniff, tables
from collectdesk.ledgers.limits import DEFAULT_LIMITS, Limits, Step, no_step
from collectdesk.ledgers.validate import Validation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from collectdesk.domain.intake.imports import ColumnMapping, LedgerRow
    from collectdesk.ledgers.tables import Table

_STEP_EVERY: Final = 1_000
Give = Callable[[LedgerKind, "list[LedgerRow]"], None]
"""Where rows go as they are read."""
_PREFERRED: Final = ("column.missing", "column.ambiguous", "column.unit", "kind.other")
"""Of several sheets without a usable one, a sheet that came this far says most about what to mend."""


def read_ledger(
    path: Path,
    *,
    kind: LedgerKind | None = None,
    data_date: date | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    password: str | None = None,
    mappings: Sequence[ColumnMapping] = (),
    limits: Limits = DEFAULT_LIMITS,
    step: Step = no_step,
    give: Give | None = None,
) -> Ledger:
    """Read a list from a text, workbook or web page file; raises BadFile when nothing of it can be used, only that.

    ``kind`` is what the person means to import (any when None); ``data_date`` is used where the file
    states none, and must agree where it does; ``encoding``, ``delimiter``, ``sheet`` and ``password`` are a person's
    answers; ``mappings`` are known sources, of which one whose headings these are decides the columns.
    ``step`` is told the progress in lines or bytes and may raise to stop. With ``give`` the rows go there a thousand
    at a time, as they are read, and the ledger has none: a long list takes no more memory than a short one.
    """
    with opened(path, encoding, delimiter, password, limits) as sheets:
        chosen = [make for name, make in sheets if sheet is None or name == sheet]
        return _from_sheets(
            path.name, chosen or [make for _, make in sheets], kind, data_date, mappings, step, give
        )


@contextmanager
def opened(
    path: Path, encoding: str | None, delimiter: str | None, password: str | None, limits: Limits
) -> Iterator[list[tuple[str, Callable[[], Table]]]]:
    """The sheets of a file with their names, whatever its form; a text file or page has one without a name."""
    form = sniff.look(path, limits)
    if form is sniff.FileKind.TEXT:
        with tables.opened_text(path, encoding, limits, delimiter) as table:
            yield [("", lambda: table)]
    elif form is sniff.FileKind.MARKUP:
        with markup.opened_markup(path, encoding, limits) as table:
            yield [("", lambda: table)]
    else:
        content = sealed.unsealed(path, password, limits) if form is sniff.FileKind.SEALED else None
        with tables.opened_workbook(
            path, limits, content=content, old=form is sniff.FileKind.OLD_WORKBOOK
        ) as sheets:
            yield sheets


def _from_sheets(
    name: str,
    sheets: list[Callable[[], Table]],
    kind: LedgerKind | None,
    data_date: date | None,
    mappings: Sequence[ColumnMapping],
    step: Step,
    give: Give | None,
) -> Ledger:
    """The first sheet with usable headings; else the most telling of the refusals."""
    refusals: list[BadFile] = []
    for open_sheet in sheets:
        table = open_sheet()
        top = list(islice(table.rows, headings.LOOK_AT))
        try:
            mapped = headings.find_headings([cells for _, cells in top], kind, mappings)
        except BadFile as refusal:
            refusals.append(refusal)
        else:
            return _validated(name, table, top, mapped, data_date, step, give)
    raise next((refusal for refusal in refusals if refusal.code in _PREFERRED), refusals[0])


def _validated(
    name: str,
    table: Table,
    top: list[tables.NumberedRow],
    mapped: headings.Mapped,
    data_date: date | None,
    step: Step,
    give: Give | None,
) -> Ledger:
    if data_date and mapped.data_date and data_date != mapped.data_date:
        raise BadFile("data_date.contradicts", stated=mapped.data_date, given=data_date)
    validation = Validation(mapped, mapped.data_date or data_date, is_text=table.is_text, spans=table.spans)
    for count, numbered in enumerate(chain(top[mapped.row + 1 :], table.rows)):
        if count % _STEP_EVERY == 0:
            step(*table.progress())
            if give is not None and validation.rows:
                give(mapped.kind, validation.taken())
        validation.take(numbered)
    if give is not None:
        give(mapped.kind, validation.taken())
    return Ledger(
        kind=mapped.kind,
        file_name=name,
        sha256=table.sha256,
        encoding=table.encoding,
        sheet=table.sheet,
        delimiter=table.delimiter,
        headings=mapped.headings,
        columns=mapped.columns,
        data_date=validation.data_date,
        rows=tuple(validation.rows),
        bad=tuple(validation.bad),
        totals_skipped=validation.totals_skipped,
        blank_skipped=validation.blank_skipped,
    )
