"""Today: the clerk's worklist with leftovers first, and the supervisor's inbox of what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from collectdesk.desk import complaints, gate, masking
from collectdesk.desk.clocks import ClockWaiting, clocks_waiting
from collectdesk.desk.complaints import ComplaintView
from collectdesk.desk.files import CustomerFile, case_of, read_file
from collectdesk.desk.legal_terms import LONGEST_LEAD, lead_of
from collectdesk.desk.noticing import NoticeView, views_of
from collectdesk.desk.paper_approvals import PaperWaiting, papers_waiting
from collectdesk.desk.petitioning import PetitionWaiting, petitions_waiting
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.recording import ListWaitingRecords, WaitingRecord
from collectdesk.desk.visiting import RequestLine, request_line
from collectdesk.desk.watch import MachineWaiting, machine_waiting
from collectdesk.domain.arrangements import ArrangementState
from collectdesk.domain.cases import StepKind
from collectdesk.domain.ids import CaseId, CustomerId, StepId
from collectdesk.domain.money import Money
from collectdesk.domain.notices import NoticeState
from collectdesk.domain.people import Permission
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.rules.windows import Window
from collectdesk.domain.visits import RequestState
from collectdesk.store import cases, customers, lists, openings, solutions, visits
from collectdesk.store.complaints import complaints as open_complaints
from collectdesk.store.notices import notices_in
from collectdesk.store.people import account_names
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do: for whom, what, since when, and when it may lawfully be done today."""

    step_id: StepId
    case_id: CaseId
    customer_id: CustomerId
    case_no: str
    name: str
    kinds: tuple[str, ...]
    overdue: Money
    dpd: int
    kind: StepKind
    due_on: date
    why: str
    subject_id: str
    days_late: int
    """Below nought the days that are left: a legal term is shown before it ends."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """Today's list; ``call_windows`` are the hours in which calls are lawful today."""

    day: date
    data_date: date | None
    items: tuple[WorkItem, ...]
    coming: int
    call_windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class PlanWaiting:
    """A repayment plan that waits for approval."""

    arrangement_id: str
    number: str
    case_id: CaseId
    case_no: str
    name: str
    amount: Money
    instalments: int
    first_due_on: date
    reason: str
    offered_by: str


@dataclass(frozen=True, slots=True)
class BreachWaiting:
    """Something that happened against a rule, not yet acknowledged."""

    breach_id: str
    case_id: CaseId
    case_no: str
    name: str
    rule_id: str
    happened_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for the supervisor."""

    requests: tuple[RequestLine, ...]
    records: tuple[WaitingRecord, ...]
    plans: tuple[PlanWaiting, ...]
    breaches: tuple[BreachWaiting, ...]
    papers: tuple[PaperWaiting, ...] = ()
    machine: tuple[MachineWaiting, ...] = ()
    notices: tuple[NoticeView, ...] = ()
    complaints: tuple[ComplaintView, ...] = ()
    clocks: tuple[ClockWaiting, ...] = ()
    petitions: tuple[PetitionWaiting, ...] = ()

    @property
    def count(self) -> int:
        parts = (
            self.requests, self.records, self.plans, self.breaches, self.papers, self.machine, self.notices,
            self.complaints,
            self.clocks,
            self.petitions,
        )  # fmt: skip
        return sum(map(len, parts))


@dataclass(frozen=True, slots=True)
class ShowToday(Lookup[Worklist]):
    """What is due today, what was left over first."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "today.shown"

    def look(self, view: View) -> Worklist:
        lines = {
            line.case_id: line
            for line in lists.lines(view, lists.Wanted(only_cases=True), limit=100_000)
            if line.case_id
        }
        items = []
        for step in cases.steps(view, until=view.today + LONGEST_LEAD):
            line = lines.get(step.case_id)
            if line is None or step.due_on > view.today + lead_of(step):
                continue
            items.append(
                WorkItem(
                    step.id,
                    step.case_id,
                    line.customer_id,
                    line.case_no,
                    masking.name(masking.sight(view.actor, line.assigned_to), line.name),
                    line.kinds,
                    line.overdue,
                    line.dpd,
                    step.kind,
                    step.due_on,
                    step.why,
                    step.subject_id,
                    (view.today - step.due_on).days,
                )
            )
        # what wasn't done yesterday can't be hidden; then what is oldest in arrears
        items.sort(key=lambda item: (-item.days_late, -item.dpd, item.case_no))
        later = len(cases.steps(view)) - len(items)
        facts = {
            "direction": "outgoing",
            "contact_role": "debtor",
            "contact_purpose": "collect",
            **gate.time_facts(view.now, view.now),
        }
        return Worklist(
            view.today,
            customers.data_date(view),
            tuple(items),
            max(later, 0),
            gate.windows(view, Act.CALL, {**_NEUTRAL, **facts}, view.today),
        )


