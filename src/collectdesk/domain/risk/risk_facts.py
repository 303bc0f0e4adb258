"""What a risk assessment may know about a borrower, and how repayment histories become such facts."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, fields
from enum import Enum
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.months import add_months
from collectdesk.domain.solutions.paying import Paying, sum_paid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

WINDOWS: Final = 6
"""Months looked back on: what the tested points were set on."""


class Trend(Enum):
    """The months overdue now against a month ago; nothing overdue now counts as better."""

    BETTER = "better"
    FLAT = "flat"
    WORSE = "worse"


class Attitude(Enum):
    """How the borrower behaved towards the bank at the last contact in person or by phone."""

    COOPERATIVE = "cooperative"
    NEUTRAL = "neutral"
    EVASIVE = "evasive"
    REFUSING = "refusing"
    HOSTILE = "hostile"


class IncomeSource(Enum):
    """What the findings say about where the money comes from."""

    CONFIRMED_STABLE = "confirmed_stable"
    CONFIRMED_IRREGULAR = "confirmed_irregular"
    UNCONFIRMED = "unconfirmed"
    NONE = "none"


class HouseholdBudget(Enum):
    """Income of the household less what it needs to live, from the budget sheet; not who belongs to it."""

    SURPLUS = "surplus"
    BALANCED = "balanced"
    DEFICIT = "deficit"


@dataclass(frozen=True, slots=True)
class BorrowerFacts:
    """The inputs of an assessment, frozen with it. None is unknown, which the scorecard scores as such.

    Ratios are whole per mille. ``stage_now`` counts months overdue (1 = 1-30 days). ``last_payment_ratio`` is
    what was paid in the last month of what had to be paid; ``pay_ratio`` the same over six months;
    ``monthly_payment_ratio`` the average month's payments of ``granted``; ``utilisation_now`` the balance of
    ``granted`` and ``utilisation_trend`` its change over five months. The last two fields steer
    and don't score.
    """

    stage_now: int | None = None
    times_overdue_6m: int | None = None
    trend: Trend | None = None
    last_payment_ratio: int | None = None
    months_without_payment_6m: int | None = None
    granted: Money | None = None
    balance: Money | None = None
    utilisation_now: int | None = None
    utilisation_trend: int | None = None
    monthly_payment_ratio: int | None = None
    pay_ratio: int | None = None
    promises_kept: int | None = None
    promises_broken: int | None = None
    right_party_contacts: int | None = None
    attitude: Attitude | None = None
    other_lenders_overdue: int | None = None
    income_source: IncomeSource | None = None
    income_lost_documented: bool | None = None
    illness_documented: bool | None = None
    household_budget: HouseholdBudget | None = None
    has_guarantor: bool | None = None
    has_collateral: bool | None = None
    call_attempts: int | None = None
    visits_without_result: int | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, float):
                raise TypeError(f"{field.name} is a whole number, per mille where it is a ratio")
            if isinstance(value, int) and value < 0 and field.name != "utilisation_trend":
                raise Refused("facts.negative", field=field.name, value=value)


Choices = tuple[str, ...]


def _values(kind: type[Enum]) -> Choices:
    return tuple(str(member.value) for member in kind)


FLAG: Final[Choices] = ("false", "true")
NUMBER: Final[Choices] = ()
FEATURES: Final[Mapping[str, Choices]] = {
    "stage_now": NUMBER,
    "times_overdue_6m": NUMBER,
    "trend": _values(Trend),
    "last_payment_ratio": NUMBER,
    "months_without_payment_6m": NUMBER,
    "granted": NUMBER,
    "balance": NUMBER,
    "utilisation_now": NUMBER,
    "utilisation_trend": NUMBER,
    "monthly_payment_ratio": NUMBER,
    "pay_ratio": NUMBER,
    "promises_kept": NUMBER,
    "promises_broken": NUMBER,
    "right_party_contacts": NUMBER,
    "attitude": _values(Attitude),
    "other_lenders_overdue": NUMBER,
    "income_source": _values(IncomeSource),
    "income_lost_documented": FLAG,
    "illness_documented": FLAG,
    "household_budget": _values(HouseholdBudget),
    "has_guarantor": FLAG,
    "has_collateral": FLAG,
}
"""The allow-list: the only fields a scorecard may name, with the values of those that aren't numbers.

