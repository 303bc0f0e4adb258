"""One real account's six months as a product: schedule, payments, and the delay that the source has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from collectdesk.practice.behaviour import MONTHS, delays
from collectdesk.practice.products import CARD, LEASE, LOAN, Instalment, Payment

if TYPE_CHECKING:
    from collectdesk.practice.behaviour import Behaviour
    from collectdesk.practice.draws import Draws

FEN_PER_NTD: Final = 25
"""One New Taiwan dollar of 2005 becomes 0.25 yuan: about that year's exchange rate, and easy to check."""

CHANNELS: Final = ("debit", "mobile", "counter", "transfer")

_TERMS: Final = (18, 24, 36, 48, 60)
_AHEAD: Final = 3
_YEARLY_RATES: Final = {LOAN: (650, 780, 920, 1_080, 1_240), LEASE: (980, 1_150, 1_380)}
"""Basis points a year, invented, of a branch's usual range."""

_CARD_SHARE: Final = 10
"""A card's minimum payment is a tenth of the statement: the usual Chinese figure."""
_CARD_FLOOR: Final = 1_000
_CARD_MONTHLY_BP: Final = 150
"""Interest of a revolving card: 0.05 % a day over 30 days."""
_LATE_FEE_SHARE: Final = 20
"""A card's late fee: 5 % of the minimum payment that was missed."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A product's due dates. Month 1 is the latest one before the opening day, month 0 the next to come."""

    due_day: int
    opening: date

    def due(self, month: int) -> date:
        since = self.opening.year * 12 + self.opening.month - 1 + (self.opening.day > self.due_day) - month
        return date(since // 12, since % 12 + 1, self.due_day)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed: fen, months, basis points a year (0 for cards); month 1 is number ``elapsed``."""

    kind: str
    granted_fen: int
    term: int
    elapsed: int
    rate: int

    @property
    def principal_fen(self) -> int:
        return self.granted_fen // self.term

    def outstanding_fen(self, seq: int) -> int:
        """The scheduled principal before instalment ``seq`` is paid."""
        return self.granted_fen - self.principal_fen * (seq - 1)


def agree(kind: str, account: Behaviour, draws: Draws) -> Terms:
    """Terms under which the real limit was granted and about the real bill is still owed."""
    granted = account.limit * FEN_PER_NTD
    shown = MONTHS + delays(account.status)[-1]
    if kind == CARD:
        return Terms(CARD, granted, 1, shown + draws.below(96), 0)
    term = draws.pick(_TERMS)
    repaid = max(0, account.limit - max(account.bills[0], 0))
    elapsed = min(max(term * repaid // account.limit, shown), term - _AHEAD)
    return Terms(kind, granted, term, elapsed, draws.pick(_YEARLY_RATES[kind]))


def _level(terms: Terms, month: int, calendar: Calendar) -> Instalment:
    """Equal principal, interest on what is outstanding, both rounded half up to the fen."""
    seq = terms.elapsed + 1 - month
    interest = (terms.outstanding_fen(seq) * terms.rate + 60_000) // 120_000
    principal = terms.outstanding_fen(seq) if seq == terms.term else terms.principal_fen
    return Instalment(seq, calendar.due(month), principal, interest)


def _statement(terms: Terms, month: int, account: Behaviour, calendar: Calendar) -> Instalment | None:
    """A card's minimum payment on the statement before its due date; nothing owed, nothing due."""
    path = delays(account.status)
    bill = account.bills[min(month, MONTHS - 1)] * FEN_PER_NTD
    if bill <= 0 and max(path) == 0:
        return None
    principal = max(bill // _CARD_SHARE, _CARD_FLOOR)
    revolving = account.status[min(month, MONTHS - 1)] >= 0
    interest = (max(bill, 0) * _CARD_MONTHLY_BP + 5_000) // 10_000 if revolving else 0
    fee = principal // _LATE_FEE_SHARE if path[min(month, MONTHS)] else 0
    return Instalment(terms.elapsed + 1 - month, calendar.due(month), principal, interest, fee)


def instalments(terms: Terms, account: Behaviour, calendar: Calendar) -> dict[int, Instalment]:
    """By month, oldest first: six past ones, older ones that a long delay owes, and the next to come."""
    oldest = MONTHS + delays(account.status)[-1]
    if terms.kind == CARD:
        drawn = ((month, _statement(terms, month, account, calendar)) for month in range(oldest, -1, -1))
        return {month: line for month, line in drawn if line}
    return {month: _level(terms, month, calendar) for month in range(oldest, -_AHEAD, -1)}


def tail_fen(terms: Terms, account: Behaviour, lines: dict[int, Instalment], missing: list[int]) -> int:
    """Principal after the last line: of the term for a loan, of the statement for a card."""
    if terms.kind != CARD:
        last = max(line.seq for line in lines.values())
        return terms.outstanding_fen(last + 1) if last < terms.term else 0
    unpaid = sum(min(line.principal_fen, left) for line, left in zip(lines.values(), missing, strict=True))
    return max(0, account.bills[0] * FEN_PER_NTD - unpaid)


def history(
    terms: Terms, account: Behaviour, lines: dict[int, Instalment], calendar: Calendar, draws: Draws
) -> tuple[Payment, ...]:
    """Six months of payments: the real amounts, held within what the real months of delay allow.

    A month's payments must complete as many instalments as the delay shows to have been completed,
    and must not complete one more. A card without arrears may pay any amount above its minimum.
    """
    path = delays(account.status)
    owed = [line.amount_fen for month, line in lines.items() if month > MONTHS]
    payments = []
    for month in range(MONTHS, 0, -1):
        if month not in lines:
            continue
        owed.append(lines[month].amount_fen)
        completed = path[month] + 1 - path[month - 1]
        amount = sum(owed[:completed])
        owed = owed[completed:]
        real = account.paid[month - 1] * FEN_PER_NTD
        if owed:
            part = min(max(real - amount, 0), owed[0] - 1)
            owed[0] -= part
            amount += part
        elif terms.kind == CARD:
            amount = max(amount, real)
        if amount:
            payments.append(
                Payment(_paid_on(calendar, month, path[month], draws), amount, draws.pick(CHANNELS))
            )
    return tuple(payments)


def _paid_on(calendar: Calendar, month: int, late: int, draws: Draws) -> date:
    """The day, which the source doesn't hold: shortly before the due date, or any time by those behind."""
    if late:
        return date.fromordinal(calendar.due(month + 1).toordinal() + 2 + draws.below(26))
    return date.fromordinal(calendar.due(month).toordinal() - draws.below(6))
