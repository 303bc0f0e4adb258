"""Characteristics of a repayment history: an allow-list of figures, each with the way it may point.

Nothing about the person is here: sex, age, marital status, schooling and region of origin aren't in ``Histories`` at
all. Each characteristic says whether more of it can only raise the risk, only lower it, or either; the trainer keeps
to that, so that a table never says the opposite of what its reason says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Figures = npt.NDArray[np.float64]
MONTHS: Final = 6
_FULL: Final = 1.5
"""Stands for "nothing was asked": better than paid in full."""


@dataclass(frozen=True, slots=True)
class Histories:
    """Six months of many accounts, the latest month first; amounts in one currency.

    ``granted``: n; ``status``: n x 6, months of delay, 0 revolving, -1 paid in full, -2 no use; ``bills`` and
    ``paid``: n x 6. The payment of a month goes to the bill of the month before.
    """

    granted: Figures
    status: Figures
    bills: Figures
    paid: Figures

    @property
    def delays(self) -> Figures:
        return np.maximum(self.status, 0.0)

    @property
    def used(self) -> Figures:
        """Each month's balance as a part of what was granted."""
        return self.bills / np.maximum(self.granted, 1.0)[:, None]

    @property
    def paid_part(self) -> Figures:
        """What was paid of the bill before, n x 5; 1.5 where nothing was asked."""
        asked, paid = self.bills[:, 1:], self.paid[:, :-1]
        return np.where(asked > 0, np.minimum(paid / np.maximum(asked, 1.0), 1.25), _FULL)

    @property
    def paid_of_granted(self) -> Figures:
        return self.paid / np.maximum(self.granted, 1.0)[:, None]

    def __len__(self) -> int:
        return len(self.granted)

    def rows(self, chosen: npt.NDArray[Any]) -> Histories:
        return Histories(self.granted[chosen], self.status[chosen], self.bills[chosen], self.paid[chosen])


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One figure; ``way`` +1: more raises the risk, -1: more lowers it, 0: either."""

    name: str
    way: int
    figure: Callable[[Histories], Figures]


def _months_since_delay(h: Histories) -> Figures:
    late = h.delays > 0
    return np.where(late.any(axis=1), late.argmax(axis=1), MONTHS).astype(float)


def _without_payment(h: Histories) -> Figures:
    asked_in_vain = (h.bills[:, 1:] > 0) & (h.paid[:, :-1] <= 0)
    months: Figures = np.sum(asked_in_vain, axis=1, dtype=np.float64)
    return months


def _paid_in_full(h: Histories) -> Figures:
    months: Figures = np.sum(h.paid_part >= 1.0, axis=1, dtype=np.float64)
    return months


def _month(name: str, way: int, column: Callable[[Histories], Figures], months: int) -> list[Characteristic]:
    def of(month: int) -> Callable[[Histories], Figures]:
        return lambda h: column(h)[:, month]

    return [Characteristic(f"{name}_{month}", way, of(month)) for month in range(months)]


ALL: Final[tuple[Characteristic, ...]] = (
    *_month("delay", 1, lambda h: h.delays, MONTHS),
    Characteristic("standing_now", 0, lambda h: np.minimum(h.status[:, 0], 1.0)),
    Characteristic("standing_before", 0, lambda h: np.minimum(h.status[:, 1], 1.0)),
    Characteristic("worst_delay", 1, lambda h: h.delays.max(axis=1)),
    Characteristic("times_late", 1, lambda h: np.sum(h.delays > 0, axis=1, dtype=np.float64)),
    Characteristic("delay_in_all", 1, lambda h: h.delays.sum(axis=1)),
    Characteristic("months_since_late", -1, _months_since_delay),
    Characteristic("delay_change", 0, lambda h: h.delays[:, 0] - h.delays[:, 1]),
    Characteristic("granted", -1, lambda h: h.granted),
    *_month("used", 0, lambda h: h.used, 3),
    Characteristic("used_mean", 0, lambda h: h.used.mean(axis=1)),
    Characteristic("used_most", 0, lambda h: h.used.max(axis=1)),
    Characteristic("used_change", 0, lambda h: h.used[:, 0] - h.used[:, -1]),
    Characteristic("used_last_change", 0, lambda h: h.used[:, 0] - h.used[:, 1]),
    *_month("paid_part", -1, lambda h: h.paid_part, 5),
    Characteristic("paid_part_mean", -1, lambda h: h.paid_part.mean(axis=1)),
    Characteristic("paid_part_least", -1, lambda h: h.paid_part.min(axis=1)),
    *_month("paid", -1, lambda h: h.paid, 3),
    *_month("paid_of_granted", -1, lambda h: h.paid_of_granted, 2),
    Characteristic("paid_of_granted_mean", -1, lambda h: h.paid_of_granted.mean(axis=1)),
    Characteristic("paid_most", -1, lambda h: h.paid.max(axis=1)),
    Characteristic("paid_least", -1, lambda h: h.paid.min(axis=1)),
    Characteristic("months_without_payment", 1, _without_payment),
    Characteristic("months_paid_in_full", -1, _paid_in_full),
    Characteristic("balance", 0, lambda h: h.bills[:, 0]),
    Characteristic("balance_mean", 0, lambda h: h.bills.mean(axis=1)),
)
"""Every characteristic a trained table may use."""
BY_NAME: Final[Mapping[str, Characteristic]] = {one.name: one for one in ALL}


def figures(histories: Histories, chosen: tuple[Characteristic, ...] = ALL) -> Figures:
    """The characteristics of many histories: n x k."""
    return np.column_stack([one.figure(histories) for one in chosen])
