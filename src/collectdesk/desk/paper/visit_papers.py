"""Papers about visits: the custody slip of a visit's evidence; the registers of a visit, a day and a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.archive.gathering import crew_of, next_copy, printing_of
from collectdesk.desk.customers import masking
from collectdesk.desk.paper.codes import CodeKind, make_code
from collectdesk.desk.pipeline import Export, Subject
from collectdesk.desk.visits.printing import Printed, Sheaf
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visit_costs import summed
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.reports.visits.opinion_slip import SLIP_VERSION, SlipFacts, draw_opinion_slips
from collectdesk.reports.visits.visit_papers import (
    CUSTODY_VERSION,
    REGISTER_VERSION,
    CustodyFacts,
    HeldItem,
    RegisteredVisit,
    RegisterFacts,
    VisitPaper,
    draw_custody_slip,
    draw_register,
)
from collectdesk.store.cases import cases
from collectdesk.store.contact.notices import letterhead
from collectdesk.store.customers import customers
from collectdesk.store.people.people import account_names
from collectdesk.store.vault import evidence
from collectdesk.store.visits import record_entries, rounds, visits

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.store.work import View, Work

LONGEST = timedelta(days=366)
CUSTODY, REGISTER, SLIP = "custody", "visit_register", "opinion_slip"


@dataclass(frozen=True, slots=True)
class PrintCustodySlip(Export[Printed, Sheaf]):
    """Print who hands a visit's photos, scans and recordings over to whom, each with its digest."""

    needs: ClassVar = Permission.RECORD_VISIT
    action: ClassVar = "custody.printed"
    touches: ClassVar = frozenset({Subject.VISITS})

    target: Path
    visit_id: str
    language: str = "zh_CN"

    def gather(self, view: View) -> Sheaf:
        kept = visits.visit(view, self.visit_id)
        names, case = account_names(view), cases.case(view, kept.case_id)
        copy, number = next_copy(view, CUSTODY, kept.id), f"{kept.visit_no}-B"
        items = tuple(
            HeldItem(
                one.kind, one.original_name, one.label, one.seconds, one.size, one.sha256, one.recorded_at,
                names.get(one.recorded_by, ""),
            )
            for one in evidence.of_visit(view, kept.id)
            if not one.copy_of
        )  # fmt: skip
        facts = CustodyFacts(
            number, kept.visit_no, case.case_no, tuple(one.name for one in crew_of(view, kept)), items,
            make_code(view, CodeKind.RECORD, kept.id, 1, CUSTODY_VERSION), printing_of(view, copy),
        )  # fmt: skip
        return Sheaf(facts, number, copy, kept.id)

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        gathered.drawn = draw_custody_slip(partial, gathered.facts, self.language, step=progress.step)

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        kept = visits.visit(work, self.visit_id)
        work.note(case=kept.case_id, visit=kept.id)
        return gathered.settled(work, CUSTODY, CUSTODY_VERSION, self.target, partial)


@dataclass(frozen=True, slots=True)
class PrintRegister(Export[Printed, Sheaf]):
    """Print the register of the visits of some days, or of one visit with all its papers; a reprint says so."""

    needs: ClassVar = Permission.PRINT_RECORD
    action: ClassVar = "register.printed"
    touches: ClassVar = frozenset({Subject.VISITS})

    target: Path
    first: date | None = None
    last: date | None = None
    visit_id: str = ""
    language: str = "zh_CN"

    def gather(self, view: View) -> Sheaf:
        if self.visit_id:
            one = visits.visit(view, self.visit_id)
            found, first, last = [one], one.planned_on, one.planned_on
            number, subject = f"{one.visit_no}-D", str(one.id)
        else:
            first = self.first or view.today
            last = self.last or first
            if not first <= last <= first + LONGEST:
                raise Refused("register.span", field="first")
            found = visits.visits_between(view, _begin(first), _begin(last + timedelta(days=1)))
            number = subject = _number(first, last)
        copy = next_copy(view, REGISTER, subject)
        costs = record_entries.costs_of(view, [one.id for one in found])
        facts = RegisterFacts(
            number, first, last, tuple(_line(view, one) for one in found),
            _papers(view, found[0]) if self.visit_id else (), summed(costs.get(one.id) for one in found),
            printing_of(view, copy),
        )  # fmt: skip
        return Sheaf(facts, number, copy, subject)

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        gathered.drawn = draw_register(partial, gathered.facts, self.language, step=progress.step)

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        work.note(visits=len(gathered.facts.visits))
        return gathered.settled(work, REGISTER, REGISTER_VERSION, self.target, partial)


