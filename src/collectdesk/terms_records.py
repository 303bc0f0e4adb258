"""Names and sentences of the visit record: its fields, its newer questions, who confirmed it, what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain import further as f
from collectdesk.domain.seconding import Way
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.seconding import SecondWord
    from collectdesk.domain.visit_costs import VisitCost
    from collectdesk.words import Words

RECORDS: Final[dict[Enum, str]] = {
    f.VisitStatus.CARRIED_OUT: mark("Carried out"),
    f.VisitStatus.CUT_SHORT: mark("Cut short"),
    f.VisitStatus.TURNED_AWAY: mark("Turned away"),
    f.VisitStatus.NOBODY_THERE: mark("Nobody opened"),
    f.VisitStatus.WRONG_PLACE: mark("The place is wrong"),
    f.VisitStatus.STOPPED: mark("Broken off for safety"),
    f.AddressFound.AS_ON_FILE: mark("Lives or works there"),
    f.AddressFound.MOVED: mark("Moved away"),
    f.AddressFound.NOT_KNOWN: mark("Not known there"),
    f.AddressFound.NO_SUCH_PLACE: mark("There is no such place"),
    f.Condition.AS_ON_FILE: mark("As the file says"),
    f.Condition.BETTER: mark("Better than the file says"),
    f.Condition.WORSE: mark("Worse than the file says"),
    f.Raised.COMPLAINT: mark("A grievance about us"),
    f.Raised.DISPUTE: mark("The debt is disputed"),
    f.Vulnerable.ELDERLY: mark("Elderly"),
    f.Vulnerable.ILL: mark("Seriously ill"),
    f.Vulnerable.DISABLED: mark("Disabled"),
    f.Vulnerable.EXPECTING: mark("Expecting or nursing"),
    f.Vulnerable.MINOR: mark("Under age"),
    f.Vulnerable.DISTRESSED: mark("In deep distress"),
    f.Vulnerable.READS_LITTLE: mark("Reads with difficulty"),
    f.OfferMade.INSTALMENTS: mark("Paying in instalments"),
    f.OfferMade.EXTENSION: mark("More time"),
    f.OfferMade.WAIVER: mark("Part of it waived"),
    f.OfferMade.SETTLEMENT: mark("Settling it at once"),
    f.OfferMade.BUDGET: mark("Help with the household budget"),
    f.SaidToOthers.CALL_BACK: mark("Asked that the customer calls back"),
    f.SaidToOthers.OWN_NAME: mark("Gave only their own names"),
    f.SaidToOthers.PERSONAL: mark("Said that it is a personal matter"),
    f.SaidToOthers.LEFT: mark("Left when asked to"),
    f.Answer.YES: mark("Yes, indeed"),
    f.Answer.PARTLY: mark("In part"),
    f.Answer.NO: mark("Not really"),
    f.Mood.CALM: mark("Calm"),
    f.Mood.UPSET: mark("Upset"),
    f.Mood.ANGRY: mark("Angry"),
    f.Mood.THREATENING: mark("Threatening"),
    Way.ACCOUNT: mark("In person, with their own account"),
    Way.SHEET: mark("By their signature on the sheet"),
}
"""Names of the codes of the newer questions; ``terms`` takes them up."""

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
    "address_found": mark("What the address turned out to be"),
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
    "mood_note": mark("What happened"),
    "calmed_note": mark("What calmed it"),
    "incident_note": mark("Incident report"),
}
"""The newer questions, in the order of the form."""
REFUSALS: Final[Mapping[str, str]] = {
    "record.raised_missing": mark("Write down what was brought forward, in the customer's words."),
    "record.incident_missing": mark(
        "Somebody threatened: write the incident report, what happened and what was done."
    ),
    "record.plan_mismatch": mark("A plan was entered, so the outcome must be “Wants a plan”."),
    "record.own_second": mark(
        "You typed this record. The second visitor, or somebody else who compares the signed sheet, confirms it."
    ),
    "record.second_given": mark("The second visitor's word on this record is in already."),
    "record.second_awaited": mark(
        "The second visitor's word is missing: they confirm it here, or you compare their signature on the sheet."
    ),
    "record.difference_missing": mark("Say what the second visitor says instead."),
    "record.difference_field": mark("Name a field of the record, each once."),
    "record.locked": mark("This record is locked: add to it, or void it with a reason."),
    "record.not_signed_yet": mark("This record isn't signed off. Whoever typed it may still mend it."),
    "record.addendum_missing": mark("Write what is to be added."),
    "record.addendum_long": mark("At most {most} letters can be added at once."),
    "cost.minutes": mark("Enter the hours with the way there and back, at most 24."),
    "cost.metres": mark("Enter the kilometres driven, between 0 and 2000."),
    "cost.fares": mark("Fares can't be less than nothing."),
    "cost.basis_missing": mark("Say by which clause of the contract the customer bears it."),
    "evidence.label_long": mark("The recorder's number has at most {most} letters."),
    "evidence.label_missing": mark("Enter the number of the recorder or of the recording."),
    "evidence.length": mark("Enter the recording's length, up to a day."),
    "evidence.described_already": mark("{file} has its number already."),
    "register.span": mark("A register covers at most a year; choose a later first day."),
}


def field_name(words: Words, name: str) -> str:
    """What a field of the record is called, by its name in the findings or its column."""
    known = FIELDS.get("identity" if name == "identity_confirmed" else name) or FURTHER.get(name)
    return words.say(known) if known else words.say(mark("Further answers"))


def yes_no(words: Words, value: bool) -> str:
    return words.say(mark("Yes")) if value else words.say(mark("No"))


def answers(words: Words, said: f.Further) -> list[tuple[str, str]]:
    """What was answered of the newer questions: the field's code and the answer in words."""
    from collectdesk.terms import shown

    found: list[tuple[str, str]] = []
    for name in FURTHER:
        value = getattr(said, name)
        if value in (None, "", ()):
            continue
        found.append((name, yes_no(words, value) if isinstance(value, bool) else shown(words, value)))
    return found


