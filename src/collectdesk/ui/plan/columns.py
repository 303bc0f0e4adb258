"""Owns the columns of the two lists: requests that wait for a plan, and visits that are planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.desk.visits.visiting import RequestLine, VisitLine
from collectdesk.domain.visits.visits import VisitState
from collectdesk.terms import term
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.words import Words

STATES: Final = {
    VisitState.SCHEDULED: (Tone.NOTICE, False),
    VisitState.KIT_PRINTED: (Tone.GOOD, False),
    VisitState.SENT_BACK: (Tone.WARN, True),
    VisitState.RECORDED: (Tone.SPECIAL, False),
    VisitState.SIGNED_OFF: (Tone.GOOD, False),
    VisitState.CANCELLED: (Tone.PLAIN, False),
}
LONG_OVERDUE: Final = 90


def state_of(words: Words, line: VisitLine) -> Status:
    """Where a visit stands, as a chip."""
    tone, calls = STATES[line.state]
    return Status(term(words, line.state), tone, calls)


def crew_of(words: Words, line: VisitLine) -> str:
    """The two who go."""
    return ("、" if words.is_chinese else ", ").join(name for name in (line.officer, line.safety) if name)


REQUESTS: Final[tuple[Column[RequestLine], ...]] = (
    Column(mark("Customer"), lambda _w, r: r.name, Kind.BOLD),
    Column(
        mark("Overdue amount"),
        lambda w, r: w.money(r.overdue, sign=False),
        Kind.MONEY,
        sort=lambda r: r.overdue.fen,
    ),
    Column(
        mark("Days past due"),
        lambda w, r: w.number(r.dpd),
        Kind.NUMBER,
        sort=lambda r: r.dpd,
        tone=lambda r: Tone.DANGER if r.dpd > LONG_OVERDUE else Tone.PLAIN,
    ),
    Column(mark("Reason"), lambda w, r: term(w, r.reason)),
    Column(mark("Address"), lambda _w, r: r.address, Kind.MUTED, stretch=True),
)
VISITS: Final[tuple[Column[VisitLine], ...]] = (
    Column(mark("When"), lambda w, v: w.instant(v.planned_at), sort=lambda v: v.planned_at),
    Column(mark("Customer"), lambda _w, v: v.name, Kind.BOLD),
    Column(mark("Address"), lambda _w, v: v.address, Kind.MUTED, stretch=True),
    Column(mark("Team"), crew_of),
    Column(mark("State"), state_of, Kind.CHIP),
)
