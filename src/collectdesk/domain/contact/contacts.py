"""Contacts with the customer: who was reached, what came of it, and what follows. Facts, so nothing is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol

from collectdesk.domain.customers.cases import StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable


class Channel(Enum):
    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    WECHAT = "wechat"
    WECOM = "wecom"


class Direction(Enum):
    OUTGOING = "outgoing"
    INCOMING = "incoming"


class Reached(Enum):
    NOBODY = "nobody"
    DEBTOR = "debtor"
    GUARANTOR = "guarantor"
    FAMILY = "family"
    THIRD_PARTY = "third_party"
    WRONG_PERSON = "wrong_person"


class ContactOutcome(Enum):
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    SWITCHED_OFF = "switched_off"
    EMPTY_NUMBER = "empty_number"
    MESSAGE_SENT = "message_sent"
    PROMISED = "promised"
    REFUSED = "refused"
    HARDSHIP = "hardship"
    DISPUTED = "disputed"
    CLAIMS_PAID = "claims_paid"
    CALL_BACK = "call_back"
    ASKS_TO_STOP = "asks_to_stop"
    VISIT_AGREED = "visit_agreed"
    VISIT_DECLINED = "visit_declined"
    OTHER_TIME = "other_time"
    WILL_PASS_ON = "will_pass_on"
    WONT_PASS_ON = "wont_pass_on"
    WRONG_NUMBER = "wrong_number"
    NOTED = "noted"


class IdentityProof(Enum):
    """How the person spoken with was identified before anything was said of the debt."""

    ID_DIGITS = "id_digits"
    BIRTH_DATE = "birth_date"
    CONTRACT = "contract"
    ID_SHOWN = "id_shown"
    KNOWN = "known"
    NOT_VERIFIED = "not_verified"


_TO_DEBTOR = (
    ContactOutcome.PROMISED,
    ContactOutcome.REFUSED,
    ContactOutcome.HARDSHIP,
    ContactOutcome.DISPUTED,
    ContactOutcome.CLAIMS_PAID,
    ContactOutcome.CALL_BACK,
    ContactOutcome.VISIT_AGREED,
    ContactOutcome.OTHER_TIME,
    ContactOutcome.VISIT_DECLINED,
    ContactOutcome.ASKS_TO_STOP,
    ContactOutcome.NOTED,
)
OUTCOMES: dict[Reached, tuple[ContactOutcome, ...]] = {
    Reached.NOBODY: (
        ContactOutcome.NO_ANSWER,
        ContactOutcome.BUSY,
        ContactOutcome.SWITCHED_OFF,
        ContactOutcome.EMPTY_NUMBER,
        ContactOutcome.MESSAGE_SENT,
    ),
    Reached.DEBTOR: _TO_DEBTOR,
    Reached.GUARANTOR: (*_TO_DEBTOR[:6], ContactOutcome.ASKS_TO_STOP, ContactOutcome.NOTED),
    Reached.FAMILY: (ContactOutcome.WILL_PASS_ON, ContactOutcome.WONT_PASS_ON, ContactOutcome.ASKS_TO_STOP),
    Reached.THIRD_PARTY: (
        ContactOutcome.WILL_PASS_ON,
        ContactOutcome.WONT_PASS_ON,
        ContactOutcome.ASKS_TO_STOP,
    ),
    Reached.WRONG_PERSON: (ContactOutcome.WRONG_NUMBER,),
}
"""What can come of a contact depends on who was reached; the form offers only these."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What follows, and in how many days."""

    kind: StepKind
    due_on: date
    why: str


