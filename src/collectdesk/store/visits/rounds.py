"""A team's day on the road and its printed pages: rows to values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from collectdesk.domain.money import Money
from collectdesk.domain.paper.sheet_marks import TickBox
from collectdesk.domain.visits.sheets import Fate, Sheet, SheetPart, Slot, Tally
from collectdesk.store.rows.visits import SheetRow, TeamRoundRow
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class TeamRound:
    """One team, one day."""

    id: str
    day: date
    officer_id: str
    safety_id: str
    released_at: datetime | None
    out_at: datetime | None
    back_at: datetime | None
    closed_at: datetime | None
    tally: Tally
    version: int
    driver_id: str = ""
    code_word: str = ""
    vehicle_id: str = ""

    @property
    def crew(self) -> tuple[str, str]:
        return self.officer_id, self.safety_id


def rounds_on(view: View, day: date) -> list[TeamRound]:
    """The teams of a day that were printed for or released."""
    return _rounds(view, TeamRoundRow.day == day)


def open_rounds(view: View) -> list[TeamRound]:
    """Every day of a team that isn't accounted for, the oldest first."""
    return _rounds(view, TeamRoundRow.closed_at.is_(None))


def team_round(view: View, round_id: str) -> TeamRound:
    """One team's day; raises LookupError."""
    found = _rounds(view, TeamRoundRow.id == round_id)
    if not found:
        raise LookupError(f"no round {round_id}")
    return found[0]


def round_of(view: View, day: date, officer_id: str, safety_id: str) -> TeamRound | None:
    """A team's day, None while nothing was printed for it."""
    return next((one for one in rounds_on(view, day) if one.crew == (officer_id, safety_id)), None)


def begin_round(work: Work, day: date, officer_id: str, safety_id: str) -> TeamRound:
    """A team's day, begun where it hasn't been yet."""
    known = round_of(work, day, officer_id, safety_id)
    if known is not None:
        return known
    work.add(
        TeamRoundRow, day=day, officer_id=officer_id, safety_id=safety_id, released_at=None, released_by=None,
        out_at=None, back_at=None, metres=None, expenses=0, note="", closed_at=None, closed_by=None,
        driver_id=None, code_word="", vehicle_id=None,
    )  # fmt: skip
    made = round_of(work, day, officer_id, safety_id)
    assert made is not None
    return made


def change_round(work: Work, kept: TeamRound, **values: Any) -> None:
    """Note what happened on a team's day."""
    work.change(TeamRoundRow, kept.id, kept.version, **values)


def add_sheet(
    work: Work,
    round_id: str,
    visit_id: str,
    number: str,
    copy: int,
    slot: Slot,
    boxes: Sequence[TickBox] = (),
) -> None:
    """A page left the printer, with its boxes where they stand on it."""
    work.add(
        SheetRow, round_id=round_id, visit_id=visit_id or None, number=number, copy=copy, page=slot.page, fate="",
        reason="", settled_by=None, settled_at=None, boxes=[[box.code, box.x, box.y] for box in boxes],
        notice_id=slot.notice_id or None, part=slot.part.value if slot.part else "",
    )  # fmt: skip


def sheets_of(view: View, round_id: str) -> list[Sheet]:
    """Every page printed for a team's day, in the order of printing."""
    query = (
        sa.select(SheetRow).where(SheetRow.round_id == round_id).order_by(SheetRow.recorded_at, SheetRow.id)
    )
    return [
        Sheet(
            s.id, s.visit_id or "", s.number, s.copy, s.page, Fate(s.fate) if s.fate else None, s.reason,
            SheetPart(s.part) if s.part else None,
        )
        for s in view.rows(query)
    ]  # fmt: skip


def settle_sheet(work: Work, sheet: Sheet, fate: Fate, reason: str) -> None:
    """Note what became of a page."""
    work.change(
        SheetRow, sheet.id, fate=fate.value, reason=reason, settled_by=work.actor.id, settled_at=work.now
    )


def _rounds(view: View, where: Any) -> list[TeamRound]:
    query = sa.select(TeamRoundRow).where(where).order_by(TeamRoundRow.day, TeamRoundRow.recorded_at)
    return [
        TeamRound(
            r.id, r.day, r.officer_id, r.safety_id, r.released_at, r.out_at, r.back_at, r.closed_at,
            Tally(r.metres, Money(r.expenses), r.note), r.version, r.driver_id or "", r.code_word,
            r.vehicle_id or "",
        )
        for r in view.rows(query)
    ]  # fmt: skip
