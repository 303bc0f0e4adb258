"""A list's instalments beside core banking's own figures of the account."""

from __future__ import annotations

import pytest

from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.schedule_sums import Listed, Stated, sum_finding
from collectdesk.domain.money import Money


def listed(*parts: tuple[int, int, int]) -> Listed:
    """Number, principal and paid in yuan."""
    found = Listed()
    for seq, principal, paid in parts:
        found.add(seq, Money.yuan(principal), Money.yuan(paid))
    return found


WHOLE = listed((1, 400, 400), (2, 300, 0), (3, 300, 0))


@pytest.mark.parametrize(
    ("parts", "stated", "is_whole", "code"),
    [
        (WHOLE, Stated(ProductKind.LOAN, Money.yuan(1_000), Money.yuan(600)), True, None),
        (WHOLE, Stated(ProductKind.LOAN, Money.yuan(999)), False, "schedule.above_granted"),
        (WHOLE, Stated(ProductKind.LOAN, Money.yuan(1_001)), True, "schedule.below_granted"),
        (WHOLE, Stated(ProductKind.LOAN, Money.yuan(1_001)), False, None),
        (listed((4, 300, 0)), Stated(ProductKind.LOAN, Money.yuan(1_000)), True, None),
        (WHOLE, Stated(ProductKind.LEASE, Money.yuan(1_200)), True, None),
        (WHOLE, Stated(ProductKind.LEASE, Money.yuan(900)), True, "schedule.above_granted"),
        (WHOLE, Stated(ProductKind.CARD, Money.yuan(1)), True, None),
        (WHOLE, Stated(ProductKind.LOAN, Money(0)), True, None),
        (WHOLE, Stated(ProductKind.LOAN, Money.yuan(1_000), Money.yuan(599)), True, "schedule.above_balance"),
        (listed(), Stated(ProductKind.LOAN, Money.yuan(1)), True, None),
    ],
)
def test_only_what_can_not_be_is_found(
    parts: Listed, stated: Stated, is_whole: bool, code: str | None
) -> None:
    found = sum_finding(parts, stated, is_whole=is_whole)
    assert (found[0] if found else None) == code
