"""What a household can put aside: never more than is left at best, never what a person lives on."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.customers.finances import EXPENSES, INCOMES, FinanceKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.capacity import (
    CapacityTable,
    CapacityTableBroken,
    Figure,
    capacity,
    load_capacity_table,
)

TABLE = CapacityTable(
    "t", "1", Money(500_00), "a source", "memory", {"document": 0, "customer": 20, "visit": 10}
)
MONTHLY = sorted(INCOMES | EXPENSES, key=lambda kind: kind.value)
FIGURES = st.builds(
    Figure,
    st.sampled_from(MONTHLY),
    st.integers(1, 50_000_00).map(Money),
    st.sampled_from(["document", "customer", "visit", "a stranger"]),
)


def wages(yuan: int, source: str = "document") -> Figure:
    return Figure(FinanceKind.WAGES, Money(yuan * 100), source)


def spent(kind: FinanceKind, yuan: int, source: str = "document") -> Figure:
    return Figure(kind, Money(yuan * 100), source)


@pytest.mark.parametrize("persons", [0, -1, 31])
def test_a_household_of_nobody_or_of_a_village_is_refused(persons: int) -> None:
    with pytest.raises(Refused) as refused:
        capacity([wages(4000)], persons, TABLE)
    assert refused.value.code == "capacity.persons_impossible"


def test_without_an_income_nothing_is_said() -> None:
    assert capacity([spent(FinanceKind.RENT, 900)], 1, TABLE) is None


def test_figures_on_paper_stand_and_told_ones_may_be_out_either_way() -> None:
    able = capacity(
        [wages(5000, "customer"), spent(FinanceKind.LIVING, 1000), spent(FinanceKind.RENT, 800)], 1, TABLE
    )
    assert able is not None
    assert (able.low, able.likely, able.high) == (Money(2200_00), Money(3200_00), Money(4200_00))
    assert not able.was_raised


def test_what_people_live_on_is_never_less_than_the_protected_minimum() -> None:
    able = capacity([wages(4000), spent(FinanceKind.LIVING, 600)], 3, TABLE)
    assert able is not None
    assert able.kept_back == Money(1500_00)
    assert able.was_raised
    assert able.likely == Money(2500_00)


def test_who_has_nothing_left_can_put_nothing_aside() -> None:
    able = capacity([wages(1000), spent(FinanceKind.MEDICAL, 3000)], 1, TABLE)
    assert able is not None
    assert able.high == Money(0)


def test_what_is_owned_or_owed_is_no_income() -> None:
    assert capacity([spent(FinanceKind.SAVINGS, 90_000)], 1, TABLE) is None


@given(st.lists(FIGURES, max_size=8), st.integers(1, 6))
def test_worse_is_never_above_better_and_more_mouths_never_leave_more(
    figures: list[Figure], persons: int
) -> None:
    able, fuller = capacity(figures, persons, TABLE), capacity(figures, persons + 1, TABLE)
    if able is None or fuller is None:
        assert able is fuller is None
        return
    assert Money(0) <= able.low <= able.likely <= able.high
    assert fuller.low <= able.low
    assert fuller.likely <= able.likely
    assert fuller.high <= able.high


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("monthly_fen = 78590", "monthly_fen = 0", "protected.monthly_fen"),
        ('certainty = "memory"', 'certainty = "sure"', "protected"),
        ("visit = 10", "visit = 100", "swing.visit"),
        ("visit = 10", 'visit = "ten"', "swing.visit"),
        ("[protected]", "[protect]", "protected"),
        ("[swing]", "[swing", "line"),
    ],
)
def test_a_broken_table_names_the_field(old: str, new: str, said: Any) -> None:
    text = resources.path("capacity", "cn.toml").read_text("utf-8")
    assert old in text
    with pytest.raises(CapacityTableBroken, match=said):
        load_capacity_table(text.replace(old, new))
