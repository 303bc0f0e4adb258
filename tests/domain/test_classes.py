"""The least class that days overdue allow differs between loans, cards and leases, and names its source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.desk.intake.checking_figures import class_table
from collectdesk.domain.customers.classes import ClassesBroken, FiveClass, load_classes, read_class
from collectdesk.domain.customers.products import ProductKind


@pytest.mark.parametrize(
    ("kind", "dpd", "least"),
    [
        (ProductKind.LOAN, 0, FiveClass.NORMAL),
        (ProductKind.LOAN, 1, FiveClass.ATTENTION),
        (ProductKind.LOAN, 90, FiveClass.ATTENTION),
        (ProductKind.LOAN, 91, FiveClass.SUBSTANDARD),
        (ProductKind.LOAN, 271, FiveClass.DOUBTFUL),
        (ProductKind.LOAN, 361, FiveClass.LOSS),
        (ProductKind.CARD, 120, FiveClass.SUBSTANDARD),
        (ProductKind.CARD, 121, FiveClass.DOUBTFUL),
        (ProductKind.CARD, 181, FiveClass.LOSS),
        (ProductKind.LEASE, 181, FiveClass.SUBSTANDARD),
    ],
)
def test_days_overdue_allow_at_best_the_class_of_their_product(
    kind: ProductKind, dpd: int, least: FiveClass
) -> None:
    assert class_table().least(kind, dpd) is least
    assert class_table().definitions[kind].source


@given(st.sampled_from(ProductKind), st.integers(0, 5000), st.integers(0, 400))
def test_more_days_never_allow_a_better_class(kind: ProductKind, dpd: int, more: int) -> None:
    table = class_table()
    assert table.least(kind, dpd).rank <= table.least(kind, dpd + more).rank


def test_classes_are_read_as_core_systems_write_them() -> None:
    assert read_class("关注类") is read_class("Special mention") is FiveClass.ATTENTION
    assert read_class("") is None


@pytest.mark.parametrize(
    "text",
    ["", "x = [", "id='a'\nversion='1'\n[loan]\nsource='s'\nattention=9\nsubstandard=3\ndoubtful=4\nloss=5"],
)
def test_a_table_that_is_cut_short_or_out_of_order_is_refused(text: str) -> None:
    with pytest.raises(ClassesBroken):
        load_classes(text)
