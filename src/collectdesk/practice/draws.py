"""Draws from a named seed: the same figures on every platform and Python, from whole numbers only."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")


class Draws:
    """One stream of draws, named by its seed; two streams of different names are independent."""

    __slots__ = ("_bits",)

    def __init__(self, *name: object) -> None:
        # The generator's bits are fixed by its definition; its higher methods have changed between Pythons,
        # so that everything below is built on the bits alone. Nothing here keeps a secret.
        self._bits = random.Random("/".join(map(str, name))).getrandbits  # noqa: S311

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, ``limit``."""
        width = limit.bit_length()
        drawn = self._bits(width)
        while drawn >= limit:
            drawn = self._bits(width)
        return drawn

    def pick(self, choices: Sequence[_T]) -> _T:
        return choices[self.below(len(choices))]

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def some(self, count: int, limit: int) -> frozenset[int]:
        """``count`` different whole numbers below ``limit``; all of them when ``count`` is not smaller."""
        left = list(range(limit))
        return frozenset(left.pop(self.below(len(left))) for _ in range(min(count, limit)))
