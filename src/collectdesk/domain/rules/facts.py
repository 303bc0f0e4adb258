"""The register of facts a rule may speak of: name, kind, meaning, and the codes a coded fact may hold."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Final

FactValue = bool | int | time | date | str | frozenset[str]
"""What a fact holds; a missing fact is one that isn't in the mapping, never None."""
Facts = Mapping[str, FactValue]


class Kind(Enum):
    YES_NO = "yes_no"
    NUMBER = "number"
    CLOCK = "clock"
    DAY = "day"
    CODE = "code"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact; ``codes`` lists what a coded fact may hold, empty for the other kinds."""

    name: str
    kind: Kind
    meaning: str
    codes: tuple[str, ...] = ()


class BadFact(Exception):
    """A fact that nobody registered (``rules.unknown_fact``) or of the wrong kind (``rules.wrong_kind``)."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, str] = facts


ACT_CODES: Final = (
    "call", "message", "letter", "visit", "disclosure", "solution", "report", "record", "retention",
)  # fmt: skip
ROLES: Final = (
    "debtor", "guarantor", "joint_borrower", "spouse_liable", "heir", "guardian", "attorney",
    "contact_person", "third_party",
)  # fmt: skip
PURPOSES: Final = ("collect", "remind", "arrange", "ask_whereabouts", "pass_message", "notify", "answer")
SOURCES: Final = (
    "contract", "reserved", "authorised", "public", "told_by_contact", "bureau", "unknown",
)  # fmt: skip
HOLDS: Final = (
    "dispute", "complaint", "hardship", "death", "bankruptcy", "lawyer", "negotiation", "plan_active",
    "stop_request", "minor", "illness", "bereavement", "incapacity", "disaster",
    "entrusted",
)  # fmt: skip
PRODUCTS: Final = ("loan", "card", "lease")
PLACES: Final = ("door_only", "home", "hotel_room", "private_place", "office", "public_place")
CONTENT: Final = (
    "threat", "insult", "false_consequence", "false_bureau", "exaggeration", "false_promise", "impersonation",
    "new_borrowing", "coercion", "stalking", "privacy_spread",
)  # fmt: skip
RECIPIENTS: Final = ("person", "processor", "entrusted_agency", "publication")
SOLUTIONS: Final = ("instalments", "extension", "waiver", "settlement", "promise")
LOAN_PURPOSES: Final = ("consumption", "business")
RECORDS: Final = ("collection_recording", "contact_log", "visit_record", "impact_assessment", "other")


def mark(sentence: str) -> str:
    """Mark a sentence for translation without a word of the words room, which lies above the domain."""
    return sentence


def _yes_no(name: str, meaning: str) -> Fact:
    return Fact(name, Kind.YES_NO, meaning)


def _number(name: str, meaning: str) -> Fact:
    return Fact(name, Kind.NUMBER, meaning)


