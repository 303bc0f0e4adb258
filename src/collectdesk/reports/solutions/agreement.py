"""The instalment agreement (分期还款协议) that branch and borrower sign.

Source of the six required items: 商业银行信用卡业务监督管理办法 (2011), art. 70: balance, structure
and currency; cycle, way, dates and amounts; whether interest and fees go on; no new card; rights
and duties; anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.money import ZERO
from collectdesk.reports.drawing.capitals import capital_amount
from collectdesk.reports.drawing.codes import block_side, draw_code
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import MM, RIGHT, TOP, Drawn, Marks, Paper, Printing, Step
from collectdesk.reports.solutions.coupons import Coupon, draw_coupons
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from collectdesk.domain.money import Money
    from collectdesk.words import Words


PENALTY_UNSTATED: Final = mark(
    "The figures on file don't state penalty interest apart: as far as any has accrued, it is contained in the "
    "principal shown."
)


@dataclass(frozen=True, slots=True)
class Party:
    """One who signs; ``identity`` and ``contact`` as they may be shown."""

    capacity: str
    name: str
    identity: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """What one product owes, by component; a ``penalty`` of None isn't stated apart from the rest."""

    product: str
    contract: str
    principal: Money
    interest: Money
    penalty: Money | None
    fees: Money


@dataclass(frozen=True, slots=True)
class ScheduledPayment:
    """One instalment of the plan."""

    seq: int
    due_on: date
    principal: Money
    interest: Money
    fees: Money


@dataclass(frozen=True, slots=True)
class Agreement:
    """The whole agreement; the sentences of the clauses are given by the caller, none is made up here.

    Amounts are all in ``currency``. ``stop_clause`` says that collection stops while the plan is kept.
    """

    agreement_no: str
    case_no: str
    lender: Party
    borrower: Party
    balance_on: date
    currency: str
    balance: tuple[BalanceLine, ...]
    cycle: str
    pay_by: str
    schedule: tuple[ScheduledPayment, ...]
    interest_clause: str
    stop_clause: str
    breach_clauses: tuple[str, ...]
    payload: str
    printing: Printing
    new_card_clause: str = ""
    duties: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    guarantors: tuple[Party, ...] = ()
    copies: int = 2
    waiver_clauses: tuple[str, ...] = ()
    title: str = "Instalment agreement"
    coupons: tuple[Coupon, ...] = ()


def draw_agreement(path: Path, content: Agreement, words: Words, *, step: Step | None = None) -> Drawn:
    """Write the agreement. ``step`` is called when it is laid out and when it is written."""
    title = words.say(content.title)
    kept_by = words.say("Confidential: only into the hands of the person asked for")
    marks = Marks(content.printing.branch, title, content.agreement_no, kept_by)
    paper = Paper(words, content.printing, marks)
    flow = Flow(paper, size=9.5)
    flow.turn_page()
    lowest = draw_code(paper, content.payload, RIGHT, TOP)
    numbers = f"{content.agreement_no}   {words.say('Case no.')} {content.case_no}"
    flow.title(title, numbers, room=block_side() + 10)
    flow.y = min(flow.y, lowest) - 2
    _lay_parties(flow, content)
    _lay_balance(flow, content)
    _lay_schedule(flow, content)
    _lay_clauses(flow, content)
    _lay_signatures(flow, content)
    draw_coupons(paper, content.coupons)
    if step is not None:
        step(1, 2)
    return paper.finish(path, step=step, done=1, total=2)


def _numbered(flow: Flow, number: int, text: str) -> None:
    chinese = flow.paper.words.is_chinese
    flow.heading(f"{'一二三四五六七八九'[number - 1]}、{text}" if chinese else f"{number}.  {text}")


def _lay_parties(flow: Flow, content: Agreement) -> None:
    words = flow.paper.words
    _numbered(flow, 1, words.say("Parties"))
    columns = (
        Column(words.say("Acting as"), 3),
        Column(words.say("Name"), 4),
        Column(words.say("Identity document"), 5),
        Column(words.say("Contact details"), 3.6),
    )
    rows = [
        (party.capacity, party.name, party.identity or "—", party.contact or "—")
        for party in (content.lender, content.borrower, *content.guarantors)
    ]
    flow.table(columns, rows)


