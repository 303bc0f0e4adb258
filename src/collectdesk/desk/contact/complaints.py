"""Complaints and objections to bureau entries: registered, answered, made better, closed by another; the register."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.contact import holding
from collectdesk.desk.contact.notice_content import Wanted
from collectdesk.desk.contact.noticing import make_notice
from collectdesk.desk.customers import masking
from collectdesk.desk.people import own_work
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules.legal_terms import terms_of
from collectdesk.desk.rules.rulebook import calendar
from collectdesk.domain.contact.complaints import (
    AnswerWay,
    ComplaintChannel,
    ComplaintKind,
    ComplaintState,
    Finding,
    RootCause,
    reach_of,
    require_answerable,
    require_closable,
    require_told,
)
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.people.people import Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.contact import complaints
from collectdesk.store.customers import customers
from collectdesk.store.people import people, rights
from collectdesk.store.people.people import account_names

if TYPE_CHECKING:
    from collectdesk.store.contact.complaints import Complaint
    from collectdesk.store.work import View, Work

TOUCHED: Final = frozenset({Subject.CASES, Subject.STEPS})
ANSWER_DUE: Final = {kind: f"{kind.value}.answer_due" for kind in ComplaintKind}
IMPROVEMENT_DUE: Final = "complaint.improvement_due"
LEVELS: Final = {ComplaintKind.COMPLAINT: "complaint_answer", ComplaintKind.OBJECTION: "objection_answer"}


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody brought: who, how, when, about what, in whose words. ``reference`` is the number that the
    bureau or the regulator gave it; ``about_id`` the account or member of staff complained about.
    """

    kind: ComplaintKind
    complainant: str
    channel: ComplaintChannel
    received_on: date
    subject: str
    said: str
    about_id: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class RegisterComplaint(Change[str]):
    """Register a complaint or an objection; it holds its own subject until it is closed, and its answer has a day."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "complaint.registered"
    touches: ClassVar = TOUCHED

    case_id: str
    brought: Brought

    def carry_out(self, work: Work) -> str:
        said = self.brought
        about_id = _account_of(work, said.about_id)
        require_told(said.kind, said.subject, about_id, said.said, said.received_on, work.today)
        cases.case(work, self.case_id)
        due_on = terms_of(work)[said.kind.term].ends_on(said.received_on, calendar())
        made, number = complaints.add(
            work, self.case_id, said.kind, complainant=said.complainant.strip(), channel=said.channel.value,
            received_on=said.received_on, subject=said.subject, about_id=about_id or None, said=said.said.strip(),
            reference=said.reference.strip(), due_on=due_on,
        )  # fmt: skip
        kept = complaints.complaint(work, made)
        held = _hold_for(work, kept)
        if held:
            complaints.change(work, kept, hold_id=held)
        _remind(work, kept, due_on)
        work.note(case=self.case_id, complaint=made, kind=said.kind.value, number=number)
        return made


def _require_since(work: Work, kept: Complaint, on: date, field: str) -> None:
    """Refuse a day before it came in, or one that is still to come; raises Refused(complaint.day)."""
    if not kept.received_on <= on <= work.today:
        raise Refused("complaint.day", field=field, start=kept.received_on)


def _remind(work: Work, kept: Complaint, due_on: date) -> None:
    """The day of its answer stands in Today."""
    cases.add_step(work, kept.case_id, StepKind.DEADLINE, due_on, ANSWER_DUE[kept.kind], kept.id)


def _hold_for(work: Work, kept: Complaint) -> str:
    """Its own hold on its own subject; "" where it is about nothing that can be held."""
    reach = reach_of(kept.subject, kept.about_id)
    if reach is None or cases.case(work, kept.case_id).closed_on is not None:
        return ""
    holding.require_reach(work, kept.case_id, reach)
    return cases.add_hold(work, kept.case_id, "complaint", None, kept.number, kept.id, reach=reach)


def _account_of(work: Work, about_id: str) -> str:
    """Who is complained about, by their account where they have one: so calls and visits are told apart from none."""
    if not about_id:
        return ""
    if about_id in {who.id for who in rights.everybody(work)}:
        return about_id
    if about_id not in {who.id for who in people.staff(work, former=True)}:
        raise Refused("complaint.about_missing", field="about_id")
    return next(iter(people.accounts_of_staff(work, (about_id,))), about_id)


@dataclass(frozen=True, slots=True)
class MarkObjection(Change[None]):
    """Note that the bureau's entry is marked as objected to, as the regulation asks at once."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "complaint.marked"
    touches: ClassVar = TOUCHED

    complaint_id: str
    marked_on: date

    def carry_out(self, work: Work) -> None:
        kept = complaints.complaint(work, self.complaint_id)
        if kept.kind is not ComplaintKind.OBJECTION:
            raise Refused("complaint.no_objection")
        _require_since(work, kept, self.marked_on, "marked_on")
        complaints.change(work, kept, marked_on=self.marked_on)
        _note(work, kept)


