"""Accounts the branch writes from: WeChat and its like, each with an owner and days, approved by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.refusals import Refused

WAYS: Final = (Channel.WECOM, Channel.WECHAT, Channel.EMAIL, Channel.SMS, Channel.PHONE)
"""What the register keeps: accounts, and lines of the branch."""
LONGEST: Final = 80


class SenderState(Enum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Sender:
    """One account or line: whose, which, from when until when, and who decided on it."""

    id: str
    channel: Channel
    number: str
    owner_id: str
    since_on: date
    until_on: date | None
    state: SenderState
    made_by: str
    decided_by: str
    reason: str

    def stands_on(self, day: date) -> bool:
        """Whether it may be used on a day; what was ended or ran out was approved until then."""
        approved = self.state in (SenderState.APPROVED, SenderState.ENDED)
        return approved and self.since_on <= day and (self.until_on is None or day <= self.until_on)


def require_sender(
    channel: Channel, number: str, owner_id: str, since_on: date, until_on: date | None
) -> None:
    """What an account has to be before anybody is asked to approve it; raises Refused naming the field."""
    if channel not in WAYS:
        raise Refused("sender.way_unknown", field="channel")
    if not number.strip() or len(number) > LONGEST:
        raise Refused("sender.number_missing", field="number")
    if not owner_id:
        raise Refused("sender.owner_missing", field="owner_id")
    if until_on is not None and until_on < since_on:
        raise Refused("sender.ends_before_start", field="until_on")
