"""Five ways out of one debt, side by side: what is paid, until when, what class it keeps, what it costs the bank."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.classes import FiveClass
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementKind
from collectdesk.domain.solutions.interest import DayCount, interest_between
from collectdesk.domain.solutions.leases import plan_lease
from collectdesk.domain.solutions.months import add_months
from collectdesk.domain.solutions.schedules import (
    LONGEST,
    Method,
    Schedule,
    ScheduledInstalment,
    plan_equal_instalments,
)
from collectdesk.domain.solutions.solution_table import Component

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.domain.customers.classes import ClassTable
    from collectdesk.domain.solutions.solution_table import SolutionTable


LONGEST_REAGEING: Final = 360
"""Months: a mortgage's whole term; the rule packs say what a product may have."""


@dataclass(frozen=True, slots=True)
class Debt:
    """One product's debt by component. ``overdue`` of it is due already; ``penalty`` is reckoned, not core's word."""

    kind: ProductKind
    dpd: int
    overdue: Money
    parts: Mapping[Component, Money]

    @property
    def owed(self) -> Money:
        """Everything, penalty included."""
        return _sum(self.parts)

    @property
    def due_now(self) -> Money:
        """What is overdue, and what lateness has added."""
        return self.overdue + self.parts[Component.PENALTY]

    def __post_init__(self) -> None:
        negative = next((c for c, amount in self.parts.items() if amount.fen < 0), None)
        if negative is not None:
            raise Refused("ways.part_negative", part=negative, amount=self.parts[negative])
        if self.overdue > self.owed:
            raise Refused("ways.overdue_above_owed", overdue=self.overdue, owed=self.owed)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared for; ``plan_rate`` is what the plan charges, ``contract_rate`` what runs otherwise.

    ``residual`` is a lease's value at the end.
    """

    today: date
    first_due_on: date
    count: int
    contract_rate: Decimal = Decimal(0)
    plan_rate: Decimal = Decimal(0)
    months_added: int = 6
    waived: Mapping[Component, Money] = field(default_factory=dict)
    basis: DayCount = DayCount.ACT_360
    residual: Money | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way. ``total`` is all the customer pays under it, ``waived`` what the bank gives up of the debt, ``forgone``
    the contract's interest that the way doesn't charge. ``at_best`` is the class once it is signed, None when nothing
    is left; ``watch_until`` how long that holds at least.
    """

    kind: ArrangementKind
    schedule: Schedule
    waived: Mapping[Component, Money]
    forgone: Money
    at_best: FiveClass | None
    watch_until: date | None

    @property
    def total(self) -> Money:
        return self.schedule.total

    @property
    def monthly(self) -> Money:
        """The largest payment."""
        return max(line.due for line in self.schedule.instalments)

    @property
    def ends_on(self) -> date:
        return self.schedule.ends_on

    @property
    def cost(self) -> Money:
        """What the bank gives up: what is waived and the interest it doesn't take."""
        return _sum(self.waived) + self.forgone


def compare_ways(
    debt: Debt, asked: Asked, classes: ClassTable, table: SolutionTable
) -> tuple[tuple[Way, ...], Mapping[ArrangementKind, Refused]]:
    """Every way that can be, and why the others can't: terms that make no plan are no reason to show none."""
    found, refused = [], {}
    for kind in ArrangementKind:
        try:
            waived = _waived(kind, debt, asked)
            schedule = _schedule(kind, debt, asked, _sum(waived))
        except Refused as error:
            refused[kind] = error
            continue
        forgone = _forgone(schedule, asked.contract_rate)
        best, until = _class_after(kind, debt, asked, classes, table)
        found.append(Way(kind, schedule, waived, forgone, best, until))
    return tuple(found), refused


def pay_once(amount: Money, due_on: date, *, today: date, annual_rate: Decimal = Decimal(0)) -> Schedule:
    """One payment on one day, with interest by days until then: an extension's, or a settlement's without any."""
    asked = Asked(today, due_on, 1, annual_rate)
    if amount.fen <= 0 or due_on <= today:
        return _once(amount, asked, due_on, amount)  # refused with the figures
    return _once(amount, asked, due_on, interest_between(amount, annual_rate, today, due_on, asked.basis))


