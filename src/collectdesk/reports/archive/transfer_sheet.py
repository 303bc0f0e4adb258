"""The transfer list of a year's packs as a spreadsheet, one line a pack, for the archive of the office above.

The columns follow the catalogue of filed documents of DA/T 22-2015《归档文件整理规则》 (number, item, title, days,
term, remarks), with what an electronic item is checked by. A case is named by its number, never by its customer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectdesk.reports.customers.customer_sheet import harmless
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collectdesk.reports.drawing.page import Printing


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One pack. ``places`` says where its originals on paper lie."""

    item_no: int
    number: str
    case_no: str
    opened_on: date
    closed_on: date | None
    built_on: date
    files: int
    retain_until: date | None
    root_digest: str
    fingerprint: str
    places: str


HEADINGS = (
    (mark("No."), 6),
    (mark("Item no."), 9),
    (mark("Pack no."), 18),
    (mark("Title"), 34),
    (mark("Case opened"), 13),
    (mark("Case closed"), 13),
    (mark("Filed on"), 13),
    (mark("Files"), 8),
    (mark("Kept until"), 13),
    (mark("Root digest (SHA-256)"), 68),
    (mark("Key fingerprint"), 42),
    (mark("Originals on paper"), 26),
    (mark("Remarks"), 16),
)


def write_transfer(
    path: Path, number: str, lines: tuple[TransferLine, ...], printing: Printing, language: str
) -> None:
    """Write the list with its number, who made it, and room for both sides to sign."""
    import xlsxwriter

    words = for_language(language)
    say = words.say
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        title, day = (
            book.add_format({"bold": True, "font_size": 14}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        sheet = book.add_worksheet(say(mark("Transfer list")))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
        sheet.freeze_panes(4, 0)
        sheet.write(0, 0, say(mark("Transfer list {number}"), number=number), title)
        made = mark("{branch}: {count} packs, made by {name} on {at}")
        sheet.write(
            1, 0,
            harmless(say(made, branch=printing.branch, count=words.number(len(lines)), name=printing.printed_by,
                         at=words.instant(printing.printed_at))),
        )  # fmt: skip
        for column, (heading, width) in enumerate(HEADINGS):
            sheet.write(3, column, say(heading), bold)
            sheet.set_column(column, column, width)
        for at, line in enumerate(lines):
            told = say(mark("Collection case {case_no}"), case_no=line.case_no)
            cells = (
                at + 1, line.item_no, line.number, told, line.opened_on, line.closed_on, line.built_on, line.files,
                line.retain_until, line.root_digest, line.fingerprint, harmless(line.places), "",
            )  # fmt: skip
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(4 + at, column, cell, day if hasattr(cell, "year") else None)
        below = 5 + len(lines)
        for column, who in ((1, mark("Handed over by")), (6, mark("Taken over by")), (9, mark("Day"))):
            sheet.write(below, column, f"{say(who)}：" if words.is_chinese else f"{say(who)}:")
