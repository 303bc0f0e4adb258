"""What happens to approved notices: sealed, posted, served. Facts: no rule refuses them, what broke one is marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.contact.contacting import facts_of_contact
from collectdesk.desk.contact.customer_texts import levels
from collectdesk.desk.contact.noticing import TOUCHED, needs_seal
from collectdesk.desk.paper.attaching import take_file
from collectdesk.desk.pipeline import Change
from collectdesk.desk.rules import gate
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, Reached
from collectdesk.domain.contact.notices import PROOFS, PROVEN, NoticeState, ServedBy, require_next
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.cases import cases
from collectdesk.store.contact import notices
from collectdesk.store.customers import customers

if TYPE_CHECKING:
    from collectdesk.store.contact.notices import Notice
    from collectdesk.store.work import Work


@dataclass(frozen=True, slots=True)
class SealNotices(Change[int]):
    """Note that approved letters carry the branch's seal."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "notice.sealed"
    touches: ClassVar = TOUCHED

    notice_ids: tuple[str, ...]
    sealed_on: date

    def carry_out(self, work: Work) -> int:
        _require_past(self.sealed_on, work, "sealed_on")
        for each in self.notice_ids:
            kept = notices.notice(work, each)
            require_next(kept.state, NoticeState.SEALED, sealed=needs_seal(kept), channel=kept.channel)
            notices.move_notice(work, kept, NoticeState.SEALED)
            notices.add_event(work, kept.id, NoticeState.SEALED, self.sealed_on)
        work.note(notices=list(self.notice_ids))
        return len(self.notice_ids)


@dataclass(frozen=True, slots=True)
class PostNotice(Change[str]):
    """Note that a letter was given to the post, with its waybill; it stands in the contacts from then on."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "notice.posted"
    touches: ClassVar = TOUCHED

    notice_id: str
    posted_on: date
    waybill: str = ""

    def carry_out(self, work: Work) -> str:
        _require_past(self.posted_on, work, "posted_on")
        kept = notices.notice(work, self.notice_id)
        waybill = "".join(self.waybill.split()).upper()
        if waybill and not (waybill.isascii() and waybill.isalnum() and 8 <= len(waybill) <= 40):
            raise Refused("notice.waybill", field="waybill")
        known = notices.notice_by_no(work, waybill) if waybill else None
        if known is not None:
            raise Refused("notice.waybill_known", field="waybill", number=known.number)
        contact_id = let_out(work, kept, self.posted_on, waybill=waybill or None)
        work.note(case=kept.case_id, notice=kept.id, contact=contact_id)
        return contact_id


def let_out(work: Work, kept: Notice, on: date, *, waybill: str | None = None) -> str:
    """Bring a notice to posted, with its line among the contacts and a look at what comes of it."""
    require_next(kept.state, NoticeState.POSTED, sealed=needs_seal(kept), channel=kept.channel)
    notices.move_notice(work, kept, NoticeState.POSTED, waybill=waybill)
    notices.add_event(work, kept.id, NoticeState.POSTED, on, note=waybill or "")
    at = _at(work, on)
    said, level = _Sent(at, kept.point_id, kept.channel), levels().level(kept.level)
    facts = facts_of_contact(work, kept.case_id, said)  # before the contact itself is in the file
    contact_id = cases.add_contact(
        work,
        kept.case_id,
        channel=kept.channel,
        direction=Direction.OUTGOING,
        happened_at=at,
        reached=Reached.NOBODY,
        outcome=ContactOutcome.MESSAGE_SENT,
        point_id=kept.point_id,
        visit_id=None,
        identity_stated=True,
        note=kept.letter_no or kept.number,
    )
    gate.mark_breaches(
        work,
        gate.act_of(kept.channel),
        {**facts, "statutory_notice": level.statutory, "contact_purpose": level.purpose},
        at,
        case_id=kept.case_id,
        subject_kind="contact",
        subject_id=contact_id,
    )
    cases.add_step(
        work, kept.case_id, StepKind.CALL, kept.pay_by + timedelta(days=1), "notice.unanswered", kept.id
    )
    return contact_id


@dataclass(frozen=True, slots=True)
class _Sent:
    """A letter or message on its way, as the gate asks of a contact."""

    happened_at: datetime
    point_id: str
    channel: Channel
    reached: Reached = Reached.NOBODY
    direction: Direction = Direction.OUTGOING
    sender_id: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """How a letter's way ended: what, when, by whom it was brought and taken, and the scan that shows it."""

    state: NoticeState
    happened_on: date
    served_by: ServedBy = ServedBy.POST
    taken_by: str = ""
    note: str = ""
    scan: Path | None = field(default=None, repr=False)
    address_holds: bool = True
    """Whether the address can still be used: a letter that came back because nobody lives there says no."""


@dataclass(frozen=True, slots=True)
class ProveServed(Change[str]):
    """Note how a letter was served, refused or came back, with its proof."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "notice.proven"
    touches: ClassVar = TOUCHED

    notice_id: str
    proof: Proof

    def carry_out(self, work: Work) -> str:
        kept = notices.notice(work, self.notice_id)
        event = prove(work, kept, self.proof)
        work.note(case=kept.case_id, notice=kept.id, state=self.proof.state.value)
        return event


def prove(work: Work, kept: Notice, said: Proof) -> str:
    """Bring a letter to the end of its way, with what shows it; the post office's file comes here too."""
    _require_possible(work, kept, said)
    evidence_id = None
    if said.scan is not None:
        found = take_file(work, said.scan, kept.case_id, kind="service")
        evidence_id = found.id
        work.note(evidence=found.id, sha256=found.sha256)
    notices.move_notice(work, kept, said.state)
    event = notices.add_event(
        work, kept.id, said.state, said.happened_on, served_by=said.served_by.value,
        taken_by=said.taken_by.strip(), note=said.note.strip(), evidence_id=evidence_id,
    )  # fmt: skip
    if said.state in PROVEN:
        due_on = kept.pay_by + timedelta(days=1)
        cases.add_step(work, kept.case_id, StepKind.CALL, due_on, "notice.unanswered", kept.id)
    else:
        cases.add_step(work, kept.case_id, StepKind.REVIEW, work.today, "notice.returned", kept.id)
    if not said.address_holds:
        customers.set_point_standing(work, kept.point_id, "invalid", "letter")
    return event


def _require_possible(work: Work, kept: Notice, said: Proof) -> None:
    if said.state not in PROOFS:
        raise Refused("notice.no_proof", field="state")
    require_next(kept.state, said.state, sealed=needs_seal(kept), channel=kept.channel)
    _require_past(said.happened_on, work, "happened_on")
    events = notices.events_of(work, [kept.id])
    posted = next((e for e in events if e.state is NoticeState.POSTED), None)
    if posted is not None and said.happened_on < posted.happened_on:
        raise Refused("notice.before_posted", field="happened_on", posted=posted.happened_on)
    shown = said.scan is not None
    if not shown and (
        said.state is NoticeState.SERVED or (said.state is NoticeState.DELIVERED and not kept.waybill)
    ):
        raise Refused("notice.scan_missing", field="scan")
    if said.state in (NoticeState.REFUSED, NoticeState.RETURNED) and not said.note.strip():
        raise Refused("notice.reason_missing", field="note")


def _require_past(day: date, work: Work, name: str) -> None:
    if day > work.today:
        raise Refused("notice.in_future", field=name)


def _at(work: Work, day: date) -> datetime:
    """Now for today; noon for a day before, since the post keeps no hour."""
    return work.now if day == work.today else datetime.combine(day, time(12), CHINA_TIME)
