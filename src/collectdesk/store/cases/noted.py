"""Amounts noted by hand: kept, settled by core banking's word, struck, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.intake.noted import (
    Booked,
    CoreWord,
    NotedKind,
    NotedState,
    PaidStage,
    judge_figure,
    judge_payment,
)
from collectdesk.domain.money import Money
from collectdesk.store.intake import intake
from collectdesk.store.intake.intake_known import select_in
from collectdesk.store.rows.customers import (
    CustomerRow,
    NotedAmountRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Noted:
    """One amount with where it comes from, and what core banking said of it."""

    id: str
    customer_id: str
    customer_no: str
    name: str
    product_id: str
    account_no: str
    kind: NotedKind
    amount: Money
    as_of: date
    source: str
    note: str
    state: NotedState
    said: Money | None
    settled_on: date | None
    struck_why: str
    recorded_at: datetime
    recorded_by: str
    proof: str = ""
    reference: str = ""
    product_kind: str = ""
    whole: Money | None = None
    """The whole payment, where this is the part of one that was meant for several debts."""
    stage: PaidStage | None = None
    """How far a told payment has come; filled by the desk, which knows where payments went."""


_BLANK = {"proof": "", "sharing_id": None, "whole_fen": None}


def note(work: Work, customer_id: str, product_id: str, **values: Any) -> str:
    """Write an amount down; it is provisional."""
    return work.add(
        NotedAmountRow, customer_id=customer_id, product_id=product_id, state=NotedState.PROVISIONAL.value,
        said_fen=None, settled_on=None, settled_by=None, **{**_BLANK, **values},
    )  # fmt: skip


def prove(work: Work, noted_id: str, proof: str) -> None:
    """Say what shows the payment and where that lies."""
    work.change(NotedAmountRow, noted_id, proof=proof)


def strike(work: Work, noted_id: str, why: str) -> None:
    """The amount was a mistake: it stays in sight, struck."""
    work.change(NotedAmountRow, noted_id, state=NotedState.STRUCK.value, struck_why=why)


def noted(view: View, *, customer_id: str = "", state: NotedState | None = None) -> list[Noted]:
    """Amounts noted by hand, the newest first: one customer's, those in one state, or all."""
    row = NotedAmountRow
    query = (
        sa.select(
            row.id, row.customer_id, CustomerRow.customer_no, CustomerRow.name, row.product_id, ProductRow.account_no,
            row.kind, row.amount_fen, row.as_of, row.source, row.note, row.state, row.said_fen, row.settled_on,
            row.struck_why, row.recorded_at, row.recorded_by, row.proof, row.reference,
            ProductRow.kind.label("product_kind"), row.whole_fen,
        )
        .join(CustomerRow, CustomerRow.id == row.customer_id)
        .join(ProductRow, ProductRow.id == row.product_id)
        .order_by(row.as_of.desc(), row.recorded_at.desc())
    )  # fmt: skip
    if customer_id:
        query = query.where(row.customer_id == customer_id)
    if state is not None:
        query = query.where(row.state == state.value)
    return [
        Noted(
            r.id, r.customer_id, r.customer_no, r.name, r.product_id, r.account_no, NotedKind(r.kind),
            Money(r.amount_fen), r.as_of, r.source, r.note, NotedState(r.state),
            None if r.said_fen is None else Money(r.said_fen), r.settled_on, r.struck_why, r.recorded_at, r.recorded_by,
            r.proof, r.reference, r.product_kind, None if r.whole_fen is None else Money(r.whole_fen),
        )
        for r in view.rows(query)
    ]  # fmt: skip


def settle(work: Work, kinds: Iterable[NotedKind], batch_id: str | None) -> tuple[int, int]:
    """Let core banking's word decide what is provisional; returns how many it confirmed and contradicted."""
    wanted = set(kinds)
    waiting = [each for each in noted(work, state=NotedState.PROVISIONAL) if each.kind in wanted]
    if not waiting:
        return 0, 0
    words = _words(work, waiting)
    for noted_id, word in words:
        work.change(
            NotedAmountRow, noted_id, state=word.state.value, said_fen=word.said.fen if word.said else None,
            settled_on=word.on, settled_by=batch_id, reference=word.reference,
        )  # fmt: skip
    if batch_id is not None:
        kept = [(i, "state", NotedState.PROVISIONAL.value, word.state.value) for i, word in words]
        intake.keep_changes(work, batch_id, "noted_amount", kept)
    confirmed = sum(word.state is NotedState.CONFIRMED for _, word in words)
    return confirmed, len(words) - confirmed


def _words(view: View, waiting: Sequence[Noted]) -> list[tuple[str, CoreWord]]:
    """What core banking says by now, the oldest amount first: an earlier one has the first claim to a payment."""
    products = [each.product_id for each in waiting]
    booked, states = _booked(view, products), _states(view, products)
    used, known_to = _used(view), intake.payments_known_to(view)
    found: list[tuple[str, CoreWord]] = []
    for each in sorted(waiting, key=lambda one: (one.as_of, one.recorded_at)):
        if each.kind is NotedKind.PAID:
            free = [paid for paid in booked.get(each.product_id, ()) if paid.reference not in used]
            word = judge_payment(each.amount, each.as_of, free, known_to)
        else:
            stated = next((s for s in states.get(each.product_id, ()) if s.as_of >= each.as_of), None)
            word = None if stated is None else _figure(each, stated)
        if word is not None:
            used.add(word.reference)
            found.append((each.id, word))
    return found


def _figure(each: Noted, stated: Any) -> CoreWord | None:
    if each.kind is NotedKind.BALANCE and stated.origin == "absent":
        return None  # the list doesn't name the product: it says that nothing is overdue, and nothing of the balance
    fen = stated.overdue_fen if each.kind is NotedKind.OVERDUE else stated.balance_fen
    return judge_figure(each.amount, Money(fen), stated.as_of)


def _booked(view: View, product_ids: Sequence[str]) -> dict[str, list[Booked]]:
    row = PaymentRow
    columns = (row.product_id, row.reference, row.paid_on, row.amount_fen)
    found: dict[str, list[Booked]] = {}
    for r in select_in(view, columns, row.product_id, product_ids):
        found.setdefault(r.product_id, []).append(Booked(r.reference, r.paid_on, Money(r.amount_fen)))
    return found


def _states(view: View, product_ids: Sequence[str]) -> dict[str, list[Any]]:
    """Core banking's words on some products, day by day, the last of a day first."""
    row = ProductStateRow
    columns = (row.product_id, row.as_of, row.recorded_at, row.balance_fen, row.overdue_fen, row.origin)
    found: dict[str, list[Any]] = {}
    for r in select_in(view, columns, row.product_id, product_ids):
        found.setdefault(r.product_id, []).append(r)
    for said in found.values():
        said.sort(key=lambda r: r.recorded_at, reverse=True)
        said.sort(key=lambda r: r.as_of)
    return found


def _used(view: View) -> set[str]:
    """Payments that stand for a noted amount already."""
    row = NotedAmountRow
    return {r[0] for r in view.rows(sa.select(row.reference).where(row.reference != ""))}
