"""Which instalment each payment went to, as the program counts it, beside what core banking states.

The oldest due instalment first, and within it costs, then interest, then principal: 民法典 (Civil Code of the
PRC, 2020), art. 560 and 561, for what the parties haven't agreed otherwise. A reversal takes back from the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from collectdesk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


class Part(Protocol):
    """What the arithmetic needs of an instalment."""

    @property
    def seq(self) -> int: ...
    @property
    def due_on(self) -> date: ...
    @property
    def principal(self) -> Money: ...
    @property
    def interest(self) -> Money: ...
    @property
    def fee(self) -> Money: ...


class Paid(Protocol):
    """What it needs of a payment."""

    @property
    def reference(self) -> str: ...
    @property
    def paid_on(self) -> date: ...
    @property
    def amount(self) -> Money: ...


P = TypeVar("P", bound=Paid)


@dataclass(frozen=True, slots=True)
class Share:
    """What of a payment went to one instalment; negative amounts where a reversal took it back."""

    seq: int
    fee: Money
    interest: Money
    principal: Money

    @property
    def amount(self) -> Money:
        return self.fee + self.interest + self.principal


@dataclass(frozen=True, slots=True)
class Allocated:
    """Where a payment went; ``rest`` found no instalment to go to."""

    reference: str
    shares: tuple[Share, ...]
    rest: Money


@dataclass(slots=True)
class _Open:
    """What is still owed on an instalment and what was paid, in fen: fee, interest, principal."""

    seq: int
    owed: list[int]
    paid: list[int]


def allocate(parts: Iterable[Part], payments: Sequence[Paid]) -> dict[str, Allocated]:
    """Every payment by its reference; the earliest first, whatever order they are given in."""
    open_parts = [
        _Open(part.seq, [part.fee.fen, part.interest.fen, part.principal.fen], [0, 0, 0])
        for part in sorted(parts, key=lambda part: (part.due_on, part.seq))
    ]
    found = {}
    for payment in sorted(payments, key=lambda each: (each.paid_on, each.reference)):
        take = _pay if payment.amount.fen >= 0 else _take_back
        shares, rest = take(open_parts, payment.amount.fen)
        found[payment.reference] = Allocated(payment.reference, tuple(shares), Money(rest))
    return found


def _pay(open_parts: list[_Open], fen: int) -> tuple[list[Share], int]:
    shares = []
    for part in open_parts:
        if not fen:
            break
        went = [0, 0, 0]
        for at in range(3):
            went[at] = min(fen, part.owed[at])
            part.owed[at] -= went[at]
            part.paid[at] += went[at]
            fen -= went[at]
        if any(went):
            shares.append(Share(part.seq, *map(Money, went)))
    return shares, fen


def _take_back(open_parts: list[_Open], fen: int) -> tuple[list[Share], int]:
    shares = []
    for part in reversed(open_parts):
        if not fen:
            break
        went = [0, 0, 0]
        for at in (2, 1, 0):
            back = min(-fen, part.paid[at])
            part.paid[at] -= back
            part.owed[at] += back
            went[at], fen = -back, fen + back
        if any(went):
            shares.append(Share(part.seq, *map(Money, went)))
    return shares, fen
