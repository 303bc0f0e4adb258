"""Instalment schedules to the fen: 等额本息 equal instalments, 等额本金 equal principal, 先息后本 interest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.months import add_months, clamp_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST: Final = 60
"""Most monthly instalments of a personalised card plan: 商业银行信用卡业务监督管理办法 art. 70."""
LONGEST_SHIFT_DAYS: Final = 31
"""No public holiday lasts a month; a calendar without any workday is a broken calendar."""


class Method(Enum):
    """How principal and interest share the instalments."""

    EQUAL_INSTALMENTS = "equal_instalments"
    EQUAL_PRINCIPAL = "equal_principal"
    FIXED_AMOUNT = "fixed_amount"
    INTEREST_ONLY = "interest_only"


@dataclass(frozen=True, slots=True)
class ScheduledInstalment:
    """One line: its number from 1, its day, its two parts, and the principal that remains after it."""

    seq: int
    due_on: date
    principal: Money
    interest: Money
    remaining: Money

    @property
    def due(self) -> Money:
        """What the customer pays on this line."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class Schedule:
    """A whole plan; ``annual_rate`` is a fraction of one (0.049 for 4.9 %), a twelfth of it each month."""

    method: Method
    amount: Money
    annual_rate: Decimal
    instalments: tuple[ScheduledInstalment, ...]

    @property
    def interest(self) -> Money:
        """What the plan costs the customer beyond the amount."""
        return self.total - self.amount

    @property
    def total(self) -> Money:
        """Everything the customer pays."""
        return Money(sum(line.due.fen for line in self.instalments), self.amount.currency)

    @property
    def ends_on(self) -> date:
        """The last due date."""
        return self.instalments[-1].due_on


@dataclass(frozen=True, slots=True)
class DueDays:
    """Which days instalments fall on: monthly from the first one, keeping the agreed day of the month.

    ``day_of_month`` is given when the first date is itself clamped (28 February for a plan on the 31st).
    ``is_workday`` moves a due date to the next workday; without it dates stand as the contract has them.
    """

    first_on: date
    day_of_month: int | None = None
    is_workday: Callable[[date], bool] | None = None

    def __post_init__(self) -> None:
        day, first = self.day_of_month, self.first_on
        if day is not None and not 1 <= day <= 31:
            raise Refused("plan.due_day_impossible", due_day=day)
        if day is not None and clamp_day(first.year, first.month, day) != first:
            raise Refused("plan.due_day_mismatch", first_due_on=first, due_day=day)

    def nth(self, seq: int) -> date:
        """The due date of instalment ``seq``, counted from 1."""
        day = add_months(self.first_on, seq - 1, self.day_of_month)
        return day if self.is_workday is None else _next_workday(day, self.is_workday)


def plan_equal_instalments(
    amount: Money,
    count: int,
    first_due_on: date,
    *,
    today: date,
    annual_rate: Decimal = Decimal(0),
    method: Method = Method.EQUAL_INSTALMENTS,
    longest: int = LONGEST,
    due_day: int | None = None,
    is_workday: Callable[[date], bool] | None = None,
) -> Schedule:
    """Share an amount over ``count`` monthly instalments: equal ones, equal principal, or interest first.

    The level instalment is P·i·(1+i)^n / ((1+i)^n - 1), interest is taken on what remains, both rounded half
    up to the fen, and the last instalment absorbs what rounding left. Dates: see
    DueDays. Raises Refused, codes ``plan.*``.
    """
    due = DueDays(first_due_on, due_day, is_workday)
    _check_terms(amount, due, today, annual_rate)
    if not 1 <= count <= longest:
        raise Refused("plan.count_out_of_range", count=count, longest=longest)
    if method is Method.FIXED_AMOUNT:
        raise Refused("plan.method_needs_amount", method=method)
    rate = Fraction(annual_rate) / 12
    if method is Method.EQUAL_PRINCIPAL:
        principals = _equal_principals(amount.fen, count)
    elif method is Method.INTEREST_ONLY:
        principals = _principal_last(amount.fen, count, rate)
    else:
        principals = _level_principals(amount.fen, count, rate)
    return _schedule(method, amount, annual_rate, principals, due)


