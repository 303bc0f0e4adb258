"""The slip that stays with the customer: three questions about the visit, no word of what it was about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.further import SATISFACTION, Answer
from collectdesk.reports.codes import block_side, draw_code
from collectdesk.reports.flow import Fact, Flow
from collectdesk.reports.forms import Tick, tick_row, writing_lines
from collectdesk.reports.page import MM, RIGHT, TOP, Drawn, Marks, Paper, Printing, Step
from collectdesk.terms import term
from collectdesk.terms_records import FURTHER
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

SLIP_VERSION: Final = 1
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
        lowest = draw_code(paper, slip.code, RIGHT, TOP)
        flow.title(title, printing.branch, room=block_side() + 10)
        flow.right = RIGHT - block_side() - 4
        flow.facts(
            (Fact(say("Visit no."), slip.visit_no), Fact(say(mark("Day")), words.date(slip.day))),
            key_width=24 * MM,
        )
        flow.right = RIGHT
        flow.y = min(flow.y, lowest) - 6
        flow.paragraph(
            say(mark("Your answers are read by the visitors' supervisor. They change nothing for you."))
        )
        flow.space(8)
        for name in SATISFACTION:
            ticks = [Tick(term(words, answer), code=f"{name}={answer.value}") for answer in Answer]
            tick_row(flow, say(FURTHER[name]), ticks, label_width=62 * MM)
        flow.space(8)
        writing_lines(flow, say(mark("What you would like to tell us")), _LINES, pitch=9 * MM)
        flow.space(6)
        flow.paragraph(say(mark("Please send it to our branch or hand it in there.")))
        if phone:
            flow.paragraph(say(mark("You may also call us: {phone}"), phone=phone))
    return paper.finish(path, step=step)
