"""What a file would change, in plain words: the sentence of every finding, and its values before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from collectdesk.domain.money import Money
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.domain.import_diff import DiffRow, Finding, ImportDiff

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

FIELDS: Final[Mapping[str, str]] = {
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
    return _FINDINGS[finding.code](words, len(finding.rows))


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
    return words.say(FIELDS[row.field]) if row.field in FIELDS else ""


def verdict(words: Words, diff: ImportDiff) -> str:
    """The diff in one sentence."""
    if diff.same_as:
        return words.say(
            mark("This very file was imported on {at} as {file}. Importing it again changes nothing."),
            at=words.instant(diff.same_at), file=diff.same_as,
        )  # fmt: skip
    if diff.changes_nothing:
        return words.say(mark("Everything in this file is known already. Importing it changes nothing."))
    look = sum(len(f.rows) for f in diff.findings if f.needs_look)
    if look:
        return words.plural(
            "{count} row should be looked at before the import.",
            "{count} rows should be looked at before the import.", look,
        )  # fmt: skip
    return words.say(mark("Nothing looks out of the ordinary."))
