"""What became of what was checked: frozen checks beside the payments and core banking's words that followed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from collectdesk.store.rows.cases import AssessmentRow, CaseRow
from collectdesk.store.rows.customers import PaymentRow, ProductRow, ProductStateRow
from collectdesk.store.rows.visits import VisitRecordRow, VisitRow
from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class Check:
    """A frozen check: its case, customer, day, points and detail."""

    id: str
    case_id: str
    customer_id: str
    assessed_on: date
    total: int
    detail: Any


@dataclass(slots=True)
class Standing:
    """A customer's payments, and core banking's words on each product: (day, fen overdue, days past due)."""

    paid: list[tuple[date, int]] = field(default_factory=list)
    told: dict[str, list[tuple[date, int, int]]] = field(default_factory=lambda: defaultdict(list))

    def overdue_on(self, day: date) -> tuple[int, int]:
        """Fen overdue and worst days past due by the newest word of each product on a day."""
        fen = dpd = 0
        for words in self.told.values():
            newest = max((word for word in words if word[0] <= day), default=None)
            if newest is not None:
                fen, dpd = fen + newest[1], max(dpd, newest[2])
        return fen, dpd

    def paid_within(self, after: date, until: date) -> int:
        return sum(fen for day, fen in self.paid if after < day <= until)

    def is_cleared(self, after: date, until: date) -> bool:
        """Whether within the days core banking's newest words said that nothing is overdue."""
        days = sorted({word[0] for words in self.told.values() for word in words if after < word[0] <= until})
        return any(self.overdue_on(day)[0] == 0 for day in days)


def checks_until(view: View, day: date) -> list[Check]:
    """Every frozen check up to a day, oldest first."""
    row = AssessmentRow
    query = (
        sa.select(row.id, row.case_id, CaseRow.customer_id, row.assessed_on, row.total, row.detail)
        .join(CaseRow, CaseRow.id == row.case_id)
        .where(row.assessed_on <= day)
        .order_by(row.assessed_on, row.id)
    )
    return [Check(*each) for each in view.rows(query)]


def count_until(view: View, day: date) -> int:
    """How many cases have a frozen check that old: never more outcomes than that, told without reading them."""
    query = sa.select(sa.func.count(sa.distinct(AssessmentRow.case_id))).where(
        AssessmentRow.assessed_on <= day
    )
    return int(view.scalar(query) or 0)


def totals_between(view: View, start: date, end: date) -> list[int]:
    """The points of the checks of some days, both included."""
    query = sa.select(AssessmentRow.total).where(AssessmentRow.assessed_on.between(start, end))
    return [row.total for row in view.rows(query)]


def standings(view: View, customer_ids: set[str]) -> dict[str, Standing]:
    """What some customers paid and how they stood, over all time."""
    found: dict[str, Standing] = {each: Standing() for each in customer_ids}
    wanted = sa.select(AssessmentRow.case_id)
    asked = sa.select(CaseRow.customer_id).where(CaseRow.id.in_(wanted))
    paid = (
        sa.select(ProductRow.customer_id, PaymentRow.paid_on, PaymentRow.amount_fen)
        .join(ProductRow, ProductRow.id == PaymentRow.product_id)
        .where(ProductRow.customer_id.in_(asked))
    )
    for row in view.rows(paid):
        if row.customer_id in found:
            found[row.customer_id].paid.append((row.paid_on, int(row.amount_fen)))
    state = ProductStateRow
    told = (
        sa.select(ProductRow.customer_id, state.product_id, state.as_of, state.overdue_fen, state.dpd)
        .join(ProductRow, ProductRow.id == state.product_id)
        .where(ProductRow.customer_id.in_(asked))
    )
    for row in view.rows(told):
        if row.customer_id in found:
            found[row.customer_id].told[row.product_id].append((row.as_of, int(row.overdue_fen), row.dpd))
    return found


def visited(view: View) -> dict[str, list[tuple[Any, str]]]:
    """Case to the visits that took place: arrival and what came of it."""
    found: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    query = sa.select(VisitRow.case_id, VisitRecordRow.arrived_at, VisitRecordRow.outcome).join(
        VisitRecordRow, VisitRecordRow.visit_id == VisitRow.id
    )
    for row in view.rows(query):
        found[row.case_id].append((row.arrived_at, row.outcome))
    return found
