"""The printed day kit of one team: a closed cover, the route, then each stop's sheet and what the customer keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collectdesk.reports.contact.notice_letter import draw_letter
from collectdesk.reports.drawing.choices import Choices, standard_choices
from collectdesk.reports.drawing.codes import block_side, draw_code
from collectdesk.reports.drawing.flow import Fact, Flow
from collectdesk.reports.drawing.page import RIGHT, TOP, Drawn, Marks, Paper, Printing, Step
from collectdesk.reports.visits.visit_kit_door import draw_door_page
from collectdesk.reports.visits.visit_kit_inside import draw_inside_page
from collectdesk.reports.visits.visit_kit_route import UNKNOWN_WAY, Way, draw_route
from collectdesk.reports.visits.visit_kit_slips import draw_offer_page, draw_slips_page

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collectdesk.reports.visits.visit_kit_parts import KitMember, KitStop
    from collectdesk.words import Words


@dataclass(frozen=True, slots=True)
class VisitKit:
    """One team, one day. ``call_back`` is whom to ring; an empty ``cover_payload`` prints no code.

    ``complain_to`` is the branch's number for complaints, ``route_payloads`` the codes of the pages of the route.
    """

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
    route_payloads: tuple[str, ...] = ()
    complain_to: str = ""
    way: Way = UNKNOWN_WAY


def draw_visit_kit(path: Path, content: VisitKit, words: Words, *, step: Step | None = None) -> Drawn:
    """Write the kit: the cover, the route, three or four pages a stop and its letters.

    ``step`` is called after every stop and at the end.
    """
    marks = Marks("", words.say("Day kit"), content.kit_no, words.say("Confidential"))
    paper = Paper(words, content.printing, marks)
    choices = content.choices or standard_choices(words)
    total = len(content.stops) + 1
    draw_route(paper, content)
    originals: list[tuple[int, ...]] = []
    for number, stop in enumerate(content.stops, 1):
        draw_door_page(paper, stop, content.crew, choices)
        draw_inside_page(paper, stop, content.crew, choices)
        draw_slips_page(paper, stop, content.crew, content.complain_to)
        if stop.offers:
            draw_offer_page(paper, stop)
        originals.append(tuple(draw_letter(paper, one, one.language) for one in stop.letters))
        if step is not None:
            step(number, total)
    _draw_cover(paper, content)
    paper.pages.insert(0, paper.pages.pop())  # drawn last: only now it is known how many pages there are
    return replace(
        paper.finish(path, step=step, done=len(content.stops), total=total), originals=tuple(originals)
    )


def _draw_cover(paper: Paper, content: VisitKit) -> None:
    """What may lie on a car seat: a number, a day, how many pages; no name, no place, no word of why."""
    words = paper.words
    flow = Flow(paper, size=11)
    flow.turn_page()
    if content.cover_payload:
        draw_code(paper, content.cover_payload, RIGHT, TOP)
    under = f"{words.long_date(content.visit_on)}  {words.weekday(content.visit_on)}"
    flow.title(words.say("Day kit"), under, room=block_side() + 10)
    flow.y = min(flow.y, TOP - block_side() - 40)
    pages = words.number(len(paper.pages))
    flow.facts(
        (
            Fact(words.say("Kit no."), content.kit_no, strong=True),
            Fact(words.say("Pages in all"), pages, strong=True),
            Fact(words.say("Call when out"), content.call_back or "—", wide=True),
        )
    )
    flow.space(24)
    flow.callout(
        words.say(
            "For the team named inside only. Keep it closed; never leave it in sight in a car or at a door."
        ),
        heading=words.say("Closed papers"),
    )
    flow.space(10)
    flow.paragraph(words.say("Found? Please don't read on: call the number above; we come and fetch it."))
