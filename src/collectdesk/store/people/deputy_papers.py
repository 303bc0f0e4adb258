"""Authorisations of deputies on paper: rows to values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.ids import AccountId
from collectdesk.domain.people.paper_approvals import PaperState
from collectdesk.domain.people.people import Deputyship, Permission
from collectdesk.store.rows.rights import DeputyPaperRow, DeputyshipRow
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class DeputyPaper:
    """One paper and the deputyship that rests on it; ids of accounts."""

    id: str
    held: Deputyship
    deputy: AccountId
    why: str
    signed_on: date
    due_on: date
    state: PaperState
    taken_by: str
    file_name: str
    version: int

    def is_over(self, day: date) -> bool:
        """Whether it waits although its last day has passed: the deputyship has stopped."""
        return self.state is PaperState.WAITING and day > self.due_on


def add(work: Work, **values: Any) -> str:
    """Keep a paper that a deputyship rests on; it waits for a supervisor."""
    return work.add(
        DeputyPaperRow, state=PaperState.WAITING.value, decided_by=None, decided_at=None, reason="", **values
    )


def decide(work: Work, kept: DeputyPaper, state: PaperState, reason: str) -> None:
    """What a supervisor says of it."""
    work.change(
        DeputyPaperRow, kept.id, kept.version, state=state.value, reason=reason, decided_by=work.actor.id,
        decided_at=work.now,
    )  # fmt: skip


def deputy_paper(view: View, paper_id: str) -> DeputyPaper:
    """One paper; raises LookupError."""
    found = _papers(view, DeputyPaperRow.id == paper_id)
    if not found:
        raise LookupError(f"no deputy's paper {paper_id}")
    return found[0]


def waiting(view: View) -> list[DeputyPaper]:
    """Those nobody has confirmed yet, the most urgent first; one that was ended at the desk asks for nothing more."""
    return _papers(view, DeputyPaperRow.state == PaperState.WAITING.value, DeputyshipRow.ended_on.is_(None))


def picture(view: View, paper_id: str) -> bytes:
    """The page upright, as a JPEG."""
    found = view.scalar(sa.select(DeputyPaperRow.picture).where(DeputyPaperRow.id == paper_id))
    return bytes(found or b"")


def _papers(view: View, *where: sa.ColumnElement[bool]) -> list[DeputyPaper]:
    paper, ship = DeputyPaperRow, DeputyshipRow
    query = (
        sa.select(
            paper.id, paper.signed_on, paper.due_on, paper.state, paper.recorded_by, paper.file_name, paper.version,
            ship.id.label("ship"), ship.principal_id, ship.deputy_id, ship.permissions, ship.from_on, ship.until_on,
            ship.reason,
        )
        .join(ship, ship.id == paper.deputyship_id)
        .where(*where)
        .order_by(paper.due_on, paper.id)
    )  # fmt: skip
    return [
        DeputyPaper(
            r.id,
            Deputyship(
                r.ship, AccountId(r.principal_id), frozenset(map(Permission, r.permissions)), r.from_on, r.until_on
            ),
            AccountId(r.deputy_id), r.reason, r.signed_on, r.due_on, PaperState(r.state), r.recorded_by, r.file_name,
            r.version,
        )
        for r in view.rows(query)
    ]  # fmt: skip
