"""From the request to the plan: ask, decide, judge, plan, tell the customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Final

from collectdesk.desk.contact.statutory import brings_statutory_notice
from collectdesk.desk.customers import masking
from collectdesk.desk.people import own_work
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules import gate
from collectdesk.desk.rules.starts import nearest_starts, visit_begun
from collectdesk.desk.visits.crews import crew_by_ids, require_free
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.ids import CaseId, CustomerId, RequestId, StaffId, VisitId
from collectdesk.domain.money import Money, total
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.visits.asking import PLAIN, VALID_FOR, Asked, has_expired, require_sense
from collectdesk.domain.visits.visits import (
    Approach,
    RequestReason,
    RequestState,
    Verdict,
    VisitState,
    decide_request,
    require_plannable,
)
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers, openings
from collectdesk.store.people.people import Staff, account_names, staff
from collectdesk.store.visits import visits
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A visit request as lists and the inbox show it."""

    request_id: RequestId
    case_id: CaseId
    case_no: str
    name: str
    overdue: Money
    dpd: int
    address: str
    reason: RequestReason
    note: str
    preferred: str
    state: RequestState
    asked_by: str
    asked_at: datetime
    decision_reason: str
    customer_id: CustomerId
    wanted: Asked = PLAIN
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit as the plan shows it."""

    visit_id: VisitId
    visit_no: str
    case_id: CaseId
    case_no: str
    name: str
    address: str
    planned_at: datetime
    minutes: int
    officer: str
    safety: str
    approach: Approach
    state: VisitState
    customer_id: CustomerId
    back_at: datetime | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class RequestVisit(Change[RequestId]):
    """Ask for a visit to one address; what was asked holds for a month."""

    needs: ClassVar = Permission.REQUEST_VISIT
    action: ClassVar = "visit.requested"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    case_id: str
    point_id: str
    reason: RequestReason
    note: str = ""
    preferred: str = ""
    wanted: Asked = PLAIN

    def carry_out(self, work: Work) -> RequestId:
        require_sense(self.wanted)
        self._require_askable(work)
        request_id = visits.add_request(
            work, self.case_id, self.point_id, self.reason, self.note.strip(), self.preferred.strip(),
            self.wanted, work.today + VALID_FOR,
        )  # fmt: skip
        cases.finish_steps(work, self.case_id, (StepKind.REQUEST_VISIT, StepKind.ASSESS), "requested")
        work.note(case=self.case_id, request=request_id)
        return request_id

    def _require_askable(self, work: Work) -> None:
        kept = cases.case(work, self.case_id)
        if kept.closed_on is not None:
            raise Refused("case.closed", closed_on=kept.closed_on)
        if not any(p.overdue.fen > 0 or p.dpd > 0 for p in customers.products(work, kept.customer_id)):
            raise Refused("request.settled")
        require_not_entrusted(work, self.case_id)
        held = gate.holds_now(work, self.case_id, self.point_id, Act.VISIT)
        if held and not brings_statutory_notice(work, self.case_id, self.point_id, self.reason):
            raise Refused("request.case_held", holds=tuple(sorted(held)))
        waiting = [
            r
            for r in visits.requests(work, case_id=self.case_id)
            if r.state in (RequestState.SUBMITTED, RequestState.APPROVED, RequestState.PLANNED)
        ]
        if waiting:
            raise Refused("request.already_open", state=waiting[0].state.value)
        mine = customers.points(work, kept.customer_id)
        point = next((p for p in mine if p.id == self.point_id), None)
        if point is None or point.kind != "address":
            raise Refused("request.needs_address", field="point_id")
        if not point.is_usable_on(work.today):
            raise Refused("request.address_unusable", field="point_id", standing=point.standing)


def require_not_entrusted(view: View, case_id: str) -> None:
    """Refuse a visit by the branch's own people while an agency collects; raises Refused(request.entrusted)."""
    if ENTRUSTED in cases.standing_holds(view, case_id, view.today):
        raise Refused("request.entrusted")


ENTRUSTED: Final = "entrusted"
"""The hold of a case that an agency was entrusted with."""


