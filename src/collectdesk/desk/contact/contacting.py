"""Contacts, holds and next steps: what the clerk does all day on the telephone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import ClassVar, Protocol

from collectdesk.desk.contact.contact_log import newest
from collectdesk.desk.contact.customer_texts import text_facts
from collectdesk.desk.contact.senders import sender_facts
from collectdesk.desk.customers.keeping import block_pair
from collectdesk.desk.paper.attaching import take_file
from collectdesk.desk.people import own_work
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules import gate
from collectdesk.desk.rules.legal_terms import term_of
from collectdesk.desk.solutions.reminding import reminded
from collectdesk.desk.solutions.solution_gathering import solution_table
from collectdesk.desk.solutions.solving import PromiseGiven, take_promise
from collectdesk.domain.contact.contacts import (
    ASK_IDENTITY,
    OUTCOMES,
    OWN_ACCOUNTS,
    UNANSWERED,
    Channel,
    ContactOutcome,
    Direction,
    IdentityProof,
    NextStep,
    Reached,
    hold_after,
    step_after,
    unanswered_in_a_row,
)
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.adjusting import Outcome, adjustment
from collectdesk.domain.rules.gate import Decision, Judgement
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.rules.windows import Window
from collectdesk.domain.zones import local_day
from collectdesk.store.cases import cases
from collectdesk.store.contact.senders import sender
from collectdesk.store.customers import customers
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Logged:
    """A recorded contact, and the breaches it was."""

    contact_id: str
    breaches: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class LogContact(Change[Logged]):
    """Record a contact as it happened, with its true time; a breach is marked, never refused.

    A promise given in it goes into the same transaction: a promised case is never left without its next step.
    ``sender_id`` is the branch's own account a message by WeChat or WeCom went out by, ``screenshots`` show it.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "contact.logged"
    touches: ClassVar = frozenset({Subject.CASES, Subject.STEPS, Subject.CUSTOMERS, Subject.SOLUTIONS})

    case_id: str
    channel: Channel
    happened_at: datetime
    reached: Reached
    outcome: ContactOutcome
    direction: Direction = Direction.OUTGOING
    point_id: str | None = None
    identity_stated: bool = True
    note: str = ""
    promise: PromiseGiven | None = None
    identity: IdentityProof | None = None
    sender_id: str | None = None
    screenshots: tuple[Path, ...] = field(default=(), repr=False)

    def carry_out(self, work: Work) -> Logged:
        self._require_possible(work)
        facts = facts_of_contact(
            work, self.case_id, self
        )  # by what came before: the contact itself isn't in the file yet
        contact_id = cases.add_contact(
            work,
            self.case_id,
            channel=self.channel,
            direction=self.direction,
            happened_at=self.happened_at,
            reached=self.reached,
            outcome=self.outcome,
            point_id=self.point_id,
            visit_id=None,
            identity_stated=self.identity_stated,
            note=self.note.strip(),
            identity_proof=self.identity.value if self.identity else "",
            sender_id=self.sender_id,
        )
        shown = self._show(work, contact_id)
        breaches = gate.mark_breaches(
            work,
            gate.act_of(self.channel),
            {**facts, "identity_stated": self.identity_stated},
            self.happened_at,
            case_id=self.case_id,
            subject_kind="contact",
            subject_id=contact_id,
        )
        self._follow(work, contact_id)
        self._ask_for_what_is_missing(work, facts, shown, contact_id)
        if self.promise is not None:
            work.note(promise=take_promise(work, self.case_id, self.promise))
        work.note(case=self.case_id, contact=contact_id, breaches=len(breaches))
        return Logged(contact_id, breaches)

    def _require_possible(self, work: Work) -> None:
        if self.point_id is not None:
            gate.require_own_point(work, self.case_id, self.point_id)
        if self.happened_at > work.now:
            raise Refused("contact.in_future", field="happened_at")
        if self.outcome not in OUTCOMES[self.reached]:
            raise Refused("contact.outcome_mismatch", field="outcome", reached=self.reached.value)
        if self.promise is not None and self.outcome is not ContactOutcome.PROMISED:
            raise Refused("contact.promise_mismatch", field="outcome")
        if self.identity is not None and self.reached not in ASK_IDENTITY:
            raise Refused("contact.identity_mismatch", field="identity")
        if self.sender_id is not None and sender(work, self.sender_id).channel is not self.channel:
            raise Refused("contact.sender_mismatch", field="sender")

    def _show(self, work: Work, contact_id: str) -> int:
        """File the screenshots beside the contact; gives how many."""
        for path in self.screenshots:
            shown = take_file(work, path, self.case_id, kind="screenshot", contact_id=contact_id)
            work.note(evidence=shown.id)
        return len(self.screenshots)

    def _ask_for_what_is_missing(self, work: Work, facts: gate.Facts, shown: int, contact_id: str) -> None:
        """A message by an account of nobody's register, or without its screenshot, is looked at again today."""
        if self.channel not in OWN_ACCOUNTS:
            return
        if self.direction is Direction.OUTGOING and facts.get("channel_approved") is False:
            why = "contact.unregistered_account"
        elif not shown:
            why = "contact.no_screenshot"
        else:
            return
        cases.add_step(work, self.case_id, StepKind.REVIEW, work.today, why, contact_id)

    def _changed(self, work: Work) -> NextStep | None:
        """After so many unanswered tries in a row another way is looked for: see the table of solutions."""
        if self.reached is not Reached.NOBODY or self.outcome not in UNANSWERED:
            return None
        count = unanswered_in_a_row(newest(work, self.case_id, None))
        found = adjustment(solution_table().adjustments, Outcome.UNANSWERED, count)
        if found is None:
            return None
        return NextStep(found.step, work.today + timedelta(days=found.days), found.why)

    def _follow(self, work: Work, contact_id: str) -> None:
        if self.direction is Direction.OUTGOING:
            cases.finish_steps(
                work,
                self.case_id,
                (StepKind.CALL, StepKind.PROMISE_BROKEN, StepKind.PLAN_BROKEN),
                self.outcome.value,
            )
            if self.reached is not Reached.NOBODY or self.outcome is ContactOutcome.MESSAGE_SENT:
                work.note(reminded=reminded(work, self.case_id))
        step = self._changed(work) or step_after(self.outcome, work.today)
        if step is not None:
            cases.add_step(work, self.case_id, step.kind, step.due_on, step.why)
        hold = hold_after(self.outcome)
        if hold is not None:
            cases.add_hold(work, self.case_id, hold, None, f"contact.{self.outcome.value}", contact_id)
            cases.add_step(work, self.case_id, StepKind.REVIEW, work.today, f"hold.{hold}", contact_id)
        if self.point_id and self.outcome is ContactOutcome.EMPTY_NUMBER:
            customers.set_point_standing(work, self.point_id, "invalid", "call")
        if self.point_id and self.outcome is ContactOutcome.WRONG_NUMBER:
            blocked = block_pair(work, self.point_id, self.note)
            work.note(pair=blocked.pair_id)


