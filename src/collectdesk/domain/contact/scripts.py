"""A call's script with the facts that its places are filled with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from collectdesk.domain.contact.texts import Text
    from collectdesk.domain.money import Money
    from collectdesk.domain.visits.visits import RequestReason


@dataclass(frozen=True, slots=True)
class Script:
    """A script and what stands behind its places; ``audience`` is who is on the line."""

    audience: str
    text: Text
    name: str
    borrower: str
    branch: str
    caller: str
    phone: str
    address: str
    account: str
    as_of: date | None
    since: date | None
    dpd: int
    overdue: Money
    balance: Money
    contracts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VisitText:
    """The approved text for telling of a visit, with what fills its places; masked for the actor."""

    text: Text
    name: str
    branch: str
    caller: str
    phone: str
    planned_at: datetime
    minutes: int
    reason: RequestReason
    visitors: tuple[str, ...]
    visit_no: str
