"""Names of the visit record's fields, and its sentences: what it says, who confirmed it, what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.paper import further as f
from collectdesk.domain.paper import records as r
from collectdesk.domain.paper.seconding import Way
from collectdesk.terms import shown, term
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.paper.seconding import SecondWord
    from collectdesk.domain.visits.visit_costs import VisitCost
    from collectdesk.words import Words

FIELDS: Final[Mapping[str, str]] = {
    "arrived_at": mark("Arrived at"),
    "left_at": mark("Left at"),
    "met": mark("Met"),
    "met_name": mark("Name of the person met"),
    "identity": mark("Identity"),
    "identification_shown": mark("Identification shown"),
    "purpose_stated": mark("Purpose stated"),
    "entry": mark("Entry of the home"),
    "recording": mark("Recording"),
    "overdue_reasons": mark("Reasons for the arrears"),
    "income": mark("Income"),
    "income_note": mark("About the income"),
    "family": mark("Family"),
    "family_note": mark("About the family"),
    "attitude": mark("Attitude"),
    "outcome": mark("Outcome"),
    "narrative": mark("Course of the visit"),
    "feedback": mark("Customer's feedback"),
}
"""The fields of the record that every sheet has, in the order of the sheet."""
FURTHER: Final[Mapping[str, str]] = {
    "status": mark("How the visit went"),
    "said_to_others": mark("Said to whoever was met"),
    "address_found": mark("Address as found"),
    "condition": mark("Home or business"),
    "condition_note": mark("What was seen"),
    "assets_note": mark("Assets"),
    "vulnerable": mark("Needs protection"),
    "consequences": mark("Consequences explained"),
    "offers_made": mark("Offers made"),
    "raised": mark("Brought forward"),
    "raised_note": mark("In the customer's words"),
    "treated_politely": mark("Were you treated politely?"),
    "explained_well": mark("Was everything explained?"),
    "was_helped": mark("Did the visit help you?"),
    "slip_left": mark("Slip with the questions left"),
    "mood": mark("Mood"),
    "mood_note": mark("What set it off"),
    "calmed_note": mark("What calmed it"),
    "incident_note": mark("Incident report"),
    "next_step": mark("Next step"),
}
"""The newer questions, in the order of the form."""


_CODES: Final[Mapping[str, type[Enum]]] = {
    "met": r.Met, "identity_confirmed": r.Identity, "identity": r.Identity, "entry": r.Entry,
    "recording": r.Recording, "overdue_reasons": r.OverdueReason, "income": r.IncomeSource,
    "family": r.FamilySituation, "attitude": r.Attitude, "outcome": r.VisitOutcome,
}  # fmt: skip


def field_name(words: Words, name: str) -> str:
    """What a field of the record is called, by its name in the findings or its column."""
    known = FIELDS.get("identity" if name == "identity_confirmed" else name) or FURTHER.get(name)
    return words.say(known) if known else words.say(mark("Further answers"))


def yes_no(words: Words, value: bool) -> str:
    return words.say(mark("Yes")) if value else words.say(mark("No"))


def answers(words: Words, said: f.Further) -> list[tuple[str, str]]:
    """What was answered of the newer questions: the field's code and the answer in words."""
    found: list[tuple[str, str]] = []
    for name in FURTHER:
        value = getattr(said, name)
        if value in (None, "", ()):
            continue
        found.append((name, yes_no(words, value) if isinstance(value, bool) else shown(words, value)))
    return found


def column_value(words: Words, name: str, value: Any) -> str:
    """A record's column as it stood before, in words."""
    if name == "further":
        told = answers(words, f.told(value))
        return "; ".join(f"{field_name(words, field)}: {said}" for field, said in told) or "—"
    if name in ("arrived_at", "left_at"):
        return words.instant(datetime.fromisoformat(value) if isinstance(value, str) else value)
    if isinstance(value, bool):
        return yes_no(words, value)
    if name in _CODES:
        every = value if isinstance(value, (list, tuple)) else [value]
        gap = "、" if words.is_chinese else ", "
        return (
            gap.join(term(words, one if isinstance(one, Enum) else _CODES[name](one)) for one in every) or "—"
        )
    return str(value) or "—"


def second_line(words: Words, visitor: str, word: SecondWord | None, given_by: str) -> str:
    """What the second visitor says of a record, in a sentence."""
    if word is None:
        return words.say(mark("{name} hasn't confirmed this record yet."), name=visitor)
    at = words.instant(word.given_at)
    if word.way is Way.ACCOUNT:
        if not word.differences:
            return words.say(mark("{name} confirmed it with their own account, {at}."), name=visitor, at=at)
        return words.plural(
            "{name} differs in {count} point, with their own account, {at}.",
            "{name} differs in {count} points, with their own account, {at}.",
            len(word.differences),
            name=visitor,
            at=at,
        )
    if not word.differences:
        said = mark("{name} confirmed it by signature on the sheet, compared by {by}, {at}.")
        return words.say(said, name=visitor, by=given_by, at=at)
    return words.plural(
        "{name} differs in {count} point by the signed sheet, compared by {by}, {at}.",
        "{name} differs in {count} points by the signed sheet, compared by {by}, {at}.",
        len(word.differences),
        name=visitor,
        by=given_by,
        at=at,
    )


def cost_line(words: Words, cost: VisitCost) -> str:
    """What a visit cost, in one line."""
    said = []
    if cost.minutes is not None:
        said.append(words.say(mark("{hours} h"), hours=f"{cost.minutes / 60:.1f}"))
    if cost.metres is not None:
        said.append(words.say(mark("{km} km"), km=f"{cost.metres / 1000:.1f}"))
    if cost.fares.fen:
        said.append(words.say(mark("fares {amount}"), amount=words.money(cost.fares)))
    borne = (
        words.say(mark("recoverable: {basis}"), basis=cost.note)
        if cost.recoverable
        else words.say(mark("borne by the bank"))
    )
    return " · ".join([*said, borne])
