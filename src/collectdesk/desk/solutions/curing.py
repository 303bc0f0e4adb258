"""Cases that owe nothing overdue any more: their calls end, closing is offered; a relapse brings the call back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from collectdesk.domain.customers.cases import POINTLESS_WHEN_CURED, StepKind
from collectdesk.domain.ids import CaseId
from collectdesk.domain.visits.visits import RequestState, VisitState
from collectdesk.store.cases import cases, curing
from collectdesk.store.cases.cases import Step
from collectdesk.store.visits import visits
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Leftover:
    """A visit of a cured case that somebody has to cancel or let stand; only asked for while ``visit_no`` is empty."""

    case_id: CaseId
    case_no: str
    visit_no: str
    planned_at: datetime | None


@dataclass(frozen=True, slots=True)
class Settled:
    """How many cases owe nothing overdue any more, how many do again, and the visits that are still to come."""

    cured: int
    relapsed: int
    leftovers: tuple[Leftover, ...]


def settle_cured(work: Work, batch_id: str | None = None) -> Settled:
    """Let the steps of every open case follow what it owes; cases with a promise or plan to watch keep theirs.

    Of an import only the cases that it told something of, and not those that it opened itself.
    """
    watched, pending = curing.watched_cases(work), _leftovers(work)
    owing = [
        one for one in curing.owing(work, batch_id)
        if one.case_id not in watched and (batch_id is None or one.case_id < batch_id)
    ]  # fmt: skip
    steps: dict[str, list[Step]] = {}
    for step in cases.steps_of(work, [one.case_id for one in owing]):
        steps.setdefault(step.case_id, []).append(step)
    cured, relapsed = [], 0
    for one in owing:
        held = steps.get(one.case_id, [])
        if one.unpaid.fen > 0 or (one.dpd > 0 and not one.overdue.fen):
            relapsed += _call_again(work, one.case_id, held)
        elif one.overdue.fen > 0:
            cured += [one.case_id] if _await_the_list(work, one.case_id, held) else []
        else:
            cured += [one.case_id] if _offer_closing(work, one.case_id, held, pending) else []
    return Settled(
        len(cured), relapsed, tuple(left for case_id in cured for left in pending.get(case_id, ()))
    )


def _offer_closing(
    work: Work, case_id: CaseId, held: Sequence[Step], pending: Mapping[str, Sequence[Leftover]]
) -> bool:
    """Core banking says that nothing is overdue; True when that is news to the case."""
    for step in held:
        if step.kind in POINTLESS_WHEN_CURED or _waits_for_the_list(step) or step.why == "promise.kept":
            cases.finish_step(work, step, "cured")
    why = "case.cured_visit" if case_id in pending else "case.cured"
    offered = next((step for step in held if step.kind is StepKind.ARCHIVE), None)
    if offered is None:
        cases.add_step(work, case_id, StepKind.ARCHIVE, work.today, why)
    elif offered.why in _CURED and offered.why != why:
        cases.add_step(work, case_id, StepKind.ARCHIVE, offered.due_on, why)
    return offered is None


def _await_the_list(work: Work, case_id: CaseId, held: Sequence[Step]) -> bool:
    """Payments cover the arrears, which core banking hasn't confirmed: nobody rings, the next list is looked at."""
    for step in held:
        if step.kind in POINTLESS_WHEN_CURED:
            cases.finish_step(work, step, "paid")
    if any(_waits_for_the_list(step) or step.kind is StepKind.ARCHIVE for step in held):
        return False
    cases.add_step(work, case_id, StepKind.REVIEW, work.today + timedelta(days=1), "case.paid")
    return True


def _call_again(work: Work, case_id: CaseId, held: Sequence[Step]) -> bool:
    """What was thought to be over isn't; True when it was thought so."""
    over = [step for step in held if _waits_for_the_list(step) or _offers_closing(step)]
    for step in over:
        cases.finish_step(work, step, "relapsed")
    if over:
        cases.add_step(work, case_id, StepKind.CALL, work.today, "case.relapsed")
    return bool(over)


_CURED = frozenset({"case.cured", "case.cured_visit"})


def _offers_closing(step: Step) -> bool:
    """Without a subject: what a completed plan offers speaks of the plan. Putting off changes the reason, not this."""
    return step.kind is StepKind.ARCHIVE and not step.subject_id


def _waits_for_the_list(step: Step) -> bool:
    return step.kind is StepKind.REVIEW and not step.subject_id


def _leftovers(view: View) -> dict[str, list[Leftover]]:
    """Visits to come and requests for visits, by case."""
    found: dict[str, list[Leftover]] = {}
    for visit in visits.visits_in(view, VisitState.SCHEDULED, VisitState.KIT_PRINTED):
        number = cases.case(view, visit.case_id).case_no
        found.setdefault(visit.case_id, []).append(
            Leftover(visit.case_id, number, visit.visit_no, visit.planned_at)
        )
    for state in (RequestState.SUBMITTED, RequestState.APPROVED):
        for asked in visits.requests(view, state=state):
            number = cases.case(view, asked.case_id).case_no
            found.setdefault(asked.case_id, []).append(Leftover(asked.case_id, number, "", None))
    return found
