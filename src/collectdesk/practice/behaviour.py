"""Real repayment behaviour: the 30,000 card accounts of the sample and how their months of delay are read."""

from __future__ import annotations

import csv
import io
import lzma
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import Final

from collectdesk import resources

MONTHS: Final = 6
SMALLEST_ARREARS_BILL: Final = 1_000
"""NT$. The source calls 1,689 accounts a month late that owe nothing: nobody can be asked to pay those."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Six months of one real account, amounts in whole New Taiwan dollars; index 0 is the latest month.

    ``status``: -2 no use, -1 paid in full, 0 revolving, 1 and more the months of delay.
    Source: UCI "Default of credit card clients", doi 10.24432/C55S3H (docs/notices/uci.md).
    """

    row: int
    limit: int
    status: tuple[int, ...]
    bills: tuple[int, ...]
    paid: tuple[int, ...]
    defaulted: bool

    @property
    def delay(self) -> int:
        """Whole months of delay at the end of the latest month."""
        return max(self.status[0], 0)

    @property
    def is_card_like(self) -> bool:
        """Never used or always paid in full: only a card behaves so."""
        return max(self.status) < 0


@dataclass(frozen=True, slots=True)
class Sample:
    """All accounts, and the two strata that the practice branch draws from."""

    accounts: tuple[Behaviour, ...]
    late: tuple[Behaviour, ...]
    current: tuple[Behaviour, ...]

    @property
    def real_share(self) -> Fraction:
        """The share of the source's accounts that were behind in the latest month."""
        return Fraction(sum(account.delay > 0 for account in self.accounts), len(self.accounts))


@cache
def delays(status: tuple[int, ...]) -> tuple[int, ...]:
    """Months of delay that a schedule of one instalment a month can show: seven figures, latest first.

    The latest equals the source. The source never writes 1 before its latest month and so jumps from 0
    to 2; delay grows by one instalment a month at most, hence an earlier month is lifted to one less than
    the month after it. The seventh figure is the delay with which the six months begin.
    """
    path = [max(status[0], 0)]
    for earlier in status[1:]:
        path.append(max(earlier, path[-1] - 1, 0))
    return (*path, max(path[-1] - 1, 0))


def _account(figures: list[int]) -> Behaviour:
    row, limit, *rest = figures
    return Behaviour(
        row, limit, tuple(rest[:6]), tuple(rest[6:12]), tuple(rest[12:18]), defaulted=rest[18] == 1
    )


@lru_cache(maxsize=1)
def read_sample() -> Sample:
    """Read the shipped sample; about 20 MB stay in memory, whatever the size of the branch."""
    text = lzma.decompress(resources.path("sample", "card_behaviour.csv.xz").read_bytes()).decode("ascii")
    rows = csv.reader(io.StringIO(text))
    next(rows)
    accounts = tuple(_account([int(cell) for cell in row]) for row in rows)
    return Sample(
        accounts,
        late=tuple(a for a in accounts if a.delay > 0 and a.bills[0] >= SMALLEST_ARREARS_BILL),
        current=tuple(a for a in accounts if a.delay == 0),
    )
