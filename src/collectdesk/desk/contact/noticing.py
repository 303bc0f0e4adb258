"""Notices: made, judged, approved and dropped. Each one passes the gate when it is written, approved and let out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from collectdesk.desk.contact.customer_texts import (
    levels,
    require_clean,
    text_facts,
    text_for,
    texts_in_use,
)
from collectdesk.desk.contact.notice_content import Wanted, content_of, fields_missing, kind_of
from collectdesk.desk.customers import masking
from collectdesk.desk.people import own_work
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules import gate
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import (
    ENDED,
    Approval,
    Early,
    Level,
    NoticeState,
    early,
    letter_number,
    require_next,
)
from collectdesk.domain.customers.parties import rule_role
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.store.cases import cases
from collectdesk.store.contact import notices
from collectdesk.store.customers import customers, parties
from collectdesk.store.people.people import account_names

if TYPE_CHECKING:
    from collectdesk.domain.contact.texts import Text
    from collectdesk.domain.rules.gate import Judgement
    from collectdesk.store.contact.notices import Notice, NoticeEvent
    from collectdesk.store.customers.customers import ContactPoint
    from collectdesk.store.work import View, Work

__all__ = ["DecideNotice", "DropNotice", "FindNotice", "JudgeNotice", "ListNotices", "MakeNotice", "Wanted"]

TOUCHED = frozenset({Subject.CASES, Subject.STEPS})
KINDS = {Channel.LETTER: "address", Channel.SMS: "phone", Channel.EMAIL: "email"}
"""What a notice by a channel is sent to."""


@dataclass(frozen=True, slots=True)
class Made:
    """A notice that was kept, and whether it waits for a supervisor."""

    notice_id: str
    number: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """What would become of a notice now: the rules' word, its clock, and the fields that are missing."""

    judgement: Judgement
    early: Early | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MakeNotice(Change[Made]):
    """Write a notice to one person; refused where the rules forbid it, asked for a reason where it comes early."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "notice.made"
    timed: ClassVar = True
    touches: ClassVar = TOUCHED

    case_id: str
    wanted: Wanted

    def carry_out(self, work: Work) -> Made:
        made = make_notice(work, self.case_id, self.wanted)
        work.note(case=self.case_id, notice=made.notice_id, level=self.wanted.level)
        return made


def make_notice(work: Work, case_id: str, wanted: Wanted) -> Made:
    """Keep a notice after the rules have let it through; batches make theirs here too."""
    level, point, text = _chosen(work, case_id, wanted)
    require_clean(wanted.extra, "extra")
    waiting = early(level, _dpd(work, case_id), _last_on(work, case_id, point), work.today)
    if waiting is not None and not wanted.reason.strip():
        raise Refused("notice.too_early", field="reason", from_on=waiting.from_on)
    content = content_of(work, case_id, point, level, text, wanted)
    waits = level.approval is Approval.ALWAYS or bool(wanted.extra.strip())
    state = NoticeState.DRAFTED if waits else NoticeState.APPROVED
    notice_id, number = notices.add_notice(
        work, case_id, point.id, level=level.code, channel=wanted.channel.value, language=wanted.language,
        state=state.value, extra=wanted.extra.strip(), pay_by=level.pay_by(work.today), content=content,
        text_code=text.code, text_version=text.version,
    )  # fmt: skip
    facts = notice_facts(work, case_id, point, level, wanted.channel, content, work.now)
    act = gate.act_of(wanted.channel)
    gate.require_lawful(
        work,
        act,
        facts,
        work.today,
        case_id=case_id,
        subject_id=notice_id,
        reason=wanted.reason,
        zone=gate.zone_of(work, case_id, point.id),
    )
    _require_addressed(level, facts)
    notices.add_event(work, notice_id, state, work.today, note=wanted.reason.strip())
    return Made(notice_id, number, waits)


@dataclass(frozen=True, slots=True)
class JudgeNotice(Lookup[Looked]):
    """What the rules and the clock say of a notice before it is written."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "notice.judged"

    case_id: str
    wanted: Wanted

    def look(self, view: View) -> Looked:
        level, point, text = _chosen(view, self.case_id, self.wanted)
        content = content_of(view, self.case_id, point, level, text, self.wanted)
        facts = notice_facts(view, self.case_id, point, level, self.wanted.channel, content, view.now)
        waiting = early(level, _dpd(view, self.case_id), _last_on(view, self.case_id, point), view.today)
        zone = gate.zone_of(view, self.case_id, point.id)
        judged = gate.judge_act(view, gate.act_of(self.wanted.channel), facts, view.today, zone)
        return Looked(judged, waiting, fields_missing(content, self.wanted.channel))


