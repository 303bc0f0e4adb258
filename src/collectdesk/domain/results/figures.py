"""The figures of effect as values: what the page, the tables, the branch report and a frozen month are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from collectdesk.domain.contact.contacts import Reached
from collectdesk.domain.customers.products import Bucket, ProductKind
from collectdesk.domain.money import Money
from collectdesk.domain.paper.records import OverdueReason, VisitOutcome
from collectdesk.domain.results.effect import Period, RollFrom, Share
from collectdesk.domain.results.measures import Beside, Cost, Rate, Waiting
from collectdesk.domain.solutions.promises import PromiseState

OLDER: Final = "older"
"""Ends a roll key that means every older bucket together, whose share is the roll rate."""
RollCell = tuple[Bucket | None, Bucket | None]


class Figure(Enum):
    """What a number counts; with a key it names the rows behind it."""

    BUCKET = "bucket"
    OWN_BUCKET = "own_bucket"
    ROLL = "roll"
    PROMISE = "promise"
    VISIT = "visit"
    CONTACT = "contact"
    BREACH = "breach"
    REFUSAL = "refusal"
    PAID = "paid"
    CURED = "cured"
    TREND = "trend"
    AFTER_VISIT = "after_visit"
    COST = "cost"
    FIRST_CONTACT = "first_contact"
    SATISFIED = "satisfied"
    COMPLAINT = "complaint"
    REASON = "reason"
    WORK = "work"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class BucketFigure:
    """Products of one ageing bucket, the customers they belong to, and what is overdue on them."""

    bucket: Bucket
    products: int
    customers: int
    overdue: Money


@dataclass(frozen=True, slots=True)
class OwnBucketFigure:
    """The products of one kind in a bucket the branch made itself, from its first day past due on."""

    kind: ProductKind
    name: str
    first_day: int
    products: int
    customers: int
    overdue: Money

    @property
    def key(self) -> str:
        """What names its rows; a bucket's name may hold anything, a kind's code holds no bar."""
        return f"{self.kind.value}|{self.name}"


@dataclass(frozen=True, slots=True)
class RollFigures:
    """Products from one data date's list to the next one's; None is not on that list."""

    before: date
    after: date
    cells: Mapping[RollCell, int]
    rows: tuple[RollFrom, ...]

    @property
    def new(self) -> int:
        """Products that only the newer list names."""
        return sum(count for (start, _), count in self.cells.items() if start is None)


@dataclass(frozen=True, slots=True)
class PromiseFigure:
    state: PromiseState
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class RuleFigure:
    """How often a rule refused a planned act, and how often what happened was against it."""

    rule_id: str
    refused: int
    breached: int


@dataclass(frozen=True, slots=True)
class EffectFigures:
    """Everything the page shows, of one snapshot."""

    day: date
    period: Period
    data_date: date | None
    buckets: tuple[BucketFigure, ...]
    roll: RollFigures | None
    promises: tuple[PromiseFigure, ...]
    kept: Share
    visits: tuple[tuple[VisitOutcome, int], ...]
    calls: Mapping[Reached, int]
    right_party: Share
    rules: tuple[RuleFigure, ...]
    own_buckets: tuple[OwnBucketFigure, ...] = ()

    @property
    def overdue(self) -> BucketFigure:
        """All buckets but M0 together; a customer with two overdue products is counted in each bucket."""
        late = [each for each in self.buckets if each.bucket is not Bucket.M0]
        amount = Money(sum(each.overdue.fen for each in late))
        return BucketFigure(
            Bucket.M1, sum(each.products for each in late), sum(each.customers for each in late), amount
        )


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One data date: products and overdue amount by bucket, M1 and older."""

    day: date
    products: dict[Bucket, int]
    overdue: dict[Bucket, Money]

    @property
    def total(self) -> Money:
        return Money(sum(each.fen for each in self.overdue.values()))


@dataclass(frozen=True, slots=True)
class ReasonFigure:
    """How many visit records name a reason."""

    reason: OverdueReason
    visits: int


@dataclass(frozen=True, slots=True)
class WorkFigure:
    """A person's open cases and steps; an empty name stands for cases that are nobody's."""

    name: str
    cases: int
    due: int
    late: int
    account_id: str = ""

    @property
    def key(self) -> str:
        """What names its rows: the account, behind it the name for who reads."""
        return f"{self.account_id}|{self.name}"


@dataclass(frozen=True, slots=True)
class TrainingFigure:
    """Staff who go out, by the state of their training: trained, expiring, untrained."""

    state: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What figures can be cut by in this branch: areas by name, teams by their collection officer."""

    areas: tuple[str, ...]
    teams: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures of one snapshot."""

    day: date
    period: Period
    recovery: Rate
    cure: Share
    trend: tuple[TrendLine, ...]
    beside: Beside
    after_visits: Money
    cost: Cost
    priors_measured: bool
    first_contact: Waiting
    reasons: tuple[ReasonFigure, ...]
    work: tuple[WorkFigure, ...]
    training: tuple[TrainingFigure, ...]
    choices: Choices
    satisfied: Share
    """Who gave four or five, of the customers who answered when somebody else asked them."""
    complaints: int
    """Received in the period."""
