"""The ways out of a debt: from core banking's figures, judged by the rules with their clause, and nothing written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.solutions.comparing_ways import Compared, CompareWays, Component
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementKind
from helpers.branches import LI, PRACTICE_DATE, WANG, instalment_rows

if TYPE_CHECKING:
    from helpers.branches import Branch

FIRST = date(2026, 4, 10)


def compared(branch: Branch, name: str = LI, **asked: object) -> Compared:
    deed = CompareWays(
        branch.case_id(name), branch.products(name)[0].id, FIRST, 12, Decimal("0.06"), **asked  # type: ignore[arg-type]
    )  # fmt: skip
    return branch.clerk(deed)


def test_limits_come_from_the_rules_with_their_clause_and_what_cannot_be_is_refused(branch: Branch) -> None:
    with pytest.raises(Refused) as refused:
        branch.clerk(CompareWays(branch.case_id(), branch.products(WANG)[0].id, FIRST))
    assert refused.value.code == "solution.other_product"
    with pytest.raises(Refused) as refused:
        compared(branch, multiplier=Decimal("1.6"))
    assert refused.value.code == "interest.multiplier_out_of_range"
    ways = {judged.way.kind: judged for judged in compared(branch).ways}
    assert set(ways) == set(ArrangementKind)
    asked = {decision.rule_id for decision in ways[ArrangementKind.INSTALMENTS].needing_reason}
    assert "CN-GUA-02" in asked  # a guarantor stands for this loan
    assert not compared(branch, guarantor_consents=True).ways[0].needing_reason
    long = {judged.way.kind: judged for judged in compared(branch, months_added=30).ways}
    refusing = long[ArrangementKind.EXTENSION].refusing
    assert refusing
    assert all(decision.rule_id.startswith("CN-RST-04") for decision in refusing)  # beyond the original term
    assert refusing[0].citation.clause.zh
    card = compared(branch, WANG)
    assert card.lateness.terms.multiplier == 1  # a card's rate isn't raised
    assert not any(judged.refusing for judged in card.ways)
    assert "solution.compared" not in branch.actions()  # looking writes nothing


def test_the_debt_stands_by_component_and_its_lateness_line_by_line(branch: Branch) -> None:
    before, product = compared(branch), branch.products()[0]
    parts = before.debt.parts
    assert parts[Component.PRINCIPAL] + parts[Component.INTEREST] + parts[Component.FEES] == product.balance
    # three instalments of 3,500.00 and 781.78, 67, 36 and 8 days late at 6 % × 1.5 by 360
    assert [line.days for line in before.lateness.lines] == [67, 36, 8]
    assert before.lateness.lines[0].penalty == Money.yuan("58.63")
    assert parts[Component.PENALTY] == before.lateness.added
    # what is paid on an instalment lessens its interest before its principal
    rows = [replace(row, paid=Money(100_00) if row.seq == 7 else row.paid) for row in instalment_rows()]
    branch.advance(days=1)
    branch.take(LedgerKind.INSTALMENTS, rows, PRACTICE_DATE + timedelta(days=1))
    first = compared(branch).lateness.lines[0]
    assert (first.late.interest, first.late.principal) == (Money(78_178 - 100_00), Money(350_000))
    assert first.days == 68
