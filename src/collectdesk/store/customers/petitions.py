"""What customers asked about their own data: rows to plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.customers.petitions import PetitionKind, PetitionState
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.rows.customers import CustomerRow
from collectdesk.store.rows.privacy import PetitionRow

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Petition:
    """One request. ``identity`` is how the person proved who they are; ``wish`` what they said in their words."""

    id: str
    customer_id: str
    customer_no: str
    name: str
    kind: PetitionKind
    asked_on: date
    identity: str
    wish: str
    due_on: date
    state: PetitionState
    answer: str
    answered_at: datetime | None
    answered_by: str
    taken_at: datetime
    taken_by: str
    version: int


def petitions(view: View, *, customer_id: str = "", state: PetitionState | None = None) -> list[Petition]:
    """One customer's petitions, those in one state, or all: the first to be answered first."""
    query = _PETITION.order_by(PetitionRow.due_on, PetitionRow.id)
    if customer_id:
        query = query.where(PetitionRow.customer_id == customer_id)
    if state is not None:
        query = query.where(PetitionRow.state == state.value)
    return [_petition(row) for row in view.rows(query)]


def petition(view: View, petition_id: str) -> Petition:
    """One petition; raises LookupError."""
    row = view.row(_PETITION.where(PetitionRow.id == petition_id))
    if row is None:
        raise LookupError(f"no petition {petition_id}")
    return _petition(row)


def take(
    work: Work, customer_id: str, kind: PetitionKind, asked_on: date, due_on: date, identity: str, wish: str
) -> str:
    """Keep a petition, to be answered; gives its id."""
    return work.add(
        PetitionRow, customer_id=customer_id, kind=kind.value, asked_on=asked_on, identity=identity, wish=wish,
        due_on=due_on, state=PetitionState.OPEN.value, answered_at=None, answered_by=None, answer="",
    )  # fmt: skip


def answer(work: Work, kept: Petition, state: PetitionState, said: str) -> None:
    """Write the answer down; raises StaleRecord if somebody else answered meanwhile."""
    work.change(
        PetitionRow, kept.id, kept.version, state=state.value, answer=said, answered_at=work.now,
        answered_by=work.actor.id,
    )  # fmt: skip


def case_ids_of(view: View, customer_id: str) -> list[str]:
    """Every case of a customer, closed ones too, the oldest first."""
    query = (
        sa.select(CaseRow.id)
        .where(CaseRow.customer_id == customer_id)
        .order_by(CaseRow.opened_on, CaseRow.id)
    )
    return [r.id for r in view.rows(query)]


_PETITION = sa.select(
    PetitionRow.id, PetitionRow.customer_id, CustomerRow.customer_no, CustomerRow.name, PetitionRow.kind,
    PetitionRow.asked_on, PetitionRow.identity, PetitionRow.wish, PetitionRow.due_on, PetitionRow.state,
    PetitionRow.answer, PetitionRow.answered_at, PetitionRow.answered_by, PetitionRow.recorded_at,
    PetitionRow.recorded_by, PetitionRow.version,
).join(CustomerRow, CustomerRow.id == PetitionRow.customer_id)  # fmt: skip


def _petition(row: Any) -> Petition:
    return Petition(
        row.id, row.customer_id, row.customer_no, row.name, PetitionKind(row.kind), row.asked_on, row.identity,
        row.wish, row.due_on, PetitionState(row.state), row.answer, row.answered_at, row.answered_by or "",
        row.recorded_at, row.recorded_by, row.version,
    )  # fmt: skip
