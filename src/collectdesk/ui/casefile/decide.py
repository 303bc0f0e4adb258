"""Owns what moves a chosen plan on: the customer's signature, then the supervisor's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectdesk.desk.customers.files import KeptArrangement
from collectdesk.desk.solutions.solving import DecidePlan, SignPlan
from collectdesk.desk.solutions.waiving import DecideWaiver, ShowWaivers, Waiver, WaiverState, WeighedWaiver
from collectdesk.domain.people.people import Permission
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.terms import term
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.casefile.solutions import SolutionsTab


class DecideCard(ActForm):
    """Shown for a plan that waits and for those who may decide; four eyes are the desk's to keep."""

    def __init__(self, tab: SolutionsTab) -> None:
        super().__init__(tab.office, mark("Waits for approval"), mark("Approve"), kept_as="plan_decided",
                         coached_as="arrangement", fields_of={"arrangement.reason_missing": "reason"})  # fmt: skip
        self._tab = tab
        self._plan: KeptArrangement | None = None
        self.facts = Facts()
        self.body.insertWidget(0, self.facts)
        self.form.add("reason", mark("Reason"), TextEdit(tab.speech, mark("Needed when the plan is refused")))
        self.add_act(mark("Refuse the plan"), self._refuse_plan, "danger")
        self.submitted.connect(lambda values: self._decide(values, approve=True))
        self.hide()

    def show_plan(self, plan: KeptArrangement | None) -> None:
        """Show what is to be decided; hides for anything else."""
        waits = plan is not None and plan.arrangement.state is ArrangementState.SIGNED
        self.setVisible(waits and self._tab.may(Permission.APPROVE_SOLUTION))
        self._plan = plan if waits else None
        if plan is None or not waits:
            return
        self.belongs_to(plan.id)
        words, file = self._tab.office.words, self._tab.file
        schedule = plan.arrangement.schedule
        self.facts.show_facts(
            [
                Fact(words.say(mark("Plan no.")), plan.number),
                Fact(words.say(mark("Offered by")), file.people.get(plan.offered_by, "") if file else ""),
                Fact(words.say(mark("Reason")), plan.reason),
                Fact(words.say(mark("Together")), words.money(schedule.total)),
                Fact(words.say(mark("Ends on")), words.date(schedule.ends_on)),
            ]
        )

    def _refuse_plan(self) -> None:
        values = self.form.read()
        if values is not None:
            self.accept()
            self._decide(values, approve=False)

    def _decide(self, values: dict[str, Any], *, approve: bool) -> None:
        if self._plan is None:
            return
        deed = DecidePlan(self._plan.id, approve, values["reason"] or "")
        said = mark("The plan runs from now on.") if approve else mark("The plan is refused.")
        self._tab.run(deed, lambda _state: self._done(said), self.refuse)

    def _done(self, said: str) -> None:
        self.finish()
        self._tab.host.confirm(self._tab.office.say(said))


class SignCard(ActForm):
    """Shown for an offer that the customer hasn't signed yet."""

    def __init__(self, tab: SolutionsTab) -> None:
        super().__init__(
            tab.office,
            mark("Waits for the customer's signature"),
            mark("It is signed"),
            kept_as="plan_signed",
        )
        self._tab = tab
        self._plan: KeptArrangement | None = None
        self.facts = Facts()
        self.body.insertWidget(0, self.facts)
        self.submitted.connect(lambda _values: self._sign())
        self.hide()

    def show_plan(self, plan: KeptArrangement | None) -> None:
        """Show the offer to be signed; hides for anything else."""
        waits = plan is not None and plan.arrangement.state is ArrangementState.OFFER
        self.setVisible(waits and self._tab.may(SignPlan.needs))
        self._plan = plan if waits else None
        if plan is None or not waits:
            return
        self.belongs_to(plan.id)
        words, schedule = self._tab.office.words, plan.arrangement.schedule
        self.facts.show_facts(
            [
                Fact(words.say(mark("Plan no.")), plan.number),
                Fact(words.say(mark("Together")), words.money(schedule.total)),
                Fact(words.say(mark("Ends on")), words.date(schedule.ends_on)),
            ]
        )

    def _sign(self) -> None:
        if self._plan is not None:
            self._tab.run(SignPlan(self._plan.id), lambda _none: self._done(), self.refuse)

    def _done(self) -> None:
        self.finish()
        self._tab.host.confirm(self._tab.office.say(mark("The plan waits for the supervisor.")))


class WaiverCard(ActForm):
    """Shown for a signed plan whose waivers aren't all decided: one component after the other."""

    def __init__(self, tab: SolutionsTab) -> None:
        super().__init__(
            tab.office, mark("A waiver waits"), mark("Grant this waiver"), kept_as="waiver_decided"
        )
        self._tab = tab
        self._asked = ""
        self._waiver: Waiver | None = None
        self.facts = Facts()
        self.body.insertWidget(0, self.facts)
        self.form.add("reason", mark("Reason"), TextEdit(tab.speech, mark("Needed when it isn't granted")))
        hint = mark("Above the branch's power: number of the decision")
        self.form.add("authority", mark("Office above"), TextEdit(tab.speech, hint))
        self.add_act(mark("Don't waive it"), self._refuse_waiver, "danger")
        self.submitted.connect(lambda values: self._decide(values, grant=True))
        self.hide()

    def show_plan(self, plan: KeptArrangement | None) -> None:
        """Ask what the plan gives up; hides where nothing waits."""
        self.hide()
        waits = plan is not None and plan.arrangement.state is ArrangementState.SIGNED
        self._asked = plan.id if plan and waits and self._tab.may(DecideWaiver.needs) else ""
        if self._asked:
            asked = self._asked
            self._tab.run(ShowWaivers(asked), lambda found: self._take(asked, found), self._tab.host.warn)

    def _take(self, asked: str, found: tuple[WeighedWaiver, ...]) -> None:
        waiting = [each for each in found if each.waiver.state is WaiverState.PROPOSED]
        if asked != self._asked or not waiting:
            return
        self._waiver = waiting[0].waiver
        self.belongs_to(self._waiver.id)
        words = self._tab.office.words
        self.facts.show_facts(
            [
                Fact(words.say(mark("What")), term(words, self._waiver.component)),
                Fact(words.say(mark("Amount")), words.money(self._waiver.amount)),
                Fact(words.say(mark("The branch's own power")), words.money(waiting[0].most)),
                Fact(words.say(mark("Still to decide")), words.number(len(waiting))),
            ]
        )
        self.show()

    def _refuse_waiver(self) -> None:
        values = self.form.read()
        if values is not None:
            self.accept()
            self._decide(values, grant=False)

    def _decide(self, values: dict[str, Any], *, grant: bool) -> None:
        if self._waiver is not None:
            deed = DecideWaiver(self._waiver.id, grant, values["reason"] or "", values["authority"] or "")
            said = mark("The waiver is granted.") if grant else mark("It isn't waived.")
            self._tab.run(deed, lambda _state: self._done(said), self.refuse)

    def _done(self, said: str) -> None:
        self.finish()
        self._tab.host.confirm(self._tab.office.say(said))
