"""The register of the branch's own accounts and lines: rows to plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.senders import Sender, SenderState
from collectdesk.store.rows.cases import SenderRow

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.store.work import View, Work


def senders(view: View) -> list[Sender]:
    """Everything on the register, what waits for a decision first."""
    rows = view.rows(
        sa.select(
            SenderRow.id, SenderRow.channel, SenderRow.number, SenderRow.owner_id, SenderRow.since_on,
            SenderRow.until_on, SenderRow.state, SenderRow.recorded_by, SenderRow.decided_by, SenderRow.reason,
        ).order_by(SenderRow.state != SenderState.WAITING.value, SenderRow.channel, SenderRow.since_on.desc())
    )  # fmt: skip
    return [
        Sender(r.id, Channel(r.channel), r.number, r.owner_id, r.since_on, r.until_on, SenderState(r.state),
               r.recorded_by, r.decided_by or "", r.reason)
        for r in rows
    ]  # fmt: skip


def sender(view: View, sender_id: str) -> Sender:
    """One of them; raises LookupError."""
    found = next((each for each in senders(view) if each.id == sender_id), None)
    if found is None:
        raise LookupError(f"no sender {sender_id}")
    return found


def add_sender(
    work: Work, channel: Channel, number: str, owner_id: str, since_on: date, until_on: date | None
) -> str:
    """Enter one that waits for somebody's approval; gives its id."""
    return work.add(
        SenderRow, channel=channel.value, number=number, owner_id=owner_id, since_on=since_on, until_on=until_on,
        state=SenderState.WAITING.value, decided_by=None, decided_at=None, reason="",
    )  # fmt: skip


def change_sender(work: Work, sender_id: str, state: SenderState, **values: Any) -> None:
    """What somebody decided on it."""
    work.change(SenderRow, sender_id, state=state.value, **values)