@dataclass(frozen=True, slots=True)
class DecideNotice(Change[str]):
    """Approve a notice, which gives a letter its yearly number, or refuse it saying why."""

    needs: ClassVar = Permission.APPROVE_NOTICE
    action: ClassVar = "notice.decided"
    four_eyes: ClassVar = "four_eyes.own_notice"
    timed: ClassVar = True
    touches: ClassVar = TOUCHED

    notice_id: str
    approve: bool
    reason: str = ""

    def makers(self, view: View) -> frozenset[str]:
        return own_work.of_notice(view, self.notice_id)

    def carry_out(self, work: Work) -> str:
        kept = notices.notice(work, self.notice_id)
        if kept.state is not NoticeState.DRAFTED:
            raise Refused("notice.not_waiting", state=kept.state)
        if not self.approve and not self.reason.strip():
            raise Refused("notice.reason_missing", field="reason")
        number = self._approved(work, kept) if self.approve else None
        state = NoticeState.APPROVED if self.approve else NoticeState.DROPPED
        notices.move_notice(
            work, kept, state, letter_no=number, decided_by=work.actor.id, decided_at=work.now
        )
        notices.add_event(work, kept.id, state, work.today, note=self.reason.strip())
        work.note(case=kept.case_id, notice=kept.id, approved=self.approve)
        return number or kept.number

    def _approved(self, work: Work, kept: Notice) -> str | None:
        """Judged again: a hold may have come in since it was written."""
        require_still_lawful(work, kept, self.reason)
        head = notices.letterhead(work)
        if kept.channel is not Channel.LETTER:
            return None
        if head is None:
            raise Refused("notice.letterhead_missing")
        return letter_number(head.number_word, work.today.year, work.next_number("letter"))


@dataclass(frozen=True, slots=True)
class DropNotice(Change[None]):
    """Put a notice aside that hasn't gone out; its number stays taken."""

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "notice.dropped"
    touches: ClassVar = TOUCHED

    notice_id: str
    reason: str

    def carry_out(self, work: Work) -> None:
        kept = notices.notice(work, self.notice_id)
        if not self.reason.strip():
            raise Refused("notice.reason_missing", field="reason")
        require_next(kept.state, NoticeState.DROPPED, sealed=False, channel=kept.channel)
        notices.move_notice(work, kept, NoticeState.DROPPED)
        notices.add_event(work, kept.id, NoticeState.DROPPED, work.today, note=self.reason.strip())
        work.note(case=kept.case_id, notice=kept.id)


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice for the screen, masked: to whom and where, and everything that happened to it."""

    notice: Notice
    name: Any
    addressee: str
    reach: str
    sealed: bool
    made_by: str
    decided_by: str
    events: tuple[NoticeEvent, ...]
    people: dict[str, str]
    case_no: str = ""
    customer_id: str = ""
    customer: str = ""

    @property
    def proof(self) -> NoticeEvent | None:
        """What proves the service, or says that there is none."""
        return next((e for e in reversed(self.events) if e.state is self.notice.state), None)


@dataclass(frozen=True, slots=True)
class ListNotices(Lookup[tuple[NoticeView, ...]]):
    """The notices of a case, newest first."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "notice.listed"

    case_id: str

    def look(self, view: View) -> tuple[NoticeView, ...]:
        return views_of(view, notices.notices_of(view, self.case_id))


@dataclass(frozen=True, slots=True)
class ListWaitingNotices(Lookup[tuple[NoticeView, ...]]):
    """Notices of every case in some states: what waits for approval, for the seal, for the post, for proof."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "notice.waiting_listed"

    states: tuple[NoticeState, ...] = (NoticeState.DRAFTED,)

    def look(self, view: View) -> tuple[NoticeView, ...]:
        return views_of(view, notices.notices_in(view, self.states))


@dataclass(frozen=True, slots=True)
class FindNotice(Lookup[str]):
    """The notice of a running number, a yearly number or a waybill; raises Refused(notice.unknown)."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "notice.found"

    number: str

    def look(self, view: View) -> str:
        found = notices.notice_by_no(view, self.number.strip())
        if found is None:
            raise Refused("notice.unknown", number=self.number)
        return found.id


def views_of(view: View, found: list[Notice]) -> tuple[NoticeView, ...]:
    """Notices with their events, masked for the actor."""
    names = account_names(view)
    whose = notices.customer_names(view, list({each.case_id for each in found}))
    events: dict[str, list[NoticeEvent]] = {}
    for event in notices.events_of(view, [each.id for each in found]):
        events.setdefault(event.notice_id, []).append(event)
    shown = []
    for each in found:
        seen = masking.of_case(view, cases.case(view, each.case_id))
        mask = masking.phone if each.channel is Channel.SMS else masking.address
        shown.append(
            NoticeView(
                replace(each, content={}),
                levels().level(each.level).name,
                masking.name(seen, str(each.content["addressee"])),
                mask(seen, str(each.content["reach"])),
                needs_seal(each),
                names.get(each.made_by, ""),
                names.get(each.decided_by, ""),
                tuple(replace(e, taken_by=masking.name(seen, e.taken_by)) for e in events.get(each.id, ())),
                names,
                whose[each.case_id][0],
                whose[each.case_id][1],
                masking.name(seen, whose[each.case_id][2]),
            )
        )
    return tuple(shown)


