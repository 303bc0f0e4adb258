"""What customers say of a visit when somebody else asks them: whom to ask, what an answer is, what follows from it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.effect import Share

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

ASKED_WITHIN: Final = 30
"""Days after a visit in which somebody is asked; later nobody remembers how it was."""
SCORES: Final = range(1, 6)
SATISFIED_FROM: Final = 4


class CallbackOutcome(Enum):
    ANSWERED = "answered"
    NOT_REACHED = "not_reached"
    DECLINED = "declined"


ENDS: Final = frozenset({CallbackOutcome.ANSWERED, CallbackOutcome.DECLINED})
"""After these nobody asks again; who wasn't reached stays on the list."""


def require_answer(
    outcome: CallbackOutcome, score: int | None, asked_on: date, visited_on: date, today: date
) -> None:
    """Raise Refused where what was noted can't be an answer about that visit."""
    if not visited_on <= asked_on <= today:
        raise Refused("callback.day", field="asked_on", start=visited_on)
    if outcome is CallbackOutcome.ANSWERED and score not in SCORES:
        raise Refused("callback.score_missing", field="score")
    if outcome is not CallbackOutcome.ANSWERED and score is not None:
        raise Refused("callback.score_without_answer", field="score")


def satisfied(scores: Iterable[int]) -> Share:
    """Who gave four or five, of all who answered."""
    told = list(scores)
    return Share(sum(each >= SATISFIED_FROM for each in told), len(told))
