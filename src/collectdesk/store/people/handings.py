"""Cases in other hands: rows to plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.money import Money
from collectdesk.domain.solutions.handing import Handing, HandingState, Result, Taker
from collectdesk.store.rows.cases import HandingRow

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

COURTS = (Taker.LITIGATION, Taker.ARBITRATION)


def add(work: Work, case_id: str, **values: Any) -> tuple[str, str]:
    """Keep that a case was given out; its id and number."""
    number = f"YJ-{work.today.year}-{work.next_number('handing'):05d}"
    made = work.add(
        HandingRow, case_id=case_id, number=number, handed_on=work.today, state=HandingState.OUT.value,
        returned_on=None, papers_back=None, result="", note="", **values,
    )  # fmt: skip
    return made, number


def handing(view: View, handing_id: str) -> Handing:
    """One of them; raises LookupError."""
    found = _read(view, HandingRow.id == handing_id)
    if not found:
        raise LookupError(f"no handing {handing_id}")
    return found[0]


def of_case(view: View, case_id: str) -> list[Handing]:
    """Every time a case was given out, newest first."""
    return _read(view, HandingRow.case_id == case_id)


def is_in_court(view: View, case_id: str) -> bool:
    """Whether a court or an arbitration has the case now."""
    return any(each.state is HandingState.OUT and each.taker in COURTS for each in of_case(view, case_id))


def take_back(work: Work, kept: Handing, result: Result, *, papers_back: bool, note: str) -> None:
    """It came back; raises StaleRecord."""
    work.change(
        HandingRow, kept.id, kept.version, state=HandingState.RETURNED.value, returned_on=work.today,
        result=result.value, papers_back=papers_back, note=note,
    )  # fmt: skip


def _read(view: View, where: Any) -> list[Handing]:
    rows = view.rows(
        sa.select(HandingRow).where(where).order_by(HandingRow.handed_on.desc(), HandingRow.id.desc())
    )
    return [
        Handing(
            r.id, r.number, r.case_id, Taker(r.taker), r.receiver, r.reference, r.agreement, r.assessment,
            r.reason, r.handed_on, r.back_by, Money(r.overdue_fen), HandingState(r.state), r.hold_id or "",
            r.returned_on, Result(r.result) if r.result else None, r.papers_back, r.note, r.recorded_by, r.version,
        )
        for r in rows
    ]  # fmt: skip
