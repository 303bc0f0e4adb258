"""Owns the words of the timeline: what happened, as a line with its kind, its icon and its tone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from collectdesk.desk import files
from collectdesk.desk.files import EventKind
from collectdesk.desk.rulebook import rule_by_id
from collectdesk.domain.contacts import Direction
from collectdesk.domain.imports import Delivery, LedgerKind
from collectdesk.domain.products import bucket_of
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.terms import code_term, noted_words, term
from collectdesk.terms_risk import LEVELS, STRATEGIES
from collectdesk.ui.parts.timeline import Event
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

_KINDS: Final[Mapping[EventKind, tuple[str, str, Tone]]] = {
    EventKind.OPENED: (mark("Case"), "file-text", Tone.PLAIN),
    EventKind.CONTACT: (mark("Contact"), "phone", Tone.NOTICE),
    EventKind.ASSESSED: (mark("Risk check"), "shield-alert", Tone.SPECIAL),
    EventKind.REQUESTED: (mark("Visit request"), "map-pin", Tone.PLAIN),
    EventKind.PLANNED: (mark("Visit planned"), "calendar", Tone.PLAIN),
    EventKind.RECORDED: (mark("Visit"), "route", Tone.NOTICE),
    EventKind.SIGNED: (mark("Record signed off"), "check", Tone.GOOD),
    EventKind.PROMISED: (mark("Promise"), "handshake", Tone.GOOD),
    EventKind.ARRANGED: (mark("Plan"), "calendar-check", Tone.GOOD),
    EventKind.PAID: (mark("Payment"), "wallet", Tone.GOOD),
    EventKind.HELD: (mark("Hold"), "lock", Tone.WARN),
    EventKind.BREACH: (mark("Breach"), "triangle-alert", Tone.DANGER),
    EventKind.PACKED: (mark("Archive pack"), "archive", Tone.PLAIN),
    EventKind.FILED: (mark("Evidence"), "camera", Tone.PLAIN),
    EventKind.PRINTED: (mark("Printed"), "printer", Tone.PLAIN),
    EventKind.WRONG_PERSON: (mark("Wrong person"), "user-check", Tone.DANGER),
    EventKind.NOTED: (mark("Noted by hand"), "pencil", Tone.WARN),
    EventKind.RECEIPT: (mark("Message receipt"), "message-square-text", Tone.PLAIN),
    EventKind.TAKEN_IN: (mark("List taken in"), "file-input", Tone.PLAIN),
    EventKind.PETITION: (mark("Own data"), "id-card", Tone.NOTICE),
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
    ("stops", mark("Holds, breaches"), frozenset({EventKind.HELD, EventKind.BREACH, EventKind.WRONG_PERSON})),
    (
        "papers",
        mark("Papers"),
        frozenset({EventKind.FILED, EventKind.PRINTED, EventKind.PACKED, EventKind.PETITION}),
    ),
    ("lists", mark("Imports"), frozenset({EventKind.TAKEN_IN})),
)
"""The filter chips: an id, its sentence, and the kinds it shows."""


def timeline_event(words: Words, at: int, event: files.Event) -> Event:
    """One event in people's words; ``at`` is its place, which makes its key its own."""
    kind, icon, tone = _KINDS[event.kind]
    local = event.at.astimezone(CHINA_TIME)
    # noon stands for "that day": the source knows no time of day
    is_day = (local.hour, local.minute, local.second) == (12, 0, 0)
    when = words.date(local.date()) if is_day else words.instant(event.at)
    head = "  ·  ".join(part for part in (when, words.say(kind), event.by) if part)
    text = _TEXTS[event.kind](words, event.facts)
    note = _note(words, event)
    if event.facts.get("struck"):
        tone, icon = Tone.PLAIN, "x"
        text = f"{_struck(words, event.facts)}\n{text}"
    elif event.facts.get("came"):
        text = f"{text} · {words.say(mark('moved here from {case_no}'), case_no=event.facts['came'])}"
    return Event((event.kind.value, event.at, at), head, f"{text}\n{note}" if note else text, icon, tone)


def _struck(words: Words, facts: Mapping[str, Any]) -> str:
    """That an entry is another customer's, why, and whose."""
    if facts.get("other"):
        said = mark("Entered on the wrong customer; belongs to {case_no}: {reason}")
        return words.say(said, case_no=facts["other"], reason=facts["struck"])
    return words.say(mark("Entered on the wrong customer: {reason}"), reason=facts["struck"])


