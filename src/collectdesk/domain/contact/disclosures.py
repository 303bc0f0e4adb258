"""Telling somebody about a debt, and reporting it to a bureau: to whom, what for, and what the rules ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final

from collectdesk.domain.contact.contacts import IdentityProof
from collectdesk.domain.refusals import Refused


class Recipient(Enum):
    """Who is told."""

    GUARANTOR = "guarantor"
    JOINT_BORROWER = "joint_borrower"
    DEBTORS_LAWYER = "debtors_lawyer"
    HEIR = "heir"
    RELATIVE = "relative"
    THIRD_PERSON = "third_person"
    BANKS_LAWYER = "banks_lawyer"
    AGENCY = "agency"
    INSTITUTION = "institution"
    COURT = "court"
    BUREAU = "bureau"


class DisclosureState(Enum):
    PLANNED = "planned"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure or report with its proofs and what became of it."""

    id: str
    case_id: str
    to: Recipient
    recipient: str
    purpose: str
    what: str
    tells_debt: bool
    identity: IdentityProof
    consent: str
    agreement: str
    assessment: str
    state: DisclosureState
    planned_on: date
    done_at: datetime | None
    reason: str
    note: str
    recorded_by: str
    row_version: int


ROLES: Final = {
    Recipient.GUARANTOR: "guarantor",
    Recipient.JOINT_BORROWER: "joint_borrower",
    Recipient.DEBTORS_LAWYER: "attorney",
    Recipient.HEIR: "heir",
}
"""What the recipient is to the debt; everybody else is a third party to it."""
KINDS: Final = {
    Recipient.BANKS_LAWYER: "entrusted_agency",
    Recipient.AGENCY: "entrusted_agency",
    Recipient.INSTITUTION: "processor",
}
"""Recipients that aren't a person told something, but one who goes on working with it."""
BY_LAW: Final = frozenset({Recipient.COURT})
"""Who is told because the law says so; the rules on consent don't ask."""


def disclosure_facts(
    to: Recipient, *, tells_debt: bool, consent: str, agreement: str, assessment: str, identity: IdentityProof
) -> dict[str, bool | str]:
    """What the rules ask about a disclosure; proofs count where somebody says what they are and where they lie."""
    return {
        "to_role": ROLES.get(to, "third_party"),
        "recipient_kind": KINDS.get(to, "person"),
        "discloses_debt": tells_debt,
        "disclosure_consent": bool(consent.strip()) or to in BY_LAW,
        "entrusting_agreed": bool(agreement.strip()),
        "impact_assessed": bool(assessment.strip()),
        "identity_verified": identity is not IdentityProof.NOT_VERIFIED,
    }


def require_told(name: str, purpose: str, what: str) -> None:
    """Whom, what for and what has to be said; raises Refused naming the field."""
    for field, text in (("recipient", name), ("purpose", purpose), ("what", what)):
        if not text.strip():
            raise Refused("disclosure.field_missing", field=field)


def require_next(state: DisclosureState) -> None:
    """Only what is planned is done or withdrawn; raises Refused."""
    if state is not DisclosureState.PLANNED:
        raise Refused("disclosure.not_planned", state=state)
