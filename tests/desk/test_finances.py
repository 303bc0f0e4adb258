"""Finances: no figure without a source, none vanishes; no enquiry without an authorisation that came before it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.customers.finances import (
    FinanceKind,
    NoteEnquiry,
    NoteFinance,
    ShowFinances,
    StrikeFinance,
)
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.store.trouble import StaleRecord
from helpers.branches import LI, WANG

if TYPE_CHECKING:
    from helpers.branches import Branch

DAY = date(2026, 3, 18)


def note(branch: Branch, **said: Any) -> str:
    facts = {"kind": FinanceKind.WAGES, "amount": Money(4_000_00), "source": "customer", "as_of": DAY, **said}
    return branch.clerk(NoteFinance(branch.customer_id(LI), **facts))


def ask(branch: Branch, **said: Any) -> str:
    facts = {
        "purpose": "post_loan",
        "asked_on": DAY,
        "authorised_on": date(2023, 5, 6),
        "authorisation": "合同第 9 条",
    }
    return branch.clerk(NoteEnquiry(branch.customer_id(LI), **{**facts, **said}))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"amount": Money(0)}, "finance.no_amount"),
        ({"source": "hearsay"}, "finance.source_missing"),
        ({"as_of": date(2026, 3, 19)}, "finance.in_future"),
    ],
)
def test_a_figure_without_amount_source_or_past_is_refused(
    branch: Branch, said: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        note(branch, **said)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"authorised_on": date(2026, 3, 19), "asked_on": DAY}, "enquiry.not_authorised"),
        ({"authorisation": " "}, "enquiry.authorisation_missing"),
        ({"purpose": "curiosity"}, "enquiry.purpose_missing"),
        ({"asked_on": date(2026, 3, 19)}, "enquiry.in_future"),
    ],
)
def test_an_enquiry_nobody_authorised_is_refused(branch: Branch, said: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(branch, **said)
    assert refused.value.code == code


def test_a_struck_figure_stays_in_sight_and_counts_no_more(branch: Branch) -> None:
    wrong = note(branch, amount=Money(9_000_00))
    note(branch)
    note(branch, kind=FinanceKind.RENT, amount=Money(1_500_00))
    branch.clerk(StrikeFinance(branch.customer_id(LI), wrong, "属于另一客户"))
    found = branch.clerk(ShowFinances(branch.customer_id(LI)))
    assert (found.household.income.fen, found.household.left.fen) == (4_000_00, 2_500_00)
    assert [e.struck_why for e in found.entries if e.struck_on] == ["属于另一客户"]
    for customer_id in (branch.customer_id(LI), branch.customer_id(WANG)):  # twice, and another customer's
        with pytest.raises(StaleRecord):
            branch.clerk(StrikeFinance(customer_id, wrong, "再次"))


def test_an_enquiry_is_kept_with_its_authorisation_and_in_the_trail(branch: Branch) -> None:
    ask(branch, report_no="R-1", result="无其他逾期")
    found = branch.clerk(ShowFinances(branch.customer_id(LI))).enquiries
    assert [(e.purpose, e.authorised_on, e.result) for e in found] == [
        ("post_loan", date(2023, 5, 6), "无其他逾期")
    ]
    assert branch.actions()[-1] == "enquiry.noted"
