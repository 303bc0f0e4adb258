"""The chronology of a case: everything that happened in its order, with every decision of the rules and its clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.happening import EventKind
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.page import Drawn, Marks, Paper, Printing, Step
from collectdesk.terms_happening import KINDS, event_text, event_when
from collectdesk.words import Words, for_language, mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from collectdesk.domain.happening import Event

CHRONOLOGY_VERSION: Final = 1
_WARN: Final = frozenset({EventKind.BREACH, EventKind.WRONG_PERSON, EventKind.COMPLAINT})


@dataclass(frozen=True, slots=True)
class ChronologyFacts:
    """One case until a day; ``events`` stand in the order they happened. ``complaints`` are those still open."""

    case_no: str
    customer: str
    opened_on: date
    until_on: date
    events: tuple[Event, ...]
    complaints: tuple[str, ...]
    printing: Printing


def print_chronology(
    path: Path, facts: ChronologyFacts, number: str, language: str, step: Step | None = None
) -> Drawn:
    """Draw it in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(mark("Chronology of the case"))
    marks = Marks(facts.printing.branch, title, number, words.say(mark("Internal")))
    paper = Paper(words, facts.printing, marks)
    flow = Flow(paper, size=8.8)
    flow.turn_page()
    flow.title(title, number)
    flow.facts(_head(facts, words))
    flow.space(8)
    columns = (
        Column(words.say(mark("No.")), 0.9, "centre"),
        Column(words.say(mark("When")), 2.9),
        Column(words.say(mark("Kind")), 2.1),
        Column(words.say(mark("What happened")), 9),
        Column(words.say(mark("By")), 1.6),
    )
    rows = [
        (
            str(at),
            event_when(words, each),
            words.say(KINDS[each.kind]),
            event_text(words, each),
            each.by or "—",
        )
        for at, each in enumerate(facts.events, 1)
    ]
    flow.table(columns, rows, warn=lambda at: facts.events[at].kind in _WARN)
    return paper.finish(path, step=step)


def _head(facts: ChronologyFacts, words: Words) -> Sequence[Fact]:
    def count(*kinds: EventKind) -> str:
        return words.number(sum(each.kind in kinds for each in facts.events))

    open_ones = ("、" if words.is_chinese else ", ").join(facts.complaints)
    return (
        Fact(words.say(mark("Case no.")), facts.case_no, strong=True),
        Fact(words.say(mark("Customer")), facts.customer),
        Fact(words.say(mark("From – to")), f"{words.date(facts.opened_on)} – {words.date(facts.until_on)}"),
        Fact(words.say(mark("Entries")), words.number(len(facts.events))),
        Fact(words.say(mark("Contacts and visits")), count(EventKind.CONTACT, EventKind.RECORDED)),
        Fact(words.say(mark("Rule decisions")), count(EventKind.DECIDED)),
        Fact(words.say(mark("Breaches recorded")), count(EventKind.BREACH)),
        Fact(
            words.say(mark("Complaints still open")),
            open_ones or words.say(mark("None")),
            warn=bool(open_ones),
        ),
    )
