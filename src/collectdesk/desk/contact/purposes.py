"""What a contact is for: to collect, or only to remind of what falls due under a plan that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.rules.packs import Act
from collectdesk.store.cases import cases

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from collectdesk.store.work import View

FOLLOWED: Final = (StepKind.FOLLOW_PROMISE, StepKind.FOLLOW_PLAN)
REMINDS: Final = "remind."
"""Begins the reason of a step that asks for a reminder before a due date."""
_MAY_REMIND: Final = frozenset({Act.CALL, Act.MESSAGE})


def purpose_of(view: View, case_id: str, day: date, act: Act | None, standing: Collection[cases.Hold]) -> str:
    """The purpose of a call or a message under a plan that is kept is its reminder, once that is asked for.

    The agreement promises that collection stops and that the next instalment may be reminded of.
    """
    if act not in _MAY_REMIND or all(hold.code != "plan_active" for hold in standing):
        return "collect"
    due = view.once(("reminders", case_id, day), lambda: cases.steps(view, until=day, case_id=case_id))
    return "remind" if any(s.kind in FOLLOWED and s.why.startswith(REMINDS) for s in due) else "collect"
