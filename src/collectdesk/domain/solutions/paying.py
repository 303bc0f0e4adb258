"""What any payment must show before promises, plans and histories can be judged by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from collectdesk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date


class Paying(Protocol):
    """A confirmed payment: its banking day and its amount; a reversal carries a negative amount."""

    @property
    def paid_on(self) -> date: ...

    @property
    def amount(self) -> Money: ...


def sum_paid(payments: Iterable[Paying], counts: Callable[[date], bool], currency: str) -> Money:
    """The sum of the payments whose day counts; raises MixedCurrencies for any other currency."""
    paid = Money(0, currency)
    for payment in payments:
        if counts(payment.paid_on):
            paid += payment.amount
    return paid