@dataclass(frozen=True, slots=True)
class DecideRequest(Change[RequestState]):
    """Approve, return or reject a request; a no needs its reason, and so does a yes at high risk: its extra approval.

    Nobody decides their own or their own case's. Several at once (``in_batch``): only those whose file this person
    has opened since the visit was asked for.
    """

    needs: ClassVar = Permission.APPROVE_VISIT
    action: ClassVar = "visit.decided"
    timed: ClassVar = True
    four_eyes: ClassVar = "four_eyes.own_request"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    request_id: str
    verdict: Verdict
    reason: str = ""
    in_batch: bool = False

    def signed_subject(self) -> str:
        return self.request_id if self.verdict is Verdict.APPROVE else ""

    def makers(self, view: View) -> frozenset[str]:
        return own_work.of_request(view, self.request_id)

    def carry_out(self, work: Work) -> RequestState:
        kept = visits.request(work, self.request_id)
        if has_expired(kept.expires_on, work.today):
            raise Refused("request.expired", expired_on=kept.expires_on)
        owner = cases.case(work, kept.case_id).customer_id
        if self.in_batch and not openings.was_opened(work, owner, local_day(kept.asked_at)):
            raise Refused("request.not_opened", name=self._name(work, kept))
        state = decide_request(kept.state, self.verdict, self.reason)
        if state is RequestState.APPROVED:
            gate.require_extra_approval(work, kept.case_id, self.reason)
        settle_request(work, kept, state, self.reason.strip())
        work.note(case=kept.case_id, request=kept.id, verdict=self.verdict.value)
        return state

    @staticmethod
    def _name(view: View, kept: visits.VisitRequest) -> str:
        case = cases.case(view, kept.case_id)
        return masking.name(masking.of_case(view, case), customers.customer(view, case.customer_id).name)


def settle_request(
    work: Work, kept: visits.VisitRequest, state: RequestState, reason: str, by: str | None = None
) -> None:
    """Keep a decision with what is to be done next; ``by`` is who decided, where it isn't the actor."""
    visits.set_request_state(work, kept, state, reason, by)
    if state is RequestState.APPROVED:
        cases.add_step(work, kept.case_id, StepKind.PLAN_VISIT, work.today, "visit.approved", kept.id)
    else:
        cases.add_step(work, kept.case_id, StepKind.REVIEW, work.today, f"visit.{state.value}", kept.id)


@dataclass(frozen=True, slots=True)
class WithdrawRequest(Change[None]):
    """Take a request back before it is carried out."""

    needs: ClassVar = Permission.REQUEST_VISIT
    action: ClassVar = "visit.withdrawn"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    request_id: str
    reason: str

    def carry_out(self, work: Work) -> None:
        kept = visits.request(work, self.request_id)
        if kept.state not in (RequestState.SUBMITTED, RequestState.APPROVED, RequestState.RETURNED):
            raise Refused("request.not_waiting", state=kept.state.value)
        if not self.reason.strip():
            raise Refused("request.reason_missing", field="reason")
        visits.set_request_state(work, kept, RequestState.WITHDRAWN, self.reason.strip())
        cases.finish_steps(work, kept.case_id, (StepKind.PLAN_VISIT,), "withdrawn", kept.id)
        cases.add_step(work, kept.case_id, StepKind.REVIEW, work.today, "visit.cancelled", kept.id)
        work.note(case=kept.case_id, request=kept.id)


@dataclass(frozen=True, slots=True)
class PlanVisit(Change[VisitId]):
    """Plan an approved visit with a team of two; the rules judge it before it exists."""

    needs: ClassVar = Permission.PLAN_VISIT
    action: ClassVar = "visit.planned"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    request_id: str
    planned_at: datetime
    officer_id: str
    safety_id: str
    minutes: int = 45
    approach: Approach = Approach.UNDERSTAND
    caution: str = ""
    reason: str = ""
    crew_unrelated: bool = True  # the planner's word: nobody is related to the customer or has an interest

    def carry_out(self, work: Work) -> VisitId:
        kept = visits.request(work, self.request_id)
        require_plannable(kept.state)
        if has_expired(kept.expires_on, work.today):
            raise Refused("request.expired", expired_on=kept.expires_on)
        require_not_entrusted(work, kept.case_id)
        crew, day = crew_by_ids(work, self.officer_id, self.safety_id), local_day(self.planned_at)
        until = self.planned_at + timedelta(minutes=self.minutes)
        if self.planned_at < work.now:
            raise Refused("plan.in_past", field="planned_at")
        if not 5 <= self.minutes <= 480:
            raise Refused("plan.length", field="minutes", minutes=self.minutes)
        require_free(work, self.planned_at, until, crew)
        facts_at = visit_begun(
            work, kept, self.minutes, crew, unrelated=self.crew_unrelated, caution=self.caution
        )
        zone = gate.zone_of(work, kept.case_id, kept.point_id)
        gate.require_lawful(
            work, Act.VISIT, facts_at(self.planned_at), day,
            case_id=kept.case_id, subject_id=self.request_id, reason=self.reason,
            zone=zone, starts=lambda refused: nearest_starts(work, Act.VISIT, facts_at, self.planned_at, refused, zone),
        )  # fmt: skip
        visit_id, number = visits.add_visit(
            work,
            case_id=kept.case_id,
            request_id=kept.id,
            point_id=kept.point_id,
            planned_at=self.planned_at,
            minutes=self.minutes,
            officer_id=crew.officer.id,
            safety_id=crew.safety.id,
            approach=self.approach,
            caution=self.caution.strip(),
        )
        visits.set_request_state(work, kept, RequestState.PLANNED)
        cases.finish_steps(work, kept.case_id, (StepKind.PLAN_VISIT,), "planned", kept.id)
        cases.add_step(work, kept.case_id, StepKind.NOTIFY, work.today, "visit.planned", visit_id)
        cases.add_step(work, kept.case_id, StepKind.RECORD_VISIT, day, "visit.planned", visit_id)
        work.note(case=kept.case_id, visit=visit_id, number=number)
        return visit_id


