"""The route page of a kit: who goes, where to in which order and when, when to call in, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.codes import block_side, draw_code
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, Tick, signature_row, tick_row
from collectdesk.reports.drawing.page import RIGHT, TOP, Marks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collectdesk.reports.drawing.page import Paper
    from collectdesk.reports.visits.visit_kit import VisitKit
    from collectdesk.reports.visits.visit_kit_parts import KitStop

FIRST_STOPS: Final = 9
"""Stops on the first page of the route, beside the crew and the way back."""
MORE_STOPS: Final = 26
"""Stops on each further one."""


@dataclass(frozen=True, slots=True)
class Way:
    """When the team leaves and is expected back; None while a door hasn't been located. ``driver`` may be empty."""

    leaves_at: datetime | None = None
    back_at: datetime | None = None
    driver: str = ""


UNKNOWN_WAY: Final = Way()


def route_pages(stops: int) -> int:
    """How many pages the route of so many stops takes."""
    return 1 + max(0, -(-(stops - FIRST_STOPS) // MORE_STOPS))


def draw_route(paper: Paper, content: VisitKit) -> None:
    """Exactly ``route_pages`` pages: the crew and the return on the first, what doesn't fit there after it."""
    words = paper.words
    for at in range(route_pages(len(content.stops))):
        first = FIRST_STOPS + (at - 1) * MORE_STOPS if at else 0
        shown = content.stops[first : first + (MORE_STOPS if at else FIRST_STOPS)]
        flow = Flow(paper, size=9.2)
        flow.marks = Marks("", words.say("Route"), content.kit_no, words.say("Confidential"))
        flow.turn_page()
        lowest = TOP - block_side()
        if at < len(content.route_payloads):
            lowest = draw_code(paper, content.route_payloads[at], RIGHT, TOP)
        under = f"{words.long_date(content.visit_on)}  {words.weekday(content.visit_on)}"
        flow.title(words.say("Route of the day"), under, room=block_side() + 10)
        flow.y = min(flow.y, lowest) - 6
        if not at:
            _draw_head(flow, content)
        _draw_stops(flow, shown)
        if not at:
            _draw_return(flow, content)


def _draw_head(flow: Flow, content: VisitKit) -> None:
    words, way = flow.paper.words, content.way
    unknown = words.say("not reckoned: a door isn't located")
    flow.facts(
        (
            Fact(words.say("Kit no."), content.kit_no, strong=True),
            Fact(words.say("Number of stops"), words.number(len(content.stops)), strong=True),
            Fact(
                words.say("Leave at"), words.clock(way.leaves_at) if way.leaves_at else unknown, strong=True
            ),
            Fact(
                words.say("Expected back"), words.clock(way.back_at) if way.back_at else unknown, strong=True
            ),
            Fact(words.say("Call when out"), content.call_back or "—"),
            Fact(words.say("Driver"), way.driver or "—"),
            Fact(words.say("Rule pack"), f"{content.rule_pack}  {content.rule_digest[:16]}", wide=True),
        )
    )
    flow.heading(words.say("Crew"))
    columns = (
        Column(words.say("Name"), 3),
        Column(words.say("Staff no."), 3),
        Column(words.say("Staff card seen"), 2, "centre"),
        Column(words.say("Recorder handed out"), 2, "centre"),
    )
    flow.table(columns, [(member.name, member.staff_no, "", "") for member in content.crew])


def _draw_stops(flow: Flow, stops: Sequence[KitStop]) -> None:
    words = flow.paper.words
    flow.heading(words.say("Stops in order"))
    columns = (
        Column(words.say("No."), 1, "centre"),
        Column(words.say("Visit no."), 3.6),
        Column(words.say("Drive"), 1.7, "right"),
        Column(words.say("Time window"), 3, "centre"),
        Column(words.say("Area"), 3.8),
        Column(words.say("Enclosed"), 3.4),
        Column(words.say("Call in by"), 2, "centre"),
        Column(words.say("Called in"), 2, "centre"),
    )
    rows = [
        (
            str(stop.order),
            stop.visit_no,
            words.say("{minutes} min", minutes=stop.drive) if stop.drive is not None else "—",
            f"{words.clock(stop.window_from)} – {words.clock(stop.window_to)}",
            stop.area,
            "  ".join(stop.enclosed) or "—",
            words.clock(stop.window_to),
            "",
        )
        for stop in stops
    ]
    flow.table(columns, rows, empty=words.say("No stops."))
    flow.paragraph(
        words.say(
            "After each stop call in. Half an hour past the time without a call, the branch calls you, then for help."
        )
    )


def _awaited(content: VisitKit) -> int:
    """The sheets that come back: the cover, the route, both pages of every stop, the receipt of every letter."""
    letters = sum(len(stop.letters) for stop in content.stops)
    return 1 + route_pages(len(content.stops)) + 2 * len(content.stops) + letters


def _draw_return(flow: Flow, content: VisitKit) -> None:
    words = flow.paper.words
    flow.heading(words.say("On return"), keep=150)
    sheets = words.plural("{count} sheet is back", "All {count} sheets are back", _awaited(content))
    for label, ticks in (
        (words.say("Papers"), (sheets, words.say("Slips left with customers or back, counted"))),
        (
            words.say("Recordings"),
            (words.say("Recordings and photos handed in"), words.say("Recorder cleared")),
        ),
        (
            words.say("People"),
            (words.say("Both are well"), words.say("An incident is reported on its own form")),
        ),
        (words.say("Scanning"), (words.say("All pages scanned"), words.say("Paper locked away"))),
    ):
        tick_row(flow, label, [Tick(tick) for tick in ticks])
    names = [Signer(words.say("Visitor"), member.name) for member in content.crew]
    flow.space(6)
    signature_row(flow, [*names, Signer(words.say("Received by"))])
