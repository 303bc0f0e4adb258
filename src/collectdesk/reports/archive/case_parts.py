"""The plain values a case file is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from collectdesk.domain.money import Money
    from collectdesk.reports.archive.case_closing import ClosingNote
    from collectdesk.reports.archive.case_complaints import CaseComplaint
    from collectdesk.reports.archive.case_notices import CaseNotice
    from collectdesk.reports.drawing.page import Printing
    from collectdesk.reports.solutions.agreement import ScheduledPayment
    from collectdesk.reports.visits.visit_record import Breach, RuleDecision, VisitRecord


@dataclass(frozen=True, slots=True)
class CaseCover:
    """What the archive writes on the outside of a file (案卷封面)."""

    fonds: str
    category: str
    title: str
    file_no: str
    from_on: date
    to_on: date
    retention: str
    security: str
    compiled_by: str
    checked_by: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CaseProduct:
    """One product of the customer on the day the file was made."""

    product: str
    account: str
    contract: str
    opened_on: date | None
    granted: Money | None
    balance: Money
    overdue: Money
    dpd: int
    five_class: str


@dataclass(frozen=True, slots=True)
class CaseContactPoint:
    """A way to reach the customer or a related party, as it may be shown."""

    person: str
    relation: str
    kind: str
    value: str
    source: str
    state: str


@dataclass(frozen=True, slots=True)
class RiskReason:
    """One line of a score: what was seen, and the points it gave."""

    text: str
    points: int


@dataclass(frozen=True, slots=True)
class CaseAssessment:
    """A risk assessment as it was frozen."""

    at: datetime
    by: str
    scorecard: str
    score: int
    band: str
    willingness: str
    ability: str
    visit: str
    reasons: tuple[RiskReason, ...]
    override: str = ""


@dataclass(frozen=True, slots=True)
class CaseContact:
    """One contact attempt, in words."""

    at: datetime
    channel: str
    person: str
    by: str
    outcome: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseArrangement:
    """A solution agreed with the customer, and its schedule."""

    number: str
    kind: str
    state: str
    agreed_on: date | None
    approved_by: str
    terms: str
    schedule: tuple[ScheduledPayment, ...] = ()


@dataclass(frozen=True, slots=True)
class CasePromise:
    """A promise to pay and what payments made of it."""

    made_on: date
    due_on: date
    amount: Money
    paid: Money
    state: str
    made_to: str = ""


@dataclass(frozen=True, slots=True)
class CasePayment:
    """A payment as the core system reported it."""

    paid_on: date
    account: str
    amount: Money
    channel: str
    reference: str
    state: str


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry of the audit chain; the digest is printed short."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    digest: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything of one case. ``identity`` holds key and value pairs in words, in printing order."""

    case_no: str
    customer: str
    customer_no: str
    state: str
    made_on: date
    cover: CaseCover
    identity: tuple[tuple[str, str], ...]
    products: tuple[CaseProduct, ...]
    printing: Printing
    contact_points: tuple[CaseContactPoint, ...] = ()
    assessments: tuple[CaseAssessment, ...] = ()
    contacts: tuple[CaseContact, ...] = ()
    notices: tuple[CaseNotice, ...] = ()
    complaints: tuple[CaseComplaint, ...] = ()
    visits: tuple[VisitRecord, ...] = ()
    arrangements: tuple[CaseArrangement, ...] = ()
    promises: tuple[CasePromise, ...] = ()
    payments: tuple[CasePayment, ...] = ()
    decisions: tuple[RuleDecision, ...] = ()
    breaches: tuple[Breach, ...] = ()
    audit: tuple[AuditLine, ...] = ()
    audit_root: str = ""
    rule_pack: str = ""
    closing: ClosingNote | None = None
