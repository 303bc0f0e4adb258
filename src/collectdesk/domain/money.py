"""Money as whole minor units (fen) of one currency. No float ever enters or leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

_WIDE = str.maketrans("０１２３４５６７８９．，－￥", "0123456789.,-¥")
_AMOUNT = re.compile(r"[-+]?\d{1,3}(?:,\d{3})*(?:\.\d+)?|[-+]?\d+(?:\.\d+)?")


class MixedCurrencies(ValueError):
    """Two currencies met in one sum."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units; comparable and addable within one currency only."""

    fen: int
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if not isinstance(self.fen, int) or isinstance(self.fen, bool):
            raise TypeError("money is counted in whole fen")

    def __add__(self, other: Money) -> Self:
        self._same(other)
        return type(self)(self.fen + other.fen, self.currency)

    def __sub__(self, other: Money) -> Self:
        self._same(other)
        return type(self)(self.fen - other.fen, self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.fen, self.currency)

    def __bool__(self) -> bool:
        return self.fen != 0

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise MixedCurrencies(f"{self.currency} and {other.currency}")

    def times(self, factor: Decimal) -> Self:
        """The amount times a factor, rounded half up to the fen."""
        return type(self)(
            int((Decimal(self.fen) * factor).quantize(Decimal(1), ROUND_HALF_UP)), self.currency
        )

    def split(self, parts: int) -> tuple[Self, ...]:
        """Equal parts, the last one taking the remainder, so that they sum to the amount exactly."""
        if parts < 1:
            raise ValueError("an amount splits into one part or more")
        share = abs(self.fen) // parts * (-1 if self.fen < 0 else 1)
        equal = tuple(type(self)(share, self.currency) for _ in range(parts - 1))
        return (*equal, type(self)(self.fen - share * (parts - 1), self.currency))

    @classmethod
    def yuan(cls, text: str | int | Decimal) -> Self:
        """Read yuan as written by people and core systems: "1,234.50", "１２３４", "¥88". Raises ValueError."""
        if isinstance(text, str):
            cleaned = text.translate(_WIDE).replace("¥", "").replace("元", "").strip()
            if not _AMOUNT.fullmatch(cleaned):
                raise ValueError(f"not an amount: {text!r}")
            text = cleaned.replace(",", "")
        fen = Decimal(text) * 100
        if fen != fen.to_integral_value():
            raise ValueError(f"finer than a fen: {text!r}")
        return cls(int(fen))


ZERO = Money(0)


def total(amounts: list[Money] | tuple[Money, ...]) -> Money:
    """The sum; nothing sums to zero yuan."""
    result = ZERO
    for amount in amounts:
        result += amount
    return result
