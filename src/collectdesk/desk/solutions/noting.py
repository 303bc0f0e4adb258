"""Amounts noted by hand: core banking is the truth, so they stay provisional until it confirms or contradicts them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.customers import masking
from collectdesk.desk.customers.file_parts import allocated
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.intake.noted import (
    Booked,
    NotedKind,
    NotedState,
    PaidStage,
    is_amount,
    reversed_references,
    stage_of,
)
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import noted
from collectdesk.store.cases.noted import Noted
from collectdesk.store.customers import customers
from collectdesk.store.people.people import account_names
from collectdesk.store.trouble import StaleRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.domain.solutions.allocation import Allocated
    from collectdesk.store.customers.customers import Product
    from collectdesk.store.work import View, Work

__all__ = [
    "ListNoted",
    "NoteAmount",
    "Noted",
    "NotedKind",
    "NotedState",
    "PaidStage",
    "ProvePayment",
    "StrikeAmount",
    "noted_of",
    "settle_noted",
]

MANY: Final = Decimal(10)
"""How many times as large as what is known of an account an amount may be told; above that a key was held too long."""
NOTED_SOURCES: Final = ("slip", "core_screen", "counter", "customer")
_SETTLED_BY: Final = {
    LedgerKind.OVERDUE: (NotedKind.OVERDUE, NotedKind.BALANCE),
    LedgerKind.PAYMENTS: (NotedKind.PAID,),
}
"""Which lists say something of which amounts."""


def require_after_contract(day: date, opened_on: date | None, field: str) -> None:
    """Nothing was paid or owed before the contract."""
    if opened_on is not None and day < opened_on:
        raise Refused("amount.before_contract", field=field, day=day, opened_on=opened_on)


@dataclass(frozen=True, slots=True)
class NoteAmount(Change[str]):
    """Write down what was paid, is overdue or is owed, before core banking says it. It changes no figure."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "amount.noted"
    touches: ClassVar = frozenset({Subject.CUSTOMERS})

    customer_id: str
    product_id: str
    kind: NotedKind
    amount: Money
    as_of: date
    source: str
    note: str = ""

    def carry_out(self, work: Work) -> str:
        products = {str(product.id): product for product in customers.products(work, self.customer_id)}
        if self.product_id not in products:
            raise Refused("amount.product_missing", field="product")
        product = products[self.product_id]
        if not is_amount(self.kind, self.amount):
            raise Refused("amount.nought", field="amount", amount=self.amount)
        if self.source not in NOTED_SOURCES:
            raise Refused("amount.source_missing", field="source")
        if self.as_of > work.today:
            raise Refused("amount.in_future", field="as_of", day=self.as_of, today=work.today)
        require_after_contract(self.as_of, product.opened_on, "as_of")
        self._require_owed(product)
        kept = noted.note(
            work, self.customer_id, self.product_id, kind=self.kind.value, amount_fen=self.amount.fen,
            as_of=self.as_of, source=self.source, note=self.note.strip(),
        )  # fmt: skip
        noted.settle(work, NotedKind, None)  # what core banking has said of that day needs no waiting
        work.note(customer=self.customer_id, noted=kept)
        return kept

    def _require_owed(self, product: Product) -> None:
        """A payment larger than everything owed is a slip of the hand, or another account's; so is a debt many times
        as large as the account's ever was.
        """
        owed = product.balance + product.overdue
        if self.kind is NotedKind.PAID and self.amount > owed:
            raise Refused("amount.above_debt", field="amount", amount=self.amount, owed=owed)
        known = max(owed, product.granted)
        if known and self.amount > known.times(MANY):
            raise Refused("amount.absurd", field="amount", amount=self.amount, known=known, times=int(MANY))


