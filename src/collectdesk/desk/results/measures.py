"""The measures of effect: recovery, cure, visits beside similar cases, cost, time, reasons, work, training.

Of the branch and its work; nobody is ranked by amounts, which the rules forbid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.risk.worthing import priors
from collectdesk.domain.customers.products import Bucket
from collectdesk.domain.money import Money
from collectdesk.domain.paper.records import OverdueReason
from collectdesk.domain.people.people import Permission
from collectdesk.domain.results.callbacks import satisfied
from collectdesk.domain.results.effect import ALL, Cut, Period, Scope, Share, Span, scope_of
from collectdesk.domain.results.figures import (
    Choices,
    Measures,
    ReasonFigure,
    TrainingFigure,
    TrendLine,
    WorkFigure,
)
from collectdesk.domain.results.measures import (
    WATCHED_DAYS,
    Beside,
    Cost,
    Rate,
    Visited,
    beside_visits,
    waiting_of,
)
from collectdesk.domain.risk.worth import CREW
from collectdesk.store.people.people import staff
from collectdesk.store.results import callbacks, measures, visit_effect

if TYPE_CHECKING:
    from collectdesk.store.results.effect import Behind
    from collectdesk.store.work import View

EXPIRES_SOON: Final = timedelta(days=30)
_AREA: Final = re.compile(r"[一-鿿]{1,20}?(?:街道|镇|乡)")
_WITHIN: Final = re.compile(r"^.*(?:省|市|县|区|旗)(?=.)")


@dataclass(frozen=True, slots=True)
class ShowMeasures(Lookup[Measures]):
    """The measures as of a day (default today), within the span that ends there, of the customers of a cut."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "effect.measured"

    span: Span = Span.MONTH
    as_of: date | None = None
    cut: Cut = ALL

    def look(self, view: View) -> Measures:
        return measured(view, scope_of(self.span, self.as_of or view.today, self.cut))


def measured(view: View, scope: Scope) -> Measures:
    """Every measure of a scope."""
    visits, (found, _, _) = _visits(view, scope)
    judged = [each for each in visits if each.day + timedelta(days=WATCHED_DAYS) <= scope.last]
    reached, waiting = measures.first_contacts(view, scope)
    start = scope.first - timedelta(days=1) if scope.first else None
    assumed = priors(view)
    return Measures(
        day=scope.last,
        period=Period(scope.first, scope.last),
        recovery=Rate(
            Money(measures.paid(view, scope)),
            Money(measures.overdue_on(view, start, scope.cut) if start else 0),
        ),
        cure=Share(*measures.cured(view, scope)) if scope.first else Share(0, 0),
        trend=_trend(view, scope),
        beside=found,
        after_visits=Money(visit_effect.paid_after(view, judged)),
        cost=_cost(view, scope),
        priors_measured=all(assumed.figures[name].is_measured for name in ("staff_minute", "car_km")),
        first_contact=waiting_of([days for _, days in reached], len(waiting)),
        reasons=_reasons(view, scope),
        work=tuple(WorkFigure(*each) for each in measures.workload(view, scope.last, scope.cut)),
        training=tuple(
            TrainingFigure(state, tuple(names))
            for state, names in measures.training(view, scope.last, scope.last + EXPIRES_SOON).items()
        ),
        choices=_choices(view),
        satisfied=satisfied(callbacks.scores(view, scope)),
        complaints=measures.complaints(view, scope),
    )


def _visits(
    view: View, scope: Scope
) -> tuple[list[Visited], tuple[Beside, tuple[str, ...], tuple[str, ...]]]:
    """The period's visits, and their judgement beside similar cases."""
    visits = visit_effect.visits_judged(view, scope)
    similar = visit_effect.similar(view, visits)
    people = {each.customer_id for each in visits} | {who for group in similar.values() for who in group}
    last = scope.last
    first = min((each.day for each in visits), default=last)
    paid = visit_effect.paid_on(view, people, Period(first, last))
    return visits, beside_visits(visits, similar, paid, visit_effect.visited_on(view, people, visits), last)


def _trend(view: View, scope: Scope) -> tuple[TrendLine, ...]:
    lines: dict[date, TrendLine] = {}
    for day, bucket, products, fen in measures.trend(view, scope.last, scope.cut):
        line = lines.setdefault(day, TrendLine(day, {}, {}))
        line.products[Bucket(bucket)] = products
        line.overdue[Bucket(bucket)] = Money(fen)
    return tuple(lines.values())


def _cost(view: View, scope: Scope) -> Cost:
    visits, minutes, metres, expenses = visit_effect.road(view, scope)
    assumed = priors(view)
    staff_fen = minutes * CREW * assumed["staff_minute"]
    return Cost(
        visits, minutes, metres, Money(expenses), Money(staff_fen), Money(metres * assumed["car_km"] // 1000)
    )


def _reasons(view: View, scope: Scope) -> tuple[ReasonFigure, ...]:
    found = measures.reasons(view, scope)
    counted = [ReasonFigure(each, len(found[each.value])) for each in OverdueReason if each.value in found]
    return tuple(sorted(counted, key=lambda each: -each.visits))


def _choices(view: View) -> Choices:
    named = {area for address in measures.areas(view) if (area := area_of(address))}
    teams = tuple((str(one.id), one.name) for one in staff(view, former=True) if one.is_collection_officer)
    return Choices(tuple(sorted(named)), teams)


def area_of(address: str) -> str:
    """The township or street district of an address (城东街道); empty where none is written."""
    found = _AREA.search(address.replace(" ", ""))
    return _WITHIN.sub("", found[0]) if found else ""


def rows_of(view: View, figure: str, scope: Scope, key: str) -> list[Behind]:
    """The rows behind one measure."""
    if figure == "satisfied":
        return callbacks.in_scores(view, scope)
    if figure == "work":
        return measures.in_work(view, scope, key.partition("|")[0] if key else None)
    if figure == "training":
        return measures.in_training(view, scope.last, scope.last + EXPIRES_SOON, key)
    if figure == "complaint":
        return measures.in_complaints(view, scope)
    if figure == "paid":
        return measures.in_paid(view, scope)
    if figure == "cured":
        return measures.in_cured(view, scope, key)
    if figure == "reason":
        return visit_effect.in_visits(view, measures.reasons(view, scope).get(key, []))
    if figure == "first_contact":
        reached, waiting = measures.first_contacts(view, scope)
        return measures.in_cases(view, waiting if key == "waiting" else [case for case, _ in reached])
    visits, (_, payers, others) = _visits(view, scope)
    if figure == "after_visit" and key == "others":
        return visit_effect.in_customers(view, others)
    return visit_effect.in_visits(view, payers if key == "paid" else [each.visit_id for each in visits])
