"""Today: the clerk's worklist with leftovers first, and the supervisor's inbox of what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final

from collectdesk.desk.contact import complaints
from collectdesk.desk.contact.complaints import ComplaintView
from collectdesk.desk.contact.noticing import NoticeView, views_of
from collectdesk.desk.customers import masking
from collectdesk.desk.customers.files import CustomerFile, case_of, read_file
from collectdesk.desk.customers.petitioning import PetitionWaiting, petitions_waiting
from collectdesk.desk.customers.phone_lists import MissingList, lists_missing
from collectdesk.desk.paper.recording import ListWaitingRecords, WaitingRecord
from collectdesk.desk.people.deputy_papers import DeputyPaperWaiting, deputy_papers_waiting
from collectdesk.desk.people.paper_approvals import PaperWaiting, papers_waiting
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.results.improving import ImprovementDue, improvements_due
from collectdesk.desk.rules import gate
from collectdesk.desk.rules.clocks import ClockWaiting, clocks_waiting
from collectdesk.desk.rules.legal_terms import lead_days
from collectdesk.desk.vault.watch import MachineWaiting, machine_waiting
from collectdesk.desk.visits.visiting import RequestLine, request_line
from collectdesk.domain.contact.notices import NoticeState
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.worklists import MINUTES, Tier, deal_slots, tier_of
from collectdesk.domain.ids import CaseId, CustomerId, StepId
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.rules.windows import Window
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.visits.visits import RequestState
from collectdesk.store.cases import cases, solutions
from collectdesk.store.contact.complaints import complaints as open_complaints
from collectdesk.store.contact.notices import notices_in
from collectdesk.store.customers import customers, lists, openings, worklists
from collectdesk.store.people.people import account_names, staff
from collectdesk.store.visits import visits
from collectdesk.store.work import View, Work

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    tier: Tier = Tier.OTHER
    at: datetime | None = None
    """When the visit behind it begins."""
    is_held: bool = True
    """False where it is nobody's case, dealt to whose list this is."""


