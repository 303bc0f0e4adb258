"""The page of a visit sheet that may be seen at a door: whom, where, when, ticks; no word of money owed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.reports.codes import block_side, draw_code
from collectdesk.reports.flow import Fact, Flow
from collectdesk.reports.forms import Blank, Signer, Tick, signature_row, tick_row, writing_lines
from collectdesk.reports.page import BOTTOM, HAIR, MM, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TOP, Marks, Paper
from collectdesk.words import CHINA_TIME

if TYPE_CHECKING:
    from collectdesk.reports.choices import Choice, Choices
    from collectdesk.reports.visit_kit_parts import KitMember, KitStop

_SIGNING: Final = 21 * MM
_LINE: Final = 7.5 * MM
_KEY: Final = 27 * MM


def draw_door_page(paper: Paper, stop: KitStop, crew: tuple[KitMember, ...], choices: Choices) -> None:
    """Draw exactly one page; the lines for notes take what the rest leaves free."""
    words = paper.words
    flow = Flow(paper, size=9.5)
    flow.marks = Marks("", words.say("Visit sheet"), stop.visit_no, words.say("Confidential"))
    flow.turn_page()
    flow.may_turn = False
    paper.bookmark(f"{stop.order}  {stop.visit_no}", 0, TOP)
    lowest = draw_code(paper, stop.door_payload, RIGHT, TOP)
    day = stop.window_from.astimezone(CHINA_TIME).date()
    under = f"{words.long_date(day)}  {words.weekday(day)}"
    flow.title(words.say("Visit sheet"), under, room=block_side() + 10)
    _draw_where(flow, stop, lowest)
    _draw_times(flow, crew)
    _draw_ticks(flow, choices)
    signing = 2 * _SIGNING if len(crew) > 2 else _SIGNING
    free = flow.y - BOTTOM - signing - 26
    writing_lines(flow, words.say("Notes"), max(2, int((free - 6) // _LINE)), pitch=_LINE)
    _draw_signatures(flow, crew)
    draw_fold_marks(paper)


def _draw_where(flow: Flow, stop: KitStop, lowest: float) -> None:
    words = flow.paper.words
    window = f"{words.clock(stop.window_from)} – {words.clock(stop.window_to)}"
    flow.right = RIGHT - block_side() - 4
    flow.facts(
        (
            Fact(words.say("Visit no."), stop.visit_no, strong=True),
            Fact(words.say("Time"), window, strong=True),
            Fact(words.say("Please ask for"), stop.ask_for, wide=True, strong=True),
        ),
        key_width=_KEY,
    )
    flow.right = RIGHT
    flow.y = min(flow.y, lowest) - 2
    flow.facts((Fact(words.say("Address"), stop.address, wide=True, strong=True),), key_width=_KEY)


def _draw_times(flow: Flow, crew: tuple[KitMember, ...]) -> None:
    words = flow.paper.words
    names = "；" if words.is_chinese else "; "
    visitors = names.join(f"{member.name} ({member.staff_no})" for member in crew)
    flow.facts((Fact(words.say("Visitors"), visitors, wide=True),), key_width=_KEY)
    flow.space(6)
    tick_row(
        flow,
        words.say("Times"),
        (
            Blank(words.say("Arrived at"), 22),
            Blank(words.say("Left at"), 22),
        ),
        label_width=_KEY,
    )


def _draw_ticks(flow: Flow, choices: Choices) -> None:
    say = flow.paper.words.say
    rows: tuple[tuple[str, list[Tick | Blank]], ...] = (
        (say("Who was met"), [*_ticks(choices.met), Blank(say("Name or relation"), 26)]),
        (say("Identity"), [*_ticks(choices.identity)]),
        (say("Staff cards"), [Tick(say("Both shown before the talk")), Blank(say("at (time)"), 18)]),
        (say("Purpose"), [Tick(say("Stated to the person asked for only")), Tick(say("Not stated"))]),
        (say("Entry to the home"), [*_ticks(choices.entry), Blank(say("Consent given by, at"), 30)]),
        (say("Sound and pictures"), [*_ticks(choices.recording), Blank(say("No. of the recorder"), 18)]),
        (say("Outcome"), [*_ticks(choices.outcomes)]),
        (say("Agreement"), [Blank(say("Agreed figure"), 32), Blank(say("Agreed day"), 32),
                             Blank(say("In what way"), 32)]),
        (say("Attachments"), [Blank(say("Photos"), 12), Blank(say("Papers"), 12), Blank(say("Recordings"), 12)]),
    )  # fmt: skip
    for label, items in rows:
        tick_row(flow, label, items, label_width=_KEY)
    flow.space(6)


def _ticks(choices: tuple[Choice, ...]) -> list[Tick]:
    return [Tick(choice.text) for choice in choices]


def _draw_signatures(flow: Flow, crew: tuple[KitMember, ...]) -> None:
    words = flow.paper.words
    flow.space(3)
    flow.paragraph(words.say("The above was read to me, and the visitors showed me their staff cards."))
    visited = Signer(words.say("Person visited"))
    visitors = [Signer(words.say("Visitor"), member.name) for member in crew]
    for start in range(0, len(visitors), 2):
        row = visitors[start : start + 2]
        signature_row(flow, [*row, visited] if start == 0 else row, height=_SIGNING)
        if start == 0:
            y = flow.y + 16
            x = flow.left + flow.width * len(row) / (len(row) + 1) + 4
            _refusal_tick(flow, x, y)


def _refusal_tick(flow: Flow, x: float, y: float) -> None:
    from collectdesk.reports.forms import draw_tick

    draw_tick(flow.paper, x, y, checked=False)
    used = flow.paper.text(x + 10, y, flow.paper.words.say("Declined to sign, because"), flow.size - 1)
    flow.paper.line(x + 13 + used, y - 1.5, flow.right - 4, y - 1.5)


def draw_fold_marks(paper: Paper) -> None:
    """Short lines at both edges, half way down: folded there, the inside page is out of sight."""
    middle = PAGE_HEIGHT / 2
    paper.line(4 * MM, middle, 9 * MM, middle, width=0.6, ink=HAIR)
    paper.line(PAGE_WIDTH - 9 * MM, middle, PAGE_WIDTH - 4 * MM, middle, width=0.6, ink=HAIR)
