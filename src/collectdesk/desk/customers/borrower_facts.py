"""What the file knows of borrowers, as the scorecard asks it; what nobody knows stays unknown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from collectdesk.domain.contact.contacts import Reached
from collectdesk.domain.customers.finances import EXPENSES, INCOMES, FinanceKind, household
from collectdesk.domain.paper.records import Attitude as AttitudeSeen
from collectdesk.domain.paper.records import FamilySituation, OverdueReason, VisitOutcome
from collectdesk.domain.paper.records import IncomeSource as IncomeSeen
from collectdesk.domain.risk.risk_facts import (
    WINDOWS,
    Attitude,
    BorrowerFacts,
    HouseholdBudget,
    IncomeSource,
    facts_from_history,
)
from collectdesk.domain.solutions.months import add_months
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.store.customers.borrowers import Known, known

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from collectdesk.store.customers.borrowers import Seen, Told
    from collectdesk.store.work import View


def borrower_facts(view: View, case_id: str) -> BorrowerFacts:
    """What the file knows of one case's borrower."""
    return facts_of(view, (case_id,))[case_id]


def facts_of(view: View, case_ids: Iterable[str]) -> dict[str, BorrowerFacts]:
    """What the file knows of the borrowers of many cases, asked once for each kind of fact."""
    since = add_months(view.today, -WINDOWS)
    found = known(view, case_ids, since)
    return {case_id: _facts(one, view.today) for case_id, one in found.items()}


def _facts(one: Known, day: date) -> BorrowerFacts:
    facts = facts_from_history(one.histories, day)
    broken = (PromiseState.BROKEN, PromiseState.PARTLY_KEPT)
    facts = replace(
        facts,
        promises_kept=one.promises.count(PromiseState.KEPT) if one.promises else None,
        promises_broken=sum(state in broken for state in one.promises) if one.promises else None,
        right_party_contacts=one.calls.count(Reached.DEBTOR) if one.calls else None,
        call_attempts=len(one.calls) if one.calls else None,
        other_lenders_overdue=one.others_overdue,
        income_source=_written_income(one.money),
        household_budget=_budget(one.money),
        has_guarantor=one.owes_too,
        has_collateral=any(told.kind is FinanceKind.COLLATERAL for told in one.money) or None,
    )
    return _with_visit(one.visits, facts)


def _budget(money: list[Told]) -> HouseholdBudget | None:
    """What is left of a month's income; unknown until incomes and expenses are both written down."""
    kinds = {told.kind for told in money}
    if not kinds & INCOMES or not kinds & EXPENSES:
        return None
    sums = household((told.kind, told.amount) for told in money)
    if sums.left.fen < 0:
        return HouseholdBudget.DEFICIT
    # a tenth of the income is what a broken appliance or an illness eats up
    return HouseholdBudget.SURPLUS if sums.left.fen * 10 > sums.income.fen else HouseholdBudget.BALANCED


def _written_income(money: list[Told]) -> IncomeSource | None:
    """Where the money comes from by the figures written down: the steadiest counts, told is less than shown."""
    incomes = [told for told in money if told.kind in INCOMES]
    shown = {told.kind for told in incomes if told.source != SAID}
    if FinanceKind.WAGES in shown:
        return IncomeSource.CONFIRMED_STABLE
    if shown:
        return IncomeSource.CONFIRMED_IRREGULAR
    return IncomeSource.UNCONFIRMED if incomes else None


SAID: Final = "customer"
"""The source of a figure that the customer only told."""


def _with_visit(visits: list[Seen], facts: BorrowerFacts) -> BorrowerFacts:
    if not visits:
        return facts
    newest = visits[-1]
    reasons = {OverdueReason(each) for each in newest.overdue_reasons}
    vain = (VisitOutcome.NOT_MET.value, VisitOutcome.MOVED.value)
    return replace(
        facts,
        attitude=_ATTITUDES.get(AttitudeSeen(newest.attitude)),
        income_source=_seen_income(newest) or facts.income_source,
        income_lost_documented=OverdueReason.JOB_LOST in reasons or None,
        illness_documented=OverdueReason.ILLNESS in reasons
        or FamilySituation.ILL_MEMBER.value in newest.family
        or None,
        visits_without_result=sum(seen.outcome in vain for seen in visits),
    )


def _seen_income(record: Seen) -> IncomeSource | None:
    for seen, scored in _INCOMES:
        if seen.value in record.income:
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
