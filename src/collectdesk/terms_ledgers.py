"""Files in, in words: why a file or a row is refused, what a column can be, and what a file would change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.money import Money
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.domain.intake.import_diff import DiffRow, Finding, ImportDiff

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
        "This is a web page or XML file without a table, whatever its name says. Open it in a spreadsheet "
        "program and save it as XLSX."
    ),
    "file.old_workbook": mark(
        "This workbook is in a format that can't be read here (XLSB or ODS). Open it and save it as XLSX."
    ),
    "file.password": mark("This workbook is protected by a password. Enter the password to read it."),
    "file.wrong_password": mark("This password doesn't open the workbook. Enter it again."),
    "file.password_unsupported": mark(
        "This copy of the program can't open protected workbooks. Open it and save it without a password."
    ),
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
    "customer.twice": mark("The same customer number stands on line {first_line} already."),
    "guarantor.duplicate": mark("The same guarantor of this customer stands on line {first_line} already."),
    "message.duplicate": mark("The same message stands on line {first_line} already."),
    "delivery.unknown": mark(
        "It can't be told whether this message arrived: delivered, failed or no such number."
    ),
    "overdue.above_balance": mark("More is overdue than is owed in all."),
    "schedule.above_granted": mark(
        "The instalments of this account add up to {listed} yuan of principal, core banking granted {stated}. "
        "None of them is taken in until the sum is right."
    ),
    "schedule.below_granted": mark(
        "The instalments of this account, from the first on, add up to {listed} yuan of principal, core banking "
        "granted {stated}. None of them is taken in until the sum is right."
    ),
    "schedule.above_balance": mark(
        "Instalments of {listed} yuan of principal are listed with nothing paid, but core banking's balance of "
        "that day is {stated}. None of them is taken in until the sum is right."
    ),
}
"""Code of a BadFile or BadRow → the English sentence with its facts as placeholders."""

KINDS: Final[Mapping[str, str]] = {
    "overdue": mark("overdue list"),
    "instalments": mark("instalment list"),
    "payments": mark("payment list"),
    "products": mark("product list"),
    "customers": mark("customer list"),
    "guarantors": mark("guarantor list"),
    "messages": mark("message receipts"),
}
"""The value of a LedgerKind → what a person calls it."""

FIELDS: Final[Mapping[str, str]] = {
    "customer_no": mark("Customer no."),
    "name": mark("Name"),
    "id_no": mark("ID number"),
    "phone": mark("Phone"),
    "second_phone": mark("Other phone"),
    "registered_address": mark("Registered address"),
    "home_address": mark("Home address"),
    "work_address": mark("Work address"),
    "guarantor_name": mark("Guarantor"),
    "guarantor_phone": mark("Guarantor's phone"),
    "guarantor_address": mark("Guarantor's address"),
    "product_kind": mark("Product"),
    "account_no": mark("Account"),
    "contract_no": mark("Contract no."),
    "opened_on": mark("Opened on"),
    "granted": mark("Amount granted"),
    "balance": mark("Balance"),
    "overdue": mark("Overdue amount"),
    "oldest_unpaid_on": mark("Overdue since"),
    "dpd": mark("Days overdue"),
    "five_class": mark("Five-category class"),
    "account_officer": mark("Account officer"),
    "seq": mark("Instalment no."),
    "due_on": mark("Due on"),
    "principal": mark("Principal"),
    "interest": mark("Interest"),
    "fee": mark("Fee"),
    "paid": mark("Paid"),
    "reference": mark("Reference"),
    "paid_on": mark("Paid on"),
    "amount": mark("Amount"),
    "channel": mark("Paid through"),
    "sent_on": mark("Sent on"),
    "result": mark("Result"),
    "reason": mark("Reason"),
    "data_date": mark("Data date"),
}
"""What a person calls the fields that a column can be."""

DOUBTS: Final[Mapping[str, str]] = {
    "encoding": mark(
        "It can't be told how the file is encoded: choose the encoding in which names read right."
    ),
    "delimiter": mark("It can't be told what ends a cell: choose it."),
    "headings": mark("No line reads like headings: choose it, or say what the columns are from their cells."),
    "data_date": mark("The file doesn't say of which day its figures are: enter the data date."),
}
"""What can't be told of a file and is asked."""


