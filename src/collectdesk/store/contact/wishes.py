"""What people have asked for or agreed to: rows to plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectdesk.domain.contact.wishes import Wish, WishKind
from collectdesk.store.rows.duties import WishRow
from collectdesk.store.trouble import StaleRecord

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.store.work import View, Work


def wishes(view: View, customer_id: str) -> list[Wish]:
    """Every wish of the customer and of the people around them, the newest last."""
    rows = view.rows(
        sa.select(
            WishRow.id, WishRow.party_id, WishRow.kind, WishRow.value, WishRow.from_minute, WishRow.until_minute,
            WishRow.said_on, WishRow.proof, WishRow.ended_on,
        )
        .where(WishRow.customer_id == customer_id)
        .order_by(WishRow.said_on, WishRow.id)
    )  # fmt: skip
    return [
        Wish(r.id, r.party_id or "", WishKind(r.kind), r.value, r.from_minute, r.until_minute, r.said_on, r.proof,
             r.ended_on)
        for r in rows
    ]  # fmt: skip


def add_wish(
    work: Work,
    customer_id: str,
    party_id: str,
    kind: WishKind,
    value: str,
    hours: tuple[int, int] | None,
    said_on: date,
    proof: str,
) -> str:
    """Keep a wish; ``hours`` are minutes of the person's day."""
    start, end = hours or (None, None)
    return work.add(
        WishRow,
        customer_id=customer_id,
        party_id=party_id or None,
        kind=kind.value,
        value=value,
        from_minute=start,
        until_minute=end,
        said_on=said_on,
        proof=proof,
        ended_on=None,
    )


def end_wish(work: Work, customer_id: str, wish_id: str) -> None:
    """The wish is taken back from today on; raises StaleRecord where it isn't theirs or is over."""
    if all(wish.id != wish_id or wish.ended_on is not None for wish in wishes(work, customer_id)):
        raise StaleRecord(WishRow.__tablename__, wish_id)
    work.change(WishRow, wish_id, ended_on=work.today)
