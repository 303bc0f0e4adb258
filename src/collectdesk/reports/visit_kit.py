"""The printed day kit of one team: a cover, then one sheet of two pages for every stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectdesk.reports.choices import Choices, standard_choices
from collectdesk.reports.codes import block_side, draw_code
from collectdesk.reports.flow import Column, Fact, Flow
from collectdesk.reports.forms import Signer, Tick, signature_row, tick_row
from collectdesk.reports.page import RIGHT, TOP, Drawn, Marks, Paper, Printing, Step
from collectdesk.reports.visit_kit_door import draw_door_page
from collectdesk.reports.visit_kit_inside import draw_inside_page

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collectdesk.reports.visit_kit_parts import KitMember, KitStop
    from collectdesk.words import Words


@dataclass(frozen=True, slots=True)
class VisitKit:
    """One team, one day. ``call_back`` is whom to ring; an empty ``cover_payload`` prints no code."""

    kit_no: str
    visit_on: date
    crew: tuple[KitMember, ...]
    stops: tuple[KitStop, ...]
    rule_pack: str
    rule_digest: str
    printing: Printing
    call_back: str = ""
    cover_payload: str = ""
    choices: Choices | None = None


def draw_visit_kit(path: Path, content: VisitKit, words: Words, *, step: Step | None = None) -> Drawn:
    """Write the kit: one page, then two for each stop. ``step`` is called after every stop and at the end."""
    marks = Marks("", words.say("Day kit"), content.kit_no, words.say("Confidential"))
    paper = Paper(words, content.printing, marks)
    choices = content.choices or standard_choices(words)
    total = len(content.stops) + 1
    _draw_cover(paper, content)
    for number, stop in enumerate(content.stops, 1):
        draw_door_page(paper, stop, content.crew, choices)
        draw_inside_page(paper, stop, content.crew, choices)
        if step is not None:
            step(number, total)
    return paper.finish(path, step=step, done=len(content.stops), total=total)


def _draw_cover(paper: Paper, content: VisitKit) -> None:
    words = paper.words
    flow = Flow(paper, size=9.5)
    flow.turn_page()
    if content.cover_payload:
        draw_code(paper, content.cover_payload, RIGHT, TOP)
    weekday = words.weekday(content.visit_on)
    under = f"{words.long_date(content.visit_on)}  {weekday}   {content.printing.branch}"
    flow.title(words.say("Day kit"), under, room=block_side() + 10)
    if content.cover_payload:
        flow.y = TOP - block_side() - 22
    flow.facts(
        (
            Fact(words.say("Kit no."), content.kit_no, strong=True),
            Fact(words.say("Number of stops"), words.number(len(content.stops)), strong=True),
            Fact(words.say("Call when out"), content.call_back, wide=True),
            Fact(words.say("Rule pack"), content.rule_pack, wide=True),
            Fact(words.say("Rule pack digest"), content.rule_digest, wide=True),
        )
    )
    flow.space(8)
    _draw_crew(flow, content)
    _draw_stops(flow, content)
    _draw_return(flow, content)


def _draw_crew(flow: Flow, content: VisitKit) -> None:
    words = flow.paper.words
    flow.heading(words.say("Crew"))
    columns = (
        Column(words.say("Name"), 3),
        Column(words.say("Staff no."), 3),
        Column(words.say("Staff card seen"), 2, "centre"),
        Column(words.say("Recorder handed out"), 2, "centre"),
    )
    flow.table(columns, [(member.name, member.staff_no, "", "") for member in content.crew])


def _draw_stops(flow: Flow, content: VisitKit) -> None:
    words = flow.paper.words
    flow.heading(words.say("Stops in order"))
    columns = (
        Column(words.say("No."), 1, "centre"),
        Column(words.say("Visit no."), 4),
        Column(words.say("Time window"), 3, "centre"),
        Column(words.say("Area"), 5),
        Column(words.say("Pages back"), 2, "centre"),
    )
    rows = [
        (
            str(stop.order),
            stop.visit_no,
            f"{words.clock(stop.window_from)} – {words.clock(stop.window_to)}",
            stop.area,
            "/ 2",
        )
        for stop in content.stops
    ]
    flow.table(columns, rows, empty=words.say("No stops."))


def _draw_return(flow: Flow, content: VisitKit) -> None:
    words = flow.paper.words
    flow.heading(words.say("On return"), keep=170)
    sheets = words.plural("{count} page is back", "All {count} pages are back", 2 * len(content.stops) + 1)
    for label, ticks in (
        (words.say("Papers"), (sheets, words.say("No page was left with anybody"))),
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
    flow.space(8)
    signature_row(flow, [*names, Signer(words.say("Received by"))])
