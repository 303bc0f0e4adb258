"""What happened in a case, in people's words: for the timeline in the window and the chronology on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from collectdesk.domain.contact.contacts import Direction
from collectdesk.domain.customers.products import bucket_of
from collectdesk.domain.happening import Event, EventKind
from collectdesk.domain.intake.imports import Delivery, LedgerKind
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.terms import code_term, noted_words, term
from collectdesk.terms_risk import LEVELS, STRATEGIES
from collectdesk.terms_rules import ACTS, OUTCOMES, citation_line
from collectdesk.words import Words, mark

KINDS: Final[Mapping[EventKind, str]] = {
    EventKind.OPENED: mark("Case"),
    EventKind.CONTACT: mark("Contact"),
    EventKind.ASSESSED: mark("Risk check"),
    EventKind.REQUESTED: mark("Visit request"),
    EventKind.PLANNED: mark("Visit planned"),
    EventKind.RECORDED: mark("Visit"),
    EventKind.SIGNED: mark("Record signed off"),
    EventKind.PROMISED: mark("Promise"),
    EventKind.ARRANGED: mark("Plan"),
    EventKind.PAID: mark("Payment"),
    EventKind.HELD: mark("Hold"),
    EventKind.BREACH: mark("Breach"),
    EventKind.PACKED: mark("Archive pack"),
    EventKind.FILED: mark("Evidence"),
    EventKind.PRINTED: mark("Printed"),
    EventKind.WRONG_PERSON: mark("Wrong person"),
    EventKind.NOTED: mark("Noted by hand"),
    EventKind.RECEIPT: mark("Message receipt"),
    EventKind.TAKEN_IN: mark("List taken in"),
    EventKind.NOTICE: mark("Notice"),
    EventKind.COMPLAINT: mark("Grievance"),
    EventKind.DECIDED: mark("Rule decision"),
    EventKind.PETITION: mark("Own data"),
}


def event_when(words: Words, event: Event) -> str:
    """When it happened; noon stands for "that day", since the source knows no time of day."""
    local = event.at.astimezone(CHINA_TIME)
    is_day = (local.hour, local.minute, local.second) == (12, 0, 0)
    return words.date(local.date()) if is_day else words.instant(event.at)


def event_text(words: Words, event: Event) -> str:
    """What happened, with its note; an entry that was found to be another customer's says so first."""
    text, note = _TEXTS[event.kind](words, event.facts), _note(words, event)
    if event.facts.get("struck"):
        text = f"{_struck(words, event.facts)}\n{text}"
    elif event.facts.get("came"):
        text = f"{text} · {words.say(mark('moved here from {case_no}'), case_no=event.facts['came'])}"
    return f"{text}\n{note}" if note else text


def _struck(words: Words, facts: Mapping[str, Any]) -> str:
    """That an entry is another customer's, why, and whose."""
    if facts.get("other"):
        said = mark("Entered on the wrong customer; belongs to {case_no}: {reason}")
        return words.say(said, case_no=facts["other"], reason=facts["struck"])
    return words.say(mark("Entered wrongly, void: {reason}"), reason=facts["struck"])


def _note(words: Words, event: Event) -> str:
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
    return f["sentence"].text(chinese=w.is_chinese) if f.get("sentence") else str(f["rule"])


_STAGES: Final = {
    "received": mark("{number} received: {channel}, {about}"),
    "answered": mark("{number} answered: {finding}"),
    "closed": mark("{number} closed"),
}


def _complaint(w: Words, f: Mapping[str, Any]) -> str:
    about = code_term(w, "complaint_about", f["about"])
    finding = code_term(w, "finding", f["finding"]) if f["finding"] else ""
    return w.say(
        _STAGES[f["what"]], number=f["number"], channel=term(w, f["channel"]), about=about, finding=finding
    )


def _notice(w: Words, f: Mapping[str, Any]) -> str:
    return " · ".join(
        (f["name"].text(chinese=w.is_chinese), f["number"], term(w, f["channel"]), term(w, f["state"]))
    )


def _decided(w: Words, f: Mapping[str, Any]) -> str:
    """What the rules said of a planned act: the act, the verdict, the rule and its clause."""
    head = f"{w.say(ACTS[f['act']])}: {w.say(OUTCOMES[f['outcome']])}"
    rule = f["rule"]
    if rule is None:
        return head
    clause, said = citation_line(w, rule.citation), rule.sentence.text(chinese=w.is_chinese)
    return "\n".join((f"{head} · {rule.id}", said, clause))


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
    EventKind.NOTICE: _notice,
    EventKind.COMPLAINT: _complaint,
    EventKind.DECIDED: _decided,
    EventKind.PETITION: lambda w, f: w.say(
        mark("{kind} · {state} · by {day}"),
        kind=term(w, f["sort"]),
        state=term(w, f["state"]),
        day=w.date(f["due_on"]),
    ),
}