def needs_seal(kept: Notice) -> bool:
    """Whether it goes out only under the branch's seal."""
    return kept.channel is Channel.LETTER and levels().level(kept.level).sealed


def notice_facts(
    view: View,
    case_id: str,
    point: ContactPoint,
    level: Level,
    channel: Channel,
    content: dict[str, Any],
    at: datetime,
) -> gate.Facts:
    """Everything the rules ask about a notice that goes out at an instant."""
    owner = cases.case(view, case_id).customer_id
    act = gate.act_of(channel)
    cards = [p.account_no for p in customers.products(view, owner) if p.kind is ProductKind.CARD]
    said = [str(content["body"]), *content["sentences"], str(content["extra"])]
    return {
        **gate.case_facts(view, case_id, local_day(at), at, gate.touched_at(view, point.id, act)),
        **gate.time_facts(at, at, gate.zone_of(view, case_id, point.id)),
        **gate.point_facts(view, case_id, point.id, at, act),
        "contact_purpose": level.purpose,
        "statutory_notice": level.statutory,
        "template_approved": True,  # only approved texts are offered; free words take an approval of their own
        "shown_in_public": False,
        "letter_fields_missing": len(fields_missing(content, channel)),
        **text_facts(view, said, cards),
    }


def judged_now(view: View, kept: Notice) -> tuple[Judgement, gate.Facts]:
    """What the rules say of a kept notice if it went out at this moment."""
    point = customers.point(view, kept.point_id)
    assert point is not None
    level = levels().level(kept.level)
    facts = notice_facts(view, kept.case_id, point, level, kept.channel, dict(kept.content), view.now)
    return gate.judge_act(
        view, gate.act_of(kept.channel), facts, view.today, gate.zone_of(view, kept.case_id, point.id)
    ), facts


def require_still_lawful(work: Work, kept: Notice, reason: str = "") -> None:
    """The rules as they stand at this moment; a reason that was given when it was written still answers."""
    given = reason.strip() or next((e.note for e in notices.events_of(work, [kept.id]) if e.note), "")
    point = customers.point(work, kept.point_id)
    assert point is not None
    _require_usable(point, work.today)
    facts = judged_now(work, kept)[1]
    act = gate.act_of(kept.channel)
    gate.require_lawful(work, act, facts, work.today, case_id=kept.case_id, subject_id=kept.id, reason=given)


def _chosen(view: View, case_id: str, wanted: Wanted) -> tuple[Level, ContactPoint, Text]:
    gate.require_own_point(view, case_id, wanted.point_id)
    if cases.case(view, case_id).closed_on is not None:
        raise Refused("case.closed", closed_on=cases.case(view, case_id).closed_on)
    level = levels().level(wanted.level)
    if wanted.channel not in level.channels:
        raise Refused("notice.wrong_channel", field="channel", channel=wanted.channel)
    point = customers.point(view, wanted.point_id)
    assert point is not None
    if point.kind != KINDS[wanted.channel]:
        raise Refused("notice.wrong_point", field="point_id", channel=wanted.channel)
    _require_usable(point, view.today)
    return (
        level,
        point,
        text_for(view, level.code, kind_of(wanted.channel), wanted.language, wanted.text_code),
    )


def _require_usable(point: ContactPoint, day: date) -> None:
    # a blocked one is left to the gate, which names the clause
    if point.standing != "blocked" and not point.is_usable_on(day):
        raise Refused("notice.point_unusable", field="point_id")


def _require_addressed(level: Level, facts: gate.Facts) -> None:
    role = facts["contact_role"]
    if role not in level.to:
        raise Refused("notice.not_for_them", field="point_id")


def role_of_point(view: View, point_id: str) -> str:
    """What the person at a number or address is to the debt, in the rules' words."""
    who = parties.party_of_point(view, point_id)
    return "debtor" if who is None else rule_role(who.role, liable=who.liable)


def _dpd(view: View, case_id: str) -> int:
    owner = cases.case(view, case_id).customer_id
    return max((p.dpd for p in customers.products(view, owner)), default=0)


def _last_on(view: View, case_id: str, point: ContactPoint) -> date | None:
    """When the last notice to the same person was written that wasn't put aside."""
    points = {str(p.id): p.party for p in customers.points(view, cases.case(view, case_id).customer_id)}
    days = [
        local_day(each.made_at)
        for each in notices.notices_of(view, case_id)
        if each.state not in ENDED and points.get(each.point_id) == point.party
    ]
    return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Offered:
    """What a notice can be made of: the levels, and the texts in use with the sentences that may be added."""

    levels: tuple[Level, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ShowLevels(Lookup[Offered]):
    """The levels of notices and the texts in use."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "notice.levels_shown"

    def look(self, view: View) -> Offered:
        return Offered(levels().levels, texts_in_use(view))
