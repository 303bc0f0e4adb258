"""Owns the sentences for what the desk refuses in a customer's file: what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from collectdesk.words import mark

OF_THE_DESK: Final[Mapping[str, str]] = {
    "contact.in_future": mark("A contact can't lie ahead of now. Enter when it really happened."),
    "contact.outcome_mismatch": mark(
        "This result doesn't fit the person reached. Choose one of those offered."
    ),
    "case.closed": mark("The case was closed on {closed_on}, so nothing new is begun in it."),
    "hold.reason_missing": mark("Say why collection stops; it stands in the trail."),
    "hold.ends_in_past": mark("The last day {until} is over. Choose today or later, or leave it open."),
    "step.not_later": mark("Choose a day after today."),
    "step.reason_missing": mark("Say why it waits."),
    "breach.measure_missing": mark("Say what is done about it."),
    "request.case_held": mark(
        "Collection is on hold, so no visit can be asked for. Wait for the end of the hold, or have it ended."
    ),
    "request.already_open": mark(
        "A visit was asked for already and is under way. Withdraw that request first, or add to its note."
    ),
    "request.needs_address": mark("Choose the address to be visited."),
    "request.address_unusable": mark("This address isn't valid any more. Choose another one."),
    "request.not_waiting": mark("Somebody decided or withdrew this request meanwhile. Reload to see it."),
    "request.reason_missing": mark("Say why; whoever asked reads it."),
    "request.not_approved": mark("The request isn't approved yet. A supervisor decides it."),
    "four_eyes.own_request": mark("You asked for this visit yourself, so somebody else decides it."),
    "four_eyes.own_plan": mark("You offered this plan yourself, so somebody else decides it."),
    "reveal.reason_missing": mark("Say why the whole number is needed; it stands in the trail."),
    "solution.reason_missing": mark("Say why this plan fits the customer; the supervisor reads it."),
    "solution.other_product": mark("Choose the product the plan is for."),
    "solution.already_running": mark(
        "Plan {number} is open on this product already. It has to end before another one begins."
    ),
    "rule.reason_needed": mark("A rule lets this pass only with a reason. Enter the reason, then try again."),
}
"""By code. A screen that words a code by ``wording.add_refusals`` is heard first."""
