"""Facts that several papers print, as codes and plain values, and how they read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectdesk.terms import term
from collectdesk.terms_risk import LEVELS, QUADRANTS

if TYPE_CHECKING:
    from datetime import date, datetime

    from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, IdentityProof, Reached
    from collectdesk.domain.customers.products import ProductKind
    from collectdesk.domain.money import Money
    from collectdesk.words import Words


@dataclass(frozen=True, slots=True)
class CrewFacts:
    """One who goes out; ``secures`` is the safety officer of this visit."""

    name: str
    staff_no: str
    secures: bool


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """One product as core banking states it; ``account`` is already masked."""

    kind: ProductKind
    account: str
    contract: str
    opened_on: date | None
    granted: Money
    balance: Money
    overdue: Money
    dpd: int
    oldest_unpaid_on: date | None
    five_class: str


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """One contact; ``by`` is the name of who recorded it."""

    at: datetime
    channel: Channel
    direction: Direction
    reached: Reached
    outcome: ContactOutcome
    by: str
    note: str
    struck: str = ""
    """Why it belongs to another customer, where somebody found so."""
    identity: IdentityProof | None = None
    account: str = ""
    """The branch's own account a message went out by."""


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """A frozen assessment: codes of the scorecard, and its reasons as (key, value, effect)."""

    assessed_at: datetime
    by: str
    scorecard: str
    willingness: int
    ability: int
    total: int
    level: str
    quadrant: str
    strategy: str
    visit_warranted: bool
    visit_reasons: tuple[str, ...]
    care: tuple[str, ...]
    reasons: tuple[tuple[str, int | str | None, int], ...]


def crew_role(words: Words, member: CrewFacts) -> str:
    return words.say("Safety officer") if member.secures else words.say("Collection officer")


def risk_line(words: Words, risk: RiskFacts | None) -> str:
    """Level and quadrant on one line."""
    if risk is None:
        return words.say("Not assessed")
    level = words.say(LEVELS[risk.level]) if risk.level in LEVELS else risk.level
    quadrant = words.say(QUADRANTS[risk.quadrant]) if risk.quadrant in QUADRANTS else risk.quadrant
    return f"{level}   {quadrant}".rstrip()


def contact_line(words: Words, contact: ContactFacts) -> str:
    """When, how and with what result."""
    return f"{words.instant(contact.at)}  {term(words, contact.channel)}  {term(words, contact.outcome)}".rstrip()


def joined(words: Words, parts: tuple[str, ...]) -> str:
    """A list as the language writes it."""
    return ("、" if words.is_chinese else ", ").join(part for part in parts if part)