def rents_anew(
    owed: Money, count: int, first_due_on: date, annual_rate: Decimal, residual: Money, today: date
) -> Schedule:
    """A lease's debt in level rents, its residual value due with the last one. Raises Refused plan.*, lease.*."""
    if first_due_on <= today:
        raise Refused("plan.first_due_not_after_today", first_due_on=first_due_on, today=today)
    lease = plan_lease(owed, count, add_months(first_due_on, -1), annual_rate=annual_rate, residual=residual)
    *rents, last = lease.rents
    rents = [replace(rent, due_on=add_months(first_due_on, rent.seq - 1)) for rent in rents]
    ends_on = add_months(first_due_on, count - 1)
    last = replace(
        last, due_on=ends_on, principal=last.principal + last.remaining, remaining=Money(0, owed.currency)
    )
    return Schedule(Method.EQUAL_INSTALMENTS, owed, annual_rate, (*rents, last))


def _waived(kind: ArrangementKind, debt: Debt, asked: Asked) -> Mapping[Component, Money]:
    if kind not in (ArrangementKind.WAIVER, ArrangementKind.SETTLEMENT):
        return {}
    waived = {c: amount for c, amount in asked.waived.items() if amount.fen}
    if not waived and kind is ArrangementKind.WAIVER:
        raise Refused("ways.nothing_waived")
    for component, amount in waived.items():
        if amount.fen < 0:
            raise Refused("ways.part_negative", part=component, amount=amount)
        if amount > debt.parts[component]:
            raise Refused("ways.waived_above_part", part=component, amount=amount, most=debt.parts[component])
    return waived


def _schedule(kind: ArrangementKind, debt: Debt, asked: Asked, waived: Money) -> Schedule:
    if kind is ArrangementKind.SETTLEMENT:
        return _once(debt.owed - waived, asked, asked.first_due_on, Money(0, waived.currency))
    if kind is ArrangementKind.EXTENSION:
        return _extended(debt, asked)
    if kind is ArrangementKind.REAGEING and asked.residual is not None and debt.kind is ProductKind.LEASE:
        return rents_anew(
            debt.owed, asked.count, asked.first_due_on, asked.contract_rate, asked.residual, asked.today
        )
    amount = debt.owed if kind is ArrangementKind.REAGEING else debt.due_now - waived
    rate = asked.contract_rate if kind is ArrangementKind.REAGEING else asked.plan_rate
    return plan_equal_instalments(
        amount, asked.count, asked.first_due_on, today=asked.today, annual_rate=rate,
        longest=LONGEST_REAGEING if kind is ArrangementKind.REAGEING else LONGEST,
    )  # fmt: skip


def _extended(debt: Debt, asked: Asked) -> Schedule:
    """What is due now falls due that many months after the first day asked for, with the contract's interest on it."""
    if not 1 <= asked.months_added <= LONGEST:
        raise Refused("plan.count_out_of_range", count=asked.months_added, longest=LONGEST)
    ends_on = add_months(asked.first_due_on, asked.months_added)
    interest = interest_between(debt.overdue, asked.contract_rate, asked.today, ends_on, asked.basis)
    return _once(debt.due_now, asked, ends_on, interest)


def _once(amount: Money, asked: Asked, due_on: date, interest: Money) -> Schedule:
    if amount.fen <= 0:
        raise Refused("plan.amount_not_positive", amount=amount)
    if due_on <= asked.today:
        raise Refused("plan.first_due_not_after_today", first_due_on=due_on, today=asked.today)
    line = ScheduledInstalment(1, due_on, amount, interest, Money(0, amount.currency))
    return Schedule(Method.EQUAL_INSTALMENTS, amount, asked.contract_rate, (line,))


def _forgone(schedule: Schedule, contract_rate: Decimal) -> Money:
    """The contract's interest on what is outstanding each month, less what the plan charges; never below nothing."""
    monthly, left, by_contract = Fraction(contract_rate) / 12, schedule.amount.fen, 0
    if len(schedule.instalments) == 1:  # paid at once, or interest by days is in it
        return Money(0, schedule.amount.currency)
    for line in schedule.instalments:
        by_contract += (left * monthly + Fraction(1, 2)).__floor__()
        left = line.remaining.fen
    return Money(max(0, by_contract - schedule.interest.fen), schedule.amount.currency)


def _class_after(
    kind: ArrangementKind, debt: Debt, asked: Asked, classes: ClassTable, table: SolutionTable
) -> tuple[FiveClass | None, date | None]:
    if kind is ArrangementKind.SETTLEMENT:
        return None, None
    least = classes.least(debt.kind, debt.dpd)
    best = max(least, table.floor, key=lambda each: each.rank)
    return best, add_months(asked.first_due_on, table.watch_months)


def _sum(parts: Mapping[Component, Money]) -> Money:
    total = Money(0, next(iter(parts.values())).currency) if parts else Money(0)
    for amount in parts.values():
        total += amount
    return total
