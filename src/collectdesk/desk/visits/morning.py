"""The morning page on paper: one person's list of today, the visits that go out, the pages still missing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.archive.gathering import printing_of
from collectdesk.desk.customers import masking
from collectdesk.desk.customers.today import ShowToday
from collectdesk.desk.pipeline import Export
from collectdesk.desk.visits.printing import Printed
from collectdesk.domain.customers.worklists import MINUTES
from collectdesk.domain.people.people import Permission
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.reports.visits.morning_page import (
    MOST_LINES,
    Going,
    MorningFacts,
    MorningLine,
    print_morning_page,
)
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.people.people import account_names, staff
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.reports.drawing.page import Drawn
    from collectdesk.store.work import View, Work


@dataclass(slots=True)
class MorningPage:
    """The page on its way from the snapshot to the register."""

    facts: MorningFacts
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class PrintMorning(Export[Printed, MorningPage]):
    """Print somebody's day, what was left over first; ``whose`` is an account, empty for everybody's."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "today.morning_printed"

    target: Path
    language: str = "zh_CN"
    whose: str = ""

    def gather(self, view: View) -> MorningPage:
        found = ShowToday(self.whose).look(view)
        lines = tuple(
            MorningLine(one.case_no, one.name, one.overdue, one.dpd, one.kind, one.why, one.due_on, one.days_late,
                        one.tier, one.at)
            for one in found.items[:MOST_LINES]
        )  # fmt: skip
        minutes = sum(MINUTES.get(kind, 0) * times for kind, _, times in found.counted)
        return MorningPage(
            MorningFacts(
                found.day, found.data_date, account_names(view).get(self.whose, ""), lines, found.total,
                found.left_over, minutes, found.call_windows, _going(view),
                tuple((one.day, one.crew, one.pages) for one in found.pages), printing_of(view),
            )
        )  # fmt: skip

    def draw(self, gathered: MorningPage, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_morning_page(partial, gathered.facts, self.language, progress.step)

    def settle(self, work: Work, gathered: MorningPage, partial: Path) -> Printed:
        drawn, facts = gathered.drawn, gathered.facts
        assert drawn is not None
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()
        work.note(day=facts.day.isoformat(), items=facts.total)
        return Printed(self.target, drawn.pages, 1, f"MO-{facts.day:%Y%m%d}", digest, drawn.missing_glyphs)


def _going(view: View) -> tuple[Going, ...]:
    """Every team's visits of the day: who stays in knows who is out."""
    start = datetime.combine(view.today, time(), CHINA_TIME)
    names = {str(person.id): person.name for person in staff(view, former=True)}
    found = []
    for kept in visits.visits_between(view, start, start + timedelta(days=1)):
        if kept.state is VisitState.CANCELLED:
            continue
        case = cases.case(view, kept.case_id)
        name = masking.name(masking.of_case(view, case), customers.customer(view, case.customer_id).name)
        crew = tuple(names.get(one, "") for one in dict.fromkeys((kept.officer_id, kept.safety_id)))
        found.append(Going(kept.planned_at, kept.visit_no, name, crew))
    return tuple(sorted(found, key=lambda one: one.at))
