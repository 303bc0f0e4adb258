"""The figures of effect as a spreadsheet: one sheet a table, numbers as numbers, each with its definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from collectdesk.domain.money import Money
from collectdesk.domain.results.effect import Share
from collectdesk.reports.customers.customer_sheet import harmless
from collectdesk.terms_figures import FigureTable, Value, cell_words, effect_tables, measure_tables
from collectdesk.words import Words, for_language, mark

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.domain.results.effect import Period
    from collectdesk.domain.results.figures import EffectFigures, Measures
    from collectdesk.reports.drawing.page import Printing, Step


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """The figures of one snapshot, and who takes them along when; ``cut`` says of which customers, in words."""

    figures: EffectFigures
    measures: Measures
    printing: Printing
    cut: tuple[Value, ...] = ()


def tables_of(words: Words, shown: ShownFigures) -> tuple[FigureTable, ...]:
    """Every table, what stands first."""
    return (*effect_tables(words, shown.figures), *measure_tables(words, shown.measures))


def period_words(words: Words, period: Period) -> str:
    """From the first day to the last; without a first day, until the last."""
    if period.first is None:
        return words.say(mark("until {day}"), day=words.date(period.last))
    return f"{words.date(period.first)} – {words.date(period.last)}"


def write_figures(path: Path, shown: ShownFigures, language: str, step: Step | None = None) -> None:
    """Write the workbook."""
    import xlsxwriter

    words = for_language(language)
    quiet = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), quiet) as book:
        formats = {
            "bold": book.add_format({"bold": True, "bottom": 1}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "share": book.add_format({"num_format": "0.0%"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        tables = tables_of(words, shown)
        for at, table in enumerate(tables):
            if step is not None:
                step(at, len(tables))
            sheet = book.add_worksheet(sheet_name(at + 1, table.title))
            _write_table(sheet, words, shown, table, formats)


def sheet_name(number: int, title: str) -> str:
    """A name that a spreadsheet takes: no reserved character, 31 at most."""
    return f"{number} {title.partition(':')[0]}".translate(dict.fromkeys(map(ord, "[]:*?/\\"), " "))[:31]


def _write_table(
    sheet: Any, words: Words, shown: ShownFigures, table: FigureTable, formats: dict[str, Any]
) -> None:
    printing = shown.printing
    said = words.say(
        mark("{branch}: {table}, {period}, made by {name} on {at}"),
        branch=printing.branch, table=table.title, period=period_words(words, shown.figures.period),
        name=printing.printed_by, at=words.instant(printing.printed_at),
    )  # fmt: skip
    sheet.write_string(0, 0, harmless("; ".join((said, *(cell_words(words, one) for one in shown.cut)))))
    sheet.merge_range(1, 0, 1, max(1, len(table.headings) - 1), table.meaning, formats["wrap"])
    sheet.set_row(1, 60)
    for at, heading in enumerate(table.headings):
        sheet.set_column(at, at, 32 if at == 0 else 18)
        sheet.write_string(3, at, heading, formats["bold"])
    sheet.freeze_panes(4, 1)
    for row, line in enumerate(table.lines, 4):
        for at, value in enumerate(line.cells):
            _write_cell(sheet, row, at, value, formats)


def _write_cell(sheet: Any, row: int, at: int, value: Value, formats: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, Money):
        sheet.write_number(row, at, value.fen / 100, formats["money"])
    elif isinstance(value, Share):
        if value.of:
            sheet.write_number(row, at, value.part / value.of, formats["share"])
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, formats["day"])
    elif isinstance(value, int):
        sheet.write_number(row, at, value)
    else:
        sheet.write_string(row, at, harmless(str(value)))
