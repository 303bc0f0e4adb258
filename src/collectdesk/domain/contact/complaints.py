"""Complaints and objections to bureau entries: what they are about, where they stand, and what each step asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from collectdesk.domain.contact.holds import SUBJECTS, HoldScope, Reach
from collectdesk.domain.refusals import Refused


class ComplaintKind(Enum):
    """What was brought: a complaint, or an objection to what stands in the credit bureau."""

    COMPLAINT = "complaint"
    OBJECTION = "objection"

    @property
    def term(self) -> str:
        """The legal term its answer runs under."""
        return "complaint" if self is ComplaintKind.COMPLAINT else "bureau_objection"


class ComplaintState(Enum):
    RECEIVED = "received"
    ANSWERED = "answered"
    CLOSED = "closed"


class ComplaintChannel(Enum):
    """How it came in."""

    PHONE = "phone"
    COUNTER = "counter"
    LETTER = "letter"
    VISIT = "visit"
    ONLINE = "online"
    HOTLINE = "hotline"
    REGULATOR = "regulator"
    BUREAU = "bureau"


class Finding(Enum):
    """What came of looking into it."""

    UPHELD = "upheld"
    PARTLY = "partly"
    UNFOUNDED = "unfounded"


class RootCause(Enum):
    """Why it came about."""

    CONDUCT = "conduct"
    RULE_BROKEN = "rule_broken"
    WRONG_DATA = "wrong_data"
    WRONG_PERSON = "wrong_person"
    POORLY_EXPLAINED = "poorly_explained"
    SLOW = "slow"
    SYSTEM = "system"
    PRODUCT = "product"
    NOT_OURS = "not_ours"


class AnswerWay(Enum):
    """How the answer is given."""

    LETTER = "letter"
    PHONE = "phone"
    COUNTER = "counter"


BUREAU: Final = "bureau"
"""The subject of an objection: what stands in the bureau, not how the branch collects."""
OTHER: Final = "other"
ABOUT: Final = (*SUBJECTS, BUREAU, OTHER)
"""What a complaint may be about."""


@dataclass(frozen=True, slots=True)
class ComplaintStanding:
    """What decides what may be done next."""

    kind: ComplaintKind
    answered_on: date | None
    answer_is_out: bool
    improvement: str
    result: str
    is_closed: bool

    @property
    def state(self) -> ComplaintState:
        if self.is_closed:
            return ComplaintState.CLOSED
        return ComplaintState.ANSWERED if self.answered_on else ComplaintState.RECEIVED


def reach_of(subject: str, about_id: str = "") -> Reach | None:
    """What a complaint holds while it is looked into: its own subject and no more; None where it holds nothing."""
    if subject not in SUBJECTS:
        return None
    return Reach(HoldScope.SUBJECT, f"{subject}:{about_id}" if subject == "staff" else subject)


def require_told(
    kind: ComplaintKind, subject: str, about_id: str, said: str, received_on: date, today: date
) -> None:
    """What a complaint has to say before it is registered; raises Refused naming the field."""
    if subject not in ABOUT or (kind is ComplaintKind.OBJECTION) != (subject == BUREAU):
        raise Refused("complaint.subject", field="subject")
    if subject == "staff" and not about_id:
        raise Refused("complaint.about_missing", field="about_id")
    if not said.strip():
        raise Refused("complaint.said_missing", field="said")
    if received_on > today:
        raise Refused("complaint.in_future", field="received_on")


def require_answerable(standing: ComplaintStanding) -> None:
    if standing.state is ComplaintState.CLOSED:
        raise Refused("complaint.closed")


def require_closable(standing: ComplaintStanding) -> None:
    """A complaint is closed once its answer is out and what was to get better has a result; raises Refused."""
    if standing.state is ComplaintState.CLOSED:
        raise Refused("complaint.closed")
    if standing.state is ComplaintState.RECEIVED:
        raise Refused("complaint.unanswered")
    if not standing.answer_is_out:
        raise Refused("complaint.answer_waits")
    if standing.improvement and not standing.result:
        raise Refused("complaint.improvement_open")