_ACT = (
    Fact(
        "act", Kind.CODE, mark("The act judged; in a rule on records, the act that was recorded."), ACT_CODES
    ),
    Fact(
        "direction",
        Kind.CODE,
        mark("Who started the contact: the branch or the other side."),
        ("outgoing", "incoming"),
    ),
    Fact("contact_purpose", Kind.CODE, mark("What the contact is for."), PURPOSES),
    Fact("products", Kind.CODES, mark("Kinds of overdue product in the case."), PRODUCTS),
    _number("days_overdue", mark("Days past due of the oldest unpaid amount in the case.")),
    _yes_no("by_agency", mark("An agency acts for the bank.")),
    _yes_no("agency_listed", mark("The agency is on the list that the bank has published.")),
    _yes_no("agency_reviewed", mark("The agency was reviewed within the last year.")),
    _yes_no("supervisor_approved", mark("A supervisor has approved this act.")),
)
_TIME = (
    Fact("local_start", Kind.CLOCK, mark("Start of the act, in the local time of the person contacted.")),
    Fact("local_end", Kind.CLOCK, mark("End of the act, in the local time of the person contacted.")),
    Fact("local_date", Kind.DAY, mark("Day of the act, where the person contacted is.")),
    _yes_no("is_workday", mark("The day is a workday, make-up workdays included.")),
    _yes_no("is_holiday", mark("The day is part of a statutory holiday.")),
    _yes_no("daylight", mark("The whole act takes place in daylight.")),
    _yes_no("contact_agreed_evening", mark("The person agreed to contact at night, and the proof is kept.")),
)
_PERSON = (
    Fact("contact_role", Kind.CODE, mark("What the person contacted is to the debt."), ROLES),
    Fact("quiet_from", Kind.CLOCK, mark("From when the person asked to be left alone, in their own time.")),
    Fact("quiet_until", Kind.CLOCK, mark("Until when the person asked to be left alone, in their own time.")),
    _yes_no("wish_against_channel", mark("The person asked not to be contacted in this way.")),
    _yes_no("wish_against_place", mark("The person asked not to be contacted at this place.")),
    _yes_no("guarantee_in_force", mark("The guarantee still binds: in its period, not released.")),
    _yes_no(
        "contact_refused", mark("This contact person or third person has asked not to be contacted again.")
    ),
    _yes_no("third_party_volunteers", mark("The third person has offered to pay without being asked.")),
    _yes_no("borrower_lost", mark("The debtor can't be reached by any known means.")),
    _yes_no(
        "lost_proof_kept",
        mark("What shows that the debtor is lost is kept: dead number, three calls, three days."),
    ),
    Fact("holds", Kind.CODES, mark("Kinds of hold in force on the day for what the act touches."), HOLDS),
    _yes_no("limitation_expired", mark("The limitation period of the debt has run out.")),
    _yes_no(
        "statutory_notice",
        mark("The act is a statutory notice or a demand that stops the limitation period."),
    ),
)
_POINT = (
    Fact("point_source", Kind.CODE, mark("Where the number or address comes from."), SOURCES),
    _yes_no(
        "point_blocked",
        mark("The number or address is marked as not to be used: another person's, or refused."),
    ),
    _yes_no("channel_approved", mark("The telephone line or account used is one the bank has approved.")),
    _number(
        "attempts_today_same_point",
        mark("Unanswered attempts to this number or address today, before this one."),
    ),
    _yes_no("frequency_agreed", mark("The person agreed to be tried more often, and the proof is kept.")),
    _number(
        "connected_calls_today",
        mark("Calls that reached this person today over all numbers, staff and debts, before this one."),
    ),
    _number(
        "calls_last_7_days",
        mark("Calls placed to this person about this debt in the seven days before this one."),
    ),
    _number(
        "days_since_last_conversation",
        mark("Days since this person was last spoken to by telephone about this debt."),
    ),
    _yes_no(
        "reached", mark("Somebody was reached: the call connected, the door opened. Known only afterwards.")
    ),
)
_CONTENT = (
    _yes_no("template_approved", mark("The text comes from an approved version of a template.")),
    Fact(
        "forbidden_content",
        Kind.CODES,
        mark("Kinds of forbidden content found in the text or the talk."),
        CONTENT,
    ),
    _yes_no(
        "payment_account_official",
        mark("Every receiving account shown is the bank's own; true if none is shown."),
    ),
    _yes_no("shown_in_public", mark("Strangers can read it: posted in public, or visible on the envelope.")),
    _yes_no("claims_enforceable", mark("The text says that the debt can still be enforced in court.")),
    _yes_no("card_number_whole", mark("A card number is printed without masking.")),
    _number(
        "letter_fields_missing", mark("How many of the fields a collection letter must show are missing.")
    ),
)
_VISIT = (
    _number("crew_size", mark("How many people go.")),
    _yes_no("crew_has_collection_officer", mark("A collection officer is in the crew.")),
    _yes_no("crew_has_account_manager", mark("The customer's account manager is in the crew.")),
    _yes_no("crew_has_safety_officer", mark("A safety officer is in the crew.")),
    _yes_no("crew_trained_on_date", mark("The training of everybody in the crew is valid on the day.")),
    _yes_no(
        "crew_cleared",
        mark("Everybody in the crew was checked before hiring and has signed a confidentiality agreement."),
    ),
    _yes_no(
        "crew_related_to_customer",
        mark("Somebody in the crew is related to the customer or has an interest."),
    ),
    _yes_no("prior_notice_given", mark("The customer was told of purpose and time before the visit.")),
    _yes_no("high_risk", mark("The confirmed risk assessment says high risk.")),
    _yes_no(
        "extra_care",
        mark("The risk assessment asks for care at the visit: high risk, or a hostile borrower."),
    ),
    _yes_no("crew_safety_experienced", mark("The safety officer is named as experienced.")),
    _yes_no("caution_noted", mark("What the two should watch out for is written into the plan.")),
    _number("days_since_last_visit", mark("Days since the last visit to this customer.")),
    Fact("entry", Kind.CODE, mark("How far the visitors go in (planned), or went in (recorded)."), PLACES),
    _yes_no("entry_consent_noted", mark("Consent to enter is noted: by whom, when, how.")),
)
_AFTERWARDS = (
    _yes_no("identity_stated", mark("The caller or visitor said at once who they are and for which bank.")),
    _yes_no("identification_shown", mark("Staff card or certificate was shown before the talk.")),
    _yes_no("recording_made", mark("The contact was recorded by sound or picture.")),
    _yes_no("recording_refusal_noted", mark("The person refused the recording, and that is noted.")),
    _yes_no("filmed_inside", mark("Pictures or film were taken inside a home or another private place.")),
    _yes_no("filming_consent_noted", mark("Consent to take pictures inside is noted.")),
    _yes_no("dress_misleading", mark("A visitor wore what could be taken for a uniform.")),
    _yes_no("cash_taken", mark("A visitor or caller took money outside the bank's own channels.")),
    _yes_no("sensitive_proof_kept", mark("Health, account, whereabouts or similar sensitive proof is kept.")),
    _yes_no("separate_consent_noted", mark("Separate consent to keep the sensitive proof is noted.")),
)
_DISCLOSURE = (
    Fact("to_role", Kind.CODE, mark("What the person told is to the debt."), ROLES),
    _yes_no("discloses_debt", mark("What is told reveals that there is a debt, or anything about it.")),
    _yes_no("disclosure_consent", mark("The debtor agreed separately to this disclosure.")),
    Fact("recipient_kind", Kind.CODE, mark("Who receives what is disclosed."), RECIPIENTS),
    _yes_no("entrusting_agreed", mark("An agreement fixes what the agency may do with what it is given.")),
    _yes_no("impact_assessed", mark("An impact assessment was made before the disclosure.")),
    _yes_no("identity_verified", mark("The person told was identified before anything was said.")),
)
_SOLUTION = (
    Fact("product_kind", Kind.CODE, mark("Kind of the product the solution is for."), PRODUCTS),
    Fact("solution_kind", Kind.CODE, mark("Kind of the solution."), SOLUTIONS),
    _number("term_months", mark("Months the solution runs; for an extension, the months added.")),
    _number("original_term_months", mark("Months of the original contract term.")),
    _number(
        "total_term_months",
        mark("Months from the first drawing to the last instalment, the solution included."),
    ),
    Fact("loan_purpose", Kind.CODE, mark("What the loan was for."), LOAN_PURPOSES),
    _yes_no("applied_before_due", mark("The customer asked for the extension before the loan fell due.")),
    _yes_no(
        "changes_burden_of_guarantor", mark("The solution makes the debt heavier or longer for a guarantor.")
    ),
    _yes_no("guarantor_consent", mark("The guarantor's written consent is kept.")),
    _number("agreement_items_missing", mark("How many of the required items the agreement lacks.")),
    _yes_no(
        "funded_by_new_loan", mark("The repayment is to come from new borrowing that the branch suggested.")
    ),
    _yes_no("waives_limitation", mark("The text gives up or alters the limitation period.")),
)
_KEEPING = (
    _yes_no(
        "bureau_notice_given", mark("The person was told before the adverse report to the credit bureau.")
    ),
    Fact("record_kind", Kind.CODE, mark("What kind of record is to be disposed of."), RECORDS),
    _number("kept_months", mark("Whole months the record has been kept.")),
)

