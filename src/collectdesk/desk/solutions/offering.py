"""What a customer can put aside, and three plans made of it: a suggestion that nobody has to follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import ClassVar, Final

from collectdesk import resources
from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.money import ZERO, Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.capacity import (
    Capacity,
    CapacityTable,
    Figure,
    capacity,
    load_capacity_table,
)
from collectdesk.domain.solutions.offers import Offer, OfferKind, first_pay_day, suggest_offers, usual_day
from collectdesk.domain.solutions.schedules import LONGEST
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers, finances
from collectdesk.store.work import View

__all__ = ["Offer", "OfferKind", "SuggestOffers", "Suggestion"]

WITHOUT_A_HABIT: Final = 10
"""The day of the month that is proposed while the payments show no usual one."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``able`` is None while no income is known. ``pay_day`` is the one asked for, else the usual one of the payments
    (``is_habit``), else WITHOUT_A_HABIT. ``longest`` is the most instalments that were tried.
    """

    amount: Money
    able: Capacity | None
    offers: tuple[Offer, ...]
    first_due_on: date
    pay_day: int
    is_habit: bool
    longest: int


@dataclass(frozen=True, slots=True)
class SuggestOffers(Lookup[Suggestion]):
    """Up to three plans on one product from the household's figures; ``amount`` is what is overdue unless given."""

    needs: ClassVar = Permission.OFFER_SOLUTION
    action: ClassVar = "solution.suggested"

    case_id: str
    product_id: str
    amount: Money | None = None
    persons: int = 1
    pay_day: int | None = None
    annual_rate: Decimal = Decimal(0)

    def look(self, view: View) -> Suggestion:
        customer_id = cases.case(view, self.case_id).customer_id
        product = next((p for p in customers.products(view, customer_id) if p.id == self.product_id), None)
        if product is None:
            raise Refused("solution.other_product", field="product_id")
        amount = self.amount or product.overdue
        habit = usual_day(p.paid_on for p in customers.payments(view, [product.id]) if p.amount > ZERO)
        pay_day = self.pay_day or habit or WITHOUT_A_HABIT
        first_on = first_pay_day(view.today, pay_day)
        able = household_capacity(view, customer_id, self.persons)
        offers = () if able is None or not amount else suggest_offers(
            amount, able, first_on, today=view.today, annual_rate=self.annual_rate
        )  # fmt: skip
        return Suggestion(
            amount, able, offers, first_on, pay_day, self.pay_day is None and habit is not None, LONGEST
        )


def household_capacity(view: View, customer_id: str, persons: int = 1) -> Capacity | None:
    """What a customer's household can put aside a month by the figures that stand; None while no income is known."""
    standing = [each for each in finances.finances(view, customer_id) if each.struck_on is None]
    return capacity([Figure(e.kind, e.amount, e.source) for e in standing], persons, capacity_table())


@cache
def capacity_table() -> CapacityTable:
    """What a household keeps, and how far figures may be out; shipped."""
    return load_capacity_table(resources.path("capacity", "cn.toml").read_text("utf-8"))
