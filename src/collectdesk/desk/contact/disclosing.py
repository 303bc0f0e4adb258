"""Telling others of a debt and reporting it: planned through the gate, done through it again; or noted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.contact.customer_texts import require_clean
from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules import gate
from collectdesk.domain.contact.contacts import IdentityProof
from collectdesk.domain.contact.disclosures import (
    Disclosure,
    DisclosureState,
    Recipient,
    disclosure_facts,
    require_next,
    require_told,
)
from collectdesk.domain.contact.notices import PROVEN
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.zones import local_day
from collectdesk.store.cases import cases
from collectdesk.store.contact import disclosures, notices

if TYPE_CHECKING:
    from collectdesk.domain.rules.gate import Decision, Judgement
    from collectdesk.store.work import View, Work

_TOUCHED: Final = frozenset({Subject.CASES, Subject.STEPS})
BUREAU_LEVEL: Final = "bureau_notice"
PLANNED: Final = {Act.DISCLOSURE: "disclosure.planned", Act.REPORT: "report.planned"}


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what, what for, and the proofs that make it lawful: each says what it is and where it lies."""

    to: Recipient
    recipient: str
    purpose: str
    what: str
    tells_debt: bool = True
    identity: IdentityProof = IdentityProof.NOT_VERIFIED
    consent: str = ""
    agreement: str = ""
    assessment: str = ""

    @property
    def act(self) -> Act:
        """A bureau is reported to; everybody else is told."""
        return Act.REPORT if self.to is Recipient.BUREAU else Act.DISCLOSURE


def facts_of(view: View, case_id: str, told: Told, at: datetime) -> gate.Facts:
    """Everything the rules ask about it, at an instant."""
    facts: gate.Facts = {**gate.case_facts(view, case_id, local_day(at), at), **gate.time_facts(at, at)}
    if told.act is Act.REPORT:
        return {**facts, "bureau_notice_given": was_told_before(view, case_id, local_day(at))}
    return facts | disclosure_facts(
        told.to, tells_debt=told.tells_debt, consent=told.consent, agreement=told.agreement,
        assessment=told.assessment, identity=told.identity,
    )  # fmt: skip


def was_told_before(view: View, case_id: str, day: date) -> bool:
    """Whether the notice before adverse reporting reached the person, and the day it named has passed."""
    served = (n for n in notices.notices_of(view, case_id) if n.level == BUREAU_LEVEL and n.state in PROVEN)
    return any(notice.pay_by < day for notice in served)


@dataclass(frozen=True, slots=True)
class JudgeDisclosure(Lookup["Judgement"]):
    """What the rules say before anybody is told."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "disclosure.judged"

    case_id: str
    told: Told

    def look(self, view: View) -> Judgement:
        facts = facts_of(view, self.case_id, self.told, view.now)
        return gate.judge_act(view, self.told.act, facts, view.today)


@dataclass(frozen=True, slots=True)
class ListDisclosures(Lookup[tuple[Disclosure, ...]]):
    """Everything planned, done or withdrawn in a case, newest first."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "disclosure.listed"

    case_id: str

    def look(self, view: View) -> tuple[Disclosure, ...]:
        seen = masking.of_case(view, cases.case(view, self.case_id))
        found = disclosures.of_case(view, self.case_id)
        return tuple(replace(each, recipient=masking.name(seen, each.recipient)) for each in found)


