"""Sentences of plans of steps: a step's name, and which plan it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.words import Words

PLANS: Final[Mapping[str, str]] = {
    "card-early": mark("Cards, first month"),
    "loan-early": mark("Loans and leases, first month"),
    "middle": mark("Second and third month"),
    "late": mark("From the fourth month"),
}
STEPS: Final[Mapping[str, str]] = {
    "first_call": mark("First call"),
    "second_call": mark("Second call"),
    "before_month_end": mark("Call before the month ends"),
    "risk_check": mark("Risk check"),
    "talk_of_a_plan": mark("Call about a plan"),
    "offer_a_plan": mark("Offer a plan"),
    "consider_a_visit": mark("Consider a visit"),
    "legal_review": mark("Review with the legal officer"),
    "quarterly_look": mark("Look at it again"),
}


def plan_name(w: Words, plan_id: str) -> str:
    """A plan of a branch's own is shown by its id."""
    return w.say(PLANS[plan_id]) if plan_id in PLANS else plan_id


def step_name(w: Words, code: str) -> str:
    """A step of a branch's own plan is shown by its code."""
    return w.say(STEPS[code]) if code in STEPS else code


def hours(w: Words, minutes: int) -> str:
    """Minutes as hours with one place: what a day's plan is read in."""
    return w.say(mark("{hours} h"), hours=f"{minutes / 60:.1f}")
