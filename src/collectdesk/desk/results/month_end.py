"""Month-end: figures frozen once, computed anew from the same facts later, and filled into headquarters' template."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.pipeline import Change, Export, Lookup, Subject
from collectdesk.desk.results.effect import effect_figures
from collectdesk.desk.results.measures import measured
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.effect import Span, scope_of
from collectdesk.domain.results.month_end import Difference, compared, digest_of, flat, last_day, require_over
from collectdesk.reports.results.template_sheet import Filled, fill_template
from collectdesk.store.people.people import account_names, branch_name
from collectdesk.store.results import month_ends
from collectdesk.store.trail import audit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.store.results.month_ends import FrozenMonth
    from collectdesk.store.work import View, Work


__all__ = [
    "CheckMonth",
    "Checked",
    "FillTemplate",
    "Filled",
    "FreezeMonth",
    "ListMonths",
    "MonthLine",
    "figures_of",
]


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A frozen month with the name of who froze it."""

    month: FrozenMonth
    by: str


@dataclass(frozen=True, slots=True)
class ListMonths(Lookup[tuple[MonthLine, ...]]):
    """The frozen months, the newest first."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "month.listed"

    def look(self, view: View) -> tuple[MonthLine, ...]:
        names = {str(one): name for one, name in account_names(view).items()}
        return tuple(MonthLine(each, names.get(each.frozen_by, "")) for each in month_ends.everyone(view))


@dataclass(frozen=True, slots=True)
class FreezeMonth(Change[str]):
    """Freeze a month that is over; gives the digest of its figures. A frozen month is never frozen again."""

    needs: ClassVar = Permission.CLOSE_DAY
    action: ClassVar = "month.frozen"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.TRAIL})

    month: str
    """As 2026-03."""

    def carry_out(self, work: Work) -> str:
        last = last_day(self.month)
        require_over(last, work.today)
        if month_ends.of_month(work, self.month) is not None:
            raise Refused("month.frozen", field="month", month=self.month)
        told = figures_of(work, last)
        digest = digest_of(told)
        made = month_ends.add(work, self.month, last, told, digest, audit.head(work))
        work.note(month=made, last=last.isoformat(), figures=digest)
        return digest


@dataclass(frozen=True, slots=True)
class Checked:
    """A frozen month beside what comes out now; ``is_whole`` where the row is what was frozen."""

    month: FrozenMonth
    is_whole: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class CheckMonth(Lookup[Checked]):
    """Compute a frozen month anew, as of its last day, and name every figure that comes out otherwise."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "month.checked"
    is_long: ClassVar = True

    month: str

    def look(self, view: View) -> Checked:
        kept = _frozen(view, self.month)
        now = figures_of(view, kept.last_on)
        return Checked(kept, digest_of(kept.figures) == kept.digest, compared(kept.figures, now))


@dataclass(slots=True)
class Filling:
    """A template on its way to being filled."""

    facts: Mapping[str, str]
    filled: Filled | None = None


@dataclass(frozen=True, slots=True)
class FillTemplate(Export[Filled, Filling]):
    """Fill headquarters' spreadsheet with a frozen month: a cell that says {{recovery.yuan}} becomes that figure."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "month.template_filled"

    target: Path
    template: Path
    month: str

    def gather(self, view: View) -> Filling:
        kept = _frozen(view, self.month)
        said = {"branch.name": branch_name(view), "month.name": kept.month, "month.digest": kept.digest}
        return Filling({**kept.figures, **said})

    def draw(self, gathered: Filling, partial: Path, progress: Progress) -> None:
        gathered.filled = fill_template(self.template, partial, gathered.facts)
        progress.step(1, 1)

    def settle(self, work: Work, gathered: Filling, partial: Path) -> Filled:
        assert gathered.filled is not None
        work.note(month=_frozen(work, self.month).id, sha256=hashlib.sha256(partial.read_bytes()).hexdigest())
        return gathered.filled


def figures_of(view: View, last: date) -> dict[str, str]:
    """The figures of the month that ends on a day."""
    scope = scope_of(Span.MONTH, last)
    return flat(effect_figures(view, scope, whole=True), measured(view, scope))


def _frozen(view: View, month: str) -> FrozenMonth:
    last_day(month)
    kept = month_ends.of_month(view, month)
    if kept is None:
        raise Refused("month.not_frozen", field="month", month=month)
    return kept