@dataclass(frozen=True, slots=True)
class ExtendComplaint(Change[date]):
    """Give a complicated complaint the longer term, saying why; a bureau objection has no longer one."""

    needs: ClassVar = Permission.CLOSE_COMPLAINT
    action: ClassVar = "complaint.extended"
    four_eyes: ClassVar = "four_eyes.own_complaint"
    touches: ClassVar = TOUCHED

    complaint_id: str
    why: str

    def makers(self, view: View) -> frozenset[str]:
        return own_work.complained_about(view, self.complaint_id)

    def carry_out(self, work: Work) -> date:
        kept = complaints.complaint(work, self.complaint_id)
        require_answerable(kept.standing)
        if kept.kind is ComplaintKind.OBJECTION or kept.extended_why:
            raise Refused("complaint.no_longer_term")
        if not self.why.strip():
            raise Refused("complaint.why_missing", field="why")
        due_on = terms_of(work)["complaint_extended"].ends_on(kept.received_on, calendar())
        complaints.change(work, kept, due_on=due_on, extended_why=self.why.strip())
        if kept.state is ComplaintState.RECEIVED:
            _remind(work, kept, due_on)
        _note(work, kept)
        return due_on


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a complaint: the finding, why it came about, and the words that are told. By letter it goes to a
    contact point of the file, in a language, as a notice that another person approves.
    """

    finding: Finding
    root_cause: RootCause
    text: str
    way: AnswerWay
    answered_on: date
    point_id: str = ""
    language: str = "zh_CN"


@dataclass(frozen=True, slots=True)
class AnswerComplaint(Change[str]):
    """Answer a complaint; nobody answers what is said about them. Gives the running number of its letter, if any."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "complaint.answered"
    four_eyes: ClassVar = "four_eyes.own_complaint"
    timed: ClassVar = True
    touches: ClassVar = TOUCHED

    complaint_id: str
    answer: Answer

    def makers(self, view: View) -> frozenset[str]:
        return own_work.complained_about(view, self.complaint_id)

    def carry_out(self, work: Work) -> str:
        kept, said = complaints.complaint(work, self.complaint_id), self.answer
        require_answerable(kept.standing)
        if not said.text.strip():
            raise Refused("complaint.answer_missing", field="text")
        _require_since(work, kept, said.answered_on, "answered_on")
        letter = _letter(work, kept, said) if said.way is AnswerWay.LETTER else ("", "")
        complaints.change(
            work, kept, finding=said.finding.value, root_cause=said.root_cause.value, answer=said.text.strip(),
            answer_way=said.way.value, answered_on=said.answered_on, answered_by=work.actor.id,
            notice_id=letter[0] or None,
        )  # fmt: skip
        cases.finish_steps(work, kept.case_id, (StepKind.DEADLINE,), "answered", kept.id)
        _note(work, kept, finding=said.finding.value, late=said.answered_on > kept.due_on)
        return letter[1]


