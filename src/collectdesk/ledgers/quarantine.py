"""Writes the findings of an import as a table for a spreadsheet, to be sent back and mended."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from collectdesk.terms_ledgers import sentence
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.domain.intake.imports import BadRow, Ledger
    from collectdesk.words import Words

_OWN_HEADINGS: Final = (mark("Line"), mark("Column"), mark("Value"), mark("Reason"))
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_DIGITS_A_SHEET_KEEPS: Final = 11
"""A spreadsheet shows longer runs of digits in powers of ten, and past 15 digits forgets the rest."""


def write_quarantine(path: Path, ledger: Ledger, words: Words) -> None:
    """Write every finding as a line of UTF-8 CSV with BOM; the file appears whole or not at all.
    Raises OSError.

    Columns: line, column, value, reason, then the row as it stood under its own headings. Cells that a
    spreadsheet would run as a formula or shorten as a number get an apostrophe in front.
    """
    partial = path.with_name(path.name + ".partial")
    width = max((len(finding.cells) for finding in ledger.bad), default=0)
    headings = [*ledger.headings, *[""] * (width - len(ledger.headings))]
    try:
        with partial.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow([*[words.say(heading) for heading in _OWN_HEADINGS], *map(harmless, headings)])
            table.writerows(_cells(finding, words) for finding in ledger.bad)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_quarantine_in(path: Path, ledger: Ledger, language: str) -> None:
    """The same for whoever knows only the language's name, such as "zh_CN"."""
    write_quarantine(path, ledger, for_language(language))


def _cells(finding: BadRow, words: Words) -> list[str]:
    told = (finding.column, finding.value, sentence(finding.code, finding.facts, words), *finding.cells)
    return [str(finding.line), *map(harmless, told)]


def harmless(cell: str) -> str:
    """The cell as a spreadsheet must take it: as text."""
    begins = cell.lstrip(" \u3000")
    long_number = len(cell) > _DIGITS_A_SHEET_KEEPS and cell.isdecimal()
    return f"'{cell}" if begins.startswith(_FORMULA_STARTS) or long_number else cell
