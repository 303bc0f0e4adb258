"""The slip that stays with the customer: three questions about the visit, no word of what it was about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.paper.further import SATISFACTION, Answer
from collectdesk.domain.paper.sheet_marks import BOX, SLIP_BOXES, SLIP_FIRST, SLIP_ROW
from collectdesk.reports.drawing.codes import SHEET_SIDE, block_side, draw_code
from collectdesk.reports.drawing.flow import Fact, Flow
from collectdesk.reports.drawing.forms import draw_tick, writing_lines
from collectdesk.reports.drawing.page import HAIR, MM, RIGHT, TOP, Drawn, Marks, Paper, Printing, Step
from collectdesk.reports.visits.visit_kit_door import draw_corner_marks
from collectdesk.terms import term
from collectdesk.terms_records import FURTHER
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

SLIP_VERSION: Final = 2
"""Since the second its corners are marked and its boxes are read from a scan."""
_LINES: Final = 6


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """One visit's slip: its number, its day, the code that files it when it comes back."""

    visit_no: str
    day: date
    code: str


def draw_opinion_slips(
    path: Path,
    slips: tuple[SlipFacts, ...],
    phone: str,
    printing: Printing,
    language: str,
    *,
    step: Step | None = None,
) -> Drawn:
    """A page for each visit; ``phone`` is where somebody may rather call."""
    words = for_language(language)
    say, title = words.say, words.say(mark("Your opinion of our visit"))
    paper = Paper(words, printing, Marks(printing.branch, title, slips[0].visit_no, ""))
    flow = Flow(paper, size=11)
    for slip in slips:
        flow.turn_page()
        _lay_head(flow, slip, title, printing.branch)
        _lay_questions(flow)
        flow.space(8)
        writing_lines(flow, say(mark("What you would like to tell us")), _LINES, pitch=9 * MM)
        flow.space(6)
        flow.paragraph(say(mark("Please send it to our branch or hand it in there.")))
        if phone:
            flow.paragraph(say(mark("You may also call us: {phone}"), phone=phone))
        draw_corner_marks(paper)
    return paper.finish(path, step=step)


def _lay_head(flow: Flow, slip: SlipFacts, title: str, branch: str) -> None:
    say = flow.paper.words.say
    lowest = draw_code(flow.paper, slip.code, RIGHT, TOP, side=SHEET_SIDE)
    flow.title(title, branch, room=block_side(SHEET_SIDE) + 10)
    flow.right = RIGHT - block_side(SHEET_SIDE) - 4
    flow.facts(
        (Fact(say("Visit no."), slip.visit_no), Fact(say(mark("Day")), flow.paper.words.date(slip.day))),
        key_width=24 * MM,
    )
    flow.right = RIGHT
    flow.y = min(flow.y, lowest) - 6
    flow.paragraph(
        say(mark("Your answers are read by the visitors' supervisor. They change nothing for you."))
    )


def _lay_questions(flow: Flow) -> None:
    """A row each, the boxes in places that every slip shares: a scan of one is read without knowing its print."""
    words = flow.paper.words
    for row, name in enumerate(SATISFACTION):
        y = SLIP_FIRST - row * SLIP_ROW
        flow.paper.text(flow.left, y + 0.9, words.say(FURTHER[name]), flow.size, bold=True)
        flow.paper.line(flow.left, y - 4 * MM, flow.right, y - 4 * MM, ink=HAIR)
    for box in SLIP_BOXES:
        answer = Answer(box.code.partition("=")[2])
        draw_tick(flow.paper, box.x, box.y + 0.9, code=box.code)
        flow.paper.text(box.x + BOX + 4, box.y + 0.9, term(words, answer), flow.size)
    flow.y = SLIP_FIRST - len(SATISFACTION) * SLIP_ROW
