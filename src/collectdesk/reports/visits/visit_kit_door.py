"""The page of a visit sheet that may be seen at a door: whom, where, when, ticks; no word of money owed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from collectdesk.domain.paper.sheet_marks import CORNER, CORNERS
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.reports.drawing.codes import SHEET_SIDE, block_side, draw_code
from collectdesk.reports.drawing.flow import Fact, Flow
from collectdesk.reports.drawing.forms import Blank, Signer, Tick, signature_row, tick_row, writing_lines
from collectdesk.reports.drawing.page import (
    BOTTOM,
    HAIR,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TOP,
    Marks,
    Paper,
)
from collectdesk.terms_records import FURTHER

if TYPE_CHECKING:
    from collectdesk.reports.drawing.choices import Choice, Choices
    from collectdesk.reports.visits.visit_kit_parts import KitMember, KitStop

_SIGNING: Final = 21 * MM
_LINE: Final = 7.5 * MM
_FEWEST_LINES: Final = 3
_KEY: Final = 27 * MM
_FITS: Final = ((9.5, 1000), (8.8, 1000), (8.0, 1000), (7.4, 400), (7.0, 150))
"""Sizes with the longest text allowed, tried in turn until there is room for notes."""


def draw_door_page(paper: Paper, stop: KitStop, crew: tuple[KitMember, ...], choices: Choices) -> None:
    """Draw exactly one page: notes take what is left free, smaller letters make room for them."""
    words = paper.words
    page = paper.start_page(Marks("", words.say("Visit sheet"), stop.visit_no, words.say("Confidential")))
    for size, letters in _FITS:
        page.clear()
        flow = Flow(paper, size=size)
        flow.may_turn = False
        free = _draw_upper(flow, _shortened(stop, letters), crew, choices)
        if free >= _FEWEST_LINES:
            break
    writing_lines(flow, words.say("Notes on the visit"), max(1, free), pitch=_LINE)
    _draw_signatures(flow, crew)
    draw_fold_marks(paper)
    draw_corner_marks(paper)


def _shortened(stop: KitStop, letters: int) -> KitStop:
    """The stop with texts of at most ``letters`` letters, each cut one ending in an ellipsis."""

    def cut(text: str) -> str:
        return text if len(text) <= letters else text[:letters] + "…"

    return replace(stop, address=cut(stop.address), ask_for=cut(stop.ask_for))


def _draw_upper(flow: Flow, stop: KitStop, crew: tuple[KitMember, ...], choices: Choices) -> int:
    """Everything above the notes; returns how many lines to write on are left for them."""
    words = flow.paper.words
    flow.paper.bookmark(f"{stop.order}  {stop.visit_no}", 0, TOP)
    lowest = draw_code(flow.paper, stop.door_payload, RIGHT, TOP, side=SHEET_SIDE)
    day = stop.window_from.astimezone(CHINA_TIME).date()
    under = f"{words.long_date(day)}  {words.weekday(day)}"
    flow.title(words.say("Visit sheet"), under, room=block_side(SHEET_SIDE) + 10)
    _draw_where(flow, stop, lowest)
    _draw_times(flow, crew)
    _draw_ticks(flow, choices)
    signing = _SIGNING * ((len(crew) + 1) // 2)
    return int((flow.y - BOTTOM - signing - 32) // _LINE)


def _draw_where(flow: Flow, stop: KitStop, lowest: float) -> None:
    words = flow.paper.words
    window = f"{words.clock(stop.window_from)} – {words.clock(stop.window_to)}"
    flow.right = RIGHT - block_side(SHEET_SIDE) - 4
    flow.facts(
        (
            Fact(words.say("Visit no."), stop.visit_no, strong=True),
            Fact(words.say("Time window"), window, strong=True),
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
        words.say("Times of the visit"),
        (
            Blank(words.say("Arrived at"), 22),
            Blank(words.say("Left at"), 22),
        ),
        label_width=_KEY,
    )


def _draw_ticks(flow: Flow, choices: Choices) -> None:
    say = flow.paper.words.say
    cards = Tick(say("Both shown before the talk"), code="identification_shown=yes")
    rows: tuple[tuple[str, list[Tick | Blank]], ...] = (
        (say("Who was met"), [*ticks("met", choices.met), Blank(say("Name or relation"), 26)]),
        (say("How the visit went"), [*ticks("status", choices.statuses)]),
        (say("The place"), [*ticks("address_found", choices.addresses)]),
        (say("Said to others"), [*ticks("said_to_others", choices.said)]),
        (say("Identity confirmed"), [*ticks("identity", choices.identity)]),
        (
            say("Staff cards"),
            [
                cards,
                Blank(say("at (time)"), 18),
            ],
        ),
        (
            say("Purpose stated"),
            [
                Tick(say("Stated to the person asked for only"), code="purpose_stated=yes"),
                Tick(say("Not stated"), code="purpose_stated=no"),
            ],
        ),
        (say("Entry to the home"), [*ticks("entry", choices.entry), Blank(say("Consent given by, at"), 30)]),
        (
            say("Recording on site"),
            [*ticks("recording", choices.recording), Blank(say("No. of the recorder"), 18)],
        ),
        (say("Outcome"), [*ticks("outcome", choices.outcomes)]),
        (
            say("Agreement"),
            [Blank(say("Agreed figure"), 24), Blank(say("Agreed day"), 24), Blank(say("In what way"), 24)],
        ),
        (say("Mood"), [*ticks("mood", choices.moods), Blank(say("What calmed it"), 40)]),
        *_opinions(flow, choices),
        (
            say("Attachments"),
            [Blank(say("Photos"), 12), Blank(say("Papers"), 12), Blank(say("Recordings"), 12)],
        ),
    )
    for label, items in rows:
        tick_row(flow, label, items, label_width=_KEY)
    flow.space(6)


def _opinions(flow: Flow, choices: Choices) -> list[tuple[str, list[Tick | Blank]]]:
    """The customer's own answers, a row each, and whether the slip to answer later was left."""
    say = flow.paper.words.say
    rows: list[tuple[str, list[Tick | Blank]]] = [
        (say(FURTHER[name]), [*ticks(name, answers)]) for name, answers in choices.opinions
    ]
    rows[-1][1].append(Tick(say(FURTHER["slip_left"]), code="slip_left=yes"))
    return rows


def ticks(field: str, choices: tuple[Choice, ...]) -> list[Tick]:
    """A box for every choice, named as the record's field and its value."""
    return [Tick(choice.text, code=f"{field}={choice.code.value}") for choice in choices]


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
    from collectdesk.reports.drawing.forms import draw_tick

    draw_tick(flow.paper, x, y, code="signature=declined")
    used = flow.paper.text(x + 10, y, flow.paper.words.say("Declined to sign, because"), flow.size - 1)
    flow.paper.line(x + 13 + used, y - 1.5, flow.right - 4, y - 1.5)


def draw_fold_marks(paper: Paper) -> None:
    """Short lines at both edges, half way down: folded there, the inside page is out of sight."""
    middle = PAGE_HEIGHT / 2
    paper.line(4 * MM, middle, 9 * MM, middle, width=0.6, ink=HAIR)
    paper.line(PAGE_WIDTH - 9 * MM, middle, PAGE_WIDTH - 4 * MM, middle, width=0.6, ink=HAIR)


def draw_corner_marks(paper: Paper) -> None:
    """A black square in each corner, so that a page that was scanned aslant or photographed is straightened."""
    for x, y in CORNERS:
        paper.fill(x - CORNER / 2, y - CORNER / 2, CORNER, CORNER, (0.0, 0.0, 0.0))
