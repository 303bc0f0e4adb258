"""A case in other hands: who took it, until when it should be back, and with which result it came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collectdesk.domain.money import Money


class Taker(Enum):
    """Who takes a case over from the branch. A colleague's part is a sharing, not this."""

    LITIGATION = "litigation"
    ARBITRATION = "arbitration"
    AGENCY = "agency"


class HandingState(Enum):
    OUT = "out"
    RETURNED = "returned"


class Result(Enum):
    """What came of it outside."""

    PAID = "paid"
    PART_PAID = "part_paid"
    AGREED = "agreed"
    TITLE = "title"
    NOTHING = "nothing"
    WITHDRAWN = "withdrawn"


RESULTS: Final = {
    Taker.LITIGATION: tuple(Result),
    Taker.ARBITRATION: tuple(Result),
    Taker.AGENCY: tuple(each for each in Result if each is not Result.TITLE),
}
"""What may come back from whom: no agency brings a judgement."""
LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Handing:
    """One time a case was given out. ``overdue`` was overdue that day; ``papers_back`` is None until it is back."""

    id: str
    number: str
    case_id: str
    taker: Taker
    receiver: str
    reference: str
    agreement: str
    assessment: str
    reason: str
    handed_on: date
    back_by: date | None
    overdue: Money
    state: HandingState
    hold_id: str
    returned_on: date | None
    result: Result | None
    papers_back: bool | None
    note: str
    recorded_by: str
    version: int


def require_handing(
    taker: Taker, *, receiver: str, reason: str, agreement: str, back_by: date | None, today: date
) -> None:
    """Refuse to give a case to nobody, without a reason, to an agency without an agreement or for ever."""
    if not receiver.strip() or len(receiver) > LONGEST_NAME:
        raise Refused("handing.receiver_missing", field="receiver")
    if not reason.strip():
        raise Refused("handing.reason_missing", field="reason")
    if taker is Taker.AGENCY and not agreement.strip():
        raise Refused("handing.agreement_missing", field="agreement")
    if taker is Taker.AGENCY and back_by is None:
        raise Refused("handing.back_by_missing", field="back_by")
    if back_by is not None and back_by <= today:
        raise Refused("handing.back_by_past", field="back_by", today=today)


def require_return(kept: Handing, result: Result, *, papers_back: bool, note: str) -> None:
    """Refuse a second return, a result that can't come from there, and papers left behind without a word."""
    if kept.state is not HandingState.OUT:
        raise Refused("handing.back_already", field="result", number=kept.number)
    if result not in RESULTS[kept.taker]:
        raise Refused("handing.result_impossible", field="result")
    if not papers_back and not note.strip():
        raise Refused("handing.papers_where", field="note")
