"""The figures taken along: as a spreadsheet, and as the branch report with its registers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.archive.gathering import printing_of
from collectdesk.desk.pipeline import Export
from collectdesk.desk.results.effect import effect_figures
from collectdesk.desk.results.measures import measured
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.paper.records import OverdueReason
from collectdesk.domain.people.people import Permission
from collectdesk.domain.results.effect import ALL, Cut, Scope, Span, scope_of
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.reports.results.branch_report import Register, ReportFacts, print_report
from collectdesk.reports.results.figure_sheet import ShownFigures, write_figures
from collectdesk.store.cases import casebook
from collectdesk.store.contact import complaints, notices
from collectdesk.store.people import people
from collectdesk.store.results import packs
from collectdesk.store.trail import closings
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from collectdesk.desk.progress import Progress
    from collectdesk.store.work import View, Work


def shown_figures(view: View, scope: Scope) -> ShownFigures:
    """All figures of a scope from one snapshot."""
    cut = scope.cut
    team = next((one.name for one in people.staff(view, former=True) if one.id == cut.team), "")
    product = ProductKind(cut.product) if cut.product else None
    reason = OverdueReason(cut.reason) if cut.reason else None
    told = tuple(one for one in (product, cut.area, reason, team) if one)
    return ShownFigures(effect_figures(view, scope), measured(view, scope), printing_of(view), told)


@dataclass(frozen=True, slots=True)
class ExportFigures(Export[Path, ShownFigures]):
    """Write every table of the effect page as a spreadsheet; no customer is named in it."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "effect.exported"

    target: Path
    language: str = "zh_CN"
    span: Span = Span.MONTH
    as_of: date | None = None
    cut: Cut = ALL

    def gather(self, view: View) -> ShownFigures:
        return shown_figures(view, scope_of(self.span, self.as_of or view.today, self.cut))

    def draw(self, gathered: ShownFigures, partial: Path, progress: Progress) -> None:
        write_figures(partial, gathered, self.language, progress.step)

    def settle(self, work: Work, gathered: ShownFigures, partial: Path) -> Path:
        day = gathered.figures.day.isoformat()
        work.note(day=day, span=self.span.value, sha256=hashlib.sha256(partial.read_bytes()).hexdigest())
        return self.target


@dataclass(frozen=True, slots=True)
class PrintBranchReport(Export[Path, ReportFacts]):
    """Print the branch report: one page to read standing, every table with its chart, the registers."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "effect.reported"

    target: Path
    language: str = "zh_CN"
    span: Span = Span.MONTH
    as_of: date | None = None
    cut: Cut = ALL

    def gather(self, view: View) -> ReportFacts:
        scope = scope_of(self.span, self.as_of or view.today, self.cut)
        return ReportFacts(shown_figures(view, scope), registers(view, scope))

    def draw(self, gathered: ReportFacts, partial: Path, progress: Progress) -> None:
        print_report(partial, gathered, self.language, progress.step)

    def settle(self, work: Work, gathered: ReportFacts, partial: Path) -> Path:
        day = gathered.shown.figures.day.isoformat()
        work.note(day=day, span=self.span.value, sha256=hashlib.sha256(partial.read_bytes()).hexdigest())
        return self.target


def registers(view: View, scope: Scope) -> tuple[Register, ...]:
    """Visits, notices, complaints, packs and roots of the period, by number; customers stand in their files."""
    first, last = scope.first or date(1970, 1, 1), scope.last
    start = datetime.combine(first, time(0), CHINA_TIME)
    end = datetime.combine(last + timedelta(days=1), time(0), CHINA_TIME)
    numbers = casebook.case_numbers(view)
    planned = [
        (one.visit_no, numbers.get(one.case_id, ""), one.planned_on, one.state)
        for one in visits.visits_between(view, start, end)
    ]
    sent = [
        (one.letter_no or one.number, numbers.get(one.case_id, ""), local_day(one.made_at), one.state)
        for one in notices.notices_made(view, start, end)
    ]
    brought = [
        (one.number, numbers.get(one.case_id, ""), one.received_on, one.state)
        for one in complaints.received(view, first, last)
    ]
    packed = [
        (one.number, numbers.get(one.case_id, ""), one.built_on, one.root_digest)
        for one in reversed(packs.packs(view))
        if first <= one.built_on <= last
    ]
    roots = [
        (str(one.seq), one.day, one.link)
        for one in reversed(closings.newest(view))
        if first <= one.day <= last
    ]
    return (
        Register("visits", tuple(planned)),
        Register("notices", tuple(sent)),
        Register("complaints", tuple(brought)),
        Register("packs", tuple(packed)),
        Register("roots", tuple(roots)),
    )
