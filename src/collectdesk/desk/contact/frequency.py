"""How often a person was tried and reached: over all their numbers, all staff, and every debt they stand behind.

A guarantor who also owes, or who stands behind two debts, is one person: whoever shares a number is counted as one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from collectdesk.desk.contact.contact_log import newest
from collectdesk.domain.contact.contacts import Channel, Direction, Reached
from collectdesk.domain.rules.facts import FactValue
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.cases import cases
from collectdesk.store.cases.cases import Contact
from collectdesk.store.contact import contacts
from collectdesk.store.customers import customers
from collectdesk.store.customers.customers import ContactPoint
from collectdesk.store.work import View

WEEK = timedelta(days=7)
LOOKED_BACK = timedelta(days=8)
"""A week and the rest of its first day, in whatever zone."""
_THEMSELVES = {Reached.DEBTOR, Reached.GUARANTOR}


def frequency_facts(
    view: View, case_id: str, point: ContactPoint | None, at: datetime, zone: tzinfo = CHINA_TIME
) -> dict[str, FactValue]:
    """What the rules on frequency ask about a contact with the person behind ``point`` (None: the debtor) at ``at``.

    Only what lies before ``at`` counts, and only what the branch itself began; days are those of the person's zone.
    """
    party, role = (point.party, point.party_role) if point else ("", "")
    owner = cases.case(view, case_id).customer_id
    own = [p for p in view.once(("points", owner), lambda: customers.points(view, owner)) if p.party == party]
    numbers = tuple(sorted(p.value for p in own if p.kind == "phone"))
    ids = {p.id for p in own}

    def is_theirs(one: Contact) -> bool:
        return one.direction is Direction.OUTGOING and (one.point_id in ids or _is_them(one, role))

    here = [c for c in newest(view, case_id, at, since=at - LOOKED_BACK) if is_theirs(c)]
    shared = view.once(("shared", owner, numbers), lambda: contacts.contacts_at(view, numbers, not_of=owner))
    elsewhere = [(c, number) for c, number in shared if _counts(c, at)]
    everywhere = [*here, *(c for c, _ in elsewhere)]
    today = [c for c in everywhere if _day(c.happened_at, zone) == _day(at, zone)]
    talked = newest(view, case_id, at, channels=(Channel.PHONE,), reached=_THEMSELVES)
    talk = next((c for c in talked if is_theirs(c)), None)
    facts: dict[str, FactValue] = {
        "connected_calls_today": sum(map(_is_talk, today)),
        "calls_last_7_days": sum(c.channel is Channel.PHONE and at - c.happened_at < WEEK for c in here),
    }
    if point is not None:
        same = {point.id} | {c.point_id for c, number in elsewhere if number == point.value}
        facts["attempts_today_same_point"] = sum(
            c.point_id in same and c.reached is Reached.NOBODY for c in today
        )
    if talk is not None:
        facts["days_since_last_conversation"] = (_day(at, zone) - _day(talk.happened_at, zone)).days
    return facts


def _day(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()


def _counts(contact: Contact, at: datetime) -> bool:
    return contact.direction is Direction.OUTGOING and contact.happened_at < at


def _is_them(contact: Contact, role: str) -> bool:
    """Whether the person was reached, whatever number it was by."""
    if role == "guarantor":
        return not contact.point_id and contact.reached is Reached.GUARANTOR
    return not role and (
        contact.reached is Reached.DEBTOR or (not contact.point_id and contact.reached is Reached.NOBODY)
    )


def _is_talk(contact: Contact) -> bool:
    return contact.channel is Channel.PHONE and contact.reached in _THEMSELVES
