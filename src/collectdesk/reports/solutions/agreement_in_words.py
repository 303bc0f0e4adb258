"""The instalment agreement from codes: the parties, what is owed, the schedule, and the branch's standard clauses.

The clauses are the program's own wording for the items of 商业银行信用卡业务监督管理办法 (2011), art. 70; a
branch has its lawyer look at them before the first agreement is signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.money import ZERO
from collectdesk.domain.solutions.arrangements import ArrangementKind
from collectdesk.domain.solutions.solution_table import Component
from collectdesk.reports.solutions.agreement import (
    Agreement,
    BalanceLine,
    Party,
    ScheduledPayment,
    draw_agreement,
)
from collectdesk.reports.solutions.coupons import Coupon
from collectdesk.terms import term
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collectdesk.domain.money import Money
    from collectdesk.domain.solutions.schedules import Schedule
    from collectdesk.reports.drawing.page import Drawn, Printing, Step
    from collectdesk.words import Words

AGREEMENT_VERSION: Final = 2

_NO_INTEREST: Final = mark(
    "While this plan is kept, no further interest, penalty interest or fees are added to the amounts of the plan."
)
_INTEREST: Final = mark(
    "While this plan is kept, interest runs at {rate} a year on what is still to be paid, as listed above; "
    "no penalty interest or fees are added."
)
_STOP: Final = mark(
    "While the plan is kept, the bank makes no collection calls and no collection visits; it may remind of "
    "the next instalment."
)
_BREACH: Final = (
    mark("An instalment that isn't paid in full by its day can be made up for within the bank's notice."),
    mark("If it isn't, the bank may end the plan in writing; what is still owed then falls due by contract."),
    mark("The bank says so before it acts, and hears the borrower's reasons."),
)
_NEW_CARD: Final = mark("Until all is paid, the borrower applies for no new credit card at this bank.")
_TITLES: Final = {
    ArrangementKind.INSTALMENTS: mark("Instalment agreement"),
    ArrangementKind.EXTENSION: mark("Extension agreement"),
    ArrangementKind.REAGEING: mark("Agreement on new terms"),
    ArrangementKind.WAIVER: mark("Agreement on a waiver"),
    ArrangementKind.SETTLEMENT: mark("Settlement agreement"),
}
_GIVEN: Final = mark("{part}: the bank gives up {amount} once everything else is paid as agreed.")
_LAPSES: Final = mark("If this agreement isn't kept, what the bank was to give up is owed again.")
_DUTIES: Final = (
    mark("The borrower pays on time and tells the bank of a new address, telephone or income."),
    mark("The bank confirms payments on request and keeps what it learns confidential."),
    mark("Both may ask for a change of the plan when circumstances change."),
)
_OTHERS: Final = (
    mark(
        "The balance is as the core banking system states it on the day named above; should it differ from "
        "the account statement, the statement counts."
    ),
    mark("This agreement waives no limitation period and takes effect with the bank's approval."),
)


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """One arrangement. ``interest`` and ``fees`` are the unpaid parts of the balance where the schedule on
    file tells them, else zero; ``identity`` and ``phone`` are already masked; ``guarantors`` are names.
    """

    number: str
    case_no: str
    borrower: str
    identity: str
    phone: str
    guarantors: tuple[str, ...]
    product: ProductKind
    contract: str
    account: str
    balance_on: date
    balance: Money
    interest: Money
    fees: Money
    schedule: Schedule
    code: str
    printing: Printing
    kind: ArrangementKind = ArrangementKind.INSTALMENTS
    waived: tuple[tuple[Component, Money], ...] = ()
    coupon_codes: tuple[str, ...] = ()


def print_agreement(path: Path, facts: AgreementFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the agreement in a language (zh_CN, en)."""
    words = for_language(language)
    return draw_agreement(path, agreement_in_words(facts, words), words, step=step)


def agreement_in_words(facts: AgreementFacts, words: Words) -> Agreement:
    """What is printed."""
    say = words.say
    rate = facts.schedule.annual_rate
    return Agreement(
        agreement_no=facts.number,
        case_no=facts.case_no,
        lender=Party(say("Lender"), facts.printing.branch),
        borrower=Party(say("Borrower"), facts.borrower, facts.identity, facts.phone),
        guarantors=tuple(Party(say("Guarantor"), name) for name in facts.guarantors),
        balance_on=facts.balance_on,
        currency=say("Renminbi (CNY)"),
        balance=(_balance(facts, words),),
        cycle=say("Monthly"),
        pay_by=say("To account {account} by the bank's own ways to pay", account=facts.account),
        schedule=scheduled(facts.schedule),
        interest_clause=say(_INTEREST, rate=f"{rate:.2%}") if rate else say(_NO_INTEREST),
        stop_clause=say(_STOP),
        breach_clauses=tuple(say(clause) for clause in _BREACH),
        new_card_clause=say(_NEW_CARD) if facts.product is ProductKind.CARD else "",
        duties=tuple(say(clause) for clause in _DUTIES),
        others=tuple(say(clause) for clause in _OTHERS),
        payload=facts.code,
        printing=facts.printing,
        copies=2 + len(facts.guarantors),
        title=_TITLES[facts.kind],
        waiver_clauses=_waiver_clauses(facts, words),
        coupons=_coupons(facts),
    )


def _waiver_clauses(facts: AgreementFacts, words: Words) -> tuple[str, ...]:
    if not facts.waived:
        return ()
    given = [
        words.say(_GIVEN, part=term(words, part), amount=words.money(amount)) for part, amount in facts.waived
    ]
    return (*given, words.say(_LAPSES))


def _coupons(facts: AgreementFacts) -> tuple[Coupon, ...]:
    lines = facts.schedule.instalments
    return tuple(
        Coupon(facts.number, line.seq, len(lines), line.due_on, line.due, facts.account, code)
        for line, code in zip(lines, facts.coupon_codes, strict=False)
    )


def _balance(facts: AgreementFacts, words: Words) -> BalanceLine:
    principal = facts.balance - facts.interest - facts.fees
    return BalanceLine(
        # core banking gives a balance, never its penalty interest: what isn't known isn't printed as nought
        term(words, facts.product),
        facts.contract,
        principal,
        facts.interest,
        None,
        facts.fees,
    )


def scheduled(schedule: Schedule) -> tuple[ScheduledPayment, ...]:
    """The instalments as the papers list them."""
    return tuple(
        ScheduledPayment(part.seq, part.due_on, part.principal, part.interest, ZERO)
        for part in schedule.instalments
    )
