"""What comes next after a visit: by its outcome, unless whoever types the record chooses otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.paper.further import NextStep
from collectdesk.domain.paper.records import VisitOutcome

InDays = tuple[StepKind, int]

BY_OUTCOME: Final[Mapping[VisitOutcome, InDays]] = {
    VisitOutcome.WANTS_PLAN: (StepKind.SOLUTION, 0),
    VisitOutcome.HARDSHIP: (StepKind.SOLUTION, 0),
    VisitOutcome.PAID: (StepKind.REVIEW, 3),
    VisitOutcome.REFUSED_TO_PAY: (StepKind.ASSESS, 0),
    VisitOutcome.DISPUTED: (StepKind.REVIEW, 0),
    VisitOutcome.NOT_MET: (StepKind.CALL, 1),
    VisitOutcome.MOVED: (StepKind.CALL, 0),
    VisitOutcome.NOTICE_SERVED: (StepKind.REVIEW, 7),
    VisitOutcome.STOPPED: (StepKind.REVIEW, 0),
}
"""After a promise nothing is set: it is followed up by itself, on its day."""
CHOSEN: Final[Mapping[NextStep, InDays]] = {
    NextStep.CALL: (StepKind.CALL, 1),
    NextStep.VISIT: (StepKind.REQUEST_VISIT, 3),
    NextStep.PLAN: (StepKind.SOLUTION, 0),
    NextStep.ASSESS: (StepKind.ASSESS, 0),
    NextStep.REVIEW: (StepKind.REVIEW, 7),
}
OF_THE_CUSTOMER: Final = frozenset({StepKind.CALL, StepKind.REQUEST_VISIT})
"""Steps that are about the customer; the others are about the visit that set them."""


def step_after(outcome: VisitOutcome | None, chosen: NextStep | None) -> InDays | None:
    """What is done next and in how many days; None where nothing is set."""
    if chosen is not None:
        return CHOSEN[chosen]
    return BY_OUTCOME.get(outcome) if outcome is not None else None