@dataclass(frozen=True, slots=True)
class PagesMissing:
    """Printed pages of a team's day that nobody has said of what became of them."""

    day: date
    crew: tuple[str, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class Worklist:
    """Today's list; ``call_windows`` are the hours in which calls are lawful today.

    ``items`` are the first of all; ``counted`` counts all of them, by kind and whether they were left over.
    """

    day: date
    data_date: date | None
    items: tuple[WorkItem, ...]
    coming: int
    call_windows: tuple[Window, ...]
    counted: tuple[tuple[StepKind, bool, int], ...] = ()
    pages: tuple[PagesMissing, ...] = ()
    whose: str = ""
    phone_lists: tuple[MissingList, ...] = ()
    """Printed lists of numbers that should be back: those of whose list this is, or everybody's."""
    improvements: tuple[ImprovementDue, ...] = ()
    """What is to get better and has no result yet, by whose list this is, or everybody's."""

    @property
    def total(self) -> int:
        return sum(times for _, _, times in self.counted)

    @property
    def is_cut(self) -> bool:
        """Whether more is due than came with the list."""
        return self.total > len(self.items)

    @property
    def left_over(self) -> int:
        return sum(times for _, is_late, times in self.counted if is_late)


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
    deputies: tuple[DeputyPaperWaiting, ...] = ()
    phone_lists: tuple[MissingList, ...] = ()

    @property
    def count(self) -> int:
        parts = (
            self.requests, self.records, self.plans, self.breaches, self.papers, self.machine, self.notices,
            self.complaints,
            self.clocks,
            self.petitions, self.phone_lists,
            self.deputies,
        )  # fmt: skip
        return sum(map(len, parts))


MOST: Final = 2_000
"""Items that come with the list itself; the others are read as they come into sight."""


@dataclass(frozen=True, slots=True)
class ShowToday(Lookup[Worklist]):
    """What is due today, what was left over first; ``whose`` is an account, empty for everybody's."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "today.shown"

    whose: str = ""

    def look(self, view: View) -> Worklist:
        mine = mine_of(view, self.whose) if self.whose else None
        leads = lead_days(view)
        rows = worklists.due_steps(view, mine, MOST, leads)
        times = worklists.visit_times(view, {row.subject_id for row in rows if row.subject_id})
        counted = worklists.counts(view, mine, leads)
        facts = {
            "direction": "outgoing",
            "contact_role": "debtor",
            "contact_purpose": "collect",
            **gate.time_facts(view.now, view.now),
        }
        return Worklist(
            view.today,
            customers.data_date(view),
            tuple(_item(view, row, times, is_held=mine is None) for row in rows),
            worklists.coming(view, mine, leads),
            gate.windows(view, Act.CALL, {**_NEUTRAL, **facts}, view.today),
            counted,
            _pages(view, mine),
            self.whose,
            _phone_lists(view, self.whose),
            improvements_due(view, self.whose),
        )


@dataclass(frozen=True, slots=True)
class ListToday(Lookup[tuple[str, ...]]):
    """The ids of everything due, however much it is, in a list's order; the lines are read as they come into sight.

    ``kinds`` are those of a filter (none: all), ``order`` a column's name, empty for the usual order.
    """

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "today.listed"
    is_long: ClassVar = True

    whose: str = ""
    kinds: tuple[StepKind, ...] = ()
    order: str = ""
    descending: bool = False

    def look(self, view: View) -> tuple[str, ...]:
        mine = mine_of(view, self.whose) if self.whose else None
        order = (self.order, self.descending) if self.order else None
        return tuple(worklists.due_ids(view, mine, lead_days(view), self.kinds, order))


@dataclass(frozen=True, slots=True)
class ReadToday(Lookup[tuple[WorkItem, ...]]):
    """Some items of a list, by their ids; what is done by now is left out."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "today.read"

    step_ids: tuple[str, ...]
    whose: str = ""

    def look(self, view: View) -> tuple[WorkItem, ...]:
        rows = worklists.steps_read(view, self.step_ids)
        times = worklists.visit_times(view, {row.subject_id for row in rows if row.subject_id})
        return tuple(_item(view, row, times, is_held=not self.whose) for row in rows)


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """How much of today is somebody's."""

    account_id: str
    name: str
    items: int
    left_over: int
    minutes: int


@dataclass(frozen=True, slots=True)
class ShowLoads(Lookup[tuple[PersonLoad, ...]]):
    """How today's work lies on whom, the fullest first: what a supervisor shares out by."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "today.loads_shown"
    is_long: ClassVar = True

    def look(self, view: View) -> tuple[PersonLoad, ...]:
        found = []
        for worker in worklists.workers(view):
            counted = worklists.counts(view, mine_of(view, worker.account_id), lead_days(view))
            minutes = sum(MINUTES.get(kind, 0) * times for kind, _, times in counted)
            late = sum(times for _, is_late, times in counted if is_late)
            items = sum(times for _, _, times in counted)
            found.append(PersonLoad(worker.account_id, worker.name, items, late, minutes))
        return tuple(sorted(found, key=lambda one: (-one.minutes, one.name)))


def mine_of(view: View, account_id: str) -> worklists.Mine:
    """What is somebody's today; nobody's cases are dealt so that all clerks have about as many."""
    people = worklists.workers(view)
    mine = next((one for one in people if one.account_id == account_id), None)
    if mine is None:  # a supervisor or auditor works what they hold, and is dealt nothing
        return worklists.Mine(worklists.Worker(account_id, "", "", False), (), ())
    held = view.once("held_cases", lambda: worklists.held(view))
    load = {one.account_id: held.get(one.account_id, 0) for one in people}
    trained = {one.account_id: load[one.account_id] for one in people if one.is_trained}
    nobodys = held.get("", 0)
    slots = deal_slots(load, nobodys)
    visits = deal_slots(trained, nobodys) if trained else slots
    return worklists.Mine(mine, slots[account_id], visits.get(account_id, frozenset()))


def _item(view: View, row: Any, times: Mapping[str, datetime], *, is_held: bool) -> WorkItem:
    late = (view.today - row.due_on).days
    kind = StepKind(row.kind)
    return WorkItem(
        StepId(row.id), CaseId(row.case_id), CustomerId(row.customer_id), row.case_no,
        masking.name(masking.sight(view.actor, row.holder or ""), row.name), lists.kinds_of(row.kinds),
        Money(int(row.overdue_fen)), row.dpd, kind, row.due_on, row.why, row.subject_id or "", late,
        tier_of(kind, late), times.get(row.subject_id or ""), is_held or bool(row.holder),
    )  # fmt: skip


def _pages(view: View, mine: worklists.Mine | None) -> tuple[PagesMissing, ...]:
    if mine is not None and not mine.worker.staff_id:
        return ()
    names = {str(person.id): person.name for person in staff(view, former=True)}
    return tuple(
        PagesMissing(row.day, tuple(names.get(one, "") for one in dict.fromkeys((row.officer_id, row.safety_id))),
                     int(row.pages))
        for row in worklists.open_pages(view, mine.worker.staff_id if mine else None)
    )  # fmt: skip


def _phone_lists(view: View, whose: str) -> tuple[MissingList, ...]:
    """A clerk is told of their own lists, whoever reads everybody's of those in question."""
    everybodys = view.actor.may(Permission.READ_AUDIT)
    return lists_missing(view, whose if everybodys else view.actor.id)


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
            deputy_papers_waiting(view, names),
            lists_missing(view),
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
