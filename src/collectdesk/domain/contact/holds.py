"""How far a hold reaches: the whole customer, one product, one way of contact, or the subject it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from collectdesk.domain.rules.packs import Act


class HoldScope(Enum):
    CUSTOMER = "customer"
    PRODUCT = "product"
    CHANNEL = "channel"
    SUBJECT = "subject"


CHANNELS: Final = {"call": Act.CALL, "message": Act.MESSAGE, "letter": Act.LETTER, "visit": Act.VISIT}
"""Ways of contact that a hold may stop by themselves."""
SUBJECTS: Final = ("amount", "calls", "messages", "letters", "visits", "third_persons", "staff")
"""What a hold may be about. ``amount`` is the debt itself: nothing is demanded until it is settled."""
_ACTS_OF: Final = {
    "calls": Act.CALL,
    "messages": Act.MESSAGE,
    "letters": Act.LETTER,
    "visits": Act.VISIT,
}
_OUTSIDERS: Final = frozenset({"contact_person", "third_party"})


@dataclass(frozen=True, slots=True)
class Reach:
    """What a hold stops: ``of`` is a product, a channel, or a subject; a subject about somebody names them after a
    colon (``staff:<account>``).
    """

    scope: HoldScope = HoldScope.CUSTOMER
    of: str = ""

    @property
    def stops_everything(self) -> bool:
        """Whether nothing about the debt may be collected any more: what the customer's case rests for."""
        return self.scope is HoldScope.CUSTOMER or (self.scope, self.of) == (HoldScope.SUBJECT, "amount")

    def stops(self, product_id: str) -> bool:
        """Whether collecting one product rests: its days aren't counted against the customer meanwhile."""
        return self.stops_everything or (self.scope is HoldScope.PRODUCT and self.of == product_id)

    @property
    def written(self) -> str:
        """Scope and what of it in one word, for a form and the command line: ``read_reach`` reads it."""
        return f"{self.scope.value}:{self.of}" if self.of else str(self.scope.value)

    @property
    def code(self) -> str:
        """What it is called: see the terms of the group "reach"."""
        if self.scope in (HoldScope.CUSTOMER, HoldScope.PRODUCT):
            return str(self.scope.value)
        return f"{self.scope.value}:{self.of.partition(':')[0]}"


def read_reach(written: str) -> Reach:
    """A reach from ``channel:call``, ``subject:amount``, ``customer`` …; raises ValueError for no scope."""
    scope, _, of = written.partition(":")
    return Reach(HoldScope(scope), of)


@dataclass(frozen=True, slots=True)
class Touched:
    """What an act touches: how it is done, for which products, with whom, and by whom (accounts and staff)."""

    act: Act | None = None
    products: frozenset[str] = frozenset()
    role: str = "debtor"
    doers: frozenset[str] = frozenset()


def touches(reach: Reach, held_products: frozenset[str], act: Touched) -> bool:
    """Whether a hold stands against an act. ``held_products`` are all products under holds of the same kind.

    A hold on one product leaves the others to be spoken of: it stands in the way only where nothing else is left.
    What isn't known of an act counts against it.
    """
    if reach.scope is HoldScope.PRODUCT:
        return not act.products or act.products <= held_products
    if reach.scope is HoldScope.CHANNEL:
        return act.act is None or CHANNELS.get(reach.of) is act.act
    if reach.scope is HoldScope.SUBJECT:
        subject, _, whom = reach.of.partition(":")
        if subject == "staff":
            return not whom or whom in act.doers
        if subject == "third_persons":
            return act.role in _OUTSIDERS
        return act.act is None or subject not in _ACTS_OF or _ACTS_OF[subject] is act.act
    return True


def proof_is_late(due_on: date | None, came_on: date | None, day: date) -> bool:
    """Whether the proof a hold rests on should have been there before this day."""
    return due_on is not None and came_on is None and due_on < day


def held_by(reaches: Iterable[Reach]) -> frozenset[str]:
    """The products that some of these holds name."""
    return frozenset(reach.of for reach in reaches if reach.scope is HoldScope.PRODUCT)
