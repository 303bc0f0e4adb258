"""The copy of a customer's own data on paper: what is held, where it comes from, and how long it stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.page import Drawn, Marks, Paper, Printing, Step
from collectdesk.terms import code_term, term
from collectdesk.terms_risk import LEVELS, reason_sentence
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from collectdesk.domain.money import Money
    from collectdesk.domain.solutions.promises import PromiseState
    from collectdesk.domain.visits.visits import VisitState
    from collectdesk.reports.paper_facts import ContactFacts, ProductFacts, RiskFacts
    from collectdesk.words import Words

ACCESS_COPY_VERSION: Final = 1
_INTRODUCTION: Final = mark(
    "This is what the branch's collection desk holds of you. Other persons' names and numbers are masked: they have "
    "the same right. Balances and instalments come from the bank's core system, where they are put right."
)
_SCORED: Final = mark(
    "The points are added up from the reasons below by a fixed card; a person decides what follows. You may ask for an "
    "explanation and refuse a decision made by the program alone (个人信息保护法第二十四条)."
)
_RIGHTS: Final = mark(
    "If something is wrong, ask the branch to put it right; what is no longer needed may be deleted at your request "
    "(个人信息保护法第四十六、四十七条). A no is given with its reason, and you may complain against it."
)


@dataclass(frozen=True, slots=True)
class OwnPoint:
    """The customer's own number or address, whole, with codes for what it is, where it comes from, how it stands."""

    label: str
    value: str
    source: str
    standing: str


@dataclass(frozen=True, slots=True)
class OtherPerson:
    """Somebody around the customer: role code and masked name."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class VisitLine:
    visit_no: str
    planned_at: datetime
    state: VisitState


@dataclass(frozen=True, slots=True)
class FinanceLine:
    kind: str
    amount: Money
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class TermLine:
    """One kind of what is held: how many months it stays after the case was closed, by which text."""

    kept: str
    months: int
    source: str


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """Everything the copy shows; a contact stands beside its note without third persons' names."""

    customer: str
    customer_no: str
    identity_no: str
    asked_on: date
    due_on: date
    products: tuple[ProductFacts, ...]
    points: tuple[OwnPoint, ...]
    others: tuple[OtherPerson, ...]
    contacts: tuple[tuple[ContactFacts, str], ...]
    risks: tuple[RiskFacts, ...]
    visits: tuple[VisitLine, ...]
    promises: tuple[tuple[date, Money, date, PromiseState], ...]
    holds: tuple[tuple[str, date, date | None], ...]
    wishes: tuple[tuple[str, date], ...]
    money: tuple[FinanceLine, ...]
    enquiries: tuple[tuple[str, date, str], ...]
    terms: tuple[TermLine, ...]
    printing: Printing


def draw_access_copy(
    path: Path, facts: CopyFacts, number: str, language: str, *, step: Step | None = None
) -> Drawn:
    """Draw the copy in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(mark("Copy of your own data"))
    paper = Paper(
        words, facts.printing, Marks(facts.printing.branch, title, number, words.say(mark("Confidential")))
    )
    flow = Flow(paper, size=8.5)
    flow.turn_page()
    flow.title(title, number)
    flow.facts((
        Fact(words.say(mark("Customer")), facts.customer, strong=True),
        Fact(words.say(mark("Customer no.")), facts.customer_no),
        Fact(words.say(mark("Identity no.")), facts.identity_no),
        Fact(words.say(mark("Came in on")), words.date(facts.asked_on)),
    ))  # fmt: skip
    flow.space(4)
    flow.paragraph(words.say(_INTRODUCTION))
    for lay in (_lay_reach, _lay_products, _lay_contacts, _lay_work, _lay_money, _lay_risk, _lay_terms):
        lay(flow, facts, words)
    flow.space(6)
    flow.paragraph(words.say(_RIGHTS))
    return paper.finish(path, step=step, done=0, total=1)


def _table(
    flow: Flow, heading: str, heads: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]
) -> None:
    """A heading with its rows; what isn't held is said in a word."""
    words = flow.paper.words
    flow.heading(words.say(heading))
    flow.table(
        [Column(words.say(name), share) for name, share in heads], rows, empty=words.say(mark("Nothing."))
    )


def _lay_reach(flow: Flow, facts: CopyFacts, words: Words) -> None:
    rows = [
        (code_term(words, "point", p.label), p.value, code_term(words, "source", p.source),
         code_term(words, "standing", p.standing))
        for p in facts.points
    ]  # fmt: skip
    heads = ((mark("Kind"), 1.4), (mark("Contact details"), 5.0), (mark("Source"), 2.2), (mark("State"), 1.2))
    _table(flow, mark("Your numbers and addresses"), heads, rows)
    people = [(code_term(words, "party", p.role), p.name) for p in facts.others]
    _table(flow, mark("People around you"), ((mark("Relation"), 2.0), (mark("Name"), 4.0)), people)


