"""The recovery sheet: one envelope's code, printed once, in both languages on one page.

A page of no customer: it holds the code large enough to be typed from, what it is for, and who sealed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.flow import Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import INK, LEFT, Drawn, Marks, Paper, Printing, Step
from collectdesk.words import CHINESE, ENGLISH, for_language, mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from collectdesk.words import Words

TITLE: Final = mark("Recovery code of the branch")
WHAT_FOR: Final = mark(
    "With this code and the branch's folder anybody can read every customer. It is needed when the PC was "
    "replaced or stolen, when its keyring was emptied, or when passwords are forgotten."
)
STEPS: Final = (
    mark(
        "Type the code back into the program before you seal the envelope: only then it replaces the old one."
    ),
    mark("Two people seal the envelope, sign across the flap and put it into a safe that takes two to open."),
    mark("Keep envelope A in this building and envelope B in another one."),
    mark("After use the program gives this envelope a new code; seal the new sheet and destroy this one."),
    mark("Destroy the file this sheet was printed from."),
)
CODE_SIZE: Final = 17.0


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """One envelope's name, its code in groups of five, and the generation of keys it opens first."""

    name: str
    code: str
    epoch: int


def draw_recovery_sheets(
    path: Path,
    sheets: Sequence[RecoverySheet],
    printing: Printing,
    language: str,
    *,
    step: Step | None = None,
) -> Drawn:
    """Write a page for each envelope; the reader's language comes first, the other follows below."""
    first = for_language(language)
    both = (first, for_language(ENGLISH if first.language == CHINESE else CHINESE))
    marks = Marks(printing.branch, first.say(TITLE), "", first.say("Confidential"))
    paper = Paper(first, printing, marks)
    flow = Flow(paper, size=9.5)
    for sheet in sheets:
        flow.marks = Marks(printing.branch, first.say(TITLE), sheet.name, first.say("Confidential"))
        flow.turn_page()
        _lay_sheet(flow, sheet, both)
    return paper.finish(path, step=step)


def _lay_sheet(flow: Flow, sheet: RecoverySheet, both: tuple[Words, Words]) -> None:
    first = both[0]
    flow.title(first.say(TITLE), first.say(mark("Envelope {name}"), name=sheet.name))
    flow.space(10)
    groups = sheet.code.split("-")
    with flow.paper.tagged("P"):
        for line in ("  ".join(groups[:4]), "  ".join(groups[4:])):
            flow.y -= CODE_SIZE * 1.5
            flow.paper.text(LEFT, flow.y, line, CODE_SIZE, bold=True, ink=INK)
    flow.space(18)
    for words in both:
        flow.callout(words.say(WHAT_FOR), heading=words.say(TITLE), warn=True)
        flow.points([words.say(point) for point in STEPS])
        flow.space(8)
    facts = [
        Fact(first.say(mark("Envelope")), sheet.name, strong=True),
        Fact(first.say(mark("Generation of keys")), str(sheet.epoch)),
    ]
    flow.facts(facts)
    flow.space(14)
    signature_row(flow, [Signer(first.say(mark("Sealed by"))), Signer(first.say(mark("Sealed by")))])