@dataclass(frozen=True, slots=True)
class PlanDisclosure(Change[str]):
    """Plan to tell somebody of the debt, or to report it; refused where the rules forbid it."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "disclosure.planned"
    timed: ClassVar = True
    touches: ClassVar = _TOUCHED

    case_id: str
    told: Told
    planned_on: date
    reason: str = ""

    def carry_out(self, work: Work) -> str:
        _require_sound(work, self.case_id, self.told)
        if self.planned_on < work.today:
            raise Refused("disclosure.in_past", field="planned_on")
        made = _add(work, self.case_id, self.told, DisclosureState.PLANNED, self.planned_on, self.reason)
        facts = facts_of(work, self.case_id, self.told, work.now)
        gate.require_lawful(
            work, self.told.act, facts, work.today, case_id=self.case_id, subject_id=made, reason=self.reason
        )
        cases.add_step(work, self.case_id, StepKind.DEADLINE, self.planned_on, PLANNED[self.told.act], made)
        work.note(case=self.case_id, disclosure=made, to=self.told.to.value)
        return made


@dataclass(frozen=True, slots=True)
class CarryOutDisclosure(Change[None]):
    """Note that what was planned is done now; the rules are asked once more, as things stand today."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "disclosure.done"
    timed: ClassVar = True
    touches: ClassVar = _TOUCHED

    disclosure_id: str
    note: str = ""

    def carry_out(self, work: Work) -> None:
        kept = disclosures.disclosure(work, self.disclosure_id)
        require_next(kept.state)
        told = told_of(kept)
        facts = facts_of(work, kept.case_id, told, work.now)
        gate.require_lawful(
            work, told.act, facts, work.today, case_id=kept.case_id, subject_id=kept.id, reason=kept.reason
        )
        disclosures.settle(work, kept, DisclosureState.DONE, work.now, self.note.strip())
        cases.finish_steps(work, kept.case_id, (StepKind.DEADLINE,), "done", kept.id)
        work.note(case=kept.case_id, disclosure=kept.id)


@dataclass(frozen=True, slots=True)
class WithdrawDisclosure(Change[None]):
    """Take back what was planned, saying why."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "disclosure.withdrawn"
    touches: ClassVar = _TOUCHED

    disclosure_id: str
    reason: str

    def carry_out(self, work: Work) -> None:
        kept = disclosures.disclosure(work, self.disclosure_id)
        require_next(kept.state)
        if not self.reason.strip():
            raise Refused("disclosure.field_missing", field="reason")
        disclosures.settle(work, kept, DisclosureState.WITHDRAWN, None, self.reason.strip())
        cases.finish_steps(work, kept.case_id, (StepKind.DEADLINE,), "withdrawn", kept.id)
        work.note(case=kept.case_id, disclosure=kept.id)


@dataclass(frozen=True, slots=True)
class NoteDisclosure(Change["tuple[Decision, ...]"]):
    """Note that somebody was told, as it happened; what broke a rule is marked, never refused."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "disclosure.noted"
    touches: ClassVar = _TOUCHED

    case_id: str
    told: Told
    happened_at: datetime

    def carry_out(self, work: Work) -> tuple[Decision, ...]:
        require_told(self.told.recipient, self.told.purpose, self.told.what)
        if self.happened_at > work.now:
            raise Refused("contact.in_future", field="happened_at")
        facts = facts_of(work, self.case_id, self.told, self.happened_at)
        day = local_day(self.happened_at)
        made = _add(work, self.case_id, self.told, DisclosureState.DONE, day, "", done_at=self.happened_at)
        found = gate.mark_breaches(
            work, self.told.act, facts, self.happened_at, case_id=self.case_id, subject_kind="disclosure",
            subject_id=made,
        )  # fmt: skip
        work.note(case=self.case_id, disclosure=made, breaches=len(found))
        return found


def told_of(kept: Disclosure) -> Told:
    """What was planned, as it is judged."""
    return Told(
        kept.to, kept.recipient, kept.purpose, kept.what, kept.tells_debt, kept.identity, kept.consent,
        kept.agreement, kept.assessment,
    )  # fmt: skip


def _require_sound(work: Work, case_id: str, told: Told) -> None:
    require_told(told.recipient, told.purpose, told.what)
    require_clean(told.what, "what")
    closed_on = cases.case(work, case_id).closed_on
    if closed_on is not None:
        raise Refused("case.closed", closed_on=closed_on)


def _add(
    work: Work,
    case_id: str,
    told: Told,
    state: DisclosureState,
    planned_on: date,
    reason: str,
    done_at: datetime | None = None,
) -> str:
    return disclosures.add(
        work, case_id, to=told.to.value, recipient=told.recipient.strip(), purpose=told.purpose.strip(),
        what=told.what.strip(), tells_debt=told.tells_debt, identity=told.identity.value,
        consent=told.consent.strip(), agreement=told.agreement.strip(), assessment=told.assessment.strip(),
        state=state.value, planned_on=planned_on, done_at=done_at, reason=reason.strip(), note="",
    )  # fmt: skip
