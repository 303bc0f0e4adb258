"""The apology to somebody who was contacted by mistake: it names neither the debtor nor that there is a debt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.zones import local_day
from collectdesk.reports.drawing.flow import Flow
from collectdesk.reports.drawing.page import Drawn, Marks, Paper, Printing, Step
from collectdesk.words import Words, for_language, mark

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

APOLOGY_VERSION: Final = 1

_BY_PHONE: Final = mark(
    "On or before {day} our branch rang the number {reach} in the belief that it belonged to somebody else. It "
    "does not. We are sorry for the disturbance."
)
_AT_DOOR: Final = mark(
    "On or before {day} our branch turned to this address ({reach}) in the belief that it belonged to somebody else. "
    "It does not. We are sorry for the disturbance."
)
_WHAT_WE_DID: Final = (
    mark(
        "We have blocked this combination in all our records: we won't contact you about this matter again."
    ),
    mark("We have kept nothing about you but what is needed to honour this."),
    mark("If you are contacted again all the same, please tell the branch's office; it answers in writing."),
)
_CLOSING: Final = mark("You need do nothing.")


@dataclass(frozen=True, slots=True)
class ApologyFacts:
    """What the letter says: the number or address masked, and until when it was used."""

    is_phone: bool
    reach: str
    found_on: date
    printing: Printing


def print_apology(
    path: Path, facts: ApologyFacts, number: str, language: str, step: Step | None = None
) -> Drawn:
    """Draw the letter in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(mark("An apology"))
    marks = Marks(facts.printing.branch, title, number, "")
    flow = Flow(Paper(words, facts.printing, marks), size=11)
    flow.turn_page()
    flow.title(title, number)
    for text in letter(facts, words):
        flow.paragraph(text)
        flow.space(6)
    flow.points([words.say(point) for point in _WHAT_WE_DID])
    flow.space(6)
    flow.paragraph(words.say(_CLOSING))
    flow.space(24)
    flow.paragraph(facts.printing.branch)
    flow.paragraph(words.date(local_day(facts.printing.printed_at)))
    return flow.paper.finish(path, step=step)


def letter(facts: ApologyFacts, words: Words) -> list[str]:
    """The salutation and what happened."""
    happened = _BY_PHONE if facts.is_phone else _AT_DOOR
    return [
        words.say(mark("Dear Sir or Madam,")),
        words.say(happened, day=words.date(facts.found_on), reach=facts.reach),
    ]
