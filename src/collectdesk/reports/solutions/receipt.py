"""The receipt of a payment (还款回单): what came in, where it went, and that core banking's booking is the proof.

A payment that was only told gets none: a paper that looks like a receipt of money would be one to whoever holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.capitals import capital_amount
from collectdesk.reports.drawing.codes import block_side, draw_code
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import MM, RIGHT, TOP, Drawn, Marks, Paper, Printing, Step
from collectdesk.terms import term
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collectdesk.domain.customers.products import ProductKind
    from collectdesk.domain.money import Money
    from collectdesk.domain.solutions.allocation import Allocated

RECEIPT_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """One booked payment; ``identity`` and ``account`` are already masked. ``went`` is None without instalments."""

    number: str
    borrower: str
    identity: str
    product: ProductKind
    account: str
    contract: str
    reference: str
    paid_on: date
    amount: Money
    channel: str
    went: Allocated | None
    balance: Money
    balance_on: date
    code: str
    printing: Printing


KEPT_BY: Final = mark("Confidential: only into the hands of the person asked for")
"""The customer keeps it: it isn't a paper of the branch's own."""


def print_receipt(path: Path, facts: ReceiptFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the receipt in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(mark("Receipt of a payment"))
    marks = Marks(facts.printing.branch, title, facts.number, words.say(KEPT_BY))
    paper = Paper(words, facts.printing, marks)
    flow = Flow(paper, size=9.5)
    flow.turn_page()
    lowest = draw_code(paper, facts.code, RIGHT, TOP)
    flow.title(title, facts.number, room=block_side() + 10)
    flow.y = min(flow.y, lowest) - 2
    balance_on = words.say(mark("Balance on {day}"), day=words.date(facts.balance_on))
    written = capital_amount(facts.amount) if words.is_chinese and facts.amount.fen > 0 else ""
    paid = f"{words.money(facts.amount)}   {written}".rstrip()
    flow.facts(
        (
            Fact(words.say(mark("Borrower")), facts.borrower),
            Fact(words.say(mark("Identity document")), facts.identity),
            Fact(words.say(mark("Product")), f"{term(words, facts.product)} {facts.account}"),
            Fact(words.say(mark("Contract")), facts.contract),
            Fact(words.say(mark("Paid on")), words.date(facts.paid_on)),
            Fact(words.say(mark("By way of")), facts.channel),
            Fact(words.say(mark("Reference")), facts.reference),
            Fact(balance_on, words.money(facts.balance)),
            Fact(words.say(mark("Amount")), paid, wide=True, strong=True),
        )
    )  # fmt: skip
    flow.space(6)
    _lay_shares(flow, facts)
    flow.space(4)
    flow.paragraph(
        words.say(
            mark(
                "Core banking's booking under the reference above is the proof of this payment. Where the payment "
                "went is counted by Civil Code art. 560 and 561 and, for cards, by the card measures art. 57; the "
                "account statement counts."
            )
        )
    )
    signature_row(
        flow,
        [Signer(words.say(mark("Printed by")), facts.printing.printed_by), Signer(words.say(mark("Business seal")))],
        height=26 * MM,
    )  # fmt: skip
    return paper.finish(path, step=step)


def _lay_shares(flow: Flow, facts: ReceiptFacts) -> None:
    words, went = flow.paper.words, facts.went
    if went is None:
        flow.paragraph(words.say(mark("The instalments aren't known here, so where it went isn't stated.")))
        return
    columns = (
        Column(words.say(mark("No.")), 1, "centre"),
        Column(words.say(mark("Fees")), 2.4, "right"),
        Column(words.say(mark("Interest")), 2.6, "right"),
        Column(words.say(mark("Principal")), 3, "right"),
        Column(words.say(mark("Total")), 3, "right"),
    )
    rows = [
        (
            words.number(share.seq),
            *(words.money(each, sign=False) for each in (share.fee, share.interest, share.principal, share.amount)),
        )
        for share in went.shares
    ]  # fmt: skip
    flow.table(columns, rows, empty=words.say(mark("No instalment was open.")))
    if went.rest:
        flow.paragraph(words.say(mark("{rest} found no open instalment."), rest=words.money(went.rest)))
