"""The seal request sheet (用印申请单): which papers are to be sealed, how often, and who asked, approved and sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, Tick, signature_row, tick_row
from collectdesk.reports.drawing.page import Drawn, Marks, Paper, Printing, Step
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from pathlib import Path

SEAL_REQUEST_VERSION: Final = 1
SEALS: Final = (mark("Business seal"), mark("Official seal"), mark("Paging seal"))


@dataclass(frozen=True, slots=True)
class SealLine:
    """One paper to be sealed."""

    letter_no: str
    title: str
    addressee: str
    pages: int
    approved_by: str


@dataclass(frozen=True, slots=True)
class SealRequestFacts:
    """The papers of one request."""

    lines: tuple[SealLine, ...]
    printing: Printing


def print_seal_request(
    path: Path, facts: SealRequestFacts, number: str, language: str, step: Step | None = None
) -> Drawn:
    """Draw the sheet in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(mark("Seal request"))
    paper = Paper(
        words, facts.printing, Marks(facts.printing.branch, title, number, words.say(mark("Confidential")))
    )
    flow = Flow(paper, size=9.5)
    flow.turn_page()
    flow.title(title, number)
    flow.facts(
        [
            Fact(words.say(mark("Asked by")), facts.printing.printed_by),
            Fact(words.say(mark("Asked at")), words.instant(facts.printing.printed_at)),
            Fact(words.say(mark("Papers")), words.number(len(facts.lines))),
            Fact(words.say(mark("Reason")), words.say(mark("Notices to borrowers, approved one by one"))),
        ]
    )
    tick_row(flow, words.say(mark("Seal")), [Tick(words.say(seal)) for seal in SEALS])
    flow.space(6)
    columns = (
        Column(words.say(mark("No.")), 0.8, "centre"),
        Column(words.say(mark("Letter no.")), 3.4),
        Column(words.say(mark("Document")), 3.2),
        Column(words.say(mark("Addressee")), 2.2),
        Column(words.say(mark("Approved by")), 1.8),
        Column(words.say(mark("Times sealed")), 1.4),
    )
    rows = [
        (words.number(at), one.letter_no, one.title, one.addressee, one.approved_by, "")
        for at, one in enumerate(facts.lines, 1)
    ]
    flow.table(columns, rows)
    flow.space(4)
    signers = [Signer(words.say(mark("Asked by")), facts.printing.printed_by), Signer(words.say(mark("Approved by"))),
               Signer(words.say(mark("Seal set by"))), Signer(words.say(mark("Witnessed by")))]  # fmt: skip
    signature_row(flow, signers, height=26 * 2.83)
    return paper.finish(path, step=step)
