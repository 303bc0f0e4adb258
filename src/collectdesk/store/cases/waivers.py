"""Waivers: a row for each component that an arrangement gives up, and what was decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectdesk.domain.money import Money
from collectdesk.domain.solutions.solution_table import Component
from collectdesk.domain.solutions.waivers import WaiverState
from collectdesk.store.rows.cases import WaiverRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Waiver:
    """One component given up. ``authority`` is the number of the decision of the office above, where one was needed."""

    id: str
    arrangement_id: str
    case_id: str
    component: Component
    amount: Money
    state: WaiverState
    decided_on: date | None
    decided_by: str
    reason: str
    authority: str
    version: int


def propose(work: Work, arrangement_id: str, case_id: str, waived: Mapping[Component, Money]) -> None:
    """Put the waivers of an offer beside it."""
    work.add_many(
        WaiverRow,
        [
            {
                "arrangement_id": arrangement_id, "case_id": case_id, "component": component.value,
                "amount_fen": amount.fen, "state": WaiverState.PROPOSED.value, "decided_on": None,
                "decided_by": None, "reason": "", "authority": "",
            }
            for component, amount in waived.items()
        ],
    )  # fmt: skip


def waivers(view: View, *, arrangement_id: str = "", waiver_id: str = "") -> list[Waiver]:
    """An arrangement's waivers in the order of their components, or one of them."""
    row = WaiverRow
    query = sa.select(row).where(row.id == waiver_id if waiver_id else row.arrangement_id == arrangement_id)
    found = [
        Waiver(
            r.id, r.arrangement_id, r.case_id, Component(r.component), Money(r.amount_fen), WaiverState(r.state),
            r.decided_on, r.decided_by or "", r.reason, r.authority, r.version,
        )
        for r in view.rows(query)
    ]  # fmt: skip
    return sorted(found, key=lambda each: tuple(Component).index(each.component))


def decide(work: Work, kept: Waiver, state: WaiverState, reason: str, authority: str) -> None:
    """Grant or refuse one waiver."""
    work.change(
        WaiverRow, kept.id, kept.version, state=state.value, decided_on=work.today, decided_by=work.actor.id,
        reason=reason, authority=authority,
    )  # fmt: skip


def lapse(work: Work, arrangement_id: str) -> int:
    """What was proposed or granted is owed again; returns how many waivers lapsed."""
    standing = (WaiverState.PROPOSED, WaiverState.GRANTED)
    found = [each for each in waivers(work, arrangement_id=arrangement_id) if each.state in standing]
    for each in found:
        work.change(WaiverRow, each.id, each.version, state=WaiverState.LAPSED.value)
    return len(found)