def _letter(work: Work, kept: Complaint, said: Answer) -> tuple[str, str]:
    """The answer as a letter of the branch's texts: it goes the way of every letter, from approval to proof."""
    if not said.point_id:
        raise Refused("complaint.point_missing", field="point_id")
    matter = (
        ("complaint", kept.number),
        ("received", kept.received_on.isoformat()),
        ("finding", said.finding.value),
    )
    wanted = Wanted(
        LEVELS[kept.kind],
        said.point_id,
        Channel.LETTER,
        said.language,
        extra=said.text.strip(),
        matter=matter,
    )
    made = make_notice(work, kept.case_id, wanted)
    return made.notice_id, made.number


@dataclass(frozen=True, slots=True)
class SetImprovement(Change[None]):
    """Say what is to get better, who sees to it, and by when."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "complaint.improvement_set"
    touches: ClassVar = TOUCHED

    complaint_id: str
    what: str
    owner_id: str
    due_on: date

    def carry_out(self, work: Work) -> None:
        kept = complaints.complaint(work, self.complaint_id)
        require_answerable(kept.standing)
        if not self.what.strip():
            raise Refused("complaint.improvement_missing", field="what")
        if self.owner_id not in account_names(work):
            raise Refused("complaint.owner_missing", field="owner_id")
        if self.due_on < work.today:
            raise Refused("complaint.due_past", field="due_on")
        complaints.change(
            work, kept, improvement=self.what.strip(), improvement_owner=self.owner_id, improvement_due_on=self.due_on,
            result="", result_on=None,
        )  # fmt: skip
        cases.add_step(work, kept.case_id, StepKind.REVIEW, self.due_on, IMPROVEMENT_DUE, kept.id)
        _note(work, kept, owner=self.owner_id)


@dataclass(frozen=True, slots=True)
class NoteResult(Change[None]):
    """Say what came of the improvement."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "complaint.result_noted"
    touches: ClassVar = TOUCHED

    complaint_id: str
    result: str

    def carry_out(self, work: Work) -> None:
        kept = complaints.complaint(work, self.complaint_id)
        require_answerable(kept.standing)
        if not kept.improvement:
            raise Refused("complaint.no_improvement")
        if not self.result.strip():
            raise Refused("complaint.result_missing", field="result")
        complaints.change(work, kept, result=self.result.strip(), result_on=work.today)
        cases.finish_steps(work, kept.case_id, (StepKind.REVIEW,), "improved", kept.id)
        _note(work, kept)


@dataclass(frozen=True, slots=True)
class CloseComplaint(Change[None]):
    """Close an answered complaint; its hold ends. Never by whom it is about, nor by whoever answered it."""

    needs: ClassVar = Permission.CLOSE_COMPLAINT
    action: ClassVar = "complaint.closed"
    four_eyes: ClassVar = "four_eyes.own_complaint"
    timed: ClassVar = True
    touches: ClassVar = TOUCHED

    complaint_id: str

    def makers(self, view: View) -> frozenset[str]:
        return own_work.of_complaint(view, self.complaint_id)

    def carry_out(self, work: Work) -> None:
        kept = complaints.complaint(work, self.complaint_id)
        require_closable(kept.standing)
        complaints.change(work, kept, closed_by=work.actor.id, closed_at=work.now)
        held = next((each for each in cases.holds(work, kept.case_id) if each.id == kept.hold_id), None)
        if held is not None and held.ended_on is None:
            holding.end(work, kept.case_id, held.id, "hold.ended")
        _note(work, kept)


