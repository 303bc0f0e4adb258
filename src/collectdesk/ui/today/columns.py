"""Owns how the worklist is read: its columns, the groups of the filter, and the words and tones of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.products import ProductKind
from collectdesk.terms import code_term, term
from collectdesk.terms_steps import priority
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.segments import Segment
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from collectdesk.desk.customers.today import WorkItem, Worklist
    from collectdesk.words import Words

LONG_OVERDUE: Final = 90
"""Days past due beyond which the figure is set in the colour of danger: M4 and later."""

GROUPS: Final[dict[str, tuple[StepKind, ...]]] = {
    "calls": (StepKind.CALL,),
    "visits": (
        StepKind.REQUEST_VISIT, StepKind.PLAN_VISIT, StepKind.NOTIFY, StepKind.PRINT_KIT,
        StepKind.RECORD_VISIT,
    ),
    "promises": (
        StepKind.PROMISE_BROKEN, StepKind.PLAN_BROKEN, StepKind.FOLLOW_PROMISE, StepKind.FOLLOW_PLAN,
        StepKind.SOLUTION,
    ),
    "checks": (StepKind.ASSESS, StepKind.REVIEW, StepKind.DEADLINE, StepKind.ARCHIVE),
}  # fmt: skip
_PILLS: Final = (
    ("all", mark("All")),
    ("calls", mark("Calls")),
    ("visits", mark("Visits")),
    ("promises", mark("Solutions")),
    ("checks", mark("Reviews")),
)
_TONES: Final = {
    StepKind.CALL: (Tone.NOTICE, False),
    StepKind.ASSESS: (Tone.SPECIAL, False),
    StepKind.REVIEW: (Tone.SPECIAL, False),
    StepKind.DEADLINE: (Tone.WARN, True),
    StepKind.PROMISE_BROKEN: (Tone.DANGER, True),
    StepKind.PLAN_BROKEN: (Tone.DANGER, True),
    StepKind.FOLLOW_PROMISE: (Tone.GOOD, False),
    StepKind.FOLLOW_PLAN: (Tone.GOOD, False),
    StepKind.SOLUTION: (Tone.GOOD, False),
    StepKind.ARCHIVE: (Tone.PLAIN, False),
}
_SHORT: Final = {
    StepKind.CALL: mark("Telephone"),
    StepKind.ASSESS: mark("Check the risk"),
    StepKind.REQUEST_VISIT: mark("Consider a visit"),
    StepKind.PLAN_VISIT: mark("Plan the visit"),
    StepKind.NOTIFY: mark("Announce the visit"),
    StepKind.PRINT_KIT: mark("Print the kit"),
    StepKind.RECORD_VISIT: mark("Record the visit"),
    StepKind.SOLUTION: mark("Offer a solution"),
    StepKind.FOLLOW_PROMISE: mark("Promise due"),
    StepKind.FOLLOW_PLAN: mark("Plan due"),
    StepKind.PROMISE_BROKEN: mark("Promise broken"),
    StepKind.PLAN_BROKEN: mark("Plan broken"),
    StepKind.ARCHIVE: mark("Archive"),
    StepKind.REVIEW: mark("Review"),
    StepKind.DEADLINE: mark("Deadline"),
}
"""In a list, where the long name of a step would push the figures out."""


def step_chip(words: Words, kind: StepKind) -> Status:
    """What is to be done, as a chip."""
    tone, calls = _TONES.get(kind, (Tone.WARN, False))
    return Status(words.say(_SHORT[kind]), tone, calls)


def products_text(words: Words, kinds: Iterable[str]) -> str:
    """The kinds of product a customer is overdue with."""
    return ("、" if words.is_chinese else ", ").join(term(words, ProductKind(kind)) for kind in kinds)


def due_text(words: Words, item: WorkItem) -> str:
    """When it is due; what was left over says so in words."""
    if item.days_late > 0:
        return words.plural("{count} day late", "{count} days late", item.days_late)
    if item.days_late < 0:
        return words.plural("{count} day left", "{count} days left", -item.days_late)
    return words.say(mark("Today"))


def why_text(words: Words, item: WorkItem) -> str:
    """Why this is the next step."""
    return code_term(words, "why", item.why)


def priority_text(words: Words, item: WorkItem) -> str:
    """Why it stands where it stands."""
    return priority(words, item.tier, item.due_on, item.at, is_held=item.is_held)


def late_tone(item: WorkItem) -> Tone:
    return Tone.DANGER if item.days_late > 0 else Tone.PLAIN


COLUMNS: Final[tuple[Column[WorkItem], ...]] = (
    Column(mark("Customer"), lambda _w, r: r.name, Kind.BOLD, stretch=True, width=76, id="name"),
    Column(mark("Case no."), lambda _w, r: r.case_no, Kind.MUTED, id="case_no"),
    Column(mark("Products"), lambda w, r: products_text(w, r.kinds), Kind.MUTED, id="products"),
    Column(
        mark("Overdue"), lambda w, r: w.money(r.overdue, sign=False), Kind.MONEY, sort=lambda r: r.overdue.fen,
        id="overdue",
    ),
    Column(
        mark("Days"), lambda w, r: w.number(r.dpd), Kind.NUMBER, sort=lambda r: r.dpd,
        tone=lambda r: Tone.DANGER if r.dpd > LONG_OVERDUE else Tone.PLAIN, id="days",
    ),
    Column(mark("What to do"), lambda w, r: step_chip(w, r.kind), Kind.CHIP, id="kind"),
    Column(mark("Due"), due_text, width=104, sort=lambda r: -r.days_late, tone=late_tone, id="due"),
)  # fmt: skip


def pills(found: Worklist) -> tuple[Segment, ...]:
    """The filter with its counts, of all that is due and not only of what is shown."""
    return tuple(
        Segment(
            group, sentence,
            sum(times for kind, _, times in found.counted if group == "all" or kind in GROUPS[group]),
        )
        for group, sentence in _PILLS
    )  # fmt: skip


def filtered(items: Sequence[WorkItem], group: str) -> tuple[WorkItem, ...]:
    """The items of a group; what was left over stays in every group, since it can't be hidden."""
    if group not in GROUPS:
        return tuple(items)
    return tuple(item for item in items if item.days_late > 0 or item.kind in GROUPS[group])
