"""Papers for the customer's own hand: the budget sheet of the household, and the leaflet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.archive.gathering import next_copy, printing_of
from collectdesk.desk.contact.customer_texts import texts_in_use
from collectdesk.desk.pipeline import Export
from collectdesk.desk.solutions.offering import SuggestOffers, capacity_table, household_capacity
from collectdesk.desk.visits.printing import Printed, Sheaf
from collectdesk.domain.contact.texts import LEAFLET_SECTIONS, TextKind, filled, sections
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.reports.customers.budget_sheet import BUDGET_VERSION, BudgetFacts, BudgetLine, print_budget
from collectdesk.reports.customers.leaflet import LEAFLET_VERSION, LeafletFacts, print_leaflet
from collectdesk.store.cases import cases
from collectdesk.store.contact import notices
from collectdesk.store.customers import customers, finances
from collectdesk.store.people.people import branch_name

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.domain.solutions.offers import Offer
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class PrintBudgetSheet(Export[Printed, Sheaf]):
    """Print the household's budget with what is on file, room to write, and the plans that follow from it."""

    needs: ClassVar = Permission.OFFER_SOLUTION
    action: ClassVar = "budget.printed"
    timed: ClassVar = True

    target: Path
    case_id: str
    persons: int = 1
    language: str = "zh_CN"

    def gather(self, view: View) -> Sheaf:
        kept = cases.case(view, self.case_id)
        who = customers.customer(view, kept.customer_id)
        standing = [each for each in finances.finances(view, who.id) if each.struck_on is None]
        number, copy = f"SZ-{kept.case_no}", next_copy(view, "budget", kept.id)
        facts = BudgetFacts(
            number=number, case_no=kept.case_no, name=who.name, persons=self.persons,
            lines=tuple(BudgetLine(each.kind, each.amount, each.source) for each in standing),
            able=household_capacity(view, who.id, self.persons),
            protected=Money(capacity_table().protected.fen * self.persons), offers=self._offers(view, who.id),
            printing=printing_of(view, copy),
        )  # fmt: skip
        return Sheaf(facts, number, copy, kept.id)

    def _offers(self, view: View, customer_id: str) -> tuple[Offer, ...]:
        """Plans on what is overdue most; none where nothing is overdue."""
        owned = customers.products(view, customer_id)
        worst = max(owned, key=lambda product: product.overdue.fen, default=None)
        if worst is None or worst.overdue.fen <= 0:
            return ()
        return SuggestOffers(self.case_id, worst.id, persons=self.persons).look(view).offers

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_budget(partial, gathered.facts, self.language, progress.step)

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        printed = gathered.printed(self.target, partial)
        gathered.register(work, "budget", BUDGET_VERSION, printed)
        work.note(case=self.case_id, copy=printed.copy)
        return printed


@dataclass(frozen=True, slots=True)
class PrintLeaflet(Export[Printed, Sheaf]):
    """Print the leaflet from the text the branch approved, with its address, telephone and account; no customer's."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "leaflet.printed"
    timed: ClassVar = True

    target: Path
    language: str = "zh_CN"

    def gather(self, view: View) -> Sheaf:
        head = notices.letterhead(view)
        if head is None:
            raise Refused("leaflet.letterhead_missing")
        subject, copy = view.branch_id, next_copy(view, "leaflet", view.branch_id)
        text = next(
            each for each in texts_in_use(view)
            if each.kind is TextKind.LEAFLET and each.language == self.language
        )  # fmt: skip
        places = {"branch": branch_name(view), "phone": head.phone, "address": head.address}
        said = sections(filled(text.body, places))
        facts = LeafletFacts(
            head.address, head.phone, head.account_name, head.account_no, head.account_bank, text.title,
            {name: _points(said[name]) for name in LEAFLET_SECTIONS}, text.version, printing_of(view),
        )  # fmt: skip
        return Sheaf(facts, "", copy, subject)

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_leaflet(partial, gathered.facts, self.language, progress.step)

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        printed = gathered.printed(self.target, partial)
        gathered.register(work, "leaflet", LEAFLET_VERSION, printed)
        work.note(copy=printed.copy)
        return printed


def _points(section: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in section.splitlines() if line.strip())
