"""What a file would change, before anything is written: findings with their rows, and what makes one look twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from collectdesk.domain.money import Money

TENFOLD: Final = 10
"""A slipped point or a column in ten thousands moves an amount at least this far."""
_SMALLEST_FEN: Final = 100_00
"""Below a hundred yuan an amount may well grow tenfold by itself."""
_DPD_SLACK: Final = 1
"""Core systems differ on whether the due date itself counts as the first day."""
LOOK: Final = frozenset(
    {
        "amount.tenfold", "dpd.jump", "dpd.own", "balance.own", "name.changed", "id.changed", "payment.contradicts",
        "payment.above_balance", "account.unknown", "customer.unknown", "phone.unknown", "state.older",
        "class.below",
    }
)  # fmt: skip
"""Findings that a person should look at before taking the file in."""

NOTHING_NEW: Final = frozenset(
    {
        "same", "payment.known", "message.known", "account.unknown", "customer.unknown", "phone.unknown", "dpd.own",
        "balance.own", "class.below",
    }
)  # fmt: skip
"""Findings of rows that leave the branch as it is."""

ORDER: Final = (
    "amount.tenfold", "id.changed", "name.changed", "payment.contradicts", "payment.above_balance",
    "dpd.jump", "dpd.own", "balance.own", "class.below", "state.older", "account.unknown", "customer.unknown",
    "phone.unknown", "customer.new", "product.new", "overdue.new", "overdue.gone", "overdue.absent", "phone.changed",
    "phone.new", "address.new", "guarantor.new", "officer.changed", "amount.moved", "payment.new", "payment.known",
    "instalment.new", "instalment.changed", "message.delivered", "message.failed",
    "message.no_number", "message.known", "amount.same", "same",
)  # fmt: skip
"""What is to be looked at first, then what is new, what is gone, what changed, and what stays as it is."""


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One row behind a finding: its line in the file (0 where the file leaves it out), whom it is about, what moves."""

    line: int
    name: str
    account_no: str
    field: str = ""
    before: str | int | date | Money | None = None
    after: str | int | date | Money | None = None
    customer_no: str = ""


ROWS_KEPT: Final = 5_000
"""Rows of one finding that are kept to be looked through; all are counted, so that a long file takes no more memory."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of the diff with its first rows; ``count`` says how many there are."""

    code: str
    rows: tuple[DiffRow, ...]
    count: int = 0

    @property
    def times(self) -> int:
        """How many rows the sentence is about."""
        return max(self.count, len(self.rows))

    @property
    def needs_look(self) -> bool:
        return self.code in LOOK


@dataclass(frozen=True, slots=True)
class ImportDiff:
    """What taking a file in would do. ``same_as`` names the earlier import of the very same file.

    ``may_be_whole`` says that the list leaves something out that stood overdue, so that it matters whether it is the
    branch's whole one; ``is_whole`` says that what it leaves out would be no longer overdue.
    """

    findings: tuple[Finding, ...]
    data_date: date | None
    newest_date: date | None
    may_be_whole: bool
    is_whole: bool
    rows: int
    same_as: str = ""
    same_at: datetime | None = None

    @property
    def changes_nothing(self) -> bool:
        """Whether the branch would be as before: the same file again, or one that says nothing new."""
        return bool(self.same_as) or all(finding.code in NOTHING_NEW for finding in self.findings)


def is_tenfold(before: Money, after: Money) -> bool:
    """Whether an amount moved so far that a point or a unit is likelier to have slipped than money to have moved."""
    small, large = sorted((before.fen, after.fen))
    return small > 0 and large >= _SMALLEST_FEN and large >= TENFOLD * small


def jumps(before: int, before_on: date | None, after: int, after_on: date) -> bool:
    """Whether days past due grew by more than the days that passed."""
    if before_on is None or before_on > after_on:
        return False
    return after > before + (after_on - before_on).days + _DPD_SLACK and before > 0


class Gathered:
    """The rows of findings as they are found, each finding's first and the count of all."""

    def __init__(self) -> None:
        self._rows: dict[str, list[DiffRow]] = {}
        self._counts: dict[str, int] = {}

    def add(self, code: str, row: Callable[[], DiffRow]) -> None:
        """Count a row under a finding; it is made only where it is kept."""
        before = self._counts.get(code, 0)
        self._counts[code] = before + 1
        if before < ROWS_KEPT:
            self._rows.setdefault(code, []).append(row())

    def ordered(self) -> tuple[Finding, ...]:
        """Findings that have rows, in the order in which they are read."""
        return tuple(
            Finding(code, tuple(self._rows[code]), self._counts[code]) for code in ORDER if code in self._rows
        )
