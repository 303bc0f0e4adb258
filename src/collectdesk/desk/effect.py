"""Whether the work helps: figures that open the rows behind them. Of the branch, never of its people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from collectdesk.desk import masking
from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.contacts import Reached
from collectdesk.domain.effect import (
    Period,
    RollFrom,
    Share,
    Span,
    kept_rate,
    period_of,
    right_party_rate,
    roll_from,
)
from collectdesk.domain.money import Money
from collectdesk.domain.people import Permission
from collectdesk.domain.products import Bucket
from collectdesk.domain.promises import PromiseState
from collectdesk.domain.records import VisitOutcome
from collectdesk.store import effect
from collectdesk.store.work import View

OLDER = "older"
"""Ends a roll key that means every older bucket together, whose share is the roll rate."""
RollCell = tuple[Bucket | None, Bucket | None]


class Figure(Enum):
    """What a number counts; with a key it names the rows behind it."""

    BUCKET = "bucket"
    ROLL = "roll"
    PROMISE = "promise"
    VISIT = "visit"
    CONTACT = "contact"
    BREACH = "breach"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class BucketFigure:
    """Products of one ageing bucket, the customers they belong to, and what is overdue on them."""

    bucket: Bucket
    products: int
    customers: int
    overdue: Money


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

    @property
    def overdue(self) -> BucketFigure:
        """All buckets but M0 together; a customer with two overdue products is counted in each bucket."""
        late = [each for each in self.buckets if each.bucket is not Bucket.M0]
        amount = Money(sum(each.overdue.fen for each in late))
        return BucketFigure(
            Bucket.M1, sum(each.products for each in late), sum(each.customers for each in late), amount
        )


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row behind a number, masked; ``code`` and ``extra`` are worded by what the figure counts."""

    id: str
    customer_id: str
    case_no: str
    name: str
    code: str
    extra: str
    amount: Money | None
    on: date | None


@dataclass(frozen=True, slots=True)
class ShowEffect(Lookup[EffectFigures]):
    """The figures as of a day (default today); what was done counts within the span that ends there."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "effect.shown"

    span: Span = Span.MONTH
    as_of: date | None = None

    def look(self, view: View) -> EffectFigures:
        day = self.as_of or view.today
        period = period_of(self.span, day)
        dates = effect.data_dates(view, day)
        promises = _promises(view, period)
        reached = {Reached(code): count for code, count in effect.by_reached(view, period).items()}
        return EffectFigures(
            day=day,
            period=period,
            data_date=dates[0] if dates else None,
            buckets=_buckets(view, day),
            roll=_roll(view, dates[1], dates[0]) if len(dates) > 1 else None,
            promises=promises,
            kept=kept_rate({each.state: each.count for each in promises}),
            visits=_visits(view, period),
            calls=reached,
            right_party=right_party_rate(reached),
            rules=_rules(view, period),
        )


@dataclass(frozen=True, slots=True)
class ListFigure(Lookup[tuple[FigureRow, ...]]):
    """The rows behind one number, at most 2,000. ``key`` is the bucket, state, outcome, who was reached (or
    "right_party"), rule, or "M1>M2" for a step between buckets; "" stands for all that the figure counts.
    """

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "effect.opened"

    figure: Figure
    key: str
    span: Span = Span.MONTH
    as_of: date | None = None

    def look(self, view: View) -> tuple[FigureRow, ...]:
        day = self.as_of or view.today
        seen, none = masking.of_customers(view), masking.without_case(view)
        return tuple(
            FigureRow(
                row.id,
                row.customer_id,
                row.case_no,
                masking.name(seen.get(row.customer_id, none), row.name),
                row.code,
                row.extra,
                None if row.fen is None else Money(row.fen),
                row.on,
            )
            for row in self._behind(view, day)
        )

    def _behind(self, view: View, day: date) -> list[effect.Behind]:
        if self.figure is Figure.BUCKET:
            return effect.in_bucket(view, day, self.key)
        if self.figure is Figure.ROLL:
            return self._rolled(view, day)
        inside = _INSIDE[self.figure]
        return inside(view, period_of(self.span, day), self.key)

    def _rolled(self, view: View, day: date) -> list[effect.Behind]:
        dates = effect.data_dates(view, day)
        if len(dates) < 2:
            return []
        start, _, end = self.key.partition(">")
        if end != OLDER:
            return effect.in_roll(view, dates[1], dates[0], start or None, end or None)
        order = list(Bucket)
        older = order[order.index(Bucket(start)) + 1 :]
        return [row for to in older for row in effect.in_roll(view, dates[1], dates[0], start, to.value)]


_INSIDE: Mapping[Figure, Callable[[View, Period, str], list[effect.Behind]]] = {
    Figure.PROMISE: effect.in_promise,
    Figure.VISIT: effect.in_outcome,
    Figure.CONTACT: effect.in_reached,
    Figure.BREACH: effect.in_breach,
    Figure.REFUSAL: effect.in_refusal,
}


def roll_key(start: Bucket | None, end: Bucket | None) -> str:
    """The key that names the rows of one cell of the roll matrix."""
    return f"{start.value if start else ''}>{end.value if end else ''}"


def _buckets(view: View, day: date) -> tuple[BucketFigure, ...]:
    found = effect.by_bucket(view, day)
    return tuple(
        BucketFigure(bucket, products, customers, Money(fen))
        for bucket in Bucket
        for products, customers, fen in (found.get(bucket.value, (0, 0, 0)),)
    )


def _roll(view: View, before: date, after: date) -> RollFigures:
    cells: dict[RollCell, int] = {
        (Bucket(start) if start else None, Bucket(end) if end else None): count
        for start, end, count in effect.rolled(view, before, after)
    }
    return RollFigures(before, after, cells, tuple(roll_from(bucket, cells) for bucket in Bucket))


def _promises(view: View, period: Period) -> tuple[PromiseFigure, ...]:
    found = effect.by_promise(view, period)
    shown = (PromiseState.KEPT, PromiseState.PARTLY_KEPT, PromiseState.BROKEN, PromiseState.ACTIVE)
    return tuple(
        PromiseFigure(state, count, Money(fen))
        for state in shown
        for count, fen in (found.get(state.value, (0, 0)),)
    )


def _visits(view: View, period: Period) -> tuple[tuple[VisitOutcome, int], ...]:
    found = effect.by_outcome(view, period)
    counted = [(outcome, found[outcome.value]) for outcome in VisitOutcome if outcome.value in found]
    return tuple(sorted(counted, key=lambda each: -each[1]))


def _rules(view: View, period: Period) -> tuple[RuleFigure, ...]:
    breached, refused = effect.by_breach(view, period), effect.by_refusal(view, period)
    counted = [
        RuleFigure(rule, refused.get(rule, 0), breached.get(rule, 0)) for rule in {*breached, *refused}
    ]
    return tuple(sorted(counted, key=lambda each: (-each.breached, -each.refused, each.rule_id)))