Sex, age, marital status, region of origin and what stands in for them aren't fields of BorrowerFacts at all.
"""


def scored_value(facts: BorrowerFacts, field: str) -> int | str | None:
    """A fact as a scorecard sees it: money in whole yuan, choices and flags as words, None when unknown."""
    value: int | Money | Enum | None = getattr(facts, field)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, int):
        return value
    return value.fen // 100 if isinstance(value, Money) else str(value.value)


@dataclass(frozen=True, slots=True)
class InstalmentHistory:
    """What had to be paid on a day (principal, interest and fees together) and what came in for it so far."""

    due_on: date
    due: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class ProductHistory:
    """One product as core banking shows it; ``dpd`` is core's own count of days past due.

    ``payments`` reach back six months at least, or as far as the product. ``balance_earlier`` is the balance
    five months ago; without it the change of a card's balance is unknown.
    """

    kind: str
    granted: Money
    balance: Money
    overdue: Money
    dpd: int
    instalments: tuple[InstalmentHistory, ...] = ()
    payments: tuple[Paying, ...] = ()
    balance_earlier: Money | None = None


def facts_from_history(histories: Sequence[ProductHistory], as_of: date) -> BorrowerFacts:
    """What one customer's products say together on ``as_of``; what they can't say stays unknown.

    Payments fill the oldest instalment first. A month without anything to pay isn't a month without payment.
    Months are counted back from ``as_of``, not by calendar.
    """
    if not histories:
        return BorrowerFacts()
    granted, balance = _sum([h.granted for h in histories]), _sum([h.balance for h in histories])
    accounts = [_Account(history) for history in histories]
    stages, months = _stages(histories, accounts, as_of), _months(accounts, as_of)
    asked = [month for month in months if month.asked > 0]
    paid_6m = sum(month.paid for month in months)
    return BorrowerFacts(
        stage_now=stages[0],
        times_overdue_6m=sum(1 for stage in stages if stage) if len(stages) > 1 else None,
        trend=_trend(stages),
        last_payment_ratio=_per_mille(months[0].paid, months[0].asked) if months else None,
        months_without_payment_6m=sum(1 for month in asked if month.paid <= 0) if asked else None,
        granted=granted,
        balance=balance,
        utilisation_now=_per_mille(balance.fen, granted.fen),
        utilisation_trend=_utilisation_trend(histories, balance, granted),
        monthly_payment_ratio=_per_mille(paid_6m, granted.fen * len(asked)) if asked else None,
        pay_ratio=_per_mille(sum(min(m.paid, m.asked) for m in asked), sum(m.asked for m in asked)),
    )


@dataclass(frozen=True, slots=True)
class _Month:
    asked: int
    paid: int


def _sum(amounts: Sequence[Money]) -> Money:
    result = Money(0, amounts[0].currency)
    for amount in amounts:
        result += amount
    return result


def _per_mille(part: int, whole: int) -> int | None:
    return max(part, 0) * 1000 // whole if whole > 0 else None


class _Account:
    """A product's instalments and payments as running sums in fen, so that a day is looked up, not added up."""

    __slots__ = ("came", "came_days", "due_days", "dues", "paid_now")

    def __init__(self, history: ProductHistory) -> None:
        lines = sorted(history.instalments, key=lambda line: line.due_on)
        self.due_days = [line.due_on for line in lines]
        self.dues = list(accumulate(line.due.fen for line in lines))
        self.paid_now = sum(line.paid.fen for line in lines)
        came = sorted(history.payments, key=lambda payment: payment.paid_on)
        sum_paid(came, lambda _day: True, history.balance.currency)  # refuses another currency
        self.came_days = [payment.paid_on for payment in came]
        self.came = [0, *accumulate(payment.amount.fen for payment in came)]

    def came_until(self, day: date) -> int:
        return self.came[bisect_right(self.came_days, day)]

    def asked_until(self, day: date) -> int:
        at = bisect_right(self.due_days, day)
        return self.dues[at - 1] if at else 0

    def paid_by(self, day: date) -> int:
        """What had come in for the instalments by the end of a day: all they show now less what came later."""
        return max(self.paid_now - (self.came[-1] - self.came_until(day)), 0)

    def dpd_on(self, day: date) -> int:
        """Days past due at the end of an earlier day, from what had been paid by then."""
        unpaid = bisect_right(self.dues, self.paid_by(day))
        return max((day - self.due_days[unpaid]).days, 0) if unpaid < len(self.dues) else 0


def _stages(histories: Sequence[ProductHistory], accounts: Sequence[_Account], as_of: date) -> list[int]:
    """Months overdue now and at the five month ends before; now only, when no instalments are known."""
    now = max(_stage(history.dpd) for history in histories)
    if not any(account.dues for account in accounts):
        return [now]
    earlier = (add_months(as_of, -back) for back in range(1, WINDOWS))
    return [now, *(max(_stage(account.dpd_on(day)) for account in accounts) for day in earlier)]


def _stage(dpd: int) -> int:
    return -(-max(dpd, 0) // 30)


def _months(accounts: Sequence[_Account], as_of: date) -> list[_Month]:
    """The last six months, the latest first; empty when no instalments are known."""
    if not any(account.dues for account in accounts):
        return []
    ends = [add_months(as_of, -back) for back in range(WINDOWS + 1)]
    return [_month(accounts, ends[back + 1], ends[back]) for back in range(WINDOWS)]


def _month(accounts: Sequence[_Account], after: date, until: date) -> _Month:
    """What had to be paid after ``after`` up to ``until`` (arrears and what fell due), and what was."""
    asked = sum(max(account.asked_until(until) - account.paid_by(after), 0) for account in accounts)
    return _Month(asked, sum(account.came_until(until) - account.came_until(after) for account in accounts))


def _trend(stages: Sequence[int]) -> Trend | None:
    if len(stages) < 2:
        return None
    now, before = stages[:2]
    if now > before:
        return Trend.WORSE
    return Trend.FLAT if now == before and now > 0 else Trend.BETTER


def _utilisation_trend(histories: Sequence[ProductHistory], balance: Money, granted: Money) -> int | None:
    earlier = [history.balance_earlier for history in histories]
    known = [amount for amount in earlier if amount is not None]
    if len(known) < len(earlier) or granted.fen <= 0:
        return None
    return (balance.fen - _sum(known).fen) * 1000 // granted.fen
