"""Is this visit worth it: its worth with the risk it runs, and the next best step as a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from collectdesk.desk.customers.borrower_facts import borrower_facts
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.risk.assessing import learnt_assessment, newest_assessment, standing_override
from collectdesk.desk.risk.worthing import worth_of
from collectdesk.domain.people.people import Permission
from collectdesk.domain.risk.overriding import overridden
from collectdesk.domain.risk.risk import Strategy
from collectdesk.domain.risk.weighed import CheckedBefore, Suggestion, Weighed
from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class WeighVisit(Lookup[Weighed]):
    """Weigh a visit to a case's customer, at one address or at the first usable one."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "visit.weighed"

    case_id: str
    point_id: str = ""

    def look(self, view: View) -> Weighed:
        return weigh(view, self.case_id, self.point_id)


def weigh(view: View, case_id: str, point_id: str = "") -> Weighed:
    """Everything about the worth of a visit now."""
    found = worth_of(view, case_id, point_id)
    newest = newest_assessment(view, case_id)
    result, _ = learnt_assessment(view, case_id, borrower_facts(view, case_id), visit_pays=found.pays)
    word = standing_override(newest, view.today)
    if word is not None:
        result = overridden(result, word)
    known = {strategy.value for strategy in Strategy}
    checked = (
        CheckedBefore(newest.assessed_on, Strategy(newest.strategy))
        if newest is not None and newest.strategy in known
        else None
    )
    return Weighed(
        found.worth, found.overdue, found.trip, found.is_located, found.joint, result.level, result.care,
        Suggestion(result.strategy, result.visit_reasons, found.worth.best), checked=checked,
    )  # fmt: skip