@dataclass(frozen=True, slots=True)
class PrintOpinionSlips(Export[Printed, Sheaf]):
    """Print the slips that the visitors leave with the customers: three questions, nothing of what it was about."""

    needs: ClassVar = Permission.PRINT_KIT
    action: ClassVar = "slips.printed"
    touches: ClassVar = frozenset({Subject.VISITS})

    target: Path
    visit_ids: tuple[str, ...]
    language: str = "zh_CN"

    def gather(self, view: View) -> Sheaf:
        found = [visits.visit(view, visit_id) for visit_id in self.visit_ids]
        slips = tuple(
            SlipFacts(
                one.visit_no, one.planned_on, make_code(view, CodeKind.OPINION, one.id, 1, SLIP_VERSION)
            )
            for one in found
        )
        head = letterhead(view)
        copy = next_copy(view, SLIP, found[0].id)
        return Sheaf(
            (slips, head.phone if head else "", printing_of(view)), slips[0].visit_no, copy, found[0].id
        )

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        slips, phone, printing = gathered.facts
        gathered.drawn = draw_opinion_slips(
            partial, slips, phone, printing, self.language, step=progress.step
        )

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        work.note(visits=list(self.visit_ids))
        return gathered.settled(work, SLIP, SLIP_VERSION, self.target, partial)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA_TIME)


def _number(first: date, last: date) -> str:
    """A day's, a whole month's, or any span's; it fits where the ids of other subjects stand."""
    if first == last:
        return f"DJ-{first:%Y%m%d}"
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1 and first.month == last.month
    return f"DJ-{first:%Y%m}" if whole and first.year == last.year else f"DJ-{first:%Y%m%d}-{last:%Y%m%d}"


def _line(view: View, kept: visits.Visit) -> RegisteredVisit:
    case, record = cases.case(view, kept.case_id), visits.record_of(view, kept.id)
    name = masking.name(masking.of_case(view, case), customers.customer(view, case.customer_id).name)
    return RegisteredVisit(
        kept.visit_no, name, kept.planned_at, tuple(one.name for one in crew_of(view, kept)), kept.state,
        record.findings if record else None, record.state if record else None, record.signed_at if record else None,
        sum(not one.copy_of for one in evidence.of_visit(view, kept.id)), record_entries.cost_of(view, kept.id),
    )  # fmt: skip


def _papers(view: View, kept: visits.Visit) -> tuple[VisitPaper, ...]:
    """Everything printed for a visit, what came back, what was filed and what was added, by time."""
    made = [
        VisitPaper(one.printed_at, "document", one.document, one.number, f"{one.copy} / {one.pages}", "")
        for one in visits.prints(view, kept.id)
    ]
    names = account_names(view)
    for one in evidence.of_visit(view, kept.id):
        if not one.copy_of:
            by = names.get(one.recorded_by, "")
            made.append(VisitPaper(one.recorded_at, "evidence", one.kind, one.original_name, "", by))
    kept_round = rounds.round_of(view, kept.planned_on, kept.officer_id, kept.safety_id)
    for sheet in rounds.sheets_of(view, kept_round.id) if kept_round else ():
        if sheet.visit_id == kept.id:
            stands = sheet.fate or ""
            at = kept_round.released_at if kept_round and kept_round.released_at else kept.planned_at
            made.append(
                VisitPaper(at, "document", "sheet", sheet.number, f"{sheet.copy} / {sheet.page}", stands)
            )
    return tuple(sorted(made, key=lambda one: one.at))


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
