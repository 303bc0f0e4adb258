"""Deciding waivers: each component by itself, by somebody else than who offered it, and within the branch's power."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.people import own_work
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.solutions.solution_gathering import solution_table
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.waivers import WaiverState, require_power
from collectdesk.store.cases import solutions, waivers
from collectdesk.store.cases.waivers import Waiver
from collectdesk.store.trouble import StaleRecord

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

__all__ = ["DecideWaiver", "ShowWaivers", "Waiver", "WaiverState", "WeighedWaiver"]


@dataclass(frozen=True, slots=True)
class WeighedWaiver:
    """A waiver beside the most that the branch grants of its component by itself."""

    waiver: Waiver
    most: Money


@dataclass(frozen=True, slots=True)
class ShowWaivers(Lookup[tuple[WeighedWaiver, ...]]):
    """What an arrangement gives up, with the power to do so."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "waiver.shown"

    arrangement_id: str

    def look(self, view: View) -> tuple[WeighedWaiver, ...]:
        powers = solution_table().powers
        found = waivers.waivers(view, arrangement_id=self.arrangement_id)
        return tuple(WeighedWaiver(each, powers[each.component]) for each in found)


@dataclass(frozen=True, slots=True)
class DecideWaiver(Change[WaiverState]):
    """Grant or refuse one component's waiver; above the branch's power on a decision of the office above, by number."""

    needs: ClassVar = Permission.APPROVE_SOLUTION
    action: ClassVar = "waiver.decided"
    timed: ClassVar = True
    four_eyes: ClassVar = "four_eyes.own_plan"
    touches: ClassVar = frozenset({Subject.SOLUTIONS, Subject.CASES})

    waiver_id: str
    grant: bool
    reason: str = ""
    authority: str = ""

    def signed_subject(self) -> str:
        return self.waiver_id if self.grant else ""

    def makers(self, view: View) -> frozenset[str]:
        found = waivers.waivers(view, waiver_id=self.waiver_id)
        return own_work.of_plan(view, found[0].arrangement_id) if found else frozenset()

    def carry_out(self, work: Work) -> WaiverState:
        kept = next(iter(waivers.waivers(work, waiver_id=self.waiver_id)), None)
        if kept is None or kept.state is not WaiverState.PROPOSED:
            raise StaleRecord("waiver", self.waiver_id)
        plan = solutions.arrangement(work, kept.arrangement_id)
        if plan.arrangement.state is not ArrangementState.SIGNED:
            raise Refused("waiver.plan_not_signed", number=plan.number)
        if self.grant:
            require_power(
                kept.component, kept.amount, solution_table().powers[kept.component], self.authority
            )
        elif not self.reason.strip():
            raise Refused("waiver.reason_missing", field="reason")
        state = WaiverState.GRANTED if self.grant else WaiverState.REFUSED
        waivers.decide(work, kept, state, self.reason.strip(), self.authority.strip() if self.grant else "")
        work.note(case=kept.case_id, arrangement=kept.arrangement_id, waiver=kept.id, granted=self.grant)
        return state


def require_waivers_granted(work: Work, arrangement_id: str) -> None:
    """An arrangement runs only once everything it gives up was granted, each component by itself."""
    found = waivers.waivers(work, arrangement_id=arrangement_id)
    if any(each.state is WaiverState.PROPOSED for each in found):
        raise Refused("waiver.undecided")
    if any(each.state is WaiverState.REFUSED for each in found):
        raise Refused("waiver.was_refused")
