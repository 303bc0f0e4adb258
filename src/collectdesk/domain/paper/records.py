"""The visit record: what two people found, as they found it. Facts are never refused, only contradictions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from collectdesk.domain.paper.further import NOTHING, Further, require_told_whole
from collectdesk.domain.refusals import Refused


class Met(Enum):
    BORROWER = "borrower"
    FAMILY = "family"
    COLLEAGUE = "colleague"
    NEIGHBOUR = "neighbour"
    NOBODY = "nobody"
    BAD_ADDRESS = "bad_address"
    REFUSED = "refused"
    STOPPED_FOR_SAFETY = "stopped_for_safety"


class Identity(Enum):
    DOCUMENT_SEEN = "document_seen"
    QUESTIONS_ANSWERED = "questions_answered"
    NOT_CONFIRMED = "not_confirmed"
    NOT_APPLICABLE = "not_applicable"


class Entry(Enum):
    NOT_ENTERED = "not_entered"
    CONSENTED = "consented"
    ENTERED_WITHOUT_CONSENT = "entered_without_consent"


class Recording(Enum):
    ON = "on"
    REFUSED = "refused"
    NONE = "none"


class OverdueReason(Enum):
    JOB_LOST = "job_lost"
    INCOME_DOWN = "income_down"
    ILLNESS = "illness"
    FAMILY_EVENT = "family_event"
    BUSINESS_FAILED = "business_failed"
    DISASTER = "disaster"
    FORGOTTEN = "forgotten"
    STATEMENT_DISPUTE = "statement_dispute"
    DECEIVED = "deceived"
    UNWILLING = "unwilling"
    OTHER = "other"


class IncomeSource(Enum):
    WAGES = "wages"
    ODD_JOBS = "odd_jobs"
    BUSINESS = "business"
    FARMING = "farming"
    PENSION = "pension"
    FAMILY_SUPPORT = "family_support"
    BENEFITS = "benefits"
    NONE = "none"


class FamilySituation(Enum):
    SUPPORTS_CHILDREN = "supports_children"
    SUPPORTS_ELDERS = "supports_elders"
    SPOUSE_EARNS = "spouse_earns"
    LIVES_ALONE = "lives_alone"
    ILL_MEMBER = "ill_member"
    MINORS_PRESENT = "minors_present"
    BEREAVED = "bereaved"


class Attitude(Enum):
    COOPERATIVE = "cooperative"
    WILLING_UNABLE = "willing_unable"
    EVASIVE = "evasive"
    HOSTILE = "hostile"
    NOT_SEEN = "not_seen"


class VisitOutcome(Enum):
    PROMISED = "promised"
    WANTS_PLAN = "wants_plan"
    PAID = "paid"
    REFUSED_TO_PAY = "refused_to_pay"
    HARDSHIP = "hardship"
    DISPUTED = "disputed"
    NOT_MET = "not_met"
    MOVED = "moved"
    NOTICE_SERVED = "notice_served"
    STOPPED = "stopped"


class RecordState(Enum):
    RECORDED = "recorded"
    SENT_BACK = "sent_back"
    SIGNED_OFF = "signed_off"
    VOID = "void"
    """Typed for the wrong customer: it stays to be seen and says nothing of this one."""


SPOKEN_TO = frozenset({Met.BORROWER, Met.FAMILY, Met.COLLEAGUE, Met.NEIGHBOUR})
"""With whom there was a talk: identity, purpose and consent then mean something."""
THIRD_PERSONS = frozenset({Met.FAMILY, Met.COLLEAGUE, Met.NEIGHBOUR})
"""Before whom nothing is said of the debt."""
ABOUT_THE_DEBT = frozenset(
    {
        VisitOutcome.PROMISED,
        VisitOutcome.WANTS_PLAN,
        VisitOutcome.PAID,
        VisitOutcome.HARDSHIP,
        VisitOutcome.REFUSED_TO_PAY,
        VisitOutcome.DISPUTED,
    }
)
"""Outcomes that only a talk about the debt can have."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The sheet as typed up. Times are instants; texts may be empty; tuples keep the sheet's order."""

    arrived_at: datetime
    left_at: datetime
    met: Met
    met_name: str
    identity: Identity
    identification_shown: bool
    purpose_stated: bool
    entry: Entry
    recording: Recording
    overdue_reasons: tuple[OverdueReason, ...]
    income: tuple[IncomeSource, ...]
    income_note: str
    family: tuple[FamilySituation, ...]
    family_note: str
    attitude: Attitude
    outcome: VisitOutcome
    narrative: str
    feedback: str = ""
    further: Further = NOTHING


@dataclass(frozen=True, slots=True)
class Incident:
    """An earlier visit that ended for safety or met hostility: its day, what happened, what was written of it."""

    on: date
    what: Met | Attitude | VisitOutcome
    text: str


def alarming(findings: Findings) -> Met | Attitude | VisitOutcome | None:
    """What the next team has to know of this visit: broken off for safety, stopped, met with hostility."""
    if findings.met is Met.STOPPED_FOR_SAFETY:
        return findings.met
    if findings.outcome is VisitOutcome.STOPPED:
        return findings.outcome
    return findings.attitude if findings.attitude is Attitude.HOSTILE else None


def require_consistent(findings: Findings, *, now: datetime) -> None:
    """Refuse what can't be true, with the field's name as a fact; never what merely shouldn't have happened."""
    if findings.left_at < findings.arrived_at:
        raise Refused("record.left_before_arrival", field="left_at")
    if findings.arrived_at > now:
        raise Refused("record.in_future", field="arrived_at")
    if findings.met is Met.BORROWER and findings.identity is Identity.NOT_APPLICABLE:
        raise Refused("record.identity_missing", field="identity")
    if findings.met not in SPOKEN_TO and findings.outcome in ABOUT_THE_DEBT:
        raise Refused("record.outcome_without_talk", field="outcome", met=findings.met.value)
    if findings.met is Met.BORROWER and not findings.overdue_reasons:
        raise Refused("record.reasons_missing", field="overdue_reasons")
    if not findings.narrative.strip():
        raise Refused("record.narrative_missing", field="narrative")
    require_told_whole(findings.further)


def require_signable(state: RecordState) -> None:
    """Only a record that waits is signed off or sent back."""
    if state is RecordState.SIGNED_OFF:
        raise Refused("record.already_signed")
    if state is not RecordState.RECORDED:
        raise Refused("record.not_waiting", state=state.value)
