"""The budget sheet (家庭收支表): what comes in and goes out a month, with room to write, and the plans that follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.finances import EXPENSES, INCOMES, FinanceKind
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import MM, Drawn, Marks, Paper, Printing, Step
from collectdesk.terms import code_term, term
from collectdesk.words import Words, for_language, mark

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from collectdesk.domain.money import Money
    from collectdesk.domain.solutions.capacity import Capacity
    from collectdesk.domain.solutions.offers import Offer

BUDGET_VERSION: Final = 1
_GROUPS: Final = (
    (mark("Comes in, a month"), tuple(kind for kind in FinanceKind if kind in INCOMES)),
    (mark("Goes out, a month"), tuple(kind for kind in FinanceKind if kind in EXPENSES)),
    (mark("Owned, and owed elsewhere"), tuple(k for k in FinanceKind if k not in INCOMES | EXPENSES)),
)
_MISSED: Final = mark("When an instalment is missed the plan ends, and what was owed before is owed again.")


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One figure on file, and the code of who says so."""

    kind: FinanceKind
    amount: Money
    source: str


@dataclass(frozen=True, slots=True)
class BudgetFacts:
    """A household's figures; ``able`` is None while no income is known. The name is as it may be printed."""

    number: str
    case_no: str
    name: str
    persons: int
    lines: tuple[BudgetLine, ...]
    able: Capacity | None
    protected: Money
    offers: tuple[Offer, ...]
    printing: Printing


def print_budget(path: Path, facts: BudgetFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the sheet in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(mark("Budget of the household"))
    paper = Paper(
        words,
        facts.printing,
        Marks(
            facts.printing.branch,
            title,
            facts.number,
            words.say(mark("Confidential: only into the hands of the person asked for")),
        ),
    )
    flow = Flow(paper, size=9.5)
    flow.turn_page()
    flow.title(title, f"{words.say(mark('Case no.'))} {facts.case_no}")
    flow.facts(
        (
            Fact(words.say(mark("Customer")), facts.name),
            Fact(words.say(mark("People in the household")), words.number(facts.persons)),
        )
    )
    flow.space(4)
    for heading, kinds in _GROUPS:
        _lay_group(flow, words.say(heading), kinds, facts.lines)
    _lay_left(flow, facts)
    _lay_offers(flow, facts)
    flow.space(4)
    flow.paragraph(words.say(mark("I have told this as I know it, and keep a copy of the sheet.")))
    signature_row(
        flow, [Signer(words.say(mark("Customer")), facts.name),
               Signer(words.say(mark("Filled in with")), facts.printing.printed_by)], height=22 * MM,
    )  # fmt: skip
    return paper.finish(path, step=step)


def _lay_group(flow: Flow, heading: str, kinds: Iterable[FinanceKind], lines: tuple[BudgetLine, ...]) -> None:
    words = flow.paper.words
    columns = (
        Column(heading, 4),
        Column(words.say(mark("On file")), 2.4, "right"),
        Column(words.say(mark("Source")), 3),
        Column(words.say(mark("As the customer says")), 3),
    )
    rows = []
    for kind in kinds:
        known = [line for line in lines if line.kind is kind]
        amounts = "\n".join(words.money(line.amount, sign=False) for line in known)
        sources = "\n".join(code_term(words, "finance_source", line.source) for line in known)
        rows.append((code_term(words, "finance", kind.value), amounts, sources, ""))
    flow.table(columns, rows)
    flow.space(3)


def _lay_left(flow: Flow, facts: BudgetFacts) -> None:
    words, able = flow.paper.words, facts.able
    if able is None:
        flow.paragraph(words.say(mark("No income is on file yet: what is left can't be said.")))
        return
    flow.facts(
        (
            Fact(words.say(mark("Stays for living, at least")), words.money(facts.protected)),
            Fact(words.say(mark("Kept for living")), words.money(able.kept_back)),
            Fact(words.say(mark("Left a month, at worst")), words.money(able.low)),
            Fact(words.say(mark("Left a month, as stated")), words.money(able.likely), strong=True),
        )
    )


def _lay_offers(flow: Flow, facts: BudgetFacts) -> None:
    words = flow.paper.words
    if not facts.offers:
        return
    flow.space(4)
    columns = (
        Column(words.say(mark("Kind of plan")), 1.6),
        Column(words.say(mark("A month")), 3),
        Column(words.say(mark("First and last day")), 3.6),
        Column(words.say(mark("Together")), 2.2, "right"),
        Column(words.say(mark("Left of the month")), 2.4, "right"),
    )
    flow.table(columns, [_offer_row(words, offer) for offer in facts.offers])
    flow.paragraph(words.say(_MISSED))


def _offer_row(words: Words, offer: Offer) -> tuple[str, ...]:
    first, last = offer.schedule.instalments[0], offer.schedule.instalments[-1]
    return (
        term(words, offer.kind),
        f"{words.number(offer.count)} × {words.money(offer.monthly)}",
        f"{words.date(first.due_on)} – {words.date(last.due_on)}",
        words.money(offer.schedule.total, sign=False),
        words.money(offer.leaves, sign=False),
    )