def _note(words: Words, event: files.Event) -> str:
    note = event.note.strip()
    if event.kind is EventKind.HELD:
        note = code_term(words, "why", note)
    if event.kind is EventKind.BREACH and note:
        return words.say(mark("Measure: {measure}"), measure=note)
    return note


def _contact(w: Words, f: Mapping[str, Any]) -> str:
    channel = term(w, f["channel"])
    if f["direction"] is Direction.INCOMING:
        channel = w.say(mark("{channel}, incoming"), channel=channel)
    parts = [channel, f.get("account", ""), term(w, f["reached"])]
    if f.get("identity") is not None:
        parts.append(w.say(mark("identified by: {how}"), how=term(w, f["identity"])))
    parts.append(term(w, f["outcome"]))
    if f.get("shots"):
        parts.append(w.plural("{count} screenshot", "{count} screenshots", f["shots"]))
    return " · ".join(part for part in parts if part)


def _assessed(w: Words, f: Mapping[str, Any]) -> str:
    return w.say(
        mark("Willingness {willingness}, ability {ability}: {level}; suggested: {strategy}"),
        willingness=f["willingness"],
        ability=f["ability"],
        level=w.say(LEVELS.get(f["level"], f["level"])),
        strategy=w.say(STRATEGIES.get(f["strategy"], f["strategy"])),
    )


def _promised(w: Words, f: Mapping[str, Any]) -> str:
    facts = {"amount": w.money(f["amount"]), "day": w.date(f["due_on"]), "state": term(w, f["state"])}
    return w.say(mark("{amount} by {day} · {state}"), **facts)


def _held(w: Words, f: Mapping[str, Any]) -> str:
    code = code_term(w, "hold", f["code"])
    return w.say(mark("{hold} until {day}"), hold=code, day=w.date(f["until"])) if f["until"] else code


def _breach(w: Words, f: Mapping[str, Any]) -> str:
    rule = rule_by_id(f["rule"])
    return rule.sentence.text(chinese=w.is_chinese) if rule else str(f["rule"])


def _noted(w: Words, f: Mapping[str, Any]) -> str:
    parts = [code_term(w, "noted", f["sort"]), w.money(f["amount"]), f["account"],
             code_term(w, "noted_source", f["source"]), noted_words(w, f["state"], f["said"])]  # fmt: skip
    return " · ".join(parts)


_BROUGHT: Final[Mapping[str, str]] = {
    "customer": mark("the customer"), "product": mark("a product"), "point": mark("a number or address"),
    "party": mark("a guarantor"), "bucket": mark("another bucket"), "name": mark("another name"),
    "id_no": mark("another ID number"), "account_officer": mark("another account officer"),
}  # fmt: skip


def _taken_in(w: Words, f: Mapping[str, Any]) -> str:
    kind = term(w, LedgerKind(f["ledger"]))
    parts = [w.say(mark("{kind} of {day}"), kind=kind, day=w.date(f["day"]))]
    if f["overdue"] is not None:
        said = mark("{overdue} overdue, {days} days ({bucket})")
        bucket = bucket_of(f["dpd"]).value
        parts.append(w.say(said, overdue=w.money(f["overdue"]), days=w.number(f["dpd"]), bucket=bucket))
    between = "、" if w.is_chinese else ", "
    if f["changes"]:
        named = between.join(w.say(_BROUGHT[change]) for change in f["changes"])
        parts.append(w.say(mark("brought {things}"), things=named))
    return " · ".join(parts)


def _receipt(w: Words, f: Mapping[str, Any]) -> str:
    return " · ".join(part for part in (f["phone"], term(w, Delivery(f["result"]))) if part)


_TEXTS: Final[Mapping[EventKind, Callable[[Words, Mapping[str, Any]], str]]] = {
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
    EventKind.FILED: lambda w, f: f"{code_term(w, 'evidence', f['sort'])} · {f['name']}",
    EventKind.PRINTED: lambda w, f: f"{code_term(w, 'document', f['document'])} · {f['number']}",
    EventKind.WRONG_PERSON: lambda w, f: w.say(
        mark("{reach} isn't {person}'s; the pair is blocked in every case"),
        reach=f["value"],
        person=f["person"],
    ),
    EventKind.NOTED: _noted,
    EventKind.RECEIPT: _receipt,
    EventKind.TAKEN_IN: _taken_in,
    EventKind.PETITION: lambda w, f: w.say(
        mark("{kind} · {state} · by {day}"),
        kind=term(w, f["sort"]),
        state=term(w, f["state"]),
        day=w.date(f["due_on"]),
    ),
}
