"""Seeing what is masked: a whole identity number, and names and numbers of a colleague's case, each for a purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from collectdesk.desk.customers.files import own_first
from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.customers import customers
from collectdesk.store.customers.customers import ContactPoint
from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class RevealIdentity(Lookup[str]):
    """Show a whole identity number, for a reason that goes into the trail."""

    needs: ClassVar = Permission.REVEAL
    action: ClassVar = "customer.revealed"
    audited: ClassVar = True

    customer_id: str
    reason: str

    def look(self, view: View) -> str:
        if not self.reason.strip():
            raise Refused("reveal.reason_missing", field="reason")
        view.note(customer=self.customer_id, reason_length=len(self.reason.strip()))
        return customers.customer(view, self.customer_id).id_no


@dataclass(frozen=True, slots=True)
class Revealed:
    """Whom a case is about and how they are reached, whole."""

    name: str
    points: tuple[ContactPoint, ...]


@dataclass(frozen=True, slots=True)
class RevealContacts(Lookup[Revealed]):
    """Show name, numbers and addresses of a customer whose case isn't one's own, for a purpose; in the trail."""

    needs: ClassVar = Permission.REVEAL
    action: ClassVar = "customer.contacts_revealed"
    audited: ClassVar = True

    customer_id: str
    reason: str

    def look(self, view: View) -> Revealed:
        if not self.reason.strip():
            raise Refused("reveal.reason_missing", field="reason")
        view.note(customer=self.customer_id, reason_length=len(self.reason.strip()))
        who = customers.customer(view, self.customer_id)
        return Revealed(who.name, tuple(own_first(customers.points(view, self.customer_id))))
