"""Owns how the timeline shows what happened: a line with its kind, its icon and its tone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from collectdesk.domain import happening
from collectdesk.domain.happening import EventKind
from collectdesk.terms_happening import KINDS, event_text, event_when
from collectdesk.ui.parts.timeline import Event
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

_LOOKS: Final[Mapping[EventKind, tuple[str, Tone]]] = {
    EventKind.OPENED: ("file-text", Tone.PLAIN),
    EventKind.CONTACT: ("phone", Tone.NOTICE),
    EventKind.ASSESSED: ("shield-alert", Tone.SPECIAL),
    EventKind.REQUESTED: ("map-pin", Tone.PLAIN),
    EventKind.PLANNED: ("calendar", Tone.PLAIN),
    EventKind.RECORDED: ("route", Tone.NOTICE),
    EventKind.SIGNED: ("check", Tone.GOOD),
    EventKind.PROMISED: ("handshake", Tone.GOOD),
    EventKind.ARRANGED: ("calendar-check", Tone.GOOD),
    EventKind.PAID: ("wallet", Tone.GOOD),
    EventKind.HELD: ("lock", Tone.WARN),
    EventKind.BREACH: ("triangle-alert", Tone.DANGER),
    EventKind.PACKED: ("archive", Tone.PLAIN),
    EventKind.FILED: ("camera", Tone.PLAIN),
    EventKind.PRINTED: ("printer", Tone.PLAIN),
    EventKind.WRONG_PERSON: ("user-check", Tone.DANGER),
    EventKind.NOTED: ("pencil", Tone.WARN),
    EventKind.RECEIPT: ("message-square-text", Tone.PLAIN),
    EventKind.TAKEN_IN: ("file-input", Tone.PLAIN),
    EventKind.NOTICE: ("message-square-text", Tone.PLAIN),
    EventKind.COMPLAINT: ("circle-alert", Tone.WARN),
    EventKind.DECIDED: ("scale", Tone.PLAIN),
    EventKind.PETITION: ("id-card", Tone.NOTICE),
}
GROUPS: Final[tuple[tuple[str, str, frozenset[EventKind]], ...]] = (
    ("all", mark("All"), frozenset(EventKind)),
    ("contacts", mark("Contacts"), frozenset({EventKind.CONTACT, EventKind.RECEIPT})),
    (
        "visits",
        mark("Visits"),
        frozenset({EventKind.REQUESTED, EventKind.PLANNED, EventKind.RECORDED, EventKind.SIGNED}),
    ),
    ("paid", mark("Payments"), frozenset({EventKind.PAID, EventKind.NOTED})),
    ("solved", mark("Solutions"), frozenset({EventKind.PROMISED, EventKind.ARRANGED})),
    ("risk", mark("Risk"), frozenset({EventKind.ASSESSED})),
    (
        "stops",
        mark("Holds, breaches"),
        frozenset({EventKind.HELD, EventKind.BREACH, EventKind.WRONG_PERSON, EventKind.COMPLAINT}),
    ),
    (
        "papers",
        mark("Papers"),
        frozenset({EventKind.FILED, EventKind.PRINTED, EventKind.PACKED, EventKind.PETITION}),
    ),
    ("lists", mark("Imports"), frozenset({EventKind.TAKEN_IN})),
)
"""The filter chips: an id, its sentence, and the kinds it shows."""


def timeline_event(words: Words, at: int, event: happening.Event) -> Event:
    """One event in people's words; ``at`` is its place, which makes its key its own."""
    icon, tone = _LOOKS[event.kind]
    head = "  ·  ".join(
        part for part in (event_when(words, event), words.say(KINDS[event.kind]), event.by) if part
    )
    if event.facts.get("struck"):
        tone, icon = Tone.PLAIN, "x"
    return Event((event.kind.value, event.at, at), head, event_text(words, event), icon, tone)
