"""Watch periods, and who owed nothing overdue any more since a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.money import Money
from collectdesk.domain.solutions.watching import Watch, WatchState
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store.customers.customers import newest_state
from collectdesk.store.rows.cases import CaseRow, NextStepRow, WatchRow
from collectdesk.store.rows.customers import ProductRow, ProductStateRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Cured:
    """A case that core banking said owes nothing overdue, since when, and whether it was closed meanwhile."""

    case_id: str
    since: date
    is_closed: bool


def begin(work: Work, arrangement_id: str, case_id: str, from_on: date, until_on: date) -> str:
    """Begin a watch period."""
    return work.add(
        WatchRow, arrangement_id=arrangement_id, case_id=case_id, from_on=from_on, until_on=until_on,
        state=WatchState.RUNNING.value, decided_on=None, decided_by=None, reason="",
    )  # fmt: skip


def watches(
    view: View, *, watch_id: str = "", case_id: str = "", state: WatchState | None = None
) -> list[Watch]:
    """Watch periods by their last day: one, a case's, or those in one state."""
    row = WatchRow
    query = sa.select(row).order_by(row.until_on, row.id)
    for column, value in (
        (row.id, watch_id),
        (row.case_id, case_id),
        (row.state, state.value if state else ""),
    ):
        if value:
            query = query.where(column == value)
    return [
        Watch(
            r.id, r.arrangement_id, r.case_id, r.from_on, r.until_on, WatchState(r.state), r.reason, r.version
        )
        for r in view.rows(query)
    ]  # fmt: skip


def decide(work: Work, kept: Watch, state: WatchState, reason: str) -> None:
    """Keep what the review found."""
    work.change(
        WatchRow, kept.id, kept.version, state=state.value, reason=reason, decided_on=work.today,
        decided_by=work.actor.id,
    )  # fmt: skip


def cured_since(view: View, day: date) -> list[Cured]:
    """Cases whose closing was offered because nothing was overdue any more, on a day or later; the newest offer."""
    row = NextStepRow
    begins = datetime.combine(day, time(), CHINA_TIME)
    rows = view.rows(
        sa.select(row.case_id, sa.func.max(row.recorded_at).label("since"), CaseRow.closed_on)
        .join(CaseRow, CaseRow.id == row.case_id)
        .where(row.kind == StepKind.ARCHIVE.value, row.why.in_(CURED), row.recorded_at >= begins)
        .group_by(row.case_id, CaseRow.closed_on)
    )
    return [Cured(r.case_id, local_day(_instant(r.since)), r.closed_on is not None) for r in rows]


CURED = ("case.cured", "case.cured_visit")


def _instant(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def overdue_of(view: View, customer_ids: Collection[str]) -> dict[str, Money]:
    """What is overdue on the products of some customers, by core banking's newest word."""
    wanted = list(customer_ids)
    found: dict[str, Money] = {}
    for start in range(0, len(wanted), 500):
        rows = view.rows(
            sa.select(ProductRow.customer_id, sa.func.sum(ProductStateRow.overdue_fen).label("fen"))
            .join(ProductStateRow, ProductStateRow.id == newest_state(None))
            .where(ProductRow.customer_id.in_(wanted[start : start + 500]))
            .group_by(ProductRow.customer_id)
        )
        found |= {r.customer_id: Money(int(r.fen)) for r in rows}
    return found


def closed_since(view: View, customer_ids: Collection[str], day: date) -> set[str]:
    """Of some customers those who had a case that was closed on a day or later."""
    wanted, found = list(customer_ids), set[str]()
    for start in range(0, len(wanted), 500):
        found |= {
            r.customer_id
            for r in view.rows(
                sa.select(CaseRow.customer_id).where(
                    CaseRow.customer_id.in_(wanted[start : start + 500]), CaseRow.closed_on >= day
                )
            )
        }
    return found