def step_after(outcome: ContactOutcome, today: date) -> NextStep | None:
    """The step an outcome sets, so that no case ever drops off the list; None where a hold brings its review.

    A promise is due to be written down at once: taking it down finishes that step and sets its own.
    """
    after: dict[ContactOutcome, tuple[StepKind, int]] = {
        ContactOutcome.NO_ANSWER: (StepKind.CALL, 1),
        ContactOutcome.BUSY: (StepKind.CALL, 0),
        ContactOutcome.SWITCHED_OFF: (StepKind.CALL, 1),
        ContactOutcome.EMPTY_NUMBER: (StepKind.REQUEST_VISIT, 0),
        ContactOutcome.MESSAGE_SENT: (StepKind.CALL, 2),
        ContactOutcome.PROMISED: (StepKind.SOLUTION, 0),
        ContactOutcome.REFUSED: (StepKind.ASSESS, 0),
        ContactOutcome.HARDSHIP: (StepKind.SOLUTION, 0),
        ContactOutcome.CLAIMS_PAID: (StepKind.CALL, 3),
        ContactOutcome.CALL_BACK: (StepKind.CALL, 1),
        ContactOutcome.WILL_PASS_ON: (StepKind.CALL, 3),
        ContactOutcome.WONT_PASS_ON: (StepKind.CALL, 7),
        ContactOutcome.WRONG_NUMBER: (StepKind.REQUEST_VISIT, 0),
        ContactOutcome.NOTED: (StepKind.CALL, 3),
        ContactOutcome.VISIT_AGREED: (StepKind.REQUEST_VISIT, 0),
        ContactOutcome.OTHER_TIME: (StepKind.CALL, 1),
        ContactOutcome.VISIT_DECLINED: (StepKind.ASSESS, 0),
    }
    if outcome not in after:
        return None
    kind, days = after[outcome]
    return NextStep(kind, today + timedelta(days=days), f"contact.{outcome.value}")


OWN_ACCOUNTS = frozenset({Channel.WECHAT, Channel.WECOM})
"""Ways that go out by accounts of the branch's own register, and leave a screenshot as evidence."""
ASK_IDENTITY = frozenset({Reached.DEBTOR, Reached.GUARANTOR})
"""Who is told of the debt, and is identified first."""
_IS_THERE = frozenset({ContactOutcome.EMPTY_NUMBER, ContactOutcome.MESSAGE_SENT})
"""Nobody answered, and yet it wasn't an unanswered try: a dead number, a message on its way."""


class Dated(Protocol):
    """What is counted of a contact."""

    @property
    def direction(self) -> Direction: ...
    @property
    def reached(self) -> Reached: ...
    @property
    def outcome(self) -> ContactOutcome: ...


@dataclass(frozen=True, slots=True)
class Tally:
    """Contacts counted apart: what the branch tried, what stayed unanswered, whom it spoke with."""

    attempts: int = 0
    unanswered: int = 0
    right_party: int = 0
    others: int = 0


def tally(contacts: Iterable[Dated]) -> Tally:
    """Attempts are what the branch began; a right-party contact is one with somebody liable, whoever began it."""
    found = tuple(contacts)
    tried = [one for one in found if one.direction is Direction.OUTGOING]
    return Tally(
        len(tried),
        sum(one.reached is Reached.NOBODY and one.outcome not in _IS_THERE for one in tried),
        sum(one.reached in ASK_IDENTITY for one in found),
        sum(one.reached is not Reached.NOBODY and one.reached not in ASK_IDENTITY for one in found),
    )


UNANSWERED: Final = frozenset({ContactOutcome.NO_ANSWER, ContactOutcome.BUSY, ContactOutcome.SWITCHED_OFF})
"""Tries that nobody answered."""


def unanswered_in_a_row(newest_first: Iterable[Dated]) -> int:
    """How many of the branch's last tries nobody answered; whoever answered in between ends the row."""
    count = 0
    for one in newest_first:
        if one.reached is not Reached.NOBODY:
            break
        count += one.direction is Direction.OUTGOING and one.outcome in UNANSWERED
    return count


def hold_after(outcome: ContactOutcome) -> str | None:
    """The hold that an outcome asks for: a dispute or a request to stop is respected at once."""
    return {ContactOutcome.DISPUTED: "dispute", ContactOutcome.ASKS_TO_STOP: "stop_request"}.get(outcome)