def column_value(words: Words, name: str, value: Any) -> str:
    """A record's column as it stood before, in words."""
    from collectdesk.domain.records import (
        Attitude,
        Entry,
        FamilySituation,
        Identity,
        IncomeSource,
        Met,
        OverdueReason,
        Recording,
        VisitOutcome,
    )
    from collectdesk.terms import term

    codes: dict[str, type[Enum]] = {
        "met": Met, "identity_confirmed": Identity, "identity": Identity, "entry": Entry, "recording": Recording,
        "overdue_reasons": OverdueReason, "income": IncomeSource, "family": FamilySituation, "attitude": Attitude,
        "outcome": VisitOutcome,
    }  # fmt: skip
    if name == "further":
        told = answers(words, f.told(value))
        return "; ".join(f"{field_name(words, field)}: {said}" for field, said in told) or "—"
    if name in ("arrived_at", "left_at"):
        return words.instant(datetime.fromisoformat(value) if isinstance(value, str) else value)
    if isinstance(value, bool):
        return yes_no(words, value)
    if name in codes:
        every = value if isinstance(value, (list, tuple)) else [value]
        gap = "、" if words.is_chinese else ", "
        return (
            gap.join(term(words, one if isinstance(one, Enum) else codes[name](one)) for one in every) or "—"
        )
    return str(value) or "—"


def second_line(words: Words, visitor: str, word: SecondWord | None, given_by: str) -> str:
    """What the second visitor says of a record, in a sentence."""
    if word is None:
        return words.say(mark("{name} hasn't confirmed this record yet."), name=visitor)
    at = words.instant(word.given_at)
    if word.way is Way.ACCOUNT:
        said = (
            mark("{name} differs in {count} points, with their own account, {at}.")
            if word.differences
            else mark("{name} confirmed it with their own account, {at}.")
        )
        return words.say(said, name=visitor, count=len(word.differences), at=at)
    said = (
        mark("{name} differs in {count} points by the signed sheet, compared by {by}, {at}.")
        if word.differences
        else mark("{name} confirmed it by signature on the sheet, compared by {by}, {at}.")
    )
    return words.say(said, name=visitor, count=len(word.differences), by=given_by, at=at)


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
