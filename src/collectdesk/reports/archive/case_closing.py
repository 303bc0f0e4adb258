"""The note at the end of a case file (卷内备考表): its originals, what it lacks, who made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import MM
from collectdesk.terms import code_term, term
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from datetime import date, datetime

    from collectdesk.domain.results.archiving import Missing


@dataclass(frozen=True, slots=True)
class OriginalFacts:
    """One file of evidence of the case: what it shows, its name, size and digest."""

    kind: str
    name: str
    size: int
    sha256: str
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class ClosingNote:
    """The note in words; ``originals`` are rows of its table."""

    state: str
    closed_on: date | None
    records: int
    notices: int
    originals: tuple[tuple[str, ...], ...]
    missing: tuple[str, ...]
    compiled_by: str
    made_on: date


def original_in_words(words: Words, number: int, facts: OriginalFacts) -> tuple[str, ...]:
    """A row of the list of originals."""
    return (
        str(number),
        code_term(words, "evidence", facts.kind),
        facts.name,
        f"{words.number(-(-facts.size // 1000))} kB",
        words.instant(facts.filed_at),
        facts.sha256,
    )


def lacking_in_words(words: Words, missing: tuple[Missing, ...]) -> tuple[str, ...]:
    """What a finished case has and this one lacks."""
    return tuple(term(words, each) for each in missing)


def lay_closing(flow: Flow, note: ClosingNote) -> None:
    """The note, its list of originals, and where compiler and checker sign."""
    words = flow.paper.words
    say = words.say
    flow.facts(
        (
            Fact(say(mark("State")), note.state, strong=True),
            Fact(say(mark("Case closed on")), words.date(note.closed_on)),
            Fact(say(mark("Visit records")), words.number(note.records)),
            Fact(say(mark("Notices")), words.number(note.notices)),
            Fact(say(mark("Original files")), words.number(len(note.originals))),
            Fact(say(mark("Filed on")), words.date(note.made_on)),
        )
    )
    flow.space(5)
    if note.missing:
        for lacking in note.missing:
            flow.callout(lacking, heading=say(mark("This file lacks")), warn=True)
    else:
        flow.paragraph(say(mark("Nothing that a finished case has is missing.")))
    flow.heading(say(mark("Original files in the pack")))
    flow.size -= 1.5
    flow.table(_columns(words), note.originals, empty=say(mark("None on file.")))
    flow.size += 1.5
    flow.paragraph(
        say(
            mark(
                "Papers with wet ink stay in the paper file of the same number; their scans are among the originals."
            )
        )
    )
    flow.space(8 * MM)
    signers = (Signer(say(mark("Compiled by")), note.compiled_by), Signer(say(mark("Checked by")), ""))
    flow.need(26 * MM)
    signature_row(flow, signers, height=24 * MM)


def _columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    return (
        Column(say(mark("No.")), 0.9, "centre"),
        Column(say(mark("Kind")), 1.6),
        Column(say(mark("File")), 3.6),
        Column(say(mark("Size")), 1.6, "right"),
        Column(say(mark("Filed at")), 2.4),
        Column(say(mark("SHA-256")), 6),
    )
