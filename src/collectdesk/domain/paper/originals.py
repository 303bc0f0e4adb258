"""Originals signed in ink: where each one lies, who took it, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from collectdesk.domain.refusals import Refused


class OriginalKind(Enum):
    CONTRACT = "contract"
    GUARANTEE = "guarantee"
    MORTGAGE = "mortgage"
    RECEIPT_OF_LOAN = "receipt_of_loan"
    AUTHORISATION = "authorisation"
    ARRANGEMENT = "arrangement"
    PROOF_OF_SERVICE = "proof_of_service"
    VISIT_RECORD = "visit_record"
    OTHER = "other"


class OriginalState(Enum):
    KEPT = "kept"
    LENT = "lent"
    HANDED_OVER = "handed_over"


class MoveKind(Enum):
    """What happened to an original."""

    TAKEN_IN = "taken_in"
    MOVED = "moved"
    LENT = "lent"
    RETURNED = "returned"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True)
class Original:
    """One paper: what it is, where it lies or who has it, and until when."""

    id: str
    case_id: str
    kind: OriginalKind
    title: str
    box: str
    place: str
    state: OriginalState
    holder: str
    due_back_on: date | None
    row_version: int


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that happened to it; ``evidence_id`` is the scan of what was signed."""

    original_id: str
    kind: MoveKind
    happened_on: date
    who: str
    box: str
    place: str
    due_back_on: date | None
    evidence_id: str
    note: str
    recorded_by: str


_AFTER: Final = {
    MoveKind.MOVED: (OriginalState.KEPT, OriginalState.KEPT),
    MoveKind.LENT: (OriginalState.KEPT, OriginalState.LENT),
    MoveKind.RETURNED: (OriginalState.LENT, OriginalState.KEPT),
    MoveKind.HANDED_OVER: (OriginalState.KEPT, OriginalState.HANDED_OVER),
}
GOES_OUT: Final = frozenset({MoveKind.LENT, MoveKind.HANDED_OVER})
"""It leaves the branch's hands: somebody signs for it."""
PLACED: Final = frozenset({MoveKind.TAKEN_IN, MoveKind.MOVED, MoveKind.RETURNED})
"""It lies somewhere afterwards."""


def state_after(state: OriginalState, kind: MoveKind) -> OriginalState:
    """Where it stands afterwards; raises Refused where that can't happen to it now."""
    before, after = _AFTER[kind]
    if state is not before:
        raise Refused("original.wrong_state", state=state)
    return after
