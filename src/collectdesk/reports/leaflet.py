"""The leaflet for customers (还款帮助): rights, how to query, how to complain, where to get help; it names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.flow import Fact, Flow
from collectdesk.reports.page import Drawn, Marks, Paper, Printing, Step
from collectdesk.words import for_language, mark

if TYPE_CHECKING:
    from pathlib import Path

LEAFLET_VERSION: Final = 1
_SECTIONS: Final = (
    (
        mark("Your rights"),
        (
            mark("You may ask who calls or visits, for which bank, and see their identification."),
            mark("Nobody may threaten or insult you, or tell others of your debt."),
            mark("Calls and visits keep to lawful hours; say which times and ways suit you."),
            mark("Nobody takes cash from you. Pay only to the bank's own account, and keep the slip."),
            mark("If you dispute the debt, say so: it is looked into, and answered."),
        ),
    ),
    (
        mark("Ask what you owe"),
        (
            mark("Ask at the counter or by telephone for the balance, its parts, and how payments were counted."),
            mark("You get a receipt for every payment that is booked."),
        ),
    ),
    (
        mark("If paying is hard"),
        (
            mark("Come before the due day. With your income and outgoings a plan can be made that you can keep."),
            mark("Illness, loss of work, a bereavement or a disaster in the family: tell us, and bring what shows it."),
            mark("Borrowing elsewhere to pay this debt makes it dearer. Nobody here may suggest it."),
        ),
    ),
    (
        mark("Complain"),
        (
            mark("To this branch: in person, in writing or by the telephone above. You are told when it is answered."),
            mark("To the financial regulator's consumer hotline, 12378, if the answer doesn't satisfy you."),
            mark("A complaint has no effect on how you are treated."),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeafletFacts:
    """How the branch is reached, and the account that money goes to; blank where it hasn't been entered."""

    address: str
    phone: str
    account_name: str
    account_no: str
    account_bank: str
    printing: Printing


def print_leaflet(path: Path, facts: LeafletFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the page in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(mark("Help with paying"))
    paper = Paper(words, facts.printing, Marks(facts.printing.branch, title, "", ""))
    flow = Flow(paper, size=10)
    flow.turn_page()
    flow.title(title, facts.printing.branch)
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
    for heading, points in _SECTIONS:
        flow.heading(words.say(heading))
        flow.points([words.say(point) for point in points])
    return paper.finish(path, step=step)
