"""Owns the short timeline beside the worklist: the desk's events in people's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.files import EventKind
from collectdesk.desk.ruling import rule_by_id
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.terms import code_term, term
from collectdesk.terms_risk import LEVELS, STRATEGIES
from collectdesk.ui.parts.timeline import Event
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collectdesk.desk import files
    from collectdesk.words import Words

SHOWN: Final = 30
"""The newest events; the customer's file shows all of them."""
_KINDS: Final[dict[EventKind, tuple[str, str, Tone]]] = {
    EventKind.OPENED: (mark("Case"), "file-text", Tone.PLAIN),
    EventKind.CONTACT: (mark("Contact"), "phone", Tone.NOTICE),
    EventKind.ASSESSED: (mark("Risk check"), "shield-alert", Tone.SPECIAL),
    EventKind.REQUESTED: (mark("Visit request"), "map-pin", Tone.PLAIN),
    EventKind.PLANNED: (mark("Visit planned"), "calendar", Tone.PLAIN),
    EventKind.RECORDED: (mark("Visit"), "route", Tone.NOTICE),
    EventKind.SIGNED: (mark("Record signed off"), "check", Tone.GOOD),
    EventKind.PROMISED: (mark("Promise"), "handshake", Tone.GOOD),
    EventKind.ARRANGED: (mark("Plan"), "wallet", Tone.GOOD),
    EventKind.PAID: (mark("Payment"), "wallet", Tone.GOOD),
    EventKind.HELD: (mark("Hold"), "lock", Tone.WARN),
    EventKind.BREACH: (mark("Breach"), "triangle-alert", Tone.DANGER),
    EventKind.PACKED: (mark("Archive pack"), "archive", Tone.PLAIN),
}
_DAY_ONLY: Final = frozenset({
    EventKind.OPENED, EventKind.ASSESSED, EventKind.ARRANGED, EventKind.PAID, EventKind.HELD, EventKind.PACKED,
})  # fmt: skip
"""Kept as days; their instant is a noon that nobody looked at."""


def events_of(words: Words, found: files.CustomerFile) -> tuple[Event, ...]:
    """The newest events of a file for the timeline."""
    return tuple(_event(words, at, event) for at, event in enumerate(found.timeline[:SHOWN]))


def _event(words: Words, at: int, event: files.Event) -> Event:
    kind, icon, tone = _KINDS[event.kind]
    when = event.at.astimezone(CHINA_TIME)
    shown = words.date(when.date()) if event.kind in _DAY_ONLY else words.instant(event.at)
    head = " · ".join(part for part in (shown, words.say(kind), event.by) if part)
    text = _TEXTS[event.kind](words, event.facts)
    if event.note and event.kind is not EventKind.HELD:
        text = f"{text}  {event.note}"
    return Event((event.kind.value, event.at, at), head, text, icon, tone)


def _contact(w: Words, f: Mapping[str, Any]) -> str:
    parts = (term(w, f["channel"]), term(w, f["reached"]), term(w, f["outcome"]))
    return " · ".join(parts)


def _assessed(w: Words, f: Mapping[str, Any]) -> str:
    return w.say(
        mark("Willingness {willingness}, ability {ability}: {level}, {strategy}"),
        willingness=f["willingness"], ability=f["ability"], level=w.say(LEVELS.get(f["level"], f["level"])),
        strategy=w.say(STRATEGIES.get(f["strategy"], f["strategy"])),
    )  # fmt: skip


def _promised(w: Words, f: Mapping[str, Any]) -> str:
    return w.say(
        mark("{amount} by {day} ({state})"), amount=w.money(f["amount"]), day=w.date(f["due_on"]),
        state=term(w, f["state"]),
    )  # fmt: skip


def _held(w: Words, f: Mapping[str, Any]) -> str:
    code = code_term(w, "hold", f["code"])
    return w.say(mark("{hold} until {day}"), hold=code, day=w.date(f["until"])) if f["until"] else code


def _breach(w: Words, f: Mapping[str, Any]) -> str:
    rule = rule_by_id(f["rule"])
    return rule.sentence.text(chinese=w.is_chinese) if rule else str(f["rule"])


_TEXTS: Final[dict[EventKind, Callable[[Words, Mapping[str, Any]], str]]] = {
    EventKind.OPENED: lambda w, f: w.say(mark("Case {number} was opened"), number=f["case_no"]),
    EventKind.CONTACT: _contact,
    EventKind.ASSESSED: _assessed,
    EventKind.REQUESTED: lambda w, f: f"{term(w, f['reason'])} · {term(w, f['state'])}",
    EventKind.PLANNED: lambda w, f: f"{f['visit_no']} · {term(w, f['state'])}",
    EventKind.RECORDED: lambda w, f: f"{f['visit_no']} · {term(w, f['met'])} · {term(w, f['outcome'])}",
    EventKind.SIGNED: lambda _w, f: str(f["visit_no"]),
    EventKind.PROMISED: _promised,
    EventKind.ARRANGED: lambda w, f: f"{f['number']} · {w.money(f['amount'])} · {term(w, f['state'])}",
    EventKind.PAID: lambda w, f: f"{w.money(f['amount'])} · {f['account']}",
    EventKind.HELD: _held,
    EventKind.BREACH: _breach,
    EventKind.PACKED: lambda _w, f: str(f["number"]),
}
