"""Sentences of steps: a step's name and plan, why something comes now in the worklist, whose it is, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.worklists import Tier
from collectdesk.words import mark

if TYPE_CHECKING:
    from datetime import date, datetime

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


FIRST_OF_ALL: Final = mark("These are the first {count}; the others come up as these are done.")
TIERS: Final[Mapping[Tier, str]] = {
    Tier.LEFT_OVER: mark("First of all: due since {day} and not done."),
    Tier.DEADLINE: mark("Before anything else of today: a deadline ends."),
    Tier.VISIT: mark("A team is on its way for it or waits for it."),
    Tier.BROKEN: mark("A word was broken: the sooner it is asked after, the more often it is made good."),
    Tier.PROMISE: mark("Somebody promised to pay by today."),
    Tier.SOLUTION: mark("A plan was asked for: the customer waits."),
    Tier.REVIEW: mark("It rests until somebody looks."),
    Tier.CALL: mark("A call of today; the longest in arrears first."),
    Tier.OTHER: mark("Due today; the longest in arrears first."),
}


HEADINGS: Final[Mapping[Tier, str]] = {
    Tier.LEFT_OVER: mark("Left over from before"),
    Tier.DEADLINE: mark("Deadlines"),
    Tier.VISIT: mark("Steps of visits"),
    Tier.BROKEN: mark("Broken words"),
    Tier.PROMISE: mark("Promises and plans due"),
    Tier.SOLUTION: mark("Solutions"),
    Tier.REVIEW: mark("Reviews"),
    Tier.CALL: mark("Calls"),
    Tier.OTHER: mark("Other"),
}
"""The parts of the morning page, in the order of their tiers."""


def priority(w: Words, tier: Tier, due_on: date, at: datetime | None, *, is_held: bool) -> str:
    """Why this stands where it stands, in a sentence; and whose it is where it was dealt."""
    said = w.say(TIERS[tier], day=w.date(due_on))
    if at is not None and tier is not Tier.LEFT_OVER:
        said = w.say(mark("The visit begins at {time}."), time=w.clock(at))
    if is_held:
        return said
    dealt = w.say(mark("Nobody's case: dealt to you by workload and training."))
    return ("" if w.is_chinese else " ").join([said, dealt])


def pages_line(w: Words, day: date, crew: tuple[str, ...], pages: int) -> str:
    """Pages of a team's day that are still out."""
    return w.say(
        mark("{pages} pages of {day} ({crew}) aren't accounted for: Plan, Teams."),
        pages=pages,
        day=w.date(day),
        crew=("、" if w.is_chinese else ", ").join(name for name in crew if name),
    )


def phone_list_line(w: Words, number: str, holder: str, day: date) -> str:
    """A printed list of numbers that should have come back."""
    return w.say(
        mark("Phone list {number} ({name}) should have come back by {day}: Customers, More, Phone list."),
        number=number,
        name=holder,
        day=w.date(day),
    )


def improvement_line(
    w: Words, what: str, day: date, name: str, *, number: str, case_no: str, is_late: bool
) -> str:
    """Something that is to get better, by when, and where its result is noted; ``number`` is a complaint's."""
    after_complaint = mark(
        "To get better by {day} ({name}): {what}. {number}: note what came of it in Complaints."
    )
    after_call = mark(
        "To get better by {day} ({name}): {what}. {case}: note what came of it in Effect, Callbacks."
    )
    told = {"day": w.date(day), "name": name, "what": what.rstrip(".。")}
    where = (after_complaint, {"number": number}) if number else (after_call, {"case": case_no})
    said = w.say(where[0], **where[1], **told)
    return f"{w.say(mark('Late'))} · {said}" if is_late else said


def load_line(w: Words, name: str, items: int, minutes: int) -> str:
    """Somebody's day in a choice of whose list is shown."""
    return w.say(
        mark("{name} · {count} · {hours} h"), name=name, count=w.number(items), hours=f"{minutes / 60:.1f}"
    )


def in_force_line(
    w: Words, plans_id: str, version: int, plans: int, since: date | None, by: str, second: str
) -> str:
    """Which plans of steps stand, and since when and by whom where they are the branch's own."""
    if since is None:
        said = mark("{plans} version {version}, {count} plans, as they came with the program.")
        return w.say(said, plans=plans_id, version=version, count=plans)
    said = mark(
        "{plans} version {version}, {count} plans of the branch's own, since {day} by {by} and {second}."
    )
    return w.say(said, plans=plans_id, version=version, count=plans, day=w.date(since), by=by, second=second)


def tried_line(w: Words, plans: int, steps: int, minutes: int, steps_now: int, minutes_now: int) -> str:
    """What plans would do in the coming week beside those that stand."""
    return w.say(
        mark(
            "Nothing wrong in {plans} plans. In the coming week {steps} steps, {hours}; as it stands {steps_now} "
            "steps, {hours_now}. Nothing was written."
        ),
        plans=plans, steps=w.number(steps), hours=hours(w, minutes), steps_now=w.number(steps_now),
        hours_now=hours(w, minutes_now),
    )  # fmt: skip
