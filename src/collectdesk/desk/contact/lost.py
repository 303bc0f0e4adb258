"""Whether a debtor can't be reached, and what third persons have said: by the contact log before an instant."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from collectdesk.desk.contact.contact_log import newest
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.rules.facts import FactValue
from collectdesk.domain.zones import local_day
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from collectdesk.store.work import View

Facts = dict[str, FactValue]
_OUTSIDERS = frozenset({Reached.FAMILY, Reached.THIRD_PARTY, Reached.WRONG_PERSON})


def lost_facts(view: View, case_id: str, at: datetime) -> Facts:
    """Whether the debtor can't be reached: no usable phone is left, or the last three calls reached nobody.

    Only calls before ``at`` and to the debtor's own numbers count; three calls prove it from the next day.
    """
    kept = view.once(("case", case_id), lambda: cases.case(view, case_id))
    phones = [p for p in customers.points(view, kept.customer_id) if p.kind == "phone"]
    own = [p for p in phones if not p.party]
    if own and not any(p.is_usable_on(local_day(at)) for p in own):
        return {"borrower_lost": True, "lost_proof_kept": True}
    others = {p.id for p in phones if p.party}
    by_phone = newest(view, case_id, at, channels=(Channel.PHONE,))
    calls = list(
        islice((c for c in by_phone if c.direction is Direction.OUTGOING and c.point_id not in others), 3)
    )
    if len(calls) < 3 or any(c.reached is not Reached.NOBODY for c in calls):
        return {"borrower_lost": False}
    return {"borrower_lost": True, "lost_proof_kept": local_day(calls[0].happened_at) < local_day(at)}


def outsider_facts(view: View, case_id: str, at: datetime) -> Facts:
    """What third persons have said before: whether one came to the branch by themselves, or wants no more contact."""
    said = [c for c in newest(view, case_id, at, reached=_OUTSIDERS) if c.channel is not Channel.VISIT]
    return {
        "third_party_volunteers": any(c.direction is Direction.INCOMING for c in said),
        "contact_refused": any(c.outcome is ContactOutcome.ASKS_TO_STOP for c in said),
    }
