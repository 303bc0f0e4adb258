"""What one product of the practice branch is, and where it stands on a day: the core system's bookkeeping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

LOAN: Final = "loan"
CARD: Final = "card"
LEASE: Final = "lease"

NORMAL, ATTENTION, SUBSTANDARD, DOUBTFUL, LOSS = "normal", "attention", "substandard", "doubtful", "loss"


@dataclass(frozen=True, slots=True)
class Instalment:
    """One line of a schedule. Amounts are whole fen, because a branch holds millions of these."""

    seq: int
    due_on: date
    principal_fen: int
    interest_fen: int
    fee_fen: int = 0

    @property
    def amount_fen(self) -> int:
        return self.principal_fen + self.interest_fen + self.fee_fen


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that reached an account on a day; ``channel`` is a code of ``CHANNELS``."""

    paid_on: date
    amount_fen: int
    channel: str


@dataclass(frozen=True, slots=True)
class Product:
    """One account: its schedule from the oldest instalment that matters, and every payment of the story.

    ``payments`` reach beyond the practice date; whoever asks for a day sees only those up to that day.
    ``tail_fen`` is the principal that falls due after the last instalment listed. ``source_row`` and
    ``delay`` name the real account and its months of delay behind the opening position.
    """

    kind: str
    account_no: str
    contract_no: str
    opened_on: date
    granted_fen: int
    tail_fen: int
    instalments: tuple[Instalment, ...]
    payments: tuple[Payment, ...]
    guarantor_name: str
    guarantor_phone: str
    source_row: int
    delay: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a product stands at the end of a day; ``paid_fen`` runs parallel to its instalments."""

    paid_fen: tuple[int, ...]
    balance_fen: int
    overdue_fen: int
    oldest_unpaid_on: date | None
    unpaid: int
    dpd: int


def allocate(instalments: tuple[Instalment, ...], payments: tuple[Payment, ...], day: date) -> list[int]:
    """What each instalment has received by the end of ``day``: the oldest first, none before it is billed.

    An instalment is billed as soon as the one before it has fallen due; what a payment holds beyond the
    billed ones went into a card's revolving balance and is no instalment's.
    """
    amounts = [instalment.amount_fen for instalment in instalments]
    paid, first = [0] * len(amounts), 0
    for payment in payments:
        if payment.paid_on > day:
            break
        left, place = payment.amount_fen, first
        if first and instalments[first - 1].due_on >= payment.paid_on:
            continue  # the next one isn't billed yet
        while place < len(amounts):
            share = min(left, amounts[place] - paid[place])
            paid[place] += share
            left -= share
            if left == 0 or instalments[place].due_on >= payment.paid_on:
                break
            place += 1
        while first < len(amounts) and paid[first] == amounts[first]:
            first += 1
    return paid


def standing(product: Product, day: date) -> Standing:
    """The product's standing; an instalment is overdue from the day after its due date on."""
    paid = allocate(product.instalments, product.payments, day)
    balance, overdue, unpaid, oldest = product.tail_fen, 0, 0, None
    for instalment, received in zip(product.instalments, paid, strict=True):
        missing = instalment.amount_fen - received
        balance += min(instalment.principal_fen, missing)
        if missing and instalment.due_on < day:
            overdue += missing
            unpaid += 1
            oldest = oldest or instalment.due_on
    return Standing(tuple(paid), balance, overdue, oldest, unpaid, (day - oldest).days if oldest else 0)


def five_class(dpd: int) -> str:
    """The least class that the days overdue allow (商业银行金融资产风险分类办法 2023, days overdue only)."""
    for above, name in ((360, LOSS), (270, DOUBTFUL), (90, SUBSTANDARD), (0, ATTENTION)):
        if dpd > above:
            return name
    return NORMAL
