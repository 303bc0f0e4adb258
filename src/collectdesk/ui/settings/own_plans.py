"""Owns what the card of a branch's own plans of steps asks and says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.risk.own_plans import AdoptPlans, ShowPlans, TryPlans, WithdrawPlans
from collectdesk.terms_steps import in_force_line, tried_line
from collectdesk.ui.settings.own_text import OwnFile, OwnText
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.risk.own_plans import PlansInForce, PlansTried
    from collectdesk.ui.office import Office
    from collectdesk.ui.page import Note
    from collectdesk.words import Words


class OwnPlans(OwnText):
    """Which plans of steps stand; opened, their text and what another would do this week."""

    def __init__(self, office: Office, tell: Callable[[Note], None]) -> None:
        super().__init__(office, tell, _PLANS)


def _in_force(words: Words, found: PlansInForce) -> str:
    told = (found.plans_id, found.version, found.plans, found.since, found.by, found.second)
    return in_force_line(words, *told)


def _tried(words: Words, tried: PlansTried) -> str:
    told = (tried.plans, tried.steps, tried.minutes, tried.steps_now, tried.minutes_now)
    return tried_line(words, *told)


_PLANS = OwnFile(
    mark("Which plans of steps stand"), mark("The branch's own plans …"), mark("&Plans"), "own_plans",
    ShowPlans, TryPlans, lambda text, reason, second: AdoptPlans(text, reason, second=second), WithdrawPlans,
    _in_force, _tried,
)  # fmt: skip