_OUTSIDERS = frozenset({Reached.FAMILY, Reached.THIRD_PARTY, Reached.WRONG_PERSON})


class Happened(Protocol):
    """What is asked of a contact, kept or about to be."""

    @property
    def happened_at(self) -> datetime: ...
    @property
    def reached(self) -> Reached: ...
    @property
    def direction(self) -> Direction: ...
    @property
    def point_id(self) -> str | None: ...
    @property
    def channel(self) -> Channel: ...
    @property
    def sender_id(self) -> str | None: ...


def facts_of_contact(view: View, case_id: str, contact: Happened) -> gate.Facts:
    """Everything the rules ask about a contact, by what the file said before it."""
    at, act = contact.happened_at, gate.act_of(contact.channel)
    touched = gate.touched_at(view, contact.point_id, act)
    facts: gate.Facts = {
        **gate.case_facts(view, case_id, local_day(at), at, touched),
        **gate.time_facts(at, at, gate.zone_of(view, case_id, contact.point_id)),
        "direction": contact.direction.value,
        "reached": contact.reached is not Reached.NOBODY,
    }
    if not contact.point_id:
        facts["contact_role"] = gate.role_of(contact.reached)
    # whose number was dialled counts: who happens to pick up there is nobody's breach
    facts |= gate.point_facts(view, case_id, contact.point_id or None, at, act)
    facts |= sender_facts(view, contact.channel, contact.sender_id, local_day(at))
    if contact.reached in _OUTSIDERS:
        facts["contact_purpose"] = "pass_message"  # nothing else can come of it: see OUTCOMES
    return facts