def plan_fixed_amount(
    amount: Money,
    instalment: Money,
    first_due_on: date,
    *,
    today: date,
    annual_rate: Decimal = Decimal(0),
    longest: int = LONGEST,
    due_day: int | None = None,
    is_workday: Callable[[date], bool] | None = None,
) -> Schedule:
    """The plan that follows from what the customer can pay a month; the last instalment is what is left.

    Raises Refused ``plan.never_repays`` when the sum doesn't exceed the first month's interest, and
    ``plan.takes_too_long`` when more than ``longest`` instalments would be needed.
    """
    due = DueDays(first_due_on, due_day, is_workday)
    _check_terms(amount, due, today, annual_rate)
    if instalment.currency != amount.currency:
        raise Refused("plan.mixed_currencies", amount=amount, instalment=instalment)
    rate, remaining = Fraction(annual_rate) / 12, amount.fen
    principals: list[int] = []
    while remaining:
        interest = _half_up(remaining * rate)
        if instalment.fen <= interest:
            raise Refused(
                "plan.never_repays", instalment=instalment, interest=Money(interest, amount.currency)
            )
        if len(principals) == longest:
            raise Refused("plan.takes_too_long", instalment=instalment, longest=longest)
        principals.append(min(remaining, instalment.fen - interest))
        remaining -= principals[-1]
    return _schedule(Method.FIXED_AMOUNT, amount, annual_rate, principals, due)


def _check_terms(amount: Money, due: DueDays, today: date, annual_rate: Decimal) -> None:
    if amount.fen <= 0:
        raise Refused("plan.amount_not_positive", amount=amount)
    if due.first_on <= today:
        raise Refused("plan.first_due_not_after_today", first_due_on=due.first_on, today=today)
    if not annual_rate.is_finite() or not 0 <= annual_rate < 1:
        raise Refused("plan.rate_absurd", annual_rate=annual_rate)


def _equal_principals(fen: int, count: int) -> list[int]:
    share = _half_up(Fraction(fen, count))
    return [*[share] * (count - 1), fen - share * (count - 1)]


def _principal_last(fen: int, count: int, rate: Fraction) -> list[int]:
    if count > 1 and not _half_up(fen * rate):
        # months in which nothing at all would be due are no instalments
        raise Refused("plan.interest_first_without_interest", count=count)
    return [*[0] * (count - 1), fen]


def _level_principals(fen: int, count: int, rate: Fraction) -> list[int]:
    if not rate:
        return _equal_principals(fen, count)
    growth = (1 + rate) ** count
    level = _half_up(fen * rate * growth / (growth - 1))
    principals, remaining = [], fen
    for _ in range(count - 1):
        principals.append(level - _half_up(remaining * rate))
        remaining -= principals[-1]
    return [*principals, remaining]


def _schedule(
    method: Method, amount: Money, annual_rate: Decimal, principals: Iterable[int], due: DueDays
) -> Schedule:
    rate, remaining, lines = Fraction(annual_rate) / 12, amount.fen, []
    for seq, principal in enumerate(principals, start=1):
        if principal < 0 or (principal == 0 and method is not Method.INTEREST_ONLY):
            # rounding ate a part: so small an amount over so many months isn't a plan anybody can keep
            raise Refused("plan.instalments_too_small", amount=amount, seq=seq)
        interest, remaining = _half_up(remaining * rate), remaining - principal
        parts = (Money(fen, amount.currency) for fen in (principal, interest, remaining))
        lines.append(ScheduledInstalment(seq, due.nth(seq), *parts))
    return Schedule(method, amount, annual_rate, tuple(lines))


def _half_up(value: Fraction) -> int:
    return (value + Fraction(1, 2)).__floor__()


def _next_workday(day: date, is_workday: Callable[[date], bool]) -> date:
    for shift in range(LONGEST_SHIFT_DAYS):
        if is_workday(day + timedelta(days=shift)):
            return day + timedelta(days=shift)
    raise Refused("plan.no_workday", due_on=day)
