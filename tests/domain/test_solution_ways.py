"""Five ways side by side: what can't be says why, what can be adds up, and nothing is given away unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.customers.classes import FiveClass, load_classes
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementKind
from collectdesk.domain.solutions.solution_table import Component, SolutionTableBroken, load_solution_table
from collectdesk.domain.solutions.solution_ways import Asked, Debt, Way, compare_ways, rents_anew

CLASSES = load_classes(resources.path("classes", "cn.toml").read_text("utf-8"))
TEXT = Path(resources.path("solutions", "cn.toml")).read_text("utf-8")
TABLE = load_solution_table(TEXT)
TODAY, FIRST = date(2026, 3, 18), date(2026, 4, 10)


def debt(
    principal: int = 90_000, interest: int = 3_000, penalty: int = 500, overdue: int = 12_000, dpd: int = 40
) -> Debt:
    parts = dict.fromkeys(Component, Money(0)) | {
        Component.PRINCIPAL: Money.yuan(principal), Component.INTEREST: Money.yuan(interest),
        Component.PENALTY: Money.yuan(penalty),
    }  # fmt: skip
    return Debt(ProductKind.LOAN, dpd, Money.yuan(overdue), parts)


ASKED = Asked(TODAY, FIRST, 12, Decimal("0.06"), waived={Component.PENALTY: Money.yuan(500)})


def ways(of: Debt, asked: Asked) -> dict[ArrangementKind, Way]:
    return {way.kind: way for way in compare_ways(of, asked, CLASSES, TABLE)[0]}


def test_a_way_that_cannot_be_says_why_and_the_others_stand() -> None:
    found, refused = compare_ways(debt(), replace(ASKED, count=99, waived={}), CLASSES, TABLE)
    assert {kind: error.code for kind, error in refused.items()} == {
        ArrangementKind.INSTALMENTS: "plan.count_out_of_range", ArrangementKind.WAIVER: "ways.nothing_waived",
    }  # fmt: skip
    assert [way.kind for way in found] == [
        ArrangementKind.EXTENSION,
        ArrangementKind.REAGEING,
        ArrangementKind.SETTLEMENT,
    ]


@pytest.mark.parametrize("amount", ["500.01", "-1"])
def test_no_more_is_waived_than_there_is(amount: str) -> None:
    _, refused = compare_ways(
        debt(), replace(ASKED, waived={Component.PENALTY: Money.yuan(amount)}), CLASSES, TABLE
    )  # fmt: skip
    assert set(refused) == {ArrangementKind.WAIVER, ArrangementKind.SETTLEMENT}


@pytest.mark.parametrize("changed", [{"penalty": -1}, {"overdue": 999_999}])
def test_a_debt_that_does_not_add_up_is_refused(changed: dict[str, int]) -> None:
    with pytest.raises(Refused):
        debt(**changed)


def test_each_way_says_total_end_class_and_what_it_costs() -> None:
    found = ways(debt(), ASKED)
    assert found[ArrangementKind.INSTALMENTS].total == Money.yuan(12_500)
    assert found[ArrangementKind.INSTALMENTS].cost > Money(
        0
    )  # a plan without interest forgoes the contract's
    assert found[ArrangementKind.EXTENSION].ends_on == date(2026, 10, 10)
    # 12,000 for 206 days at 6 % by 360, and the penalty that stands
    assert found[ArrangementKind.EXTENSION].total == Money.yuan(12_500) + Money.yuan(412)
    assert found[ArrangementKind.REAGEING].cost == Money(0)
    assert found[ArrangementKind.WAIVER].total == Money.yuan(12_000)
    assert found[ArrangementKind.SETTLEMENT].total == Money.yuan(93_000)
    assert found[ArrangementKind.SETTLEMENT].cost == Money.yuan(500)
    assert found[ArrangementKind.SETTLEMENT].at_best is None
    assert {found[kind].at_best for kind in ArrangementKind if kind is not ArrangementKind.SETTLEMENT} == {
        FiveClass.ATTENTION
    }
    assert found[ArrangementKind.WAIVER].watch_until == date(2027, 4, 10)
    worse = ways(debt(dpd=120), ASKED)
    assert (
        worse[ArrangementKind.REAGEING].at_best is FiveClass.SUBSTANDARD
    )  # a signature cures nothing by itself


@given(
    st.integers(1, 200_000), st.integers(0, 9_000), st.integers(0, 2_000), st.integers(1, 60), st.integers(0, 100),
    st.sampled_from(["0", "0.049", "0.18"]),
)  # fmt: skip
def test_what_is_paid_and_what_is_waived_make_up_what_was_due(
    principal: int, interest: int, penalty: int, count: int, share: int, rate: str
) -> None:
    of = debt(principal, interest, penalty, overdue=max(1, principal // 3))
    waived = Money(of.parts[Component.PENALTY].fen * share // 100)
    asked = replace(ASKED, count=count, contract_rate=Decimal(rate), waived={Component.PENALTY: waived})
    found = ways(of, asked)
    for kind, way in found.items():
        whole = of.owed if kind in (ArrangementKind.SETTLEMENT, ArrangementKind.REAGEING) else of.due_now
        given_up = way.waived.get(Component.PENALTY, Money(0))
        assert way.schedule.amount + given_up == whole
        assert sum(line.principal.fen for line in way.schedule.instalments) == way.schedule.amount.fen
        assert way.total == way.schedule.amount + way.schedule.interest
        assert way.cost >= given_up


@pytest.mark.parametrize(
    ("there", "instead"),
    [("months = 12", "months = -1"), ('floor = "attention"', 'floor = "fine"'), ("penalty = 500000", "penalty = 0.5"),
     ("grace_days = 0", "grace_days = 900"), ('certainty = "memory"', 'certainty = "sure"'), ("steady = 3", "")],
)  # fmt: skip
def test_a_table_that_cannot_be_is_refused(there: str, instead: str) -> None:
    assert there in TEXT
    with pytest.raises(SolutionTableBroken):
        load_solution_table(TEXT.replace(there, instead, 1))


def test_a_leases_debt_put_anew_sums_to_it_with_the_residual_in_the_last_rent() -> None:
    made = rents_anew(
        Money.yuan(22_000), 12, date(2026, 4, 30), Decimal("0.15"), Money.yuan(6_600), date(2026, 3, 18)
    )
    lines = made.instalments
    assert sum(line.principal.fen for line in lines) == 22_000_00
    assert (len(lines), lines[-1].remaining) == (12, Money(0))
    assert len({line.due for line in lines[:-1]}) == 1  # level rents
    assert lines[-1].due > lines[0].due + Money.yuan(6_590)
    assert [line.due_on for line in lines[:3]] == [date(2026, 4, 30), date(2026, 5, 30), date(2026, 6, 30)]
    with pytest.raises(Refused):
        rents_anew(Money.yuan(100), 12, date(2026, 3, 18), Decimal(0), Money(0), date(2026, 3, 18))
