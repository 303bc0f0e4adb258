"""A list of customers as a spreadsheet: who made it and when on top, names masked, no cell that computes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.products import ProductKind, bucket_of
from collectdesk.terms import term
from collectdesk.words import Words, for_language, mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from pathlib import Path

    from collectdesk.domain.money import Money

_COMPUTES: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for a formula when a cell begins with it (OWASP, CSV injection)."""
_HEADINGS: Final = (
    (mark("Customer"), 12), (mark("Customer no."), 16), (mark("Products"), 18), (mark("Overdue amount"), 16),
    (mark("Balance"), 16), (mark("Days overdue"), 10), (mark("Bucket"), 8), (mark("Next step"), 18),
    (mark("Due"), 12), (mark("Case no."), 18), (mark("Account officer"), 14),
)  # fmt: skip
_TOLD_EVERY: Final = 500


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One customer; the name as it may leave the branch."""

    name: str
    customer_no: str
    kinds: tuple[str, ...]
    overdue: Money
    balance: Money
    dpd: int
    next_kind: str
    next_due_on: date | None
    case_no: str
    officer: str


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the table holds, and who made it when."""

    branch: str
    made_by: str
    made_at: datetime
    rows: tuple[SheetRow, ...]
    as_of: date | None = None
    """The past day that the list is shown as of."""


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula, also after it was saved as CSV and opened again."""
    return f"'{text}" if text.startswith(_COMPUTES) else text


def write_sheet(
    path: Path, facts: SheetFacts, language: str, step: Callable[[int, int], None] | None = None
) -> None:
    """Write the workbook; ``step`` is called every few hundred rows and may raise to stop."""
    import xlsxwriter

    words = for_language(language)
    quiet = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), quiet) as book:
        sheet = book.add_worksheet(words.say(mark("Customers")))
        bold = book.add_format({"bold": True, "bottom": 1})
        money, day = (
            book.add_format({"num_format": "#,##0.00"}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        _head(sheet, words, facts, bold)
        for at, row in enumerate(facts.rows):
            if step is not None and at % _TOLD_EVERY == 0:
                step(at, len(facts.rows))
            _write_row(sheet, at + 4, words, row, money, day)


def _head(sheet: Any, words: Words, facts: SheetFacts, bold: Any) -> None:
    said = words.say(
        mark("{branch}: {count} customers, made by {name} on {at}"),
        branch=facts.branch, count=len(facts.rows), name=facts.made_by, at=words.instant(facts.made_at),
    )  # fmt: skip
    if facts.as_of is not None:
        day = words.say(mark("as of {day}"), day=words.date(facts.as_of))
        said = f"{said}{'，' if words.is_chinese else ', '}{day}"
    sheet.write_string(0, 0, harmless(said))
    sheet.write_string(1, 0, words.say(mark("Names are masked. Keep this table as you keep the files.")))
    for at, (heading, width) in enumerate(_HEADINGS):
        sheet.set_column(at, at, width)
        sheet.write_string(3, at, words.say(heading), bold)
    sheet.freeze_panes(4, 1)


def _write_row(sheet: Any, at: int, words: Words, row: SheetRow, money: Any, day: Any) -> None:
    kinds = ("、" if words.is_chinese else ", ").join(term(words, ProductKind(kind)) for kind in row.kinds)
    step = term(words, StepKind(row.next_kind)) if row.next_kind else ""
    texts = {0: row.name, 1: row.customer_no, 2: kinds, 6: bucket_of(row.dpd).value, 7: step, 9: row.case_no,
             10: row.officer}  # fmt: skip
    for column in range(len(_HEADINGS)):
        if column in (3, 4):
            amount = row.overdue if column == 3 else row.balance
            sheet.write_number(at, column, amount.fen / 100, money)
        elif column == 5:
            sheet.write_number(at, column, row.dpd)
        elif column == 8:
            if row.next_due_on is not None:
                sheet.write_datetime(at, column, row.next_due_on, day)
        else:
            sheet.write_string(at, column, harmless(texts[column]))
