"""Whether the work helps: figures that open the rows behind them. Of the branch, never of its people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.results.measures import rows_of
from collectdesk.domain.contact.contacts import Reached
from collectdesk.domain.customers.own_buckets import span_of
from collectdesk.domain.customers.products import Bucket, ProductKind
from collectdesk.domain.money import Money
from collectdesk.domain.paper.records import VisitOutcome
from collectdesk.domain.people.people import Permission
from collectdesk.domain.results.effect import (
    ALL,
    Cut,
    Period,
    Scope,
    Span,
    kept_rate,
    right_party_rate,
    roll_from,
    scope_of,
)
from collectdesk.domain.results.figures import (
    OLDER,
    BucketFigure,
    EffectFigures,
    Figure,
    OwnBucketFigure,
    PromiseFigure,
    RollCell,
    RollFigures,
    RuleFigure,
)
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.customers import own_bucket_figures, own_buckets
from collectdesk.store.results import effect
from collectdesk.store.work import View

__all__ = [
    "BucketFigure",
    "EffectFigures",
    "Figure",
    "FigureRow",
    "ListFigure",
    "PromiseFigure",
    "RollFigures",
    "RuleFigure",
    "ShowEffect",
    "roll_key",
]


MEASURED: Final = frozenset(
    {
        Figure.PAID,
        Figure.CURED,
        Figure.AFTER_VISIT,
        Figure.COST,
        Figure.FIRST_CONTACT,
        Figure.REASON,
        Figure.SATISFIED,
        Figure.COMPLAINT,
        Figure.WORK,
        Figure.TRAINING,
    }
)
"""Figures whose rows ``measures`` knows; those of training name the branch's people and open no customer."""


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
    """The figures as of a day (default today); what was done counts within the span that ends there.

    ``whole`` counts what isn't overdue too, which no screen shows and a frozen month keeps.
    """

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "effect.shown"

    span: Span = Span.MONTH
    as_of: date | None = None
    cut: Cut = ALL
    whole: bool = False

    def look(self, view: View) -> EffectFigures:
        scope = scope_of(self.span, self.as_of or view.today, self.cut)
        return effect_figures(view, scope, whole=self.whole)


