"""Which instalment each payment went to, as the program counts it, beside what core banking states.

By law the oldest due instalment first, and within it costs, then interest, then principal: 民法典 (Civil Code of the
PRC, 2020), art. 560 and 561, for what the parties haven't agreed otherwise. A card that is more than 90 days overdue
on the day of the payment has its principal served first: 商业银行信用卡业务监督管理办法 (2011), art. 57. A reversal
takes back what was paid last. Whatever order payments are told in, they are counted in the order of their days: one
that is told late is replayed from where it belongs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LATE_CARD: Final = 90
"""Days overdue up to which, this day included, a card's interest and fees come before its principal."""


class Order(Enum):
    """Whose order a product's payments follow."""

    LAW = "law"
    CARD = "card"


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
    """What is still owed on an instalment, in fen: fee, interest, principal."""

    seq: int
    due: int
    owed: list[int]


_Take = tuple[_Open, int, int]
"""An instalment, which of its three parts, and how much: what a reversal gives back, the last one first."""
_PRINCIPAL: Final = 2
_Pass = tuple[tuple[int, ...], int]
"""Which parts, of instalments due until which day (an ordinal)."""
_BY_LAW: Final[_Pass] = ((0, 1, _PRINCIPAL), date.max.toordinal())


def allocate(
    parts: Iterable[Part], payments: Sequence[Paid], order: Order = Order.LAW
) -> dict[str, Allocated]:
    """Every payment by its reference; the earliest first, whatever order they are given in.

    Raises Refused ``allocation.mixed_currencies`` before anything is counted: nothing is allocated in halves.
    """
    known = sorted(parts, key=lambda part: (part.due_on, part.seq))
    _require_one_currency(known, payments)
    currency = payments[0].amount.currency if payments else "CNY"
    open_parts = [
        _Open(part.seq, part.due_on.toordinal(), [part.fee.fen, part.interest.fen, part.principal.fen])
        for part in known
    ]
    taken: list[_Take] = []
    found, first = {}, 0
    for payment in sorted(payments, key=lambda each: (each.paid_on, each.reference)):
        fen = payment.amount.fen
        if fen >= 0:
            while first < len(open_parts) and not any(open_parts[first].owed):
                first += 1  # what is paid in full is passed by, until a reversal opens it again
            takes, rest = _pay(open_parts, first, fen, _passes(open_parts, first, payment.paid_on, order))
            taken += takes
        else:
            takes, rest = _take_back(taken, fen)
            first = 0
        found[payment.reference] = Allocated(
            payment.reference, _shares(takes, currency, 1 if fen >= 0 else -1), Money(rest, currency)
        )
    return found


def _require_one_currency(parts: Iterable[Part], payments: Iterable[Paid]) -> None:
    named = {part.principal.currency for part in parts} | {paid.amount.currency for paid in payments}
    if len(named) > 1:
        raise Refused("allocation.mixed_currencies", currencies=tuple(sorted(named)))


def _passes(open_parts: list[_Open], first: int, paid_on: date, order: Order) -> tuple[_Pass, ...]:
    """The parts of an instalment in the order they are served, one pass over the instalments for each group.

    What isn't due yet on the day of the payment is served by law, and last.
    """
    if order is Order.CARD and first < len(open_parts):
        day = paid_on.toordinal()
        if day - open_parts[first].due > LATE_CARD:
            return (((_PRINCIPAL,), day), ((0, 1), day), _BY_LAW)
    return (_BY_LAW,)


def _pay(open_parts: list[_Open], first: int, fen: int, passes: tuple[_Pass, ...]) -> tuple[list[_Take], int]:
    takes: list[_Take] = []
    for group, until in passes:
        for at in range(first, len(open_parts)):
            part = open_parts[at]
            if not fen or part.due > until:
                break
            for each in group:
                went = min(fen, part.owed[each])
                if went:
                    part.owed[each] -= went
                    fen -= went
                    takes.append((part, each, went))
    return takes, fen


def _take_back(taken: list[_Take], fen: int) -> tuple[list[_Take], int]:
    """Give back what was taken last, until the reversal is spent; what is more than was ever paid is its rest."""
    backs: list[_Take] = []
    while fen and taken:
        part, each, went = taken.pop()
        back = min(-fen, went)
        part.owed[each] += back
        fen += back
        backs.append((part, each, back))
        if back < went:
            taken.append((part, each, went - back))
    return backs, fen


def _shares(takes: Iterable[_Take], currency: str, sign: int) -> tuple[Share, ...]:
    by_part: dict[int, list[int]] = {}
    for part, each, went in takes:
        by_part.setdefault(part.seq, [0, 0, 0])[each] += sign * went
    return tuple(Share(seq, *(Money(fen, currency) for fen in amounts)) for seq, amounts in by_part.items())