@dataclass(frozen=True, slots=True)
class PostponeStep(Change[None]):
    """Move a step to another day, saying why."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "step.postponed"
    touches: ClassVar = frozenset({Subject.STEPS})

    step_id: str
    due_on: date
    why: str

    def carry_out(self, work: Work) -> None:
        if self.due_on <= work.today:
            raise Refused("step.not_later", field="due_on", due_on=self.due_on)
        if not self.why.strip():
            raise Refused("step.reason_missing", field="why")
        if term_of(cases.open_step(work, self.step_id)) is not None:
            raise Refused("step.legal_term", field="due_on")
        case_id = cases.move_step(work, self.step_id, self.due_on, self.why.strip())
        work.note(case=case_id, step=self.step_id)


@dataclass(frozen=True, slots=True)
class FinishStep(Change[None]):
    """Mark a review done, saying what came of it; a case that would be left without a step gets a call."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "step.finished"
    touches: ClassVar = frozenset({Subject.STEPS})

    step_id: str
    result: str

    def carry_out(self, work: Work) -> None:
        step = cases.open_step(work, self.step_id)
        if step.kind is not StepKind.REVIEW:
            raise Refused("step.has_own_deed", kind=step.kind)  # a call is done by calling
        if not self.result.strip():
            raise Refused("step.result_missing", field="result")
        cases.finish_step(work, step, self.result.strip())
        kept = cases.case(work, step.case_id)
        if kept.closed_on is None and not cases.steps(work, case_id=step.case_id):
            cases.add_step(work, step.case_id, StepKind.CALL, work.today, "contact.noted")
        work.note(case=step.case_id, step=step.id)


@dataclass(frozen=True, slots=True)
class AcknowledgeBreach(Change[None]):
    """The supervisor has seen a breach and says what is done about it; nobody settles their own."""

    needs: ClassVar = Permission.ACKNOWLEDGE
    action: ClassVar = "breach.acknowledged"
    four_eyes: ClassVar = "four_eyes.own_breach"
    touches: ClassVar = frozenset({Subject.CASES, Subject.STEPS})

    breach_id: str
    measure: str

    def makers(self, view: View) -> frozenset[str]:
        return own_work.of_breach(view, self.breach_id)

    def carry_out(self, work: Work) -> None:
        if not self.measure.strip():
            raise Refused("breach.measure_missing", field="measure")
        case_id = cases.acknowledge_breach(work, self.breach_id, self.measure.strip())
        work.note(case=case_id, breach=self.breach_id)


@dataclass(frozen=True, slots=True)
class NextLawfulCall(Lookup["datetime | None"]):
    """The earliest moment, from now on, at which this number may be called; None when none comes in a month."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "call.next_judged"

    case_id: str
    point_id: str

    def look(self, view: View) -> datetime | None:
        gate.require_own_point(view, self.case_id, self.point_id)
        zone = gate.zone_of(view, self.case_id, self.point_id)
        facts = gate.facts_now(view, self.case_id, self.point_id, Act.CALL)
        return gate.earliest(view, Act.CALL, facts, zone)


@dataclass(frozen=True, slots=True)
class JudgeCall(Lookup[tuple[Judgement, tuple[Window, ...]]]):
    """May this person be called or written to at this number now; and when today, by the branch's clock, if not.

    ``text`` is what is about to be written, as far as it is known.
    """

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "call.judged"

    case_id: str
    point_id: str
    channel: Channel = Channel.PHONE
    sender_id: str | None = None
    text: str = ""

    def look(self, view: View) -> tuple[Judgement, tuple[Window, ...]]:
        gate.require_own_point(view, self.case_id, self.point_id)
        zone, act = gate.zone_of(view, self.case_id, self.point_id), gate.act_of(self.channel)
        facts = gate.facts_now(view, self.case_id, self.point_id, act)
        facts |= sender_facts(view, self.channel, self.sender_id, view.today)
        if (
            act is Act.MESSAGE
        ):  # the hours and the words: who writes freely uses the branch's sentences or is told why not
            facts |= {
                "template_approved": True,
                "shown_in_public": False,
                **text_facts(view, [self.text], []),
            }
        day = view.now.astimezone(zone).date()
        return gate.judge_act(view, act, facts, day, zone), gate.windows(view, act, facts, view.today, zone)
