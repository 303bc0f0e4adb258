"""What the file knows of a borrower, as the scorecard asks it; what nobody knows stays unknown."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from collectdesk.domain.contacts import Channel, Reached
from collectdesk.domain.finances import EXPENSES, INCOMES, household
from collectdesk.domain.promises import PromiseState
from collectdesk.domain.records import Attitude as AttitudeSeen
from collectdesk.domain.records import FamilySituation, OverdueReason
from collectdesk.domain.records import IncomeSource as IncomeSeen
from collectdesk.domain.risk_facts import (
    Attitude,
    BorrowerFacts,
    HouseholdBudget,
    IncomeSource,
    InstalmentHistory,
    ProductHistory,
    facts_from_history,
)
from collectdesk.store import cases, customers, solutions, visits
from collectdesk.store.finances import finances
from collectdesk.store.visits import VisitRecord
from collectdesk.store.work import View


def borrower_facts(view: View, case_id: str) -> BorrowerFacts:
    """What the file knows, as the scorecard asks it; what nobody knows stays unknown."""
    kept = cases.case(view, case_id)
    facts = facts_from_history(_histories(view, kept.customer_id), view.today)
    promised = solutions.promises(view, case_id=case_id)
    calls = [c for c in cases.contacts(view, case_id) if c.channel is Channel.PHONE]
    facts = replace(
        facts,
        promises_kept=sum(p.state is PromiseState.KEPT for p in promised) if promised else None,
        promises_broken=sum(p.state in (PromiseState.BROKEN, PromiseState.PARTLY_KEPT) for p in promised)
        if promised
        else None,
        right_party_contacts=sum(c.reached is Reached.DEBTOR for c in calls) if calls else None,
        call_attempts=len(calls) if calls else None,
        household_budget=_budget(view, kept.customer_id),
        has_guarantor=any(p.party_role == "guarantor" for p in customers.points(view, kept.customer_id)),
    )
    return _with_visit(view, case_id, facts)


def _budget(view: View, customer_id: str) -> HouseholdBudget | None:
    """What is left of a month's income; unknown until incomes and expenses are both written down."""
    known = [(each.kind, each.amount) for each in finances(view, customer_id) if each.struck_on is None]
    kinds = {kind for kind, _ in known}
    if not kinds & INCOMES or not kinds & EXPENSES:
        return None
    sums = household(known)
    if sums.left.fen < 0:
        return HouseholdBudget.DEFICIT
    # a tenth of the income is what a broken appliance or an illness eats up
    return HouseholdBudget.SURPLUS if sums.left.fen * 10 > sums.income.fen else HouseholdBudget.BALANCED


def _histories(view: View, customer_id: str) -> list[ProductHistory]:
    owned = customers.products(view, customer_id)
    ids = [str(p.id) for p in owned]
    parts, paid = customers.instalments(view, ids), customers.payments(view, ids)
    return [
        ProductHistory(
            kind=p.kind.value,
            granted=p.granted,
            balance=p.balance,
            overdue=p.overdue,
            dpd=p.dpd,
            instalments=tuple(
                InstalmentHistory(i.due_on, i.due, i.paid) for i in parts if i.product_id == p.id
            ),
            payments=tuple(x for x in paid if x.product_id == p.id),
        )
        for p in owned
    ]


def _with_visit(view: View, case_id: str, facts: BorrowerFacts) -> BorrowerFacts:
    records = [r for v in visits.visits_of(view, case_id) if (r := visits.record_of(view, v.id)) is not None]
    if not records:
        return facts
    newest = max(records, key=lambda record: record.findings.arrived_at)
    return replace(
        facts,
        attitude=_ATTITUDES.get(newest.findings.attitude),
        income_source=_income(newest),
        income_lost_documented=OverdueReason.JOB_LOST in newest.findings.overdue_reasons or None,
        illness_documented=OverdueReason.ILLNESS in newest.findings.overdue_reasons
        or FamilySituation.ILL_MEMBER in newest.findings.family
        or None,
        visits_without_result=sum(r.findings.outcome.value in ("not_met", "moved") for r in records),
    )


def _income(record: VisitRecord) -> IncomeSource | None:
    for seen, scored in _INCOMES:
        if seen in record.findings.income:
            return scored
    return None


_ATTITUDES: Final = {
    AttitudeSeen.COOPERATIVE: Attitude.COOPERATIVE,
    AttitudeSeen.WILLING_UNABLE: Attitude.COOPERATIVE,
    AttitudeSeen.EVASIVE: Attitude.EVASIVE,
    AttitudeSeen.HOSTILE: Attitude.HOSTILE,
}
_INCOMES: Final = (
    # the steadiest source found counts
    (IncomeSeen.WAGES, IncomeSource.CONFIRMED_STABLE),
    (IncomeSeen.PENSION, IncomeSource.CONFIRMED_STABLE),
    (IncomeSeen.BUSINESS, IncomeSource.CONFIRMED_IRREGULAR),
    (IncomeSeen.FARMING, IncomeSource.CONFIRMED_IRREGULAR),
    (IncomeSeen.ODD_JOBS, IncomeSource.CONFIRMED_IRREGULAR),
    (IncomeSeen.BENEFITS, IncomeSource.CONFIRMED_IRREGULAR),
    (IncomeSeen.FAMILY_SUPPORT, IncomeSource.UNCONFIRMED),
    (IncomeSeen.NONE, IncomeSource.NONE),
)
