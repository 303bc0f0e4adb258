"""Who is tied to a customer: the people around them, and other customers by a shared number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.customers import masking
from collectdesk.desk.customers.file_parts import people_of
from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.customers.parties import MayContact
from collectdesk.domain.people.people import Permission
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers, ties

if TYPE_CHECKING:
    from collectdesk.store.customers.ties import SharedNumber
    from collectdesk.store.work import View

__all__ = ["ShowTies", "Tie", "TieKind", "Ties"]

MOST: Final = 12
"""Other customers on a map: with more than these nobody sees anything."""


class TieKind(Enum):
    """How somebody is tied to the customer."""

    PERSON = "person"
    STANDS_FOR = "stands_for"
    """The customer is somebody's guarantor, spouse or contact there."""
    IS_CUSTOMER = "is_customer"
    """Somebody around the customer who has a file of their own."""
    SAME_NUMBER = "same_number"


@dataclass(frozen=True, slots=True)
class Tie:
    """One line of the map. ``role`` is a party's code; ``customer_id`` leads to the file of another customer,
    ``person_id`` to somebody in this one.
    """

    kind: TieKind
    name: str
    role: str = ""
    may: MayContact | None = None
    person_id: str = ""
    customer_id: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind.value} {self.person_id or self.customer_id}"


@dataclass(frozen=True, slots=True)
class Ties:
    """The customer in the middle and everybody tied to them, the people around them first."""

    name: str
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class ShowTies(Lookup[Ties]):
    """The map of a customer's family and guarantors, names masked as in every list."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "ties.shown"

    customer_id: str

    def look(self, view: View) -> Ties:
        who = customers.customer(view, self.customer_id)
        seen = masking.of_case(view, cases.open_case_of(view, self.customer_id))
        around = [
            Tie(TieKind.PERSON, each.party.name, each.party.role.value, each.answer.may, each.party.id)
            for each in people_of(view, seen, self.customer_id, view.today)
        ]
        others: dict[str, Tie] = {}
        sights, none = masking.of_customers(view), masking.without_case(view)
        for shared in ties.shared_numbers(view, self.customer_id, MOST * 4):
            name = masking.name(sights.get(shared.other_id, none), shared.other_name)
            found = Tie(_kind(who.name, shared), name, shared.other_role, customer_id=shared.other_id)
            known = others.get(shared.other_id)
            if known is None or _ORDER.index(found.kind) < _ORDER.index(known.kind):
                others[shared.other_id] = found
        return Ties(masking.name(seen, who.name), (*around, *list(others.values())[:MOST]))


_ORDER: Final = (TieKind.STANDS_FOR, TieKind.IS_CUSTOMER, TieKind.SAME_NUMBER)


def _kind(name: str, shared: SharedNumber) -> TieKind:
    """A shared number says who somebody is only where the name is the same too."""
    if not shared.party and shared.other_party == name:
        return TieKind.STANDS_FOR
    if shared.party and not shared.other_party and shared.party == shared.other_name:
        return TieKind.IS_CUSTOMER
    return TieKind.SAME_NUMBER
