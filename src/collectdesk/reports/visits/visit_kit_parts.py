"""The plain values a visit kit is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from collectdesk.domain.money import Money
    from collectdesk.reports.contact.notice_letter import LetterFacts


@dataclass(frozen=True, slots=True)
class KitMember:
    """One visitor; the role is printed on the inside page only."""

    name: str
    staff_no: str
    role: str


@dataclass(frozen=True, slots=True)
class KitProduct:
    """One overdue product; ``account`` as it may be shown, usually masked."""

    product: str
    account: str
    balance: Money
    overdue: Money
    dpd: int
    oldest_unpaid_on: date | None = None


@dataclass(frozen=True, slots=True)
class KitContact:
    """One earlier contact; channel, person and result in words."""

    at: datetime
    channel: str
    person: str
    result: str


@dataclass(frozen=True, slots=True)
class KitOffer:
    """One way to pay that may be put before the customer: its name, how often, how much, from when, in all."""

    name: str
    count: int
    monthly: Money
    first_on: date
    total: Money


@dataclass(frozen=True, slots=True)
class KitStop:
    """One visit. ``ask_for`` and ``address`` may be read at the door; everything from ``case_no`` on may not.

    ``door_payload`` and ``inside_payload`` are the QR codes of the two pages, ``slip_payload`` and ``offer_payload``
    those of what the customer may keep; without ``offers`` there is no offer sheet. Empty ``may_say``,
    ``third_person``, ``calm`` and ``stop_when`` print the standing guidance. ``drive`` is the way there in minutes,
    None where a door on it hasn't been located; ``enclosed`` are the letters to hand over.
    """

    order: int
    visit_no: str
    window_from: datetime
    window_to: datetime
    area: str
    address: str
    ask_for: str
    door_payload: str
    inside_payload: str
    case_no: str
    customer: str
    products: tuple[KitProduct, ...]
    owed: Money
    bucket: str
    risk: str
    notified: str
    approach: str
    lawful_hours: str
    lawful_clause: str
    talking_points: tuple[str, ...] = ()
    may_say: tuple[str, ...] = ()
    third_person: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    calm: tuple[str, ...] = ()
    stop_when: tuple[str, ...] = ()
    contacts: tuple[KitContact, ...] = ()
    noted: tuple[str, ...] = ()
    slip_payload: str = ""
    offer_payload: str = ""
    offers: tuple[KitOffer, ...] = ()
    drive: int | None = None
    enclosed: tuple[str, ...] = ()
    letters: tuple[LetterFacts, ...] = ()
    """Those of them that are printed here, in the stop's place."""
