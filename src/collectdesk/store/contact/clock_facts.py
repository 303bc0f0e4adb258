"""What legal clocks hang on, of one case or of all open ones: a few queries each, whatever the number of cases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectdesk.domain.contact.legal_clocks import FactKind
from collectdesk.domain.contact.notices import PROVEN
from collectdesk.domain.customers.parties import PartyRole
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.customers.customers import newest_state
from collectdesk.store.rows.cases import ArrangementRow, CaseRow, PromiseRow
from collectdesk.store.rows.complaints import LegalFactRow
from collectdesk.store.rows.customers import (
    ContactPointRow,
    InstalmentRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
    RelatedPartyRow,
)
from collectdesk.store.rows.notices import NoticeEventRow, NoticeRow
from collectdesk.store.rows.visits import EvidenceRow

if TYPE_CHECKING:
    from datetime import date, datetime

    from collectdesk.store.work import View, Work

_AGREED = (
    ArrangementState.ACTIVE,
    ArrangementState.COMPLETED,
    ArrangementState.BROKEN,
    ArrangementState.REPLACED,
)


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """One product: what is due last, since when it is unpaid, and what was paid on it."""

    id: str
    kind: ProductKind
    account_no: str
    overdue_fen: int
    as_of: date
    oldest_unpaid_on: date | None
    last_due_on: date | None


@dataclass(frozen=True, slots=True)
class ProvenNotice:
    """A notice that arrived or was refused at the door: when, and to whom; ``party_id`` "" is the customer."""

    level: str
    proven_on: date
    pay_by: date
    party_id: str


@dataclass(frozen=True, slots=True)
class LegalFact:
    """What somebody noted by hand."""

    id: str
    product_id: str
    kind: FactKind
    happened_on: date
    proof: str
    recorded_by: str


@dataclass(slots=True)
class CaseFacts:
    """Everything of one case that clocks hang on; days are those on which something was true."""

    case_id: str
    customer_id: str
    products: list[ProductFacts] = field(default_factory=list)
    paid: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    promised: list[date] = field(default_factory=list)
    agreed: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    notices: list[ProvenNotice] = field(default_factory=list)
    joint: set[str] = field(default_factory=set)
    guarantors: dict[str, tuple[str, date | None]] = field(default_factory=dict)
    """Party → name and until when the guarantee was agreed to stand."""
    noted: list[LegalFact] = field(default_factory=list)
    recorded_at: datetime | None = None
    """When the newest recording was filed."""


def facts(view: View, case_id: str | None = None) -> dict[str, CaseFacts]:
    """Case → what its clocks hang on; of one case, or of every open one."""
    wanted = CaseRow.id == case_id if case_id is not None else CaseRow.closed_on.is_(None)
    found = {
        r.id: CaseFacts(r.id, r.customer_id)
        for r in view.rows(sa.select(CaseRow.id, CaseRow.customer_id).where(wanted))
    }
    by_customer = {each.customer_id: each for each in found.values()}
    _products(view, wanted, by_customer)
    _people(view, wanted, by_customer)
    _dealings(view, wanted, found)
    return found


def _products(view: View, wanted: Any, by_customer: dict[str, CaseFacts]) -> None:
    product, state = ProductRow, ProductStateRow
    last_due = (
        sa.select(sa.func.max(InstalmentRow.due_on))
        .where(InstalmentRow.product_id == product.id)
        .correlate(product)
        .scalar_subquery()
    )
    query = (
        sa.select(
            product.id, product.customer_id, product.kind, product.account_no, state.overdue_fen, state.as_of,
            state.oldest_unpaid_on, last_due.label("last_due_on"),
        )
        .join(state, state.id == newest_state(None))
        .join(CaseRow, CaseRow.customer_id == product.customer_id)
        .where(wanted)
    )  # fmt: skip
    for r in view.rows(query):
        by_customer[r.customer_id].products.append(
            ProductFacts(
                r.id,
                ProductKind(r.kind),
                r.account_no,
                r.overdue_fen,
                r.as_of,
                r.oldest_unpaid_on,
                r.last_due_on,
            )
        )
    paid = (
        sa.select(product.customer_id, PaymentRow.product_id, PaymentRow.paid_on)
        .join(product, product.id == PaymentRow.product_id)
        .join(CaseRow, CaseRow.customer_id == product.customer_id)
        .where(wanted)
    )
    for r in view.rows(paid):
        by_customer[r.customer_id].paid[r.product_id].append(r.paid_on)


def _people(view: View, wanted: Any, by_customer: dict[str, CaseFacts]) -> None:
    party = RelatedPartyRow
    owing = (PartyRole.GUARANTOR.value, PartyRole.JOINT_BORROWER.value)
    query = (
        sa.select(party.id, party.customer_id, party.role, party.name, party.liable, party.until_on)
        .join(CaseRow, CaseRow.customer_id == party.customer_id)
        .where(wanted, party.role.in_(owing))
    )
    for r in view.rows(query):
        case = by_customer[r.customer_id]
        if r.role == PartyRole.JOINT_BORROWER.value:
            case.joint.add(r.id)
        elif r.liable is not False:
            case.guarantors[r.id] = (r.name, r.until_on)


def _dealings(view: View, wanted: Any, found: dict[str, CaseFacts]) -> None:
    def of_case(query: Any, table: Any) -> Any:
        return view.rows(query.join(CaseRow, CaseRow.id == table.case_id).where(wanted))

    gone = (PromiseState.CANCELLED.value,)
    for r in of_case(sa.select(PromiseRow.case_id, PromiseRow.made_on, PromiseRow.state), PromiseRow):
        if r.state not in gone:
            found[r.case_id].promised.append(r.made_on)
    agreed = {state.value for state in _AGREED}
    plan = ArrangementRow
    for r in of_case(sa.select(plan.case_id, plan.product_id, plan.made_on, plan.state), plan):
        if r.state in agreed:
            found[r.case_id].agreed[r.product_id].append(r.made_on)
    event, notice, point = NoticeEventRow, NoticeRow, ContactPointRow
    proven = (
        sa.select(notice.case_id, notice.level, notice.pay_by, event.happened_on, point.related_party_id)
        .select_from(event)
        .join(notice, notice.id == event.notice_id)
        .join(point, point.id == notice.point_id)
        .where(event.state.in_([state.value for state in PROVEN]))
    )
    for r in of_case(proven, notice):
        found[r.case_id].notices.append(
            ProvenNotice(r.level, r.happened_on, r.pay_by, r.related_party_id or "")
        )
    fact = LegalFactRow
    noted = sa.select(
        fact.id, fact.case_id, fact.product_id, fact.kind, fact.happened_on, fact.proof, fact.recorded_by
    )
    for r in of_case(noted, fact):
        found[r.case_id].noted.append(
            LegalFact(r.id, r.product_id or "", FactKind(r.kind), r.happened_on, r.proof, r.recorded_by)
        )
    recorded = sa.select(EvidenceRow.case_id, EvidenceRow.recorded_at).where(EvidenceRow.kind == "recording")
    for r in of_case(recorded, EvidenceRow):
        case = found[r.case_id]
        case.recorded_at = max(filter(None, (case.recorded_at, r.recorded_at)))


def add_fact(work: Work, case_id: str, product_id: str, kind: FactKind, happened_on: date, proof: str) -> str:
    """Keep what somebody noted by hand."""
    return work.add(
        LegalFactRow, case_id=case_id, product_id=product_id or None, party_id=None, kind=kind.value,
        happened_on=happened_on, proof=proof,
    )  # fmt: skip