@dataclass(frozen=True, slots=True)
class ProvePayment(Change[None]):
    """A payment the customer told of is shown by a paper: the claim is proven, and still waits for core banking."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "amount.proven"
    touches: ClassVar = frozenset({Subject.CUSTOMERS})

    noted_id: str
    proof: str

    def carry_out(self, work: Work) -> None:
        known = next((each for each in noted.noted(work) if each.id == self.noted_id), None)
        if known is not None and known.kind is not NotedKind.PAID:
            raise Refused("amount.only_payments_proven", field="proof")
        if known is None or known.state is not NotedState.PROVISIONAL:
            raise StaleRecord("noted_amount", self.noted_id)
        if not self.proof.strip():
            raise Refused("amount.proof_missing", field="proof")
        noted.prove(work, self.noted_id, self.proof.strip())
        work.note(customer=known.customer_id, noted=self.noted_id)


@dataclass(frozen=True, slots=True)
class StrikeAmount(Change[None]):
    """An amount was noted by mistake: it stays in sight, struck, and waits for nothing."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "amount.struck"
    touches: ClassVar = frozenset({Subject.CUSTOMERS})

    noted_id: str
    why: str

    def carry_out(self, work: Work) -> None:
        known = next((each for each in noted.noted(work) if each.id == self.noted_id), None)
        if known is None or known.state is NotedState.STRUCK:
            raise StaleRecord("noted_amount", self.noted_id)
        if not self.why.strip():
            raise Refused("amount.why_missing", field="why")
        noted.strike(work, self.noted_id, self.why.strip())
        work.note(customer=known.customer_id, noted=self.noted_id)


@dataclass(frozen=True, slots=True)
class ListNoted(Lookup[tuple[Noted, ...]]):
    """Every amount noted by hand, those that core banking contradicts first, then those that wait for its word."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "amount.listed"

    state: NotedState | None = None

    def look(self, view: View) -> tuple[Noted, ...]:
        seen, none, people = masking.of_customers(view), masking.without_case(view), account_names(view)
        found = [
            replace(
                each, name=masking.name(seen.get(each.customer_id, none), each.name),
                account_no=masking.account(each.account_no), recorded_by=people.get(each.recorded_by, ""),
            )
            for each in staged(view, noted.noted(view, state=self.state))
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda each: _FIRST.index(each.state)))


_FIRST: Final = (
    NotedState.CONTRADICTED, NotedState.PROVISIONAL, NotedState.CONFIRMED, NotedState.STRUCK,
)  # fmt: skip


def noted_of(view: View, customer_id: str, as_of: date | None, seen: masking.Sight) -> tuple[Noted, ...]:
    """A customer's amounts for the file, masked; of a past day those that were noted by then, as they stand today."""
    return tuple(
        replace(each, name=masking.name(seen, each.name), account_no=masking.account(each.account_no))
        for each in staged(view, noted.noted(view, customer_id=customer_id))
        if as_of is None or each.as_of <= as_of
    )


def staged(view: View, told: Sequence[Noted]) -> list[Noted]:
    """Told payments with how far they have come: claimed, proven, confirmed, allocated or reversed."""
    kinds = {each.product_id: ProductKind(each.product_kind) for each in told if each.reference}
    booked = sorted(kinds)
    paid = customers.payments(view, booked) if booked else []
    parts = customers.instalments(view, booked) if booked else []
    went: dict[str, Allocated] = {}
    back: set[str] = set()
    for product_id in booked:
        mine = [each for each in paid if each.product_id == product_id]
        went |= allocated([part for part in parts if part.product_id == product_id], mine, kinds[product_id])
        back |= reversed_references(Booked(each.reference, each.paid_on, each.amount) for each in mine)
    return [
        replace(
            each,
            stage=stage_of(
                each.state, is_proven=bool(each.proof), is_reversed=each.reference in back,
                is_allocated=each.reference in went and not went[each.reference].rest,
            ),
        )
        if each.kind is NotedKind.PAID
        else each
        for each in told
    ]  # fmt: skip


def settle_noted(work: Work, kind: LedgerKind, batch_id: str) -> tuple[int, int]:
    """Let an import decide what was provisional; returns how many amounts it confirmed and contradicted."""
    kinds = _SETTLED_BY.get(kind)
    return noted.settle(work, kinds, batch_id) if kinds else (0, 0)
