"""Lists as a person wants them again: kept by name, and the list as a table to take along, masked."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final

from collectdesk.desk.customers.finding import past_lines
from collectdesk.desk.pipeline import Change, Export, Lookup, Subject
from collectdesk.domain.customers.identity import mask_name
from collectdesk.domain.customers.products import Bucket, ProductKind
from collectdesk.domain.money import ZERO, Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.customers import lists, saved_views
from collectdesk.store.customers.lists import Due, Order, Wanted
from collectdesk.store.people.people import branch_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.reports.customers.customer_sheet import SheetFacts, SheetRow
    from collectdesk.store.customers.lists import CustomerLine
    from collectdesk.store.work import View, Work

EXPORTED_AT_MOST: Final = 100_000
"""Rows of one table: more than anybody works through, and far from what a spreadsheet holds."""
_CHUNK: Final = 500
_LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list by name with how many it holds now; ``columns`` are the ids shown, none for all."""

    name: str
    wanted: Wanted
    columns: tuple[str, ...] = ()
    count: int | None = None


@dataclass(frozen=True, slots=True)
class KeepView(Change[None]):
    """Keep a list under a name, in place of one that has it; without a name it is how the list was left."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "view.kept"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    name: str
    wanted: Wanted
    columns: tuple[str, ...] = ()

    def carry_out(self, work: Work) -> None:
        name = self.name.strip()
        if len(name) > _LONGEST_NAME:
            raise Refused("view.name_long", field="name", most=_LONGEST_NAME)
        saved_views.keep(work, name, {**_plain(self.wanted), "columns": list(self.columns)})
        work.note(named=bool(name))


@dataclass(frozen=True, slots=True)
class DropView(Change[None]):
    """Forget a list kept by name."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "view.dropped"
    touches: ClassVar = frozenset({Subject.PEOPLE})

    name: str

    def carry_out(self, work: Work) -> None:
        saved_views.drop(work, self.name)


@dataclass(frozen=True, slots=True)
class ListViews(Lookup[tuple[SavedView, ...]]):
    """The person's own lists, each with its count; the one without a name is how the list was left."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "view.listed"
    is_long: ClassVar = True

    def look(self, view: View) -> tuple[SavedView, ...]:
        found = []
        for name, kept in saved_views.kept(view):
            wanted = _wanted(kept)
            count = lists.count(view, wanted) if name and not wanted.text else None
            found.append(SavedView(name, wanted, tuple(map(str, kept.get("columns", ()))), count))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class ExportList(Export[int, "SheetFacts"]):
    """Write a list as a table: names masked for everybody, who made it and when on top. Gives the rows.

    ``numbers`` are those that a search found; without them it is the whole list.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "customer.exported"

    target: Path = field(repr=False)
    wanted: Wanted
    language: str
    numbers: tuple[int, ...] | None = None
    as_of: date | None = None
    """A past day: the list as it stood at its end."""

    def gather(self, view: View) -> SheetFacts:
        from collectdesk.reports.customers.customer_sheet import SheetFacts

        if self.as_of is not None:
            past = tuple(_row(line) for line in past_lines(view, self.wanted, self.as_of))
            return SheetFacts(branch_name(view), view.actor.name, view.now, past, self.as_of)
        numbers = array("q", self.numbers) if self.numbers is not None else lists.numbers(view, self.wanted)
        if len(numbers) > EXPORTED_AT_MOST:
            raise Refused("export.too_many", count=len(numbers), most=EXPORTED_AT_MOST)
        rows = tuple(_rows(view, numbers))
        return SheetFacts(branch_name(view), view.actor.name, view.now, rows)

    def draw(self, gathered: SheetFacts, partial: Path, progress: Progress) -> None:
        from collectdesk.reports.customers.customer_sheet import write_sheet

        write_sheet(partial, gathered, self.language, progress.step)

    def settle(self, work: Work, gathered: SheetFacts, partial: Path) -> int:  # noqa: ARG002 - the hook
        work.note(rows=len(gathered.rows), searched=bool(self.wanted.text))
        return len(gathered.rows)


def _rows(view: View, numbers: array[int]) -> Iterator[Any]:
    for start in range(0, len(numbers), _CHUNK):
        view.step(start, len(numbers))
        yield from map(_row, lists.lines_of(view, numbers[start : start + _CHUNK]))


def _row(line: CustomerLine) -> SheetRow:
    """A line as it may leave the branch; who was masked for the asker already stays so."""
    from collectdesk.reports.customers.customer_sheet import SheetRow

    return SheetRow(
        mask_name(line.name), line.customer_no, line.kinds, line.overdue, line.balance, line.dpd, line.next_kind,
        line.next_due_on, line.case_no, line.officer,
    )  # fmt: skip


def _plain(wanted: Wanted) -> dict[str, Any]:
    """A list's wishes as they are kept; the day is never kept, so that "late" means late on the day it is opened."""
    return {
        "text": wanted.text, "listed": wanted.listed, "buckets": [each.value for each in wanted.buckets],
        "own": [list(each) for each in wanted.own],
        "kinds": list(wanted.kinds), "least": wanted.least.fen, "officer": wanted.officer,
        "due": wanted.due.value if wanted.due else None, "only_cases": wanted.only_cases,
        "order": wanted.order.value, "descending": wanted.descending,
    }  # fmt: skip


def _wanted(kept: Mapping[str, Any]) -> Wanted:
    """The wishes of a kept list; what a newer program kept and this one doesn't know falls away."""
    known = {kind.value for kind in ProductKind}
    least = kept.get("least", 0)
    return Wanted(
        text=str(kept.get("text", "")),
        listed=bool(kept.get("listed", True)),
        buckets=tuple(each for each in Bucket if each.value in kept.get("buckets", ())),
        own=tuple(
            (str(each[0]), str(each[1]))
            for each in kept.get("own", ())
            if len(each) == 2 and each[0] in known
        ),
        kinds=tuple(str(kind) for kind in kept.get("kinds", ()) if kind in known),
        least=Money(least) if isinstance(least, int) and least > 0 else ZERO,
        officer=str(kept.get("officer", "")),
        due=next((each for each in Due if each.value == kept.get("due")), None),
        only_cases=bool(kept.get("only_cases", False)),
        order=next((each for each in Order if each.value == kept.get("order")), Order.DPD),
        descending=bool(kept.get("descending", True)),
    )
