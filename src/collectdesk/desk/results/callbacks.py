"""Satisfaction: the callback list, asked by somebody who neither went nor holds the case, and what gets better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.people import own_work
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.callbacks import CallbackOutcome, require_answer
from collectdesk.store.people.people import account_names
from collectdesk.store.results import callbacks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collectdesk.store.results.callbacks import AskableVisit, Callback
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class CallbackLine:
    """A visit to ask about, or an asking with its visit; ``own`` where the asker's own work is asked about."""

    visit_id: str
    visit_no: str
    case_no: str
    customer_id: str
    name: str
    visited_on: date
    own: bool
    asked: Callback | None = None


@dataclass(frozen=True, slots=True)
class CallbackDesk:
    """Whom to ask, the oldest visit first; what was said, the newest first; names by account."""

    waiting: tuple[CallbackLine, ...]
    asked: tuple[CallbackLine, ...]
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListCallbacks(Lookup[CallbackDesk]):
    """The callback list and what came of it."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "callback.listed"

    def look(self, view: View) -> CallbackDesk:
        seen, none = masking.of_customers(view), masking.without_case(view)

        def line(visit: AskableVisit, asked: Callback | None = None) -> CallbackLine:
            name = masking.name(seen.get(visit.customer_id, none), visit.name)
            own = asked is None and view.actor.id in makers_of(view, visit.visit_id, visit.case_id)
            return CallbackLine(visit.visit_id, visit.visit_no, visit.case_no, visit.customer_id, name,
                                visit.visited_on, own, asked)  # fmt: skip

        told = (
            (visit, one)
            for one in callbacks.everyone(view)
            if (visit := callbacks.visited(view, one.visit_id))
        )
        return CallbackDesk(
            tuple(line(each) for each in callbacks.askable(view, view.today)),
            tuple(line(visit, one) for visit, one in told),
            {str(one): name for one, name in account_names(view).items()},
        )


def makers_of(view: View, visit_id: str, case_id: str) -> frozenset[str]:
    """Who went, who typed the record, and whose case it is: none of them asks how it was."""
    return own_work.of_record(view, visit_id) | own_work.of_case(view, case_id)


@dataclass(frozen=True, slots=True)
class NoteCallback(Change[str]):
    """Note what a customer said of a visit: one to five, in their words; never by who made it."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "callback.noted"
    four_eyes: ClassVar = "four_eyes.own_callback"
    touches: ClassVar = frozenset({Subject.CASES})

    visit_id: str
    asked_on: date
    outcome: CallbackOutcome
    score: int | None = None
    said: str = ""

    def makers(self, view: View) -> frozenset[str]:
        visit = callbacks.visited(view, self.visit_id)
        return makers_of(view, visit.visit_id, visit.case_id) if visit else frozenset()

    def carry_out(self, work: Work) -> str:
        visit = next(
            (one for one in callbacks.askable(work, work.today) if one.visit_id == self.visit_id), None
        )
        if visit is None:
            raise Refused("callback.not_waiting")
        require_answer(self.outcome, self.score, self.asked_on, visit.visited_on, work.today)
        made = callbacks.add(
            work, visit.case_id, visit.visit_id, asked_on=self.asked_on, outcome=self.outcome.value, score=self.score,
            said=self.said.strip(),
        )  # fmt: skip
        work.note(case=visit.case_id, visit=visit.visit_id, callback=made, outcome=self.outcome.value)
        return made


@dataclass(frozen=True, slots=True)
class SetCallbackImprovement(Change[None]):
    """Say what is to get better for what a customer said, who sees to it, and by when."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "callback.improvement_set"
    touches: ClassVar = frozenset({Subject.CASES})

    callback_id: str
    what: str
    owner_id: str
    due_on: date

    def carry_out(self, work: Work) -> None:
        kept = _callback(work, self.callback_id)
        if not self.what.strip():
            raise Refused("complaint.improvement_missing", field="what")
        if self.owner_id not in account_names(work):
            raise Refused("complaint.owner_missing", field="owner_id")
        if self.due_on < work.today:
            raise Refused("complaint.due_past", field="due_on")
        callbacks.change(
            work, kept.id, improvement=self.what.strip(), improvement_owner=self.owner_id,
            improvement_due_on=self.due_on, result="", result_on=None,
        )  # fmt: skip
        work.note(callback=kept.id, owner=self.owner_id)


@dataclass(frozen=True, slots=True)
class NoteCallbackResult(Change[None]):
    """Say what came of the improvement."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "callback.result_noted"
    touches: ClassVar = frozenset({Subject.CASES})

    callback_id: str
    result: str

    def carry_out(self, work: Work) -> None:
        kept = _callback(work, self.callback_id)
        if not kept.improvement:
            raise Refused("complaint.no_improvement")
        if not self.result.strip():
            raise Refused("complaint.result_missing", field="result")
        callbacks.change(work, kept.id, result=self.result.strip(), result_on=work.today)
        work.note(callback=kept.id)


def _callback(view: View, callback_id: str) -> Callback:
    found = next((each for each in callbacks.everyone(view) if each.id == callback_id), None)
    if found is None:
        raise LookupError(f"no callback {callback_id}")
    return found