@dataclass(frozen=True, slots=True)
class CancelVisit(Change[None]):
    """Call a planned visit off; the request is withdrawn with it."""

    needs: ClassVar = Permission.PLAN_VISIT
    action: ClassVar = "visit.cancelled"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    visit_id: str
    reason: str

    def carry_out(self, work: Work) -> None:
        kept = visits.visit(work, self.visit_id)
        if kept.state not in (VisitState.SCHEDULED, VisitState.KIT_PRINTED):
            raise Refused("visit.not_open", state=kept.state.value)
        if not self.reason.strip():
            raise Refused("visit.reason_missing", field="reason")
        call_off(work, kept, self.reason.strip())
        work.note(case=kept.case_id, visit=kept.id)


def call_off(
    work: Work, kept: visits.Visit, reason: str, *, state: RequestState = RequestState.WITHDRAWN,
    source: str = "visit.cancelled",
) -> None:  # fmt: skip
    """Call a visit off with what was still to be done for it; its request goes too, or waits for a plan again."""
    visits.set_visit_state(work, kept, VisitState.CANCELLED)
    asked = visits.request(work, kept.request_id)
    visits.set_request_state(work, asked, state, reason)
    open_steps = (StepKind.NOTIFY, StepKind.RECORD_VISIT, StepKind.PRINT_KIT)
    cases.finish_steps(work, kept.case_id, open_steps, "cancelled", kept.id)
    if state is RequestState.WITHDRAWN:
        cases.add_step(work, kept.case_id, StepKind.REVIEW, work.today, source, kept.id)


@dataclass(frozen=True, slots=True)
class ListRequests(Lookup[tuple[RequestLine, ...]]):
    """Visit requests, those in ``state`` or all."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "visit.requests_listed"

    state: RequestState | None = None

    def look(self, view: View) -> tuple[RequestLine, ...]:
        names = account_names(view)
        return tuple(request_line(view, kept, names) for kept in visits.requests(view, state=self.state))


@dataclass(frozen=True, slots=True)
class ListVisits(Lookup[tuple[VisitLine, ...]]):
    """Visits of a day, or (without a day) all that are still open."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "visit.listed"

    day: date | None = None

    def look(self, view: View) -> tuple[VisitLine, ...]:
        if self.day is None:
            found = visits.visits_in(view, VisitState.SCHEDULED, VisitState.KIT_PRINTED, VisitState.SENT_BACK)
        else:
            start = datetime.combine(self.day, time(), CHINA_TIME)
            found = visits.visits_between(view, start, start + timedelta(days=1))
        people = {person.id: person for person in staff(view)}
        return tuple(visit_line(view, kept, people) for kept in found)


def request_line(view: View, kept: visits.VisitRequest, names: dict[str, str]) -> RequestLine:
    """One request as people read it, masked for the actor."""
    case = cases.case(view, kept.case_id)
    who = customers.customer(view, case.customer_id)
    owned = customers.products(view, case.customer_id)
    point = customers.point(view, kept.point_id)
    return RequestLine(
        kept.id,
        kept.case_id,
        case.case_no,
        masking.name(masking.of_case(view, case), who.name),
        total([p.overdue for p in owned]),
        max((p.dpd for p in owned), default=0),
        masking.address(masking.of_case(view, case), point.value if point else ""),
        kept.reason,
        kept.note,
        kept.preferred,
        kept.state,
        names.get(kept.asked_by, ""),
        kept.asked_at,
        kept.decision_reason,
        who.id,
        kept.wanted,
        kept.expires_on,
    )


def visit_line(view: View, kept: visits.Visit, people: Mapping[StaffId, Staff]) -> VisitLine:
    """One visit as people read it, masked for the actor."""
    case = cases.case(view, kept.case_id)
    who = customers.customer(view, case.customer_id)
    point = customers.point(view, kept.point_id)
    officer, safety = people.get(kept.officer_id), people.get(kept.safety_id)
    return VisitLine(
        kept.id,
        kept.visit_no,
        kept.case_id,
        case.case_no,
        masking.name(masking.of_case(view, case), who.name),
        masking.address(masking.of_case(view, case), point.value if point else ""),
        kept.planned_at,
        kept.minutes,
        officer.name if officer else "",
        safety.name if safety else "",
        kept.approach,
        kept.state,
        who.id,
        kept.back_at,
        kept.pinned,
    )
