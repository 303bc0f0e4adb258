"""The register of accounts the branch writes from: entered by one person, approved by another, ended with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.contact.contacts import OWN_ACCOUNTS, Channel
from collectdesk.domain.contact.senders import Sender, SenderState, require_sender
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.contact import senders
from collectdesk.store.people import rights
from collectdesk.store.people.people import account_names

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

_TOUCHED = frozenset({Subject.RULES})


@dataclass(frozen=True, slots=True)
class SenderLine:
    """One account with the names of its owner and of whoever entered and decided it."""

    sender: Sender
    owner: str
    made_by: str
    decided_by: str
    stands: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Register:
    """The register, and who may own an account of it."""

    lines: tuple[SenderLine, ...]
    owners: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ListSenders(Lookup[Register]):
    """Every account and line with its standing today; one's own first among those in use."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "sender.listed"

    def look(self, view: View) -> Register:
        names = account_names(view)
        lines = [
            SenderLine(s, names.get(s.owner_id, ""), names.get(s.made_by, ""), names.get(s.decided_by, ""),
                       s.stands_on(view.today), s.owner_id == view.actor.id)
            for s in senders.senders(view)
        ]  # fmt: skip
        owners = tuple((who.id, who.name) for who in rights.everybody(view))
        return Register(tuple(lines), owners)


@dataclass(frozen=True, slots=True)
class EnterSender(Change[str]):
    """Enter an account or line of the branch's own; it may be used once somebody else has approved it."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "sender.entered"
    touches: ClassVar = _TOUCHED

    channel: Channel
    number: str
    owner_id: str
    since_on: date
    until_on: date | None = None

    def carry_out(self, work: Work) -> str:
        number = self.number.strip()
        require_sender(self.channel, number, self.owner_id, self.since_on, self.until_on)
        if all(who.id != self.owner_id for who in rights.everybody(work)):
            raise Refused("sender.owner_missing", field="owner_id")
        if any(_is_same(kept, self.channel, number) for kept in senders.senders(work)):
            raise Refused("sender.known", field="number")
        made = senders.add_sender(work, self.channel, number, self.owner_id, self.since_on, self.until_on)
        work.note(sender=made, owner=self.owner_id, way=self.channel.value)
        return made


def _is_same(kept: Sender, channel: Channel, number: str) -> bool:
    standing = kept.state in (SenderState.WAITING, SenderState.APPROVED)
    return standing and (kept.channel, kept.number) == (channel, number)


@dataclass(frozen=True, slots=True)
class DecideSender(Change[None]):
    """Approve an account or refuse it saying why; nobody decides on what they entered, nor on their own."""

    needs: ClassVar = Permission.APPROVE_SENDER
    action: ClassVar = "sender.decided"
    four_eyes: ClassVar = "four_eyes.own_sender"
    timed: ClassVar = True
    touches: ClassVar = _TOUCHED

    sender_id: str
    approve: bool
    reason: str = ""

    def makers(self, view: View) -> frozenset[str]:
        kept = senders.sender(view, self.sender_id)
        return frozenset({kept.made_by, kept.owner_id})

    def carry_out(self, work: Work) -> None:
        kept = senders.sender(work, self.sender_id)
        if kept.state is not SenderState.WAITING:
            raise Refused("sender.not_waiting", state=kept.state)
        if not self.approve and not self.reason.strip():
            raise Refused("sender.reason_missing", field="reason")
        state = SenderState.APPROVED if self.approve else SenderState.REFUSED
        senders.change_sender(
            work, kept.id, state, decided_by=work.actor.id, decided_at=work.now, reason=self.reason.strip()
        )
        work.note(sender=kept.id, approved=self.approve)


@dataclass(frozen=True, slots=True)
class EndSender(Change[None]):
    """Take an account out of use from today on: its owner left, or the number is another's now."""

    needs: ClassVar = Permission.APPROVE_SENDER
    action: ClassVar = "sender.ended"
    touches: ClassVar = _TOUCHED

    sender_id: str
    reason: str

    def carry_out(self, work: Work) -> None:
        kept = senders.sender(work, self.sender_id)
        if kept.state is not SenderState.APPROVED:
            raise Refused("sender.not_in_use", state=kept.state)
        if not self.reason.strip():
            raise Refused("sender.reason_missing", field="reason")
        until_on = max(kept.since_on, work.today) - timedelta(days=1)
        senders.change_sender(work, kept.id, SenderState.ENDED, until_on=until_on, reason=self.reason.strip())
        work.note(sender=kept.id)


def sender_facts(view: View, channel: Channel, sender_id: str | None, day: date) -> dict[str, bool]:
    """Whether a message by WeChat or WeCom goes by an account of the register; other ways aren't asked."""
    if channel not in OWN_ACCOUNTS:
        return {}
    stands = any(s.id == sender_id and s.stands_on(day) for s in senders.senders(view))
    return {"channel_approved": stands}
