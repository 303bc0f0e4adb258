"""The customer hears of the visit, and the plan follows their answer: it stays, moves, waits again or is called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import ClassVar, Final

from collectdesk.desk.contact.customer_texts import text_for
from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules import gate
from collectdesk.desk.visits.board_moves import MoveVisit
from collectdesk.desk.visits.visiting import call_off
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.contact.scripts import VisitText
from collectdesk.domain.contact.texts import VISIT_CALL, VISIT_NOTICE, TextKind
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import RequestReason, RequestState, VisitState
from collectdesk.store.cases import cases
from collectdesk.store.contact import notices
from collectdesk.store.customers import customers
from collectdesk.store.people.people import branch_name, staff
from collectdesk.store.visits import visits
from collectdesk.store.work import View, Work

DECLINED_BEFORE: Final = "notify.declined"
"""The reason of a visit that is called off because the customer doesn't want it."""


class Became(Enum):
    """What the answer made of the plan."""

    STAYS = "stays"
    MOVED = "moved"
    WAITS = "waits"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True)
class Told:
    """The contact that was kept, what became of the visit, and whether its printed sheets are to be pulled out."""

    contact_id: str
    became: Became
    pull_out: bool = False


@dataclass(frozen=True, slots=True)
class NotifyCustomer(Change[Told]):
    """Record that the customer was told of purpose and time, by phone or SMS, and what they answered.

    Another time: with ``wants_at`` the visit moves there, judged like any plan; without, it waits for a plan again
    and ``wants`` stands beside it. Declined: it is called off, but for a notice that the law lets the bank serve.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "visit.notified"
    touches: ClassVar = frozenset({Subject.VISITS, Subject.CASES, Subject.STEPS})

    visit_id: str
    point_id: str
    channel: Channel
    outcome: ContactOutcome
    note: str = ""
    wants_at: datetime | None = None
    wants: str = ""
    reason: str = ""

    def carry_out(self, work: Work) -> Told:
        kept = visits.visit(work, self.visit_id)
        self._require_sense(kept)
        gate.require_own_point(work, kept.case_id, self.point_id)
        facts = {
            **gate.facts_now(work, kept.case_id, self.point_id, gate.act_of(self.channel)),
            "contact_purpose": "notify",
        }
        contact_id = self._keep(work, kept)
        became = self._follow(work, kept)
        gate.mark_breaches(
            work, gate.act_of(self.channel), facts, work.now,
            case_id=kept.case_id, subject_kind="contact", subject_id=contact_id,
        )  # fmt: skip
        work.note(case=kept.case_id, visit=kept.id, contact=contact_id, became=became.value)
        printed = kept.state is VisitState.KIT_PRINTED
        return Told(contact_id, became, printed and became is not Became.STAYS)

    def _require_sense(self, kept: visits.Visit) -> None:
        if self.outcome not in _ANSWERS:
            raise Refused("notify.outcome", field="outcome")
        if self.wants_at is not None and self.outcome is not ContactOutcome.OTHER_TIME:
            raise Refused("notify.no_other_time", field="wants_at")
        if kept.state not in (VisitState.SCHEDULED, VisitState.KIT_PRINTED):
            raise Refused("visit.not_open", state=kept.state.value)

    def _keep(self, work: Work, kept: visits.Visit) -> str:
        said = (self.note.strip(), self.wants.strip())
        return cases.add_contact(
            work,
            kept.case_id,
            channel=self.channel,
            direction=Direction.OUTGOING,
            happened_at=work.now,
            reached=Reached.NOBODY if self.outcome in _UNREACHED else Reached.DEBTOR,
            outcome=self.outcome,
            point_id=self.point_id,
            visit_id=kept.id,
            identity_stated=True,
            note=" · ".join(part for part in said if part),
        )

    def _follow(self, work: Work, kept: visits.Visit) -> Became:
        """Let the plan follow the answer; an unreached customer is tried again, the step stays open."""
        if self.outcome in (ContactOutcome.VISIT_AGREED, ContactOutcome.MESSAGE_SENT):
            cases.finish_steps(work, kept.case_id, (StepKind.NOTIFY,), self.outcome.value, kept.id)
            visits.note_told(work, kept)
        elif self.outcome is ContactOutcome.OTHER_TIME:
            return self._another_time(work, kept)
        elif self.outcome is ContactOutcome.VISIT_DECLINED:
            return self._declined(work, kept)
        return Became.STAYS

    def _another_time(self, work: Work, kept: visits.Visit) -> Became:
        if self.wants_at is not None:
            deed = MoveVisit(kept.id, self.wants_at, kept.officer_id, kept.safety_id, self.reason)
            deed.carry_out(work)
            cases.finish_steps(work, kept.case_id, (StepKind.NOTIFY,), self.outcome.value, kept.id)
            visits.note_told(work, visits.visit(work, kept.id))
            return Became.MOVED
        asked = visits.request(work, kept.request_id)
        call_off(work, kept, "", state=RequestState.APPROVED)
        wants = self.wants.strip() or self.note.strip()
        if wants:
            visits.note_preferred(work, visits.request(work, asked.id), wants)
        cases.add_step(work, kept.case_id, StepKind.PLAN_VISIT, work.today, "visit.other_time", asked.id)
        return Became.WAITS

    def _declined(self, work: Work, kept: visits.Visit) -> Became:
        if visits.request(work, kept.request_id).reason is RequestReason.NOTICE_SERVICE:
            cases.add_step(work, kept.case_id, StepKind.REVIEW, work.today, "visit.visit_declined", kept.id)
            return Became.STAYS
        call_off(work, kept, DECLINED_BEFORE, source="visit.visit_declined")
        return Became.CALLED_OFF


_UNREACHED: Final = (ContactOutcome.NO_ANSWER, ContactOutcome.SWITCHED_OFF, ContactOutcome.MESSAGE_SENT)
_ANSWERS: Final = (
    ContactOutcome.VISIT_AGREED,
    ContactOutcome.OTHER_TIME,
    ContactOutcome.VISIT_DECLINED,
    *_UNREACHED,
)


@dataclass(frozen=True, slots=True)
class ShowVisitText(Lookup[VisitText]):
    """What to write to the customer before a visit, or to say on the phone."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "visit.text_shown"

    visit_id: str
    channel: Channel
    language: str = "zh_CN"

    def look(self, view: View) -> VisitText:
        kept = visits.visit(view, self.visit_id)
        case = cases.case(view, kept.case_id)
        who, head = customers.customer(view, case.customer_id), notices.letterhead(view)
        names = {person.id: person.name for person in staff(view, former=True)}
        by_phone = self.channel is Channel.PHONE
        level, kind = (VISIT_CALL, TextKind.SCRIPT) if by_phone else (VISIT_NOTICE, TextKind.SMS)
        return VisitText(
            text_for(view, level, kind, self.language),
            masking.name(masking.of_case(view, case), who.name),
            branch_name(view),
            view.actor.name,
            head.phone if head else "",
            kept.planned_at,
            kept.minutes,
            visits.request(view, kept.request_id).reason,
            tuple(names.get(one, "") for one in (kept.officer_id, kept.safety_id)),
            kept.visit_no,
        )
