"""What the file holds of many borrowers for a risk check: one question for each kind of fact, however many cases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from collectdesk.domain.contact.contacts import Channel, Reached
from collectdesk.domain.customers.finances import FinanceKind
from collectdesk.domain.customers.parties import PartyRole
from collectdesk.domain.money import Money
from collectdesk.domain.paper.records import RecordState
from collectdesk.domain.risk.risk_facts import InstalmentHistory, ProductHistory
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.customers.customers import newest_state
from collectdesk.store.rows.cases import (
    AssessmentRow,
    CaseRow,
    ContactRow,
    EntryCorrectionRow,
    HoldRow,
    PromiseRow,
)
from collectdesk.store.rows.customers import (
    EnquiryRow,
    FinanceRow,
    InstalmentRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
    RelatedPartyRow,
)
from collectdesk.store.rows.visits import VisitRecordRow, VisitRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from collectdesk.store.work import View

AT_ONCE: Final = 5_000
"""Ids in one question: below what SQLite takes, and enough for a busy branch."""


@dataclass(frozen=True, slots=True)
class Paid:
    """A booked payment of a product."""

    paid_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Seen:
    """What a visit found, in the codes of its record."""

    arrived_at: datetime
    attitude: str
    outcome: str
    overdue_reasons: tuple[str, ...]
    income: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of the household: kind, amount and who says so."""

    kind: FinanceKind
    amount: Money
    source: str


@dataclass(slots=True)
class Known:
    """Everything the file holds of one case's borrower that a risk check asks for."""

    customer_id: str
    histories: list[ProductHistory] = field(default_factory=list)
    promises: list[PromiseState] = field(default_factory=list)
    calls: list[Reached] = field(default_factory=list)
    money: list[Told] = field(default_factory=list)
    others_overdue: int | None = None
    """Other lenders overdue by the newest credit report that says so."""
    owes_too: bool = False
    """Whether a guarantor or joint borrower is bound to pay today."""
    visits: list[Seen] = field(default_factory=list)


def known(view: View, case_ids: Iterable[str], since: date) -> dict[str, Known]:
    """What the file holds of the borrowers of these cases; payments from ``since`` on."""
    wanted = list(case_ids)
    found: dict[str, Known] = {}
    for start in range(0, len(wanted), AT_ONCE):
        found |= _known(view, wanted[start : start + AT_ONCE], since)
    return found


def _known(view: View, case_ids: Sequence[str], since: date) -> dict[str, Known]:
    rows = view.rows(sa.select(CaseRow.id, CaseRow.customer_id).where(CaseRow.id.in_(case_ids)))
    found = {row.id: Known(row.customer_id) for row in rows}
    of: dict[str, list[Known]] = defaultdict(list)
    for one in found.values():
        of[one.customer_id].append(one)
    for customer_id, history in _histories(view, list(of), since):
        for one in of[customer_id]:
            one.histories.append(history)
    _money(view, of)
    _ties(view, of)
    _promises(view, found)
    _calls(view, found)
    _visits(view, found)
    return found


def _histories(view: View, customer_ids: list[str], since: date) -> Iterator[tuple[str, ProductHistory]]:
    state = ProductStateRow
    products = view.rows(
        sa.select(ProductRow.id, ProductRow.customer_id, ProductRow.kind, ProductRow.granted_fen, state.balance_fen,
                  state.overdue_fen, state.dpd)
        .outerjoin(state, state.id == newest_state(None))
        .where(ProductRow.customer_id.in_(customer_ids))
        .order_by(ProductRow.customer_id, ProductRow.account_no)
    )  # fmt: skip
    ids = [row.id for row in products]
    parts, paid = _instalments(view, ids), _payments(view, ids, since)
    for row in products:
        yield (
            row.customer_id,
            ProductHistory(
                row.kind, Money(int(row.granted_fen)), Money(int(row.balance_fen or 0)),
                Money(int(row.overdue_fen or 0)), row.dpd or 0,
                tuple(parts.get(row.id, ())), tuple(paid.get(row.id, ())),
            ),
        )  # fmt: skip


def _instalments(view: View, product_ids: list[str]) -> dict[str, list[InstalmentHistory]]:
    """The newest word on each instalment; later words overwrite earlier ones."""
    row = InstalmentRow
    newest: dict[tuple[str, int], InstalmentHistory] = {}
    for ids in _portions(product_ids):
        query = (
            sa.select(row.product_id, row.seq, row.due_on, row.paid_fen,
                      (row.principal_fen + row.interest_fen + row.fee_fen).label("due"))
            .where(row.product_id.in_(ids))
            .order_by(row.as_of, row.recorded_at)
        )  # fmt: skip
        for each in view.rows(query):
            newest[each.product_id, each.seq] = InstalmentHistory(
                each.due_on, Money(int(each.due)), Money(int(each.paid_fen))
            )
    found: dict[str, list[InstalmentHistory]] = defaultdict(list)
    for (product_id, _), one in newest.items():
        found[product_id].append(one)
    return found