def _lay_balance(flow: Flow, content: Agreement) -> None:
    words = flow.paper.words
    _numbered(flow, 2, words.say("Balance, structure and currency"))
    owed = add_up([part for line in content.balance for part in _components(line)])
    written = capital_amount(owed) if words.is_chinese and owed.currency == "CNY" else ""
    flow.facts(
        (
            Fact(words.say("Balance on"), words.date(content.balance_on)),
            Fact(words.say("Currency"), content.currency),
            Fact(words.say("Balance"), f"{words.money(owed)}   {written}".rstrip(), wide=True, strong=True),
        )
    )
    flow.space(4)
    stated = all(line.penalty is not None for line in content.balance)
    columns = [
        Column(words.say("Product"), 3),
        Column(words.say("Contract"), 4),
        Column(words.say("Principal"), 2.6, "right"),
        Column(words.say("Interest"), 2.4, "right"),
        *([Column(words.say("Penalty interest"), 2.4, "right")] if stated else []),
        Column(words.say("Fees"), 2.2, "right"),
        Column(words.say("Total"), 2.8, "right"),
    ]
    rows = [(line.product, line.contract, *_amounts(words, _components(line))) for line in content.balance]
    if len(rows) > 1:
        parts = [_components(line) for line in content.balance]
        sums = [add_up(column) for column in zip(*parts, strict=True)]
        rows.append((words.say("Total"), "", *_amounts(words, sums)))
    flow.table(columns, rows, empty=words.say("No balance."), last_is_total=len(rows) > 1)
    if not stated:
        flow.space(3)
        flow.paragraph(words.say(PENALTY_UNSTATED))


def add_up(amounts: Sequence[Money]) -> Money:
    """The sum in whatever one currency the amounts have; nothing sums to zero yuan."""
    first, *rest = amounts or (ZERO,)
    for amount in rest:
        first += amount
    return first


def _components(line: BalanceLine) -> list[Money]:
    penalty = [] if line.penalty is None else [line.penalty]
    return [line.principal, line.interest, *penalty, line.fees]


def _amounts(words: Words, parts: list[Money]) -> list[str]:
    return [words.money(amount, sign=False) for amount in (*parts, add_up(parts))]


def _lay_schedule(flow: Flow, content: Agreement) -> None:
    words = flow.paper.words
    _numbered(flow, 3, words.say("Cycle, way, dates and amounts of payment"))
    flow.facts(
        (
            Fact(words.say("Cycle"), content.cycle),
            Fact(words.say("Number of instalments"), words.number(len(content.schedule))),
            Fact(words.say("Pay by"), content.pay_by, wide=True),
        )
    )
    flow.space(4)
    lay_schedule(flow, content.schedule)


def lay_schedule(flow: Flow, schedule: tuple[ScheduledPayment, ...]) -> None:
    """The table of instalments with its total; the case file prints it too."""
    words = flow.paper.words
    columns = (
        Column(words.say("No."), 1, "centre"),
        Column(words.say("Due on"), 2.4, "centre"),
        Column(words.say("Principal"), 3, "right"),
        Column(words.say("Interest"), 3, "right"),
        Column(words.say("Fees"), 2.6, "right"),
        Column(words.say("To pay"), 3, "right"),
    )
    parts = [[row.principal, row.interest, row.fees] for row in schedule]
    rows = [
        (words.number(row.seq), words.date(row.due_on), *_amounts(words, amounts))
        for row, amounts in zip(schedule, parts, strict=True)
    ]
    if rows:
        sums = [add_up([amounts[index] for amounts in parts]) for index in range(3)]
        rows.append((words.say("Total"), "", *_amounts(words, sums)))
    flow.table(columns, rows, empty=words.say("No instalments."), last_is_total=True)


def _lay_clauses(flow: Flow, content: Agreement) -> None:
    words = flow.paper.words
    number = 4
    for heading, clauses in (
        (words.say("Interest and fees while the plan runs"), (content.interest_clause,)),
        (words.say("Collection stops while the plan is kept"), (content.stop_clause,)),
        (words.say("If the plan is not kept"), content.breach_clauses),
        (words.say(mark("What is waived")), content.waiver_clauses),
        (words.say("New cards"), (content.new_card_clause,)),
        (words.say("Rights and duties"), content.duties),
        (words.say("Other terms"), content.others),
    ):
        given = [clause for clause in clauses if clause]
        if given:
            _numbered(flow, number, heading)
            flow.points(given, mark="1") if len(given) > 1 else flow.paragraph(given[0])
            number += 1


def _lay_signatures(flow: Flow, content: Agreement) -> None:
    words = flow.paper.words
    flow.need(40 * MM)
    flow.space(6)
    copies = words.plural(
        "Made in {count} copy, signed by all.", "Made in {count} copies of equal force.", content.copies
    )
    flow.paragraph(copies)
    signers = [
        Signer(
            f"{party.capacity} {words.say('(seal)')}" if party is content.lender else party.capacity,
            party.name,
        )
        for party in (content.lender, content.borrower, *content.guarantors)
    ]
    for start in range(0, len(signers), 3):
        signature_row(flow, signers[start : start + 3], height=26 * MM)