def sentence(code: str, facts: Mapping[str, str], words: Words) -> str:
    """The reason in the person's language; the kinds among the facts are worded too."""
    told = {name: words.say(KINDS[fact]) if fact in KINDS else fact for name, fact in facts.items()}
    return words.say(SENTENCES[code], **headings_told(told, words))


def headings_told(facts: Mapping[str, Any], words: Words) -> Mapping[str, Any]:
    """Headings that are missing as the bank's files write them, in an English sentence each with its meaning."""
    if words.is_chinese or "columns_en" not in facts:
        return facts
    pairs = zip(facts["columns"].split("、"), facts["columns_en"].split("、"), strict=True)
    return {**facts, "columns": ", ".join(f"{chinese} ({english})" for chinese, english in pairs)}


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
    said += _noted_followed(words, counts)
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


def _noted_followed(words: Words, counts: Mapping[str, int]) -> list[str]:
    """What became of the amounts noted by hand."""
    said = []
    if count := counts.get("amounts_contradicted", 0):
        said.append(
            words.plural(
                "{count} amount noted by hand is contradicted: look under “Amounts by hand”.",
                "{count} amounts noted by hand are contradicted: look under “Amounts by hand”.",
                count,
            )
        )
    if count := counts.get("amounts_confirmed", 0):
        said.append(
            words.plural(
                "{count} amount noted by hand is confirmed.",
                "{count} amounts noted by hand are confirmed.",
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


_FINDINGS: Final[Mapping[str, Callable[[Words, int], str]]] = {
    "amount.tenfold": lambda w, n: w.plural(
        "{count} amount ten times higher or lower: look", "{count} amounts ten times higher or lower: look", n
    ),
    "id.changed": lambda w, n: w.plural(
        "{count} ID number changed: look", "{count} ID numbers changed: look", n
    ),
    "name.changed": lambda w, n: w.plural("{count} name changed: look", "{count} names changed: look", n),
    "payment.contradicts": lambda w, n: w.plural(
        "{count} known payment now says otherwise: look", "{count} known payments now say otherwise: look", n
    ),
    "payment.above_balance": lambda w, n: w.plural(
        "{count} payment above the balance: look", "{count} payments above the balance: look", n
    ),
    "dpd.jump": lambda w, n: w.plural(
        "{count} product overdue longer than time has passed: look",
        "{count} products overdue longer than time has passed: look",
        n,
    ),
    "dpd.own": lambda w, n: w.plural(
        "{count} count of days differs from the instalments",
        "{count} counts of days differ from the instalments",
        n,
    ),
    "balance.own": lambda w, n: w.plural(
        "{count} balance below what the instalments add up to",
        "{count} balances below what the instalments add up to",
        n,
    ),
    "class.below": lambda w, n: w.plural(
        "{count} class better than the days allow", "{count} classes better than the days allow", n
    ),
    "state.older": lambda w, n: w.plural(
        "{count} figure older than what is known", "{count} figures older than what is known", n
    ),
    "account.unknown": lambda w, n: w.plural("{count} unknown account", "{count} unknown accounts", n),
    "customer.unknown": lambda w, n: w.plural("{count} unknown customer", "{count} unknown customers", n),
    "phone.unknown": lambda w, n: w.plural(
        "{count} unknown phone number", "{count} unknown phone numbers", n
    ),
    "customer.new": lambda w, n: w.plural("{count} new customer", "{count} new customers", n),
    "product.new": lambda w, n: w.plural("{count} new product", "{count} new products", n),
    "overdue.new": lambda w, n: w.plural("{count} newly overdue", "{count} newly overdue", n),
    "overdue.gone": lambda w, n: w.plural(
        "{count} paid, no longer overdue", "{count} paid, no longer overdue", n
    ),
    "overdue.absent": lambda w, n: w.plural(
        "{count} not on the list: no longer overdue", "{count} not on the list: no longer overdue", n
    ),
    "phone.changed": lambda w, n: w.plural("{count} phone changed", "{count} phones changed", n),
    "phone.new": lambda w, n: w.plural("{count} contact added", "{count} contacts added", n),
    "address.new": lambda w, n: w.plural("{count} address added", "{count} addresses added", n),
    "guarantor.new": lambda w, n: w.plural("{count} new guarantor", "{count} new guarantors", n),
    "officer.changed": lambda w, n: w.plural("{count} officer changed", "{count} officers changed", n),
    "amount.moved": lambda w, n: w.plural("{count} amount moved on", "{count} amounts moved on", n),
    "amount.same": lambda w, n: w.plural("{count} amount unchanged", "{count} amounts unchanged", n),
    "payment.new": lambda w, n: w.plural("{count} new payment", "{count} new payments", n),
    "payment.known": lambda w, n: w.plural(
        "{count} payment known already", "{count} payments known already", n
    ),
    "instalment.new": lambda w, n: w.plural("{count} new instalment", "{count} new instalments", n),
    "instalment.changed": lambda w, n: w.plural(
        "{count} instalment changed", "{count} instalments changed", n
    ),
    "message.delivered": lambda w, n: w.plural("{count} message arrived", "{count} messages arrived", n),
    "message.failed": lambda w, n: w.plural(
        "{count} message not delivered", "{count} messages not delivered", n
    ),
    "message.no_number": lambda w, n: w.plural(
        "{count} number doesn't exist: not used any more", "{count} numbers don't exist: not used any more", n
    ),
    "message.known": lambda w, n: w.plural(
        "{count} message known already", "{count} messages known already", n
    ),
    "same": lambda w, n: w.plural("{count} row says nothing new", "{count} rows say nothing new", n),
}

MOVED: Final[Mapping[str, str]] = {
    "balance": mark("balance"),
    "overdue": mark("overdue amount"),
    "id_no": mark("ID number"),
    "mobile": mark("mobile phone"),
    "home": mark("home address"),
    "work": mark("work address"),
}
"""What a finding's row is about, where the finding itself doesn't say."""

KEPT: Final[Mapping[str, str]] = {
    "worked": mark("worked on since"),
    "plan_decided": mark("a plan was decided by it"),
    "later": mark("a later list names them too"),
}
"""Why a customer's rows stay when an import is undone."""


CLASSES: Final[Mapping[str, str]] = {
    "normal": mark("Normal"),
    "attention": mark("Attention"),
    "substandard": mark("Substandard"),
    "doubtful": mark("Doubtful"),
    "loss": mark("Loss"),
}
"""The five categories that days overdue allow at best."""


def finding_text(words: Words, finding: Finding) -> str:
    """One line of the diff."""
    return _FINDINGS[finding.code](words, finding.times)


def value_text(words: Words, value: object) -> str:
    """A value before or after."""
    if value is None or value == "":
        return "—"
    if isinstance(value, Money):
        return words.money(value, sign=False)
    if isinstance(value, date):
        return words.date(value)
    if isinstance(value, int):
        return words.number(value)
    return words.say(CLASSES[str(value)]) if str(value) in CLASSES else str(value)


def field_text(words: Words, row: DiffRow) -> str:
    """What of the row moves."""
    return words.say(MOVED[row.field]) if row.field in MOVED else ""


def verdict(words: Words, diff: ImportDiff) -> str:
    """The diff in one sentence."""
    if diff.same_as:
        return words.say(
            mark("This very file was imported on {at} as {file}. Importing it again changes nothing."),
            at=words.instant(diff.same_at), file=diff.same_as,
        )  # fmt: skip
    if diff.changes_nothing:
        return words.say(mark("Everything in this file is known already. Importing it changes nothing."))
    look = sum(f.times for f in diff.findings if f.needs_look)
    if look:
        return words.plural(
            "{count} row should be looked at before the import.",
            "{count} rows should be looked at before the import.", look,
        )  # fmt: skip
    return words.say(mark("Nothing looks out of the ordinary."))
