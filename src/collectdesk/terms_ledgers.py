"""The sentence for every reason that an import file or one of its rows is refused for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Mapping
from datetime import datetime

SENTENCES: Final[Mapping[str, str]] = {
    # The file as a whole: nothing was imported.
    "file.missing": mark("{name} is not there any more. Choose the file again."),
    "file.unreadable": mark(
        "{name} can't be opened ({reason}). Close it in other programs, or copy it to this PC."
    ),
    "file.empty": mark("The file is empty. Export it again from the core system."),
    "file.too_big": mark(
        "The file has {size_mb} MB; at most {limit_mb} MB can be imported. Export it in parts."
    ),
    "file.pdf": mark("This is a PDF, whatever its name says. Ask for the list as an XLSX or CSV file."),
    "file.markup": mark(
        "This is a web page or XML file, whatever its name says. Open it in a spreadsheet program "
        "and save it as XLSX."
    ),
    "file.old_workbook": mark(
        "This workbook is in a format that can't be read here (XLS, XLSB or ODS). Open it and save "
        "it as XLSX."
    ),
    "file.password": mark("This workbook is protected by a password. Open it and save it without one."),
    "file.zip": mark(
        "This is a packed archive or another document, not a workbook. Unpack it and choose the list itself."
    ),
    "file.binary": mark("This is neither a workbook nor a text table. Choose an XLSX or CSV file."),
    "file.damaged": mark(
        "The workbook is damaged and can't be read. Open and save it again, or export it again."
    ),
    "file.bomb": mark(
        "The workbook would unpack from {packed_mb} MB to {unpacked_mb} MB, which no ordinary list "
        "does. It was not opened."
    ),
    "encoding.unclear": mark(
        "It can't be told in which encoding the file is written. Save it as UTF-8 CSV or XLSX, or "
        "choose the encoding."
    ),
    "encoding.refuted": mark("The file is not written in {encoding}. Choose another encoding."),
    "encoding.unknown": mark("The encoding {encoding} is not known here. Choose one from the list."),
    "line.too_long": mark(
        "Line {line} is longer than {limit} bytes, so this is no table of rows. Export the list "
        "again as CSV or XLSX."
    ),
    "csv.broken": mark(
        "From line {line} on, the quotation marks don't match, so the columns can't be told apart. "
        "Export the file again."
    ),
    "cell.too_long": mark(
        "A cell on line {line} is longer than {limit} characters; often a quotation mark is never "
        "closed. Mend that line."
    ),
    "rows.too_many": mark("The file has more than {limit} rows. Export it in parts."),
    "columns.too_many": mark(
        "Line {line} has more than {limit} columns. Export only the columns of the list."
    ),
    "sheet.none": mark("The workbook shows no sheet with cells. Unhide the sheet that holds the list."),
    "sheet.too_wide": mark(
        "The sheet reaches over {rows} rows and {columns} columns, mostly empty. Copy the list to "
        "a new workbook."
    ),
    "headings.not_found": mark(
        "No row of known headings was found near the top. The first row reads: {found}. Compare "
        "with the list of headings."
    ),
    "column.missing": mark(
        "Columns that are needed are missing: {columns}. The headings on line {line} read: "
        "{found}. Export them too."
    ),
    "column.ambiguous": mark(
        "The columns “{first}” and “{second}” mean the same, so it is unclear which counts. Remove "
        "or rename one."
    ),
    "column.unit": mark(
        "The column “{column}” is in {unit}; amounts in larger units are already rounded. Export it in yuan."
    ),
    "kind.other": mark("This file is a list of another kind than the one chosen ({found}, not {asked})."),
    "data_date.contradicts": mark(
        "The file says its figures are of {stated}, but {given} was entered. Check which file this is."
    ),
    "reader.crashed": mark(
        "The file made the reading program stop (code {exit}). It may be damaged; open and save it "
        "again. Nothing was changed."
    ),
    "reader.silent": mark(
        "The reading program gave no answer. Try again; if it happens again, export the file anew."
    ),
    "reader.garbled": mark(
        "The reading program answered nonsense, so nothing was taken over. Export the file anew."
    ),
    "reader.timeout": mark("Reading the file took too long and was stopped. Export it in parts."),
    "reader.memory": mark("The file needs more memory than reading may use. Export it in parts, or as CSV."),
    # One row: it was set aside, the others can be imported.
    "value.missing": mark("Nothing stands here, but the column is needed."),
    "row.shifted": mark(
        "The row has {found} cells under {expected} headings; probably an unquoted comma inside a "
        "cell shifted it."
    ),
    "text.control": mark("The text holds control characters; it was damaged on the way."),
    "text.broken": mark("The text holds replacement characters; it was converted wrongly before."),
    "text.too_long": mark("The text is longer than {limit} characters."),
    "amount.unreadable": mark("This is no amount in yuan, such as 1,234.56."),
    "amount.negative": mark("The amount is negative."),
    "amount.zero": mark("The amount is zero."),
    "amount.absurd": mark("The amount is above ¥{limit}, which can't be right."),
    "amount.fraction": mark("The amount is finer than a fen."),
    "date.unreadable": mark("This is no date, such as 2026-03-18."),
    "date.impossible": mark("There is no such day, or it lies far outside any loan's life."),
    "date.future": mark("The date lies after the data date {data_date}."),
    "data_date.differs": mark("The data date differs from {expected} on the rows before; a file has one."),
    "dpd.unreadable": mark("This is no number of days."),
    "dpd.negative": mark("The days overdue are negative."),
    "dpd.absurd": mark("The days overdue are above {limit}, which is more than thirty years."),
    "dpd.contradiction": mark(
        "From {since} to the data date {data_date} it is {counted} days, not the number given here."
    ),
    "id.length": mark("An ID number has 18 characters."),
    "id.characters": mark("An ID number is 17 digits and a digit or X."),
    "id.province": mark("No province has the first two digits of this ID number."),
    "id.date": mark("The birth date in this ID number can't be right."),
    "id.check_digit": mark("The check digit of this ID number is wrong: at least one digit is mistyped."),
    "phone.digits": mark("This is no phone number: 11 digits, or a landline with its area code."),
    "number.scientific": mark(
        "The spreadsheet turned this number into powers of ten and lost digits. Export the column as text."
    ),
    "number.rounded": mark(
        "The spreadsheet kept only the first {digits} digits of this number. Export the column as text."
    ),
    "number.unreadable": mark("This is no customer, account or reference number."),
    "account.duplicate": mark("The same account stands on line {first_line} already."),
    "customer.duplicate": mark(
        "The same customer number has another name or ID number on line {first_line}."
    ),
    "payment.duplicate": mark("The same payment reference stands on line {first_line} already."),
    "instalment.duplicate": mark("The same instalment of this account stands on line {first_line} already."),
    "instalment.number": mark("This is no instalment number from 1 to 1200."),
    "product.unknown": mark("The product kind is not known: loan, card or lease."),
    "overdue.above_balance": mark("More is overdue than is owed in all."),
}
"""Code of a BadFile or BadRow → the English sentence with its facts as placeholders."""

KINDS: Final[Mapping[str, str]] = {
    "overdue": mark("overdue list"),
    "instalments": mark("instalment list"),
    "payments": mark("payment list"),
}
"""The value of a LedgerKind → what a person calls it."""


def sentence(code: str, facts: Mapping[str, str], words: Words) -> str:
    """The reason in the person's language; the kinds among the facts are worded too."""
    told = {name: words.say(KINDS[fact]) if fact in KINDS else fact for name, fact in facts.items()}
    return words.say(SENTENCES[code], **told)


