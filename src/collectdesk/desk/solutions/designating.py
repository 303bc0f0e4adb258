"""One payment for several debts: shared out by the debtor's word, else by law, and noted as one, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.solutions.noting import NOTED_SOURCES, require_after_contract
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.noted import NotedKind
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.designation import OpenDebt, share_out
from collectdesk.store.cases import noted
from collectdesk.store.customers import customers
from collectdesk.store.work import new_id

if TYPE_CHECKING:
    from collectdesk.store.customers.customers import Product
    from collectdesk.store.work import View, Work

BURDEN = {ProductKind.CARD: Decimal(3), ProductKind.LOAN: Decimal(2), ProductKind.LEASE: Decimal(1)}
"""Which burdens most where core's lists state no rate: a card's interest runs by the day, a lease's is in its rents."""


@dataclass(frozen=True, slots=True)
class DebtShare:
    """What one debt gets. ``owed`` is what is overdue on it; ``named`` where the debtor named it, counting from 1."""

    product_id: str
    account_no: str
    kind: ProductKind
    owed: Money
    gets: Money
    named: int = 0


@dataclass(frozen=True, slots=True)
class Designation:
    """How one payment is shared out; ``rest`` is more than is overdue on all of them."""

    shares: tuple[DebtShare, ...]
    rest: Money


@dataclass(frozen=True, slots=True)
class TrySharing(Lookup[Designation]):
    """How a payment of a day would be shared out: the debts the debtor named first, then the others by law."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "designation.tried"

    customer_id: str
    amount: Money
    paid_on: date
    named: tuple[str, ...] = ()

    def look(self, view: View) -> Designation:
        return _shared(view, self.customer_id, self.amount, self.paid_on, self.named)


@dataclass(frozen=True, slots=True)
class SharePayment(Change[Designation]):
    """Note a told payment as it is meant for several debts. Core banking confirms each part, or none counts.

    Refused as a whole where it exceeds what is overdue or a part can't be: nothing is noted in halves.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "designation.noted"
    touches: ClassVar = frozenset({Subject.CUSTOMERS})

    customer_id: str
    amount: Money
    paid_on: date
    source: str
    named: tuple[str, ...] = ()
    note: str = ""

    def carry_out(self, work: Work) -> Designation:
        if self.source not in NOTED_SOURCES:
            raise Refused("amount.source_missing", field="source")
        if self.paid_on > work.today:
            raise Refused("amount.in_future", field="paid_on", day=self.paid_on, today=work.today)
        found = _shared(work, self.customer_id, self.amount, self.paid_on, self.named)
        if found.rest.fen:
            raise Refused("designation.above_owed", field="amount", rest=found.rest, amount=self.amount)
        opened = {
            str(product.id): product.opened_on for product in customers.products(work, self.customer_id)
        }
        for share in found.shares:
            if share.gets.fen:
                require_after_contract(self.paid_on, opened[share.product_id], "paid_on")
        sharing_id = new_id()
        for share in found.shares:
            if share.gets.fen:
                noted.note(
                    work, self.customer_id, share.product_id, kind=NotedKind.PAID.value, amount_fen=share.gets.fen,
                    as_of=self.paid_on, source=self.source, note=self.note.strip(), sharing_id=sharing_id,
                    whole_fen=self.amount.fen,
                )  # fmt: skip
        noted.settle(work, NotedKind, None)
        work.note(
            customer=self.customer_id, sharing=sharing_id, parts=sum(bool(s.gets.fen) for s in found.shares)
        )
        return found


def _shared(
    view: View, customer_id: str, amount: Money, paid_on: date, named: tuple[str, ...]
) -> Designation:
    owned = {str(p.id): p for p in customers.products(view, customer_id) if p.overdue.fen > 0}
    if not owned:
        raise Refused("designation.nothing_owed", field="amount")
    debts = [_debt(each, paid_on) for each in owned.values()]
    out = share_out(amount, debts, paid_on, named)
    gets: dict[str, Money] = {}
    for product_id, part in out.shares:
        gets[product_id] = gets.get(product_id, Money(0, part.currency)) + part
    order = [*gets, *(each for each in owned if each not in gets)]
    shares = (
        DebtShare(
            each, owned[each].account_no, owned[each].kind, owned[each].overdue,
            gets.get(each, Money(0, amount.currency)), named.index(each) + 1 if each in named else 0,
        )
        for each in order
    )  # fmt: skip
    return Designation(tuple(shares), out.rest)


def _debt(product: Product, on: date) -> OpenDebt:
    return OpenDebt(str(product.id), product.overdue, product.oldest_unpaid_on or on, BURDEN[product.kind])
