"""The printed pages of a team's day: what became of each, and when the day is accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from collectdesk.domain.money import Money
from collectdesk.domain.paper.records import SPOKEN_TO, Met
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import VisitState

NO_MONEY: Final = Money(0)
SLIPS: Final = 3
"""The page of a stop that the customer keeps: what they agreed to, and who came."""
OFFERS: Final = 4
"""The page with what may be agreed, for the customer alone; only where plans are known."""
PAGES_A_STOP: Final = 3
PAGES_WITH_OFFERS: Final = 4
LETTERS: Final = 5
"""The first page of the letters handed over at a stop: each has ten numbers, the last of them its receipt's."""
PAGES_A_LETTER: Final = 10
LONGEST_LETTER: Final = PAGES_A_LETTER - 1


class SheetPart(Enum):
    """What of a letter a page is; a letter that was printed and sealed before lies beside the kit as one sheet."""

    LETTER = "letter"
    RECEIPT = "receipt"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Slot:
    """A page of a stop as its code numbers it; of a letter, which notice it is of and what of it."""

    page: int
    part: SheetPart | None = None
    notice_id: str = ""


def slots_of(
    letters: Sequence[tuple[str, int]], beside: Sequence[str] = (), *, with_offers: bool
) -> tuple[tuple[Slot, ...], tuple[Slot, ...]]:
    """The pages of a stop in the order they are printed, and the sealed letters that lie beside them.

    ``letters`` are the notices with the pages of their originals, ``beside`` the notices that were printed before.
    """
    own = [Slot(page) for page in range(1, (PAGES_WITH_OFFERS if with_offers else PAGES_A_STOP) + 1)]
    for at, (notice_id, pages) in enumerate(letters):
        first = letter_page(at)
        own += [Slot(first + page, SheetPart.LETTER, notice_id) for page in range(pages)]
        own.append(Slot(receipt_page(at), SheetPart.RECEIPT, notice_id))
    lying = [
        Slot(letter_page(at), SheetPart.BESIDE, notice_id)
        for at, notice_id in enumerate(beside, len(letters))
    ]
    return tuple(own), tuple(lying)


def letter_page(at: int) -> int:
    """The number of the first page of a stop's letter, ``at`` from 0."""
    return LETTERS + at * PAGES_A_LETTER


def receipt_page(at: int) -> int:
    """The number of the counterfoil and receipt of a stop's letter."""
    return letter_page(at) + LONGEST_LETTER


class Fate(Enum):
    """What became of a page."""

    RETURNED = "returned"
    LEFT = "left"
    UNUSED = "unused"
    WITHDRAWN = "withdrawn"
    LOST = "lost"


class RoundStage(Enum):
    """Where a team's day stands."""

    PLANNED = "planned"
    PRINTED = "printed"
    RELEASED = "released"
    OUT = "out"
    BACK = "back"
    CLOSED = "closed"


class FellAway(Enum):
    """Why a planned stop isn't gone to after all."""

    PAID = "paid"
    CLOSED = "closed"
    ADDRESS = "address"
    STAFF = "staff"
    ENTRUSTED = "entrusted"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed page. ``visit_id`` empty: the cover, or a page of the route. ``fate`` None: nobody has said yet."""

    id: str
    visit_id: str
    number: str
    copy: int
    page: int
    fate: Fate | None
    reason: str = ""
    part: SheetPart | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a team brings home beside paper: metres driven and expenses, with what they were for."""

    metres: int | None = None
    expenses: Money = NO_MONEY
    note: str = ""


NOTHING: Final = Tally()


MOST_METRES: Final = 2_000_000
"""Nobody drives further in a day."""


def propose_fate(
    sheet: Sheet, state: VisitState | None, *, newest: bool, goes: bool, met: Met | None = None
) -> Fate | None:
    """What most likely became of a page; None: somebody must look.

    ``newest`` is False for a page that was printed again, ``goes`` for a visit that is no longer in this team's day;
    ``met`` says who was there to keep what is the customer's.
    """
    if sheet.fate is not None:
        return sheet.fate
    if not newest or not goes or state is VisitState.CANCELLED:
        return Fate.WITHDRAWN
    if state is None or state in (VisitState.RECORDED, VisitState.SENT_BACK, VisitState.SIGNED_OFF):
        return _likely(sheet, met)
    return None


def _likely(sheet: Sheet, met: Met | None) -> Fate:
    """Of a visit that was made: what the customer keeps is left with them, or wasn't used; the rest came back."""
    if sheet.part in (SheetPart.LETTER, SheetPart.BESIDE):
        return Fate.LEFT if met is Met.BORROWER else Fate.UNUSED
    if not sheet.visit_id or sheet.page not in (SLIPS, OFFERS):
        return Fate.RETURNED
    takers = SPOKEN_TO if sheet.page == SLIPS else frozenset({Met.BORROWER})
    return Fate.LEFT if met in takers else Fate.UNUSED


def require_fate(fate: Fate, reason: str, *, by_supervisor: bool) -> None:
    """A lost page is the supervisor's to answer for, in writing. Raises Refused."""
    if fate is not Fate.LOST:
        return
    if not by_supervisor:
        raise Refused("sheet.lost_by_supervisor", field="fate")
    if not reason.strip():
        raise Refused("sheet.lost_reason", field="reason")


def require_tally(tally: Tally) -> None:
    """Figures that can be true. Raises Refused."""
    if tally.metres is not None and not 0 <= tally.metres <= MOST_METRES:
        raise Refused("round.metres", field="km")
    if tally.expenses.fen < 0:
        raise Refused("round.expenses", field="expenses")
    if tally.expenses.fen and not tally.note.strip():
        raise Refused("round.expense_note", field="note")


def stage_of(
    states: Iterable[VisitState],
    released_at: datetime | None,
    out_at: datetime | None,
    back_at: datetime | None,
    closed_at: datetime | None,
) -> RoundStage:
    """Where a team's day stands by its instants and its visits."""
    for at, stage in (
        (closed_at, RoundStage.CLOSED),
        (back_at, RoundStage.BACK),
        (out_at, RoundStage.OUT),
        (released_at, RoundStage.RELEASED),
    ):
        if at is not None:
            return stage
    open_still = [state for state in states if state is not VisitState.CANCELLED]
    printed = bool(open_still) and all(state is not VisitState.SCHEDULED for state in open_still)
    return RoundStage.PRINTED if printed else RoundStage.PLANNED
