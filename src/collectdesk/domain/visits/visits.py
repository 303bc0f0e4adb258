"""Visits: why one is asked for, how it is decided and planned, and the states it passes through."""

from __future__ import annotations

from enum import Enum

from collectdesk.domain.refusals import Refused


class RequestReason(Enum):
    PROMISE_BROKEN = "promise_broken"
    LOST_CONTACT = "lost_contact"
    VERIFICATION = "verification"
    COLLATERAL = "collateral"
    NOTICE_SERVICE = "notice_service"


class RequestState(Enum):
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    PLANNED = "planned"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Verdict(Enum):
    """What the supervisor can say of a request."""

    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"


class VisitState(Enum):
    SCHEDULED = "scheduled"
    KIT_PRINTED = "kit_printed"
    RECORDED = "recorded"
    SENT_BACK = "sent_back"
    SIGNED_OFF = "signed_off"
    CANCELLED = "cancelled"


class Approach(Enum):
    """How the visitors begin; each has talking points on the sheet."""

    REMIND = "remind"
    UNDERSTAND = "understand"
    HARDSHIP = "hardship"
    VERIFY = "verify"
    SERVE_NOTICE = "serve_notice"


_DECISIONS = {
    Verdict.APPROVE: RequestState.APPROVED,
    Verdict.RETURN: RequestState.RETURNED,
    Verdict.REJECT: RequestState.REJECTED,
}


def decide_request(state: RequestState, verdict: Verdict, reason: str) -> RequestState:
    """The request's next state; raises Refused where a no has no reason, or nothing waits."""
    if state is not RequestState.SUBMITTED:
        raise Refused("request.not_waiting", state=state.value)
    if verdict is not Verdict.APPROVE and not reason.strip():
        raise Refused("request.reason_missing", verdict=verdict.value)
    return _DECISIONS[verdict]


def require_plannable(state: RequestState) -> None:
    """Only an approved request becomes a visit."""
    if state is not RequestState.APPROVED:
        raise Refused("request.not_approved", state=state.value)
