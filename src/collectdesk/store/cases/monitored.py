"""What the evening's look at promises and plans reads in one piece: payments, standing steps, who was spoken to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectdesk.domain.contact.contacts import ContactOutcome, Direction, Reached
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.ids import CaseId, StepId
from collectdesk.domain.money import Money
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.cases.cases import Step
from collectdesk.store.rows.cases import (
    ArrangementPartRow,
    ArrangementRow,
    CaseRow,
    ContactRow,
    NextStepRow,
    PromiseRow,
)
from collectdesk.store.rows.customers import PaymentRow, ProductRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class PaidThen:
    """A booked payment, as far as a judgement needs it."""

    product_id: str
    paid_on: date
    amount: Money


def paid_towards_promises(view: View) -> dict[str, list[PaidThen]]:
    """The payments of each running promise's customer since it was made, by promise."""
    rows = view.rows(
        sa.select(PromiseRow.id, PaymentRow.product_id, PaymentRow.paid_on, PaymentRow.amount_fen)
        .join(CaseRow, CaseRow.id == PromiseRow.case_id)
        .join(ProductRow, ProductRow.customer_id == CaseRow.customer_id)
        .join(PaymentRow, PaymentRow.product_id == ProductRow.id)
        .where(PromiseRow.state == PromiseState.ACTIVE.value, PaymentRow.paid_on >= PromiseRow.made_on)
    )
    found: dict[str, list[PaidThen]] = defaultdict(list)
    for promise_id, product_id, paid_on, fen in rows:
        found[promise_id].append(PaidThen(product_id, paid_on, Money(fen)))
    return found


def paid_on_products(view: View, product_ids: Collection[str]) -> list[PaidThen]:
    """The payments of the products that a running plan covers."""
    if not product_ids:
        return []
    running = sa.select(ArrangementRow.product_id).where(
        ArrangementRow.state == ArrangementState.ACTIVE.value
    )
    rows = view.rows(
        sa.select(PaymentRow.product_id, PaymentRow.paid_on, PaymentRow.amount_fen).where(
            PaymentRow.product_id.in_(running)
        )
    )
    return [PaidThen(product_id, paid_on, Money(fen)) for product_id, paid_on, fen in rows]


def plan_steps(view: View) -> dict[str, Step]:
    """The open steps that follow plans, by plan."""
    row = NextStepRow
    rows = view.rows(
        sa.select(row.id, row.case_id, row.due_on, row.why, row.subject_id).where(
            row.done_at.is_(None), row.kind == StepKind.FOLLOW_PLAN.value
        )
    )
    return {
        r.subject_id: Step(
            StepId(r.id), CaseId(r.case_id), StepKind.FOLLOW_PLAN, r.due_on, r.why, r.subject_id
        )
        for r in rows
        if r.subject_id
    }


def reached_out(view: View, case_id: str, since: date) -> bool:
    """Whether the branch spoke to somebody or wrote on a case since a day began."""
    begins = datetime.combine(since, time(), CHINA_TIME)
    return bool(
        view.scalar(
            sa.select(sa.func.count())
            .select_from(ContactRow)
            .where(
                ContactRow.case_id == case_id,
                ContactRow.direction == Direction.OUTGOING.value,
                ContactRow.happened_at >= begins,
                sa.or_(
                    ContactRow.reached != Reached.NOBODY.value,
                    ContactRow.outcome == ContactOutcome.MESSAGE_SENT.value,
                ),
            )
        )
    )


def due_of(view: View, kind: StepKind, subject_id: str, today: date) -> date | None:
    """The day of a promise, or of a plan's next instalment from today on; None where there is none."""
    if kind is StepKind.FOLLOW_PROMISE:
        found = view.scalar(sa.select(PromiseRow.due_on).where(PromiseRow.id == subject_id))
    else:
        found = view.scalar(
            sa.select(sa.func.min(ArrangementPartRow.due_on)).where(
                ArrangementPartRow.arrangement_id == subject_id, ArrangementPartRow.due_on >= today
            )
        )
    return found if found is None or isinstance(found, date) else date.fromisoformat(found)