def _lay_products(flow: Flow, facts: CopyFacts, words: Words) -> None:
    rows = [
        (term(words, p.kind), p.account, words.money(p.balance, sign=False), words.money(p.overdue, sign=False),
         words.number(p.dpd))
        for p in facts.products
    ]  # fmt: skip
    heads = ((mark("Product"), 1.4), (mark("Account"), 2.6), (mark("Balance"), 1.8), (mark("Overdue amount"), 1.8),
             (mark("Days overdue"), 1.2))  # fmt: skip
    _table(flow, mark("Products"), heads, rows)


def _lay_contacts(flow: Flow, facts: CopyFacts, words: Words) -> None:
    rows = [
        (words.instant(c.at), term(words, c.channel), term(words, c.reached), term(words, c.outcome), note)
        for c, note in facts.contacts
    ]
    heads = ((mark("When"), 1.9), (mark("Channel"), 1.1), (mark("Person spoken to"), 1.5), (mark("Result"), 1.7),
             (mark("Remark"), 3.6))  # fmt: skip
    _table(flow, mark("Contact log"), heads, rows)


def _lay_work(flow: Flow, facts: CopyFacts, words: Words) -> None:
    visits = [(v.visit_no, words.instant(v.planned_at), term(words, v.state)) for v in facts.visits]
    heads = ((mark("Visit no."), 2.0), (mark("When"), 2.4), (mark("State"), 2.0))
    _table(flow, mark("Visits"), heads, visits)
    promised = [
        (words.date(made), words.money(amount, sign=False), words.date(due), term(words, state))
        for made, amount, due, state in facts.promises
    ]
    given = (
        (mark("Made on"), 1.6),
        (mark("Promised amount"), 2.0),
        (mark("Due on"), 1.6),
        (mark("State"), 1.6),
    )
    _table(flow, mark("Promises"), given, promised)
    stops = [(code_term(words, "hold", code), words.date(first), words.date(last) if last else "—")
             for code, first, last in facts.holds]  # fmt: skip
    _table(flow, mark("Holds"), ((mark("Hold"), 2.4), (mark("From"), 1.6), (mark("Until"), 1.6)), stops)
    asked = [(code_term(words, "wish", kind), words.date(said)) for kind, said in facts.wishes]
    _table(flow, mark("What you asked of us"), ((mark("Wish"), 4.0), (mark("Said on"), 1.6)), asked)


def _lay_money(flow: Flow, facts: CopyFacts, words: Words) -> None:
    rows = [
        (code_term(words, "finance", m.kind), words.money(m.amount, sign=False),
         code_term(words, "finance_source", m.source), words.date(m.as_of))
        for m in facts.money
    ]  # fmt: skip
    heads = ((mark("Kind"), 2.0), (mark("Amount"), 1.8), (mark("Source"), 2.0), (mark("As of"), 1.4))
    _table(flow, mark("Money figures"), heads, rows)
    asked = [
        (code_term(words, "purpose", why), words.date(day), paper) for why, day, paper in facts.enquiries
    ]
    named = ((mark("Purpose"), 2.4), (mark("Asked on"), 1.4), (mark("Authorisation"), 3.4))
    _table(flow, mark("Credit-report enquiries"), named, asked)


def _lay_risk(flow: Flow, facts: CopyFacts, words: Words) -> None:
    rows = [
        (words.instant(r.assessed_at), words.number(r.total), words.say(LEVELS.get(r.level, r.level)),
         "\n".join(reason_sentence(words, key, value) for key, value, _effect in r.reasons))
        for r in facts.risks
    ]  # fmt: skip
    heads = ((mark("When"), 1.8), (mark("Score"), 0.8), (mark("Level"), 1.0), (mark("Because"), 5.0))
    _table(flow, mark("Risk checks"), heads, rows)
    if rows:
        flow.paragraph(words.say(_SCORED))


def _lay_terms(flow: Flow, facts: CopyFacts, words: Words) -> None:
    rows = [
        (
            code_term(words, "kept", t.kept),
            words.plural("{count} month", "{count} months", t.months),
            t.source,
        )
        for t in facts.terms
    ]
    heads = (
        (mark("What is held"), 2.6),
        (mark("After the case is closed"), 1.6),
        (mark("By which text"), 5.0),
    )
    _table(flow, mark("How long it stays"), heads, rows)