_NEUTRAL: gate.Facts = {
    **gate.BRANCH_FACTS,
    "holds": frozenset(),
    "point_source": "contract",
    "point_blocked": False,
    "attempts_today_same_point": 0,
    "connected_calls_today": 0,
    "borrower_lost": False,
    "products": frozenset({"loan"}),
    "days_overdue": 1,
}


@dataclass(frozen=True, slots=True)
class ShowInbox(Lookup[Inbox]):
    """What waits for approval, sign-off and acknowledgement."""

    needs: ClassVar = Permission.READ_INBOX
    action: ClassVar = "inbox.shown"

    def look(self, view: View) -> Inbox:
        names = account_names(view)
        return Inbox(
            tuple(
                request_line(view, kept, names)
                for kept in visits.requests(view, state=RequestState.SUBMITTED)
            ),
            ListWaitingRecords().look(view),
            tuple(_plans(view, names)),
            tuple(_breaches(view, names)),
            papers_waiting(view, names),
            machine_waiting(view),
            views_of(view, notices_in(view, (NoticeState.DRAFTED,))),
            complaints.views_of(view, open_complaints(view, open_only=True)),
            clocks_waiting(view),
            petitions_waiting(view),
        )


@dataclass(frozen=True, slots=True)
class ShowMatter(Lookup[CustomerFile]):
    """The file behind something in the inbox, so that it is decided on what is known. In the trail as an opening."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "customer.opened"
    audited: ClassVar = True

    case_id: str

    def look(self, view: View) -> CustomerFile:
        customer_id = case_of(view, self.case_id)
        view.note(customer=customer_id)
        return read_file(view, customer_id)

    def is_told(self, work: Work) -> bool:
        return openings.first_today(work, case_of(work, self.case_id))


def _plans(view: View, names: dict[str, str]) -> list[PlanWaiting]:
    waiting = []
    for kept in solutions.arrangements(view, state=ArrangementState.SIGNED):
        case_no, name = _who(view, kept.case_id)
        schedule = kept.arrangement.schedule
        waiting.append(
            PlanWaiting(
                kept.id,
                kept.number,
                kept.case_id,
                case_no,
                name,
                schedule.amount,
                len(schedule.instalments),
                schedule.instalments[0].due_on,
                kept.reason,
                names.get(kept.offered_by, ""),
            )
        )
    return waiting


def _breaches(view: View, names: dict[str, str]) -> list[BreachWaiting]:
    found = []
    for breach in cases.breaches(view, waiting=True):
        case_no, name = _who(view, breach.case_id)
        found.append(
            BreachWaiting(
                breach.id,
                breach.case_id,
                case_no,
                name,
                breach.rule_id,
                breach.happened_at,
                names.get(breach.recorded_by, ""),
            )
        )
    return found


def _who(view: View, case_id: str) -> tuple[str, str]:
    kept = cases.case(view, case_id)
    return kept.case_no, masking.name(
        masking.of_case(view, kept), customers.customer(view, kept.customer_id).name
    )
