"""Which visits bring a statutory notice: such a notice, or a demand that stops the limitation period, passes a hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.desk.contact.customer_texts import levels
from collectdesk.domain.contact.notices import NoticeState
from collectdesk.domain.visits.visits import RequestReason
from collectdesk.store.contact.notices import notices_of

if TYPE_CHECKING:
    from collectdesk.store.visits.visits import VisitRequest
    from collectdesk.store.work import View

_TO_BE_SERVED: Final = frozenset(
    {NoticeState.APPROVED, NoticeState.SEALED, NoticeState.POSTED, NoticeState.RETURNED}
)


def brings_statutory_notice(view: View, case_id: str, point_id: str, reason: RequestReason | None) -> bool:
    """Whether a visit is there to serve a statutory notice that lies ready for this address and isn't served yet."""
    if reason is not RequestReason.NOTICE_SERVICE:
        return False
    waiting = (n for n in notices_of(view, case_id) if n.state in _TO_BE_SERVED and n.point_id == point_id)
    return any(levels().level(notice.level).statutory for notice in waiting)


def brings_notice(view: View, asked: VisitRequest | None) -> bool:
    """The same for a visit that was asked for."""
    return asked is not None and brings_statutory_notice(view, asked.case_id, asked.point_id, asked.reason)