def _payments(view: View, product_ids: list[str], since: date) -> dict[str, list[Paid]]:
    found: dict[str, list[Paid]] = defaultdict(list)
    for ids in _portions(product_ids):
        query = sa.select(PaymentRow.product_id, PaymentRow.paid_on, PaymentRow.amount_fen).where(
            PaymentRow.product_id.in_(ids), PaymentRow.paid_on >= since
        )
        for row in view.rows(query):
            found[row.product_id].append(Paid(row.paid_on, Money(int(row.amount_fen))))
    return found


def _money(view: View, of: dict[str, list[Known]]) -> None:
    """Figures that count, and what the newest credit report says of other lenders."""
    row, asked = FinanceRow, EnquiryRow
    query = sa.select(row.customer_id, row.kind, row.amount_fen, row.source).where(
        row.customer_id.in_(list(of)), row.struck_on.is_(None)
    )
    for each in view.rows(query):
        for one in of[each.customer_id]:
            one.money.append(Told(FinanceKind(each.kind), Money(int(each.amount_fen)), each.source))
    reports = (
        sa.select(asked.customer_id, asked.others_overdue)
        .where(asked.customer_id.in_(list(of)), asked.others_overdue.is_not(None))
        .order_by(asked.asked_on, asked.recorded_at)
    )
    for each in view.rows(reports):
        for one in of[each.customer_id]:
            one.others_overdue = each.others_overdue


def _ties(view: View, of: dict[str, list[Known]]) -> None:
    """Guarantors and joint borrowers who are bound today; one released or whose guarantee is over isn't."""
    party = RelatedPartyRow
    query = sa.select(party.customer_id).where(
        party.customer_id.in_(list(of)),
        party.name != "",
        party.role.in_((PartyRole.GUARANTOR.value, PartyRole.JOINT_BORROWER.value)),
        sa.or_(party.liable.is_(None), party.liable.is_(True)),
        sa.or_(party.until_on.is_(None), party.until_on >= view.today),
    )
    for each in view.rows(query):
        for one in of[each.customer_id]:
            one.owes_too = True


def _promises(view: View, found: dict[str, Known]) -> None:
    query = sa.select(PromiseRow.case_id, PromiseRow.state).where(PromiseRow.case_id.in_(list(found)))
    for row in view.rows(query):
        found[row.case_id].promises.append(PromiseState(row.state))


def _calls(view: View, found: dict[str, Known]) -> None:
    """Calls that are the customer's own; what was struck as another customer's doesn't count."""
    query = (
        sa.select(ContactRow.case_id, ContactRow.reached)
        .outerjoin(EntryCorrectionRow, EntryCorrectionRow.subject_id == ContactRow.id)
        .where(
            ContactRow.case_id.in_(list(found)),
            ContactRow.channel == Channel.PHONE.value,
            EntryCorrectionRow.id.is_(None),
        )
    )
    for row in view.rows(query):
        found[row.case_id].calls.append(Reached(row.reached))


def _visits(view: View, found: dict[str, Known]) -> None:
    """Records that aren't void, the oldest first."""
    record = VisitRecordRow
    query = (
        sa.select(VisitRow.case_id, record.arrived_at, record.attitude, record.outcome, record.overdue_reasons,
                  record.income, record.family)
        .join(record, record.visit_id == VisitRow.id)
        .where(VisitRow.case_id.in_(list(found)), record.state != RecordState.VOID.value)
        .order_by(record.arrived_at)
    )  # fmt: skip
    for row in view.rows(query):
        found[row.case_id].visits.append(_seen(row))


def _seen(row: Any) -> Seen:
    return Seen(
        row.arrived_at, row.attitude, row.outcome, tuple(row.overdue_reasons), tuple(row.income), tuple(row.family)
    )  # fmt: skip


def _portions(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def holds_today(view: View) -> dict[str, frozenset[str]]:
    """The codes of the holds that stand today, by case."""
    row, found = HoldRow, defaultdict(set)
    query = sa.select(row.case_id, row.code).where(
        row.from_on <= view.today,
        sa.or_(row.until_on.is_(None), row.until_on >= view.today),
        sa.or_(row.ended_on.is_(None), row.ended_on > view.today),
    )
    for each in view.rows(query):
        found[each.case_id].add(each.code)
    return {case_id: frozenset(codes) for case_id, codes in found.items()}


def newest_checks(view: View) -> dict[str, tuple[str, str]]:
    """Level and strategy of the newest frozen check of every open case that has one."""
    row = AssessmentRow
    newest = (
        sa.select(sa.func.max(row.id)).join(CaseRow, CaseRow.id == row.case_id)
        .where(CaseRow.closed_on.is_(None)).group_by(row.case_id)
    )  # fmt: skip
    query = sa.select(row.case_id, row.level, row.strategy).where(row.id.in_(newest))
    return {each.case_id: (each.level, each.strategy) for each in view.rows(query)}
