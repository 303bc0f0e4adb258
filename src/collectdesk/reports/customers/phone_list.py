"""The phone list: a line to a customer with room for the outcome; nothing of the debt, every page numbered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import MM, Drawn, Marks, Paper, Printing, Step
from collectdesk.terms import code_term
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collectdesk.words import Words

PHONE_LIST_VERSION: Final = 1
_HOW: Final = (
    mark("Before each call open the file: holds, wishes and lawful hours change during the day."),
    mark("Write the outcome into the program the same day; this list isn't a record."),
    mark("Never leave it, photograph it or hand it on. Bring every page back, or shred it and say so."),
)


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """One customer as the holder may see them; ``reach`` are numbers with whose they are (a role, "" their own)."""

    case_no: str
    name: str
    reach: tuple[tuple[str, str], ...]
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class PhoneListFacts:
    """``is_whole`` says that numbers stand on it unmasked."""

    number: str
    purpose: str
    holder: str
    return_by: date
    rows: tuple[PhoneRow, ...]
    is_whole: bool
    printing: Printing


def draw_phone_list(path: Path, facts: PhoneListFacts, language: str, *, step: Step | None = None) -> Drawn:
    """Draw the list in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(mark("Phone list"))
    paper = Paper(
        words, facts.printing, Marks(facts.printing.branch, title, facts.number, words.say(mark("Internal")))
    )
    flow = Flow(paper, size=9)
    flow.turn_page()
    flow.title(title, facts.number)
    flow.facts((
        Fact(words.say(mark("Taken out by")), facts.holder, strong=True),
        Fact(words.say(mark("Back by")), words.date(facts.return_by), strong=True),
        Fact(words.say(mark("Purpose")), facts.purpose),
        Fact(words.say(mark("How many customers")), words.number(len(facts.rows))),
    ))  # fmt: skip
    flow.space(4)
    if facts.is_whole:
        flow.callout(
            words.say(mark("Whole numbers stand on this list: each page is accounted for.")), warn=True
        )
    _lay_rows(flow, facts, words)
    flow.points([words.say(each) for each in _HOW])
    flow.space(6)
    signers = (
        Signer(words.say(mark("Taken out by")), facts.holder),
        Signer(words.say(mark("Taken back by")), ""),
    )
    signature_row(flow, signers, height=22 * MM)
    return paper.finish(path, step=step, done=0, total=1)


def _lay_rows(flow: Flow, facts: PhoneListFacts, words: Words) -> None:
    columns = (
        Column(words.say(mark("No.")), 0.7, "centre"),
        Column(words.say(mark("Case no.")), 2.2),
        Column(words.say(mark("Customer")), 1.5),
        Column(words.say(mark("Numbers")), 3.2),
        Column(words.say(mark("When")), 1.4),
        Column(words.say(mark("Outcome")), 3.0),
    )
    rows = [
        (str(at), row.case_no, row.name, _numbers(row, words), "", "") for at, row in enumerate(facts.rows, 1)
    ]
    flow.table(columns, rows)


def _numbers(row: PhoneRow, words: Words) -> str:
    if row.is_held:
        return words.say(mark("On hold: not to be called"))
    said = [
        f"{number} ({code_term(words, 'party', whose)})" if whose else number for whose, number in row.reach
    ]
    return "\n".join(said) or words.say(mark("No number that may be used"))
