"""The leaflet for customers (还款帮助): rights, how to query, how to complain, where to get help; it names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.flow import Fact, Flow
from collectdesk.reports.drawing.page import Drawn, Marks, Paper, Printing, Step
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from pathlib import Path

LEAFLET_VERSION: Final = 2
HEADINGS: Final = {
    "rights": mark("Your rights"),
    "query": mark("Ask what you owe"),
    "hardship": mark("If paying is hard"),
    "complain": mark("Complain"),
}
"""The headings over the sections of the branch's text, in their order."""


@dataclass(frozen=True, slots=True)
class LeafletFacts:
    """How the branch is reached, the account that money goes to (blank where it hasn't been entered), and what the
    leaflet says: ``points`` by section, from version ``version`` of the branch's text.
    """

    address: str
    phone: str
    account_name: str
    account_no: str
    account_bank: str
    title: str
    points: dict[str, tuple[str, ...]]
    version: int
    printing: Printing


def print_leaflet(path: Path, facts: LeafletFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the page in a language (zh_CN, en)."""
    words = for_language(language)
    shown = words.say(mark("Text version {version}"), version=facts.version) if facts.version else ""
    paper = Paper(words, facts.printing, Marks(facts.printing.branch, facts.title, shown, ""))
    flow = Flow(paper, size=10)
    flow.turn_page()
    flow.title(facts.title, facts.printing.branch)
    flow.facts(
        (
            Fact(words.say(mark("Address")), facts.address),
            Fact(words.say(mark("Telephone of the branch")), facts.phone),
            Fact(
                words.say(mark("Pay only to")), f"{facts.account_name} {facts.account_no}".strip(), wide=True
            ),
            Fact(words.say(mark("Account held at")), facts.account_bank, wide=True),
        )
    )
    for name, heading in HEADINGS.items():
        flow.heading(words.say(heading))
        flow.points(facts.points[name])
    return paper.finish(path, step=step)