def effect_figures(view: View, scope: Scope, *, whole: bool = False) -> EffectFigures:
    """The figures of a scope; ``whole`` with what isn't overdue."""
    day = scope.last
    dates = effect.data_dates(view, day)
    promises = _promises(view, scope)
    reached = {Reached(code): count for code, count in effect.by_reached(view, scope).items()}
    return EffectFigures(
        day=day,
        period=Period(scope.first, scope.last),
        data_date=dates[0] if dates else None,
        buckets=_buckets(view, scope, whole=whole),
        roll=_roll(view, dates[1], dates[0], scope.cut) if len(dates) > 1 else None,
        promises=promises,
        kept=kept_rate({each.state: each.count for each in promises}),
        visits=_visits(view, scope),
        calls=reached,
        right_party=right_party_rate(reached),
        rules=_rules(view, scope),
        own_buckets=_own_buckets(view, scope),
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
    cut: Cut = ALL

    def look(self, view: View) -> tuple[FigureRow, ...]:
        day = self.as_of or view.today
        seen, none = masking.of_customers(view), masking.without_case(view)
        return tuple(
            FigureRow(
                row.id,
                row.customer_id,
                row.case_no,
                masking.name(seen.get(row.customer_id, none), row.name) if row.customer_id else row.name,
                row.code,
                row.extra,
                None if row.fen is None else Money(row.fen),
                row.on,
            )
            for row in self._behind(view, day)
        )

    def _behind(self, view: View, day: date) -> list[effect.Behind]:
        if self.figure is Figure.BUCKET:
            return effect.in_bucket(view, scope_of(self.span, day, self.cut), self.key)
        if self.figure is Figure.OWN_BUCKET:
            return self._in_own_bucket(view, day)
        if self.figure is Figure.ROLL:
            return self._rolled(view, day)
        if self.figure is Figure.TREND:
            on, _, bucket = self.key.partition("|")
            return effect.in_stated(view, date.fromisoformat(on), bucket, self.cut)
        if self.figure in MEASURED:
            return rows_of(view, self.figure.value, scope_of(self.span, day, self.cut), self.key)
        inside = _INSIDE.get(self.figure)
        if inside is None:
            return []
        return inside(view, scope_of(self.span, day, self.cut), self.key)

    def _in_own_bucket(self, view: View, day: date) -> list[effect.Behind]:
        code, _, name = self.key.partition("|")
        own = own_buckets.standing(view, day).get(ProductKind(code))
        days = span_of(own.edges, name) if own is not None else None
        scope = scope_of(self.span, day, self.cut)
        return own_bucket_figures.in_own_bucket(view, scope, code, days) if days is not None else []

    def _rolled(self, view: View, day: date) -> list[effect.Behind]:
        dates = effect.data_dates(view, day)
        if len(dates) < 2:
            return []
        start, _, end = self.key.partition(">")
        if end != OLDER:
            return effect.in_roll(view, dates[1], dates[0], start or None, end or None, self.cut)
        order = list(Bucket)
        older = order[order.index(Bucket(start)) + 1 :]
        return [
            row for to in older for row in effect.in_roll(view, dates[1], dates[0], start, to.value, self.cut)
        ]


_INSIDE: Mapping[Figure, Callable[[View, Scope, str], list[effect.Behind]]] = {
    Figure.PROMISE: effect.in_promise,
    Figure.VISIT: effect.in_outcome,
    Figure.CONTACT: effect.in_reached,
    Figure.BREACH: effect.in_breach,
    Figure.REFUSAL: effect.in_refusal,
}


def roll_key(start: Bucket | None, end: Bucket | None) -> str:
    """The key that names the rows of one cell of the roll matrix."""
    return f"{start.value if start else ''}>{end.value if end else ''}"


def _buckets(view: View, scope: Scope, *, whole: bool) -> tuple[BucketFigure, ...]:
    found = effect.by_bucket(view, scope)
    if whole:
        found[Bucket.M0.value] = effect.not_overdue(view, scope)
    return tuple(
        BucketFigure(bucket, products, customers, Money(fen))
        for bucket in Bucket
        if whole or bucket is not Bucket.M0
        for products, customers, fen in (found.get(bucket.value, (0, 0, 0)),)
    )


def _own_buckets(view: View, scope: Scope) -> tuple[OwnBucketFigure, ...]:
    found = []
    for kind, own in own_buckets.standing(view, scope.last).items():
        counted = own_bucket_figures.by_own_bucket(view, scope, own)
        for name, first in own.edges:
            products, customers, fen = counted.get(name, (0, 0, 0))
            found.append(OwnBucketFigure(kind, name, first, products, customers, Money(fen)))
    return tuple(found)


def _roll(view: View, before: date, after: date, cut: Cut) -> RollFigures:
    cells: dict[RollCell, int] = {
        (Bucket(start) if start else None, Bucket(end) if end else None): count
        for start, end, count in effect.rolled(view, before, after, cut)
    }
    return RollFigures(before, after, cells, tuple(roll_from(bucket, cells) for bucket in Bucket))


def _promises(view: View, scope: Scope) -> tuple[PromiseFigure, ...]:
    found = effect.by_promise(view, scope)
    shown = (PromiseState.KEPT, PromiseState.PARTLY_KEPT, PromiseState.BROKEN, PromiseState.ACTIVE)
    return tuple(
        PromiseFigure(state, count, Money(fen))
        for state in shown
        for count, fen in (found.get(state.value, (0, 0)),)
    )


def _visits(view: View, scope: Scope) -> tuple[tuple[VisitOutcome, int], ...]:
    found = effect.by_outcome(view, scope)
    counted = [(outcome, found[outcome.value]) for outcome in VisitOutcome if outcome.value in found]
    return tuple(sorted(counted, key=lambda each: -each[1]))


def _rules(view: View, scope: Scope) -> tuple[RuleFigure, ...]:
    breached, refused = effect.by_breach(view, scope), effect.by_refusal(view, scope)
    counted = [
        RuleFigure(rule, refused.get(rule, 0), breached.get(rule, 0)) for rule in {*breached, *refused}
    ]
    return tuple(sorted(counted, key=lambda each: (-each.breached, -each.refused, each.rule_id)))
