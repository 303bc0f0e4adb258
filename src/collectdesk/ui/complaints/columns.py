"""Owns the columns of the register of complaints, and the chip that says where one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.desk.contact.complaints import ComplaintView
from collectdesk.domain.contact.complaints import ComplaintState
from collectdesk.terms import code_term, term
from collectdesk.terms_complaints import next_text
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.words import Words

SOON: Final = 5
"""Days left from which a day to answer is shown in the warning colour."""


def next_chip(words: Words, shown: ComplaintView) -> Status:
    """What has to happen next, red once the day to answer has passed."""
    state = shown.complaint.state
    tone = Tone.PLAIN if state is ComplaintState.CLOSED else Tone.NOTICE
    if state is ComplaintState.RECEIVED and shown.days_left <= SOON:
        tone = Tone.DANGER if shown.is_late else Tone.WARN
    return Status(next_text(words, shown), tone, shown.is_late)


def about_text(words: Words, shown: ComplaintView) -> str:
    return " · ".join(
        filter(None, (code_term(words, "complaint_about", shown.complaint.subject), shown.about))
    )


REGISTER: Final[tuple[Column[ComplaintView], ...]] = (
    Column(mark("Register no."), lambda _w, s: s.complaint.number, Kind.BOLD, firm=True),
    Column(mark("Kind"), lambda w, s: term(w, s.complaint.kind), firm=True),
    Column(mark("Customer"), lambda _w, s: s.name, width=76),
    Column(mark("What it is about"), about_text, stretch=True),
    Column(mark("Answer by"), lambda w, s: w.date(s.complaint.due_on), firm=True),
    Column(mark("Next"), next_chip, Kind.CHIP),
)
OF_CASE: Final = tuple(column for column in REGISTER if column.title != mark("Customer"))
