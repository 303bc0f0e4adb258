"""The ways out of one debt beside each other, each judged by the rules in force; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.intake.checking_figures import class_table
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.rules import gate
from collectdesk.desk.solutions.solution_gathering import (
    RULED_AS,
    debt_of,
    product_of,
    solution_facts,
    solution_table,
)
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.money import ZERO, Money
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.gate import Decision
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.solutions.arrangements import ArrangementKind
from collectdesk.domain.solutions.cards import Road, Statement, minimum_payment, pay_only_minimum
from collectdesk.domain.solutions.interest import HIGHEST_MULTIPLIER, DayCount, PenaltyTerms, Reckoning
from collectdesk.domain.solutions.solution_table import Component
from collectdesk.domain.solutions.solution_ways import Asked, Debt, Way, compare_ways

if TYPE_CHECKING:
    from collectdesk.store.customers.customers import Product
    from collectdesk.store.work import View

__all__ = ["ArrangementKind", "CompareWays", "Compared", "Component", "DayCount", "JudgedWay"]


@dataclass(frozen=True, slots=True)
class JudgedWay:
    """A way beside the rules that speak about it, those that refuse it first."""

    way: Way
    refusing: tuple[Decision, ...]
    needing_reason: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Least:
    """A card's minimum payment now, and paying only that: ``road`` is None where it never ends."""

    minimum: Money
    road: Road | None


@dataclass(frozen=True, slots=True)
class Compared:
    """The debt by component, what lateness has added line by line, the ways that can be and why others can't."""

    debt: Debt
    lateness: Reckoning
    ways: tuple[JudgedWay, ...]
    impossible: tuple[tuple[ArrangementKind, Refused], ...]
    least: Least | None = None


@dataclass(frozen=True, slots=True)
class CompareWays(Lookup[Compared]):
    """Instalments, extension, re-ageing, waiver and settlement of one product: total, end, class, cost, rules.

    ``contract_rate`` is a fraction of one; penalty runs at it times ``multiplier``. ``waive_penalty`` None waives
    all of what lateness has added.
    """

    needs: ClassVar = Permission.OFFER_SOLUTION
    action: ClassVar = "solution.compared"

    case_id: str
    product_id: str
    first_due_on: date
    count: int = 12
    contract_rate: Decimal = Decimal(0)
    plan_rate: Decimal = Decimal(0)
    multiplier: Decimal = HIGHEST_MULTIPLIER
    basis: DayCount = DayCount.ACT_360
    months_added: int = 6
    waive_penalty: Money | None = None
    waive_fees: Money = ZERO
    waive_interest: Money = ZERO
    guarantor_consents: bool = False
    grace_days: int = 0
    compounds: bool = True
    residual: Money | None = None

    def look(self, view: View) -> Compared:
        product = product_of(view, self.case_id, self.product_id)
        if self.residual is not None and product.kind is not ProductKind.LEASE:
            raise Refused("lease.none", field="residual")
        terms = PenaltyTerms(self.contract_rate, self.multiplier, self.basis, self.grace_days, self.compounds)
        debt, lateness = debt_of(view, product, terms)
        found, impossible = compare_ways(debt, self._asked(view, debt), class_table(), solution_table())
        judged = tuple(self._judged(view, product, way) for way in found)
        least = self._least(debt) if product.kind is ProductKind.CARD and debt.owed else None
        return Compared(debt, lateness, judged, tuple(impossible.items()), least)

    def _least(self, debt: Debt) -> Least:
        """The usual share of the spending and all that is charged or late; then month after month only that."""
        charges = debt.parts[Component.INTEREST] + debt.parts[Component.FEES] + debt.parts[Component.PENALTY]
        nothing = Money(0, charges.currency)
        minimum = minimum_payment(Statement(debt.parts[Component.PRINCIPAL], charges, debt.overdue, nothing))
        try:
            return Least(minimum, pay_only_minimum(debt.owed, self.contract_rate / 365))
        except Refused:
            return Least(minimum, None)

    def _asked(self, view: View, debt: Debt) -> Asked:
        penalty = debt.parts[Component.PENALTY] if self.waive_penalty is None else self.waive_penalty
        waived = {
            Component.PENALTY: penalty, Component.FEES: self.waive_fees, Component.INTEREST: self.waive_interest,
        }  # fmt: skip
        return Asked(
            view.today, self.first_due_on, self.count, self.contract_rate, self.plan_rate, self.months_added, waived,
            self.basis, self.residual,
        )  # fmt: skip

    def _judged(self, view: View, product: Product, way: Way) -> JudgedWay:
        months = self.months_added if way.kind is ArrangementKind.EXTENSION else len(way.schedule.instalments)
        facts = solution_facts(
            view, self.case_id, product, kind=RULED_AS[way.kind], months=months, ends_on=way.ends_on,
            guarantor_consents=self.guarantor_consents,
        )  # fmt: skip
        judged = gate.judge_act(view, Act.SOLUTION, facts, view.today)
        return JudgedWay(way, judged.refusals, judged.needing_reason)
