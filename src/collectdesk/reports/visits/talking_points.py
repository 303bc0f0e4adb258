"""What the visitors set out to say, by how the visit begins; the words are for the inside page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.domain.visits.visits import Approach
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.words import Words

_POINTS: Final[dict[Approach, tuple[str, ...]]] = {
    Approach.REMIND: (
        mark("Say once what is due and since when, without blame."),
        mark("Ask on which day it can be paid, and note it."),
        mark("Name the bank's own ways to pay."),
    ),
    Approach.UNDERSTAND: (
        mark("Let the person tell what happened before any figure is named."),
        mark("Ask about income, outgoings and who depends on them; note it in their words."),
        mark("Ask which amount a month they could keep up."),
    ),
    Approach.HARDSHIP: (
        mark("Say that there is help: instalments or more time, once approved."),
        mark("Ask for papers on illness or lost income; photograph them only with consent."),
        mark("Agree on nothing that leaves the household without a living."),
    ),
    Approach.VERIFY: (
        mark("Check that address and telephone are right."),
        mark("Compare what is told with the file; ask nobody else about it."),
        mark("Note what was seen, not what it may mean."),
    ),
    Approach.SERVE_NOTICE: (
        mark("Hand the notice to the person only, and have the receipt signed."),
        mark("If it is declined, note time, place and words; leave nothing at the door."),
        mark("Explain the day named in the notice and whom to call."),
    ),
}


def talking_points(words: Words, approach: Approach) -> tuple[str, ...]:
    """Three points that suit the approach."""
    return tuple(words.say(point) for point in _POINTS[approach])