REGISTRY: Final[Mapping[str, Fact]] = {
    fact.name: fact
    for fact in (
        *_ACT, *_TIME, *_PERSON, *_POINT, *_CONTENT, *_VISIT, *_AFTERWARDS, *_DISCLOSURE, *_SOLUTION,
        *_KEEPING,
    )
}  # fmt: skip

DAILY_COUNTS: Final = frozenset({"attempts_today_same_point", "connected_calls_today"})
"""Counters that begin again at nought on another day."""
OF_THE_DAY: Final = frozenset({"is_workday", "is_holiday"})
"""Facts of one day, to be looked up again in the calendar for another day."""


def nearest(name: str) -> str:
    """The registered name most like a misspelt one, or nothing."""
    return next(iter(difflib.get_close_matches(name, REGISTRY, n=1)), "")


def _holds_codes(fact: Fact) -> Callable[[object], bool]:
    codes = frozenset(fact.codes)
    return lambda value: isinstance(value, frozenset) and value <= codes


def _test_of(fact: Fact) -> Callable[[object], bool]:
    """Is a value one the fact may hold? A yes is no number, an instant no day, a clock has no zone."""
    tests: Mapping[Kind, Callable[[object], bool]] = {
        Kind.YES_NO: lambda value: value is True or value is False,
        Kind.NUMBER: lambda value: type(value) is int,
        Kind.CLOCK: lambda value: isinstance(value, time) and value.tzinfo is None,
        Kind.DAY: lambda value: isinstance(value, date) and not isinstance(value, datetime),
        Kind.CODE: lambda value: isinstance(value, str) and value in fact.codes,
        Kind.CODES: _holds_codes(fact),
    }
    return tests[fact.kind]


