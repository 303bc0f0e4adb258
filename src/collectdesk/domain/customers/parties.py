"""The people around a customer: what each is to the debt, and whether they may be contacted about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class PartyRole(Enum):
    """What somebody is to the debt."""

    GUARANTOR = "guarantor"
    JOINT_BORROWER = "joint_borrower"
    SPOUSE = "spouse"
    HEIR = "heir"
    GUARDIAN = "guardian"
    LAWYER = "lawyer"
    CONTACT_PERSON = "contact_person"


class MayContact(Enum):
    """How far somebody may be contacted."""

    ABOUT_THE_DEBT = "about_the_debt"
    TO_PASS_ON = "to_pass_on"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether somebody may be contacted; ``why`` is a code, ``since`` the day it began where one is known."""

    may: MayContact
    why: str
    since: date | None = None


def answer_of(
    role: PartyRole, *, liable: bool | None, refused_on: date | None, until_on: date | None, day: date
) -> Answer:
    """Whether somebody may be contacted on a day.

    Who owes too is spoken to about the debt; who represents the debtor in the debtor's place. Everybody else is
    asked to pass a message on, and only until they say no. The rules in ``resources/rules`` judge the single
    call with their citations; this says what the file knows of the person.
    """
    if refused_on is not None and role not in _OWES:
        return Answer(MayContact.NOT, "refused", refused_on)
    if role is PartyRole.GUARANTOR:
        if liable is False:
            return Answer(MayContact.NOT, "released", until_on)
        if until_on is not None and until_on < day:
            return Answer(MayContact.NOT, "guarantee_over", until_on)
        return Answer(MayContact.ABOUT_THE_DEBT, "owes_too")
    if role is PartyRole.SPOUSE:
        if liable:
            return Answer(MayContact.ABOUT_THE_DEBT, "owes_too")
        return Answer(MayContact.TO_PASS_ON, "not_liable" if liable is False else "liability_unknown")
    return Answer(*_BY_ROLE[role])


def rule_role(role: PartyRole, *, liable: bool | None) -> str:
    """The role's name among the facts that rules ask about."""
    if role is PartyRole.SPOUSE:
        return "spouse_liable" if liable else "third_party"
    return "attorney" if role is PartyRole.LAWYER else role.value


_OWES = frozenset({PartyRole.GUARANTOR, PartyRole.JOINT_BORROWER})
_BY_ROLE = {
    PartyRole.JOINT_BORROWER: (MayContact.ABOUT_THE_DEBT, "owes_too"),
    PartyRole.HEIR: (MayContact.ABOUT_THE_DEBT, "heir"),
    PartyRole.GUARDIAN: (MayContact.ABOUT_THE_DEBT, "represents"),
    PartyRole.LAWYER: (MayContact.ABOUT_THE_DEBT, "represents"),
    PartyRole.CONTACT_PERSON: (MayContact.TO_PASS_ON, "contact_person"),
}