@dataclass(frozen=True, slots=True)
class ReopenComplaint(Change[None]):
    """Take a closed complaint up again, saying why: its term runs anew from today, and it holds its subject again."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "complaint.reopened"
    touches: ClassVar = TOUCHED

    complaint_id: str
    why: str

    def carry_out(self, work: Work) -> None:
        kept = complaints.complaint(work, self.complaint_id)
        if kept.state is not ComplaintState.CLOSED:
            raise Refused("complaint.not_closed")
        if not self.why.strip():
            raise Refused("complaint.why_missing", field="why")
        due_on = terms_of(work)[kept.kind.term].ends_on(work.today, calendar())
        complaints.change(
            work, kept, reopened_why=self.why.strip(), due_on=due_on, extended_why="", answered_on=None,
            answered_by=None, notice_id=None, closed_by=None, closed_at=None, hold_id=_hold_for(work, kept) or None,
        )  # fmt: skip
        _remind(work, kept, due_on)
        _note(work, kept)


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """One of the register for the screen, masked: whose case, the people's names, and the days that are left."""

    complaint: Complaint
    customer_id: str
    case_no: str
    name: str
    about: str
    owner: str
    answered_by: str
    closed_by: str
    received_by: str
    days_left: int

    @property
    def is_late(self) -> bool:
        """Whether its answer should have been given by now."""
        return self.complaint.state is ComplaintState.RECEIVED and self.days_left < 0


def is_closable(shown: ComplaintView) -> bool:
    """Whether nothing is left to be done but the closing."""
    try:
        require_closable(shown.complaint.standing)
    except Refused:
        return False
    return True


def is_extendable(shown: ComplaintView) -> bool:
    """Whether its answer may still be given the longer term."""
    kept = shown.complaint
    return (
        kept.kind is ComplaintKind.COMPLAINT
        and kept.state is ComplaintState.RECEIVED
        and not kept.extended_why
    )


@dataclass(frozen=True, slots=True)
class ListComplaints(Lookup[tuple[ComplaintView, ...]]):
    """The register, or those of one case; what is to be answered first stands first."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "complaint.listed"

    case_id: str = ""
    open_only: bool = False

    def look(self, view: View) -> tuple[ComplaintView, ...]:
        return views_of(
            view, complaints.complaints(view, case_id=self.case_id or None, open_only=self.open_only)
        )


@dataclass(frozen=True, slots=True)
class FindComplaint(Lookup[str]):
    """The complaint of a running number; raises Refused(complaint.unknown)."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "complaint.found"

    number: str

    def look(self, view: View) -> str:
        found = complaints.complaint_by_no(view, self.number.strip())
        if found is None:
            raise Refused("complaint.unknown", number=self.number)
        return found.id


@dataclass(frozen=True, slots=True)
class ListColleagues(Lookup[tuple[tuple[str, str], ...]]):
    """Id and name of everybody who can be complained about or see to an improvement: accounts, then who has none."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "complaint.colleagues_listed"

    def look(self, view: View) -> tuple[tuple[str, str], ...]:
        who = [
            each
            for each in rights.everybody(view)
            if each.role in (Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR)
        ]
        staff = [each for each in people.staff(view) if not people.accounts_of_staff(view, (each.id,))]
        return (*((each.id, each.name) for each in who), *((each.id, each.name) for each in staff))


def views_of(view: View, found: list[Complaint]) -> tuple[ComplaintView, ...]:
    """Complaints with names, masked for the actor."""
    names = {str(each.id): each.name for each in people.staff(view, former=True)}
    names.update(account_names(view))
    shown = []
    for each in found:
        kept = cases.case(view, each.case_id)
        seen = masking.of_case(view, kept)
        who = customers.customer(view, kept.customer_id).name
        shown.append(
            ComplaintView(
                replace(each, complainant=masking.name(seen, each.complainant)), kept.customer_id, kept.case_no,
                masking.name(seen, who), names.get(each.about_id, ""), names.get(each.improvement_owner, ""),
                names.get(each.answered_by, ""), names.get(each.closed_by, ""), names.get(each.recorded_by, ""),
                (each.due_on - view.today).days,
            )
        )  # fmt: skip
    return tuple(shown)


def _note(work: Work, kept: Complaint, **facts: object) -> None:
    work.note(case=kept.case_id, complaint=kept.id, **facts)
