"""The phone list on paper: numbered, masked by role, without a word of the debt, and accounted for afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.archive.gathering import printing_of
from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Export, Lookup, Subject
from collectdesk.desk.visits.printing import Printed
from collectdesk.domain.customers.parties import PartyRole
from collectdesk.domain.customers.phone_lists import MOST, ListFate, is_missing, require_fate
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.reports.customers.phone_list import PhoneListFacts, PhoneRow, draw_phone_list
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers, lists, phone_lists
from collectdesk.store.customers.phone_lists import PhoneList
from collectdesk.store.people.people import account_names
from collectdesk.store.work import new_id

if TYPE_CHECKING:
    from collectdesk.desk.progress import Progress
    from collectdesk.reports.drawing.page import Drawn
    from collectdesk.store.customers.lists import CustomerLine
    from collectdesk.store.work import View, Work

__all__ = [
    "AccountForList", "ListFate", "ListPhoneLists", "MissingList", "PhoneList", "PhoneListDesk", "PrintPhoneList",
    "is_missing", "lists_missing",
]  # fmt: skip

DOCUMENT: Final = "phone_list"
COUNTER: Final = "phone_list"
_OWE_TOO: Final = frozenset({PartyRole.GUARANTOR.value, PartyRole.JOINT_BORROWER.value})


@dataclass(slots=True)
class Listed:
    """A list on its way to paper."""

    facts: PhoneListFacts
    is_whole: bool
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class PrintPhoneList(Export[Printed, Listed]):
    """Print the numbers of some customers of the list, by their numbers there, masked as the actor sees them.

    Whoever is on hold stands on it without a number. The list has a number of its own and a day by which its pages
    are back or destroyed. Raises Refused(phone_list.*).
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "phone_list.printed"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.CUSTOMERS})

    target: Path
    numbers: tuple[int, ...]
    purpose: str
    return_by: date
    language: str = "zh_CN"

    def gather(self, view: View) -> Listed:
        if not self.purpose.strip():
            raise Refused("phone_list.purpose_missing", field="purpose")
        if self.return_by < view.today:
            raise Refused("phone_list.return_past", field="return_by")
        if not 0 < len(self.numbers) <= MOST:
            raise Refused("phone_list.how_many", most=MOST)
        lines = lists.lines_of(view, self.numbers)
        rows = tuple(_row(view, line) for line in lines)
        if not any(row.reach for row in rows):
            raise Refused("phone_list.no_numbers")
        number = f"DH-{view.today.year}-{view.coming_number(COUNTER):05d}"
        whole = any(masking.sight(view.actor, line.assigned_to).contacts for line in lines if line.case_id)
        facts = PhoneListFacts(
            number, self.purpose.strip(), view.actor.name, self.return_by, rows, is_whole=whole,
            printing=printing_of(view),
        )  # fmt: skip
        return Listed(facts, whole)

    def draw(self, gathered: Listed, partial: Path, progress: Progress) -> None:
        gathered.drawn = draw_phone_list(partial, gathered.facts, self.language, step=progress.step)

    def settle(self, work: Work, gathered: Listed, partial: Path) -> Printed:
        drawn, number = gathered.drawn, gathered.facts.number
        assert drawn is not None
        if number != f"DH-{work.today.year}-{work.next_number(COUNTER):05d}":
            raise Refused("print.meanwhile", number=number)
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()
        list_id, printed = (
            new_id(),
            Printed(self.target, drawn.pages, 1, number, digest, drawn.missing_glyphs),
        )
        phone_lists.keep(
            work, list_id, number=number, purpose=self.purpose.strip(), customers=len(gathered.facts.rows),
            pages=drawn.pages, is_whole=gathered.is_whole, return_by=self.return_by,
        )  # fmt: skip
        work.note(phone_list=list_id, number=number, customers=len(gathered.facts.rows), pages=drawn.pages)
        return printed


def _row(view: View, line: CustomerLine) -> PhoneRow:
    """One customer: their own usable numbers and those of who owes too, none while a hold stands."""
    seen = masking.sight(view.actor, line.assigned_to, is_open=line.case_id is not None)
    held = bool(line.case_id) and bool(cases.standing_holds(view, str(line.case_id)))
    reach = []
    for point in [] if held else customers.points(view, line.customer_id):
        owes = not point.party or point.party_role in _OWE_TOO
        if point.kind == "phone" and owes and point.is_usable_on(view.today):
            reach.append((point.party_role, masking.phone(seen, point.value)))
    return PhoneRow(line.case_no or line.customer_no, masking.name(seen, line.name), tuple(reach), held)


@dataclass(frozen=True, slots=True)
class AccountForList(Change[None]):
    """Say what became of a list: its pages came back, were destroyed, or were lost, with how.

    A clerk accounts for their own, a supervisor for anybody's.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "phone_list.settled"
    touches: ClassVar = frozenset({Subject.CUSTOMERS})

    list_id: str
    fate: ListFate
    why: str = ""

    def carry_out(self, work: Work) -> None:
        kept = phone_lists.phone_list(work, self.list_id)
        if kept.holder_id != work.actor.id and not work.actor.may(Permission.SIGN_OFF):
            raise Refused("phone_list.not_yours")
        require_fate(self.fate, kept.fate, self.why)
        phone_lists.settle(work, kept, self.fate, self.why.strip())
        work.note(phone_list=kept.id, number=kept.number, fate=self.fate.value)


@dataclass(frozen=True, slots=True)
class PhoneListDesk:
    """The register, those still out first; ``missing`` are out past their day."""

    lists: tuple[PhoneList, ...]
    people: Mapping[str, str]
    missing: int


@dataclass(frozen=True, slots=True)
class ListPhoneLists(Lookup[PhoneListDesk]):
    """A clerk's own lists; everybody's for whoever decides or audits."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "phone_list.listed"

    def look(self, view: View) -> PhoneListDesk:
        everybodys = view.actor.may(Permission.READ_AUDIT)
        found = tuple(phone_lists.phone_lists(view, holder_id="" if everybodys else view.actor.id))
        missing = sum(is_missing(each.fate, each.return_by, view.today) for each in found)
        return PhoneListDesk(found, account_names(view), missing)


@dataclass(frozen=True, slots=True)
class MissingList:
    """A list whose pages should have come back before today, and who took it out."""

    kept: PhoneList
    holder: str


def lists_missing(view: View, holder_id: str = "") -> tuple[MissingList, ...]:
    """Everybody's or one person's, the one missing longest first."""
    found = [each for each in phone_lists.phone_lists(view, holder_id=holder_id, out=True)
             if is_missing(each.fate, each.return_by, view.today)]  # fmt: skip
    names = account_names(view) if found else {}
    return tuple(
        MissingList(each, names.get(each.holder_id, ""))
        for each in sorted(found, key=lambda one: (one.return_by, one.number))
    )
