"""A text about a visit in people's words: its places filled, for the window and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.domain.contact.texts import filled
from collectdesk.domain.visits.visits import RequestReason
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.contact.scripts import VisitText
    from collectdesk.words import Words

PURPOSES: Final = {
    RequestReason.PROMISE_BROKEN: mark("to talk over what was agreed"),
    RequestReason.LOST_CONTACT: mark("to get in touch with you again"),
    RequestReason.VERIFICATION: mark("to check your particulars with you"),
    RequestReason.COLLATERAL: mark("to look at the matter on the spot"),
    RequestReason.NOTICE_SERVICE: mark("to hand over a paper"),
}
"""Why somebody comes, in words that tell nobody else anything."""


def visit_text(words: Words, found: VisitText) -> tuple[str, ...]:
    """The text's lines; what isn't known is a dash."""
    between = "、" if words.is_chinese else ", "
    places = {
        "name": found.name,
        "branch": found.branch,
        "caller": found.caller,
        "phone": found.phone or "—",
        "when": words.instant(found.planned_at),
        "minutes": words.number(found.minutes),
        "purpose": words.say(PURPOSES[found.reason]),
        "visitors": between.join(name for name in found.visitors if name),
        "visit_no": found.visit_no,
    }
    said = [line.strip() for line in found.text.body.splitlines() if line.strip()]
    return tuple(filled(line, places) for line in (*said, *found.text.sentences))
