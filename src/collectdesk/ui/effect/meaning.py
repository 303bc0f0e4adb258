"""Owns what one row behind a figure is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.results.effect import Figure, FigureRow
from collectdesk.domain.contact.complaints import ComplaintKind
from collectdesk.domain.contact.contacts import ContactOutcome, Reached
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.paper.records import VisitOutcome
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.terms import term
from collectdesk.terms_audit import action_words
from collectdesk.terms_effect import TRAINING_STATES
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.words import Words


def row_words(words: Words, figure: Figure, row: FigureRow) -> str:
    """What one row behind a figure is."""
    if figure in (Figure.BUCKET, Figure.OWN_BUCKET):
        return f"{term(words, ProductKind(row.code))} · {words.days(int(row.extra or 0))}"
    if figure is Figure.ROLL:
        return term(words, ProductKind(row.code))
    if figure is Figure.PROMISE:
        return term(words, PromiseState(row.code))
    if figure is Figure.VISIT:
        return f"{term(words, VisitOutcome(row.code))} · {row.extra}"
    if figure is Figure.CONTACT:
        return f"{term(words, Reached(row.code))} · {term(words, ContactOutcome(row.extra))}"
    if figure is Figure.REFUSAL:
        return action_words(words, row.code, {"rules": ()})
    if figure is Figure.PAID:
        return f"{term(words, ProductKind(row.code))} · {row.extra}"
    if figure is Figure.CURED:
        return f"{term(words, ProductKind(row.code))} · {words.days(int(row.extra or 0))}"
    if figure is Figure.TREND:
        return f"{term(words, ProductKind(row.code))} · {row.extra}"
    if figure in (Figure.AFTER_VISIT, Figure.COST, Figure.REASON) and row.code:
        return f"{term(words, VisitOutcome(row.code))} · {row.extra}"
    if figure is Figure.SATISFIED:
        return words.say(mark("{score} of 5"), score=row.code)
    if figure is Figure.COMPLAINT:
        return f"{term(words, ComplaintKind(row.code))} · {row.extra}"
    if figure is Figure.WORK:
        return term(words, StepKind(row.code)) if row.code else words.say(mark("no step"))
    if figure is Figure.TRAINING:
        return words.say(TRAINING_STATES[row.code])
    if figure is not Figure.BREACH:
        return row.code
    waits = words.say(mark("waits to be acknowledged"))
    return f"{row.code} · {words.say(mark('acknowledged')) if row.extra else waits}"
