"""Names of what the newer questions of the visit record answer, and its refusals."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from collectdesk.domain.paper import further as f
from collectdesk.domain.paper.seconding import Way
from collectdesk.words import mark

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
    f.NextStep.CALL: mark("Call tomorrow"),
    f.NextStep.VISIT: mark("Another visit"),
    f.NextStep.PLAN: mark("Work out a solution"),
    f.NextStep.ASSESS: mark("Assess the risk anew"),
    f.NextStep.REVIEW: mark("Review in a week"),
    Way.ACCOUNT: mark("In person, with their own account"),
    Way.SHEET: mark("By their signature on the sheet"),
}
"""Names of the codes of the newer questions; ``terms`` takes them up."""
REFUSALS: Final[Mapping[str, str]] = {
    "record.left_before_arrival": mark("The visitors can't leave before they arrive. Check both times."),
    "record.in_future": mark("The arrival lies in the future. Enter when it took place."),
    "record.identity_missing": mark(
        "The borrower was met: say how the identity was confirmed, or that it wasn't."
    ),
    "record.outcome_without_talk": mark("With “{met}” there was no talk, so this outcome isn't possible."),
    "record.reasons_missing": mark("Tick at least one reason why payments are overdue."),
    "record.narrative_missing": mark("Describe the visit in a sentence or two."),
    "record.promise_mismatch": mark("A promise was entered, so the outcome must be “Promises to pay”."),
    "record.promise_missing": mark("The outcome is a promise: enter its amount and date."),
    "record.already_signed": mark("This record is signed off and final."),
    "record.not_waiting": mark("This record isn't waiting for a signature ({state})."),
    "record.missing": mark("This visit has no record yet."),
    "record.reason_missing": mark("Say what is missing, so that the clerk can mend it."),
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
