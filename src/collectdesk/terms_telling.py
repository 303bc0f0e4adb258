"""What the codes of contacts' proofs, approved accounts, disclosures and originals are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.domain.contact import contacts, disclosures, senders
from collectdesk.domain.paper import originals
from collectdesk.words import mark

if TYPE_CHECKING:
    from enum import Enum

TELLING: Final[dict[Enum, str]] = {
    disclosures.Recipient.GUARANTOR: mark("Guarantor"),
    disclosures.Recipient.JOINT_BORROWER: mark("Joint borrower"),
    disclosures.Recipient.DEBTORS_LAWYER: mark("The borrower's lawyer"),
    disclosures.Recipient.HEIR: mark("Heir"),
    disclosures.Recipient.RELATIVE: mark("Relative"),
    disclosures.Recipient.THIRD_PERSON: mark("Third person"),
    disclosures.Recipient.BANKS_LAWYER: mark("The bank's lawyer"),
    disclosures.Recipient.AGENCY: mark("Collection agency"),
    disclosures.Recipient.INSTITUTION: mark("Another institution"),
    disclosures.Recipient.COURT: mark("Court or authority"),
    disclosures.Recipient.BUREAU: mark("Credit bureau (adverse report)"),
    disclosures.DisclosureState.PLANNED: mark("To be done"),
    disclosures.DisclosureState.DONE: mark("Done"),
    disclosures.DisclosureState.WITHDRAWN: mark("Withdrawn"),
    originals.OriginalKind.CONTRACT: mark("Loan contract"),
    originals.OriginalKind.GUARANTEE: mark("Guarantee contract"),
    originals.OriginalKind.MORTGAGE: mark("Mortgage or pledge"),
    originals.OriginalKind.RECEIPT_OF_LOAN: mark("Receipt of the loan"),
    originals.OriginalKind.AUTHORISATION: mark("Authorisation"),
    originals.OriginalKind.ARRANGEMENT: mark("Repayment agreement"),
    originals.OriginalKind.PROOF_OF_SERVICE: mark("Receipt of service"),
    originals.OriginalKind.VISIT_RECORD: mark("Visit record"),
    originals.OriginalKind.OTHER: mark("Other paper"),
    originals.OriginalState.KEPT: mark("In its box"),
    originals.OriginalState.LENT: mark("Lent"),
    originals.OriginalState.HANDED_OVER: mark("Given away"),
    originals.MoveKind.TAKEN_IN: mark("Put in its box"),
    originals.MoveKind.MOVED: mark("Moved"),
    originals.MoveKind.LENT: mark("Lent out"),
    originals.MoveKind.RETURNED: mark("Brought back"),
    originals.MoveKind.HANDED_OVER: mark("Handed over for good"),
    contacts.IdentityProof.ID_DIGITS: mark("Last digits of the ID number"),
    contacts.IdentityProof.BIRTH_DATE: mark("Date of birth"),
    contacts.IdentityProof.CONTRACT: mark("A fact of the contract"),
    contacts.IdentityProof.ID_SHOWN: mark("Identity card seen"),
    contacts.IdentityProof.KNOWN: mark("Known in person"),
    contacts.IdentityProof.NOT_VERIFIED: mark("Not verified"),
    senders.SenderState.WAITING: mark("Waits for approval"),
    senders.SenderState.APPROVED: mark("Approved"),
    senders.SenderState.REFUSED: mark("Not approved"),
    senders.SenderState.ENDED: mark("Ended"),
}