_TESTS: Final = {name: _test_of(fact) for name, fact in REGISTRY.items()}
"""Made once: every judgement tests every fact it is given."""
_EXACTLY: Final = {
    fact.name: {Kind.YES_NO: bool, Kind.NUMBER: int, Kind.DAY: date}[fact.kind]
    for fact in REGISTRY.values()
    if fact.kind in (Kind.YES_NO, Kind.NUMBER, Kind.DAY)
}
"""Most facts need no more than the right type."""
_CODES: Final = {fact.name: frozenset(fact.codes) for fact in REGISTRY.values() if fact.kind is Kind.CODE}


def check_facts(facts: Mapping[str, object]) -> None:
    """Every name registered, every value of its kind. Raises BadFact with the name and the kind expected."""
    exactly, codes = _EXACTLY.get, _CODES.get
    for name, value in facts.items():
        if exactly(name) is type(value) or (type(value) is str and value in codes(name, ())):
            continue
        test = _TESTS.get(name)
        if test is None:
            raise BadFact("rules.unknown_fact", name=name, nearest=nearest(name))
        if not test(value):
            raise BadFact("rules.wrong_kind", name=name, kind=REGISTRY[name].kind.value, found=repr(value))


def read_fact(fact: Fact, value: object) -> FactValue:
    """One fact from JSON or TOML: clocks "22:05", days "2026-03-18", code lists. Raises BadFact."""
    found: object = value
    try:
        if fact.kind is Kind.CLOCK and isinstance(value, str):
            found = time.fromisoformat(value)
        elif fact.kind is Kind.DAY and isinstance(value, str):
            found = date.fromisoformat(value)
        elif fact.kind is Kind.CODES and isinstance(value, list | tuple | AbstractSet):
            found = frozenset(value)
    except (ValueError, TypeError) as error:
        raise BadFact("rules.wrong_kind", name=fact.name, kind=fact.kind.value, found=repr(value)) from error
    check_facts({fact.name: found})
    assert isinstance(found, bool | int | time | date | str | frozenset)
    return found


def read_facts(values: Mapping[str, object]) -> dict[str, FactValue]:
    """Facts from a JSON object; null means missing. Raises BadFact for an unknown name or a wrong value."""
    facts: dict[str, FactValue] = {}
    for name, value in values.items():
        fact = REGISTRY.get(name)
        if fact is None:
            raise BadFact("rules.unknown_fact", name=name, nearest=nearest(name))
        if value is not None:
            facts[name] = read_fact(fact, value)
    return facts
