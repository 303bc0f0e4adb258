"""Gathers the notices of a case with what became of each, for the case file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.contact.customer_texts import levels
from collectdesk.desk.customers import masking
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import NoticeState
from collectdesk.domain.money import Money
from collectdesk.reports.archive.case_notices import NoticeFacts, WayFacts
from collectdesk.store.contact import notices
from collectdesk.store.vault import evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.store.contact.notices import Notice, NoticeEvent
    from collectdesk.store.work import View

_UNSENT = frozenset({NoticeState.DRAFTED, NoticeState.DROPPED})


def notice_facts(view: View, case_id: str, names: Mapping[str, str]) -> tuple[NoticeFacts, ...]:
    """The notices that went out or may still go, the oldest first; drafts put aside prove nothing."""
    kept = [one for one in reversed(notices.notices_of(view, case_id)) if one.state not in _UNSENT]
    events = notices.events_of(view, [one.id for one in kept])
    scans = {str(one.id): one.sha256 for one in evidence.of_case(view, case_id)}
    return tuple(
        _facts(one, [each for each in events if each.notice_id == one.id], names, scans) for one in kept
    )


def _facts(
    kept: Notice, events: list[NoticeEvent], names: Mapping[str, str], scans: Mapping[str, str]
) -> NoticeFacts:
    content = kept.content
    mask = masking.address if kept.channel is Channel.LETTER else masking.phone
    return NoticeFacts(
        number=kept.number,
        letter_no=kept.letter_no,
        level=levels().level(kept.level).name,
        channel=kept.channel,
        state=kept.state,
        addressee=masking.name(masking.FOR_PURPOSE, str(content["addressee"])),
        reach=mask(masking.FOR_PURPOSE, str(content["reach"])),
        overdue=Money(int(content["overdue"])),
        pay_by=kept.pay_by,
        made_by=names.get(kept.made_by, ""),
        made_at=kept.made_at,
        approved_by=names.get(kept.decided_by, ""),
        approved_at=kept.decided_at,
        waybill=kept.waybill,
        events=tuple(
            WayFacts(
                each.state, each.happened_on, each.served_by, each.taken_by, each.note,
                scans.get(each.evidence_id, ""),
            )
            for each in events
        ),
    )  # fmt: skip
