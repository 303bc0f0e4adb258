"""A call's script in people's words: its sentences with their places filled, for the window and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.domain.contact.texts import filled
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.contact.scripts import Script
    from collectdesk.words import Words

AUDIENCES: Final = {
    "debtor": mark("What may be said to the borrower"),
    "guarantor": mark("What may be said to the guarantor"),
    "third_party": mark("What may be said to anybody else"),
}


def script_lines(words: Words, script: Script) -> tuple[str, ...]:
    """The permitted sentences in the order of the talk, those that may be added last."""
    between = "、" if words.is_chinese else ", "
    places = {
        "name": script.name,
        "borrower": script.borrower,
        "branch": script.branch,
        "caller": script.caller,
        "phone": script.phone or "—",
        "address": script.address or "—",
        "account": script.account or "—",
        "as_of": words.date(script.as_of),
        "since": words.date(script.since),
        "dpd": words.number(script.dpd),
        "overdue": words.money(script.overdue),
        "balance": words.money(script.balance),
        "contracts": between.join(script.contracts) or "—",
        "pay_by": "—",
    }
    said = [line.strip() for line in script.text.body.splitlines() if line.strip()]
    return tuple(filled(line, places) for line in (*said, *script.text.sentences))
