"""Which texts were seen before, in some twenty bytes each however long they are: a long list is gone through whole."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST: Final = 1 << 10
_EMPTY: Final = 0


class Marks:
    """A set of texts by 64 bits of their hash, in one array of machine words: of 500,000 texts two are taken for one
    once in a hundred million lists.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._words = array("Q", bytes(8 * _FIRST))
        self._count = 0
        self.update(texts)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, text: object) -> bool:
        word = hash(text) & 0xFFFFFFFFFFFFFFFF or 1
        return self._words[self._place(self._words, word)] == word

    def add(self, text: str) -> bool:
        """Mark a text; whether it wasn't marked before."""
        word = hash(text) & 0xFFFFFFFFFFFFFFFF or 1
        at = self._place(self._words, word)
        if self._words[at] == word:
            return False
        self._words[at] = word
        self._count += 1
        if 3 * self._count > 2 * len(self._words):
            self._grow()
        return True

    def update(self, texts: Iterable[str]) -> None:
        """Mark several."""
        for text in texts:
            self.add(text)

    @staticmethod
    def _place(words: array[int], word: int) -> int:
        last = len(words) - 1
        at = word & last
        while words[at] not in (word, _EMPTY):
            at = (at + 1) & last
        return at

    def _grow(self) -> None:
        wider = array("Q", bytes(16 * len(self._words)))
        for word in self._words:
            if word != _EMPTY:
                wider[self._place(wider, word)] = word
        self._words = wider