def what_followed(words: Words, counts: Mapping[str, int]) -> list[str]:
    """What an import means for the cases, a sentence each."""
    said = []
    if count := counts.get("cases_cured", 0):
        said.append(
            words.plural(
                "{count} case owes nothing overdue any more: it isn't called, and Today says what is left to do.",
                "{count} cases owe nothing overdue any more: they aren't called, and Today says what is left to do.",
                count,
            )
        )
    if count := counts.get("cases_relapsed", 0):
        said.append(
            words.plural(
                "{count} case is overdue again and back among the calls.",
                "{count} cases are overdue again and back among the calls.",
                count,
            )
        )
    if count := counts.get("unlisted", 0):
        said.append(
            words.plural(
                "{count} overdue product isn't in this list, which seems to be a part of the branch's: "
                "it stands as before.",
                "{count} overdue products aren't in this list, which seems to be a part of the branch's: "
                "they stand as before.",
                count,
            )
        )
    return said


def visit_left(words: Words, case_no: str, visit_no: str, planned_at: datetime | None) -> str:
    """A visit of a customer who owes nothing overdue any more, so that somebody decides about it."""
    if planned_at is None:
        return words.say(
            mark("{case} owes nothing overdue, but a visit is asked for: withdraw or refuse the request."),
            case=case_no,
        )
    return words.say(
        mark(
            "{case} owes nothing overdue, but visit {visit} is planned for {at}: cancel it or let it stand."
        ),
        case=case_no,
        visit=visit_no,
        at=words.instant(planned_at),
    )
