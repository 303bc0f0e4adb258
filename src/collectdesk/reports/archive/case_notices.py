"""Notices in a case file: what was sent to whom, who approved it, and the proof of service of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectdesk.domain.contact.notices import ServedBy
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.terms import term
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from collectdesk.domain.contact.contacts import Channel
    from collectdesk.domain.contact.notices import NoticeState, Said
    from collectdesk.domain.money import Money


@dataclass(frozen=True, slots=True)
class WayFacts:
    """One thing that happened to a notice; ``scan`` is the digest of the file that shows it."""

    state: NoticeState
    on: date
    served_by: str
    taken_by: str
    note: str
    scan: str


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A notice with its way; ``reach`` is as it may be shown, names are names."""

    number: str
    letter_no: str
    level: Said
    channel: Channel
    state: NoticeState
    addressee: str
    reach: str
    overdue: Money
    pay_by: date
    made_by: str
    made_at: datetime
    approved_by: str
    approved_at: datetime | None
    waybill: str
    events: tuple[WayFacts, ...]


@dataclass(frozen=True, slots=True)
class CaseNotice:
    """A notice in words: its heading, key and value pairs, and its way line by line."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    events: tuple[tuple[str, ...], ...]


def notice_in_words(words: Words, facts: NoticeFacts) -> CaseNotice:
    """What is printed of one notice."""
    say = words.say
    level = facts.level.text(chinese=words.is_chinese)
    decided = f"{facts.approved_by}  {words.instant(facts.approved_at)}" if facts.approved_at else ""
    return CaseNotice(
        f"{level}  {facts.letter_no or facts.number}",
        (
            (say(mark("State")), term(words, facts.state)),
            (say(mark("Channel")), term(words, facts.channel)),
            (say(mark("Addressee")), facts.addressee),
            (say(mark("Sent to")), facts.reach),
            (say(mark("Overdue amount")), words.money(facts.overdue)),
            (say(mark("To be paid by")), words.date(facts.pay_by)),
            (say(mark("Written by")), f"{facts.made_by}  {words.instant(facts.made_at)}"),
            (say(mark("Approved by")), decided),
            (say(mark("Notice no.")), facts.number),
            (say(mark("Waybill")), facts.waybill),
        ),
        tuple(_event(words, event) for event in facts.events),
    )


def _event(words: Words, event: WayFacts) -> tuple[str, ...]:
    way = term(words, ServedBy(event.served_by)) if event.served_by else "—"
    shown = event.scan[:16] if event.scan else "—"
    return (
        words.date(event.on),
        term(words, event.state),
        way,
        event.taken_by or "—",
        event.note or "—",
        shown,
    )


def lay_notices(flow: Flow, notices: Sequence[CaseNotice]) -> None:
    """Each notice with its facts and its way."""
    say = flow.paper.words.say
    if not notices:
        flow.paragraph(say(mark("None on file.")))
    columns = (
        Column(say(mark("Date")), 2.2, "centre"),
        Column(say(mark("What happened")), 2.2),
        Column(say(mark("Way of service")), 2.2),
        Column(say(mark("Taken by")), 2.4),
        Column(say(mark("Remark")), 4),
        Column(say(mark("Proof (SHA-256)")), 3.4),
    )
    for notice in notices:
        flow.heading(notice.heading, keep=130)
        flow.facts([Fact(key, value) for key, value in notice.facts])
        flow.space(4)
        flow.table(columns, notice.events, empty=say(mark("Nothing is recorded of its way.")))
