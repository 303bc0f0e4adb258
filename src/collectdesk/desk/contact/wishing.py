"""What people ask for about being contacted: kept with its proof, taken back, and the zone they live in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.pipeline import Change, Subject
from collectdesk.domain.contact.wishes import AGREED, PLACES, WAYS, WishKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import UnknownZone, zone_named
from collectdesk.store.contact import wishes
from collectdesk.store.customers import customers, parties

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

_TOUCHES = frozenset({Subject.CUSTOMERS, Subject.CASES, Subject.VISITS})


@dataclass(frozen=True, slots=True)
class KeepZone(Change[None]):
    """Keep where somebody lives by the clock: their lawful hours are those of their own zone.

    An IANA name; empty for the branch's own. ``person_id`` "" is the customer.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "zone.kept"
    touches: ClassVar = _TOUCHES

    customer_id: str
    time_zone: str
    person_id: str = ""

    def carry_out(self, work: Work) -> None:
        name = self.time_zone.strip()
        try:
            zone_named(name)
        except UnknownZone:
            raise Refused("zone.unknown", field="time_zone", zone=name) from None
        if self.person_id:
            who = _person(work, self.customer_id, self.person_id)
            parties.keep_party(work, who.id, who.version, who.customer_id, time_zone=name)
        else:
            customers.customer(work, self.customer_id)
            customers.set_time_zone(work, self.customer_id, name)
        work.note(customer=self.customer_id, zone=name)


@dataclass(frozen=True, slots=True)
class KeepWish(Change[str]):
    """Keep what somebody asked for or agreed to; an agreement to more counts only with what proves it.

    Hours are the person's own: ``from_at`` included, ``until_at`` not, midnight may lie between. A new wish about hours
    takes the place of the one before. Gives the wish's id.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "wish.kept"
    touches: ClassVar = _TOUCHES

    customer_id: str
    kind: WishKind
    said_on: date
    value: str = ""
    from_at: time | None = None
    until_at: time | None = None
    proof: str = ""
    person_id: str = ""

    def carry_out(self, work: Work) -> str:
        customers.customer(work, self.customer_id)
        if self.person_id:
            _person(work, self.customer_id, self.person_id)
        hours = self._hours(work)
        standing = [
            wish
            for wish in wishes.wishes(work, self.customer_id)
            if (wish.party_id, wish.kind) == (self.person_id, self.kind) and wish.ended_on is None
        ]
        for wish in standing:
            if self.kind is WishKind.QUIET:
                wishes.end_wish(work, self.customer_id, wish.id)
            elif wish.value == self.value:
                raise Refused("wish.known", field="kind")
        made = wishes.add_wish(
            work,
            self.customer_id,
            self.person_id,
            self.kind,
            self.value,
            hours,
            self.said_on,
            self.proof.strip(),
        )
        work.note(customer=self.customer_id, wish=made, kind=self.kind.value)
        return made

    def _hours(self, work: Work) -> tuple[int, int] | None:
        if self.said_on > work.today:
            raise Refused("wish.in_future", field="said_on")
        if self.kind in AGREED and not self.proof.strip():
            raise Refused("wish.proof_missing", field="proof")
        known = {WishKind.NOT_BY: frozenset(WAYS), WishKind.NOT_AT: frozenset(PLACES)}.get(self.kind)
        if known is not None and self.value not in known:
            raise Refused("wish.value_missing", field="value")
        if self.kind is not WishKind.QUIET:
            return None
        if self.from_at is None or self.until_at is None or self.from_at == self.until_at:
            raise Refused("wish.hours_missing", field="from_at")
        return _minute(self.from_at), _minute(self.until_at)


@dataclass(frozen=True, slots=True)
class EndWish(Change[None]):
    """Somebody took back what they had asked for or agreed to."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "wish.ended"
    touches: ClassVar = _TOUCHES

    customer_id: str
    wish_id: str

    def carry_out(self, work: Work) -> None:
        wishes.end_wish(work, self.customer_id, self.wish_id)
        work.note(customer=self.customer_id, wish=self.wish_id)


def _person(view: View, customer_id: str, person_id: str) -> parties.Party:
    who = parties.party(view, person_id)
    if who.customer_id != customer_id:
        raise Refused("party.other_customer", field="person_id")
    return who


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
